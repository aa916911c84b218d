"""R6, step 2: crisis places as they go into the agreement, and what a day of a place costs."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from forecasting.wlz.crisis.bezetting import Afspraak, beschikbare_dagen
from forecasting.wlz.herschikking.invoer import Crisisplaatsen
from forecasting.wlz.outlook import CrisisStand


def crisisplaatsen(
    stand: CrisisStand, afspraken: Sequence[Afspraak], jaar: int, tarief_cent: int | None
) -> Crisisplaatsen:
    """The places agreed, or those proposed when the expected occupancy stays below the line, over their agreed days.

    What staff decided goes first: a number of places, or (a refused proposal) the agreement. A proposal holds for all
    agreed days of the year: it is the number whose yearly occupancy would do (R5.2). Without occupancy the agreement
    stands. A lower number never raises a period in which fewer places were agreed.

    Bron: regel R6, step 2 ("agreed or proposed places x days x tariff"); Inkoopbeleid Wlz Zilveren Kruis 2021-2023:
    "naar verwachting voor minder dan 70% bezet is gedurende het jaar, maken we in de herschikking een lagere afspraak".
    """
    voorstel = stand.voorstel_plekken if stand.onder_drempel else None
    if stand.besluit is not None:
        gekozen, grond = stand.besloten_plekken, f"besluit {stand.besluit}"
    elif voorstel is not None:
        gekozen, grond = voorstel, "verwachte bezetting onder de drempel (R5.2)"
    else:
        gekozen, grond = None, "afgesproken"
    if gekozen is None:
        plekken, held = stand.plekken, list(afspraken)
    else:
        plekken, most = gekozen, max(a.plekken for a in afspraken)
        held = [replace(a, plekken=gekozen if gekozen > most else min(a.plekken, gekozen)) for a in afspraken]
    days = beschikbare_dagen(held, date(jaar, 1, 1), date(jaar, 12, 31))
    return Crisisplaatsen(stand.agb, stand.uzovi, stand.sector, stand.plekken, plekken, days, tarief_cent, grond)


def crisistarief_cent(tarieven_cent: Collection[int], goedgekeurd_cent: int, dagen: int) -> int | None:
    """What a day of a crisis place costs, in cents: the tariff of the sector's crisis prestatie.

    Where a sector has several (GZ: licht, midden, zwaar), the mean of the provider's own approved crisis days, rounded
    to a whole cent; without such days it is not known: None.
    **Lezing**: the policy names no tariff.

    >>> crisistarief_cent({31_000}, 0, 0), crisistarief_cent({30_000, 50_000}, 130_000, 3)
    (31000, 43333)
    """
    known = set(tarieven_cent)
    if len(known) == 1:
        return known.pop()
    if not known or dagen <= 0:
        return None
    return int(Fraction(goedgekeurd_cent, dagen) + Fraction(1, 2))

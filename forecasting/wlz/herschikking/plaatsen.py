"""R6, step 2: crisis places as they go into the agreement, and what a day of a place costs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from forecasting.wlz.crisis.bezetting import Afspraak
from forecasting.wlz.crisis.prijs import Dagtarief
from forecasting.wlz.herschikking.invoer import Crisisplaatsen, Plaatsdeel
from forecasting.wlz.outlook import CrisisStand
from loaders.split import verdeel

EIGEN_DAGEN, GEMIDDELDE = "eigen_dagen", "gemiddelde"
"""`lezing_crisistarief`: what a day costs where a sector has more than one crisis tariff and no weight was agreed."""
ONBEZET_TARIEF = "onbezet_tarief"
"""`lezing_onbezet_tarief`: a day of a place on which nobody is expected has its own tariff."""


@dataclass(frozen=True)
class Tarieven:
    """What is known of the price of a day, in cents: the sector's crisis prestaties, the mean price of the provider's
    own crisis days, and (where unoccupied days have their own tariff) that. `lezing`: `lezing_crisistarief`."""

    rijen: tuple[Dagtarief, ...]
    eigen_cent: int | None = None
    onbezet_cent: int | None = None
    lezing: str = EIGEN_DAGEN


def crisisplaatsen(stand: CrisisStand, afspraken: Sequence[Afspraak], jaar: int, tarieven: Tarieven) -> Crisisplaatsen:
    """The places agreed, or those proposed when the expected occupancy stays below the line, over their agreed days,
    period by period: agreements, weights and tariffs may change in the year.

    What staff decided goes first: a number of places, or (a refused proposal) the agreement. A proposal holds for all
    agreed days of the year: it is the number whose yearly occupancy would do (R5.2). Without occupancy, or without
    ground to judge it, the agreement stands. A lower number never raises a period in which fewer places were agreed;
    of more weights each keeps its share, in whole places.

    Bron: regel R6, step 2 ("agreed or proposed places x days x tariff"); Inkoopbeleid Wlz Zilveren Kruis 2021-2023:
    "naar verwachting voor minder dan 70% bezet is gedurende het jaar, maken we in de herschikking een lagere afspraak",
    and par. 10.5: "We maken afspraken voor de categorieën licht, midden, zwaar. Voor de verdeling sluiten we aan bij de
    historische afspraken over crisisfinanciering".
    """
    voorstel = stand.voorstel_plekken if stand.onder_drempel else None
    if stand.besluit is not None:
        gekozen, grond = stand.besloten_plekken, f"besluit {stand.besluit}"
    elif voorstel is not None:
        gekozen, grond = voorstel, "verwachte bezetting onder de drempel (R5.2)"
    else:
        gekozen, grond = None, "afgesproken"
    delen = plaatsdelen(afspraken, jaar, gekozen, tarieven)
    days, rates = sum(d.plaatsdagen for d in delen), {d.tarief_cent for d in delen}
    found = Crisisplaatsen(
        stand.agb, stand.uzovi, stand.sector, stand.plekken, stand.plekken if gekozen is None else gekozen, days,
        None, grond, delen=delen,
    )  # fmt: skip
    if not delen:  # no day in the year: an open error of its own
        return replace(found, tarief_cent=crisistarief_cent(tarieven, date(jaar, 12, 31), "", jaar))
    if None in rates:
        return found
    mean = rates.pop() if len(rates) == 1 else _heel(Fraction(found.vol_cent, days)) if days else 0
    found = replace(found, tarief_cent=mean)
    if tarieven.onbezet_cent is None or stand.verwachte_dagen is None:
        return found
    return replace(
        found, bezet_dagen=min(days, _heel(stand.verwachte_dagen)), onbezet_tarief_cent=tarieven.onbezet_cent
    )


def plaatsdelen(
    afspraken: Sequence[Afspraak], jaar: int, gekozen: int | None, tarieven: Tarieven
) -> tuple[Plaatsdeel, ...]:
    """The places of a year by period and weight, each with the tariff of that period. `gekozen`: a number of places in
    place of those agreed."""
    most = max((sum(a.plekken for a in afspraken if a.vanaf <= b.vanaf <= a.tot) for b in afspraken), default=0)
    found = []
    for van, tot in _perioden(afspraken, tarieven.rijen, jaar):
        held = sorted((a for a in afspraken if a.vanaf <= van <= a.tot), key=lambda a: a.zwaarte)
        total = sum(a.plekken for a in held)
        if not held:
            continue
        target = total if gekozen is None else gekozen if gekozen > most else min(total, gekozen)
        weights = [a.plekken for a in held] if total else [1] * len(held)
        for a, plekken in zip(held, verdeel(target, weights), strict=True):
            days = ((tot - van).days + 1) * plekken
            if days or not total:
                tarief = crisistarief_cent(tarieven, van, a.zwaarte, jaar)
                found.append(Plaatsdeel(van, tot, a.zwaarte, plekken, days, tarief))
    return tuple(found)


def _perioden(afspraken: Sequence[Afspraak], rijen: Sequence[Dagtarief], jaar: int) -> list[tuple[date, date]]:
    """The year cut wherever an agreement or a tariff begins or ends."""
    first, last = date(jaar, 1, 1), date(jaar, 12, 31)
    begins = {first, *(a.vanaf for a in afspraken), *(r.van for r in rijen)}
    ends = [*(a.tot for a in afspraken), *(r.tot for r in rijen)]
    begins |= {tot + timedelta(days=1) for tot in ends if tot < last}
    starts = sorted(d for d in begins if first <= d <= last)
    return [
        (van, nxt - timedelta(days=1)) for van, nxt in zip(starts, [*starts[1:], date(jaar + 1, 1, 1)], strict=True)
    ]


def crisistarief_cent(tarieven: Tarieven, dag: date, zwaarte: str, jaar: int) -> int | None:
    """What a crisis place costs on a day, in cents: the tariff of the sector's crisis prestatie of that day, of the
    agreed weight where it has one. What ended before the day counts where none holds on it, as long as it held in the
    year.

    Where several hold (GZ: licht, midden, zwaar) and no weight says which, the mean of the provider's own crisis days,
    or by the other `lezing_crisistarief` that of the tariffs; rounded to a whole cent, and None where it is not known.
    **Lezing**: the policy names no tariff.

    >>> jaar = date(2026, 1, 1), date(2026, 12, 31)
    >>> licht, zwaar = Dagtarief("L", 30_000, *jaar, "licht"), Dagtarief("Z", 50_000, *jaar, "zwaar")
    >>> gz = Tarieven((licht, zwaar), eigen_cent=43_333)
    >>> [crisistarief_cent(gz, jaar[0], zwaarte, 2026) for zwaarte in ("licht", "zwaar", "")]
    [30000, 50000, 43333]
    """
    held = [r for r in tarieven.rijen if r.van <= date(jaar, 12, 31) and r.tot >= date(jaar, 1, 1)]
    rows = [r for r in held if zwaarte and r.zwaarte == zwaarte] or held
    on = [r for r in rows if r.van <= dag <= r.tot]
    if not on and rows:
        near = max(rows, key=lambda r: (r.tot < dag, r.tot if r.tot < dag else date.max - (r.van - date.min)))
        on = [r for r in rows if (r.van, r.tot) == (near.van, near.tot)]
    known = {r.tarief_cent for r in on}
    if len(known) == 1:
        return known.pop()
    if known and tarieven.lezing == GEMIDDELDE:
        return _heel(Fraction(sum(known), len(known)))
    return tarieven.eigen_cent if known else None


def _heel(bedrag: Fraction) -> int:
    return int(bedrag + Fraction(1, 2))

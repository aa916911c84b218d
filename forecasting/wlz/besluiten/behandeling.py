"""R3.5: days inclusief behandeling above the agreed share are revalued at the tariff exclusief behandeling."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from loaders.extrapolation import half_van_nul
from loaders.tijd.kalender import einde_maand

VERBLIJF = ("ZZP", "VPT")
NAAR_DAGEN, HOOGSTE_VERSCHIL_EERST = "naar_dagen", "hoogste_verschil_eerst"
"""`lezing_behandeling_spreiding`: which days inclusief behandeling are those above the agreed share."""
Koppelrij = Mapping[str, Any]
"""A row of the koppeltabel."""


@dataclass(frozen=True)
class Verblijfsdagen:
    """Expected etmaal days (ZZP or VPT, no low care profile) of one prestatie of a provider in one region.

    `verschil_cent`: tariff inclusief minus that of the same profile exclusief behandeling; None for days exclusief
    behandeling, and where no such tariff is known.
    """

    uzovi: str
    prestatiecode: str
    inclusief: bool
    dagen: Fraction
    verschil_cent: int | None


@dataclass(frozen=True)
class Correctie:
    """The correction of one provider and sector. Shares are of all days; `dagen_boven` are those above `afgesproken`.

    `per_regio_cent` is negative: what E loses. `zonder_tarief`: prestaties whose days could not be revalued.
    """

    aandeel: Fraction
    afgesproken: Fraction
    dagen_boven: Fraction
    per_regio_cent: tuple[tuple[str, int], ...]
    zonder_tarief: tuple[str, ...]

    @property
    def bedrag_cent(self) -> int:
        return sum(cent for _, cent in self.per_regio_cent)


def koppelrijen(rijen: Sequence[Koppelrij], maand: date) -> dict[str, Koppelrij]:
    """The row of each prestatie that holds in a month: of more the one that began last, and of none the last that ended
    before it. `rijen`: rows of the koppeltabel of the year, in order of their first day."""
    begun = [r for r in rijen if r["geldig_van"] <= einde_maand(maand)]
    held = [r for r in begun if (r["geldig_tot"] or date.max) >= maand]
    return {r["prestatiecode"]: r for r in (*begun, *held)}


def verblijfsdagen(
    rijen: Mapping[str, Koppelrij], uzovi: str, prestatiecode: str, dagen: Fraction
) -> Verblijfsdagen | None:
    """Days of one prestatie in a month as days of stay; None where it is no stay (or a low care profile).

    `rijen`: `koppelrijen` of that month. The tariff exclusief behandeling is that of the same sector, leveringsvorm and
    zorgprofiel; where the koppeltabel names no profile there is none: two empty cells are not equal.

    Bron: regel R3.5.
    """
    row = rijen.get(prestatiecode)
    if row is None or row["leveringsvorm"] not in VERBLIJF or row["laag_zorgprofiel"] == "ja":
        return None
    same = [
        r["tarief_cent"]
        for r in sorted(rijen.values(), key=lambda r: r["geldig_van"])
        if r["behandeling"] != "inclusief"
        and r["laag_zorgprofiel"] != "ja"
        and _profiel(r)
        and _profiel(r) == _profiel(row)
    ]
    own, other = row["tarief_cent"], same[-1] if same else None
    difference = None if own is None or other is None else own - other
    return Verblijfsdagen(uzovi, prestatiecode, row["behandeling"] == "inclusief", dagen, difference)


def _profiel(row: Koppelrij) -> tuple[object, ...]:
    named = row["sector"], row["leveringsvorm"], row["zorgprofiel"]
    return named if all(named) else ()


def correctie(
    verblijf: Sequence[Verblijfsdagen], afgesproken: Fraction, spreiding: str = NAAR_DAGEN
) -> Correctie | None:
    """What the share inclusief behandeling above `afgesproken` costs; None when it is not above it.

    The days above are spread over the prestaties inclusief behandeling by their days, or taken from the largest
    difference first (**lezing** `lezing_behandeling_spreiding`), each at its own difference in tariff; in whole cents
    per region.

    Bron: regel R3.5; Inkoopbeleid Wlz Zilveren Kruis 2021-2023, par. 10.6 ("Waarbij we de lage ZZP's buiten
    beschouwing laten") and herschikking ("corrigeren we hiervoor de realisatiecijfers").
    """
    total = sum((v.dagen for v in verblijf), Fraction(0))
    inclusive = sum((v.dagen for v in verblijf if v.inclusief), Fraction(0))
    above = inclusive - afgesproken * total
    if total <= 0 or above <= 0:
        return None
    per_region: dict[str, Fraction] = {}
    without, left = set(), above
    for v in sorted((v for v in verblijf if v.inclusief), key=lambda v: -(v.verschil_cent or 0)):
        taken = min(left, v.dagen) if spreiding == HOOGSTE_VERSCHIL_EERST else above * v.dagen / inclusive
        left -= taken
        if v.verschil_cent is None:
            without.add(v.prestatiecode)
        else:
            per_region[v.uzovi] = per_region.get(v.uzovi, Fraction(0)) - taken * v.verschil_cent
    return Correctie(
        aandeel=inclusive / total,
        afgesproken=afgesproken,
        dagen_boven=above,
        per_regio_cent=tuple((uzovi, half_van_nul(cent)) for uzovi, cent in sorted(per_region.items())),
        zonder_tarief=tuple(sorted(without)),
    )

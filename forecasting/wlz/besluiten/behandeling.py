"""R3.5: days inclusief behandeling above the agreed share are revalued at the tariff exclusief behandeling."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from loaders.extrapolation import half_van_nul


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


def correctie(verblijf: Sequence[Verblijfsdagen], afgesproken: Fraction) -> Correctie | None:
    """What the share inclusief behandeling above `afgesproken` costs; None when it is not above it.

    The days above are spread over the prestaties inclusief behandeling by their days (**lezing**), each at its own
    difference in tariff; in whole cents per region.

    Bron: regel R3.5; Inkoopbeleid Wlz Zilveren Kruis 2021-2023, par. 10.6 ("Waarbij we de lage ZZP's buiten
    beschouwing laten") and herschikking ("corrigeren we hiervoor de realisatiecijfers").
    """
    total = sum((v.dagen for v in verblijf), Fraction(0))
    inclusive = sum((v.dagen for v in verblijf if v.inclusief), Fraction(0))
    above = inclusive - afgesproken * total
    if total <= 0 or above <= 0:
        return None
    per_region: dict[str, Fraction] = {}
    without = set()
    for v in verblijf:
        if v.inclusief and v.verschil_cent is None:
            without.add(v.prestatiecode)
        elif v.inclusief:
            share = above * v.dagen / inclusive * (v.verschil_cent or 0)
            per_region[v.uzovi] = per_region.get(v.uzovi, Fraction(0)) - share
    return Correctie(
        aandeel=inclusive / total,
        afgesproken=afgesproken,
        dagen_boven=above,
        per_regio_cent=tuple((uzovi, half_van_nul(cent)) for uzovi, cent in sorted(per_region.items())),
        zonder_tarief=tuple(sorted(without)),
    )

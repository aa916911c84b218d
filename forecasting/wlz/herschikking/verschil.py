"""What changed between two herschikkingen: per provider, region and sector, step by step, with nothing left over."""

from collections.abc import Iterable
from dataclasses import dataclass

from config.words import Sector
from forecasting.wlz.herschikking.uitkomst import Afspraak, Herschikking
from forecasting.wlz.plaats import Plaats


@dataclass(frozen=True)
class Verschil:
    """Now less earlier, in cents. `afspraak_cent` is None where one of the two has no agreement to compare.

    afspraak = verplichtingen + crisis - correctie + extrapolatie + aanpassingen - korting.
    """

    agb: str
    uzovi: str
    sector: Sector
    eerder_cent: int | None
    nu_cent: int | None
    verplichtingen_cent: int
    crisis_cent: int
    correctie_cent: int
    extrapolatie_cent: int
    aanpassingen_cent: int
    korting_cent: int | None

    @property
    def afspraak_cent(self) -> int | None:
        return None if self.nu_cent is None or self.eerder_cent is None else self.nu_cent - self.eerder_cent

    @property
    def productie_cent(self) -> int:
        """Step 4."""
        return self.extrapolatie_cent + self.aanpassingen_cent

    @property
    def plaats(self) -> Plaats:
        return self.agb, self.uzovi, self.sector


def verschillen(nu: Herschikking, eerder: Herschikking) -> tuple[Verschil, ...]:
    """Every agreement of either, in the order of `nu`, then what only the earlier one had.

    An agreement that is in one of the two only counts as 0 in the other.
    """
    now, before = _by_place(nu.afspraken), _by_place(eerder.afspraken)
    return tuple(_verschil(place, now.get(place), before.get(place)) for place in dict.fromkeys((*now, *before)))


def _by_place(afspraken: Iterable[Afspraak]) -> dict[Plaats, Afspraak]:
    return {a.basis.plaats: a for a in afspraken}


def _verschil(place: Plaats, now: Afspraak | None, before: Afspraak | None) -> Verschil:
    def step(name: str) -> int:
        return (getattr(now.basis, name) if now else 0) - (getattr(before.basis, name) if before else 0)

    cut_now = now.korting_cent if now else 0
    cut_before = before.korting_cent if before else 0
    return Verschil(
        *place,
        eerder_cent=before.afspraak_cent if before else 0,
        nu_cent=now.afspraak_cent if now else 0,
        verplichtingen_cent=step("verplichtingen_cent"),
        crisis_cent=step("crisis_cent"),
        correctie_cent=step("correctie_cent"),
        extrapolatie_cent=step("extrapolatie_cent"),
        aanpassingen_cent=step("aanpassingen_cent"),
        korting_cent=None if cut_now is None or cut_before is None else cut_now - cut_before,
    )

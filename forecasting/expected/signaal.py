"""How loud a sector asks for attention over the year: normaal, nadert, dreigt (R4.3, R4.6). People decide."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from config.words import Sector
from forecasting.distance import afstand_tot_drempel_fractie
from forecasting.outlook import Outlook, SectorOutlook, Signaalstand


@dataclass(frozen=True)
class Grenzen:
    """Policy values: from which probability or distance a state begins, and up to which it lasts. A state that was
    reached is left only when both are clearly past, so that a sector on the edge does not blink every month."""

    kans_nadert: Fraction
    kans_nadert_weg: Fraction
    kans_dreigt: Fraction
    kans_dreigt_weg: Fraction
    afstand_nadert: Fraction
    afstand_nadert_weg: Fraction


def signaalstand(sector: SectorOutlook, vorige: Signaalstand | None, grenzen: Grenzen) -> Signaalstand | None:
    """The state of a sector, after the state it had before; None where it cannot be judged.

    Dreigt: the official figure is above the drempel, or the probability passes `kans_dreigt`. Nadert: the official
    figure is within `afstand_nadert` below it, or the probability passes `kans_nadert`.
    """
    korting, zonder = sector.zonder.korting_fractie, sector.verwacht.zonder if sector.verwacht else None
    if korting is None:
        return None
    kans = Fraction(zonder.boven_drempel).limit_denominator(10**6) if zonder else Fraction(0)
    afstand = afstand_tot_drempel_fractie(korting, sector.drempel_fractie)
    was_dreigt = vorige is Signaalstand.DREIGT
    was_nadert = vorige in {Signaalstand.NADERT, Signaalstand.DREIGT}
    if sector.zonder.boven_drempel or kans > (grenzen.kans_dreigt_weg if was_dreigt else grenzen.kans_dreigt):
        return Signaalstand.DREIGT
    nabij = afstand < (grenzen.afstand_nadert_weg if was_nadert else grenzen.afstand_nadert)
    if nabij or kans > (grenzen.kans_nadert_weg if was_nadert else grenzen.kans_nadert):
        return Signaalstand.NADERT
    return Signaalstand.NORMAAL


def met_signaalstanden(dagen: Sequence[Outlook], grenzen: Grenzen) -> tuple[Outlook, ...]:
    """The same outlooks, every sector of the site and its regions with its state on that day."""
    standen: dict[tuple[str | None, Sector], Signaalstand] = {}

    def met_stand(sector: SectorOutlook) -> SectorOutlook:
        plaats = sector.uzovi, sector.sector
        stand = signaalstand(sector, standen.get(plaats), grenzen)
        if stand is not None:
            standen[plaats] = stand
        return replace(sector, verwacht=sector.verwacht and replace(sector.verwacht, signaal=stand))

    return tuple(
        replace(dag, sectoren=tuple(map(met_stand, dag.sectoren)), regios=tuple(map(met_stand, dag.regios)))
        for dag in dagen
    )

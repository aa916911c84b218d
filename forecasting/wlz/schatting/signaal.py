"""How loud a sector asks for attention over the year: normaal, nadert, dreigt (R4.3, R4.6). People decide."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from config.words import Sector
from forecasting.wlz.distance import afstand_tot_drempel_fractie
from forecasting.wlz.outlook import Gezegd, Signaalstand


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


def signaalstand(gezegd: Gezegd, vorige: Signaalstand | None, grenzen: Grenzen) -> Signaalstand:
    """The state of a sector by what was said of it, after the state it had before.

    Dreigt: the official figure is above the drempel, or the probability passes `kans_dreigt`. Nadert: the official
    figure is within `afstand_nadert` below it, or the probability passes `kans_nadert`.
    """
    kans = Fraction(gezegd.kans.boven_drempel).limit_denominator(10**6) if gezegd.kans else Fraction(0)
    afstand = afstand_tot_drempel_fractie(gezegd.korting_fractie, gezegd.drempel_fractie)
    was_dreigt = vorige is Signaalstand.DREIGT
    was_nadert = vorige in {Signaalstand.NADERT, Signaalstand.DREIGT}
    if gezegd.boven_drempel or kans > (grenzen.kans_dreigt_weg if was_dreigt else grenzen.kans_dreigt):
        return Signaalstand.DREIGT
    nabij = afstand < (grenzen.afstand_nadert_weg if was_nadert else grenzen.afstand_nadert)
    if nabij or kans > (grenzen.kans_nadert_weg if was_nadert else grenzen.kans_nadert):
        return Signaalstand.NADERT
    return Signaalstand.NORMAAL


def met_signaalstanden(gezegd: Sequence[Gezegd], grenzen: Grenzen) -> tuple[Gezegd, ...]:
    """What was said, in order of days, each with the state of its sector on that day."""
    standen: dict[tuple[str | None, Sector], Signaalstand] = {}
    found = []
    for g in gezegd:
        plaats = g.uzovi, g.sector
        standen[plaats] = signaalstand(g, standen.get(plaats), grenzen)
        found.append(replace(g, signaal=standen[plaats]))
    return tuple(found)

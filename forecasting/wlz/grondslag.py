"""R4.9: the percentage by which the herschikking of the same day would cut, beside the korting over all production."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from config.words import Sector, Site
from forecasting.wlz.contracteerruimte import Ruimte
from forecasting.wlz.herschikking.invoer import Invoer, Ruimtedeel
from forecasting.wlz.herschikking.stappen import herschikking
from forecasting.wlz.korting import boven_drempel
from forecasting.wlz.outlook import SectorOutlook, Signaal, Toets
from forecasting.wlz.plaats import RegioSector

MET_CRISIS, ZONDER_CRISIS = "met_crisis", "zonder_crisis"
"""Values of `lezing_korting_grondslag`: over what production the percentage is taken that is held against the line."""


@dataclass(frozen=True)
class Herschikkingskorting:
    """k of R6 against the room as granted and with expected herverdelingsmiddelen; None where a room is not known."""

    zonder_fractie: Fraction | None = None
    met_herverdeling_fractie: Fraction | None = None


Plek = tuple[Site | str, Sector]
"""A sector of a site, or of one region (its UZOVI)."""


def herschikkingskortingen(invoer: Invoer, ruimte: Mapping[RegioSector, Ruimte]) -> dict[Plek, Herschikkingskorting]:
    """k = max(0, E4 - (R - commitments - crisis)) / E4 of every sector of a site and of every region by its own room.

    Bron: regel R4.9; "Als de middelen per sector niet toereikend zijn, dan passen wij een procentuele korting toe over
    de geëxtrapoleerde productierealisatie" and "Wanneer eerder in het jaar deze procentuele korting per sector groter
    dreigt te worden dan 2%": *deze* is the korting of the herschikking, over step 4 without crisis.
    """
    met = tuple(
        replace(deel, bedrag_cent=ruimte[deel.uzovi, deel.sector].met_herverdeling_cent)
        if (deel.uzovi, deel.sector) in ruimte
        else deel
        for deel in invoer.ruimte
    )
    zonder, with_more = _percentages(invoer, invoer.ruimte), _percentages(invoer, met)
    return {plek: Herschikkingskorting(k, with_more.get(plek)) for plek, k in zonder.items()}


def _percentages(invoer: Invoer, ruimte: tuple[Ruimtedeel, ...]) -> dict[Plek, Fraction | None]:
    site = herschikking(replace(invoer, niveau="site", ruimte=ruimte))
    regio = herschikking(replace(invoer, niveau="regio", ruimte=ruimte))
    return {(t.site, t.sector): t.korting_fractie for t in site.sectoren} | {
        (str(t.uzovi), t.sector): t.korting_fractie for t in regio.regios
    }


def met_herschikkingskorting(
    sectoren: Iterable[SectorOutlook], kortingen: Mapping[Plek, Herschikkingskorting], site: Site, grondslag: str
) -> tuple[SectorOutlook, ...]:
    """The sectors with k beside their korting; by the reading `zonder_crisis` it takes the place of the korting."""
    found = []
    for s in sectoren:
        k = kortingen.get((s.uzovi or site, s.sector), Herschikkingskorting())
        if s.zonder.korting_fractie is None:  # no ground for the one is none for the other (R4.8)
            k = Herschikkingskorting()
        zonder, met = s.zonder, s.met_herverdeling
        if grondslag == ZONDER_CRISIS:
            zonder = _by(zonder, k.zonder_fractie, s.drempel_fractie)
            met = _by(met, k.met_herverdeling_fractie, s.drempel_fractie)
        found.append(replace(s, herschikkingskorting_fractie=k.zonder_fractie, zonder=zonder, met_herverdeling=met))
    return tuple(found)


def _by(toets: Toets, korting: Fraction | None, drempel_fractie: Fraction) -> Toets:
    if korting is None or toets.korting_fractie is None:
        return Toets(toets.contracteerruimte_cent, None, None)
    return Toets(toets.contracteerruimte_cent, korting, boven_drempel(korting, drempel_fractie))


def signalen(sectoren: Iterable[SectorOutlook]) -> list[Signaal]:
    """The sectors where the two percentages fall on different sides of the line (R4.9)."""
    found = []
    for s in sectoren:
        korting = s.lezingen.letterlijk.zonder.korting_fractie if s.lezingen else None
        k = s.herschikkingskorting_fractie
        if (korting is None or k is None) or boven_drempel(k, s.drempel_fractie) == boven_drempel(
            korting, s.drempel_fractie
        ):
            continue
        text = (
            f"over alle productie is de korting {_procent(korting)}, in de herschikking zou zij {_procent(k)} van de "
            f"productie buiten crisiszorg zijn: aan weerszijden van {_procent(s.drempel_fractie)}"
        )
        found.append(Signaal("korting_herschikking", text, None, s.uzovi, s.sector))
    return found


def _procent(fractie: Fraction) -> str:
    """A percentage in a sentence, with two decimals.

    >>> _procent(Fraction(72, 3431))
    '2,10%'
    """
    return f"{float(fractie * 100):.2f}%".replace(".", ",")

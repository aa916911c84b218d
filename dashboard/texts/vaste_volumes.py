"""Words of the page Vaste volumes and its letters (R4.5)."""

from dashboard import texts
from forecasting.wlz.herschikking.volumes import SectorVolumes

INLEIDING = (
    "Komt de korting van een sector boven de drempel, dan is het uitgangspunt dat geld-volgt-klant wordt omgezet in "
    "vaste volumes. Dat besluit een mens; verwachte herverdelingsmiddelen worden eerst meegewogen."
)
NIET_AAN_DE_ORDE = "De korting van {sector} is {korting}: niet boven de drempel. Vaste volumes zijn niet aan de orde."
NIET_TE_TOETSEN = "Van {sector} is de contracteerruimte niet bekend; er is niets te toetsen."
ZOU_WORDEN = (
    "De korting van {sector} is {korting}: boven de drempel. Hieronder staat per aanbieder wat het vaste volume zou "
    "worden: verwachte productie x (1 − korting) + afspraken voor regionale ontwikkeling."
)
BESLOTEN = (
    "Besluit {nummer}: vaste volumes voor {sector}, door {door} op {dag} vastgelegd op de gegevens van {peildatum}."
)
MET_HERVERDELING = (
    "Met de herverdelingsmiddelen die worden verwacht, maar nog niet zijn toegekend, is de korting {korting}."
)
REDEN = "Reden: {reden}"
BRIEVEN = "Brieven over de vaste volumes schrijft de terminal in de datamap, niet als download:"
INTREKKEN = "Intrekken kan met een nieuw besluit, dat het oude niet wist:"
BRIEF_ONDERWERP = "Vast volume {jaar}"
BRIEF_INLEIDING = (
    "De verwachte zorgkosten van {sector} in {jaar} komen meer dan de drempel boven de contracteerruimte uit. Daarom "
    "hebben wij op {dag} besloten om voor deze sector over te gaan op vaste volumeafspraken, op basis van de "
    "goedgekeurde geëxtrapoleerde productie die op {peildatum} bekend was. Hieronder staat het volume van uw "
    "organisatie."
)
BRIEF_TOTAAL = "Uw vaste volume over {jaar}"
BRIEF_OVERZICHT = "Vast volume per regio"
BRIEF_SLOT = (
    "Productie boven dit volume wordt niet betaald. Neem contact met ons op als cliënten daardoor in de knel komen."
)
BRIEF_BLAD = "Blad bij het vaste volume: elke stap"
STAP_UITLEG = {
    "Verwachte productie": "Goedgekeurd tot en met de laatste maand, doorgetrokken naar het jaar, met crisiszorg.",
    "Korting": "Eén percentage voor de hele sector: wat niet in de ruimte past, gedeeld door de verwachte productie.",
    "Regionale ontwikkeling": "Financiële afspraken die al waren gemaakt.",
}


def stand(found: SectorVolumes) -> str:
    """Whether fixed volumes are at issue, in one sentence."""
    if found.korting_fractie is None:
        return NIET_TE_TOETSEN.format(sector=found.sector)
    text = ZOU_WORDEN if found.boven_drempel else NIET_AAN_DE_ORDE
    return text.format(sector=found.sector, korting=texts.procent(found.korting_fractie, found.drempel_fractie))

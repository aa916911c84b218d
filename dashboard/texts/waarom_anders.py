"""Words of the page Waarom anders and of `ruimte brug` (R7.5)."""

from datetime import date

from dashboard import texts
from dashboard.texts.getallen import met_teken, punten
from forecasting.wlz.brug import AanbiederBrug, Brug, Bruggen, Oorzaak, Stap
from forecasting.wlz.outlook import Oordeelsgrond

INLEIDING = "Waarom is het anders dan eerder?"
OORZAAK = {
    Oorzaak.BEOORDEELD: "Nu beoordeeld",
    Oorzaak.NAGEKOMEN: "Nagekomen declaraties",
    Oorzaak.GECORRIGEERD: "Correcties",
    Oorzaak.BASISMAAND: "Nieuwe laatste maand",
    Oorzaak.TARIEF: "Tarieven",
    Oorzaak.ONBEZET: "Onbezette crisisdagen",
    Oorzaak.BESLUITEN: "Besluiten van medewerkers",
    Oorzaak.WAARDEN: "Beleidswaarden en lezingen",
    Oorzaak.ANDER_JAAR: "Een ander jaar",
    Oorzaak.RUIMTE: "Contracteerruimte",
    Oorzaak.VERPLICHTINGEN: "Verplichtingen",
}
UITLEG = {
    "Nu beoordeeld": "Declaraties over oude maanden die er al waren en sindsdien zijn beoordeeld.",
    "Nagekomen declaraties": "Declaraties over oude maanden die sindsdien zijn binnengekomen.",
    "Correcties": "Credits, intrekkingen en andere oordelen over oude maanden.",
    "Nieuwe laatste maand": "De rest van het jaar volgt uit een andere maand: aantallen, tegen de prijzen van de oude.",
    "De grafiek": "De as begint niet bij nul: vergelijk de stappen met elkaar, niet met de balken erboven en eronder.",
    "Tarieven": "Hetzelfde, door de prijzen van de maanden na de oude laatste maand.",
}
GEEN_KORTING = {
    Oordeelsgrond.RUIMTE_ONBEKEND: "de contracteerruimte is op een van beide dagen niet bekend",
    Oordeelsgrond.TOEKOMST: "een van beide dagen ligt in de toekomst",
}
ZONDER_OORDEEL = "De korting is niet te vergelijken: {reden}."
GEEN_GROND = "op een van beide dagen is er geen grond voor een oordeel"
VIJF = "{sector}: de vijf aanbieders die het meest verschil maken"
NIETS = "Er is niets veranderd."
KIES = "Vergelijk met"
LEGE_KEUS = "Kies een dag"
GEEN_EERDERE = "Er is geen eerdere sluitdag van dit jaar om mee te vergelijken."


def grootste(brug: Brug) -> Stap | None:
    """The step that did most: to the korting where that can be compared, else to E."""
    return max(brug.stappen, key=lambda s: (abs(s.korting_punten or 0), abs(s.geextrapoleerd_cent)), default=None)


def zin(brug: Brug) -> str:
    """What changed and by what most, in one sentence."""
    step = grootste(brug)
    if step is None:
        return f"{brug.sector.value}: er is niets veranderd."
    change = brug.geextrapoleerd_cent
    moved = "gelijk gebleven" if not change else f"{texts.euro_mln(abs(change))} {'hoger' if change > 0 else 'lager'}"
    said = f"{brug.sector.value}: de verwachte productie is {moved}"
    points = [s.korting_punten for s in brug.stappen]
    if None not in points and (total := sum(p for p in points if p is not None)):
        said += f" en de korting {punten(total)[1:]} {'hoger' if total > 0 else 'lager'}"
    effect = step.geextrapoleerd_cent or step.contracteerruimte_cent or 0
    by = f" ({met_teken(effect, texts.euro_mln(effect))})" if effect else ""
    return f"{said}. De grootste oorzaak: {OORZAAK[step.oorzaak].lower()}{by}."


def zonder_korting(brug: Brug) -> str:
    """Why the korting cannot be compared; "" where it can."""
    grond = brug.zonder_oordeel
    return "" if grond is None else ZONDER_OORDEEL.format(reden=GEEN_KORTING.get(grond, GEEN_GROND))


def kop(found: Bruggen) -> str:
    """Between which days, and on which last months."""
    days = f"Van {texts.datum(found.van.peildatum)} naar {texts.datum(found.naar.peildatum)}"
    months = (found.van.laatste_maand, found.naar.laatste_maand)
    if months[0] == months[1]:
        return f"{days}; laatste maand {_maand(months[0])}"
    return f"{days}; laatste maand van {_maand(months[0])} naar {_maand(months[1])}"


def _maand(maand: date) -> str:
    return texts.maand(maand)


def vooral(aanbieder: AanbiederBrug) -> str:
    """The cause that did most for a provider."""
    oorzaak, _ = max(aanbieder.per_oorzaak, key=lambda pair: abs(pair[1]))
    return OORZAAK[oorzaak]

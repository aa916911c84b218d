"""Words of the page Werklijst."""

from dashboard import texts
from dashboard.beelden.werklijst import Punt, Werk

INLEIDING = "Wat vraagt nu om aandacht?"
NIETS = "Er staat niets op de werklijst."
SLUITDAG = (
    "De declaratietermijn van {maand} sluit op {dag}: {werkdagen}. Vanaf die dag is dat de laatste gedeclareerde maand."
)
NOG_GEEN_MAAND = "Sectoren en achterstanden staan hier zodra er een maand van het jaar gesloten is."
STAND = "Wat hieronder staat, is bekend uit wat t/m {dag} is binnengekomen."
PAGINA = {
    Werk.BOVEN: "[Vooruitblik](/)",
    Werk.NADERT: "[Vooruitblik](/)",
    Werk.GEEN_OORDEEL: "[Vooruitblik](/)",
    Werk.GEWEIGERD: "[Leveringen, geweigerd](leveringen?status=geweigerd)",
    Werk.UITVAL: "[Leveringen](leveringen)",
    Werk.WACHT: "[Leveringen, wachtend](leveringen?status=wacht)",
    Werk.ACHTERSTAND: "[Volledigheid](volledigheid)",
}
"""Where each kind of work is done; the Vooruitblik is the page without a path."""


def zin(punt: Punt) -> str:
    """One line of the list.

    >>> zin(Punt(Werk.WACHT, 1))
    '**1 antwoord** (AW320) wacht op zijn declaratie (AW319).'
    """
    n, euro, one = texts.aantal(punt.aantal), texts.euro(punt.cent), punt.aantal == 1
    waar = ", ".join(f"{sector.value} ({texts.SITE[site]})" for site, sector in punt.waar)
    return {
        Werk.BOVEN: f"**{n} {'sector' if one else 'sectoren'} boven de drempel**: {waar}.",
        Werk.NADERT: f"**{n} {'sector nadert' if one else 'sectoren naderen'} de drempel**: {waar}.",
        Werk.GEEN_OORDEEL: f"**Over {n} {'sector' if one else 'sectoren'} is geen oordeel mogelijk**: {waar}.",
        Werk.GEWEIGERD: f"**{n} {'levering' if one else 'leveringen'}** geheel geweigerd of in uitval, samen {euro}.",
        Werk.UITVAL: f"**{n} {'levering' if one else 'leveringen'}** met regels in uitval, samen {euro}.",
        Werk.WACHT: f"**{n} {'antwoord' if one else 'antwoorden'}** (AW320) {'wacht' if one else 'wachten'} op "
        f"{'zijn declaratie' if one else 'hun declaratie'} (AW319).",
        Werk.ACHTERSTAND: f"**{n} gesloten {'maand' if one else 'maanden'}** van aanbieders niet (geheel) "
        f"gedeclareerd; effect op de verwachte productie {euro}.",
    }[punt.werk]


def werkdagen(aantal: int) -> str:
    """Working days from now.

    >>> werkdagen(0), werkdagen(1), werkdagen(3)
    ('vandaag', 'nog 1 werkdag', 'nog 3 werkdagen')
    """
    return "vandaag" if aantal == 0 else f"nog {aantal} {'werkdag' if aantal == 1 else 'werkdagen'}"

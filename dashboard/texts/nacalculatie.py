"""Words of the page Nacalculatie (R6)."""

from dashboard import texts
from forecasting.wlz.herschikking.nacalculatie_run import Nacalculatie

INLEIDING = (
    "Na afloop van het jaar telt van de productie alleen wat binnen de herschikkingsafspraak past. Onder- en "
    "overproductie binnen één concern kan op verzoek worden verrekend, ook tussen regio's."
)
UITLEG = (
    "Past = het laagste van gemaakt en afgesproken; vastgesteld = past + toezeggingen. Een verrekening is aan beide "
    "kanten even groot en blijft binnen één sector (lezing): een concern krijgt samen nooit meer dan zijn afspraken."
)
GEEN_HERSCHIKKING = (
    "Er is van {jaar} geen bevroren herschikking. Bevries er een op de pagina Herschikking; daarna kan de nacalculatie."
)
ONVOLLEDIG = (
    "Het jaar is op deze peildatum nog niet geheel gesloten voor declaratie (t/m {maand}): dit is een tussenstand."
)
GEEN_CONCERNS = "Er is geen concern met meer dan één regel in dezelfde sector; er is niets te verrekenen."
KIES = "Kies wie geeft en wie krijgt."
VERREKEND = "De verrekening van {bedrag} is vastgelegd."
NIET_VERREKEND = "Verzoek {nummer} is niet verrekend: {reden}."


def kop(found: Nacalculatie) -> str:
    """What is compared, and whether the year is complete."""
    text = (
        f"Herschikking {found.bevroren.nummer} ({found.bevroren.naam}) tegen wat op {texts.datum(found.peildatum)} was "
        "goedgekeurd."
    )
    return text if found.volledig else f"{text} {ONVOLLEDIG.format(maand=texts.maand(found.laatste_maand))}"

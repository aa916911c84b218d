"""Words of the page Volledigheid."""

from forecasting.wlz.volledigheid import Maandstatus, Volgorde

INLEIDING = "Wie moet nog declareren, over welke maand, en wat doet dat met de verwachte productie van het jaar?"
UITLEG = (
    "Verwacht is het gemiddelde bedrag per dag van de maanden ervoor (ten hoogste twaalf, zonder maanden waarin niets "
    "is gedeclareerd), maal de dagen van de maand: kalenderdagen voor etmalen, anders werkdagen. Een vuistregel, geen "
    "schatting. Een gesloten maand heet onvolledig als er meer dan {afwijking} minder binnen is dan verwacht. "
    "Meerzorg telt hier niet mee."
)
EFFECT_UITLEG = (
    "Effect: hoeveel hoger de verwachte productie van de sector zou zijn als het ontbrekende binnenkwam en werd "
    "toegekend. Wat ontbreekt in {maand} telt ook door in de rest van het jaar, want die maand wordt doorgetrokken."
)
TEKENS = (
    "✓ volledig · ◆ onvolledig · ▲ geen declaratie · △ hoger dan verwacht · tussen haakjes: nog niet gesloten. "
    "Het signaal gaat over de laatste gesloten maand."
)
NIEMAND = "Bij deze keuze is elke gesloten maand volledig gedeclareerd."
GEEN_AANBIEDERS = "Bij deze keuze zijn er geen aanbieders met declaraties."
VOLGORDE = {
    Volgorde.EFFECT: "Effect op het jaar",
    Volgorde.ONTBREEKT: "Ontbrekend bedrag",
    Volgorde.AANBIEDER: "Naam van de aanbieder",
}
TEKEN = {
    Maandstatus.VOLLEDIG: "✓",
    Maandstatus.ONVOLLEDIG: "◆",
    Maandstatus.GEEN_DECLARATIE: "▲",
    Maandstatus.HOGER: "△",
}
STATUS = {
    Maandstatus.ONVOLLEDIG: "◆ onvolledig",
    Maandstatus.GEEN_DECLARATIE: "▲ geen declaratie",
}
GEEN = "▲ geen"
ONBEKEND = "✓ nieuw"
ALLE_SECTOREN = "Alle sectoren"
ALLE_REGIOS = "Alle regio's"
ALLE_MAANDEN = "Alle maanden"
SIGNAAL_GEEN = "geen declaratie"
SIGNAAL_WACHT = "gedeclareerd, nog niet beoordeeld"
SIGNAAL_AFGEWEZEN = "gedeclareerd, niets goedgekeurd"
SIGNAAL_AFWIJKEND = "wijkt meer dan {afwijking} af"
TOTAAL = "Totaal"
KOP = (
    "Nog niet (geheel) gedeclareerd: **{maanden}** van **{aanbieders}**. Daar ontbreekt naar verwachting "
    "**{ontbreekt}**; komt dat alsnog binnen, dan is de verwachte productie van het jaar **{effect}** hoger."
)

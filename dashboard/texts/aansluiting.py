"""Words of the page Aansluiting."""

from dashboard.beelden.sluiting import Per

INLEIDING = (
    "Raakt er niets zoek? Van elk bericht, elke aanbieder en elke maand: wat is gelezen, wat ervan telt, en of archief "
    "en PRODUCTIE tot op de cent hetzelfde zeggen."
)
SLUIT = "✓ Alles sluit: wat is gelezen is geteld, geweigerd of uitval, en archief en PRODUCTIE zijn gelijk."
SLUIT_NIET = "▲ Niet alles sluit. Hieronder staat waar; `ruimte check` zegt hoe het te herstellen is."
UITLEG = (
    "Ingediend is wat telt van de berichten (en van een geladen productietabel). Het is toegekend, afgewezen of nog in "
    "behandeling. Het archief is hier los van PRODUCTIE opgeteld, naar wat nu bekend is; het verschil moet nul zijn."
)
PER = {
    Per.AANBIEDER: "Per aanbieder",
    Per.ONTVANGSTMAAND: "Per maand van ontvangst",
    Per.ZORGMAAND: "Per zorgmaand",
    Per.LEVERING: "Per levering",
}
KLOPT = {True: "✓ klopt", False: "▲ klopt niet"}
ONBEKENDE_AANBIEDER = "Niet te lezen (geweigerd)"
ZONDER_DAG = "Dag onbekend"
TOTAAL = "Totaal"
GEEN_ZORGMAAND = "Een bericht kan meer zorgmaanden bevatten; daarom staat hier alleen het totaal."
GEEN_ONTVANGSTMAAND = "Een antwoord komt later binnen dan de declaratie; daarom staat hier alleen het totaal."

"""Words about withdrawn deliveries."""

from loaders.grootboek.deliveries import Intrekbesluit

BESLUIT = {Intrekbesluit.INTREKKING: "ingetrokken", Intrekbesluit.HERSTEL: "hersteld"}
INTREKKEN = (
    "Een levering intrekken kan een medewerker in de terminal, met een reden; vanaf die dag telt zij niet meer, op "
    "eerdere peildata wel:"
)
INTREKKEN_OPDRACHT = 'ruimte intrekken {kenmerk} --reden "..." --door "..."'
GEEN_INTREKKINGEN = "Er is geen levering ingetrokken."

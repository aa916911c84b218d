"""Words of the herschikking: page, terminal, workbook and letters say the same (R6)."""

from collections.abc import Iterable
from datetime import date

from config.words import Sector
from dashboard import texts
from forecasting.wlz.herschikking.invoer import Aanpassing, Crisisplaatsen, Invoer
from loaders.grootboek.handelingsoorten import Ronde
from loaders.grootboek.herschikkingen import Afstemming, Bevroren

INLEIDING = (
    "De herschikking maakt van het jaar definitieve afspraken met elke aanbieder, in de volgorde van het beleid. "
    "Bekijk haar op elke peildatum; bevries haar als alles klopt."
)
STAPPEN = {
    "verplichtingen": "1 Toezeggingen",
    "crisis": "2 Crisiszorg",
    "correctie": "3 Correctie maatwerk",
    "productie": "4 Verwachte productie",
    "korting": "5 Korting",
    "afspraak": "Afspraak",
}
STAP_UITLEG = {
    "1 Toezeggingen": "Wat vooraf is toegezegd: complexe casuïstiek en regionale ontwikkeling.",
    "2 Crisiszorg": "Afgesproken of voorgestelde plekken x dagen x tarief.",
    "3 Correctie maatwerk": "Gaat eraf als maatwerkvoorwaarden niet zijn gehaald; het bedrag blijft in de sector.",
    "4 Verwachte productie": "De geëxtrapoleerde goedgekeurde productie, met aanvaarde trends, meldingen en ramingen.",
    "5 Korting": "Eén percentage per sector, alleen over stap 4, als de ruimte na stap 1 tot en met 3 te klein is.",
}
NIVEAU = {
    "site": "Het percentage geldt per sector over alle regio's van een site samen (lezing, R4.4). Een regio kan "
    "daardoor boven haar eigen ruimte komen; dan is ruimte van een andere regio nodig.",
    "regio": "Het percentage geldt per sector en regio (lezing).",
}
AANPASSING = {
    "trend": "aanvaarde trend",
    "melding": "aanvaarde melding",
    "raming": "raming nieuwe aanbieder",
    "behandeling": "correctie inclusief behandeling",
}
GEEN_FOUTEN = "Er zijn geen open fouten: deze herschikking kan worden bevroren."
WEL_FOUTEN = "{aantal}: deze herschikking kan worden bekeken, maar nog niet bevroren."
FOUTEN = "Wat eerst moet worden opgelost"
SIGNALEN = "Wat een blik vraagt"
EERST_OPLOSSEN = "Los eerst de open fouten bovenaan op; dan kan deze herschikking worden bevroren."
OPGETELD = (
    "Ruimte = toezeggingen + crisiszorg − correctie + verwachte productie − korting + over. Is er een korting, dan "
    "is over precies € 0,00."
)
AFRONDEN = (
    "Afspraken zijn in hele centen en tellen precies op tot de ruimte: elk bedrag na korting is naar de "
    "dichtstbijzijnde cent afgerond, met één deler voor de hele sector (Sainte-Laguë). Eén cent meer ruimte verlaagt "
    "zo nooit iemand."
)
APART = "Apart, buiten deze stappen: meerzorg {meerzorg} (eigen ruimte) en productie zonder sector {onbekend}."
RONDE = {Ronde.VERZONDEN: "Verzonden", Ronde.REACTIE: "Reactie ontvangen", Ronde.AKKOORD: "Akkoord"}
NIETS_EERDER = "er is geen eerdere herschikking om mee te vergelijken."
NOG_NIETS_BEVROREN = "Er is nog geen herschikking van dit jaar bevroren."
BEVRIES_UITLEG = (
    "Bevriezen bewaart alles waarop deze herschikking rust, voorgoed. De code hieronder is de naam van die invoer: "
    "dezelfde code betekent dezelfde afspraken."
)
UITVOER_UITLEG = (
    "Het werkboek voor de NZa, een brief (PDF) en een blad per aanbieder worden op de server in de datamap geschreven, "
    "niet als download aangeboden: een downloadadres zou voor iedereen te openen zijn. Op een terminal:"
)
BEVROREN_ALS = "Bevroren als nummer {nummer}: {naam}."


def geschreven(aantal: int, map_: object) -> str:
    """1 bestand geschreven in data/uitvoer."""
    return f"{texts.aantal(aantal)} {'bestand' if aantal == 1 else 'bestanden'} geschreven in {map_}."


def stap_vastgelegd(ronde: Ronde, aanbieder: str, datum: date) -> str:
    """A step of the agreement with a provider, as it was recorded."""
    return f"{RONDE[ronde]} op {texts.datum(datum)}, {aanbieder}: vastgelegd."


def akkoord_stand(rondes: Iterable[Afstemming], aanbieders: int) -> str:
    """How many providers agreed."""
    agreed = {r.agb for r in rondes if r.ronde is Ronde.AKKOORD}
    return f"{texts.aantal(len(agreed))} van {texts.aantal(aanbieders)} aanbieders akkoord"


def plaatsen(c: Crisisplaatsen) -> str:
    """What a crisis amount is made of."""
    places = f"{texts.aantal(c.plekken)} {'plek' if c.plekken == 1 else 'plekken'}"
    parts: dict[tuple[str, int | None], int] = {}
    for d in c.delen:
        parts[d.zwaarte, d.tarief_cent] = parts.get((d.zwaarte, d.tarief_cent), 0) + d.plaatsdagen
    said = [_dagen(*key, days) for key, days in (parts or {("", c.tarief_cent): c.plaatsdagen}).items()]
    if c.onbezet_tarief_cent is not None and c.bezet_dagen is not None:
        rate = texts.euro_exact(c.onbezet_tarief_cent)
        said.append(f"waarvan {texts.aantal(c.plaatsdagen - c.bezet_dagen)} onbezet x {rate}")
    return f"waarvan {places}, {', '.join(said)} ({c.grond})"


def _dagen(zwaarte: str, tarief_cent: int | None, plaatsdagen: int) -> str:
    rate = texts.ONBEKEND if tarief_cent is None else texts.euro_exact(tarief_cent)
    return f"{texts.aantal(plaatsdagen)} plaatsdagen {f'{zwaarte} ' if zwaarte else ''}x {rate}"


def aanpassing(x: Aanpassing) -> str:
    """What staff decided about the expected production, with the number of the decision."""
    return f"waarvan {AANPASSING[x.soort]}" + (f" (besluit {x.besluit})" if x.besluit else "")


def eenheid(tijdseenheid: str) -> str:
    """Unit of a prestatie in a word (COD218)."""
    return EENHEID.get(tijdseenheid, tijdseenheid)


EENHEID = {"01": "minuut", "04": "uur", "07": "5 minuten", "14": "etmaal", "16": "dagdeel", "81": "stuk", "00": "stuk"}


def kop(invoer: Invoer, bevroren: Bevroren | None = None) -> str:
    """What a herschikking is about, as a sentence of its own."""
    text = waarover(invoer, bevroren)
    return f"{text[0].upper()}{text[1:]}"


def waarover(invoer: Invoer, bevroren: Bevroren | None = None) -> str:
    """Peildatum, L, and whether it is frozen."""
    name = f"bevroren {bevroren.naam} (nummer {bevroren.nummer})" if bevroren else "repetitie, niet bevroren"
    return (
        f"peildatum {texts.datum(invoer.peildatum)}, laatste maand {texts.maand(invoer.laatste_maand)}, "
        f"besluiten t/m {texts.datum(invoer.besluiten_tot)}; {name}."
    )


def sector(sector: Sector) -> str:
    return texts.SECTOR[sector]


def bedrag(cent: int | None) -> str:
    """To the cent, or the word for not known."""
    return texts.ONBEKEND if cent is None else texts.euro_exact(cent)


BRIEF_ONDERWERP = "Definitieve productieafspraak {jaar} (herschikking)"
BRIEF_AANHEF = "Geachte bestuurder,"
BRIEF_INLEIDING = (
    "In de herschikking maken wij de productieafspraken over {jaar} definitief. Wij gaan uit van de goedgekeurde "
    "declaraties die op {peildatum} bekend waren; de gegevens van {maand} zijn doorgetrokken naar de rest van het "
    "jaar. Hieronder staat uw afspraak per regio en sector. Op het blad hierna staat elke stap, in de volgorde van het "
    "inkoopbeleid, tot op de cent."
)
BRIEF_TOTAAL = "Uw afspraak over {jaar}"
BRIEF_OVERZICHT = "Afspraak per regio en sector"
BRIEF_SLOT = (
    "Klopt er volgens u iets niet, laat ons dat dan weten voor de datum in de herschikkingsprocedure. Zonder reactie "
    "gaan wij ervan uit dat u akkoord bent en dienen wij de afspraak samen met u in bij de NZa."
)
BRIEF_GROET = "Met vriendelijke groet, het zorgkantoor"
BRIEF_BLAD = "Blad bij de afspraak {jaar}: elke stap"
WERKBOEK_TITEL = "Herschikking {jaar}"


def werkboek_toelichting(invoer: Invoer, invoer_hash: str, fouten: int, bevroren: Bevroren | None) -> list[str]:
    """Notes on the first sheet of the workbook: what it is, how to read it, what it rests on."""
    return [
        *([texts.BANNER_GEMAAKT] if invoer.gemaakte_gegevens else []),
        kop(invoer, bevroren),
        f"Code van de invoer: {invoer_hash}. Dezelfde code betekent dezelfde afspraken.",
        GEEN_FOUTEN if not fouten else WEL_FOUTEN.format(aantal=aantal_fouten(fouten)),
        "Bedragen zijn euro's, als getal; wat eraf gaat is negatief. Aantallen zijn eenheden van de prestatie. "
        f"'{texts.ONBEKEND}': niet bekend. '{texts.NVT}': niet van toepassing.",
        *(f"{stap}: {uitleg}" for stap, uitleg in STAP_UITLEG.items()),
        NIVEAU[invoer.niveau],
        OPGETELD,
        AFRONDEN,
        "Aantallen tellen alleen regels die geheel zijn toegekend; in de afspraak naar rato van het bedrag.",
    ]


def aantal_fouten(aantal: int) -> str:
    """1 open fout, 2 open fouten."""
    return f"{texts.aantal(aantal)} open {'fout' if aantal == 1 else 'fouten'}"

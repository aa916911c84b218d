"""Every Dutch word on screen (X-03, X-09); the number formats of `getallen` under the same roof."""

from datetime import date

from config.codes import zorgkantoren
from config.words import Sector, Site
from dashboard.texts.getallen import *  # noqa: F403 (one roof: `texts.euro`, wherever a word is made)
from dashboard.texts.getallen import NIETS, datum
from forecasting.wlz.distance import Status
from loaders.grootboek.deliveries import Reden, Soort
from loaders.grootboek.deliveries import Status as Leveringstatus


def regio(uzovi: str | None) -> str:
    """Name of a region; an unknown code is shown as it is.

    >>> regio("5502"), regio("9999"), regio(None)
    ('Friesland', '9999', '')
    """
    if uzovi is None:
        return ""
    gevonden = zorgkantoren().get(uzovi)
    return gevonden.regio if gevonden else uzovi


def aanbieder(agb: str | None, naam: str | None) -> str:
    """A provider by name and code.

    >>> aanbieder("06000001", "Voorbeeldzorg"), aanbieder("06000001", None), aanbieder(None, None)
    ('Voorbeeldzorg (06000001)', 'AGB 06000001', '–')
    """
    if agb is None:
        return NIETS
    return f"{naam} ({agb})" if naam else f"AGB {agb}"


def reden(waarom: Reden) -> str:
    """Where and why, in one line.

    >>> reden(Reden(3, "0415 einddatum_prestatie", "onmogelijke datum"))
    'Regel 3, 0415 einddatum_prestatie: onmogelijke datum'
    """
    waar = ", ".join(filter(None, [f"regel {waarom.regel}" if waarom.regel else "", waarom.veld or ""]))
    return f"{waar[:1].upper()}{waar[1:]}: {waarom.tekst}" if waar else waarom.tekst


def soort_signaal(soort: str) -> str:
    """A kind of signal in words.

    >>> soort_signaal("geen_declaratie")
    'Geen declaratie'
    """
    return soort.replace("_", " ").capitalize()


def banner_vaste_volumes(jaar: int, site: str, sector: str, dag: date) -> str:
    """Said on every page from the decision on (R4.5).

    >>> banner_vaste_volumes(2026, "friesland", "GZ", date(2026, 8, 20))
    'Vaste volumes 2026: GZ in Friesland, besloten op 20 augustus 2026. Productie daarboven wordt niet betaald.'
    """
    where = SITE[Site(site)] if site in list(Site) else site
    return (
        f"Vaste volumes {jaar}: {sector} in {where}, besloten op {datum(dag)}. Productie daarboven wordt niet betaald."
    )


SITE = {Site.ZILVEREN_KRUIS: "Zilveren Kruis", Site.FRIESLAND: "Friesland"}
SECTOR = {
    Sector.VV: "Verpleging en verzorging",
    Sector.GZ: "Gehandicaptenzorg",
    Sector.GGZ: "Geestelijke gezondheidszorg",
    Sector.ONBEKEND: "Onbekende sector",
}
STATUS = {
    Status.ONDER: "Onder de drempel",
    Status.NADERT: "Nadert de drempel",
    Status.BOVEN: "Boven de drempel",
    Status.ONBEKEND: "Niet te toetsen",
    Status.GEEN_OORDEEL: "Geen oordeel",
    Status.GEEN_PRODUCTIE: "Geen declaraties",
}
TEKEN = {
    Status.ONDER: "✓",
    Status.NADERT: "◆",
    Status.BOVEN: "▲",
    Status.ONBEKEND: "?",
    Status.GEEN_OORDEEL: "○",
    Status.GEEN_PRODUCTIE: "–",
}
"""A shape beside every status word, so that colour is never alone (X-05)."""

LEVERINGSOORT = {
    Soort.AW319: "AW319 (declaratie)",
    Soort.AW320: "AW320 (antwoord)",
    Soort.TABEL: "Referentietabel",
    Soort.ONBEKEND: "Niet herkend",
}
LEVERINGSTATUS = {
    Leveringstatus.VERWERKT: "verwerkt",
    Leveringstatus.WACHT: "wacht op de AW319",
    Leveringstatus.GEWEIGERD: "geweigerd",
    Leveringstatus.UITVAL: "uitval",
    Leveringstatus.INGETROKKEN: "ingetrokken",
}

BEGRIPPEN = {
    "Contracteerruimte": "Het geld dat het zorgkantoor in een jaar voor een sector mag afspreken met aanbieders.",
    "Site": "Een groep regio's waarover de drempel per sector samen wordt beoordeeld.",
    "Verplichtingen": "Geld dat al is toegezegd buiten de declaraties om; het gaat eerst van de ruimte af.",
    "Herverdelingsmiddelen": "Extra geld dat in de loop van het jaar kan worden toegekend; tot dan telt het niet mee.",
    "Peildatum": "De dag tot en met welke is meegeteld wat bekend was; wat later binnenkwam, telt niet mee.",
    "Extrapolatie": "De laatste gesloten maand doorgetrokken naar de rest van het jaar, per dag gewogen.",
    "Verwachte productie": "Wat is goedgekeurd tot en met de laatste maand, plus de extrapolatie daarna.",
    "Uitnutting": "Welk deel van de ruimte (na verplichtingen) de verwachte productie gebruikt.",
    "Korting": "Het deel van de verwachte productie dat niet in de ruimte past.",
    "Drempel": "Komt de korting boven deze grens, dan is het uitgangspunt dat vaste volumes worden afgesproken.",
    "Schatting": "Wat er naar verwachting uiteindelijk over het jaar wordt goedgekeurd, naast het officiële cijfer.",
    "80%-interval": "Het bereik waar de uitkomst in 8 van de 10 gevallen in hoort te vallen.",
    "Volledigheid": "Welk deel van een maand binnen is, naar schatting; boven 100% worden nog correcties verwacht.",
    "In behandeling": "Gedeclareerd, maar nog niet beoordeeld; dit telt nog niet mee.",
    "Herschikking": "De definitieve afspraken met aanbieders over het jaar, elk najaar, binnen de contracteerruimte.",
    "Vast volume": "Het hoogste bedrag dat een aanbieder krijgt als geld-volgt-klant is omgezet in vaste afspraken.",
    "Nacalculatie": "De afrekening na het jaar: alleen productie die binnen de afspraak past, wordt betaald.",
    "Meerzorg": "Extra zorg voor enkele cliënten, betaald uit een eigen deel van de ruimte.",
    "Bezetting": "Bezette dagen gedeeld door de dagen waarop de afgesproken crisisplekken er waren.",
    "Uitval": "Regels die wel zijn gelezen maar (nog) niet kunnen worden geteld; ze blijven zichtbaar.",
}
"""One sentence each, in plain Dutch, within one click on every page (X-09)."""

MENU = "Menu"
MENU_PAGINAS = "Pagina's"
MENU_OVERSLAAN = "Naar de inhoud"
BANNER_GEMAAKT = "Gemaakte gegevens (demo): geen echte zorg, geen echte aanbieders."
LEEG_TITEL = "Er zijn nog geen declaraties geladen"
LEEG_UITLEG = (
    "De monitor rekent met AW319- en AW320-berichten. Maak eerst voorbeeldgegevens (of leg uw eigen berichten "
    "in de map `{inbox}`) en laad die daarna. Voer in een terminal deze twee opdrachten uit:"
)
LEEG_OPDRACHTEN = "ruimte demo\nruimte load {inbox}"
LEEG_SLOT = "Ververs daarna deze pagina."
ONVERWACHT = (
    "Deze pagina kon niet worden gemaakt door een onverwachte fout. Uw gegevens zijn niet veranderd. "
    "Probeer het opnieuw; lukt het dan niet, geef dan dit nummer door aan de beheerder: **{nummer}**."
)
REGIOBEELD = (
    "U ziet één regio. De drempel wordt per sector voor alle regio's van {site} samen beoordeeld; "
    "de status hieronder is een regiobeeld."
)
NIETS_TE_TOETSEN = "Over dit jaar is niets geladen: geen declaraties en geen contracteerruimte."
NIETS_GELADEN = "Over {plaats} is voor {jaar} niets geladen: geen declaraties en geen contracteerruimte."
SIGNALEERT = (
    "De monitor signaleert alleen. Overgaan op vaste volumes blijft een besluit van mensen, waarbij verwachte "
    "herverdelingsmiddelen eerst worden meegewogen."
)
GGZ_CRISIS = (
    "n.v.t. (Zvw). Crisiszorg in de geestelijke gezondheidszorg valt onder de Zorgverzekeringswet, niet onder de Wlz."
)
MAANDEN_UITLEG = (
    "Goedgekeurd t/m {maand}, daarna geëxtrapoleerd. De kolom *Telt mee* telt op tot de verwachte productie. "
    "Wat in behandeling is, of al bekend is over latere maanden, telt nog niet mee."
)
REGIOS_UITLEG = (
    "De drempel geldt per sector voor de site als geheel. De status per regio laat zien waar de druk zit; zij is geen "
    "oordeel."
)
APART_UITLEG = (
    "Meerzorg heeft een eigen deel van de contracteerruimte. Productie waarvan de sector niet te bepalen is, telt bij "
    "geen sector mee en staat daarom hier."
)
GEEN_CRISISAFSPRAKEN = "Er is voor {jaar} geen crisisafspraak in de {sector} met een berekende bezetting."
VOORSTEL_UITLEG = (
    "Voorstel: het grootste aantal plekken waarbij de verwachte bezetting ten minste {drempel} is. "
    "Een voorstel is geen besluit."
)
CONTROLE_KLOPT = "✓ Ja, het klopt: gelezen = geaccepteerd + geweigerd + uitval, in regels en in euro's."
CONTROLE_UITLEG = (
    "In deze som tellen de regels van AW319-declaraties. Een AW320 beoordeelt die regels en heeft er zelf geen; een "
    "referentietabel bevat geen declaraties."
)
CONTROLE_KLOPT_NIET = (
    "▲ De som klopt niet: gelezen is niet gelijk aan geaccepteerd + geweigerd + uitval. Zie de rij hieronder."
)

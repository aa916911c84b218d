"""Every Dutch word and number format on screen (X-03, X-04, X-09). Numbers come in exact and go out as text."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date
from babel.numbers import format_decimal

from config.codes import sitenamen
from config.words import Sector, Site
from forecasting.wlz.distance import Status
from loaders.grootboek.deliveries import Reden, Soort
from loaders.grootboek.deliveries import Status as Leveringstatus
from loaders.tijd.workdays import dag_in_nederland

TAAL = "nl"
ONBEKEND = "onbekend"
GEEN = "geen"
NIETS = "–"
NVT = "n.v.t."
NABIJ_DREMPEL = Fraction(5, 1000)
"""Within half a percentage point of the drempel a percentage gets two decimals (X-04)."""
MEESTE_DECIMALEN = 12


def _afgerond(getal: Fraction, decimalen: int) -> Decimal:
    """Half away from zero, exact: a float or a binary half never decides a digit."""
    schaal = 10**decimalen
    heel = int(abs(getal) * schaal + Fraction(1, 2))
    return Decimal(-heel if getal < 0 else heel).scaleb(-decimalen)


def _getal(waarde: Decimal, decimalen: int = 0) -> str:
    patroon = "#,##0" + ("." + "0" * decimalen if decimalen else "")
    return str(format_decimal(waarde, format=patroon, locale=TAAL, decimal_quantization=False))


def _bedrag(waarde: Decimal, decimalen: int = 0, eenheid: str = "") -> str:
    """The minus stands before the whole amount; nothing is ever "-€ 0"."""
    return f"{'-' if waarde < 0 else ''}€ {_getal(abs(waarde), decimalen)}{eenheid}"


def aantal(waarde: int) -> str:
    """A whole number: 1.234.567."""
    return _getal(Decimal(waarde))


def euro(cent: int) -> str:
    """Whole euros.

    >>> euro(123_456_789), euro(-123_456), euro(-40)
    ('€ 1.234.568', '-€ 1.235', '€ 0')
    """
    return _bedrag(_afgerond(Fraction(cent, 100), 0))


def euro_exact(cent: int) -> str:
    """Euros and cents, for a sum someone wants to check.

    >>> euro_exact(123_456_789)
    '€ 1.234.567,89'
    """
    return _bedrag(_afgerond(Fraction(cent, 100), 2), 2)


def euro_mln(cent: int) -> str:
    """Short, for charts and sentences: mld, mln, or whole euros below a million.

    >>> euro_mln(123_456_789_000), euro_mln(123_456_789), euro_mln(12_345_678)
    ('€ 1,23 mld', '€ 1,2 mln', '€ 123.457')
    """
    if abs(cent) >= 10**11:
        return _bedrag(_afgerond(Fraction(cent, 10**11), 2), 2, " mld")
    if abs(cent) >= 10**8:
        return _bedrag(_afgerond(Fraction(cent, 10**8), 1), 1, " mln")
    return euro(cent)


def euro_as(cent: int) -> str:
    """A round amount on an axis.

    >>> euro_as(0), euro_as(5_000_000_000)
    ('€ 0', '€ 50 mln')
    """
    return euro_mln(cent).replace(",00 ", " ").replace(",0 ", " ")


def aanbieder(agb: str | None, naam: str | None) -> str:
    """A provider by name and code.

    >>> aanbieder("06000001", "Voorbeeldzorg"), aanbieder("06000001", None), aanbieder(None, None)
    ('Voorbeeldzorg (06000001)', 'AGB 06000001', '–')
    """
    if agb is None:
        return NIETS
    return f"{naam} ({agb})" if naam else f"AGB {agb}"


def as_cents(tekst: str) -> int | None:
    """An amount as people write it, in cents; None when it is not one.

    >>> as_cents("12.345,67"), as_cents("€ 80"), as_cents("veel"), as_cents("1,234")
    (1234567, 8000, None, None)
    """
    whole, _, part = tekst.replace("€", "").replace(" ", "").replace(".", "").partition(",")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 12 and len(part) <= 2 and (part or "0").isdigit()):
        return None
    return int(Decimal(f"{whole}.{part or '0'}") * 100)


def procent(fractie: Fraction, drempel: Fraction | None = None) -> str:
    """One decimal; two within half a percentage point of `drempel`, more where rounding would hide its side (X-04).

    Never three decimals: "1,996" reads as a thousand to many eyes (X-03), so it becomes 1,9960.

    >>> procent(Fraction("0.0137")), procent(Fraction("0.0137"), Fraction("0.02"))
    ('1,4%', '1,4%')
    >>> procent(Fraction("0.0169"), Fraction("0.02")), procent(Fraction("0.01996"), Fraction("0.02"))
    ('1,69%', '1,9960%')
    """
    decimalen = 1
    if drempel is not None and abs(fractie - drempel) < NABIJ_DREMPEL:
        decimalen = _decimalen_die_verschil_tonen(fractie * 100, drempel * 100)
    return f"{_getal(_afgerond(fractie * 100, decimalen), decimalen)}%"


def procent_heel(fractie: Fraction) -> str:
    """Whole percents, towards zero: what is not all in never reads as 100%.

    >>> procent_heel(Fraction("0.9999")), procent_heel(Fraction("1.06"))
    ('99%', '106%')
    """
    return f"{_getal(Decimal(int(fractie * 100)))}%"


def procent_precies(fractie: Fraction) -> str:
    """Six decimals, for a sum someone wants to check; the figure itself stays exact.

    >>> procent_precies(Fraction(50_000, 3_650_000))
    '1,369863%'
    """
    return f"{_getal(_afgerond(fractie * 100, 6), 6)}%"


def procentpunt(fractie: Fraction) -> str:
    """A distance in percentage points, without sign; more decimals where it would read as nothing.

    >>> procentpunt(Fraction("0.0131")), procentpunt(Fraction("0.0031")), procentpunt(Fraction("-0.00004"))
    ('1,3 procentpunt', '0,31 procentpunt', '0,0040 procentpunt')
    """
    punt = abs(fractie) * 100
    decimalen = 1 if punt >= Fraction(1, 2) else _decimalen_die_verschil_tonen(punt, Fraction(0))
    return f"{_getal(_afgerond(punt, decimalen), decimalen)} procentpunt"


def _decimalen_die_verschil_tonen(getal: Fraction, grens: Fraction) -> int:
    if getal == grens:
        return 2
    return next(
        (n for n in range(2, MEESTE_DECIMALEN) if n != 3 and _afgerond(getal, n) != _afgerond(grens, n)),
        MEESTE_DECIMALEN,
    )


def drempel(fractie: Fraction) -> str:
    """The drempel itself, as the policy writes it: 2% or 70%.

    >>> drempel(Fraction("0.02")), drempel(Fraction("0.025"))
    ('2%', '2,5%')
    """
    return procent(fractie).replace(",0%", "%")


def kans(waarde: float) -> str:
    """A small probability; never three decimals, which read as a thousand (X-03).

    >>> kans(0.0234), kans(0.00004)
    ('0,0234', 'minder dan 0,0001')
    """
    afgerond = _afgerond(Fraction(waarde), 4)
    return _getal(afgerond, 4) if afgerond else "minder dan 0,0001"


def maand(dag: date) -> str:
    """mei 2026."""
    return str(format_date(dag, "MMMM yyyy", locale=TAAL))


def maand_kort(dag: date) -> str:
    """mei: the label of a month on an axis."""
    return str(format_date(dag, "LLL", locale=TAAL)).rstrip(".")


def maandnaam(dag: date) -> str:
    """mei, september: the month without its year."""
    return str(format_date(dag, "LLLL", locale=TAAL))


def datum(dag: date | datetime) -> str:
    """23 juni 2026; of a moment its day in the Netherlands."""
    return str(format_date(_dag(dag), "d MMMM yyyy", locale=TAAL))


def dag_maand(dag: date) -> str:
    """23 jun: the label of a day on an axis."""
    return str(format_date(dag, "d LLL", locale=TAAL)).rstrip(".")


def datum_kort(dag: date | datetime) -> str:
    """23-06-2026, for tables; of a moment its day in the Netherlands."""
    return str(format_date(_dag(dag), "dd-MM-yyyy", locale=TAAL))


def _dag(dag: date | datetime) -> date:
    return dag_in_nederland(dag) if isinstance(dag, datetime) else dag


def periode(eerste: date, laatste: date) -> str:
    """januari t/m mei 2026, or januari 2026."""
    if (eerste.year, eerste.month) == (laatste.year, laatste.month):
        return maand(laatste)
    return f"{maandnaam(eerste)} t/m {maand(laatste)}"


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


SITE = sitenamen()
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
    Status.GEEN_PRODUCTIE: "Geen declaraties",
}
TEKEN = {
    Status.ONDER: "✓",
    Status.NADERT: "◆",
    Status.BOVEN: "▲",
    Status.ONBEKEND: "?",
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

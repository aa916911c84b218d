"""Hand-made results that look like the real thing: a large site, gaps in it, crisis beds, deliveries."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pandas as pd

from config.codes import regios
from config.words import SECTOREN, BesluitSoort, Sector, Site, Uitkomst
from forecasting.wlz.besluiten.behandeling import Correctie
from forecasting.wlz.besluiten.trend import Trend
from forecasting.wlz.besluiten.voorstellen import Maatwerk, Melding, Nieuw, Voorstel, Voorstellen
from forecasting.wlz.brug import Bruggen, Kant, Oorzaak, brug
from forecasting.wlz.outlook import (
    Aanpassing,
    Bandbreedte,
    Bezettingsband,
    CrisisOutlook,
    CrisisStand,
    Herkomst,
    Kans,
    MaandCompleet,
    MaandStand,
    Nakomer,
    Outlook,
    SectorOutlook,
    Signaal,
    Toets,
    Verwacht,
    VolgendJaar,
)
from forecasting.wlz.sectors import totaal
from forecasting.wlz.volledigheid import Aanbiedermaanden, Maand, Maandstatus, Volledigheid
from loaders.extrapolation import MaandSignaal
from loaders.grootboek.besluiten import Besluit
from loaders.grootboek.deliveries import Levering, Reden, Soort, Stand, Status, Telling
from loaders.grootboek.waarden import Bedrag, Helling, Maandbedrag, Plekken
from loaders.reconcile import Aansluiting, Bedragen, Cel, LeveringSom

PEILDATUM = date(2026, 6, 23)
LAATSTE_MAAND = date(2026, 5, 1)
DREMPEL = Fraction("0.02")
DAGEN = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

STAND = Stand("v1", 6, date(2025, 2, 5), PEILDATUM, gemaakt=True)
LEGE_STAND = Stand("v0", 0, None, None, gemaakt=False)

HERKOMST = Herkomst(PEILDATUM, LAATSTE_MAAND, PEILDATUM, 412, "ab12cd34" * 8, "2026.11", gemaakte_gegevens=True)


def toets(geextrapoleerd_cent: int, ruimte_cent: int | None, verplichtingen_cent: int = 0) -> Toets:
    """R4.2 on made amounts."""
    if ruimte_cent is None:
        return Toets(None, None, None)
    te_veel = max(0, geextrapoleerd_cent - (ruimte_cent - verplichtingen_cent))
    korting = Fraction(te_veel, geextrapoleerd_cent) if geextrapoleerd_cent else Fraction(0)
    return Toets(ruimte_cent, korting, korting > DREMPEL)


def sector(
    naam: Sector,
    dag_cent: int,
    ruimte_cent: int | None,
    *,
    uzovi: str | None = None,
    verplichtingen_cent: int = 0,
    in_behandeling_cent: int = 0,
    herverdeling_cent: int = 0,
) -> SectorOutlook:
    """A sector whose every day costs `dag_cent`, with a little more or less per month; L is May."""
    maanden = tuple(
        MaandStand(
            date(2026, m, 1),
            goedgekeurd_cent=dagen * dag_cent + dag_cent * ((m % 3) - 1) // 2
            if m <= 5
            else (dag_cent if m == 6 else 0),
            in_behandeling_cent=in_behandeling_cent if m in (4, 5) else 0,
            rest_cent=dagen * dag_cent if m > 5 else 0,
        )
        for m, dagen in enumerate(DAGEN, start=1)
    )
    goedgekeurd = sum(m.goedgekeurd_cent for m in maanden[:5])
    geextrapoleerd = goedgekeurd + sum(m.rest_cent for m in maanden)
    met = None if ruimte_cent is None else ruimte_cent + herverdeling_cent
    return SectorOutlook(
        sector=naam,
        uzovi=uzovi,
        verplichtingen_cent=verplichtingen_cent,
        goedgekeurd_cent=goedgekeurd,
        na_laatste_maand_cent=maanden[5].goedgekeurd_cent,
        in_behandeling_cent=2 * in_behandeling_cent,
        geextrapoleerd_cent=geextrapoleerd,
        drempel_fractie=DREMPEL,
        nadert_fractie=Fraction("0.005"),
        zonder=toets(geextrapoleerd, ruimte_cent, verplichtingen_cent),
        met_herverdeling=toets(geextrapoleerd, met, verplichtingen_cent),
        maanden=maanden,
    )


def sector_met_korting(
    naam: Sector,
    dag_cent: int,
    korting: Fraction,
    *,
    verplichtingen_cent: int = 0,
    in_behandeling_cent: int = 0,
    herverdeling_cent: int = 0,
) -> SectorOutlook:
    """A sector whose contracteerruimte gives about this korting, to the cent."""
    e = sector(naam, dag_cent, 0).geextrapoleerd_cent
    return sector(
        naam,
        dag_cent,
        int(e * (1 - korting)) + verplichtingen_cent,
        verplichtingen_cent=verplichtingen_cent,
        in_behandeling_cent=in_behandeling_cent,
        herverdeling_cent=herverdeling_cent,
    )


NAKOMER = Nakomer("06000300", "Stichting De Voorbeeldhof", "5521", LAATSTE_MAAND, 123_456_700, 45_678_900)


def met_schatting(s: SectorOutlook) -> SectorOutlook:
    """The sector with an estimate 2% above its official figure; May is 93% declared."""
    e = s.geextrapoleerd_cent
    totaal = Bandbreedte(e, e * 102 // 100, e * 104 // 100)

    def kans(toets: Toets) -> Kans | None:
        if toets.contracteerruimte_cent is None:
            return None
        beschikbaar = toets.contracteerruimte_cent - s.verplichtingen_cent
        korting = [Fraction(max(0, int(q) - beschikbaar), int(q)) for q in (totaal.p10, totaal.p50, totaal.p90)]
        return Kans(0.374, Bandbreedte(*korting), date(2026, 12, 1))

    maanden = tuple(
        MaandCompleet(
            m.maand, m.goedgekeurd_cent, w := m.goedgekeurd_cent * 100 // (93 if m.maand.month == 5 else 100), w, w
        )
        for m in s.maanden
        if m.maand <= LAATSTE_MAAND
    )
    verwacht = Verwacht(
        totaal, kans(s.zonder), kans(s.met_herverdeling), LAATSTE_MAAND, maanden, (NAKOMER,), ("bij gelijk beleid",)
    )
    return replace(s, verwacht=verwacht)


VV = sector_met_korting(
    Sector.VV,
    812_345_600,
    Fraction("0.0169"),
    verplichtingen_cent=2_500_000_000,
    in_behandeling_cent=1_900_000_000,
    herverdeling_cent=3_000_000_000,
)
GZ = sector_met_korting(Sector.GZ, 401_234_500, Fraction("0.0241"), herverdeling_cent=1_200_000_000)
GGZ = sector_met_korting(Sector.GGZ, 98_765_400, Fraction(-1, 40))
GGZ_ZONDER_RUIMTE = sector(Sector.GGZ, 98_765_400, None)
GGZ_LEEG = sector(Sector.GGZ, 0, 1_000_000)

SIGNALEN = (
    Signaal("geen declaratie in de laatste maand", "Wel productie t/m april 2026, niets over mei.", "06000300", "5521"),
    Signaal(
        "afwijkende laatste maand",
        "Mei 2026 wijkt 41% af van het gemiddelde van drie maanden ervoor.",
        "06000411",
        "5515",
        Sector.GZ,
    ),
)


def outlook(*sectoren: SectorOutlook, site: Site = Site.ZILVEREN_KRUIS) -> Outlook:
    """An outlook of a site with all its regions; the sectors given, else three ordinary ones."""
    delen = tuple(
        sector(naam, dag, dag * (330 + 7 * nummer), uzovi=uzovi, herverdeling_cent=dag * 3)
        for nummer, uzovi in enumerate(regios(site))
        for naam, dag in zip(SECTOREN, (81_234_560, 40_123_450, 0 if nummer % 4 else 9_876_540), strict=True)
    )
    return Outlook(
        jaar=2026,
        site=site,
        herkomst=HERKOMST,
        sectoren=sectoren or (VV, GZ, GGZ),
        regios=delen,
        totaal=totaal(sectoren or (VV, GZ, GGZ)),
        onbekend_geextrapoleerd_cent=1_234_567,
        meerzorg_geextrapoleerd_cent=987_654_321,
        signalen=SIGNALEN,
    )


def crisisstand(naam: str, agb: str, plekken: int, *, bezet: int, verwacht: Fraction, voorstel: int) -> CrisisStand:
    return CrisisStand(
        agb=agb,
        naam=naam,
        uzovi="5521",
        sector=Sector.VV,
        plekken=plekken,
        bezette_dagen=bezet,
        beschikbare_dagen=plekken * 151,
        bezetting_fractie=Fraction(bezet, plekken * 151),
        verwachte_dagen=verwacht * plekken * 365,
        beschikbare_dagen_jaar=plekken * 365,
        verwachte_bezetting_fractie=verwacht,
        onder_drempel=verwacht < Fraction("0.7"),
        voorstel_plekken=voorstel,
    )


CRISIS_GZ = replace(
    crisisstand("Zorg Bedacht", "06000410", 2, bezet=240, verwacht=Fraction("0.8"), voorstel=2),
    sector=Sector.GZ,
    verblijfsdagen=251,
    per_zwaarte=(("licht", 100), ("midden", 91), ("zwaar", 60)),
    bandbreedte=Bezettingsband(0.741, 0.822, Fraction("0.80"), 24),
    volgend_jaar=VolgendJaar(
        3, "significant hoger", Fraction("0.85"), Bezettingsband(0.79, 0.91, Fraction("0.95"), 12)
    ),
    besluit=9,
    besloten_plekken=2,
)
CRISIS = CrisisOutlook(
    jaar=2026,
    herkomst=HERKOMST,
    drempel_fractie=Fraction("0.70"),
    afspraken=(
        crisisstand("Stichting De Voorbeeldhof", "06000300", 4, bezet=370, verwacht=Fraction(900, 1460), voorstel=3),
        crisisstand("Zorggroep Made Rijnmond", "06000301", 6, bezet=800, verwacht=Fraction("0.884"), voorstel=6),
        crisisstand("Woonzorg Verzonnen", "06000302", 3, bezet=318, verwacht=Fraction("0.7004"), voorstel=3),
        CRISIS_GZ,
        CrisisStand(
            "06000411",
            None,
            "5515",
            Sector.GZ,
            plekken=2,
            bezette_dagen=None,
            beschikbare_dagen=None,
            bezetting_fractie=None,
            verwachte_dagen=None,
            beschikbare_dagen_jaar=None,
            verwachte_bezetting_fractie=None,
            onder_drempel=None,
            voorstel_plekken=None,
            reden="GZ wordt berekend uit de crisisregistratie; die is nog niet geladen.",
        ),
    ),
    signalen=(),
    registratie_van=date(2026, 6, 5),
)


BESLUIT = Besluit(
    nummer=7,
    soort=BesluitSoort.MELDING,
    uitkomst=Uitkomst.ACCEPTEREN,
    jaar=2026,
    agb="06000300",
    uzovi="5521",
    sector=Sector.VV,
    vanaf=date(2026, 6, 20),
    waarde=Maandbedrag(date(2026, 9, 1), -1_250_000),
    door="A. Voorbeeld",
    reden="bevestigd in gesprek",
    genomen_op=datetime(2026, 6, 22, 9, tzinfo=UTC),
)
AANPASSING = Aanpassing(
    7, BesluitSoort.MELDING, "06000300", "5521", Sector.VV, tuple((date(2026, m, 1), -1_250_000) for m in range(9, 13))
)
VOORSTELLEN = Voorstellen(
    jaar=2026,
    herkomst=HERKOMST,
    voorstellen=(
        Voorstel(
            BesluitSoort.MELDING, "06000300", "5521", Sector.VV, "Stichting De Voorbeeldhof", -5_000_000,
            Melding("06000300", "5521", Sector.VV, date(2026, 9, 1), -1_250_000, "locatie sluit", date(2026, 6, 1)),
            BESLUIT.waarde, BESLUIT,
        ),
        Voorstel(
            BesluitSoort.TREND, "06000301", "5521", Sector.VV, None, 123_456,
            Trend(2_000, 0.0234, (100_000.0, 104_000.0, 110_000.0)), Helling(2_000),
        ),
        Voorstel(
            BesluitSoort.BEHANDELING, "06000302", None, Sector.GZ, "Woonzorg Verzonnen", -75_000,
            Correctie(Fraction("0.6"), Fraction("0.5"), Fraction(100), (("5521", -75_000),), ("Z097",)),
        ),
        Voorstel(
            BesluitSoort.CRISIS, "06000300", "5521", Sector.VV, None, -11_300_000,
            CRISIS.afspraken[0], Plekken(3),
        ),
        Voorstel(
            BesluitSoort.CORRECTIE, "06000300", "5521", Sector.VV, None, -10_000,
            Maatwerk(10_000, "voorwaarde niet gehaald"), Bedrag(10_000),
        ),
        Voorstel(
            BesluitSoort.RAMING, "06000309", "5521", Sector.GGZ, None, None, Nieuw(date(2026, 3, 1), 9_000_000)
        ),
    ),
    register=(BESLUIT,),
)  # fmt: skip


def levering(nummer: int, soort: Soort, status: Status, telling: Telling, *, tabel: str | None = None) -> Levering:
    return Levering(
        sha256=f"{nummer:064x}",
        naam=f"{tabel or soort.value.lower()}_{nummer:04d}.{'csv' if tabel else 'txt'}",
        soort=soort,
        tabel=tabel,
        status=status,
        ontvangen=None if tabel else date(2026, 6, 1 + nummer % 23),
        geladen_op=datetime(2026, 6, 23, 8, 30, tzinfo=UTC),
        uzovi=None if tabel else "5521",
        agb=None if tabel else "06000300",
        factuurnummer=None if tabel else f"F{nummer}",
        gemaakt=True,
        telling=telling,
    )


LEVERINGEN = [
    levering(6, Soort.AW319, Status.VERWERKT, Telling(120, 118, 2, 0, 45_678_901, 45_600_000, 78_901, 0)),
    levering(5, Soort.AW320, Status.VERWERKT, Telling()),
    levering(4, Soort.AW319, Status.GEWEIGERD, Telling(80, 0, 80, 0, 12_345_678, 0, 12_345_678, 0)),
    levering(3, Soort.AW320, Status.UITVAL, Telling(40, 0, 0, 40, 9_876_543, 0, 0, 9_876_543)),
    levering(2, Soort.AW320, Status.WACHT, Telling()),
    levering(1, Soort.TABEL, Status.VERWERKT, Telling(33, 33), tabel="koppeltabel"),
]
VEEL_LEVERINGEN = [
    levering(n, Soort.AW319, Status.VERWERKT, Telling(10, 10, 0, 0, 100 * n, 100 * n)) for n in range(1, 121)
]
REDENEN = [
    Reden(None, None, "Het totaalbedrag in record 99 is niet gelijk aan de som van de regels."),
    Reden(17, "0414", "De begindatum ligt na de einddatum."),
]
MEI = date(2026, 5, 1)
APRIL = Bedragen(1_000_000, 900_000, 100_000, 0)
AANSLUITING = Aansluiting(
    leveringen=(
        LeveringSom(LEVERINGEN[0], 120, 45_678_901, Bedragen(45_600_000, 45_000_000, 500_000, 100_000)),
        LeveringSom(LEVERINGEN[2], 80, 12_345_678, Bedragen()),
    ),
    cellen=(
        Cel("06000300", date(2026, 4, 1), APRIL, APRIL),
        Cel(
            "06000300",
            MEI,
            Bedragen(44_600_000, 44_100_000, 400_000, 100_000),
            Bedragen(44_600_000, 44_100_000, 400_000, 100_000),
        ),
    ),
)
VERSCHIL = Aansluiting(
    leveringen=(LeveringSom(LEVERINGEN[0], 119, 45_678_900, Bedragen(45_600_000, 45_600_000, 0, 0)),),
    cellen=(Cel("06000300", MEI, APRIL, Bedragen(1_000_000, 900_001, 99_999, 0)),),
)
AANBIEDERS = [{"agb": "06000300", "naam": "Stichting De Voorbeeldhof"}]


def maand(nummer: int, status: Maandstatus, verwacht: int | None, ontvangen: int, effect: int = 0) -> Maand:
    """A month of a provider, all that came in granted."""
    missing = (verwacht or 0) - ontvangen if effect else 0
    return Maand(date(2026, nummer, 1), status, verwacht, ontvangen, ontvangen, missing, effect)


def maanden_van(
    agb: str, naam: str | None, uzovi: str, mei: Maand, signaal: MaandSignaal | None = None
) -> Aanbiedermaanden:
    """A provider that declared everything but, perhaps, May; the months after it are open."""
    eerder = [maand(n, Maandstatus.VOLLEDIG, None if n == 1 else 1_000_000, 1_000_000) for n in range(1, 5)]
    later = [maand(n, Maandstatus.OPEN, 1_000_000, 120_000 if n == 6 else 0) for n in range(6, 13)]
    return Aanbiedermaanden(agb, naam, uzovi, Sector.VV, (*eerder, mei, *later), signaal)


VOLLEDIGHEID = Volledigheid(
    jaar=2026,
    herkomst=HERKOMST,
    afwijking_fractie=Fraction("0.25"),
    aanbieders=(
        maanden_van(
            "06000300",
            "Stichting De Voorbeeldhof",
            "5521",
            maand(5, Maandstatus.GEEN_DECLARATIE, 1_031_000, 0, effect=7_900_000),
            MaandSignaal("06000300", "5521", "V&V", 0, Fraction(1_000_000)),
        ),
        maanden_van("06000301", None, "5515", maand(5, Maandstatus.ONVOLLEDIG, 1_000_000, 612_300, effect=3_000_000)),
        maanden_van("06000302", "Woonzorg Verzonnen", "5515", maand(5, Maandstatus.HOGER, 1_000_000, 1_310_000)),
    ),
)


def _kant(peildatum: date, laatste_maand: date, *sectoren: SectorOutlook) -> Kant:
    """One side of a bridge; its claims are not asked for."""
    nothing = pd.DataFrame()
    return Kant(
        2026, peildatum, laatste_maand, nothing, nothing, lambda maand, eenheid: 1, "nul", {}, list(sectoren), []
    )  # fmt: skip


def _brug() -> Bruggen:
    """V&V grew by two providers, and its room by 1.000,00."""
    een, twee = ("06000300", "5505", Sector.VV), ("06000301", "5521", Sector.VV)
    gedaan = [(Oorzaak.NAGEKOMEN, {een: 5_000_000_00}), (Oorzaak.BASISMAAND, {een: -2_000_000_05, twee: 700_000_00})]
    was = replace(VV, geextrapoleerd_cent=VV.geextrapoleerd_cent - 3_699_999_95)
    was = replace(was, zonder=toets(was.geextrapoleerd_cent, VV.zonder.contracteerruimte_cent, VV.verplichtingen_cent))
    room = (VV.zonder.contracteerruimte_cent or 0) + 100_000
    now = replace(VV, zonder=toets(VV.geextrapoleerd_cent, room, VV.verplichtingen_cent))
    voor = _kant(date(2026, 5, 27), date(2026, 4, 1), was)
    na = _kant(PEILDATUM, LAATSTE_MAAND, now)
    regios = [[replace(s, uzovi=uzovi) for uzovi in ("5505", "5521")] for s in (was, now)]
    voor, na = (replace(kant, regios=rows) for kant, rows in zip((voor, na), regios, strict=True))
    return brug(Site.ZILVEREN_KRUIS, voor, na, gedaan, {"06000300": "Stichting De Voorbeeldhof"})


BRUG = _brug()

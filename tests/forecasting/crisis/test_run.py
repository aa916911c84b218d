"""R5 from loaded tables: the registration as known on the peildatum, bad input named, unoccupied days in E."""

from datetime import UTC, date, datetime

import pytest

from config.settings import Settings
from config.words import BesluitSoort, Sector, Site, Uitkomst
from dashboard.contract.vooruitblik import crisis_json
from forecasting.wlz import vooruitblik as forecasting
from forecasting.wlz.outlook import CrisisStand
from loaders import run
from loaders.grootboek.besluiten import neem_besluit
from tests.made import AANBIEDERS, KOPPELTABEL, Inbox, claim, maandregel
from tests.vragen import vraag

PEILDATUM = date(2026, 3, 24)
"""L = februari."""
AFSPRAKEN = """jaar,agb,uzovi,sector,plekken,vanaf,tot
2026,06000001,5515,V&V,2,2026-01-01,2026-12-31
2026,06000002,5515,GZ,1,2026-01-01,2026-12-31
2026,06000004,5515,GGZ,1,2026-01-01,2026-12-31
"""
REGISTRATIE_KOP = "agb,uzovi,zwaarte,begindatum,einddatum\n"
EERSTE = REGISTRATIE_KOP + "06000002,5515,licht,2026-01-10,2026-01-15\n06000002,5515,zwaar,2026-01-20,\n"
ONBEZET_KOP = "agb,uzovi,zorgmaand,dagen,tarief_eur\n"


def leg(inbox: Inbox, dag: str, naam: str, text: str) -> None:
    inbox.put(dag, naam, text.encode())


@pytest.fixture(scope="module")
def geladen(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("crisis")
    settings, inbox = Settings(data=folder / "data"), Inbox(folder / "inbox")
    inbox.table("koppeltabel.csv", KOPPELTABEL)
    inbox.table("aanbieders.csv", AANBIEDERS)
    inbox.table("afspraken.csv", AFSPRAKEN)
    inbox.put("2026-02-05", "claim", claim("F1", [maandregel("R1", date(2026, 1, 1), 10_000)]))
    # on 5 February: 10-15 January (5 days) and one that began on 20 January and is still there
    leg(inbox, "2026-02-05", "registratie.csv", EERSTE)
    # on 5 March, whole again: it left on 4 February; one beside it from 1 to 3 February; one that cannot be; one
    # without places
    rows = (
        "06000002,5515,licht,2026-01-10,2026-01-15\n06000002,5515,zwaar,2026-01-20,2026-02-04\n06000002,5515,midden,2026-02-01,2026-02-03\n"
        "06000002,5515,licht,2026-02-20,2026-02-10\n06000009,5515,licht,2026-02-01,2026-02-05\n"
    )
    leg(inbox, "2026-03-05", "registratie.csv", REGISTRATIE_KOP + rows)
    leg(inbox, "2026-02-10", "onbezet.csv", ONBEZET_KOP + "06000001,5515,2026-01,31,240.00\n")
    leg(inbox, "2026-03-10", "onbezet.csv", ONBEZET_KOP + "06000001,5515,2026-02,28,240.00\n")
    leg(inbox, "2026-03-25", "onbezet.csv", ONBEZET_KOP + "06000002,5515,2026-02,9,240.00\n")
    assert not run.load(settings, [inbox.path]).geweigerd
    return settings


def gz(settings: Settings, peildatum: date, laatste_maand: date) -> CrisisStand:
    found = vraag(forecasting.crisis, settings, 2026, peildatum, laatste_maand).afspraken
    return next(s for s in found if s.sector is Sector.GZ)


def test_stays_as_known_on_each_peildatum(geladen: Settings):
    # R1.1, R5.1: op 4 februari is er niets bekend; op 24 februari 5 + 12 dagen in januari (20 t/m 31)
    jan = date(2026, 1, 1)
    assert "op deze peildatum was er geen" in str(gz(geladen, date(2026, 2, 4), jan).reden)
    found = gz(geladen, date(2026, 2, 24), jan)
    assert (found.bezette_dagen, found.verblijfsdagen, found.beschikbare_dagen) == (17, 17, 31)
    # R5.2: een maand bekend, dus alle komende maanden zijn 17 / 31 bezet
    assert found.bandbreedte is not None
    assert found.bandbreedte.laag_fractie == found.bandbreedte.hoog_fractie == pytest.approx(17 / 31)
    # op 24 maart ook februari: 1 t/m 3 (3 dagen), met er 1 en 2 februari een naast: 20 bezet, 22 verblijfsdagen
    found = gz(geladen, PEILDATUM, date(2026, 2, 1))
    assert (found.bezette_dagen, found.verblijfsdagen, found.beschikbare_dagen) == (20, 22, 59)
    assert found.per_zwaarte == (("licht", 5), ("midden", 2), ("zwaar", 15))
    # R3.2 op dagen: 20 + 3 / 28 x 306
    assert found.verwachte_dagen is not None
    assert float(found.verwachte_dagen) == pytest.approx(20 + 3 / 28 * 306)
    assert (found.onder_drempel, found.voorstel_plekken) == (True, 0)


def test_a_later_delivery_changes_no_earlier_peildatum(geladen: Settings, settings: Settings, inbox: Inbox):
    # R1.1: met alleen de eerste levering is het cijfer van 24 februari hetzelfde als met alle
    inbox.table("koppeltabel.csv", KOPPELTABEL)
    inbox.table("afspraken.csv", AFSPRAKEN)
    leg(inbox, "2026-02-05", "registratie.csv", EERSTE)
    run.load(settings, [inbox.path])
    jan = date(2026, 1, 1)
    early, all_of_it = (gz(s, date(2026, 2, 24), jan) for s in (settings, geladen))
    assert (early.bezette_dagen, early.verwachte_dagen, early.bandbreedte) == (
        all_of_it.bezette_dagen,
        all_of_it.verwachte_dagen,
        all_of_it.bandbreedte,
    )


def test_what_is_wrong_is_named_and_counted(geladen: Settings):
    found = {(s.soort, s.agb): s.tekst for s in vraag(forecasting.crisis, geladen, 2026, PEILDATUM).signalen}
    assert found["registratie_onmogelijk", "06000002"].startswith("1 verblijven eindigen voor zij beginnen")
    assert found["meer_dan_plekken", "06000002"].startswith("2 verblijfsdagen boven of buiten")
    assert found["crisis_zonder_afspraak", "06000009"].endswith("1 geregistreerd")
    assert ("afspraak_zonder_productie", "06000001") in found
    assert ("crisis_niet_te_beoordelen", "06000001") in found  # R5.2: niets goedgekeurd over L
    assert ("afspraak_zonder_productie", "06000004") not in found
    assert "registratie_verouderd" not in {soort for soort, _ in found}  # the newest delivery is of 5 March
    march = vraag(forecasting.crisis, geladen, 2026, date(2026, 4, 24), date(2026, 3, 1)).signalen
    assert [s.agb for s in march if s.soort == "geen_crisisdagen"] == ["06000002"]  # R3.3: nothing in L
    early = vraag(forecasting.crisis, geladen, 2026, date(2026, 3, 4), date(2026, 2, 1)).signalen
    assert [s.tekst for s in early if s.soort == "registratie_verouderd"] == [
        "de registratie is het laatst geleverd op 05-02-2026, voor het einde van de laatste maand"
    ]


def test_the_json_keeps_its_names_and_says_more(geladen: Settings):
    rows = {r["sector"]: r for r in crisis_json(vraag(forecasting.crisis, geladen, 2026, PEILDATUM))}
    # R5.2: 70% van 365 is 255,5: 256 - 20 bezet = 236 nodig, 306 over
    assert (rows["GZ"]["nog_nodig_dagen"], rows["GZ"]["haalbaar"]) == (236, True)
    assert rows["GZ"]["bandbreedte"]["maanden"] == 2
    assert rows["GZ"]["volgend_jaar"] is None
    assert rows["GGZ"]["bezette_dagen"] is None
    assert "Zvw" in rows["GGZ"]["reden"]


def test_paid_unoccupied_days_count_from_the_day_they_were_known(geladen: Settings):
    # R5.4, R1.1: op 9 februari niets; op 24 februari januari: 31 x 240 = 7.440; rest 7.440 / 31 x 334 = 80.160
    jan = date(2026, 1, 1)

    def vv_cent(peildatum: date, laatste_maand: date) -> int:
        return vraag(forecasting.outlook,
            geladen, 2026, peildatum, Site.ZILVEREN_KRUIS, laatste_maand
        ).sectoren[0].geextrapoleerd_cent  # fmt: skip

    assert vv_cent(date(2026, 2, 9), jan) == 0
    assert vv_cent(date(2026, 2, 24), jan) == 744_000 + 8_016_000
    # op 24 maart ook februari: 7.440 + 6.720 + 6.720 / 28 x 306 = 87.600
    assert vv_cent(PEILDATUM, date(2026, 2, 1)) == 8_760_000
    found = vraag(forecasting.outlook, geladen, 2026, PEILDATUM, Site.ZILVEREN_KRUIS)
    assert [s.tekst for s in found.signalen if s.soort == "nog_niet_geteld"] == [
        "betaalde onbezette crisisdagen zijn pas na de peildatum geleverd en tellen nog niet mee: € 2.160,00"
    ]


def test_places_without_dates_are_refused_by_name(settings: Settings, inbox: Inbox):
    inbox.table("afspraken.csv", "jaar,agb,uzovi,sector,plekken,vanaf,tot\n2026,06000001,5515,V&V,2,,2026-12-31\n")
    refused = run.load(settings, [inbox.path]).geweigerd
    assert [(r.regel, r.veld) for a in refused for r in a.redenen] == [(2, "vanaf")]


def test_a_table_that_is_laid_in_the_folder_of_its_day_later_is_known_from_that_day(settings: Settings, inbox: Inbox):
    # R1.1: na een eerste levering los geladen (bekend vanaf vandaag), daarna hetzelfde in de map van 10 februari
    inbox.put("2026-02-05", "claim", claim("F1", [maandregel("R1", date(2026, 1, 1), 10_000)]))
    run.load(settings, [inbox.table("leeg.csv", ONBEZET_KOP)])
    los = inbox.table("onbezet.csv", ONBEZET_KOP + "06000001,5515,2026-01,31,240.00\n")
    run.load(settings, [inbox.path])

    def onbezet(peildatum: date) -> int:
        found = vraag(forecasting.outlook, settings, 2026, peildatum, Site.ZILVEREN_KRUIS)
        return found.onbekend_geextrapoleerd_cent

    assert onbezet(PEILDATUM) == 0
    leg(inbox, "2026-02-10", "onbezet.csv", los.read_text())
    assert run.load(settings, [inbox.path / "2026-02-10"]).al_bekend == 1
    assert onbezet(date(2026, 2, 24)) == 31 * 24_000 + 334 * 24_000  # R5.4: januari, en 334 dagen van 1 x 240 euro


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_rows_of_a_table_are_known_from_their_earliest_delivery_in_any_order(
    settings: Settings, inbox: Inbox, order: tuple[int, int]
):
    # R1.1: de registratie van 5 maart herhaalt die van 5 februari; op 24 februari waren 5 dagen bekend (10 t/m 14
    # januari), op 24 maart ook het tweede, gelijke verblijf (10 dagen; er zijn 2 plekken)
    verblijf = "06000002,5515,licht,2026-01-10,2026-01-15\n"
    afspraak = AFSPRAKEN.splitlines()[0] + "\n2026,06000002,5515,GZ,2,2026-01-01,2026-12-31\n"
    inbox.table("afspraken.csv", afspraak)
    inbox.put("2026-02-05", "claim", claim("F1", [maandregel("R1", date(2026, 1, 1), 10_000)]))
    leg(inbox, "2026-02-05", "registratie.csv", REGISTRATIE_KOP + verblijf)
    leg(inbox, "2026-03-05", "registratie.csv", REGISTRATIE_KOP + verblijf * 2)
    run.load(settings, [inbox.path / "afspraken.csv", inbox.path / "2026-02-05" / "claim"])
    for day in order:
        run.load(settings, [inbox.path / ("2026-02-05", "2026-03-05")[day]])
    assert gz(settings, date(2026, 2, 24), date(2026, 1, 1)).bezette_dagen == 5
    assert gz(settings, PEILDATUM, date(2026, 1, 1)).bezette_dagen == 10


def test_places_for_next_year_follow_the_last_twelve_months_over_the_years(settings: Settings, inbox: Inbox):
    # R5.3: maart 2025 t/m februari 2026: de plek elke dag bezet, en elke dag 7 verblijven: 7 / 0,70 = 10 plekken
    inbox.put("2026-02-05", "claim", claim("F1", [maandregel("R1", date(2026, 1, 1), 10_000)]))
    places = "".join(f"{jaar},06000002,5515,GZ,1,{jaar}-01-01,{jaar}-12-31\n" for jaar in (2026, 2025))
    first = "2026,06000001,5515,GZ,1,2026-01-01,2026-06-30\n"
    inbox.table("afspraken.csv", AFSPRAKEN.splitlines()[0] + f"\n{places}{first}")
    leg(inbox, "2026-03-05", "registratie.csv", REGISTRATIE_KOP + "06000002,5515,licht,2025-01-01,\n" * 7)
    assert not run.load(settings, [inbox.path]).geweigerd
    for soort, agb, sector, waarde in (
        (BesluitSoort.CORRECTIE, "06000002", Sector.GZ, {"bedrag_cent": 5}),
        (BesluitSoort.CRISIS, "06000001", Sector.GZ, {"plekken": 2}),
    ):
        neem_besluit(
            settings, soort, Uitkomst.ACCEPTEREN, jaar=2026, vanaf=PEILDATUM, door="A. Voorbeeld", reden="gezien",
            genomen_op=datetime(2026, 3, 24, 9, tzinfo=UTC), agb=agb, uzovi="5515", sector=sector, waarde=waarde,
        )  # fmt: skip
    een, twee = vraag(forecasting.crisis, settings, 2026, PEILDATUM).afspraken
    assert (een.agb, twee.agb) == ("06000001", "06000002")  # by provider, whatever the order of the table
    assert twee.volgend_jaar is not None
    assert (twee.volgend_jaar.plekken, twee.volgend_jaar.oordeel) == (10, "significant hoger")
    assert twee.volgend_jaar.bezetting_fractie == 1
    assert (twee.verblijfsdagen, twee.bezette_dagen) == (7 * 59, 59)
    assert een.volgend_jaar is None  # less than twelve months of places
    assert twee.besluit is twee.besloten_plekken is None  # a correction says nothing about places
    assert (een.besluit, een.besloten_plekken) == (2, 2)


def test_unoccupied_days_belong_to_the_sector_of_the_places_in_their_month(settings: Settings, inbox: Inbox):
    # R5.4: in januari 1 plek in de GZ en vanaf februari een andere; de aanbieder is van de V&V: 31 x 240 = 7.440 is GZ
    inbox.table("aanbieders.csv", AANBIEDERS)
    inbox.put("2026-02-05", "claim", claim("F1", [maandregel("R1", date(2026, 1, 1), 10_000)]))
    rows = (("GZ", "01-01", "01-31"), ("GZ", "02-01", "06-30"), ("V&V", "07-01", "12-31"))
    places = "".join(f"2026,06000001,5515,{sector},1,2026-{van},2026-{tot}\n" for sector, van, tot in rows)
    inbox.table("afspraken.csv", AFSPRAKEN.splitlines()[0] + f"\n{places}")
    leg(inbox, "2026-02-10", "onbezet.csv", ONBEZET_KOP + "06000001,5515,2026-01,31,240.00\n")
    assert not run.load(settings, [inbox.path]).geweigerd
    found = vraag(
        forecasting.outlook, settings, 2026, date(2026, 2, 24), Site.ZILVEREN_KRUIS, date(2026, 1, 1)
    ).sectoren
    assert [(s.sector, s.goedgekeurd_cent) for s in found if s.goedgekeurd_cent] == [(Sector.GZ, 744_000)]

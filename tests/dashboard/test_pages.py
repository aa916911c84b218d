"""Every page on hand-made results: what it shows, asks for, and says when there is nothing (X-01, X-10, S-15)."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from config.errors import GegevensOntbreken, OngeldigeInvoer
from config.words import SECTOREN, BesluitSoort, Site, Uitkomst
from loaders.grootboek import besluiten
from loaders.grootboek.besluiten import neem_besluit
from loaders.grootboek.deliveries import Intrekbesluit, Intrekking, Stand
from tests.dashboard import examples
from tests.dashboard.conftest import Doors, open_page, words

PAGES = [
    "vooruitblik",
    "trefzekerheid",
    "crisisbedden",
    "besluiten",
    "leveringen",
    "aansluiting",
    "volledigheid",
    "werklijst",
]
ENGLISH = r"\b(January|February|March|May|June|July|August|October|Choose|Select|Search|None|nan)\b"


@pytest.mark.parametrize("pagina", PAGES)
def test_page_speaks_dutch_and_carries_banner_and_definitions(doors: Doors, pagina: str) -> None:
    page = open_page(pagina)
    assert not page.exception
    text = words(page)
    assert "Gemaakte gegevens (demo): geen echte zorg, geen echte aanbieders." in text
    assert "Het geld dat het zorgkantoor" in text
    assert not re.search(r"\d,\d{3}\b", text)
    assert not re.search(ENGLISH, text)


@pytest.mark.parametrize("pagina", PAGES)
def test_no_banner_on_real_data(doors: Doors, pagina: str) -> None:
    doors.stand = Stand("v2", 6, date(2025, 2, 5), examples.PEILDATUM, gemaakt=False)
    assert "Gemaakte gegevens" not in words(open_page(pagina))


@pytest.mark.parametrize("pagina", PAGES)
def test_empty_state_names_two_commands(doors: Doors, pagina: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUIMTE_DATA", raising=False)
    doors.stand = examples.LEGE_STAND
    page = open_page(pagina)
    assert not page.exception
    assert page.code[0].value == "ruimte demo\nruimte load data/inbox"
    assert doors.vragen == []


def test_a_year_without_production_or_room_shows_no_figures_and_no_fault(doors: Doors) -> None:
    leeg = tuple(examples.sector(naam, 0, None) for naam in SECTOREN)
    doors.outlook = lambda site: replace(examples.outlook(site=site), sectoren=leeg, regios=())
    page = open_page("vooruitblik", jaar="2024")
    assert not page.exception
    assert not page.error
    assert "Geen goedgekeurde declaraties over" in words(page)


def test_deliveries_show_even_when_none_counts(doors: Doors) -> None:
    doors.stand = Stand("v3", 1, None, None, gemaakt=True)
    assert "Gaat er niets verloren?" in words(open_page("leveringen"))
    assert "Er zijn nog geen declaraties geladen" in words(open_page("vooruitblik"))


def test_vooruitblik_opens_on_the_last_delivery(doors: Doors) -> None:
    page = open_page("vooruitblik")
    assert doors.vragen == [(2026, examples.PEILDATUM, Site.ZILVEREN_KRUIS)]
    text = words(page)
    assert text.index("1,69%") < text.index("2,41%")
    assert "0,31 procentpunt tot 2%" in text
    assert "gegevensversie ab12cd34 · status voorlopig" in text
    assert len(page.get("plotly_chart")) == 3
    assert all(chart.proto.alt for chart in page.get("plotly_chart"))


def test_vooruitblik_shows_the_view_of_the_address(doors: Doors) -> None:
    page = open_page("vooruitblik", site="friesland", regio="5533", peildatum="2026-03-24", jaar="2025")
    assert doors.vragen == [(2025, date(2026, 3, 24), Site.FRIESLAND)]
    assert "Friesland 2026: korting per sector" in words(page)
    assert "regiobeeld" in words(page)


def test_vooruitblik_writes_its_view_into_the_address(doors: Doors) -> None:
    page = open_page("vooruitblik")
    page.selectbox(key="site").set_value(Site.FRIESLAND).run()
    assert page.query_params["site"] == "friesland"
    assert page.query_params["peildatum"] == "2026-06-23"
    assert page.query_params["jaar"] == "2026"
    assert "regio" not in page.query_params


def test_a_region_of_another_site_is_let_go(doors: Doors) -> None:
    page = open_page("vooruitblik", regio="5521")
    page.selectbox(key="site").set_value(Site.FRIESLAND).run()
    assert not page.exception
    assert page.selectbox(key="regio").value == ""


def test_nonsense_in_the_address_falls_back(doors: Doors) -> None:
    page = open_page("vooruitblik", site="x", regio="y", peildatum="morgen", jaar="1e9", signaal="z")
    assert not page.exception
    assert doors.vragen == [(2026, examples.PEILDATUM, Site.ZILVEREN_KRUIS)]


def test_missing_contracteerruimte_is_said_not_shown_as_zero(doors: Doors) -> None:
    doors.outlook = lambda site: examples.outlook(examples.VV, examples.GGZ_LEEG, examples.GGZ_ZONDER_RUIMTE, site=site)
    text = words(open_page("vooruitblik"))
    assert "De contracteerruimte is nog niet bekend" in text
    assert "Niet te toetsen" in text
    assert "Geen goedgekeurde declaraties over januari t/m mei 2026." in text


def test_an_error_a_user_can_mend_is_shown_as_it_is_and_the_choices_stay(doors: Doors) -> None:
    doors.fout = GegevensOntbreken("Van 2025 is op deze peildatum nog geen maand gesloten.")
    page = open_page("vooruitblik", jaar="2025")
    assert page.error[0].value == "Van 2025 is op deze peildatum nog geen maand gesloten."
    assert page.selectbox(key="jaar").value == 2025


def test_an_unforeseen_error_gives_a_number_and_no_detail(doors: Doors) -> None:
    doors.fout = ValueError("geheim 123456782")
    page = open_page("vooruitblik")
    assert not page.exception
    assert re.search(r"\*\*[0-9a-f]{8}\*\*", page.error[0].value)
    assert "geheim" not in words(page)


def test_a_result_is_asked_once_per_state_of_the_ledger(doors: Doors) -> None:
    open_page("vooruitblik")
    open_page("vooruitblik")
    assert len(doors.vragen) == 1
    doors.stand = Stand("v2", 7, date(2025, 2, 5), examples.PEILDATUM, gemaakt=True)
    open_page("vooruitblik")
    assert len(doors.vragen) == 2


def test_signals_can_be_filtered(doors: Doors) -> None:
    page = open_page("vooruitblik", signaal="afwijkende laatste maand")
    assert "1 van 2 signalen" in words(page)


def test_crisisbedden(doors: Doors) -> None:
    text = words(open_page("crisisbedden"))
    assert "1 van 3 aanbieders naar verwachting onder 70% bezetting" in text
    assert "Stichting De Voorbeeldhof" in text
    assert "GZ wordt berekend uit de crisisregistratie" in text
    assert "n.v.t. (Zvw)" in text


def test_crisisbedden_show_the_gz_ranges_and_next_year(doors: Doors) -> None:
    # R5.1, R5.2, R5.3
    text = words(open_page("crisisbedden"))
    assert "Alle aanbieders blijven naar verwachting op of boven 70%" in text
    assert "74,1% – 82,2%" in text
    assert "2 plekken (nr 9)" in text
    assert "Plekken voor 2027" in text
    assert "significant\N{NO-BREAK SPACE}hoger" in text
    assert "het langst geleden op 5 juni 2026" in text
    assert "251" in text


def test_vooruitblik_names_the_decisions_in_it(doors: Doors) -> None:
    assert "Besluiten in deze cijfers" not in words(open_page("vooruitblik"))
    besloten = replace(examples.VV, besluiten_cent=-5_000_000)
    doors.outlook = lambda site: replace(
        examples.outlook(besloten, examples.GZ, site=site),
        aanpassingen=(examples.AANPASSING,),
        herkomst=replace(examples.HERKOMST, besluiten=(7,)),
    )
    doors.stand = Stand("v4", 6, date(2025, 2, 5), examples.PEILDATUM, gemaakt=True)
    text = words(open_page("vooruitblik"))
    assert "Besluiten in deze cijfers" in text
    assert "-€ 50.000,00" in text
    assert "· besluiten 7 ·" in text
    assert "extrapolatie + besluiten" in text
    assert "bevestigd in gesprek" in text


def test_besluiten_lists_proposals_by_effect_and_the_register(doors: Doors) -> None:
    text = words(open_page("besluiten"))
    assert doors.vragen == [(2026, examples.PEILDATUM, Site.ZILVEREN_KRUIS)]
    assert "6 van 6 voorstellen, naar effect" in text
    for part in (
        "+€ 1.235",
        "3 maanden, per dag van",
        "€ 20,00",
        "(p = 0,0234)",
        "60,0% inclusief behandeling tegen 50,0% afgesproken: 100 dagen erboven; zonder tarief exclusief: Z097",
        "van 4 naar 3 plekken",
        "nog te ramen",
        "geaccepteerd (nr 7), telt vanaf 22-06-2026",
        "7: Melding van de aanbieder geaccepteerd, vanaf september 2026",
        "A. Voorbeeld",
    ):
        assert part in text, part


def test_a_trend_is_drawn_when_it_is_chosen(doors: Doors) -> None:
    page = open_page("besluiten")
    assert not page.get("plotly_chart")
    page.selectbox(key="voorstel").set_value(1).run()
    assert not page.exception
    assert "3 maanden, van € 1.000 naar € 1.100" in page.get("plotly_chart")[0].proto.alt


def test_besluiten_shows_one_kind_and_says_when_there_is_nothing(doors: Doors) -> None:
    assert "1 van 6 voorstellen" in words(open_page("besluiten", waarover="trend"))
    doors.voorstellen = replace(examples.VOORSTELLEN, voorstellen=(), register=())
    doors.stand = Stand("v5", 6, date(2025, 2, 5), examples.PEILDATUM, gemaakt=True)
    text = words(open_page("besluiten"))
    assert "er niets voor te stellen" in text
    assert "nog geen besluiten genomen" in text


def test_a_decision_with_a_bsn_is_refused_on_the_page(
    doors: Doors, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # R1.6
    monkeypatch.setattr(besluiten, "neem_besluit", neem_besluit)
    monkeypatch.setenv("RUIMTE_DATA", str(tmp_path / "data"))
    for door, reden, veld in (("A", "cliënt 999 999 990", "reden"), ("999999990", "gezien", "door")):
        page = open_page("besluiten")
        page.selectbox(key="voorstel").set_value(0).run()
        page.radio[0].set_value(Uitkomst.WEIGEREN)
        page.text_input[0].set_value(door)
        page.text_area[0].set_value(reden)
        page.button[0].click().run()
        assert f"BSN te staan in: {veld}" in page.error[0].value


def test_a_decision_needs_an_outcome_and_a_reason_and_is_then_recorded(doors: Doors) -> None:
    # S-06: mandatory reason and author
    page = open_page("besluiten")
    page.selectbox(key="voorstel").set_value(0).run()
    page.button[0].click().run()
    assert page.error[0].value == "Kies of u accepteert of weigert."
    page.radio[0].set_value(Uitkomst.WEIGEREN)
    page.text_input[0].set_value("A. Voorbeeld")
    page.button[0].click().run()
    assert "reden" in page.error[0].value
    assert doors.genomen == []
    page.text_area[0].set_value("aantoonbaar tijdelijk")
    page.button[0].click().run()
    assert [(g["soort"], g["uitkomst"], g["agb"], g["door"], g["reden"]) for g in doors.genomen] == [
        (BesluitSoort.MELDING, Uitkomst.WEIGEREN, "06000300", "A. Voorbeeld", "aantoonbaar tijdelijk")
    ]
    assert "Besluit 7 is vastgelegd. Het telt mee op peildata vanaf 22 juni 2026." in words(page)
    assert page.selectbox(key="voorstel").value is None


def test_leveringen_close_and_list_everything(doors: Doors) -> None:
    text = words(open_page("leveringen"))
    assert "Ja, het klopt" in text
    assert "6 van 6 leveringen, nieuwste eerst" in text
    for levering in examples.LEVERINGEN:
        assert levering.naam in text


def test_leveringen_filters_come_from_the_address(doors: Doors) -> None:
    text = words(open_page("leveringen", soort="AW319", status="geweigerd", zoek="f4"))
    assert "1 van 6 leveringen" in text
    assert "aw319_0004.txt" in text
    assert "aw319_0006.txt" not in text


def test_a_delivery_shows_its_reasons(doors: Doors) -> None:
    text = words(open_page("leveringen", levering=f"{4:064x}"))
    assert "heel bestand" in text
    assert "De begindatum ligt na de einddatum." in text
    assert "0414" in text
    assert "niets geweigerd of uitgevallen" in words(open_page("leveringen", levering=f"{6:064x}"))


def test_withdrawn_deliveries_are_shown_with_who_and_why(doors: Doors) -> None:
    # R1.5: withdrawal is a dated decision of a person, never a deletion
    assert "Er is geen levering ingetrokken." in words(open_page("leveringen"))
    moment = datetime(2026, 6, 20, 9, 0, tzinfo=UTC)
    sha256 = examples.LEVERINGEN[0].sha256
    doors.intrekkingen = [
        Intrekking(sha256, Intrekbesluit.INTREKKING, date(2026, 6, 19), "verkeerd bestand", "A. Voorbeeld", moment),
        Intrekking(sha256, Intrekbesluit.HERSTEL, date(2026, 6, 20), "toch goed", "B. Voorbeeld", moment),
    ]
    doors.stand = Stand("v9", 6, date(2025, 2, 5), examples.PEILDATUM, gemaakt=True)
    text = words(open_page("leveringen", levering=sha256))
    for woord in ("2 besluiten", "19-06-2026", "verkeerd bestand", "A. Voorbeeld", "hersteld", "B. Voorbeeld"):
        assert woord in text
    assert f"ruimte intrekken {sha256[:16]} --reden" in text


def test_a_delivery_shows_its_load_report(doors: Doors) -> None:
    # S-02: records read, accepted, refused, doubled; totals equal the trailer
    text = words(open_page("leveringen", levering=examples.LEVERINGEN[0].sha256))
    for woord in ("120 regels, € 456.789,01", "118 regels, € 456.000,00", "record 99", "✓ klopt", "waarvan al bekend"):
        assert woord in text


def test_many_deliveries_are_paged(doors: Doors) -> None:
    doors.leveringen = examples.VEEL_LEVERINGEN
    text = words(open_page("leveringen", blad="3"))
    assert "120 van 120 leveringen" in text
    assert "aw319_0120.txt" in text
    assert "aw319_0100.txt" not in text


def test_a_named_delivery_outside_the_sheet_is_still_shown(doors: Doors) -> None:
    doors.leveringen = examples.VEEL_LEVERINGEN
    assert "2 redenen bij aw319_0003.txt" in words(open_page("leveringen", blad="3", levering=f"{3:064x}"))


def test_aansluiting_says_that_everything_closes_and_adds_up(doors: Doors) -> None:
    # R1.5: 45.678.901 + 12.345.678 cent read; 45.600.000 claimed = 45.000.000 + 500.000 + 100.000
    text = words(open_page("aansluiting"))
    assert "Alles sluit" in text
    for amount in ("€ 580.245,79", "€ 456.000,00", "€ 450.000,00", "€ 5.000,00", "€ 1.000,00"):
        assert amount in text
    assert "Stichting De Voorbeeldhof (06000300)" in text
    assert "klopt niet" not in text


@pytest.mark.parametrize(
    ("per", "woord"), [("zorgmaand", "april 2026"), ("ontvangstmaand", "juni 2026"), ("levering", "aw319_0006.txt")]
)
def test_aansluiting_groups_as_the_address_asks(doors: Doors, per: str, woord: str) -> None:
    page = open_page("aansluiting", per=per)
    assert woord in words(page)
    assert page.query_params["per"] == per


def test_aansluiting_says_where_things_part(doors: Doors) -> None:
    doors.aansluiting = examples.VERSCHIL
    text = words(open_page("aansluiting"))
    assert "Niet alles sluit" in text
    for part in ("mei 2026", "Toegekend", "€ 9.000,00", "€ 9.000,01", "€ 0,01", "aw319_0006.txt", "119"):
        assert part in text
    assert "klopt niet" in text


def test_volledigheid_names_who_is_late_by_effect(doors: Doors) -> None:
    # N7, S-05: 10.310 of Voorbeeldhof and 3.877 of the other are missing; effect 79.000 + 30.000
    text = words(open_page("volledigheid"))
    assert "**2 gesloten maanden** van **2 aanbieders**" in text
    assert "**€\N{NO-BREAK SPACE}14.187**" in text
    assert "**€\N{NO-BREAK SPACE}109.000**" in text
    late = text[text.index("maanden die (deels) ontbreken") : text.index("Ontvangen als deel van verwacht, 3 van 3")]
    assert late.index("Stichting De Voorbeeldhof (06000300)") < late.index("AGB 06000301")
    assert "Woonzorg Verzonnen" not in late
    for cell in ("▲ geen declaratie", "◆ onvolledig", "◆ 61%", "△ 131%", "✓ nieuw", "(12%)", "geen declaratie"):
        assert cell in text


@pytest.mark.parametrize(
    ("toon", "cel"), [("verwacht", "€ 10.310"), ("ontvangen", "€ 6.123"), ("goedgekeurd", "€ 13.100")]
)
def test_volledigheid_shows_expected_received_and_approved(doors: Doors, toon: str, cel: str) -> None:
    page = open_page("volledigheid", toon=toon)
    assert cel in words(page)
    assert page.query_params["toon"] == toon


def test_volledigheid_shows_the_view_of_the_address(doors: Doors) -> None:
    page = open_page("volledigheid", regio="5515", maand="2026-05-01", volgorde="aanbieder", sector="V&V")
    text = words(page)
    assert "**1 gesloten maand** van **1 aanbieder**" in text
    assert "Voorbeeldhof" not in text
    assert {k: page.query_params[k] for k in ("regio", "maand", "volgorde", "sector")} == {
        "regio": "5515",
        "maand": "2026-05-01",
        "volgorde": "aanbieder",
        "sector": "V&V",
    }
    assert "elke gesloten maand volledig gedeclareerd" in words(open_page("volledigheid", maand="2026-04-01"))
    assert "geen aanbieders met declaraties" in words(open_page("volledigheid", sector="GGZ"))


def test_werklijst_names_what_asks_for_work_and_where(doors: Doors) -> None:
    # S-01: sectors near the line, deliveries refused and waiting, months incomplete, the next closing day
    text = words(open_page("werklijst"))
    for zin in (
        "**2 sectoren boven de drempel**: GZ (Zilveren Kruis), GZ (Friesland). [Vooruitblik](/)",
        "**2 sectoren naderen de drempel**: V&V (Zilveren Kruis), V&V (Friesland).",
        "**2 leveringen** geheel geweigerd of in uitval, samen €\xa0123.457. "
        "[Leveringen, geweigerd](leveringen?status=",
        "**1 antwoord** (AW320) wacht op zijn declaratie (AW319).",
        "**2 gesloten maanden** van aanbieders niet (geheel) gedeclareerd; "
        "effect op de verwachte productie €\xa0109.000.",
        "De declaratietermijn van",
    ):
        assert zin in text
    assert "met regels in uitval" not in text


def test_werklijst_before_a_month_closed(doors: Doors) -> None:
    doors.fout = OngeldigeInvoer("Op 20 januari is nog geen maand gesloten.")
    doors.leveringen = examples.VEEL_LEVERINGEN
    text = words(open_page("werklijst"))
    assert "Er staat niets op de werklijst." in text
    assert "zodra er een maand van het jaar gesloten is" in text


def test_the_site_opens_on_the_vooruitblik(doors: Doors) -> None:
    app = Path(__file__).parents[2] / "dashboard" / "web" / "app.py"
    page = AppTest.from_file(str(app), default_timeout=30).run()
    assert not page.exception
    assert page.title[0].value == "Vooruitblik"

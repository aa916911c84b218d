"""The page Nacalculatie: what fits, and a settlement that is recorded and equal on both sides (R6)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from config.settings import Settings
from dashboard.texts import nacalculatie as woorden
from forecasting.wlz.herschikking import nacalculatie_run, run
from forecasting.wlz.herschikking.invoer import Aanbieder
from forecasting.wlz.herschikking.stappen import herschikking
from loaders.grootboek import herschikkingen
from tests.dashboard.conftest import Doors, open_page, words
from tests.forecasting.herschikking import made
from tests.forecasting.herschikking.made import AMSTERDAM, EEN, ROTTERDAM, TWEE
from tests.vragen import uit_grootboek, vraag

CONCERN = (Aanbieder(EEN, "Voorbeeld Een", "Waterlijn"), Aanbieder(TWEE, "Voorbeeld Twee", "Waterlijn"))
AFGESPROKEN = made.invoer(
    productie=[made.productie(EEN, 1_000_00), made.productie(TWEE, 500_00, ROTTERDAM)],
    ruimte=[made.ruimte(1_000_00), made.ruimte(500_00, ROTTERDAM)],
    aanbieders=CONCERN,
)


@pytest.fixture
def after_the_year(doors: Doors, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A frozen herschikking, and a year in which EEN made 100 less and TWEE 80 more than agreed."""
    monkeypatch.setenv("RUIMTE_DATA", str(tmp_path / "data"))
    run.bevries(
        Settings(), herschikking(AFGESPROKEN), naam="definitief", door="A. Analist", reden="september",
        bevroren_op=datetime(2026, 9, 7, tzinfo=UTC),
    )  # fmt: skip
    made_ = made.invoer(
        productie=[made.gemaakt(EEN, 900_00), made.gemaakt(TWEE, 580_00, ROTTERDAM)], aanbieders=CONCERN
    )
    monkeypatch.setattr(nacalculatie_run, "verzamel", lambda *args: made_)


def test_it_shows_what_fits_and_settles_on_request(after_the_year: None):
    page = open_page("nacalculatie")
    assert not page.exception
    text = words(page)
    assert "▲ € 80,00" in text
    assert "tussenstand" in text  # L is June
    choose_lines(page)
    page.text_input[0].set_value("80")
    page.text_input[1].set_value("A. Analist")
    page.text_input[2].set_value("verzoek van 1 juni")
    page.button[0].click().run()
    assert "De verrekening van € 80,00 is vastgelegd." in words(page)
    taken = uit_grootboek(herschikkingen.verrekeningen, Settings(), 2026)
    assert [(v["van_agb"], v["naar_agb"], v["bedrag_cent"]) for v in taken] == [(EEN, TWEE, 80_00)]
    after = words(open_page("nacalculatie"))
    assert "-€ 80,00" in after
    assert "▲" not in after


@pytest.mark.parametrize(
    ("bedrag", "door", "waarom"),
    [
        ("81", "A. Analist", "naar heeft niet zoveel overproductie"),
        ("80", "", "Vul in: door"),
        ("80", "cliënt 999999990", "BSN"),
        ("veel", "A", "12345,67"),
    ],
)
def test_what_cannot_be_settled_is_refused_with_the_reason(after_the_year: None, bedrag: str, door: str, waarom: str):
    page = open_page("nacalculatie")
    choose_lines(page)
    for field, text in zip(page.text_input, (bedrag, door, "verzoek"), strict=True):
        field.set_value(text)
    page.button[0].click().run()
    assert waarom in words(page)
    assert uit_grootboek(herschikkingen.verrekeningen, Settings(), 2026) == []


def test_settling_without_a_choice_says_what_to_choose(after_the_year: None):
    page = open_page("nacalculatie")
    page.text_input[0].set_value("80")
    page.button[0].click().run()
    assert woorden.KIES in words(page)
    assert uit_grootboek(herschikkingen.verrekeningen, Settings(), 2026) == []


def choose_lines(page: AppTest) -> None:
    """The only line that gives, and the only one that takes."""
    for label in ("Van (onderproductie)", "Naar (overproductie)"):
        next(box for box in page.selectbox if box.label == label).select_index(0)


def test_without_a_frozen_herschikking_it_says_what_to_do(
    doors: Doors, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("RUIMTE_DATA", str(tmp_path / "data"))
    assert "Bevries er een op de pagina Herschikking" in words(open_page("nacalculatie"))


def test_a_line_is_about_one_region(after_the_year: None):
    found = vraag(nacalculatie_run.bereken, Settings(), 1, datetime(2027, 3, 1, tzinfo=UTC).date())
    assert [(r.uzovi, r.onder_cent, r.over_cent) for r in found.regels] == [
        (AMSTERDAM, 100_00, 0),
        (ROTTERDAM, 0, 80_00),
    ]

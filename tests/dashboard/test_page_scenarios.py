"""The page Scenario's: kept with author and reason, shown beside the policy run, which stays what it was (S-06)."""

from pathlib import Path

import pytest

from config.settings import Settings
from dashboard.texts import scenarios as woorden
from forecasting.wlz.herschikking import scenarios_run
from forecasting.wlz.herschikking.scenarios import Groei
from tests.dashboard.conftest import Doors, open_page, words
from tests.forecasting.herschikking import made
from tests.forecasting.herschikking.made import EEN
from tests.vragen import uit_grootboek

BELEID = made.invoer(productie=[made.productie(EEN, 1_000_00)], ruimte=[made.ruimte(1_000_00)])


@pytest.fixture
def gathered(doors: Doors, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RUIMTE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(scenarios_run, "verzamel", lambda *args: BELEID)


def test_the_policy_run_stands_first_and_alone(gathered: None):
    page = open_page("scenarios")
    assert not page.exception
    text = words(page)
    assert "nog geen scenario's bewaard" in text
    assert "0,0%" in text


def test_a_year_without_data_says_so(gathered: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(scenarios_run, "verzamel", lambda *args: made.invoer())
    page = open_page("scenarios")
    assert not page.exception
    assert not page.error
    assert "Over dit jaar is niets geladen" in words(page)


def test_growth_is_kept_and_shown_beside_the_policy(gathered: None):
    page = open_page("scenarios")
    for label, value in (
        ("Naam van het scenario", "groei"),
        ("Uw naam", "A. Analist"),
        ("Reden", "vraag uit de regio"),
    ):
        next(t for t in page.text_input if t.label == label).set_value(value)
    next(t for t in page.text_input if t.label.startswith("Groei")).set_value("10")
    page.button[0].click().run()
    assert not page.exception
    assert "Scenario 1 bewaard: groei." in words(page)
    (kept,) = uit_grootboek(scenarios_run.scenarios, Settings(), 2026)
    assert (kept.naam, kept.door, kept.aannames.groei) == ("groei", "A. Analist", (Groei("10", sector="V&V"),))
    text = words(open_page("scenarios"))
    assert "1 groei" in text
    assert "▲ boven" in text  # 1.100 - 0 in 1.000: 9,09%
    assert "9,1%" in text
    assert "groei 10% na de laatste maand (V&amp;V)" in text
    assert "0,0%" in text  # the policy run stays


@pytest.mark.parametrize(
    ("label", "value", "why"),
    [
        ("Groei", "veel", "Schrijf een procent"),
        ("Andere", "1,2,3", "Schrijf een bedrag"),
        ("Naam van", "x", "één aanname"),
    ],
)
def test_nothing_is_kept_that_cannot_be_read(gathered: None, label: str, value: str, why: str):
    page = open_page("scenarios")
    for field in page.text_input:
        if field.label in woorden.WIE:
            field.set_value("x")
        elif field.label.startswith(label):
            field.set_value(value)
    page.button[0].click().run()
    assert why in words(page)
    assert uit_grootboek(scenarios_run.scenarios, Settings(), 2026) == []


@pytest.mark.parametrize("label", ["Naam van het scenario", "Uw naam", "Reden", "Groei"])
def test_no_field_takes_a_bsn(gathered: None, label: str):
    # R1.6
    page = open_page("scenarios")
    for field in page.text_input:
        if field.label.startswith(label):
            field.set_value("999999990")
        elif field.label in woorden.WIE:
            field.set_value("x")
        elif field.label.startswith("Groei"):
            field.set_value("10")
    page.button[0].click().run()
    assert "BSN te staan in" in words(page)
    assert uit_grootboek(scenarios_run.scenarios, Settings(), 2026) == []

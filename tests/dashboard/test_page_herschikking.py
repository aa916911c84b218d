"""The page Herschikking: looks, freezes, keeps rounds; never offers a file with provider data as a download."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from config.errors import OngeldigeInvoer
from config.settings import Settings
from forecasting.wlz.herschikking import run
from forecasting.wlz.herschikking.stappen import herschikking
from forecasting.wlz.herschikking.uitkomst import Herschikking
from loaders.grootboek import herschikkingen
from loaders.grootboek.handelingsoorten import Ronde
from tests.dashboard.conftest import Doors, open_page, words
from tests.forecasting.herschikking import made
from tests.forecasting.herschikking.made import EEN, TWEE
from tests.vragen import uit_grootboek

GOED = herschikking(
    made.invoer(
        productie=[made.productie(EEN, 60_000_00), made.productie(TWEE, 40_000_00)],
        ruimte=[made.ruimte(98_000_00)],
        verplichtingen=[made.verplichting(500_00, EEN)],
    )
)
STUK = herschikking(made.invoer(productie=[made.productie(EEN, 5)]))


@pytest.fixture
def computed(doors: Doors, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Herschikking]:
    """What R6 gives; the ledger is real and empty."""
    found = [GOED]
    monkeypatch.setenv("RUIMTE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(run, "bereken", lambda *args: found[0])
    return found


def freeze(page: AppTest, naam: str, door: str = "A. Analist", reden: str = "oefenen") -> AppTest:
    for field, text in zip(page.text_input, (naam, door, reden), strict=True):
        field.set_value(text)
    return page.button[0].click().run()


def test_it_adds_up_on_screen_and_speaks_dutch(computed: list[Herschikking]):
    page = open_page("herschikking")
    assert not page.exception
    text = words(page)
    assert "€ 98.000,00" in text  # the room and all agreements
    assert "2,500000%" in text
    assert "Er zijn geen open fouten" in text
    assert "Gemaakte gegevens" in text
    assert not re.search(r"\b(None|nan|Choose|Select)\b", text)
    assert not re.search(r"\d,\d{3}\b(?!\d)", text)


def test_a_year_without_data_cannot_be_frozen_and_says_what_to_do(computed: list[Herschikking]):
    computed[0] = herschikking(made.invoer())
    page = open_page("herschikking")
    assert not page.exception
    assert "kies een ander jaar, of laad eerst de declaraties" in words(page)
    assert not page.button
    with pytest.raises(OngeldigeInvoer, match="niets geladen"):
        run.bevries(Settings(), computed[0], naam="leeg", door="A. Analist", reden="r", bevroren_op=datetime.now(UTC))


def test_with_open_errors_it_is_shown_and_cannot_be_frozen(computed: list[Herschikking]):
    computed[0] = STUK
    page = open_page("herschikking")
    assert "1 open fout: deze herschikking kan worden bekeken, maar nog niet bevroren." in words(page)
    assert "vul de tabel contracteerruimte aan" in words(page)
    assert not page.button


def test_freezing_asks_who_and_why_and_keeps_it(computed: list[Herschikking]):
    page = freeze(open_page("herschikking"), "repetitie juli", door="")
    assert "Vul in: door." in words(page)
    page = freeze(page, "zie 999-999-990")
    assert "BSN te staan in: naam" in words(page)
    page = freeze(page, "repetitie juli", door="999999990")
    assert "BSN te staan in: door" in words(page)
    assert uit_grootboek(herschikkingen.bevroren, Settings(), 2026) == []
    page = freeze(page, "repetitie juli")
    assert "Bevroren als nummer 1: repetitie juli." in words(page)
    assert [b.naam for b in uit_grootboek(herschikkingen.bevroren, Settings(), 2026)] == ["repetitie juli"]


def test_one_provider_step_by_step(computed: list[Herschikking]):
    text = words(open_page("herschikking", aanbieder=EEN))
    assert f"Voorbeeld {EEN} ({EEN}): Amsterdam, V&amp;V" in text
    assert "5 Korting (2,500000%)" in text
    assert "-€ 1.500,00" in text  # 2,5% of 60.000,00


def test_a_frozen_one_takes_rounds_and_names_the_command_for_files(computed: list[Herschikking]):
    freeze(open_page("herschikking"), "definitief")
    page = open_page("herschikking", herschikking="1")
    assert not page.exception
    assert "0 van 2 aanbieders akkoord" in words(page)
    assert "ruimte brieven 1" in words(page)
    assert "kan worden bevroren" not in words(page)
    assert not page.get("download_button")
    page.selectbox[-1].set_value(Ronde.AKKOORD)
    page.text_input[0].set_value("A. Analist")
    page.text_input[1].set_value("vraagt naar 999999990")
    page.button[0].click().run()
    assert "BSN te staan in: toelichting" in words(page)
    assert uit_grootboek(herschikkingen.afstemmingen, Settings(), 1) == []
    page.text_input[1].set_value("")
    page.button[0].click().run()
    assert "1 van 2 aanbieders akkoord" in words(page)
    assert f"({EEN}): vastgelegd." in words(page)
    assert uit_grootboek(herschikkingen.afstemmingen, Settings(), 1)[0].agb == EEN


def test_the_address_keeps_the_view(computed: list[Herschikking]):
    page = open_page("herschikking", laatste_maand="2026-06", besluiten_tot="2026-09-10", vergelijk="peildatum")
    assert not page.exception
    assert page.query_params["laatste_maand"] == "2026-06"
    assert page.query_params["besluiten_tot"] == "2026-09-10"
    assert page.date_input[-1].value == date(2026, 6, 30)


def test_what_changed_since_the_last_frozen_one_step_by_step(computed: list[Herschikking]):
    freeze(open_page("herschikking"), "repetitie")
    rows = made.invoer(
        productie=[made.productie(EEN, 50_000_00), made.productie(TWEE, 40_000_00)],
        ruimte=[made.ruimte(98_000_00)],
        verplichtingen=[made.verplichting(700_00, EEN)],
    )
    computed[0] = herschikking(rows)
    text = words(open_page("herschikking", aanbieder=EEN, peildatum="2026-06-22"))
    # toezegging +200,00; productie -10.000,00; korting 1.500,00 valt weg: samen -8.300,00
    for amount in ("€ 200,00", "-€ 10.000,00", "€ 1.500,00", "-€ 8.300,00"):
        assert amount in text

"""The page Vaste volumes: what would be fixed, the decision of a person, and that every page says so (R4.5, S-09)."""

from pathlib import Path

import pytest

from config.settings import Settings
from forecasting.wlz.herschikking import run
from forecasting.wlz.herschikking.invoer import Invoer
from loaders.grootboek import store
from loaders.grootboek.herschikkingen import vaste_volumes_nu
from tests.dashboard.conftest import Doors, open_page, words
from tests.forecasting.herschikking import made
from tests.forecasting.herschikking.made import EEN, TWEE
from tests.vragen import uit_grootboek

BOVEN = made.invoer(
    productie=[made.productie(EEN, 60_000_00), made.productie(TWEE, 40_000_00)], ruimte=[made.ruimte(97_000_00)]
)
LATER = made.invoer(
    productie=[made.productie(EEN, 70_000_00), made.productie(TWEE, 38_000_00)], ruimte=[made.ruimte(97_000_00)]
)


@pytest.fixture
def gathered(doors: Doors, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Invoer]:
    """What is gathered; the ledger is real and empty."""
    found = [BOVEN]
    monkeypatch.setenv("RUIMTE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(run, "verzamel", lambda *args: found[0])
    return found


def test_above_the_line_it_shows_what_would_be_fixed_and_decides_nothing(gathered: list[Invoer]):
    # R4.5: 100.000 in 97.000: korting 3%; 58.200,00 en 38.800,00
    page = open_page("vaste_volumes")
    assert not page.exception
    text = words(page)
    assert "3,0%: boven de drempel" in text
    assert "€ 58.200,00" in text
    assert "€ 38.800,00" in text
    assert "Met de herverdelingsmiddelen die worden verwacht" in text
    assert uit_grootboek(run.gefixeerd, Settings(), 2026) == []


def test_a_person_decides_with_name_and_reason_and_then_production_above_is_shown(gathered: list[Invoer]):
    page = open_page("vaste_volumes")
    page.button[0].click().run()
    assert "Vul in: door, reden." in words(page)
    page.text_input[0].set_value("D. Directeur")
    page.text_input[1].set_value("hoort bij 9999.99.990")
    page.button[0].click().run()
    assert "BSN te staan in: reden" in words(page)
    assert uit_grootboek(run.gefixeerd, Settings(), 2026) == []
    page.text_input[0].set_value("D. Directeur")
    page.text_input[1].set_value("geen herverdelingsmiddelen te verwachten")
    page.button[0].click().run()
    (besluit, amounts) = uit_grootboek(run.gefixeerd, Settings(), 2026)[0]
    assert (besluit.door, [v.volume_cent for v in amounts]) == ("D. Directeur", [58_200_00, 38_800_00])
    gathered[0] = LATER
    text = words(open_page("vaste_volumes", peildatum="2026-06-22"))
    assert "▲ € 11.800" in text  # 70.000 verwacht, 58.200 vastgesteld; het vastgestelde verandert niet mee
    assert "ruimte volumebrieven 1 --jaar 2026" in text
    with store.open_ledger(Settings()).connect() as connection:
        assert [v[:3] for v in vaste_volumes_nu(connection)] == [(2026, "zilveren-kruis", "V&V")]


def test_a_year_without_data_says_so(gathered: list[Invoer]):
    gathered[0] = made.invoer()
    page = open_page("vaste_volumes")
    assert not page.exception
    assert "Over Zilveren Kruis is voor 2026 niets geladen" in words(page)


def test_below_the_line_there_is_nothing_to_decide(gathered: list[Invoer]):
    gathered[0] = made.invoer(productie=[made.productie(EEN, 100)], ruimte=[made.ruimte(98)])
    page = open_page("vaste_volumes")
    assert "niet boven de drempel" in words(page)
    assert not page.button

"""What is frozen stays as it was, and rounds with providers are only added to (R6, S-14)."""

from datetime import UTC, date, datetime

import pytest

from config.errors import GegevensOntbreken, OngeldigeInvoer
from config.settings import Settings
from forecasting.wlz.herschikking import run
from forecasting.wlz.herschikking.stappen import herschikking
from loaders.grootboek import herschikkingen, store
from loaders.grootboek.herschikkingen import Afstemming, Ronde
from tests.forecasting.herschikking import made
from tests.forecasting.herschikking.made import EEN
from tests.vragen import uit_grootboek

NU = datetime(2026, 9, 7, 12, tzinfo=UTC)
WIE = {"naam": "definitief", "door": "A. Analist", "reden": "september", "bevroren_op": NU}


def example(cent: int = 900):
    return herschikking(made.invoer(productie=[made.productie(EEN, cent)], ruimte=[made.ruimte(800)]))


def test_what_is_frozen_is_read_back_as_it_was(ledger: Settings):
    kept = run.bevries(ledger, example(), **WIE)
    assert (kept.nummer, kept.naam, kept.bevroren_op) == (1, "definitief", NU)
    assert run.bevries(ledger, example(950), **WIE).nummer == 2
    bevroren, found = uit_grootboek(run.lees_bevroren, ledger, 1)
    assert bevroren == kept
    assert found.afspraken == example().afspraken
    assert [b.nummer for b in uit_grootboek(herschikkingen.bevroren, ledger, 2026)] == [2, 1]
    assert uit_grootboek(herschikkingen.bevroren, ledger, 2025) == []


def test_the_last_frozen_one_is_what_differences_are_against(ledger: Settings):
    assert uit_grootboek(run.verschil_met_vorige, ledger, example()) == {}
    run.bevries(ledger, example(), **WIE)
    differences = uit_grootboek(run.verschil_met_vorige, ledger, example(700))
    assert [(v.eerder_cent, v.nu_cent, v.afspraak_cent) for v in differences.values()] == [(800, 700, -100)]


def test_with_open_errors_it_is_not_frozen(ledger: Settings):
    broken = herschikking(made.invoer(productie=[made.productie(EEN, 5)]))
    with pytest.raises(OngeldigeInvoer, match="geen definitieve contracteerruimte bekend"):
        run.bevries(ledger, broken, **WIE)
    assert uit_grootboek(herschikkingen.bevroren, ledger, 2026) == []


@pytest.mark.parametrize("empty", ["naam", "door", "reden"])
def test_who_and_why_are_needed_and_no_bsn(ledger: Settings, empty: str):
    with pytest.raises(OngeldigeInvoer, match=empty):
        run.bevries(ledger, example(), **{**WIE, empty: " "})
    with pytest.raises(OngeldigeInvoer, match="BSN"):
        run.bevries(ledger, example(), **{**WIE, empty: "zie 999999990"})


def test_a_changed_input_is_not_believed(ledger: Settings):
    run.bevries(ledger, example(), **WIE)
    with store.open_ledger(ledger).begin() as connection:
        connection.exec_driver_sql("UPDATE herschikkingen SET invoer = replace(invoer, ':899', ':898')")
    with pytest.raises(GegevensOntbreken, match="niet meer dezelfde uitkomst"):
        uit_grootboek(run.lees_bevroren, ledger, 1)
    with pytest.raises(GegevensOntbreken, match="nummer 9"):
        uit_grootboek(run.lees_bevroren, ledger, 9)


def test_rounds_are_kept_in_order(ledger: Settings):
    run.bevries(ledger, example(), **WIE)
    steps = [
        Afstemming(1, EEN, Ronde.VERZONDEN, date(2026, 9, 8), "A. Analist", "", NU),
        Afstemming(1, EEN, Ronde.REACTIE, date(2026, 9, 12), "A. Analist", "meer plekken gevraagd", NU),
        Afstemming(1, EEN, Ronde.AKKOORD, date(2026, 9, 20), "A. Analist", "", NU),
    ]
    for step in steps:
        herschikkingen.leg_vast(ledger, step)
    assert uit_grootboek(herschikkingen.afstemmingen, ledger, 1) == steps
    with pytest.raises(OngeldigeInvoer, match="door"):
        herschikkingen.leg_vast(ledger, Afstemming(1, EEN, Ronde.AKKOORD, date(2026, 9, 20), "", "", NU))

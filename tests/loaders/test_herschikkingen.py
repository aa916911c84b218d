"""What is frozen stays as it was, and rounds with providers are only added to (R6, S-14)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from config.errors import GegevensOntbreken, OngeldigeInvoer
from config.settings import Settings
from forecasting.wlz.herschikking import bevroren as bevroren_module
from forecasting.wlz.herschikking import run, stappen
from forecasting.wlz.herschikking.bevroren import lees_bevroren, nagerekend
from forecasting.wlz.herschikking.stappen import herschikking
from forecasting.wlz.herschikking.uitkomst import Herschikking
from forecasting.wlz.herschikking.verdeling import naar_rato
from loaders.grootboek import herschikkingen, store
from loaders.grootboek.handelingsoorten import Ronde
from loaders.grootboek.herschikkingen import Afstemming
from tests.forecasting.herschikking import made
from tests.forecasting.herschikking.made import EEN, TWEE
from tests.vragen import uit_grootboek

NU = datetime(2026, 9, 7, 12, tzinfo=UTC)
WIE = {"naam": "definitief", "door": "A. Analist", "reden": "september", "bevroren_op": NU}


def example(cent: int = 900):
    return herschikking(made.invoer(productie=[made.productie(EEN, cent)], ruimte=[made.ruimte(800)]))


def test_what_is_frozen_is_read_back_as_it_was(ledger: Settings):
    kept = run.bevries(ledger, example(), **WIE)
    assert (kept.nummer, kept.naam, kept.bevroren_op) == (1, "definitief", NU)
    assert run.bevries(ledger, example(950), **WIE).nummer == 2
    bevroren, found = uit_grootboek(lees_bevroren, ledger, 1)
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


@pytest.mark.parametrize("kolom", ["invoer", "uitkomst"])
def test_what_was_changed_in_the_ledger_is_not_believed(ledger: Settings, kolom: str):
    run.bevries(ledger, example(), **WIE)
    with store.open_ledger(ledger).begin() as connection:
        connection.exec_driver_sql(f"UPDATE herschikkingen SET {kolom} = replace({kolom}, ':899', ':898')")
    with pytest.raises(GegevensOntbreken, match="niet door de monitor"):
        uit_grootboek(lees_bevroren, ledger, 1)
    assert [(b.fout, "niet door de monitor" in b.tekst) for b in nagerekend(ledger)] == [(True, True)]
    with pytest.raises(GegevensOntbreken, match="nummer 9"):
        uit_grootboek(lees_bevroren, ledger, 9)


def one_cent_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later release that rounds the korting otherwise: the first of two gets a cent less, the last one more."""

    def anders(bedragen: Sequence[Fraction]) -> list[int]:
        first, *rest = naar_rato(bedragen)
        return [first - 1, *rest[:-1], rest[-1] + 1]

    monkeypatch.setattr(stappen, "naar_rato", anders)


def two() -> Herschikking:
    rows = [made.productie(EEN, 60_000), made.productie(TWEE, 40_000)]
    return replace(herschikking(made.invoer(productie=rows, ruimte=[made.ruimte(90_000)])), fouten=())


def test_a_later_rule_changes_nothing_of_what_was_frozen(ledger: Settings, monkeypatch: pytest.MonkeyPatch):
    # 90.000 over 60.000 en 40.000: 54.000 en 36.000; een latere versie zou 53.999 en 36.001 geven
    run.bevries(ledger, two(), **WIE)
    before = uit_grootboek(lees_bevroren, ledger, 1)
    assert [b.tekst for b in nagerekend(ledger)] == ["Bevroren herschikkingen die deze versie net zo uitrekent: 1."]
    one_cent_otherwise(monkeypatch)
    assert uit_grootboek(lees_bevroren, ledger, 1) == before
    assert [a.afspraak_cent for a in before[1].afspraken] == [54_000, 36_000]
    assert [a.afspraak_cent for a in two().afspraken] == [53_999, 36_001]
    (said,) = nagerekend(ledger)
    assert (said.fout, said.let_op) == (False, True)
    assert "geeft deze versie 2 andere afspraken, samen € 0,00 verschil" in said.tekst
    assert [v.afspraak_cent for v in uit_grootboek(run.verschil_met_vorige, ledger, two()).values()] == [-1, 1]


def test_opening_computes_nothing(ledger: Settings, monkeypatch: pytest.MonkeyPatch):
    run.bevries(ledger, two(), **WIE)
    monkeypatch.setattr(bevroren_module, "herschikking", None)
    assert uit_grootboek(lees_bevroren, ledger, 1)[1].afspraken == two().afspraken


def as_before_0008(ledger: Settings) -> None:
    """Frozen before outcomes were kept: only the hash of the agreements."""
    with store.open_ledger(ledger).begin() as connection:
        connection.exec_driver_sql(
            "UPDATE herschikkingen SET uitkomst = NULL, uitkomst_sha256 = NULL, uitkomst_versie = NULL"
        )


def test_what_was_frozen_before_outcomes_were_kept_gets_its_outcome_while_it_comes_out_the_same(
    ledger: Settings, monkeypatch: pytest.MonkeyPatch
):
    run.bevries(ledger, two(), **WIE)
    kept = uit_grootboek(herschikkingen.met_invoer, ledger, 1)[2]
    as_before_0008(ledger)
    assert uit_grootboek(lees_bevroren, ledger, 1)[1].afspraken == two().afspraken
    assert "de uitkomst is nu ook bewaard" in nagerekend(ledger)[0].tekst
    assert uit_grootboek(herschikkingen.met_invoer, ledger, 1)[2] == kept
    one_cent_otherwise(monkeypatch)
    assert [a.afspraak_cent for a in uit_grootboek(lees_bevroren, ledger, 1)[1].afspraken] == [54_000, 36_000]


def test_what_comes_out_otherwise_and_was_not_kept_is_said(ledger: Settings, monkeypatch: pytest.MonkeyPatch):
    run.bevries(ledger, two(), **WIE)
    as_before_0008(ledger)
    one_cent_otherwise(monkeypatch)
    with pytest.raises(GegevensOntbreken, match="toen alleen de invoer werd bewaard"):
        uit_grootboek(lees_bevroren, ledger, 1)
    (said,) = nagerekend(ledger)
    assert (said.fout, said.let_op) == (False, True)
    assert uit_grootboek(herschikkingen.met_invoer, ledger, 1)[2] is None


def test_the_next_freeze_keeps_the_outcome_of_older_ones_too(ledger: Settings):
    run.bevries(ledger, two(), **WIE)
    as_before_0008(ledger)
    run.bevries(ledger, example(), **WIE)
    assert all(b.uitkomst_sha256 for b in uit_grootboek(herschikkingen.bevroren, ledger, 2026))


def test_rounds_are_kept_in_order(ledger: Settings):
    run.bevries(ledger, example(), **WIE)
    steps = [
        Afstemming(1, EEN, Ronde.VERZONDEN, date(2026, 9, 8), "A. Analist", "", NU),
        Afstemming(1, EEN, Ronde.REACTIE, date(2026, 9, 12), "A. Analist", "meer plekken gevraagd", NU),
        Afstemming(1, EEN, Ronde.AKKOORD, date(2026, 9, 20), "A. Analist", "", NU),
    ]
    assert [herschikkingen.leg_vast(ledger, step) for step in steps] == steps
    assert uit_grootboek(herschikkingen.afstemmingen, ledger, 1) == steps
    with pytest.raises(OngeldigeInvoer, match="door"):
        herschikkingen.leg_vast(ledger, Afstemming(1, EEN, Ronde.AKKOORD, date(2026, 9, 20), "", "", NU))

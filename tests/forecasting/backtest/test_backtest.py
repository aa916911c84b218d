"""Backtests of PRODUCTIE and of a user's own panel: only what was known then, and kept as documented."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from config.errors import GegevensOntbreken, OngeldigeInvoer
from config.reference import reference_tables
from config.settings import Settings
from dashboard.contract.trefzekerheid import backtest_json
from forecasting.schatting.toets import panel
from forecasting.schatting.toets.scores import KANSEN, VOORSPELLINGEN, scores
from forecasting.wlz.backtest import run
from loaders.run import load
from tests.made import AANBIEDERS, CONTRACTEERRUIMTE_KOP, KOPPELTABEL, Inbox

EXTRACT_KOP = ",".join(reference_tables()["productie"].header)


@pytest.fixture
def loaded(settings: Settings, tmp_path: Path) -> Settings:
    """Two providers, two years: 90% of a month is granted on the 10th of the next, 10% a month later."""
    rows = [EXTRACT_KOP]
    for provider in (1, 2):
        for maand in pd.period_range("2024-07", "2026-03", freq="M"):
            cent = 1_000_000 * provider * maand.days_in_month
            for share, wait in ((9, 1), (1, 2)):
                when = (maand + wait).start_time.date().replace(day=10)
                part = cent * share // 10
                rows.append(f"0600000{provider},5515,V&V,regulier,Z053,14,{maand}-01,{when},{when},1,{part},{part}")
    inbox = Inbox(tmp_path / "in")
    ruimte = CONTRACTEERRUIMTE_KOP + "2025,5515,V&V,regulier,10500000.00,definitief,2024-10-01,voorbeeld\n"
    load(
        settings,
        [
            inbox.table("productie.csv", "\n".join(rows) + "\n"),
            inbox.table("koppeltabel.csv", KOPPELTABEL),
            inbox.table("aanbieders.csv", AANBIEDERS),
            inbox.table("ruimte.csv", ruimte),
        ],
    )
    return settings


def test_nothing_loaded_is_said(settings: Settings):
    with pytest.raises(GegevensOntbreken):
        run.backtest(settings, 2025)
    assert run.lees(settings, 2025) is None


def test_a_past_year_is_replayed_with_what_was_known_then(loaded: Settings):
    found = run.backtest(loaded, 2025)
    said, chances = found.voorspellingen, found.kansen
    assert list(said) == list(VOORSPELLINGEN)
    assert list(chances) == list(KANSEN)
    assert found.afgelopen
    year = 3 * 1_000_000 * 365
    site = said[(said["niveau"] == "site") & (said["sector"] == "V&V") & (said["naam"] == "zilveren-kruis")]
    assert site["werkelijk"].dropna().unique() == pytest.approx([year], rel=1e-3)
    june = site[(site["maanden_bekend"] == 5)].set_index("methode")["voorspeld"]
    # by the policy's rule on 25 June: April and before whole, May at 90%, drawn out: 120 + 0,9 x 31 + 0,9 x 214 days
    assert june["beleidsregel"] == pytest.approx(3_000_000 * (120 + 0.9 * 31 + 0.9 * 214), rel=1e-6)
    assert june["schatting"] == pytest.approx(year, rel=0.01)
    assert np.isnan(june["vorig jaar"])  # of 2024 only the second half was loaded, so it never was a whole year
    assert set(said["niveau"]) == {"site", "regio", "aanbieder"}


def test_the_estimate_beats_the_rule_where_months_come_in_late(loaded: Settings):
    per = scores(run.backtest(loaded, 2025).voorspellingen, ["methode"]).set_index("methode")
    assert per.loc["schatting", "fout"] < per.loc["beleidsregel", "fout"] / 3


def test_a_backtest_is_kept_and_read_again(loaded: Settings):
    assert run.lees(loaded, 2025) is None
    made = run.backtest(loaded, 2025)
    again = run.lees(loaded, 2025)
    assert again is not None
    pd.testing.assert_frame_equal(again.voorspellingen, made.voorspellingen, check_dtype=False)
    pd.testing.assert_frame_equal(again.kansen, made.kansen, check_dtype=False)


def test_a_year_that_is_not_over_is_told_without_a_judgement(loaded: Settings):
    found = run.backtest(loaded, 2026)
    assert not found.afgelopen
    assert found.voorspellingen["werkelijk"].isna().all()
    report = backtest_json(found)
    assert report["horizon"] == []
    assert report["voorspellingen"] > 0


def test_a_year_without_a_closed_month_is_refused(loaded: Settings):
    with pytest.raises(OngeldigeInvoer, match="nog geen maand"):
        run.backtest(loaded, 2027)


def made_panel(years: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(4)
    months = pd.period_range("2021-01", periods=12 * years, freq="M")
    return pd.DataFrame(
        [
            (f"s{n}", "V&V", f"r{n % 2}", f"p{n}", str(m), round(1000 * (n + 1) * rng.normal(1, 0.03), 2))
            for n in range(6)
            for m in months
        ],
        columns=list(panel.KOLOMMEN),
    )


def test_a_panel_of_ones_own(tmp_path: Path):
    path = tmp_path / "panel.csv"
    made_panel().to_csv(path, index=False)
    found = run.backtest_csv(path)
    assert found.jaren == (2021, 2022, 2023)
    assert sorted(found.voorspellingen["maanden_bekend"].unique()) == [3, 5, 7, 9]
    report = backtest_json(found)
    assert {r["methode"] for r in report["horizon"]} == {"beleidsregel", "schatting", "gelijke maanden", "vorig jaar"}
    assert all(0 <= r["kans"] <= 1 for r in found.kansen.to_dict("records"))
    first = found.voorspellingen[found.voorspellingen["jaar"] == 2021]
    assert first[first["methode"] == "vorig jaar"]["voorspeld"].isna().all()


def test_a_forecast_of_a_panel_sees_nothing_after_its_cut(tmp_path: Path):
    later = made_panel()
    after = later["month"] > "2023-05"
    changed = later.assign(value=later["value"].where(~after, later["value"] * 3))
    said = []
    for number, table in enumerate((later, changed)):
        found = panel.backtest_panel(panel.lees_panel(table), str(number), 0.02).voorspellingen
        cut = found[(found["jaar"] == 2023) & (found["maanden_bekend"] <= 5)]
        said.append(cut[["naam", "maanden_bekend", "methode", "voorspeld", "p10", "p90"]].reset_index(drop=True))
    pd.testing.assert_frame_equal(said[0], said[1])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda t: t.drop(columns="value"), "Kolom ontbreekt: value"),
        (lambda t: pd.concat([t, t.iloc[:1]]), "Reeks s0, maand 2021-01: komt dubbel voor"),
        (lambda t: t.assign(value=[float("nan"), *t["value"][1:]]), "Reeks s0, maand 2021-01: is geen maand"),
        (lambda t: t.assign(month="2021-13"), "Reeks s0, maand 2021-13"),
        (lambda t: t.iloc[:0], "leeg"),
        (lambda t: t[t["month"] < "2021-07"], "heel kalenderjaar"),
        (lambda t: t.assign(region=["x", *t["region"][1:]]), "Reeks s0 heeft meer dan één sector of regio"),
    ],
)
def test_what_is_wrong_with_a_panel_is_named(change, reason: str):
    with pytest.raises(OngeldigeInvoer, match=reason):
        panel.backtest_panel(panel.lees_panel(change(made_panel())), "x", 0.02)

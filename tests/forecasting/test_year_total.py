"""The year total of one series: by hand where a hand can reach, and what must hold for every series (R4.6, R3.2)."""

import time
import warnings
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.schatting.year_total import YearTotal, forecast_year_total


def maanden(eind: str, aantal: int) -> pd.PeriodIndex:
    return pd.period_range(end=eind, periods=aantal, freq="M")


def reeks(waarden: list[float] | np.ndarray, eind: str = "2026-05", naam: str = "V&V") -> pd.Series:
    return pd.Series(np.asarray(waarden, dtype=float), index=maanden(eind, len(waarden)), name=naam)


def per_dag(bedrag: float, eind: str, aantal: int) -> pd.Series:
    return reeks(bedrag * maanden(eind, aantal).days_in_month.to_numpy(), eind)


def jaarverloop(jaren: int, eind: str, groei: float = 0.0, top: float = 0.5, ruis: float = 0.01) -> pd.Series:
    """A yearly pattern that starts anew every January."""
    index = maanden(eind, 12 * jaren + int(eind[-2:]))
    stap = np.arange(len(index))
    ruis_op = np.random.default_rng(0).normal(0, ruis, len(index))
    vorm = np.exp(top * (index.month.to_numpy() - 6.5) / 11 + groei * stap / 12 + ruis_op)
    return pd.Series(1000 * vorm * index.days_in_month.to_numpy(), index=index, name="GZ")


def test_the_literal_figure_is_the_rule_on_calendar_days():
    # R3.2 by hand: 100 + 90 + 124 = 314, and April to December 2026 have 275 days at 124 / 31 = 4 a day: 314 + 1100
    assert forecast_year_total(reeks([100, 90, 124], "2026-03"), 2026, 3).literal == pytest.approx(1414)


def test_steady_amounts_a_day_are_expected_to_go_on():
    # 10 a day through 2026 is 3650
    total = forecast_year_total(per_dag(10, "2026-05", 41), 2026, 5)
    assert total.point == pytest.approx(3650)
    assert total.quantile(0.1) < 3650 < total.quantile(0.9)


def test_too_little_history_gives_the_literal_rule_with_a_wide_range_and_says_so():
    short = forecast_year_total(reeks([100, 104, 98, 103], "2026-04"), 2026, 4)
    assert short.point == short.literal
    assert short.method == "letterlijke regel"
    assert "te weinig" in short.reasons[0]
    long = forecast_year_total(reeks([100, 104, 98, 103] * 10, "2026-04"), 2026, 4)
    assert short.quantile(0.9) - short.quantile(0.1) > 2 * (long.quantile(0.9) - long.quantile(0.1))


def test_a_yearly_pattern_is_followed_where_the_rule_goes_wrong():
    whole = jaarverloop(5, "2025-12")
    actual = whole["2025"].sum()
    seen = whole[:"2025-03"]
    total = forecast_year_total(seen, 2025, 3)
    assert abs(total.literal / actual - 1) > 0.15
    assert abs(total.point / actual - 1) < 0.02
    assert total.quantile(0.025) < actual < total.quantile(0.975)
    assert "in eerdere jaren" in total.reasons[0]


def test_a_new_level_is_followed():
    values = np.concatenate([np.full(40, 100.0), np.full(9, 60.0)]) * np.random.default_rng(1).normal(1, 0.01, 49)
    total = forecast_year_total(reeks(values, "2026-09"), 2026, 9)
    # nine months at 60 and three to come
    assert total.point == pytest.approx(12 * 60, rel=0.05)


def test_the_whole_year_known_leaves_nothing_to_tell():
    total = forecast_year_total(reeks(np.arange(1, 25), "2026-12"), 2026, 12)
    assert total.point == total.literal == total.quantile(0.01) == total.quantile(0.99) == sum(range(13, 25))
    assert total.reasons == ("Het jaar is helemaal bekend.",)


def test_a_series_that_began_this_year_counts_from_its_first_month():
    total = forecast_year_total(reeks([50] * 7, "2026-09"), 2026, 9)
    # July to September have 92 days; R3.2: 7 x 50 + 50 / 30 x 92
    assert total.literal == pytest.approx(350 + 50 / 30 * 92)


def test_incomplete_months_are_completed_and_widen_the_range():
    whole = per_dag(10, "2026-05", 41)
    part = pd.Series([0.95, 0.8, 0.4], index=whole.index[-3:])
    known = whole.copy()
    known.iloc[-3:] *= part.to_numpy()
    total = forecast_year_total(known, 2026, 5, completeness=part)
    complete = forecast_year_total(whole, 2026, 5)
    assert total.point == pytest.approx(3650, rel=0.01)
    assert total.literal < 2500
    assert total.quantile(0.9) - total.quantile(0.1) > 1.5 * (complete.quantile(0.9) - complete.quantile(0.1))
    assert "3 recente maanden" in total.reasons[0]


def test_full_completeness_changes_nothing():
    history = jaarverloop(3, "2026-05")
    full = pd.Series(1.0, index=history.index[-4:])
    assert_same(forecast_year_total(history, 2026, 5), forecast_year_total(history, 2026, 5, completeness=full))


def assert_same(one: YearTotal, other: YearTotal) -> None:
    assert (one.point, one.method, one.reasons) == (other.point, other.method, other.reasons)
    np.testing.assert_array_equal(one.samples, other.samples)


def test_the_same_seed_gives_the_same_samples_and_another_seed_the_same_range():
    history = jaarverloop(3, "2026-05")
    assert_same(forecast_year_total(history, 2026, 5, seed=4), forecast_year_total(history, 2026, 5, seed=4))
    other = forecast_year_total(history, 2026, 5, seed=5)
    assert not np.array_equal(other.samples, forecast_year_total(history, 2026, 5, seed=4).samples)
    assert other.quantile(0.3) == forecast_year_total(history, 2026, 5, seed=4).quantile(0.3)


AMOUNTS = st.floats(-1e6, 1e7, allow_nan=False).map(lambda amount: round(amount, 2))
POSITIVE = st.floats(1, 1e7).map(lambda amount: round(amount, 2))


@settings(max_examples=60, deadline=None)
@given(values=st.lists(AMOUNTS, min_size=3, max_size=60), cut=st.integers(1, 12))
def test_every_series_gets_finite_figures_and_quantiles_in_order(values: list[float], cut: int):
    history = reeks(values, f"2026-{cut:02d}")
    if not history.any():
        return
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        total = forecast_year_total(history, 2026, cut)
    assert np.isfinite([total.point, total.literal]).all()
    assert len(total.samples) >= 2_000
    assert np.isfinite(total.samples).all()
    marks = [total.quantile(p) for p in (0.0, 0.025, 0.1, 0.5, 0.9, 0.975, 1.0)]
    assert marks == sorted(marks)
    assert total.reasons
    assert sum(total.weights.values()) == pytest.approx(1)


@settings(max_examples=40, deadline=None)
@given(values=st.lists(POSITIVE, min_size=3, max_size=50), factor=st.sampled_from([0.01, 3.0, 1000.0]))
def test_another_unit_only_changes_the_unit(values: list[float], factor: float):
    one, other = (forecast_year_total(reeks(np.array(values) * f), 2026, 5) for f in (1.0, factor))
    assert other.point == pytest.approx(one.point * factor, rel=1e-6)
    np.testing.assert_allclose(other.samples, one.samples * factor, rtol=1e-6)


@settings(max_examples=40, deadline=None)
@given(values=st.lists(POSITIVE, min_size=3, max_size=50))
def test_positive_amounts_never_end_below_what_is_known(values: list[float]):
    history = reeks(values)
    total = forecast_year_total(history, 2026, 5)
    assert total.samples.min() >= history["2026":].sum() * (1 - 1e-9)


def test_one_series_is_quick():
    history = jaarverloop(6, "2026-05")
    forecast_year_total(history, 2026, 5)
    begin = time.perf_counter()
    for _ in range(5):
        forecast_year_total(history, 2026, 5)
    assert (time.perf_counter() - begin) / 5 < 0.2  # 5 ms where this was written


FOUT = {
    "ontbreekt": (lambda s: s.drop(s.index[4]), r"Reeks V&V: maand 2025-10 ontbreekt"),
    "dubbel": (lambda s: pd.concat([s[:3], s[2:]]), r"Reeks V&V: maand 2025-08 komt dubbel voor"),
    "volgorde": (lambda s: s[::-1], r"Reeks V&V: maand 2026-04 staat niet op volgorde"),
    "nul": (lambda s: s * 0, r"Reeks V&V: alle maanden van 2025-06 tot en met 2026-05 zijn nul"),
    "later": (lambda s: reeks([1] * 13, "2026-06"), r"Reeks V&V: maand 2026-06 ligt na de laatste maand 2026-05"),
    "eerder": (lambda s: s[:-1], r"Reeks V&V: maand 2026-05 ontbreekt"),
    "nan": (lambda s: s.where(s.index != s.index[7]), r"Reeks V&V: maand 2026-01 heeft geen eindig getal"),
    "oneindig": (lambda s: s.replace(2, np.inf), r"Reeks V&V: maand 2025-07 heeft geen eindig getal"),
    "kort": (lambda s: s[-2:], r"Reeks V&V: 2 maanden tot en met 2026-05; er zijn er minstens 3 nodig"),
    "leeg": (lambda s: s[:0], r"Reeks V&V: 0 maanden tot en met 2026-05"),
    "tekst": (lambda s: s.astype(object).replace(3, "veel"), r"Reeks V&V: maand 2025-08 heeft geen getal"),
    "datums": (lambda s: s.to_timestamp(), r"Reeks V&V: de index moet uit maanden bestaan"),
    "kwartalen": (lambda s: s.set_axis(pd.period_range("2020Q1", periods=12, freq="Q")), r"moet uit maanden bestaan"),
}


@pytest.mark.parametrize("naam", FOUT)
def test_bad_input_is_refused_with_series_and_month(naam: str):
    bederf, melding = FOUT[naam]
    with pytest.raises(ValueError, match=melding):
        forecast_year_total(bederf(reeks(np.arange(1, 13))), 2026, 5)


def test_a_last_month_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="laatste maand 13 bestaat niet"):
        forecast_year_total(reeks([1, 2, 3]), 2026, 13)


@pytest.mark.parametrize(
    ("deel", "melding"),
    [
        (pd.Series([0.0], index=maanden("2026-05", 1)), "maand 2026-05 ligt niet tussen 0"),
        (pd.Series([1.2], index=maanden("2026-04", 1)), "maand 2026-04 ligt niet tussen 0"),
        (pd.Series([np.nan], index=maanden("2026-04", 1)), "maand 2026-04 ligt niet tussen 0"),
        (pd.Series([0.5], index=maanden("2026-06", 1)), "maand 2026-06 staat niet in de reeks"),
        (pd.Series([0.5, 0.6], index=maanden("2026-05", 1).repeat(2)), "maand 2026-05 komt dubbel voor"),
        (pd.Series([0.5], index=[5]), "index moet uit maanden bestaan"),
    ],
)
def test_bad_completeness_is_refused_with_series_and_month(deel: pd.Series, melding: str):
    with pytest.raises(ValueError, match=melding):
        forecast_year_total(reeks(np.arange(1, 13)), 2026, 5, completeness=deel)


def test_a_probability_outside_0_and_1_is_refused():
    with pytest.raises(ValueError, match="tussen 0 en 1"):
        forecast_year_total(reeks([1, 2, 3]), 2026, 5).quantile(1.5)


def test_a_level_that_came_three_months_ago_and_stays_is_followed():
    # 100 a day with a mild season; from March on 25% more, seen up to and including May, when the rule expects 4% too
    # much. Last year with usual growth would tell 13% too little: it and the year so far hardly count any more.
    maand = np.arange(72)
    dagtarief = 100 * np.exp(0.05 * np.sin(maand * np.pi / 6) + np.random.default_rng(0).normal(0, 0.02, 72))
    sprong = np.where(maand >= 62, 1.25, 1.0)
    rustig, gesprongen = (
        reeks(waarden * maanden("2026-12", 72).days_in_month.to_numpy(), "2026-12")
        for waarden in (dagtarief, dagtarief * sprong)
    )
    zonder, met = (forecast_year_total(alles[:"2026-05"], 2026, 5) for alles in (rustig, gesprongen))
    uitkomst = gesprongen["2026-01":].sum()
    assert abs(met.point / uitkomst - 1) < 0.03
    assert met.quantile(0.1) < uitkomst < met.quantile(0.9)
    assert met.weights["vorig_jaar"] < zonder.weights["vorig_jaar"] / 5
    assert met.weights["jaar_tot_nu"] < 0.02
    assert met.quantile(0.9) - met.quantile(0.1) > 2 * (zonder.quantile(0.9) - zonder.quantile(0.1))


@pytest.mark.parametrize(("sprong", "woord"), [(1.3, "hoger"), (0.75, "lager")])
def test_a_last_month_out_of_line_makes_the_range_much_wider_and_says_so(sprong: float, woord: str):
    # Six years of 100 a day with some noise; May 2026 is 30% higher or 25% lower and falls back, which is what such
    # months do most often (R4.6): the range holds that year, is over three times as wide, and reaches further toward
    # the year in which the new level stays.
    dagtarief = 100 * np.exp(np.random.default_rng(4).normal(0, 0.02, 72))
    dagen = maanden("2026-12", 72).days_in_month.to_numpy()
    rustig = reeks(dagtarief * dagen, "2026-12")
    wild = reeks(dagtarief * np.where(np.arange(72) == 64, sprong, 1.0) * dagen, "2026-12")
    gewoon, ruim = (forecast_year_total(alles[:"2026-05"], 2026, 5) for alles in (rustig, wild))
    assert ruim.quantile(0.1) < wild["2026-01":].sum() < ruim.quantile(0.9)
    assert ruim.quantile(0.9) - ruim.quantile(0.1) > 3 * (gewoon.quantile(0.9) - gewoon.quantile(0.1))
    verste = 0.975 if sprong > 1 else 0.025
    assert abs(ruim.quantile(verste) - ruim.point) > 3 * abs(gewoon.quantile(verste) - gewoon.point)
    assert any(zin.startswith("Mei kwam") and f"% {woord} uit dan een maand" in zin for zin in ruim.reasons)
    assert not any("te verwachten was" in zin for zin in gewoon.reasons)


def test_a_correction_of_a_cent_does_not_undo_that_care_stopped():
    values = 1e6 * np.exp(np.random.default_rng(0).normal(0, 0.05, 41))
    ends = ([0.0, 0.0, 0.0], [0.0, -0.01, 0.0], [0.05, 0.04, 0.03])
    stopped, credited, cents = (forecast_year_total(reeks([*values[:-3], *end]), 2026, 5) for end in ends)
    assert stopped.point == pytest.approx(values[36:38].sum())
    for total in (credited, cents):
        assert total.point == pytest.approx(stopped.point, abs=1.0)
        # whoever stopped may begin again: the range is not of cents
        assert total.quantile(0.9) - total.quantile(0.1) > 1e5
        assert total.quantile(0.9) == pytest.approx(stopped.quantile(0.9), rel=0.001)


@settings(max_examples=60, deadline=None)
@given(values=st.lists(st.floats(0, 1e7).map(lambda amount: round(amount, 2)), min_size=3, max_size=60))
def test_no_total_lies_below_what_is_approved_and_never_was_credited(values: list[float]):
    history = reeks(values)
    if not history.any():
        return
    total = forecast_year_total(history, 2026, 5)
    certain = np.nansum(values[-5:])
    assert total.samples.min() >= certain * (1 - 1e-12)
    assert total.point >= certain * (1 - 1e-12)


def test_a_wild_series_has_a_range_that_is_not_cut_off_and_reasons_without_absurd_percentages():
    values = 1e6 * np.exp(np.random.default_rng(0).normal(0, 0.05, 41))
    total = forecast_year_total(reeks([*values[:-1], 5.0]), 2026, 5)
    marks = [total.quantile(p) for p in (0.5, 0.8, 0.9, 0.95, 0.975)]
    assert all(low < high for low, high in pairwise(marks))
    assert total.reasons[0].startswith("De verwachting is veel hoger dan de letterlijke regel")
    assert "%" not in " ".join(total.reasons)

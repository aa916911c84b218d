"""The methods under the year total (R4.6), by hand: what each foretells, and what is left out of learning."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from config.forecast import learned
from config.tables import rows
from forecasting.schatting.year.batch import calendar_days
from forecasting.schatting.year.completing import completed, filled, foretold
from forecasting.schatting.year.methods.airline import airline
from forecasting.schatting.year.methods.candidates import NAMES, SEASONAL_NAMES, candidates
from forecasting.schatting.year.methods.cleaning import without_wild_months
from forecasting.schatting.year.methods.simple import lagged, last_year, run_rate
from forecasting.schatting.year.methods.smoothing import PLAIN, SEASONAL, smooth
from forecasting.schatting.year.methods.workdays import days_of_care, elasticity, working_days
from forecasting.schatting.year.pooling import MISSES, TRAITS, gather, weights
from forecasting.schatting.year.spread import MARKS, SURPRISE, error_quantiles, excess

YEARS = np.tile(np.arange(12.0), 5)[None, :]
"""Five years in which every month is what it was a year before: 0 to 11."""
MAY = np.array([52])
"""Origin after May of the fifth year."""
REST = np.arange(5.0, 12.0)


def test_the_tables_name_the_methods_traits_and_marks_of_the_code_in_order():
    tables = learned()
    assert tables.methods == NAMES
    assert list(rows("forecast_weights")[0])[1:] == list(TRAITS)
    assert tuple(row["naam"] for row in rows("forecast_own")) == MISSES
    assert tuple(row["kenmerk"] for row in rows("forecast_width")) == (*MARKS, SURPRISE)


def test_run_rates_go_on():
    past = lagged(np.array([[4.0, 1.0, 2.0, 6.0]]), np.array([3]), 12)
    assert run_rate(past, 1, 2)[0, 0].tolist() == [6.0, 6.0]
    assert run_rate(past, 3, 2)[0, 0].tolist() == [3.0, 3.0]
    assert np.isnan(run_rate(past, 5, 2)).all()


def test_last_year_comes_again_with_the_growth_that_was_usual_whatever_the_last_months_did():
    # Every month 0.3 above the year before: 12 months tell 12 x 0.3 = 3.6, over 12 + 24 months is 0.1.
    rates = np.concatenate([YEARS[0, :12], YEARS[0, :12] + 0.3, [50.0]])[None, :]
    np.testing.assert_allclose(last_year(rates, np.array([23]), 3)[0, 0], [0.4, 1.4, 2.4])
    # The wild 25th month is one year-on-year change of 49.7 more, over 13 + 24 months; its own level is not followed.
    np.testing.assert_allclose(last_year(rates, np.array([24]), 2)[0, 0], np.array([1.3, 2.3]) + (3.6 + 49.7) / 37)
    assert np.isnan(last_year(rates, np.array([11]), 3)).all()


@pytest.mark.parametrize(
    "method",
    [
        lambda rates, origins: airline(rates, origins, 7),
        lambda rates, origins: smooth(rates, origins, 7, SEASONAL),
        lambda rates, origins: last_year(rates, origins, 7),
    ],
)
def test_a_year_that_repeats_itself_is_foretold_exactly(method):
    np.testing.assert_allclose(method(YEARS, MAY)[0, 0], REST, atol=1e-9)


def test_methods_that_look_a_year_back_take_part_from_fifteen_months_on():
    """Series of 14 and 15 months, with the last month as origin, and the one before it: 15, 14 and 14, 13 months."""
    rates = np.random.default_rng(0).normal(0, 0.1, (2, 15))
    rates[0, 0] = np.nan
    paths = candidates(rates, np.array([14, 13]), 5)
    seasonal = [NAMES.index(name) for name in SEASONAL_NAMES]
    assert np.isfinite(paths[:, :, seasonal]).all(axis=(2, 3)).tolist() == [[False, False], [True, False]]
    assert np.isfinite(paths[:, :, [NAMES.index("laatste_maand"), NAMES.index("vlak")]]).all()


@pytest.mark.parametrize("grid", [PLAIN, SEASONAL])
def test_smoothing_keeps_a_constant(grid):
    np.testing.assert_allclose(smooth(np.full((1, 60), 3.0), MAY, 7, grid), 3.0)


@pytest.mark.parametrize("cut", [1, 5, 11])
def test_no_method_sees_what_came_after_its_origin(cut: int):
    rng = np.random.default_rng(0)
    whole = rng.normal(0, 0.1, (3, 60))
    changed = whole.copy()
    changed[:, 50:] += 5.0
    origins = np.array([49, 44, 37])
    for name, one, other in zip(
        NAMES, *(np.moveaxis(candidates(rates, origins, cut), 2, 0) for rates in (whole, changed)), strict=True
    ):
        np.testing.assert_array_equal(one, other, err_msg=name)


def test_a_wild_month_is_not_learned_from_but_a_yearly_peak_and_the_last_months_are():
    rng = np.random.default_rng(0)
    quiet = rng.normal(0, 0.01, (1, 60))
    wild, peak, late = quiet.copy(), quiet.copy(), quiet.copy()
    wild[0, 30] += 1.0
    peak[0, 6::12] += 1.0
    late[0, 58] += 1.0
    np.testing.assert_allclose(without_wild_months(wild), quiet, atol=0.05)
    np.testing.assert_array_equal(without_wild_months(peak), peak)
    np.testing.assert_array_equal(without_wild_months(late), late)


def test_a_method_that_was_right_in_the_own_past_gets_the_weight():
    rng = np.random.default_rng(0)
    days, working = np.full(72, 30.0), np.full(72, 21.0)
    season = np.exp(np.tile(np.sin(np.arange(12) / 2), 6) + rng.normal(0, 0.02, 72))[None, :65]
    level = np.exp(np.cumsum(rng.normal(0, 0.05, 72)))[None, :65]
    seasonal, steady = (weights(gather(30 * rates, days, working, 5), learned())[0] for rates in (season, level))
    looking_back = [NAMES.index(name) for name in SEASONAL_NAMES]
    assert seasonal[looking_back].sum() > 0.9
    assert steady[looking_back].sum() < 0.5


def test_care_that_stopped_is_not_expected_back():
    values = np.concatenate([np.random.default_rng(0).uniform(90, 110, 50), np.zeros(3)])[None, :]
    weight = weights(gather(values, np.full(60, 30.0), np.full(60, 21.0), 5), learned())
    assert weight[0].tolist() == [1.0, *[0.0] * (len(NAMES) - 1)]


def test_error_quantiles_rise_and_lie_around_nought():
    for cut in range(1, 12):
        found = error_quantiles(np.array([0.025, 0.1, 0.5, 0.9, 0.975]), cut, learned())
        assert (np.diff(found) > 0).all()
        assert found[1] < 0 < found[3]


def test_an_incomplete_month_weighs_itself_against_what_was_foretold():
    # half known 40: grossed up 80, foretold 60; unknown part of the mixture: (80 + 60) / 2 x 0,5 = 35, so 75
    assert completed(np.array([40.0]), np.array([0.5]), np.array([60.0])) == pytest.approx([75.0])


def test_months_to_complete_follow_half_of_last_years_shape():
    # a year ago October to December were 1 a day and January 4: the square root of 4 / 1 is 2; now 1 a day: 2 a day
    days = np.full(16, 30.0)
    seen = 30.0 * np.array([1, 1, 1, 4, *[1] * 11])
    assert foretold(seen, days, 1).tolist() == [60.0]


def test_complete_series_are_left_alone():
    values = np.array([[10.0, 20.0, 30.0]])
    amounts, unsure = filled(values, np.full(12, 30.0), np.ones((1, 3)), 3)
    np.testing.assert_array_equal(amounts, values)
    assert unsure.tolist() == [0.0]


def test_care_on_weekdays_is_counted_in_working_days():
    # a provider that bills 100 a working day: each month counts for as many days of care as it has working days
    last = pd.Period("2026-05")
    working, days = working_days(last, 53), calendar_days(last, 53)
    every_day, weekdays = 100 * days[None, :53], 100 * working[None, :53]
    np.testing.assert_allclose(days_of_care(every_day, days, working), days[None, :])
    shape = days_of_care(weekdays, days, working)[0] / working
    assert shape.max() / shape.min() < 1.02 < (days / working).max() / (days / working).min()


def test_working_days_are_not_read_into_short_or_irregular_series():
    last = pd.Period("2026-05")
    working, days = working_days(last, 53), calendar_days(last, 53)
    values = 100 * working[None, :53].copy()
    short, credit = np.where(np.arange(53) < 40, np.nan, values), np.where(np.arange(53) == 9, -5.0, values)
    for series in (short, credit):
        np.testing.assert_array_equal(days_of_care(series, days, working), days[None, :])


def test_the_part_of_working_days_stays_between_none_and_all_and_one_wild_month_does_not_make_it():
    rng = np.random.default_rng(3)
    last = pd.Period("2026-05")
    share = np.log(working_days(last, 65) / calendar_days(last, 65) * 7 / 5)[:65]
    rates = rng.normal(0, 0.02, (40, 65)) + np.array([[0.0], [3.0]] * 20) * share
    quiet = elasticity(rates, share)
    assert quiet[::2].max() < 0.3
    assert quiet[::2].min() >= 0
    assert (quiet[1::2] == 1).all()
    rates[:, 30] += 1.5
    assert elasticity(rates, share)[::2].max() < 0.3


def test_a_method_that_fell_behind_this_year_counts_less():
    # four years of the same season; this year flat: the sums foretold this year are still open, the months are not
    season = np.tile(1 + 0.3 * np.sin(np.arange(12) / 2), 5)[None, :57]
    flat = season.copy()
    flat[0, 48:] = flat[0, 47]
    noise = np.exp(np.random.default_rng(1).normal(0, 0.01, (1, 57)))
    days, working = np.full(60, 30.0), np.full(60, 21.0)
    looking_back = [NAMES.index(name) for name in SEASONAL_NAMES]
    as_ever, changed = (
        weights(gather(30 * rates * noise, days, working, 9), learned())[0][looking_back].sum()
        for rates in (season, flat)
    )
    assert changed < as_ever


def test_only_what_is_beyond_twice_the_usual_miss_is_out_of_line():
    # One method counts. It missed the next month by 0.01, 0.02 or 0.03 before (newest but two first): usual 0.02. The
    # last month came 0.30 above what was told, of which 0.30 - 2 x 0.02 is out of line; below: the same, other sign.
    # A miss of 0.03 is nothing special, and without a past nothing can be told.
    days, working = calendar_days(pd.Period("2026-05"), 60), working_days(pd.Period("2026-05"), 60)
    evidence = gather(30 * np.ones((3, 60)), days[:67], working[:67], 5)
    older = np.array([0.5, 0.01, -0.02, 0.03, -0.02, 0.02])
    missed = np.full((3, 7, len(NAMES)), np.nan)
    for row, newest in enumerate((0.30, -0.30, 0.03)):
        missed[row, :, 0] = [newest, *older]
    alone = np.tile(np.arange(len(NAMES)) == 0, (3, 1)).astype(float)
    last, beyond = excess(replace(evidence, missed=missed), alone)
    assert last == pytest.approx([0.30, -0.30, 0.03])
    assert beyond == pytest.approx([0.26, 0.26, 0.0])
    for unknown in (missed[:, :2], np.full_like(missed, np.nan)):
        last, beyond = excess(replace(evidence, missed=unknown), alone)
        assert not last.any()
        assert not beyond.any()

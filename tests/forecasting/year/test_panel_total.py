"""Many providers at once (R4.6): sums fit draw by draw, shocks are shared, order makes no difference."""

import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.forecast import learned
from forecasting.schatting.year.batch import Batch
from forecasting.schatting.year.panel_total import Groups, _in_chunks, reconciled, table_of, ties
from forecasting.schatting.year_total import YearTotal, forecast_many, forecast_year_total

MONTHS = pd.period_range("2023-01", "2026-05", freq="M")


def paneel(aanbieders: int = 12, schok: float = 0.02, eigen: float = 0.02, seed: int = 0) -> pd.DataFrame:
    """Two sectors, two regions; every sector has shocks of its own that all its providers feel."""
    rng = np.random.default_rng(seed)
    days = MONTHS.days_in_month.to_numpy()
    shocks = {sector: np.cumsum(rng.normal(0, schok, len(MONTHS))) for sector in ("V&V", "GZ")}
    columns = {}
    for number in range(aanbieders):
        sector, region = ("V&V", "GZ")[number % 2], ("5525", "5533")[number // 2 % 2]
        own = rng.normal(0, eigen, len(MONTHS))
        columns[sector, region, f"{number:08d}"] = 1000 * (1 + number) * np.exp(shocks[sector] + own) * days
    return pd.DataFrame(columns, index=MONTHS)


@pytest.fixture(scope="module")
def gedeeld():
    return forecast_many(paneel(), 2026, 5)


def test_provider_region_and_sector_add_up_in_every_draw(gedeeld):
    providers = gedeeld.providers
    sector = gedeeld.total("V&V")
    np.testing.assert_allclose(
        sector.samples, sum(total.samples for key, total in providers.items() if key[0] == "V&V")
    )
    regions = [gedeeld.total("V&V", region) for region in ("5525", "5533")]
    np.testing.assert_allclose(sector.samples, regions[0].samples + regions[1].samples)
    assert sector.point == pytest.approx(regions[0].point + regions[1].point)
    assert gedeeld.total().point == pytest.approx(sector.point + gedeeld.total("GZ").point)
    with pytest.raises(KeyError):
        gedeeld.total("GGZ")


def width(total) -> float:
    return total.quantile(0.9) - total.quantile(0.1)


def test_shared_shocks_make_a_sector_wider_than_chance_and_narrower_than_the_naive_sum(gedeeld):
    own = [width(total) for key, total in gedeeld.providers.items() if key[0] == "V&V"]
    assert np.hypot.reduce(own) < width(gedeeld.total("V&V")) < sum(own)


def test_without_shared_shocks_the_range_of_a_sector_shrinks():
    shared, apart = (forecast_many(paneel(40, schok, 0.05), 2026, 5) for schok in (0.03, 0.0))
    relative = [
        width(many.total("GZ")) / sum(width(total) for key, total in many.providers.items() if key[0] == "GZ")
        for many in (shared, apart)
    ]
    assert relative[1] < 0.6 * relative[0]


def test_correlations_give_sums_the_width_that_was_asked():
    # two regions of two providers, widths 1: correlation 0,5 inside and 0,2 across:
    # a region: 2 + 2 x 0,5 = 3; the sector: 4 + 4 x 0,5 + 8 x 0,2 = 7,6
    groups = Groups(np.zeros(4, dtype=int), np.array([0, 0, 1, 1]))
    across, inside = ties(np.ones(4), np.array([7.6]), np.array([3.0, 3.0]), groups)
    assert inside == pytest.approx([0.5])
    assert across == pytest.approx([0.2])


def batch_of(point: list[float], half: list[float]) -> Batch:
    """Even ranges: half the distance between the 16% and 84% quantiles is `half`."""
    even = np.linspace(-1, 1, 101) / 0.68
    totals = np.array(point)[:, None] + np.array(half)[:, None] * even
    count = len(point)
    return Batch(
        np.array(point), np.array(point), totals, np.full((count, 1), 1.0), np.zeros(count), np.full(count, -np.inf)
    )


def test_levels_are_reconciled_by_hand():
    """Providers of 100 and 200, half widths 10 and 20, in one region; the sector by itself says 350, weight 0,6.

    The sum moves by 0,6 x (350 - 300) = 30, of which 10 x (10 + 30) : 20 x (20 + 30) = 400 : 1000 = 2/7 and 5/7.
    """
    tables = replace(learned(), level_weight={"sector": 0.6, "regio": 0.0})
    groups = Groups(np.zeros(2, dtype=int), np.zeros(2, dtype=int))
    sums = batch_of([350.0, 350.0], [25.0, 25.0])
    found = reconciled(batch_of([100.0, 200.0], [10.0, 20.0]), sums, groups, tables)
    assert found.point == pytest.approx([100 + 60 / 7, 200 + 150 / 7])
    assert found.totals.mean(axis=1) == pytest.approx(found.point)
    assert found.point.sum() == pytest.approx(330)


def test_a_region_is_reconciled_before_its_sector():
    """Two regions of one provider of 100, the same width; the first by itself says 120 (weight 0,5: 110), and the
    sector 230 (weight 1): both move by half of what is left, 230 - 210 = 20."""
    tables = replace(learned(), level_weight={"sector": 1.0, "regio": 0.5})
    groups = Groups(np.zeros(2, dtype=int), np.arange(2))
    found = reconciled(
        batch_of([100.0, 100.0], [10.0, 10.0]), batch_of([230.0, 120.0, 100.0], [9.0, 9.0, 9.0]), groups, tables
    )
    assert found.point == pytest.approx([120, 110])


def test_no_provider_is_moved_below_what_is_certain():
    tables = replace(learned(), level_weight={"sector": 1.0, "regio": 1.0})
    batch = replace(batch_of([100.0, 100.0], [10.0, 10.0]), floor=np.array([95.0, -np.inf]))
    groups = Groups(np.zeros(2, dtype=int), np.zeros(2, dtype=int))
    found = reconciled(batch, batch_of([120.0, 120.0], [1.0, 1.0]), groups, tables)
    assert found.point[0] == 95
    assert found.totals[0].min() == 95


def test_a_provider_that_begins_is_no_growth_of_its_sector():
    """Five providers of 10 a day and, since a year, one of 50 a day: the sector is expected to go on at 100 a day, and
    what it had this year is what it really had."""
    days = MONTHS.days_in_month.to_numpy()
    many = pd.DataFrame({("GZ", "5525", f"{n:08d}"): 10.0 * days for n in range(5)}, MONTHS)
    many["GZ", "5525", "00000009"] = np.where(np.arange(len(MONTHS)) >= len(MONTHS) - 3, 50.0 * days, np.nan)
    total = forecast_many(many, 2026, 5).total("GZ")
    assert total.point == pytest.approx(50 * 365 + 50 * (365 - 59), rel=0.002)


def test_a_sector_of_which_the_newest_month_jumps_is_told_both_ways():
    """Steady at 1 a day, and the last month at 1,4: the year stays at 1,4 from then on, or was that high for a month.

    January to April 2026 have 120 days, May 31, and 214 are to come: 120 + 1,4 x 31 = 163,4, and 1,4 x 214 or 214.
    """
    days = MONTHS.days_in_month.to_numpy()
    noise = 1 + 0.004 * np.sin(np.arange(len(MONTHS)) * 2.3)
    many = pd.DataFrame({("GZ", "5525", f"{n:08d}"): days * noise for n in range(3)}, MONTHS)
    assert not forecast_many(many, 2026, 5).jumps
    many.iloc[-1] *= 1.4
    found = forecast_many(many, 2026, 5).jumps
    assert set(found) == {("GZ",), ("GZ", "5525")}
    assert found["GZ",].part == pytest.approx(0.4, abs=0.02)
    assert found["GZ",].stays == pytest.approx(3 * (163.4 + 1.4 * 214), rel=0.01)
    assert found["GZ",].returns == pytest.approx(3 * (163.4 + 214), rel=0.01)


def test_every_total_of_a_provider_is_drawn_once_whatever_the_seed(gedeeld):
    other = forecast_many(paneel(), 2026, 5, seed=3)
    for key, total in gedeeld.providers.items():
        np.testing.assert_array_equal(np.sort(other.providers[key].samples), np.sort(total.samples))


def test_sectors_share_a_factor(gedeeld):
    """The sum of two sectors is wider than if they were independent, and narrower than their widths together."""
    one, two = (width(gedeeld.total(sector)) for sector in ("V&V", "GZ"))
    assert 1.02 * np.hypot(one, two) < width(gedeeld.total()) < 0.98 * (one + two)


def test_the_order_of_columns_makes_no_difference(gedeeld):
    turned = forecast_many(paneel().iloc[:, ::-1], 2026, 5)
    for key, total in gedeeld.providers.items():
        assert turned.providers[key].point == total.point
        np.testing.assert_array_equal(turned.providers[key].samples, total.samples)


def test_the_same_seed_gives_the_same_draws(gedeeld):
    again, other = (forecast_many(paneel(), 2026, 5, seed=seed) for seed in (0, 1))
    np.testing.assert_array_equal(again.total("GZ").samples, gedeeld.total("GZ").samples)
    assert not np.array_equal(other.total("GZ").samples, gedeeld.total("GZ").samples)


@settings(max_examples=15, deadline=None)
@given(months=st.integers(3, 41), older=st.integers(1, 100), seed=st.integers(0, 50))
def test_figures_do_not_depend_on_who_else_is_there_or_since_when(months: int, older: int, seed: int):
    """Another sector added, and older months of it, change no bit of a provider, its region or its sector."""
    mine = paneel(6, seed=seed).loc[:, ["V&V"]].iloc[-months:]
    longer = pd.period_range(end=MONTHS[-1], periods=months + older, freq="M")
    rng = np.random.default_rng(seed)
    other = pd.DataFrame({("GZ", "5525", "90000000"): np.exp(rng.normal(8, 0.3, len(longer)))}, longer)
    alone = forecast_many(mine, 2026, 5)
    for beside in (other.iloc[-3:], other):
        together = forecast_many(beside.join(mine.reindex(beside.index.union(mine.index)), how="outer"), 2026, 5)
        for key, total in alone.providers.items():
            assert_same(together.providers[key], total)
        assert_same(together.total("V&V"), alone.total("V&V"))


def test_a_series_with_history_of_its_own_is_the_same_alone_and_among_others_of_any_length():
    """From 24 months on nothing is borrowed: what a provider is expected to do by itself is what it is told alone."""
    many = paneel(7, eigen=0.1)
    for number, key in enumerate(many.columns):
        many.loc[: MONTHS[min(2 * number, 16)], key] = np.nan
    keys = sorted(many.columns)
    values, share, last = table_of(many, keys, 2026, 5, None)
    together = _in_chunks(values, last, share)
    for row, key in enumerate(keys):
        alone = forecast_year_total(many[key].dropna().rename("alleen"), 2026, 5)
        assert alone.point == together.point[row]
        np.testing.assert_array_equal(np.sort(alone.samples), np.sort(together.totals[row]))


def assert_same(one: YearTotal, other: YearTotal) -> None:
    assert (one.point, one.literal, one.weights, one.reasons) == (
        other.point, other.literal, other.weights, other.reasons,
    )  # fmt: skip
    np.testing.assert_array_equal(one.samples, other.samples)


def test_a_new_provider_borrows_the_shape_of_its_sector():
    months = pd.period_range("2021-01", "2026-12", freq="M")
    shape = np.exp(0.8 * (months.month.to_numpy() - 6.5) / 11) * months.days_in_month.to_numpy()
    whole = pd.DataFrame({("GGZ", "5525", f"{n:08d}"): (n + 1) * shape for n in range(8)}, index=months)
    new = ("GGZ", "5525", "00000003")
    whole.loc[:"2025-10", new] = np.nan
    actual = whole.loc["2026":, new].sum()
    seen = whole[:"2026-03"]
    together = forecast_many(seen, 2026, 3).providers[new].point
    alone = forecast_year_total(seen[new].dropna().rename("alleen"), 2026, 3).point
    assert abs(together / actual - 1) < 0.6 * abs(alone / actual - 1)


def test_incomplete_months_are_completed_per_provider():
    whole = paneel(eigen=0.005, schok=0.0)
    share = pd.DataFrame(0.7, index=MONTHS[-2:], columns=whole.columns)
    known = whole.copy()
    known.iloc[-2:] *= 0.7
    plain = forecast_many(whole, 2026, 5).total().point
    assert forecast_many(known, 2026, 5, completeness=share).total().point == pytest.approx(plain, rel=0.02)


def test_bad_panels_are_refused_with_series_and_month():
    good = paneel(2)
    with pytest.raises(ValueError, match="sector, region, provider"):
        forecast_many(good.droplevel(0, axis=1), 2026, 5)
    with pytest.raises(ValueError, match="00000000 komt dubbel voor"):
        forecast_many(pd.concat([good, good.iloc[:, :1]], axis=1), 2026, 5)
    gap = good.copy()
    gap.iloc[7, 1] = np.nan
    with pytest.raises(ValueError, match="GZ/5525/00000001: maand 2023-08"):
        forecast_many(gap, 2026, 5)
    with pytest.raises(ValueError, match="V&V/5525/00000000: alle maanden"):
        forecast_many(good * np.array([0, 1]), 2026, 5)


def test_two_hundred_providers_are_quick():
    panel = paneel(200)
    begin = time.perf_counter()
    forecast_many(panel, 2026, 5)
    assert time.perf_counter() - begin < 20  # 0,6 s where this was written

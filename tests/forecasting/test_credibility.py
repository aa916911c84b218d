"""R4.6: a provider's own habit of claiming, believed as far as its past bears it out."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from forecasting.schatting.credibility import eigen_aandelen
from forecasting.wlz.schatting.paneel import paneel
from forecasting.wlz.schatting.verwachting import verwachting
from tests.forecasting.test_verwachting import PEILDATUM, judgements


def months(share: float, noise: float, n: int, seed: int) -> np.ndarray:
    """n months of which `share` is known at the first age, and all at the next."""
    known = share + np.random.default_rng(seed).normal(0, noise, n)
    return np.stack([100 * known, np.full(n, 100.0)], axis=1)


def test_a_long_steady_habit_is_believed_and_a_short_wild_one_is_not():
    steady = [months(s, 0.005, 24, i) for i, s in enumerate((0.5, 0.55, 0.6, 0.8))]
    short = np.full((24, 2), np.nan)
    short[-2:] = months(0.3, 0.2, 2, 9)
    found = eigen_aandelen(np.stack([*steady, short]), np.array([0.6]))[:, 0]
    assert abs(found[3] - 0.8) < 0.02
    assert abs(found[0] - 0.5) < 0.02
    assert abs(found[4] - 0.6) < abs(np.nanmean(short[-2:, 0]) / 100 - 0.6)


def test_a_series_without_a_past_is_its_sector():
    empty = np.full((6, 2), np.nan)
    other = months(0.5, 0.01, 6, 1)
    assert eigen_aandelen(np.stack([other, empty]), np.array([0.5]))[1, 0] == 0.5


@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.sampled_from(["2024-07", "2025-06", "2026-02"]))
def test_whatever_comes_in_the_estimate_is_a_number_in_order(seed: int, providers: int, first: str):
    """Credits, months that are taken back whole, providers that come and go: never NaN, never a range upside down."""
    rng = np.random.default_rng(seed)
    made = judgements(PEILDATUM, providers=providers, first=first)
    factor = rng.choice([1.0, 1.0, 1.0, 0.0, -1.0, 50.0], len(made))
    made = made.assign(goedgekeurd_cent=(made["goedgekeurd_cent"] * factor).astype("int64"))
    made = made[rng.random(len(made)) < 0.8].reset_index(drop=True)
    found = verwachting(paneel(made, PEILDATUM), 2026)
    for place in found.plaatsen.values():
        low, high = np.quantile(place.trekkingen, [0.1, 0.9])
        assert low <= high
        assert len(place.verwacht) == len(place.bekend) == len(place.fout) == 12
        assert min(place.fout) >= 0
    assert bool(found.plaatsen) != (found.redenen[0].startswith(("te weinig", "er is geen", "van 2026")))

"""Completion (R4.6, late claims): hand sums, the textbook package as cross-check, and runs with a known end."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forecasting.schatting.completion import compleetheid, driehoek_uit, gewoonte, mack, voltooi, voltooi_totaal

NAN = float("nan")


def triangle(rows: list[list[float]], start: str = "2025-01") -> pd.DataFrame:
    return pd.DataFrame(rows, index=pd.period_range(start, periods=len(rows), freq="M"), dtype="float64")


def run_off(final: np.ndarray, shares: np.ndarray) -> pd.DataFrame:
    """Months that come to `final`; `shares` (months x ages) is what is known of each at each age, seen at the end."""
    n = len(final)
    full = np.ones((n, n))
    full[:, : shares.shape[1]] = shares[:, :n]
    row, column = np.indices((n, n))
    return triangle(np.where(row + column < n, final[:, None] * full, NAN).tolist(), "2023-01")


def test_factors_by_hand():
    # forward factors: (150 + 300) / (100 + 200) = 1.5 and 165 / 150 = 1.1; the newest month: 120 x 1.5 x 1.1 = 198
    found = mack(triangle([[100, 150, 165], [200, 300, NAN], [120, NAN, NAN]]))
    assert found.factoren == pytest.approx([1.5, 1.1])
    assert found.verwacht == pytest.approx([165, 330, 198])


def test_where_all_is_credited_away_nothing_is_expected_and_the_error_is_a_number():
    # factors 150 / 100 = 1.5 and 0 / 150 = 0: nothing is expected of the newest month, and nothing divides by that 0
    found = mack(triangle([[100, 150, 0], [120, NAN, NAN], [80, NAN, NAN]]))
    assert found.factoren == pytest.approx([1.5, 0])
    assert found.verwacht == pytest.approx([0, 0, 0])
    assert found.standaardfout == pytest.approx([0, 0, 0])


@pytest.mark.parametrize("sample", ["raa", "abc", "genins", "ukmotor", "mortgage"])
def test_the_textbook_package_gives_the_same_factors_and_errors(sample: str):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package's own, about pandas
        import chainladder as cl  # noqa: PLC0415 (slow to import, and only here)

        theirs = cl.load_sample(sample)
        fitted = cl.MackChainladder().fit(cl.Development(sigma_interpolation="mack").fit_transform(theirs))
        factors = fitted.ldf_.values[0, 0, 0]
        errors = np.nan_to_num(fitted.mack_std_err_.values[0, 0][:, -1])
    ours = mack(pd.DataFrame(theirs.values[0, 0]))
    assert ours.factoren == pytest.approx(factors[: len(ours.factoren)], rel=1e-9)
    assert ours.standaardfout == pytest.approx(errors, rel=1e-9, abs=1e-6)


def test_an_even_pattern_is_completed_exactly():
    final = np.array([310.0, 280, 310, 300, 310, 300, 310, 310, 300, 310])
    found = voltooi(run_off(final, np.tile([0.6, 0.9], (10, 1))))
    assert found["verwacht"].to_numpy() == pytest.approx(final)
    assert found["compleet"].to_numpy()[-3:] == pytest.approx([1, 0.9, 0.6])
    assert found["leeftijd"].tolist() == list(range(9, -1, -1))


def test_in_a_first_year_more_is_still_to_come_than_any_month_has_shown():
    """Half of what is open comes in every month. Four months are seen, of 100 each; what the oldest shows is 93,75:
    shares of the next age 50/75, 75/87,5 and 87,5/93,75, so after it 1/15 is expected, for 1/16 that comes."""
    shares = np.tile(1 - 0.5 ** np.arange(1.0, 5.0), (4, 1))
    seen = run_off(np.full(4, 100.0), shares)
    assert compleetheid(seen).iloc[[0, -1]].tolist() == pytest.approx([50 / 93.75 * 14 / 15, 14 / 15])
    found = voltooi(seen)
    assert found["verwacht"].to_numpy() == pytest.approx(100, abs=2)  # without what is still to come: 93,75 at most
    assert (found["laag"] < 100).all()
    assert (found["hoog"] > 100).all()


def test_credits_later_on_make_a_share_above_one():
    shares = np.tile([0.9, 1.05], (8, 1))
    assert compleetheid(run_off(np.full(8, 100.0), shares)).iloc[1] == pytest.approx(1.05)


def test_one_huge_late_file_does_not_become_the_habit():
    shares = np.tile([0.6, 0.9, 0.97], (24, 1))
    steady = compleetheid(run_off(np.full(24, 1000.0), shares))
    shares[18] = [0.1, 0.2, 0.97]  # one month came almost whole, two months late
    assert compleetheid(run_off(np.full(24, 1000.0), shares))[1] == pytest.approx(steady[1], abs=0.002)


def test_habits_that_change_are_followed():
    shares = np.tile([0.6, 0.9], (24, 1))
    shares[12:] = [0.8, 0.95]  # from then on claims come in sooner
    assert compleetheid(run_off(np.full(24, 1000.0), shares))[0] > 0.75


@pytest.mark.parametrize("shares", [[0.30, 0.66, 0.85], [0.03, 0.5, 0.8]])
@pytest.mark.parametrize("drift", [-0.08, 0.08])
def test_a_year_is_known_from_its_latest_vintage(shares: list[float], drift: float):
    """Issue: raw months miss by 12-36%, plain chain ladder by 9.8% where lag 0 holds a few percent."""
    rng = np.random.default_rng(3)
    n = 30
    final = 1000 * 1.003 ** np.arange(n) * (1 + 0.04 * np.sin(np.arange(n) * np.pi / 6)) * rng.normal(1, 0.02, n)
    moving = np.clip(np.array(shares) + np.linspace(0, drift, n)[:, None], 0.01, 1) * rng.normal(1, 0.03, (n, 3))
    found = voltooi(run_off(final, moving))
    year = final[-12:].sum()
    assert abs(found["bekend"].to_numpy()[-12:].sum() / year - 1) > 0.08
    assert abs(found["verwacht"].to_numpy()[-12:].sum() / year - 1) < 0.02
    assert found["compleet"].between(0, 1.2).all()


def test_the_range_holds_what_it_promises():
    """80% of the months that were open lie inside; on the same months Mack's textbook range holds less."""
    rng = np.random.default_rng(5)
    inside, textbook = [], []
    for _ in range(60):
        n = 24
        final = 1000 * np.cumprod(rng.normal(1.002, 0.02, n))
        drift = np.linspace(0, rng.normal(0, 0.08), n)[:, None]
        found = run_off(final, np.clip(np.array([0.5, 0.85, 0.95]) + drift + rng.normal(0, 0.015, (n, 3)), 0.05, 1.2))
        ours, book = voltooi(found), mack(found)
        inside.append(((ours["laag"] <= final) & (final <= ours["hoog"])).to_numpy()[-3:])
        textbook.append(np.abs(book.verwacht - final)[-3:] <= 1.2816 * book.standaardfout[-3:])
    assert 0.72 <= np.mean(inside) <= 0.92
    assert np.mean(textbook) < np.mean(inside)


@given(
    st.lists(st.lists(st.integers(-(10**6), 10**11), min_size=9, max_size=9), min_size=1, max_size=9),
    st.booleans(),
)
@example(rows=[[0, 0, 0, 0, 0, 0, 0, 1, 0]] * 2, leeg=False)  # all of a month credited: a factor of 0
def test_whatever_is_known_the_answer_is_a_number_with_a_range(rows: list[list[float]], leeg: bool):
    n = len(rows)
    cells = [
        [NAN if i + k >= 9 else (0.0 if leeg else value) for k, value in enumerate(row)] for i, row in enumerate(rows)
    ]
    found = voltooi(triangle(cells))
    assert np.isfinite(found[["bekend", "verwacht", "laag", "hoog"]].to_numpy()).all()
    assert (found["laag"] <= found["hoog"]).all()
    assert len(found) == n


def test_what_cannot_be_a_triangle_is_refused():
    with pytest.raises(ValueError, match="volgorde"):
        voltooi(triangle([[1, 2], [1, NAN]]).iloc[::-1])
    with pytest.raises(ValueError, match="leeftijd"):
        driehoek_uit(pd.DataFrame({"zorgmaand": ["2025-01"], "leeftijd": [-1], "bedrag": [1.0]}))
    with pytest.raises(ValueError, match="bekende leeftijd"):
        voltooi(triangle([[1, 2], [NAN, NAN]]))


def test_a_long_form_becomes_a_triangle():
    lang = pd.DataFrame({"zorgmaand": ["2025-01", "2025-02"], "leeftijd": [0, 0], "bedrag": [5.0, 7.0]})
    np.testing.assert_equal(driehoek_uit(lang).to_numpy(), [[5, 5], [7, NAN]])


def test_how_far_errors_of_months_go_together_is_measured():
    """One habit that moves every open month of a diagonal, against months that each miss by themselves."""
    rng = np.random.default_rng(4)
    n, ages = 30, np.arange(4)
    together, apart = [], []
    for _ in range(6):
        habit = np.cumsum(rng.normal(0, 0.02, n + 4))[np.arange(n)[:, None] + ages]
        for found, error in ((together, habit), (apart, rng.normal(0, 0.03, (n, 4)))):
            shares = np.array([0.6, 0.8, 0.9, 0.95]) + error
            found.append(gewoonte(run_off(np.full(n, 1000.0), shares).to_numpy(), np.full(n, 30.0)).samenhang)
    assert np.mean(together) > np.mean(apart) + 0.2
    assert 0 <= min(together + apart) <= max(together + apart) <= 1


def test_without_a_past_errors_of_months_go_together_wholly():
    assert gewoonte(np.array([[50.0]]), np.array([30.0])).samenhang == 1


def test_months_before_care_began_tell_no_level():
    """A provider that began four months ago stands in a table of 24: the 20 months of nought are not its level."""
    dagen = np.full(24, 30.0)
    sector = run_off(np.full(24, 3000.0), np.tile([0.05, 0.6, 1.0], (24, 1))).to_numpy()
    begun = sector.copy()
    begun[:20] *= 0
    model = gewoonte(sector, dagen)
    alone = model.verwacht(begun[-4:], dagen[-4:])
    np.testing.assert_allclose(model.verwacht(begun, dagen)[-4:], alone)
    np.testing.assert_allclose(alone, 3000.0, rtol=0.01)


def test_the_range_of_a_sum_is_as_wide_as_sums_were_off():
    """Months of 1000 of which each errs by itself: the range of twelve together holds what it says, and is narrower
    than twelve ranges laid end to end."""
    rng = np.random.default_rng(3)
    held, wide, apart = [], [], []
    for _ in range(60):
        shares = np.minimum.accumulate(
            np.clip(np.array([0.5, 0.8, 0.95, 1.0]) + rng.normal(0, [0.04, 0.03, 0.01, 0.0], (40, 4)), 0, 1)[:, ::-1],
            axis=1,
        )[:, ::-1]
        final = 1000 * np.exp(rng.normal(0, 0.01, 40))
        seen = run_off(final, shares)
        total = voltooi_totaal(seen)
        months = voltooi(seen).iloc[-12:]
        assert total["verwacht"] == pytest.approx(months["verwacht"].sum())
        held.append(total["laag"] <= final[-12:].sum() <= total["hoog"])
        wide.append(total["hoog"] - total["laag"])
        apart.append((months["hoog"] - months["laag"]).sum())
    assert 0.7 <= np.mean(held) <= 0.93
    assert np.mean(wide) < 0.8 * np.mean(apart)

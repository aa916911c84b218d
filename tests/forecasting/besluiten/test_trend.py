"""R3.4: a significant trend, and the line it draws from L on."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations, permutations

from hypothesis import given
from hypothesis import strategies as st

from forecasting.wlz.besluiten.trend import dagbedrag_cent, mann_kendall, trend, trend_per_maand

VIJF = Fraction("0.05")


def reeks(*eur: int) -> list[Fraction]:
    return [Fraction(100 * e) for e in eur]


def test_six_rising_months_are_a_trend_of_the_median_step():
    # R3.4: 6 maanden, elke maand hoger: tau = 1, tweezijdig p = 2 / 6! = 0,00278; hellingen alle 10 euro: 1.000 cent
    found = trend(reeks(100, 110, 120, 130, 140, 150), 6, 12, VIJF)
    assert found is not None
    assert found.helling_cent == 1_000
    assert abs(found.p_waarde - 2 / 720) < 1e-9


def test_the_line_runs_through_the_middle():
    # mediaan 125 euro in het midden van 6 maanden; 10 euro per maand: 100 t/m 150
    found = trend(reeks(100, 110, 120, 130, 140, 150), 6, 12, VIJF)
    assert found is not None
    assert found.lijn_cent == tuple(float(100 * e) for e in (100, 110, 120, 130, 140, 150))


def test_falling_is_a_trend_too_and_one_odd_month_does_not_move_the_slope():
    # Theil-Sen is de mediaan van alle hellingen: een uitschieter in de laatste maand telt nauwelijks
    found = trend(reeks(200, 190, 180, 170, 160, 150, 140, 30), 6, 12, VIJF)
    assert found is not None
    assert found.helling_cent == -1_000


def test_what_is_not_significant_too_short_or_flat_is_none():
    # 5 maanden: te kort. Om en om: tau bijna 0. Vlak: geen helling.
    assert trend(reeks(100, 110, 120, 130, 140), 6, 12, VIJF) is None
    assert trend(reeks(100, 120, 100, 120, 100, 120), 6, 12, VIJF) is None
    assert trend(reeks(*[100] * 12), 6, 12, VIJF) is None


def test_the_line_of_five_percent_lies_between_one_and_two_months_out_of_order():
    # Mann-Kendall over 6 maanden: van de 720 volgordes hebben 1 + 5 = 6 ten hoogste een paar verkeerd om: tweezijdig
    # p = 2 x 6 / 720 = 1,67%; 1 + 5 + 14 = 20 ten hoogste twee paren: p = 2 x 20 / 720 = 5,56%
    one = trend(reeks(110, 100, 120, 130, 140, 150), 6, 12, VIJF)
    assert one is not None
    assert abs(one.p_waarde - 12 / 720) < 1e-9
    assert trend(reeks(120, 100, 110, 130, 140, 150), 6, 12, VIJF) is None
    assert trend(reeks(120, 100, 110, 130, 140, 150), 6, 12, Fraction("0.06")) is not None


def test_equal_months_are_neither_up_nor_down():
    # R3.4: S = 19 van 36 paren, een paar gelijk. Genormaliseerd met continuïteitscorrectie: variantie
    # (9 x 8 x 23 - 2 x 1 x 9) / 18 = 91, z = 18 / 9,539 = 1,887, p = 0,059; over alle volgordes 0,0568: geen trend.
    # Zonder correctie z = 19 / 9,539: p = 0,0464
    series = reeks(104, 101, 102, 103, 100, 106, 104, 107, 108)
    assert round(float(mann_kendall(series)), 4) == 0.0568
    assert trend(series, 6, 12, VIJF) is None
    assert trend(series, 6, 12, Fraction("0.057")) is not None


def test_the_share_of_orders_counted_by_hand():
    # 1 1 2: drie volgordes 112 (S = 2), 121 (0), 211 (-2): |S| ten minste 2 in 2 van de 3. 1 1 1: S = 0 altijd
    assert mann_kendall(reeks(1, 1, 2)) == Fraction(2, 3)
    assert mann_kendall(reeks(1, 2, 1)) == 1
    assert mann_kendall(reeks(1, 1, 1)) == 1


@given(st.lists(st.integers(1, 4), min_size=2, max_size=6))
def test_mann_kendall_is_the_share_of_all_orders(values: list[int]):
    # R3.4: elke volgorde uitgeschreven
    def s(order: Sequence[int]) -> int:
        return sum((b > a) - (b < a) for a, b in combinations(order, 2))

    orders = list(permutations(values))
    extreme = sum(abs(s(order)) >= abs(s(values)) for order in orders)
    assert mann_kendall(reeks(*values)) == Fraction(extreme, len(orders))


def test_a_slope_of_less_than_half_a_cent_is_none():
    per_month = [[10_000 + Fraction(n, parts) for n in range(6)] for parts in (1, 10)]
    one, tenth = (trend(series, 6, 12, VIJF) for series in per_month)
    assert one is not None
    assert (one.helling_cent, tenth) == (1, None)


def test_only_the_last_twelve_months_speak():
    assert trend(reeks(900, 800, *[100] * 12), 6, 12, VIJF) is None


def test_a_day_amount_is_free_of_the_number_of_working_days():
    # etmaal 3.100 euro in 31 dagen: 100 per dag. Uren 2.200 euro in 22 werkdagen: 100 per werkdag; 252 werkdagen in 365
    # dagen: 100 x 252 / 365 = 69,04 per dag. Samen 169,04
    days, year = {"14": 31, "04": 22}, {"14": 365, "04": 252}
    found = dagbedrag_cent({"14": 310_000, "04": 220_000}, days, year)
    assert found == 10_000 + Fraction(10_000 * 252, 365)
    fewer = dagbedrag_cent({"14": 310_000, "04": 200_000}, {"14": 31, "04": 20}, year)
    assert fewer == found


def test_an_accepted_trend_goes_on_from_the_line_of_l():
    # R3.4: L = oktober, 10 euro per dag per maand: november 1 x 10 x 30 = 300, december 2 x 10 x 31 = 620 euro
    rest = {date(2026, 11, 1): 300_000, date(2026, 12, 1): 310_000}
    assert trend_per_maand(1_000, date(2026, 10, 1), rest) == {date(2026, 11, 1): 30_000, date(2026, 12, 1): 62_000}
    assert trend_per_maand(1_000, date(2026, 12, 1), {}) == {}
    # R3.3: een maand zonder rest blijft zonder
    assert trend_per_maand(1_000, date(2026, 11, 1), {}) == {date(2026, 12, 1): 0}


def test_a_month_never_falls_below_nothing():
    # 310 euro over in december; -10 euro per dag, twee maanden verder: -620, dus niet verder dan -310
    rest = {date(2026, 11, 1): 40_000, date(2026, 12, 1): 31_000}
    assert trend_per_maand(-1_000, date(2026, 10, 1), rest) == {date(2026, 11, 1): -30_000, date(2026, 12, 1): -31_000}


@given(st.integers(-10_000, 10_000), st.integers(1, 12), st.lists(st.integers(0, 10**8), min_size=12, max_size=12))
def test_a_trend_points_one_way_and_leaves_no_month_negative(helling: int, laatste: int, rest: list[int]):
    # R3.4
    months = {date(2026, m, 1): rest[m - 1] for m in range(1, 13)}
    added = trend_per_maand(helling, date(2026, laatste, 1), months)
    assert len(added) == 12 - laatste
    for maand, cent in added.items():
        assert cent * helling >= 0
        assert months[maand] + cent >= 0

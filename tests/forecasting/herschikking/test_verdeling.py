"""R4.5 and R6: whole cents that add up, and one cent more that lowers no one."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.wlz.herschikking.verdeling import verdeel_naar_rato
from loaders.split import verdeel

GEWICHTEN = st.lists(st.integers(0, 40), min_size=1, max_size=9)
BEDRAGEN = st.lists(st.integers(0, 10**12), min_size=1, max_size=60)


def test_the_worked_example_of_the_rule():
    # R4.5: 100,00 / 100,00 / 100,01 euro, korting 2,5%: 292,5097.. = 292,51 together: 97,50 / 97,50 / 97,51
    assert verdeel_naar_rato(29_251, [10_000, 10_000, 10_001]) == [9_750, 9_750, 9_751]


def test_the_largest_remainder_can_take_a_cent_when_one_is_added():
    # 10 over 6, 6, 2 by largest remainder: 4,29 / 4,29 / 1,43 -> 4, 4, 2; 11: 4,71 / 4,71 / 1,57 -> 5, 5, 1
    assert verdeel(10, [6, 6, 2]) == [4, 4, 2]
    assert verdeel(11, [6, 6, 2]) == [5, 5, 1]
    # nearest cent, one divisor for all: 1,4 : 4,29 / 4,29 / 1,43 -> 5 (tie: the earliest), 4, 1; then 5, 5, 1
    assert verdeel_naar_rato(10, [6, 6, 2]) == [5, 4, 1]
    assert verdeel_naar_rato(11, [6, 6, 2]) == [5, 5, 1]


def test_nothing_to_divide_over():
    assert verdeel_naar_rato(0, [3, 1]) == [0, 0]
    assert verdeel_naar_rato(5, [0, 0]) == [0, 0]


def met_een_cent_meer(delen: Sequence[int], gewichten: Sequence[int]) -> list[int]:
    """Sainte-Laguë, cent by cent: the next cent is for the highest weight / (2 x part + 1), a tie for the earliest."""
    next_ = max(range(len(delen)), key=lambda i: (Fraction(gewichten[i], 2 * delen[i] + 1), -i))
    return [part + (i == next_) for i, part in enumerate(delen)]


@given(GEWICHTEN)
def test_every_cent_more_raises_the_part_whose_turn_it_is_by_one_cent(gewichten: list[int]):
    before = verdeel_naar_rato(0, gewichten)
    assert before == [0] * len(gewichten)
    for cent in range(1, sum(gewichten) + 1):
        now = verdeel_naar_rato(cent, gewichten)
        assert now == met_een_cent_meer(before, gewichten)
        assert all(part <= weight for part, weight in zip(now, gewichten, strict=True))
        before = now


@pytest.mark.parametrize(("groot", "klein", "delen"), [(5_500, 45, [61]), (4_500, 55, [41])])
def test_one_large_part_beside_many_small_ones_gets_or_gives_more_than_one_cent(
    groot: int, klein: int, delen: list[int]
):
    # 100 cent over 5.500 en 100 x 45: naar rato 55 en 0,45; afgerond 55 en 0, dus 45 over: de grote krijgt er 6 bij,
    # want 5.500 / (2 x 60 + 1) > 45 > 5.500 / (2 x 61 + 1). Over 4.500 en 100 x 55: 45 en 1, dus 45 te veel: de grote
    # geeft er 4 terug, want 4.500 / (2 x 41 - 1) > 55 > 4.500 / (2 x 42 - 1)
    gewichten = [groot, *[klein] * 100]
    parts = [0] * 101
    for _ in range(100):
        parts = met_een_cent_meer(parts, gewichten)
    assert verdeel_naar_rato(100, gewichten) == parts
    assert parts[:1] == delen


@given(BEDRAGEN, st.fractions(0, 1))
def test_amounts_add_up_and_stay_near_their_share(gewichten: list[int], deel):
    cent = int(sum(gewichten) * deel)
    parts = verdeel_naar_rato(cent, gewichten)
    assert sum(parts) == cent
    for part, weight in zip(parts, gewichten, strict=True):
        # rounded to the nearest cent by a divisor that differs from the true one by at most n half cents in all
        assert abs(part - (cent * weight / sum(gewichten) if weight else 0)) <= 1 + len(gewichten) / 2
        assert 0 <= part <= weight


@pytest.mark.parametrize("cent", [0, 1, 7, 100])
def test_equal_weights_differ_by_a_cent_at_most(cent: int):
    parts = verdeel_naar_rato(cent, [5] * 20)
    assert max(parts) - min(parts) <= 1

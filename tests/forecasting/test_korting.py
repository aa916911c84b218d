"""R4.2 and R4.3: the worked examples of the rule, and what must hold for every amount."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.wlz.korting import boven_drempel, korting_fractie

TWEE_PROCENT = Fraction("0.02")
E = 3_650_000_00


@pytest.mark.parametrize(
    ("ruimte_cent", "procent", "boven"),
    [
        (3_600_000_00, 1.3699, False),
        (3_577_000_00, 2.0000, False),  # exactly 2% is not above
        (3_576_999_99, 2.0000, True),  # one cent less is; measured against R it would have been 2,0408%
        (3_650_000_00, 0.0, False),
        (4_000_000_00, 0.0, False),
    ],
)
def test_worked_examples(ruimte_cent: int, procent: float, boven: bool):
    # R4.2: korting = max(0, E - R) / E, with E = 3.650.000 euro
    korting = korting_fractie(E, ruimte_cent)
    assert float(100 * korting) == pytest.approx(procent, abs=5e-5)
    assert boven_drempel(korting, TWEE_PROCENT) is boven


def test_no_production_no_korting():
    assert korting_fractie(0, 0) == korting_fractie(0, 100) == korting_fractie(-5, 100) == 0


def test_no_korting_is_more_than_all_production():
    # R4.2: R = 500, toezegging 800: (1.000 + 300) / 1.000 zou 130% zijn
    assert korting_fractie(100_000, -30_000) == 1


@given(st.integers(1, 10**13), st.integers(0, 10**13))
def test_the_line_is_passed_when_e_is_more_than_r_over_098(geextrapoleerd: int, ruimte: int):
    # R4.2: "so the 2% line is passed when E > R / 0.98"
    korting = korting_fractie(geextrapoleerd, ruimte)
    assert 0 <= korting <= 1
    assert boven_drempel(korting, TWEE_PROCENT) == (geextrapoleerd * 98 > ruimte * 100)


@given(st.integers(1, 10**13), st.integers(0, 10**13))
def test_the_korting_brings_production_back_to_the_room(geextrapoleerd: int, ruimte: int):
    left = geextrapoleerd * (1 - korting_fractie(geextrapoleerd, ruimte))
    assert left == min(geextrapoleerd, ruimte)

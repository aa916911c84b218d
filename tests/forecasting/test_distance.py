"""Distance to the drempel (R4.2, R4.3, N2)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.distance import (
    afstand_tot_drempel_fractie,
    beschikbaar_cent,
    ruimte_tot_drempel_cent,
    uitnutting_fractie,
)

DREMPEL = Fraction("0.02")


def korting(geextrapoleerd_cent: int, ruimte_cent: int) -> Fraction:
    """R4.2, written again here so that the test does not lean on what it tests."""
    if geextrapoleerd_cent <= 0:
        return Fraction(0)
    return Fraction(max(0, geextrapoleerd_cent - ruimte_cent), geextrapoleerd_cent)


@given(
    geextrapoleerd_cent=st.integers(0, 10**13),
    ruimte_cent=st.integers(-(10**12), 10**13),
    drempel=st.sampled_from([DREMPEL, Fraction("0.03"), Fraction("0.015"), Fraction(0)]),
)
def test_adding_the_room_reaches_the_drempel_and_one_cent_more_passes_it(
    geextrapoleerd_cent: int, ruimte_cent: int, drempel: Fraction
) -> None:
    room = ruimte_tot_drempel_cent(geextrapoleerd_cent, ruimte_cent, drempel)
    assert korting(geextrapoleerd_cent + room, ruimte_cent) <= drempel
    assert korting(geextrapoleerd_cent + room + 1, ruimte_cent) > drempel


@pytest.mark.parametrize(
    ("ruimte_cent", "expected_cent"),
    [
        # R4.2 worked by hand: E = 3.650.000; R = 3.600.000 -> 3.600.000 / 0,98 = 3.673.469,387.. -> 23.469,38 to go
        (360_000_000, 2_346_938),
        # R = 3.577.000 is exactly 2%: not above, nothing to go
        (357_700_000, 0),
        # one cent less room: above, one cent of E too much at least
        (357_699_999, -2),
    ],
)
def test_worked_examples_of_the_rulebook(ruimte_cent: int, expected_cent: int) -> None:
    assert ruimte_tot_drempel_cent(365_000_000, ruimte_cent, DREMPEL) == expected_cent


def test_distance_is_negative_once_passed() -> None:
    assert afstand_tot_drempel_fractie(Fraction("0.025"), DREMPEL) == Fraction("-0.005")


def test_commitments_first_lower_the_contracteerruimte() -> None:
    assert beschikbaar_cent(119_889_256, 2_500_000) == 117_389_256


def test_use_is_unknown_without_room() -> None:
    assert uitnutting_fractie(100, 200) == Fraction(1, 2)
    assert uitnutting_fractie(100, 0) is None

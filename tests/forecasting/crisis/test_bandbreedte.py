"""R5.2 and R5.3: the range of a year's occupancy and the number of places for next year."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.wlz.crisis.bandbreedte import Maand, Trekking, getrokken_maanden, jaarbandbreedte, volgend_jaar

ZEVENTIG, TACHTIG, ZEKER = Fraction("0.70"), Fraction("0.80"), Fraction("0.95")
TREKKING = Trekking(blok_maanden=3, aantal=500, zaad=2026)


def gelijk(dagen: int, maanden: int = 12) -> list[Maand]:
    return [Maand(dagen, 100)] * maanden


def test_blocks_follow_each_other_and_go_round():
    drawn = getrokken_maanden(12, 7, TREKKING)
    assert drawn.shape == (500, 7)
    assert ((drawn[:, 1] - drawn[:, 0]) % 12 == 1).all()
    assert ((drawn[:, 5] - drawn[:, 3]) % 12 == 2).all()
    assert set(drawn[:, 3].tolist()) == set(range(12))


def test_equal_months_leave_no_doubt():
    # R5.2: altijd 60% bezet; 300 van 500 bekend, nog 2 maanden van 100 dagen: (300 + 120) / 700 = 60%. Een maand zonder
    # plekken heeft geen bezetting
    found = jaarbandbreedte([*gelijk(60), Maand(0, 0)], 300, [100, 100], 700, TACHTIG, TREKKING)
    assert found is not None
    assert (found.kans, found.maanden) == (TACHTIG, 12)
    assert (found.laag_fractie, found.hoog_fractie) == (pytest.approx(0.6), pytest.approx(0.6))


def test_when_the_year_is_over_it_is_known():
    for historie in (gelijk(60), []):
        found = jaarbandbreedte(historie, 511, [], 730, TACHTIG, TREKKING)
        assert found is not None
        assert found.laag_fractie == found.hoog_fractie == pytest.approx(0.7)
        assert (found.kans, found.maanden) == (TACHTIG, len(historie))


def test_eighty_percent_of_the_outcomes_lie_inside():
    # R5.2: 100 maanden die 0%, 1%, .. 99% bezet waren; nog een maand te gaan: 10% valt onder 10% en 10% boven 89%
    months = [Maand(n, 100) for n in range(100)]
    found = jaarbandbreedte(months, 0, [100], 100, TACHTIG, Trekking(blok_maanden=1, aantal=4_000, zaad=2026))
    assert found is not None
    assert (found.laag_fractie, found.hoog_fractie) == (pytest.approx(0.10, abs=0.015), pytest.approx(0.89, abs=0.015))


def test_without_history_or_places_there_is_no_range():
    assert jaarbandbreedte([], 0, [100], 100, TACHTIG, TREKKING) is None
    assert jaarbandbreedte(gelijk(60), 0, [], 0, TACHTIG, TREKKING) is None


def test_months_that_differ_give_a_range_around_their_mean():
    # half van de maanden leeg, half vol, om en om per kwartaal: het jaar ligt tussen niets en alles
    months = [Maand(0 if n // 3 % 2 else 100, 100) for n in range(12)]
    found = jaarbandbreedte(months, 0, [100] * 12, 1_200, TACHTIG, TREKKING)
    assert found is not None
    assert 0 < found.laag_fractie < 0.5 < found.hoog_fractie < 1


def test_next_year_keeps_its_places_unless_the_year_was_significantly_different():
    # R5.3: 4 plekken; 60 van 100: 2,4 verblijven per dag / 0,70 = 3,4: 3 plekken; 95%: 3,8 / 0,70 = 5,4: 5 plekken
    lager = volgend_jaar(gelijk(60), 4, Fraction("2.4"), ZEVENTIG, ZEKER, TREKKING)
    hoger = volgend_jaar(gelijk(95), 4, Fraction("3.8"), ZEVENTIG, ZEKER, TREKKING)
    precies = volgend_jaar(gelijk(70), 4, Fraction("2.8"), ZEVENTIG, ZEKER, TREKKING)
    assert lager is not None
    assert hoger is not None
    assert precies is not None
    assert (lager.plekken, lager.oordeel) == (3, "significant lager")
    assert (hoger.plekken, hoger.oordeel) == (5, "significant hoger")
    assert (precies.plekken, precies.oordeel) == (4, "niet significant anders")
    assert lager.bezetting_fractie == Fraction("0.6")
    assert (lager.bandbreedte.kans, lager.bandbreedte.maanden) == (ZEKER, 12)


def test_a_year_that_swings_is_not_significant():
    # 60% gemiddeld, maar kwartalen van 20% en 100%: het 95%-interval laat 70% niet buiten
    months = [Maand(20 if n // 3 % 2 else 100, 100) for n in range(12)]
    found = volgend_jaar(months, 4, Fraction("2.4"), ZEVENTIG, ZEKER, TREKKING)
    assert found is not None
    assert (found.plekken, found.oordeel) == (4, "niet significant anders")
    assert found.bandbreedte.laag_fractie < 0.7 < found.bandbreedte.hoog_fractie


def test_less_than_a_year_says_nothing_about_a_year():
    assert volgend_jaar(gelijk(60, 11), 4, Fraction(2), ZEVENTIG, ZEKER, TREKKING) is None
    assert volgend_jaar([*gelijk(60, 11), Maand(0, 0)], 4, Fraction(2), ZEVENTIG, ZEKER, TREKKING) is None


@given(st.lists(st.integers(0, 100), min_size=12, max_size=24), st.integers(0, 11), st.integers(0, 1_000))
def test_a_range_is_a_range_within_what_is_possible_and_repeats(days: list[int], rest: int, bezet: int):
    # R5.2
    history = [Maand(d, 100) for d in days]
    year = 1_000 + 100 * rest
    found = jaarbandbreedte(history, bezet, [100] * rest, year, TACHTIG, TREKKING)
    assert found == jaarbandbreedte(history, bezet, [100] * rest, year, TACHTIG, TREKKING)
    assert found is not None
    assert bezet / year - 1e-9 <= found.laag_fractie <= found.hoog_fractie <= (bezet + 100 * rest) / year + 1e-9

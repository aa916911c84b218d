"""R5.1 for the GZ: stays counted by hand."""

import random
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from forecasting.wlz.crisis.bezetting import Afspraak
from forecasting.wlz.crisis.registratie import Verblijf, registratie

JAN, FEB, MRT = (date(2026, m, 1) for m in (1, 2, 3))
EINDE_FEB = date(2026, 2, 28)
HEEL_2026 = [Afspraak(1, JAN, date(2026, 12, 31))]


def verblijf(begin: date, eind: date | None, zwaarte: str = "licht") -> Verblijf:
    return Verblijf(zwaarte, begin, eind)


def test_the_day_of_leaving_does_not_count():
    # R5.1: 10 t/m 15 januari, vertrek op de 15e: 5 dagen
    found = registratie([verblijf(date(2026, 1, 10), date(2026, 1, 15))], HEEL_2026, JAN, EINDE_FEB)
    assert found.bezet == found.verblijfsdagen == {JAN: 5}


def test_an_open_stay_counts_through_the_last_day_and_months_stand_apart():
    # vanaf 30 januari, nog aanwezig: 2 dagen in januari, 28 in februari
    found = registratie([verblijf(date(2026, 1, 30), None, "zwaar")], HEEL_2026, JAN, EINDE_FEB)
    assert found.bezet == {JAN: 2, FEB: 28}
    assert found.per_zwaarte == (("licht", 0), ("midden", 0), ("zwaar", 30))


def test_a_leap_year_has_a_29th_of_february():
    # 28 februari t/m 1 maart 2028 (vertrek): 28 en 29 februari
    places = [Afspraak(1, date(2028, 1, 1), date(2028, 12, 31))]
    found = registratie([verblijf(date(2028, 2, 28), date(2028, 3, 1))], places, date(2028, 1, 1), date(2028, 3, 31))
    assert found.bezet == {date(2028, 2, 1): 2}


def test_more_stays_than_places_fill_a_place_once_and_show_both():
    # 1 plek; 1-11 januari (10 dagen) en 6-9 januari (3 dagen): 10 dagen bezet, 13 verblijfsdagen
    stays = [verblijf(JAN, date(2026, 1, 11)), verblijf(date(2026, 1, 6), date(2026, 1, 9), "midden")]
    found = registratie(stays, HEEL_2026, JAN, EINDE_FEB)
    assert (found.bezet, found.verblijfsdagen) == ({JAN: 10}, {JAN: 13})
    assert found.per_zwaarte == (("licht", 10), ("midden", 3), ("zwaar", 0))


def test_places_that_change_within_the_year_hold_for_their_own_days():
    # 1 plek t/m 15 januari, 2 vanaf de 16e; twee verblijven 11-21 januari: 5 dagen x 1 + 5 dagen x 2 = 15 van 20
    places = [Afspraak(1, JAN, date(2026, 1, 15)), Afspraak(2, date(2026, 1, 16), date(2026, 12, 31))]
    stays = [verblijf(date(2026, 1, 11), date(2026, 1, 21)), verblijf(date(2026, 1, 11), date(2026, 1, 21), "midden")]
    found = registratie(stays, places, JAN, EINDE_FEB)
    assert (found.bezet, found.verblijfsdagen) == ({JAN: 15}, {JAN: 20})


def test_a_day_without_agreement_has_no_place_to_occupy():
    found = registratie([verblijf(JAN, date(2026, 1, 11))], [Afspraak(1, date(2026, 1, 6), EINDE_FEB)], JAN, EINDE_FEB)
    assert (found.bezet, found.verblijfsdagen) == ({JAN: 5}, {JAN: 10})


def test_a_stay_that_ends_before_it_begins_counts_nothing_and_says_so():
    wrong = verblijf(date(2026, 1, 10), date(2026, 1, 9))
    assert wrong.eindigt_voor_begin
    assert not verblijf(JAN, JAN).eindigt_voor_begin
    assert not verblijf(JAN, None).eindigt_voor_begin
    assert registratie([wrong, verblijf(JAN, JAN)], HEEL_2026, JAN, EINDE_FEB).verblijfsdagen == {}


DAGEN = st.integers(0, 400).map(lambda n: date(2025, 6, 1) + timedelta(n))
VERBLIJVEN = st.builds(
    Verblijf,
    st.sampled_from(["licht", "midden", "zwaar"]),
    DAGEN,
    st.none() | DAGEN,
)


@given(st.lists(VERBLIJVEN, max_size=12), st.integers(0, 4), st.randoms())
def test_occupied_is_never_more_than_available_or_than_stays_and_order_is_nothing(
    stays: list[Verblijf], plekken: int, toeval: random.Random
):
    # R5.1
    van, tot = date(2025, 3, 1), EINDE_FEB
    places = [Afspraak(plekken, date(2025, 1, 1), date(2026, 12, 31))]
    found = registratie(stays, places, van, tot)
    for maand, days in found.bezet.items():
        assert days <= min(plekken * 31, found.verblijfsdagen[maand])
    assert registratie(toeval.sample(stays, len(stays)), places, van, tot) == found

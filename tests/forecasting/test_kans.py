"""R4.6: probability, range and month of passing, decided per draw and in whole cents; N2: distance to the line."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forecasting.wlz.distance import basismaand_stijging_fractie, ruimte_tot_drempel_cent
from forecasting.wlz.korting import boven_drempel, korting_fractie
from forecasting.wlz.outlook import MaandCompleet
from forecasting.wlz.schatting.kans import bandbreedte, kans

DREMPEL = Fraction("0.02")
MEI, DECEMBER = date(2026, 5, 1), date(2026, 12, 1)


def month(number: int, cent: int) -> MaandCompleet:
    return MaandCompleet(date(2026, number, 1), cent, cent, cent, cent)


def test_r4_6_exactly_two_percent_is_not_above():
    # R4.2's own example: R = 3 577 000 and E = 3 650 000 is 2,0000% exactly; one cent more production is above
    draws = np.array([365_000_000] * 1_000 + [365_000_001] * 1_000)
    found = kans(draws, 357_700_000, 0, DREMPEL, [], DECEMBER)
    assert found.boven_drempel == 0.5


def test_r4_6_the_range_of_the_korting_is_that_of_the_totals():
    found = kans(np.arange(100_00, 120_01), 110_00, 0, DREMPEL, [], DECEMBER)
    assert [float(found.korting.p10), float(found.korting.p90)] == pytest.approx([0, (118_00 - 110_00) / 118_00])
    assert found.korting.p50 == 0


@given(st.lists(st.integers(1, 10**13), min_size=1, max_size=50), st.integers(0, 10**13))
def test_r4_6_every_draw_is_judged_as_the_official_figure_is(totals: list[int], ruimte: int):
    judged = [boven_drempel(korting_fractie(e, ruimte), DREMPEL) for e in totals]
    assert kans(np.array(totals), ruimte, 0, DREMPEL, [], DECEMBER).boven_drempel == pytest.approx(np.mean(judged))


def test_r4_6_the_month_in_which_the_line_is_passed():
    # 100 a month over January-May; 800 more is expected over 214 days. The line is 980 / 0,98 = 1 000: after 500, the
    # other 500 take 134 of 214 days, so June (30), July (61), August (92) and September (122) are not enough: October.
    known = [month(m, 100) for m in range(1, 6)]
    assert kans(np.full(2000, 1_300), 980, 0, DREMPEL, known, MEI).maand == date(2026, 10, 1)
    assert kans(np.full(2000, 1_000), 980, 0, DREMPEL, known, MEI).maand is None
    assert kans(np.full(2000, 1_300), 294, 0, DREMPEL, known, MEI).maand == date(2026, 4, 1)


def test_a_band_is_in_order_and_in_cents():
    band = bandbreedte(np.random.default_rng(1).integers(0, 10**12, 2_000))
    assert isinstance(band.p50, int)
    assert band.p10 <= band.p50 <= band.p90


@given(
    st.integers(0, 10**11),
    st.integers(1, 10**10),
    st.integers(0, 10**11),
    st.integers(0, 10**12),
    st.sampled_from([2, 5]),
)
def test_n2_adding_exactly_that_gives_the_line(before: int, base: int, rest: int, ruimte: int, percent: int):
    """N2: a base month that is exactly n% higher brings the korting to 2,00%."""
    line = Fraction(percent, 100)
    e = before + base + rest
    n = basismaand_stijging_fractie(e, base, rest, ruimte, line)
    assert n is not None
    raised = e + n * (base + rest)
    assume(raised > 0)
    assert (raised - ruimte) / raised == line


@given(st.integers(1, 10**12), st.integers(1, 10**12))
def test_n2_so_many_cents_fit_and_not_one_more(e: int, ruimte: int):
    room = ruimte_tot_drempel_cent(e, ruimte, DREMPEL)
    assume(e + room > 0)
    assert not boven_drempel(korting_fractie(e + room, ruimte), DREMPEL)
    assert boven_drempel(korting_fractie(e + room + 1, ruimte), DREMPEL)


def test_n2_nothing_rests_on_an_empty_base_month():
    assert basismaand_stijging_fractie(500, 0, 0, 400, DREMPEL) is None

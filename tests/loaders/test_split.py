"""R1.2: a line across a month end is split by calendar day and adds up to itself."""

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from loaders.split import eerste_van_de_maand, hele_centen, maanddelen, split_over_months, verdeel

PERIODEN = st.tuples(st.dates(date(2013, 1, 1), date(2040, 1, 1)), st.sampled_from([0, 0, 1, 27, 30, 31, 60, 400]))
GETALLEN = st.integers(-(10**11) + 1, 10**11 - 1)


def test_six_days_over_a_month_end_go_four_to_two():
    # R1.2: 29 januari t/m 3 februari: 3 dagen in januari, 3 in februari; 100,01 euro -> 5001 en 5000 cent
    assert maanddelen(date(2026, 1, 29), date(2026, 2, 3)) == [
        (date(2026, 1, 29), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 3)),
    ]
    assert verdeel(10_001, [3, 3]) == [5_001, 5_000]  # a tie goes to the earliest month


def test_the_largest_remainder_comes_first():
    # 100 cent over 33 dagen, 24 in februari en 9 in maart: 72,73 en 27,27 -> 73 en 27
    assert verdeel(100, [24, 9]) == [73, 27]


def test_a_credit_is_split_as_its_debit():
    assert verdeel(-100, [24, 9]) == [-73, -27]


def test_golden_line_of_33_days():
    # R1.2: 9.834,00 euro van 1 juli t/m 2 augustus: 31/33 = 9.238,00 en 2/33 = 596,00
    assert verdeel(983_400, [31, 2]) == [923_800, 59_600]


@given(st.integers(-(10**10), 10**10), st.lists(st.integers(0, 400), min_size=1, max_size=14).filter(any))
def test_parts_add_up_and_differ_less_than_a_cent_from_their_share(geheel: int, gewichten: list[int]):
    parts = verdeel(geheel, gewichten)
    assert sum(parts) == geheel
    total = sum(gewichten)
    assert all(abs(part * total - geheel * g) < total for part, g in zip(parts, gewichten, strict=True))


@given(st.dates(date(2013, 1, 1), date(2040, 1, 1)), st.integers(0, 500))
def test_parts_of_a_period_cover_each_day_once(begin: date, more: int):
    eind = begin + timedelta(days=more)
    parts = maanddelen(begin, eind)
    days = [van + timedelta(days=n) for van, tot in parts for n in range((tot - van).days + 1)]
    assert days == [begin + timedelta(days=n) for n in range(more + 1)]
    assert all((van.year, van.month) == (tot.year, tot.month) for van, tot in parts)


@example([date(1999, 12, 31), date(2000, 1, 1)])  # just outside the days of which the month is looked up
@example([date(2099, 12, 31), date(2100, 1, 1)])
@given(st.lists(st.dates(date(1970, 1, 1), date(2199, 12, 31)) | st.none(), max_size=20))
def test_the_month_of_many_days_is_that_of_each(dagen: list[date | None]):
    found = eerste_van_de_maand(np.array(dagen, "datetime64[D]"))
    assert found.tolist() == [dag and dag.replace(day=1) for dag in dagen]


def test_the_largest_remainder_is_not_the_largest_share():
    # R1.2: 100 cent over 7 dagen, 4, 2 en 1: 57,14, 28,57 en 14,28: de cent die over is gaat naar 28,57
    assert verdeel(100, [4, 2, 1]) == [57, 29, 14]


@given(st.lists(st.tuples(PERIODEN, GETALLEN, GETALLEN), max_size=8))
def test_many_lines_at_once_are_split_as_one_line(lines: list[tuple[tuple[date, int], int, int]]):
    # R1.2: bedrag en aantal elk voor zich, in de volgorde van de regels
    begin = np.array([van for (van, _), _, _ in lines], "datetime64[D]")
    eind = begin + np.array([more for (_, more), _, _ in lines], "timedelta64[D]")
    numbers = [np.array([line[n] for line in lines], np.int64) for n in (1, 2)]
    place, (van, tot), (first, second) = split_over_months(begin, eind, *numbers)
    want = []
    for n, ((begin_, more), *whole) in enumerate(lines):
        periods = maanddelen(begin_, begin_ + timedelta(days=more))
        days = [(b - a).days + 1 for a, b in periods]
        want += list(zip([n] * len(days), periods, *(verdeel(number, days) for number in whole), strict=True))
    at = np.arange(len(lines)) if place is None else place
    got = zip(at.tolist(), zip(van.tolist(), tot.tolist(), strict=True), first.tolist(), second.tolist(), strict=True)
    assert list(got) == want
    assert (place is None) == all(len(maanddelen(b, b + timedelta(days=more))) == 1 for (b, more), *_ in lines)


def test_a_line_without_period_is_one_part():
    nat = np.array(["NaT", "2026-01-31"], "datetime64[D]")
    place, (van, _), (cents,) = split_over_months(
        nat, np.array(["NaT", "2026-02-01"], "datetime64[D]"), np.array([7, 5])
    )
    assert place is not None
    assert (place.tolist(), cents.tolist()) == ([0, 1, 1], [7, 3, 2])
    assert np.isnat(van[0])


@pytest.mark.parametrize(("exact", "samen"), [("1/2", 1), ("49/100", 0), ("3/5", 1), ("-1/2", 0), ("-3/5", -1)])
def test_a_sum_is_rounded_half_a_cent_up(exact: str, samen: int):
    # R4.5: in hele centen, zodat de sector optelt
    assert hele_centen([Fraction(exact)]) == [samen]
    assert sum(hele_centen([Fraction(exact) / 3] * 3)) == samen

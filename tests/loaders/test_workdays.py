"""R3.1: when a zorgmaand is closed for claiming; R3.2: how many days a month weighs."""

from datetime import UTC, date, datetime

import pytest

from loaders.tijd.workdays import (
    dag_in_nederland,
    dagen,
    is_werkdag,
    kalenderdagen,
    laatste_gedeclareerde_maand,
    sluitdag,
    werkdagen,
    zelfde_werkdag,
)


@pytest.mark.parametrize(
    ("peildatum", "laatste"),
    [
        (date(2026, 6, 22), date(2026, 4, 1)),
        (date(2026, 6, 23), date(2026, 5, 1)),  # the 17th working day itself counts as closed
        (date(2026, 2, 23), None),  # 17th working day of February 2026 is Tuesday 24 February
        (date(2026, 2, 24), date(2026, 1, 1)),
        (date(2027, 1, 25), date(2026, 11, 1)),  # 1 January is no working day: December closes on Tuesday 26 January
        (date(2027, 1, 26), date(2026, 12, 1)),
        (date(2030, 1, 1), date(2026, 12, 1)),  # long after the year
    ],
)
def test_last_declared_month(peildatum: date, laatste: date | None):
    # R3.1: "the window closes on the 17th working day of the next month"; Whit Monday 2026 was 25 May
    assert laatste_gedeclareerde_maand(2026, peildatum, 17) == laatste


def test_another_term_gives_another_closing_day():
    assert sluitdag(date(2026, 5, 1), 1) == date(2026, 6, 1)


@pytest.mark.parametrize("feestdag", [date(2026, 4, 3), date(2026, 4, 27), date(2026, 5, 25), date(2025, 5, 5)])
def test_public_holidays_are_no_working_days(feestdag: date):
    # Good Friday, King's Day, Whit Monday, and Liberation Day in a lustrum year
    assert not is_werkdag(feestdag)


def test_a_working_day_is_monday_to_friday():
    assert is_werkdag(date(2026, 6, 23))
    assert not is_werkdag(date(2026, 6, 20))


def test_etmaal_weighs_calendar_days_and_others_working_days():
    # R3.2: May 2026 has 31 days; 21 weekdays less Ascension Day (14th) and Whit Monday (25th) are 19 working days
    may = date(2026, 5, 1)
    assert (dagen(may, "14", "dagen"), dagen(may, "04", "dagen")) == (31, 19)
    assert (kalenderdagen(may), werkdagen(may)) == (31, 19)
    assert dagen(may, "14", "maanden") == dagen(date(2026, 2, 1), "04", "maanden") == 1


@pytest.mark.parametrize(
    ("peildatum", "maand", "dag"),
    [
        (date(2026, 6, 23), date(2026, 5, 1), date(2026, 5, 27)),  # the 17th; Ascension and Whit Monday are none
        (date(2026, 6, 30), date(2026, 2, 1), date(2026, 2, 28)),  # the last working day with the end of the month
        (date(2026, 5, 29), date(2026, 6, 1), date(2026, 6, 30)),  # also where it is Friday and a weekend is left
        (date(2026, 5, 28), date(2026, 6, 1), date(2026, 6, 24)),  # the 18th, and May has one more
        (date(2026, 6, 29), date(2026, 5, 1), date(2026, 5, 31)),  # the 21st: more than May has
        (date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 1)),  # a Sunday: no working day yet
        (date(2026, 6, 1), date(2026, 8, 1), date(2026, 8, 3)),  # the first working day of August is Monday the 3rd
        (date(2026, 6, 21), date(2026, 6, 1), date(2026, 6, 19)),  # a Sunday: as the Friday before
    ],
)
def test_the_same_working_day_of_another_month(peildatum: date, maand: date, dag: date):
    assert zelfde_werkdag(peildatum, maand) == dag


def test_the_day_is_that_in_the_netherlands():
    # R1.1: in de zomer is het hier twee uur later dan UTC, in de winter een
    assert dag_in_nederland(datetime(2026, 6, 30, 22, 0, tzinfo=UTC)) == date(2026, 7, 1)
    assert dag_in_nederland(datetime(2026, 6, 30, 21, 59, tzinfo=UTC)) == date(2026, 6, 30)
    assert dag_in_nederland(datetime(2026, 12, 31, 23, 0, tzinfo=UTC)) == date(2027, 1, 1)


def test_leap_year():
    assert kalenderdagen(date(2028, 2, 1)) == 29

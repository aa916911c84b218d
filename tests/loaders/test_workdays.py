"""R3.1: when a zorgmaand is closed for claiming; R3.2: how many days a month weighs."""

from datetime import date

import pytest

from loaders.workdays import dagen, is_werkdag, kalenderdagen, laatste_gedeclareerde_maand, sluitdag, werkdagen


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


def test_leap_year():
    assert kalenderdagen(date(2028, 2, 1)) == 29

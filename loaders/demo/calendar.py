"""The fixed calendar of the made world: 24 zorgmaanden, days as whole numbers since 1970-01-01."""

from datetime import date, timedelta

import numpy as np

from loaders.demo.messages import Ints

EERSTE_JAAR, LAATSTE_JAAR = 2025, 2026
JAREN = (EERSTE_JAAR, LAATSTE_JAAR)
MAANDEN = 24
"""Modelled zorgmaanden, 2025-01 (0) to 2026-12 (23)."""

STAND = date(2026, 10, 23)
"""Only what was received or answered by the end of this day is written. It is the 17th working day of October
2026, so September is the last zorgmaand whose claim window is closed (R3.1)."""

LAATSTE_MAAND = 20
"""September 2026, the last declared zorgmaand on the stand date."""

_NUL = date(1970, 1, 1)


def day(when: date) -> int:
    """Days since 1970-01-01."""
    return (when - _NUL).days


def as_date(number: int) -> date:
    return _NUL + timedelta(days=number)


def eerste_dag(maand: int) -> int:
    """First day of a month; months after 23 are those of 2027 and later, in which claims still come in.

    >>> as_date(eerste_dag(12)).isoformat()
    '2026-01-01'
    """
    return day(date(EERSTE_JAAR + maand // 12, maand % 12 + 1, 1))


def laatste_dag(maand: int) -> int:
    return eerste_dag(maand + 1) - 1


def jaar_van(maand: int) -> int:
    return EERSTE_JAAR + maand // 12


def yyyymmdd(days: Ints) -> Ints:
    """Days as EEJJMMDD, the date form of the messages.

    >>> yyyymmdd(np.array([0, 20_000])).tolist()
    [19700101, 20241004]
    """
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    year = dates.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    of_month = (dates - months.astype("datetime64[D]")).astype(np.int64) + 1
    number: Ints = year * 10_000 + month * 100 + of_month
    return number


def maand_van(days: Ints) -> Ints:
    """Number of the zorgmaand in which each day lies."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) - (EERSTE_JAAR - 1970) * 12


def werkdagen(begin: Ints, eind: Ints) -> Ints:
    """Mondays to Fridays from begin to eind, both counted (public holidays not left out: assumed)."""
    return np.busday_count(begin.astype("datetime64[D]"), (eind + 1).astype("datetime64[D]")).astype(np.int64)


def nde_werkdag(maand: int, nummer: Ints) -> Ints:
    """The nummer-th Monday-to-Friday of a month (1 is the first)."""
    start = np.datetime64(as_date(eerste_dag(maand)), "D")
    return np.busday_offset(start, nummer - 1, roll="forward").astype("datetime64[D]").astype(np.int64)

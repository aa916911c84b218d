"""R3.1 and R3.2: which months are closed for claiming, and how many days a month counts for."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from config.words import TIJDSEENHEID_ETMAAL
from loaders.tijd.kalender import volgende_maand

NEDERLAND = ZoneInfo("Europe/Amsterdam")


def dag_in_nederland(moment: datetime) -> date:
    """The day on which a moment (with its zone) falls in the Netherlands: that of a peildatum (R1.1)."""
    return moment.astimezone(NEDERLAND).date()


@cache
def _feestdagen(jaar: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NL", years=jaar))


def is_werkdag(dag: date) -> bool:
    """Monday to Friday and no public holiday of the `holidays` library's default set for the Netherlands (R3.1)."""
    return dag.weekday() < 5 and dag not in _feestdagen(dag.year)


@cache
def sluitdag(zorgmaand: date, termijn_werkdagen: int) -> date:
    """The day on which the claim window of `zorgmaand` closes: the n-th working day of the next month.

    Bron: regel R3.1; Zilveren Kruis, Declareren bij het zorgkantoor: 17 werkdagen na afloop van de periode.

    >>> sluitdag(date(2026, 5, 1), 17)
    datetime.date(2026, 6, 23)
    """
    dag = volgende_maand(zorgmaand) - timedelta(days=1)
    for _ in range(termijn_werkdagen):
        dag += timedelta(days=1)
        while not is_werkdag(dag):
            dag += timedelta(days=1)
    return dag


def laatste_gedeclareerde_maand(jaar: int, peildatum: date, termijn_werkdagen: int) -> date | None:
    """L: the first day of the latest month of `jaar` whose claim window is closed on `peildatum`, that day included.

    None when no month of the year is closed yet. Bron: regel R3.1.

    >>> laatste_gedeclareerde_maand(2026, date(2026, 6, 22), 17)
    datetime.date(2026, 4, 1)
    """
    closed = [maand for maand in maanden(jaar) if sluitdag(maand, termijn_werkdagen) <= peildatum]
    return closed[-1] if closed else None


def zelfde_werkdag(peildatum: date, maand: date) -> date:
    """The day of `maand` that lies as many working days into it as `peildatum` into its own month.

    Claims follow working days (R3.1), so earlier months are compared with this one at the same working day; the end of
    a month with the end of a month.

    >>> zelfde_werkdag(date(2026, 6, 23), date(2026, 5, 1)), zelfde_werkdag(date(2026, 6, 30), date(2026, 2, 1))
    (datetime.date(2026, 5, 27), datetime.date(2026, 2, 28))
    """
    nummer = sum(is_werkdag(peildatum.replace(day=dag)) for dag in range(1, peildatum.day + 1))
    laatste = maand.replace(day=kalenderdagen(maand))
    if nummer >= min(werkdagen(peildatum), werkdagen(maand)):
        return laatste
    return maand if nummer == 0 else _nde_werkdag(maand.replace(day=1), nummer)


@cache
def _nde_werkdag(maand: date, nummer: int) -> date:
    dagen_van_de_maand = (maand.replace(day=dag) for dag in range(1, kalenderdagen(maand) + 1))
    return [dag for dag in dagen_van_de_maand if is_werkdag(dag)][nummer - 1]


def maanden(jaar: int) -> tuple[date, ...]:
    """The first days of the twelve months of a year."""
    return tuple(date(jaar, maand, 1) for maand in range(1, 13))


@cache
def kalenderdagen(zorgmaand: date) -> int:
    """Number of calendar days of the month."""
    return monthrange(zorgmaand.year, zorgmaand.month)[1]


@cache
def werkdagen(zorgmaand: date) -> int:
    """Number of working days of the month (R3.1)."""
    return sum(is_werkdag(zorgmaand.replace(day=dag)) for dag in range(1, kalenderdagen(zorgmaand) + 1))


def dagen(zorgmaand: date, tijdseenheid: str, weging: str) -> int:
    """D[m]: the days by which a month weighs in the extrapolation.

    Calendar days for services per etmaal (time unit 14), working days for all others. `weging` is the reading
    `lezing_dagweging`: "dagen", or "maanden" for months that weigh the same.

    Bron: regel R3.2.
    """
    if weging == "maanden":
        return 1
    return kalenderdagen(zorgmaand) if tijdseenheid == TIJDSEENHEID_ETMAAL else werkdagen(zorgmaand)

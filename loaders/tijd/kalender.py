"""Months, by their first day."""

from datetime import date, timedelta

EERSTE_DAG, LAATSTE_DAG = date(2000, 1, 1), date(2100, 12, 31)
"""A day of receipt outside these is a slip of the pen."""


def volgende_maand(dag: date) -> date:
    """First day of the month after the one in which `dag` lies."""
    return date(dag.year + dag.month // 12, dag.month % 12 + 1, 1)


def einde_maand(dag: date) -> date:
    """Last day of the month in which `dag` lies.

    >>> einde_maand(date(2028, 2, 3))
    datetime.date(2028, 2, 29)
    """
    return volgende_maand(dag) - timedelta(days=1)


def maanden_terug(maand: date, aantal: int) -> date:
    """First day of the month `aantal` months before.

    >>> maanden_terug(date(2026, 2, 1), 3)
    datetime.date(2025, 11, 1)
    """
    months = maand.year * 12 + maand.month - 1 - aantal
    return date(months // 12, months % 12 + 1, 1)

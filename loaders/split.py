"""R1.2: what crosses a month end is split by calendar day, and no cent is lost."""

from collections.abc import Sequence
from datetime import date, timedelta


def verdeel(geheel: int, gewichten: Sequence[int]) -> list[int]:
    """`geheel` in whole parts proportional to `gewichten` (0 or more, not all 0), largest remainder first.

    The parts add up to `geheel`. Equal remainders go to the earliest part; a negative whole is divided on its
    absolute value, so that a credit undoes its debit part by part.

    Bron: regel R1.2.

    >>> verdeel(100, [1, 1, 1])
    [34, 33, 33]
    >>> verdeel(-100, [1, 1, 1])
    [-34, -33, -33]
    """
    total = sum(gewichten)
    whole = [abs(geheel) * gewicht // total for gewicht in gewichten]
    remainder = [abs(geheel) * gewicht % total for gewicht in gewichten]
    left = abs(geheel) - sum(whole)
    for place in sorted(range(len(gewichten)), key=lambda i: (-remainder[i], i))[:left]:
        whole[place] += 1
    return [-part for part in whole] if geheel < 0 else whole


def maanddelen(begin: date, eind: date) -> list[tuple[date, date]]:
    """The period `begin`..`eind` (both included, begin <= eind) cut at month ends, in order.

    Bron: regel R1.2.

    >>> maanddelen(date(2026, 1, 30), date(2026, 2, 2))
    [(datetime.date(2026, 1, 30), datetime.date(2026, 1, 31)), (datetime.date(2026, 2, 1), datetime.date(2026, 2, 2))]
    """
    parts = []
    while begin <= eind:
        month_end = einde_maand(begin)
        parts.append((begin, min(eind, month_end)))
        begin = month_end + timedelta(days=1)
    return parts


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

"""R1.2: what crosses a month end is split by calendar day, and no cent is lost."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from math import floor

import numpy as np
import numpy.typing as npt

from loaders.tijd.kalender import EERSTE_DAG, LAATSTE_DAG, einde_maand

Ints = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]


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


def hele_centen(bedragen: Sequence[Fraction]) -> list[int]:
    """Exact amounts in whole cents that add up to their sum (half a cent up), largest remainder first.

    Equal remainders go to the earliest; every part stays within a cent of its exact amount.

    Bron: regel R4.5.

    >>> hele_centen([Fraction("9750"), Fraction("9750"), Fraction("9750.975")])
    [9750, 9750, 9751]
    >>> hele_centen([Fraction(-5, 2), Fraction(5, 2)])
    [-2, 2]
    """
    whole = [floor(bedrag) for bedrag in bedragen]
    left = floor(sum(bedragen) + Fraction(1, 2)) - sum(whole)
    for place in sorted(range(len(whole)), key=lambda i: (whole[i] - bedragen[i], i))[:left]:
        whole[place] += 1
    return whole


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


BEGIN, EINDE = np.datetime64(EERSTE_DAG), np.datetime64(LAATSTE_DAG)
"""Days of which the month is looked up; of others it is reckoned, at ten times the cost."""


@cache
def _kalender() -> Days:
    days = np.arange(BEGIN, EINDE + 1)
    return days.astype("datetime64[M]").astype(days.dtype)


def eerste_van_de_maand(dagen: Days) -> Days:
    """The first day of the month of each day; NaT stays."""
    place = (dagen - BEGIN).astype(np.int64)
    if len(place) and (place.min() < 0 or place.max() >= len(_kalender())):
        return dagen.astype("datetime64[M]").astype(dagen.dtype)
    return _kalender()[place]


def split_over_months(begin: Days, eind: Days, *whole: Ints) -> tuple[Ints | None, tuple[Days, Days], tuple[Ints, ...]]:
    """`maanddelen` and `verdeel` for many lines at once: periods and whole numbers of at most 11 digits, cut up.

    Returns the place of each part's line, in order of lines (None when no period crosses a month end), the parts'
    periods, and the parts of each of `whole`. A line without period (NaT) is one part without period.

    Bron: regel R1.2.
    """
    crosses = np.flatnonzero((eerste_van_de_maand(begin) != eerste_van_de_maand(eind)) & ~np.isnat(begin))
    if not len(crosses):
        return None, (begin, eind), whole
    months = eind[crosses].astype("datetime64[M]") - begin[crosses].astype("datetime64[M]")
    counts = np.ones(len(begin), np.int64)
    counts[crosses] += months.astype(np.int64)
    line = np.repeat(crosses, counts[crosses])
    last = np.cumsum(counts[crosses])
    first = last - counts[crosses]
    nth = np.arange(len(line)) - np.repeat(first, counts[crosses])
    maand = begin[line].astype("datetime64[M]") + nth
    van = np.maximum(begin[line], maand.astype("datetime64[D]"))
    tot = np.minimum(eind[line], (maand + 1).astype("datetime64[D]") - 1)
    dagen = (tot - van).astype(np.int64) + 1
    total = ((eind - begin)[line]).astype(np.int64) + 1

    place = np.repeat(np.arange(len(begin)), counts)
    is_part = counts[place] > 1
    parts_van, parts_tot = begin[place], eind[place]
    parts_van[is_part], parts_tot[is_part] = van, tot
    divided = []
    for number in whole:
        share, remainder = np.divmod(np.abs(number)[line] * dagen, total)
        left = np.abs(number)[crosses] - np.add.reduceat(share, first)
        rank = np.empty_like(nth)
        rank[np.lexsort((nth, -remainder, line))] = nth  # largest remainder first, ties to the earliest
        share += rank < np.repeat(left, counts[crosses])
        parts = number[place]
        parts[is_part] = np.sign(number)[line] * share
        divided.append(parts)
    return place, (parts_van, parts_tot), tuple(divided)

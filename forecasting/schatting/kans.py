"""Year totals as simulated: their range, the probability of passing a line, and the first month that does. Pure."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

import numpy as np
import numpy.typing as npt

Trekkingen = npt.NDArray[np.int64]
"""Simulated year totals in cents, at least 2 000; draw n of every part of a sum belongs to the same future."""
PERCENTIELEN = (0.1, 0.5, 0.9)


def percentielen(trekkingen: Trekkingen) -> tuple[int, int, int]:
    """p10, p50 and p90 in whole cents: an 80% interval and its middle.

    >>> percentielen(np.arange(101) * 100)
    (1000, 5000, 9000)
    """
    p10, p50, p90 = (round(float(q)) for q in np.quantile(trekkingen, PERCENTIELEN))
    return p10, p50, p90


def kans_boven(trekkingen: Trekkingen, lijn_cent: int) -> float:
    """The share of draws above the line, strictly.

    >>> kans_boven(np.array([99, 100, 101, 102]), 100)
    0.5
    """
    return float((trekkingen > lijn_cent).mean())


def eerste_maand_boven(
    trekkingen: Trekkingen, lijn_cent: int, bekend_cent: Mapping[date, int], laatste_maand: date
) -> date | None:
    """The first month whose amount since January passes the line of the whole year in half of the draws.

    `bekend_cent`: what the months up to and including `laatste_maand` come to. What is left of a year total after it is
    spread over the days left.
    """
    months = [date(laatste_maand.year, number, 1) for number in range(1, 13)]
    days = {month: monthrange(month.year, month.month)[1] for month in months}
    tot_nu = sum(cent for month, cent in bekend_cent.items() if month <= laatste_maand)
    dagen_rest = sum(days[month] for month in months if month > laatste_maand)
    gelopen, dagen = 0, 0
    for month in months:
        if month <= laatste_maand:
            gelopen += bekend_cent.get(month, 0)
            stand = np.full_like(trekkingen, gelopen)
        else:
            dagen += days[month]
            stand = tot_nu + np.rint((trekkingen - tot_nu) * (dagen / dagen_rest)).astype(np.int64)
        if kans_boven(trekkingen if month == months[-1] else stand, lijn_cent) >= 0.5:
            return month
    return None

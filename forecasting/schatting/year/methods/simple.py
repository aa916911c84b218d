"""The last month or the year so far goes on (the first is the policy's own, R3.2), or last year comes again."""

import numpy as np

from forecasting.schatting.year.methods import YEAR, Floats, Integers

NO_GROWTH = 24
"""Months that count as if they had not grown in a year: growth told by a few months is not carried on."""


def lagged(rates: Floats, origins: Integers, lags: int) -> Floats:
    """series x origins x lags: element k is the month k before the origin, NaN before the first column."""
    columns = origins[:, None] - np.arange(lags)[None, :]
    taken = rates[:, np.maximum(columns, 0)]
    taken[:, columns < 0] = np.nan
    return taken


def run_rate(past: Floats, months: int, horizon: int) -> Floats:
    """The mean rate of the last `months` goes on; NaN where fewer are known."""
    level = past[:, :, :months].mean(axis=2)
    return np.repeat(level[:, :, None], horizon, axis=2)


def last_year(rates: Floats, origins: Integers, horizon: int) -> Floats:
    """The same months of last year come again, moved by the mean growth over a year that the series ever showed.

    Unlike the other seasonal methods it does not build on the last months: a shock that heals leaves it where it was.
    NaN where no month can be compared with the same month a year before.

    >>> rates = np.concatenate([np.zeros(12), np.full(12, 0.3)])[None, :]
    >>> last_year(rates, np.array([23]), 2).round(3).tolist()
    [[[0.4, 0.4]]]
    """
    paths = np.full((len(rates), len(origins), horizon), np.nan)
    change = rates[:, YEAR:] - rates[:, :-YEAR]
    known = np.isfinite(change)
    number = known.cumsum(axis=1)
    growth = np.where(number > 0, np.where(known, change, 0.0).cumsum(axis=1) / (number + NO_GROWTH), np.nan)
    for place, origin in enumerate(origins):
        first = origin + 1 - YEAR
        if first > 0:
            paths[:, place] = rates[:, first : first + horizon] + growth[:, first - 1, None]
    return paths

"""Run-rates: the last month or the year so far goes on (the first is the policy's own, R3.2)."""

import numpy as np

from forecasting.year.methods import Floats, Integers


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

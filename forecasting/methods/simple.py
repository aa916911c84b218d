"""Run-rates and what followed the same months of earlier years (R3.2 is the first of them)."""

import numpy as np

from forecasting.methods import YEAR, Floats, Integers


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


def year_before(past: Floats, base: int, horizon: int, years: int) -> Floats:
    """What followed the same months of earlier years, on the level of the last `base` months.

    With `base` the months since New Year this is the seasonal share: year to date divided by the share that those
    months had in earlier years. The mean over at most `years` earlier years, the nearest counting most.
    """
    now = past[:, :, :base].mean(axis=2)
    total = np.zeros((*past.shape[:2], horizon))
    weight_sum = np.zeros((*past.shape[:2], 1))
    for back in range(1, years + 1):
        begin = YEAR * back
        if begin + base > past.shape[2]:
            break
        then = past[:, :, begin : begin + base].mean(axis=2)
        followed = past[:, :, begin - horizon : begin][:, :, ::-1]
        path = now[:, :, None] + followed - then[:, :, None]
        known = np.isfinite(path).all(axis=2, keepdims=True)
        weight = known * 0.7 ** (back - 1)
        total += weight * np.where(known, path, 0.0)
        weight_sum += weight
    mean: Floats = np.where(weight_sum > 0, total / np.where(weight_sum > 0, weight_sum, 1.0), np.nan)
    return mean

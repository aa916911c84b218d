"""The airline model, ARIMA(0,1,1)(0,1,1): differences over a month and a year, smoothed by two constants.

Bron: Box & Jenkins (1970); the constants come from a grid, chosen at each origin by the one-step errors up to it.
"""

import numpy as np

from forecasting.schatting.year.methods import YEAR, Floats, Integers

GRID = tuple((month, year) for month in (0.1, 0.35, 0.6, 0.85) for year in (0.3, 0.6, 0.85))
FORGET = 0.99


def airline(rates: Floats, origins: Integers, horizon: int) -> Floats:
    """Forecast paths; NaN before 15 months are known."""
    series, months = rates.shape
    forecasts = np.full((series, len(origins), horizon), np.nan)
    lag = YEAR + 1
    if months <= lag + 1:
        return forecasts
    change = np.full((series, months), np.nan)
    change[:, lag:] = rates[:, lag:] - rates[:, lag - 1 : -1] - rates[:, 1 : months - YEAR] + rates[:, : months - lag]
    theta = np.array([month for month, _ in GRID])[None, :]
    big = np.array([year for _, year in GRID])[None, :]
    missed = np.zeros((months + horizon, series, len(GRID)))
    error = np.zeros((series, len(GRID)))
    errors = np.zeros((months, series, len(GRID)))
    begin = int(np.isfinite(change).any(axis=0).argmax())
    for month in range(begin, months):
        now = change[:, month : month + 1]
        expected = -theta * missed[month - 1] - big * missed[month - YEAR] + theta * big * missed[month - lag]
        miss = np.where(np.isfinite(now), now - expected, 0.0)
        missed[month] = miss
        error = FORGET * error + miss * miss
        errors[month] = error
    rows = np.arange(series)
    known = np.isfinite(change).cumsum(axis=1)
    for number, origin in enumerate(origins):
        if origin < lag:
            continue
        best = errors[origin].argmin(axis=1)
        t, b = theta[0, best], big[0, best]
        window = missed[origin - YEAR : origin + 1, rows, best]
        path = np.empty((series, horizon))
        for step in range(1, horizon + 1):
            before = rates[:, origin] if step == 1 else path[:, step - 2]
            same = rates[:, origin + step - YEAR]
            prior = rates[:, origin + step - lag]
            moved = -b * window[step] + t * b * window[step - 1]
            if step == 1:
                moved = moved - t * window[YEAR]
            path[:, step - 1] = before + same - prior + moved
        path[known[:, origin] < 2] = np.nan
        forecasts[:, number] = path
    return forecasts

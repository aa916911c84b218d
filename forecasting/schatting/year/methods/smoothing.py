"""Exponential smoothing: one pass through a series gives the forecast of every origin.

A grid of smoothing constants runs side by side; at each origin the one is used whose one-step errors up to that origin
were smallest, so a past origin never sees what came after it.
"""

from dataclasses import dataclass

import numpy as np

from forecasting.schatting.year.methods import YEAR, Floats, Integers


@dataclass(frozen=True)
class Smoothing:
    """Constants of one model: level, trend, season, damping."""

    level: float
    trend: float
    season: float
    damping: float


PLAIN = tuple(Smoothing(a, 0.0, 0.0, 1.0) for a in (0.1, 0.25, 0.45, 0.7, 0.95))
SEASONAL = tuple(
    Smoothing(a, b, g, p)
    for a in (0.05, 0.15, 0.3, 0.5, 0.7, 0.9)
    for b, p in ((0.0, 1.0), (0.05, 0.95))
    for g in (0.03, 0.12, 0.3)
)
FORGET = 0.99
"""Older one-step errors count less in choosing the constants."""


def smooth(rates: Floats, origins: Integers, horizon: int, grid: tuple[Smoothing, ...]) -> Floats:
    """Forecasts of the best model of `grid` at each origin (Gardner's damped trend, additive season)."""
    alpha, beta, gamma, phi = (
        np.array([getattr(model, name) for model in grid])[None, :] for name in ("level", "trend", "season", "damping")
    )
    seasonal = bool((gamma > 0).any())
    series, months = rates.shape
    first = np.isfinite(rates).argmax(axis=1)
    start, level, trend, season = _begin(rates, first, seasonal, len(grid))
    error = np.zeros((series, len(grid)))
    seen = np.zeros((series, 1))
    forecasts = np.full((series, len(origins), horizon), np.nan)
    place = {int(origin): number for number, origin in enumerate(origins)}
    begin = int(start.min())
    for month in range(begin, months):
        active = (start <= month)[:, None]
        now = rates[:, month : month + 1]
        index = month % YEAR
        expected = level + phi * trend
        season_now = season[:, index, :] if seasonal else 0.0
        miss = np.where(active, now - expected - season_now, 0.0)
        seen += active
        gain = np.maximum(alpha, 1.0 / (seen + 1.0)) if not seasonal else alpha
        error = np.where(active, FORGET * error + miss * miss, error)
        level = np.where(active, expected + gain * miss, level)
        trend = np.where(active, phi * trend + gain * beta * miss, trend)
        if seasonal:
            season[:, index, :] += gamma * (1.0 - alpha) * miss
        if month in place:
            best = error.argmin(axis=1)
            rows = np.arange(series)
            damp = phi[0, best][:, None]
            steps = np.cumsum(damp ** np.arange(1, horizon + 1)[None, :], axis=1)
            path = level[rows, best][:, None] + trend[rows, best][:, None] * steps
            if seasonal:
                ahead = (month + 1 + np.arange(horizon)) % YEAR
                path = path + season[rows[:, None], ahead[None, :], best[:, None]]
            path[seen[:, 0] < (1 if seasonal else 3)] = np.nan
            forecasts[:, place[month]] = path
    return forecasts


def _begin(rates: Floats, first: Integers, seasonal: bool, models: int) -> tuple[Integers, Floats, Floats, Floats]:
    """First month to smooth and the states before it.

    With a season the first year gives level and season; its own growth is taken out when a second year tells it (and
    then smoothing begins after that second year, so that no origin sees later months).
    """
    series, months = rates.shape
    rows = np.arange(series)
    if not seasonal:
        level = np.repeat(rates[rows, first][:, None], models, axis=1)
        return first, level, np.zeros_like(level), np.zeros((series, 1, 1))
    columns = first[:, None] + np.arange(2 * YEAR)[None, :]
    inside = columns < months
    years = np.where(inside, rates[rows[:, None], np.minimum(columns, months - 1)], np.nan).reshape(series, 2, YEAR)
    means = years.mean(axis=2)
    two = np.isfinite(means[:, 1])
    growth = np.where(two, (means[:, 1] - means[:, 0]) / YEAR, 0.0)
    middle = np.arange(YEAR) - (YEAR - 1) / 2
    shape = years[:, 0] - means[:, :1] - growth[:, None] * middle
    second = years[:, 1] - means[:, 1:] - growth[:, None] * middle
    shape = np.where(two[:, None], (shape + second) / 2, shape)
    level_now = np.where(two, means[:, 1], means[:, 0]) + growth * (YEAR - 1) / 2
    season = np.zeros((series, YEAR, models))
    season[rows[:, None], columns[:, :YEAR] % YEAR, :] = np.nan_to_num(shape)[:, :, None]
    start = np.where(np.isfinite(means[:, 0]), first + np.where(two, 2 * YEAR, YEAR), months)
    level = np.repeat(np.nan_to_num(level_now)[:, None], models, axis=1)
    trend = np.repeat(growth[:, None] / 2, models, axis=1)
    return start, level, trend, season

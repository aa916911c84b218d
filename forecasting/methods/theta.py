"""Level and half a trend, seasonally adjusted by indices that are shrunk as far as the years disagree."""

import numpy as np

from forecasting.methods import YEAR, Floats, Integers

HALF = YEAR // 2
YEARS = 5
FADE = 0.8
"""An index a year further back counts this much less."""


def seasonal_theta(rates: Floats, origins: Integers, horizon: int) -> Floats:
    """Forecast paths: NaN where no month of the coming year has an index yet (about 18 months).

    Indices are distances to the centred yearly mean, averaged over years; the share of them that is kept is their own
    variance over variance plus noise. The adjusted last six months give the level, half of the growth over a year the
    trend (the theta method of Assimakopoulos & Nikolopoulos, 2000, halves a linear trend).
    """
    offset = _distance_to_year(rates)
    index, kept = _indices(offset, origins)
    columns = np.maximum(origins[:, None] - np.arange(HALF), 0)
    recent = rates[:, columns] - kept * index[:, :, (np.arange(YEAR - 1, HALF - 1, -1))]
    weight = 0.65 ** np.arange(HALF)
    level = (recent * weight).sum(axis=2) / weight.sum()
    growth = _yearly_growth(rates, origins) / YEAR
    steps = np.arange(1, horizon + 1) + 1.0
    path: Floats = level[:, :, None] + 0.5 * growth[:, :, None] * steps + kept * index[:, :, :horizon]
    path[:, origins < YEAR] = np.nan
    return path


def _distance_to_year(rates: Floats) -> Floats:
    """Every month less the centred mean of the year around it; NaN within half a year of the ends."""
    offset = np.full_like(rates, np.nan)
    months = rates.shape[1]
    if months > YEAR:
        ends = np.lib.stride_tricks.sliding_window_view(rates, YEAR + 1, axis=1)
        mean = (ends.sum(axis=2) - 0.5 * (ends[:, :, 0] + ends[:, :, -1])) / YEAR
        offset[:, HALF : months - HALF] = rates[:, HALF : months - HALF] - mean
    return offset


def _indices(offset: Floats, origins: Integers) -> tuple[Floats, Floats]:
    """series x origins x 12: index of months 1..12 after each origin from what was known then, and the share kept."""
    ahead = np.arange(1, YEAR + 1)
    total = np.zeros((len(offset), len(origins), YEAR))
    square, count, number = total.copy(), total.copy(), total.copy()
    for back in range(1, YEARS + 2):
        columns = origins[:, None] + ahead - YEAR * back
        seen = (columns >= 0) & (columns <= origins[:, None] - HALF)
        value = offset[:, np.where(seen, columns, 0)]
        usable = seen & np.isfinite(value)
        weight = usable * FADE**back
        value = np.where(usable, value, 0.0)
        total += weight * value
        square += weight * value**2
        count += weight
        number += usable
    index = np.where(count > 0, total / np.where(count > 0, count, 1.0), np.nan)
    noise = np.where(number > 1, square / np.where(count > 0, count, 1.0) - index**2, np.nan)
    known = np.isfinite(noise)
    within = np.where(known, np.maximum(noise, 0.0) * number / np.maximum(number - 1, 1) / np.maximum(number, 1), 0.0)
    doubt = within.sum(axis=2) / np.maximum(known.sum(axis=2), 1)
    variance = index.var(axis=2)
    doubt = np.where(known.any(axis=2), doubt, 0.5 * variance)
    signal = np.maximum(variance - doubt, 0.0)
    kept = signal / np.maximum(signal + doubt, 1e-12)
    return index, kept[:, :, None]


def _yearly_growth(rates: Floats, origins: Integers) -> Floats:
    """Mean of the last 12 months less that of the 12 before; 0 where there are no two years."""
    filled = np.concatenate([np.zeros((len(rates), 1)), np.nan_to_num(rates).cumsum(axis=1)], axis=1)
    last = filled[:, origins + 1] - filled[:, np.maximum(origins + 1 - YEAR, 0)]
    before = filled[:, np.maximum(origins + 1 - YEAR, 0)] - filled[:, np.maximum(origins + 1 - 2 * YEAR, 0)]
    begin = origins + 1 - 2 * YEAR
    two = (begin >= 0)[None, :] & np.isfinite(rates[:, np.maximum(begin, 0)])
    growth: Floats = np.where(two, (last - before) / YEAR, 0.0)
    return growth

"""Single wild months in the past are not learned from: one late or double batch says nothing of next year."""

import numpy as np

from forecasting.schatting.year.methods import YEAR, Bools, Floats

WINDOW = 3
"""Months before and after that a month is compared with."""
WILD = 8.0
"""Times the usual distance to the months around it."""
LEAST = 0.2
"""And at least this far from them, and from the same month of the years before and after."""
RARE = 24
"""At most one wild month in this many: what happens often is how the series is."""


def without_wild_months(rates: Floats) -> Floats:
    """Rates with wild months replaced by the middle of the months around them.

    The last months (`WINDOW`) stay as they are: they cannot be told from a new level yet.
    """
    months = rates.shape[1]
    if months < YEAR:
        return rates
    wild, middle = _wild(rates)
    known = np.isfinite(rates).sum(axis=1)
    wild &= (known >= YEAR)[:, None]
    wild &= (wild.sum(axis=1) <= np.maximum(known // RARE, 1))[:, None]
    return np.where(wild, middle, rates)


def _wild(rates: Floats) -> tuple[Bools, Floats]:
    months = rates.shape[1]
    padded = np.pad(rates, ((0, 0), (WINDOW, WINDOW)), constant_values=np.nan)
    around = np.stack([padded[:, k : k + months] for k in range(2 * WINDOW + 1) if k != WINDOW])
    whole = np.isfinite(around).all(axis=0)
    middle = np.median(np.where(whole, around, 0.0), axis=0)
    distance = np.where(whole, np.abs(rates - middle), np.nan)
    usual = median_where(distance, whole & np.isfinite(distance))[:, None]
    wild = whole & (distance > np.maximum(WILD * usual, LEAST))
    for shift in (YEAR, -YEAR):
        other = np.full_like(rates, np.nan)
        if months > YEAR:
            if shift > 0:
                other[:, YEAR:] = rates[:, :-YEAR] - middle[:, :-YEAR]
            else:
                other[:, :-YEAR] = rates[:, YEAR:] - middle[:, YEAR:]
        apart = np.abs((rates - middle) - other)
        wild &= ~(apart <= np.maximum(0.5 * distance, LEAST))
    return wild, middle


def median_where(values: Floats, mask: Bools) -> Floats:
    """Median per row over `mask`; 0 where it holds nowhere."""
    ordered = np.sort(np.where(mask, values, np.inf), axis=1)
    number = mask.sum(axis=1)
    rows = np.arange(len(values))
    median: Floats = np.where(number > 0, ordered[rows, np.maximum(number - 1, 0) // 2], 0.0)
    return median

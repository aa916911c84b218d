"""How far a series moves with working days: care given on weekdays has 20 to 23 days a month.

A month counts in days of care: its calendar days, moved by its share of Mondays to Fridays. How far is what the series
itself has shown (`elasticity`): 0 for care that goes on every day, 1 for care on weekdays only. Public holidays are
left out: most fall in the same month every year, so the season knows them.
"""

import numpy as np
import pandas as pd

from forecasting.schatting.year.methods import YEAR, Floats

LIKELY = 0.5
"""How far elasticities lie from 0 as a rule: a series that shows little keeps to calendar days."""
RECENT = 0.5
"""Share of the last month in the level that a month is compared with."""
OUTLIER = 3.0
"""A change beyond this many times the usual one counts up to there."""


def working_days(last: pd.Period, months: int) -> Floats:
    """Mondays to Fridays of `months` months up to `last` and of the months after it in its year.

    >>> working_days(pd.Period("2026-11"), 2).tolist()
    [22.0, 21.0, 23.0]
    """
    after = YEAR - last.month + 1
    first = pd.period_range(end=last + after, periods=months + after, freq="M").to_timestamp()
    days = first.to_numpy().astype("datetime64[D]")
    return np.busday_count(days[:-1], days[1:]).astype(np.float64)


def days_of_care(values: Floats, days: Floats, working: Floats) -> Floats:
    """series x months: what every month counts for. values: series x T; days, working: of T months and those ahead.

    A series with amounts that are not positive keeps to calendar days.
    """
    months = values.shape[1]
    share = np.log(working / days * 7 / 5)
    positive = (~(values <= 0)).all(axis=1, keepdims=True)
    rates = np.log(np.where(positive & (values > 0), values, np.nan) / days[:months])
    return np.asarray(days * np.exp(elasticity(rates, share[:months])[:, None] * share))


def elasticity(rates: Floats, share: Floats) -> Floats:
    """Per series, 0 to 1. rates: logarithm of the amount per calendar day; share: of the share of working days.

    A regression drawn to 0 (ridge), of the change since the same month a year before, against its recent level.
    """
    months = rates.shape[1]
    if months <= YEAR + 1:
        return np.zeros(len(rates))
    moved = rates[:, YEAR:] - rates[:, :-YEAR]
    alike = np.where(np.isfinite(moved), (share[YEAR:] - share[:-YEAR])[None, :], np.nan)
    change, shift = _against_level(moved), _against_level(alike)
    known = np.isfinite(change)
    number = np.maximum(known.sum(axis=1), 1)
    change, shift = np.where(known, change, 0.0), np.where(known, shift, 0.0)
    usual = np.abs(change).sum(axis=1) / number * 1.25
    change = np.clip(change, -OUTLIER * usual[:, None], OUTLIER * usual[:, None])
    noise = (change**2).sum(axis=1) / number
    weight = (shift**2).sum(axis=1) + noise / LIKELY**2
    slope = (change * shift).sum(axis=1) / np.where(weight > 0, weight, 1.0)
    return np.asarray(np.clip(slope, 0.0, 1.0))


def _against_level(values: Floats) -> Floats:
    """Each month less the exponentially smoothed level of the months before it; NaN where there is none."""
    apart = np.full_like(values, np.nan)
    level = values[:, 0].copy()
    for month in range(1, values.shape[1]):
        now = values[:, month]
        apart[:, month] = now - level
        level = np.where(np.isfinite(level), level + RECENT * np.nan_to_num(apart[:, month]), now)
    return apart

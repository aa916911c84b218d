"""Forecasts of many series that end in the same month, as arrays: what one series and a whole panel share (R4.6)."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from config.forecast import Learned
from forecasting.schatting.year.completing import filled
from forecasting.schatting.year.methods import YEAR, Floats
from forecasting.schatting.year.methods.candidates import NAMES
from forecasting.schatting.year.methods.workdays import working_days
from forecasting.schatting.year.pooling import gather, nought, weights
from forecasting.schatting.year.spread import error_quantiles, spread

SAMPLES = 2_000
ENOUGH_MONTHS = 6
"""With fewer months the policy's rule stands, with a wide range."""
WIDE = 2.0
"""How much wider the range is then."""
MONTHS_USED = 11 * YEAR
WORTH_TELLING = 1.1
"""A last month out of line is told where it makes the range at least this many times wider."""


@dataclass(frozen=True)
class Batch:
    """Forecasts of series that end in the same month. totals: series x probabilities, by `error_quantiles`; surprise:
    part by which the last month came above what was told a month before, where that makes the range wider; 0 elsewhere;
    floor: what is approved of this year already, in a series that never had a credit; no total lies below it.
    """

    point: Floats
    literal: Floats
    totals: Floats
    weights: Floats
    surprise: Floats
    floor: Floats


def probabilities() -> Floats:
    """Those of the samples, each the middle of an equal part: no draw is wasted on chance."""
    return (np.arange(SAMPLES) + 0.5) / SAMPLES


def forecast_batch(values: Floats, last: pd.Period, share: Floats, tables: Learned) -> Batch:
    """Forecasts of series x months that end in `last` (NaN before a series begins); share: completeness.

    Every series is laid on `MONTHS_USED` months and worked on by itself: its figures are the same, to the last bit,
    beside other series, of any length, as alone.
    """
    values, share = _laid_out(values, np.nan), _laid_out(share, 1.0)
    cut, months = last.month, values.shape[1]
    days = calendar_days(last, months)
    literal = literal_total(values, days, cut)
    amounts, unsure = filled(values, days, share, cut)
    known = np.nan_to_num(amounts[:, -cut:]).sum(axis=1)
    floor = certain(values, cut)
    quantiles = probabilities()
    noise = unsure[:, None] * error_quantiles(quantiles, YEAR - 1, tables)[None, :]
    if cut == YEAR:
        totals = np.maximum(known[:, None] + noise, floor[:, None])
        only_known = np.zeros((len(values), len(NAMES)))
        only_known[:, 0] = 1.0
        return Batch(known, literal, totals, only_known, np.zeros(len(values)), floor)
    evidence = gather(amounts, days, working_days(last, months), cut)
    weight = weights(evidence, tables)
    short = np.isfinite(values).sum(axis=1) < ENOUGH_MONTHS
    weight[short] = np.arange(len(NAMES)) == 0
    found = spread(evidence, weight, tables)
    found = replace(found, width=np.where(short, WIDE * found.width, found.width))
    rest = evidence.amount(found.at(error_quantiles(quantiles, cut, tables)))
    point = known + evidence.amount(found.place)
    centre = point[:, None]
    apart = known[:, None] + rest - centre
    totals = centre + np.sign(apart) * np.hypot(apart, noise)
    point = np.where(short, literal, point)
    totals += np.where(short, literal - centre[:, 0], 0.0)[:, None]
    point, totals = np.maximum(point, floor), np.maximum(totals, floor[:, None])
    part = np.where(evidence.positive, np.expm1(found.surprise), np.copysign(np.inf, found.surprise))
    return Batch(point, literal, totals, weight, np.where(found.wider >= WORTH_TELLING, part, 0.0), floor)


def certain(values: Floats, cut: int) -> Floats:
    """What is approved of the year so far, where no month was ever below 0 (by more than cents); where one was: nothing
    is certain.

    >>> certain(np.array([[5.0, 6.0, 7.0], [5.0, -1.0, 7.0]]), 2).tolist()
    [13.0, -inf]
    """
    return np.where(((values < 0) & ~nought(values)).any(axis=1), -np.inf, np.nan_to_num(values[:, -cut:]).sum(axis=1))


def _laid_out(table: Floats, before: float) -> Floats:
    """Series x `MONTHS_USED`, ending in the same month; `before` in the months that were not there."""
    return np.pad(table[:, -MONTHS_USED:], ((0, 0), (max(MONTHS_USED - table.shape[1], 0), 0)), constant_values=before)


def literal_total(values: Floats, days: Floats, cut: int) -> Floats:
    """R3.2: approved months plus the last one, by calendar days, for every month still to come."""
    months = values.shape[1]
    known = np.nan_to_num(values[:, -cut:]).sum(axis=1)
    return np.asarray(known + values[:, -1] / days[months - 1] * days[months:].sum(), dtype=np.float64)


def calendar_days(last: pd.Period, months: int) -> Floats:
    """Calendar days of `months` months up to `last` and of the months after it in its year."""
    end = pd.Period(year=last.year, month=YEAR, freq="M")
    all_months = pd.period_range(end=end, periods=months + YEAR - last.month, freq="M")
    return all_months.days_in_month.to_numpy().astype(np.float64)

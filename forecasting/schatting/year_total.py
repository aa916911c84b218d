"""The year total of monthly amounts: expected, with its range (R4.6). The one door for other programs.

>>> months = pd.period_range("2025-01", "2026-05", freq="M")
>>> total = forecast_year_total(pd.Series(100.0, index=months, name="V&V"), 2026, 5)
>>> total.quantile(0.1) < total.point < total.quantile(0.9)
True
"""

import numpy as np
import pandas as pd

from config.forecast import learned
from forecasting.schatting.year.batch import MONTHS_USED, SAMPLES, forecast_batch
from forecasting.schatting.year.history import checked, checked_completeness
from forecasting.schatting.year.outcome import YearTotal, year_total
from forecasting.schatting.year.panel_total import PanelTotals, forecast_many

__all__ = ["PanelTotals", "YearTotal", "forecast_many", "forecast_year_total"]


def forecast_year_total(
    history: pd.Series, year: int, last_month: int, *, completeness: pd.Series | None = None, seed: int = 0
) -> YearTotal:
    """Expected total of `year` for one series, known up to and including `last_month`.

    history: monthly amounts by monthly Period, consecutive, at least 3, ending in `last_month` of `year`; earlier
    years may be missing, short, zero, negative or on another level. completeness: the fraction (0, 1] of recent months
    that is known (1 where not given); such months are completed first and widen the range. seed: order of the samples.

    Raises ValueError (Dutch, names the series and month) for what `forecasting.schatting.year.history.checked` refuses.
    """
    series = checked(history, year, last_month)
    share = checked_completeness(completeness, series)
    values, share = series.values[-MONTHS_USED:], share[-MONTHS_USED:]
    batch = forecast_batch(values[None, :], series.last, share[None, :], learned())
    order = np.random.default_rng(seed).permutation(SAMPLES)
    return year_total(batch, 0, batch.totals[0][order], series.last, values, share)

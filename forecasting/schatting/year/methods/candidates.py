"""All methods side by side; the order of `NAMES` is the order of the learned weights."""

from collections.abc import Callable

import numpy as np

from forecasting.schatting.year.methods import YEAR, Floats, Integers
from forecasting.schatting.year.methods.airline import airline
from forecasting.schatting.year.methods.simple import lagged, last_year, run_rate
from forecasting.schatting.year.methods.smoothing import PLAIN, SEASONAL, smooth

LAGS = YEAR

Method = Callable[[Floats, Floats, Integers, int], Floats]
"""(rates, past, origins, cut) -> paths; `past` is `lagged(rates, origins, LAGS)`, `cut` months known of the year."""

METHODS: dict[str, Method] = {
    "laatste_maand": lambda rates, past, origins, cut: run_rate(past, 1, YEAR - cut),
    "jaar_tot_nu": lambda rates, past, origins, cut: run_rate(past, cut, YEAR - cut),
    "vlak": lambda rates, past, origins, cut: smooth(rates, origins, YEAR - cut, PLAIN),
    "holt_winters": lambda rates, past, origins, cut: smooth(rates, origins, YEAR - cut, SEASONAL),
    "airline": lambda rates, past, origins, cut: airline(rates, origins, YEAR - cut),
    "vorig_jaar": lambda rates, past, origins, cut: last_year(rates, origins, YEAR - cut),
}
NAMES = tuple(METHODS)
SEASONAL_NAMES = ("holt_winters", "airline", "vorig_jaar")
"""Methods that look at the same months of earlier years."""
SEASONAL_PLACES = [NAMES.index(name) for name in SEASONAL_NAMES]
SEASONAL_FROM = 15
"""Months of history from which those methods take part: with one month or two to compare with a year before, they were
worse than the policy's rule (1.09 times its error) on panels that nobody learned from."""
SLOW_NAMES = ("jaar_tot_nu", "vorig_jaar")
"""Methods that a new level does not move, or only month by month."""


def candidates(rates: Floats, origins: Integers, cut: int) -> Floats:
    """series x origins x methods x months: every method's path for the 12 - cut months after each origin."""
    past = lagged(rates, origins, LAGS)
    paths = np.stack([method(rates, past, origins, cut) for method in METHODS.values()], axis=2)
    months = np.isfinite(rates).cumsum(axis=1)[:, origins]
    paths[:, :, SEASONAL_PLACES] = np.where(
        (months >= SEASONAL_FROM)[:, :, None, None], paths[:, :, SEASONAL_PLACES], np.nan
    )
    return paths

"""A forecast year total as users see it: amount, range, chance and words."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.schatting.year.batch import ENOUGH_MONTHS, Batch
from forecasting.schatting.year.methods import Floats
from forecasting.schatting.year.methods.candidates import NAMES
from forecasting.schatting.year.reasons import reasons

LITERAL = "letterlijke regel"


@dataclass(frozen=True)
class Jump:
    """A last month far from what was to be expected, and the year both ways, in the unit of the history.

    part: how far above it (below 0: under it), as a fraction; stays: the year when the new level stays; returns: when
    it was this one month.
    """

    part: float
    stays: float
    returns: float


@dataclass(frozen=True, eq=False)
class YearTotal:
    """Forecast of a year total, in the unit of the history.

    point: the expected total; literal: the policy's rule (R3.2) on the amounts as known; samples: equally likely
    totals, 2 000 or more, in the order of their draws (drawn jointly with other series by `forecast_many`); method: the
    methods that count most; weights: share of every method; reasons: sentences for users (Dutch).
    """

    year: int
    last_month: int
    point: float
    literal: float
    samples: Floats
    method: str
    weights: dict[str, float]
    reasons: tuple[str, ...]

    def quantile(self, p: float) -> float:
        """The total that is not passed with probability p (0 to 1)."""
        if not 0 <= p <= 1:
            raise ValueError(f"Een kans ligt tussen 0 en 1, niet {p}.")
        return float(np.quantile(self.samples, p))

    def chance_above(self, line: float) -> float:
        """Probability that the total passes `line` (strictly, as R4.3)."""
        return float((self.samples > line).mean())


def year_total(batch: Batch, row: int, samples: Floats, last: pd.Period, values: Floats, share: Floats) -> YearTotal:
    """Row of a batch as a result, with its words."""
    point, literal = float(batch.point[row]), float(batch.literal[row])
    weight = {name: float(part) for name, part in zip(NAMES, batch.weights[row], strict=True)}
    short = len(values) < ENOUGH_MONTHS
    method = LITERAL if short else ", ".join(name for name in sorted(weight, key=lambda n: -weight[n])[:3])
    words = reasons(point, literal, weight, values, share, last, short, float(batch.surprise[row]))
    return YearTotal(last.year, last.month, point, literal, samples, method, weight, words)

"""Panels cut at past months: what a forecast may see, and the year total that it must tell."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.schatting.year.methods import YEAR
from forecasting.schatting.year.methods.workdays import working_days
from forecasting.schatting.year.pooling import Evidence, gather

CUTS = (3, 5, 7, 9)
WIDTH = 132
"""Months kept before and with the year that is forecast."""
HISTORIES = (132, 84, 60, 48, 42, 36, 30, 27, 24, 18, 15)
"""Months of history tried (ending in December of the forecast year), so that short series are learned from too."""
YEARS_PER_SERIES = 3


@dataclass(frozen=True)
class Tasks:
    """One panel at one cut. whole: all history is seen; seen: the history (series x months, NaN before it begins);
    known: sum of the year so far; total: the truth; literal: the policy's rule (R3.2)."""

    panel: str
    cut: int
    whole: bool
    seen: np.ndarray
    evidence: Evidence
    known: np.ndarray
    total: np.ndarray
    literal: np.ndarray

    def miss(self, place: np.ndarray) -> np.ndarray:
        """Relative error of the year total for a place per task."""
        return (self.known + self.evidence.amount(place)) / self.total - 1

    @property
    def literal_miss(self) -> np.ndarray:
        return self.literal / self.total - 1


def tasks(
    panel: str, wide: pd.DataFrame, rng: np.random.Generator, most: int = 300, shorten: bool = True
) -> list[Tasks]:
    """Every series at its last whole years with at least one month before them, at all cuts."""
    table, months = wide.to_numpy(dtype=float), wide.columns
    ends = [place for place in range(YEAR, len(months)) if months[place].month == YEAR]
    found = []
    for row in range(len(table)):
        whole = [end for end in ends if np.isfinite(table[row, end - YEAR : end + 1]).all()]
        found += [(row, end) for end in whole[-YEARS_PER_SERIES:] if table[row, end - 11 : end - 8].any()]
    chosen = [found[place] for place in rng.permutation(len(found))[:most]]
    by_end: dict[int, list[np.ndarray]] = {}
    for row, end in chosen:
        kept = np.full(WIDTH, np.nan)
        seen = table[row, max(0, end + 1 - WIDTH) : end + 1]
        length = min(len(seen), int(rng.choice(HISTORIES))) if shorten else len(seen)
        kept[WIDTH - length :] = seen[len(seen) - length :]
        if kept[-YEAR:].sum() != 0:
            by_end.setdefault(end, []).append(kept)
    return [
        _at_cut(panel, cut, not shorten, {months[end]: np.array(rows) for end, rows in by_end.items()}) for cut in CUTS
    ]


def _at_cut(panel: str, cut: int, whole: bool, by_end: dict[pd.Period, np.ndarray]) -> Tasks:
    parts, histories, known, total, literal = [], [], [], [], []
    for end, values in by_end.items():
        days = pd.period_range(end=end, periods=WIDTH, freq="M").days_in_month.to_numpy().astype(float)
        seen = values[:, : WIDTH - YEAR + cut]
        parts.append(gather(seen, days, working_days(end - YEAR + cut, WIDTH - YEAR + cut), cut))
        histories.append(seen)
        known.append(seen[:, -cut:].sum(axis=1))
        total.append(values[:, -YEAR:].sum(axis=1))
        ahead = days[WIDTH - YEAR + cut :].sum()
        literal.append(known[-1] + seen[:, -1] / days[WIDTH - YEAR + cut - 1] * ahead)
    joined = Evidence(
        *(
            parts[0].origin_weight
            if name == "origin_weight"
            else np.concatenate([getattr(part, name) for part in parts])
            for name in Evidence.__dataclass_fields__
        )
    )
    columns = (np.concatenate(part) for part in (known, total, literal))
    return Tasks(panel, cut, whole, np.concatenate(histories), joined, *columns)


def new_year_step(task: Tasks) -> float:
    """How far the first quarter of a year lies from the last one before it (logarithm), in the mean of the years of
    the median series."""
    whole = task.seen[:, : WIDTH - YEAR]
    quarters = whole.reshape(len(whole), -1, 3).mean(axis=2)
    quarters = np.log(np.where(quarters > 0, quarters, np.nan))
    first, last = quarters[:, 4::4], quarters[:, 3:-1:4]
    known = np.isfinite(first - last)
    steps = np.where(known, first - last, 0.0).sum(axis=1)[known.any(axis=1)] / known.sum(axis=1)[known.any(axis=1)]
    return float(np.median(np.abs(steps))) if len(steps) else 0.0

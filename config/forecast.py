"""What was learned from many series: how much methods count, and how large errors are (`tables/forecast_*.csv`).

`benchmarks/forecast_learn.py` makes the tables and says from which panels; docs/method.md explains them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from config.tables import rows

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Learned:
    """traits: methods x traits; own_miss: what each kind of own past misses counts; width: per mark; surprise: what a
    last month out of line counts in the width;
    probabilities, cuts, errors: table of quantiles of error / width, one column per cut; level_weight: by level, what a
    forecast of the sum as one series counts for against the sum of its parts; level_width: what the width of the first
    is multiplied by for the error of both together; sectors_tied: correlation of the errors of two sectors.
    """

    methods: tuple[str, ...]
    traits: Floats
    own_miss: Floats
    width: Floats
    surprise: float
    probabilities: Floats
    cuts: Floats
    errors: Floats
    level_weight: Mapping[str, float]
    level_width: Mapping[str, float]
    sectors_tied: float


@cache
def learned() -> Learned:
    """The tables as shipped."""
    weights = rows("forecast_weights")
    traits = [name for name in weights[0] if name != "methode"]
    *width, surprise = (float(row["gewicht"]) for row in rows("forecast_width"))
    errors = rows("forecast_errors")
    cuts = [name for name in errors[0] if name != "kans"]
    levels = {row["niveau"]: row for row in rows("forecast_levels")}
    return Learned(
        methods=tuple(row["methode"] for row in weights),
        traits=np.array([[float(row[name]) for name in traits] for row in weights]),
        own_miss=np.array([float(row["waarde"]) for row in rows("forecast_own")]),
        width=np.array(width),
        surprise=surprise,
        probabilities=np.array([float(row["kans"]) for row in errors]),
        cuts=np.array([float(name.removeprefix("na_")) for name in cuts]),
        errors=np.array([[float(row[name]) for name in cuts] for row in errors]),
        level_weight={name: float(levels[name]["gewicht"]) for name in ("sector", "regio")},
        level_width={name: float(levels[name]["breedte"]) for name in ("sector", "regio")},
        sectors_tied=float(levels["alles"]["samenhang"]),
    )

"""What was learned from many series: how much methods count, and how large errors are (`tables/forecast_*.csv`).

`benchmarks/forecast_learn.py` makes the tables and says from which panels; docs/method.md explains them.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from config.tables import rows

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Learned:
    """traits: methods x traits; own_miss: what each kind of own past misses counts; width: per mark;
    probabilities, cuts, errors: table of quantiles of error / width, one column per cut.
    """

    methods: tuple[str, ...]
    traits: Floats
    own_miss: Floats
    width: Floats
    probabilities: Floats
    cuts: Floats
    errors: Floats


@cache
def learned() -> Learned:
    """The tables as shipped."""
    weights = rows("forecast_weights")
    traits = [name for name in weights[0] if name != "methode"]
    width = rows("forecast_width")
    errors = rows("forecast_errors")
    cuts = [name for name in errors[0] if name != "kans"]
    return Learned(
        methods=tuple(row["methode"] for row in weights),
        traits=np.array([[float(row[name]) for name in traits] for row in weights]),
        own_miss=np.array([float(row["waarde"]) for row in rows("forecast_own")]),
        width=np.array([float(row["gewicht"]) for row in width]),
        probabilities=np.array([float(row["kans"]) for row in errors]),
        cuts=np.array([float(name.removeprefix("na_")) for name in cuts]),
        errors=np.array([[float(row[name]) for name in cuts] for row in errors]),
    )

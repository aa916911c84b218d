"""Recent months that are known in part: what they will probably become, and how unsure that is."""

import numpy as np

from forecasting.methods import Floats

COMPLETE = 0.995
"""From here on a month is taken as it is."""
DRIFT = 0.04
"""How far the completeness of a month may be off (fraction): patterns of declaring drift by some points."""


def completed(values: Floats, completeness: Floats, expected: Floats) -> Floats:
    """Known amount plus the unknown part of a mixture of two answers (Benktander).

    The unknown part, 1 - completeness, is taken of the amount grossed up (known / completeness), trusted as far as the
    month is complete, and of `expected` (what the months before foretell) for the rest. So a month that is nearly
    complete speaks for itself and one of which little is known follows the months before.

    >>> completed(np.array([30.0, 100.0]), np.array([0.5, 1.0]), np.array([80.0, 90.0])).tolist()
    [65.0, 100.0]
    """
    ultimate = completeness * (values / completeness) + (1 - completeness) * expected
    return np.asarray(values + (1 - completeness) * ultimate, dtype=np.float64)


def doubt(completeness: Floats) -> Floats:
    """Standard deviation of a completed month as a fraction of it: 0 when complete, `DRIFT` / completeness where most
    is known, and no more than 0.25.

    >>> doubt(np.array([1.0, 0.8])).round(3).tolist()
    [0.0, 0.05]
    """
    return np.where(completeness >= COMPLETE, 0.0, np.minimum(DRIFT / np.maximum(completeness, DRIFT), 0.25))

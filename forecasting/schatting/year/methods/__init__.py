"""Simple forecasts of the months after a cut, each for all origins of many series at once.

Every method takes `rates` (series x months: the transformed amount per calendar day, NaN before a series begins), the
`origins` (column numbers of last known months) and returns series x origins x horizon: the transformed rate of the
next months. NaN where a series is too short for the method.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]
YEAR = 12

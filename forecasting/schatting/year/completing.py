"""Recent months that are known in part: what they will probably become, and how unsure that is."""

import numpy as np

from forecasting.schatting.year.methods import YEAR, Floats

COMPLETE = 0.995
"""From here on a month is taken as it is."""
DRIFT = 0.1
"""How far patterns of declaring drift, as a part of completeness x what is open: a month that is nearly complete or
hardly known has little room to move."""
NOISE = 0.01
"""How far the completeness of any month is off besides (fraction)."""
MOST_DOUBT = 0.15
CARRIED = 0.5
"""Part of an error in the last months that goes on into the rest of the year: methods lean on more than those."""
BASE = 3
"""Months that tell the level."""


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


def foretold(seen: Floats, days: Floats, months: int) -> Floats:
    """What complete months `seen` foretell of the next `months`; days: calendar days of both.

    The mean a day of the last three, moved half as far as the same months moved a year before (where all are positive).

    >>> foretold(np.array([30.0, 28.0, 31.0]), np.array([30.0, 28.0, 31.0, 30.0]), 1).tolist()
    [30.0]
    """
    rates = seen / days[: len(seen)]
    shape = np.ones(months)
    base = rates[-YEAR - BASE : -YEAR]
    followed = rates[len(rates) - YEAR :][:months]
    if len(base) == BASE and (base > 0).all() and (followed > 0).all():
        shape[: len(followed)] = np.sqrt(followed / base.mean())
    expected: Floats = rates[-BASE:].mean() * shape * days[len(seen) : len(seen) + months]
    return expected


def doubt(completeness: Floats) -> Floats:
    """Size of the error of a completed month as a fraction of it: 0 when complete, else
    (`DRIFT` x completeness x open + `NOISE`) / completeness, at most `MOST_DOUBT`.

    >>> doubt(np.array([1.0, 0.5])).tolist()
    [0.0, 0.07]
    """
    unsure = DRIFT * (1 - completeness) + NOISE / np.maximum(completeness, NOISE)
    return np.where(completeness >= COMPLETE, 0.0, np.minimum(unsure, MOST_DOUBT))


def filled(values: Floats, days: Floats, share: Floats, cut: int) -> tuple[Floats, Floats]:
    """Series x months with incomplete months completed, and the size of the error that this gives each year total.

    Errors of the months of one series go together (they come from one habit of declaring), and an error in the last
    three goes on into the rest of the year for `CARRIED` of it.
    """
    amounts, unsure = values.copy(), np.zeros(len(values))
    months = values.shape[1]
    for row in np.flatnonzero((share < COMPLETE).any(axis=1)):
        first = int((share[row] < COMPLETE).argmax())
        begin = int(np.isfinite(values[row]).argmax())
        known, part = values[row, first:], share[row, first:]
        seen = values[row, begin:first]
        expected = foretold(seen, days[begin:months], months - first) if len(seen) else known / part
        amounts[row, first:] = completed(known, part, expected)
        loss = np.abs(amounts[row, first:]) * doubt(part)
        ahead = days[months:].sum() / days[max(months - BASE, 0) : months].sum()
        unsure[row] = loss[-cut:].sum() + CARRIED * ahead * loss[-BASE:].sum()
    return amounts, unsure

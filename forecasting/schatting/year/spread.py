"""How wide the range is: past misses of the pooled forecast at this horizon, own and of all series learned from."""

from dataclasses import dataclass

import numpy as np

from config.forecast import Learned
from forecasting.schatting.year.methods import Floats
from forecasting.schatting.year.methods.candidates import SEASONAL_PLACES
from forecasting.schatting.year.methods.cleaning import median_where
from forecasting.schatting.year.pooling import FLOOR, LATEST, WORST, Evidence, pooled, times

TYPICAL = 0.05
OWN_PRIOR = 1.0
FARTHEST = 3.0
"""No error is drawn beyond this (logarithm: twenty times; else: recent amounts): the table has no errors beyond it."""
OUT_OF_LINE = 2.0
"""Times the usual miss of the next month, from where the last month widens the range: nobody knows whether it stays."""


@dataclass(frozen=True)
class Spread:
    """place: forecast place per series; width: size of its error in the same scale; surprise: how far the last month
    came above what was told a month before; wider: how many times wider that makes the range (1: not)."""

    place: Floats
    width: Floats
    surprise: Floats
    wider: Floats

    def at(self, errors: Floats) -> Floats:
        """series x errors: places for errors measured in widths (`error_quantiles`)."""
        return self.place[:, None] + bounded(self.width[:, None] * errors[None, :])


def bounded(apart: Floats) -> Floats:
    """Errors drawn in so that none reaches `FARTHEST`, and one that is larger stays larger.

    >>> bounded(np.array([-1.0, 2.0, 4.0, 40.0])).round(2).tolist()
    [-1.0, 1.91, 2.8, 3.0]
    """
    return np.asarray(apart / (1.0 + (np.abs(apart) / FARTHEST) ** 4) ** 0.25)


def marks(evidence: Evidence, weight: Floats) -> tuple[Floats, Floats]:
    """Forecast place per series, and what tells the size of its error: series x marks (`MARKS`)."""
    path = pooled(evidence.places, weight)
    miss = np.minimum(np.abs(path - evidence.actual), WORST)
    known = np.isfinite(miss)
    share = np.where(known, evidence.origin_weight[None, :], 0.0)
    number = share.sum(axis=1)
    own = np.log(((share * np.where(known, miss, 0.0)).sum(axis=1) + OWN_PRIOR * TYPICAL) / (number + OWN_PRIOR))
    usable = np.isfinite(evidence.places[:, 0])
    apart = np.where(usable, np.abs(np.where(usable, evidence.places[:, 0], 0.0) - path[:, :1]), 0.0)
    surprise = np.abs((weight * evidence.latest.mean(axis=1)).sum(axis=1))
    disagreement = np.log((weight * apart).sum(axis=1) + FLOOR)
    has_own = number / (number + OWN_PRIOR)
    traits = evidence.traits
    return path[:, 0], np.stack(
        [
            traits[:, 0],
            (own + 3.0) * has_own,
            disagreement + 3.0,
            traits[:, 3],
            traits[:, 2],
            traits[:, 2] ** 2,
            has_own,
            traits[:, 1],
            weight[:, SEASONAL_PLACES].sum(axis=1),
            np.log(np.maximum(surprise, 1.0)),
        ],
        axis=1,
    )


MARKS = (
    "constante",
    "eigen_fout",
    "onenigheid",
    "onrust",
    "maanden_bekend",
    "maanden_bekend_kwadraat",
    "eigen_verleden",
    "lengte",
    "gewicht_seizoen",
    "verrassing",
)


SURPRISE = "laatste_maand_uit_de_pas"
"""Name of the part of a last month out of line that counts in the width, after the marks in their table."""


def spread(evidence: Evidence, weight: Floats, learned: Learned) -> Spread:
    """Place and width: exp(learned . marks), and apart from that the learned part of how far the last month is out of
    line (`excess`); independent errors, so the root of the sum of their squares."""
    place, mark = marks(evidence, weight)
    usual = np.exp(np.clip(times(mark, learned.width), np.log(0.0005), np.log(2.0)))
    last, beyond = excess(evidence, weight)
    width = np.hypot(usual, learned.surprise * beyond)
    return Spread(place, width, last, width / usual)


def excess(evidence: Evidence, weight: Floats) -> tuple[Floats, Floats]:
    """How far the last month came above what the methods together told a month before, and how much of that is beyond
    `OUT_OF_LINE` times the series' usual miss (not negative); 0 where there is no past to tell."""
    missed = pooled(evidence.missed, weight)
    last = np.zeros(len(missed))
    if missed.shape[1] <= LATEST:
        return last, last
    older = np.abs(missed[:, LATEST:])
    known = np.isfinite(older)
    told = np.isfinite(missed[:, 0]) & known.any(axis=1)
    last = np.where(told, missed[:, 0], 0.0)
    return last, np.maximum(np.abs(last) - OUT_OF_LINE * median_where(older, known), 0.0)


def error_quantiles(probabilities: Floats, cut: int, learned: Learned) -> Floats:
    """Quantiles of error / width at this cut, from the table of past errors (linear between its rows and cuts)."""
    table = np.array([np.interp(probabilities, learned.probabilities, column) for column in learned.errors.T])
    nearest = np.clip(np.interp(cut, learned.cuts, np.arange(len(learned.cuts))), 0, len(learned.cuts) - 1)
    low = int(nearest)
    high = min(low + 1, len(learned.cuts) - 1)
    part = nearest - low
    return np.asarray(table[low] * (1 - part) + table[high] * part, dtype=np.float64)

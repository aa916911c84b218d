"""How much each method counts: learned weights, moved by how well each did in the series' own past.

Everything works on batches: series x months, all ending at the same last known month. A series with only positive
amounts is forecast on the logarithm of its amount per day of care (`methods.workdays`); one with zeros or credits on
its amount per day divided by its own recent size. In that transformed scale a "place" is where a method puts the sum of
the months to come, and methods are averaged there.
"""

from dataclasses import dataclass

import numpy as np

from config.forecast import Learned
from forecasting.schatting.year.methods import YEAR, Bools, Floats
from forecasting.schatting.year.methods.candidates import NAMES, SLOW_NAMES, candidates
from forecasting.schatting.year.methods.cleaning import median_where, without_wild_months
from forecasting.schatting.year.methods.workdays import days_of_care

ORIGINS_BACK = 60
WORST = 1.0
"""A miss of the sum by more than this (logarithm or fraction) counts as this much: one disaster is enough."""
OTHER_MONTH = 0.3
"""What a past origin in another month of the year counts, against 1 for the same month."""
PRIOR_ORIGINS = 0.5
"""The learned weights count as if this many own origins had agreed with them."""
FLOOR = 0.003
NOUGHT = 0.0005
"""Part of a mean month below which there is nothing: cents that were corrected."""
LATEST = 2
"""Months that tell a new level from one wild month."""
LEAST_MISS = 0.01
"""Added to a method's usual miss of the next month (logarithm or fraction): some series hardly ever missed."""
BEHIND = 2.0
"""Times its usual miss, on the same side in each of the latest months, from where a slow method is believed less."""
BEHIND_POWER = 2
"""How much less: at twice as far behind, a quarter."""
SLOW = [NAMES.index(name) for name in SLOW_NAMES]
MARGIN = 0.1
"""A path stays within what the last three years showed, with this much room."""


@dataclass(frozen=True)
class Evidence:
    """What is known of every series at the cut.

    places: series x origins x methods, the first origin is now; actual: series x origins (NaN when still open);
    positive, scale: how a place becomes an amount; traits: series x traits (`TRAITS`); miss: series x methods x
    kinds (`MISSES`), logarithm of a method's own past misses against the average method; missed: series x months
    (newest first) x methods, how far each month came above what was told a month before; latest: the newest of those
    (`LATEST`), in times the usual miss.
    """

    places: Floats
    actual: Floats
    positive: Bools
    scale: Floats
    traits: Floats
    miss: Floats
    missed: Floats
    latest: Floats
    origin_weight: Floats

    def amount(self, place: Floats) -> Floats:
        """Sum of the months to come for a place per series (series x anything)."""
        shape = (-1, *([1] * (place.ndim - 1)))
        positive, scale = self.positive.reshape(shape), self.scale.reshape(shape)
        return np.where(positive, scale * np.exp(np.where(positive, place, 0.0)), scale * place)


MISSES = ("eigen_fout", "eigen_fout_volgende_maand")
"""Of the sum of the months to come at past origins; of the next month at the last twelve. A sum told recently is still
open, while a method that fell behind since then shows it month by month."""
TRAITS = ("constante", "lengte", "maanden_bekend", "onrust", "verschil_methoden")


def gather(values: Floats, days: Floats, working: Floats, cut: int) -> Evidence:
    """Forecasts and own past misses.

    values: series x T (NaN before a series begins); days, working: calendar and working days of T + 12 - cut months;
    cut < 12.
    """
    count, months = values.shape
    horizon = YEAR - cut
    none = nought(values)
    positive = np.asarray(~((values <= 0) | none).any(axis=1))
    care = days_of_care(values, days, working)
    per_day = values / care[:, :months]
    recent = np.abs(per_day[:, -2 * YEAR :])
    size = mean_of(recent, np.isfinite(recent), axis=1, empty=1.0)
    size = np.where(size > 0, size, 1.0)
    relative_rate = per_day / size[:, None]
    rates = np.where(positive[:, None], np.log(np.where(relative_rate > 0, relative_rate, 1.0)), relative_rate)
    rates[~np.isfinite(values)] = np.nan
    rates = without_wild_months(rates)
    origins = months - 1 - np.arange(min(ORIGINS_BACK + 1, months))
    paths = candidates(rates, origins, cut)
    known = rates[:, -3 * YEAR :]
    low = np.where(np.isfinite(known), known, np.inf).min(axis=1) - MARGIN
    high = np.where(np.isfinite(known), known, -np.inf).max(axis=1) + MARGIN
    paths = np.clip(paths, low[:, None, None, None], high[:, None, None, None])
    ahead = origins[:, None] + 1 + np.arange(horizon)[None, :]
    weight = care[:, ahead] / care[:, ahead].sum(axis=2, keepdims=True)
    places = _place(paths, weight[:, :, None, :], positive[:, None, None])
    future = np.where(ahead < months, rates[:, np.minimum(ahead, months - 1)], np.nan)
    actual = _place(future, weight, positive[:, None])
    places[stopped(values, none), 0, 1:] = np.nan
    origin_weight = np.where(np.arange(len(origins)) % YEAR == 0, 1.0, OTHER_MONTH)
    lately = slice(1, 1 + YEAR)
    miss = np.stack(
        [
            own_misses(places, actual, origin_weight),
            own_misses(paths[:, lately, :, 0], future[:, lately, 0], np.ones(len(origins))[lately]),
        ],
        axis=2,
    )
    missed = future[:, 1:, None, 0] - paths[:, 1:, :, 0]
    spread = np.log(_spread(places[:, 0]) + FLOOR) + 2.5
    steps = np.abs(np.diff(rates[:, -2 * YEAR - 1 :], axis=1))
    noise = np.log(mean_of(steps, np.isfinite(steps), axis=1, empty=0.05) + FLOOR) + 3.0
    length = np.log(np.minimum(np.isfinite(values).sum(axis=1), 72) / 36.0)
    traits = np.stack([np.ones(count), length, np.full(count, (cut - 6) / 3), noise, spread], axis=1)
    scale = size * care[:, months:].sum(axis=1)
    return Evidence(places, actual, positive, scale, traits, miss, missed, _latest(missed), origin_weight)


def weights(evidence: Evidence, learned: Learned) -> Floats:
    """series x methods, adding up to 1: exp(learned + traits - own misses), over the methods that can be used.

    Methods that do not follow a new level lose weight where the series has left them behind.
    """
    score = times(evidence.traits, learned.traits) - times(evidence.miss, learned.own_miss)
    behind = one_sided(evidence.latest[:, :, SLOW])
    score[:, SLOW] -= BEHIND_POWER * np.log(np.maximum(behind / BEHIND, 1.0))
    usable = np.isfinite(evidence.places[:, 0])
    score = np.where(usable, score, -np.inf)
    grown = np.exp(score - score.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float64)


def times(marks: Floats, counts: Floats) -> Floats:
    """Sum over the last axis of marks x counts (by method, where counts has rows). Not `@`: its rounding of one series
    depends on how many others there are.

    >>> times(np.array([[1.0, 2.0]]), np.array([[3.0, 4.0], [5.0, 6.0]])).tolist()
    [[11.0, 17.0]]
    """
    of_each = marks[..., None, :] if counts.ndim > 1 else marks
    return np.asarray((of_each * counts).sum(axis=-1))


def one_sided(latest: Floats) -> Floats:
    """The smallest of the latest misses (series x months x methods) where all are on one side; 0 elsewhere.

    >>> one_sided(np.array([[[4.0, -4.0, 4.0], [3.0, -5.0, -3.0]]])).tolist()
    [[3.0, 4.0, 0.0]]
    """
    return np.asarray(np.maximum(np.maximum(latest.min(axis=1), -latest.max(axis=1)), 0.0))


def pooled(places: Floats, weight: Floats) -> Floats:
    """series x origins: the weighted place at every origin, over the methods that existed there."""
    usable = np.isfinite(places)
    share = np.where(usable, weight[:, None, :], 0.0)
    total = share.sum(axis=2)
    place = (share * np.where(usable, places, 0.0)).sum(axis=2)
    return np.where(total > 0, place / np.where(total > 0, total, 1.0), np.nan)


def nought(values: Floats) -> Bools:
    """Months with next to nothing (`NOUGHT` of the mean month): a correction of a cent is no care.

    >>> nought(np.array([[500.0, 600.0, 0.01, -0.01, 0.0], [0.02, 0.01, 0.01, 0.0, 0.03]])).tolist()
    [[False, False, True, True, True], [False, False, False, True, False]]
    """
    size = np.abs(values)
    return np.asarray(size <= NOUGHT * mean_of(size, np.isfinite(size), axis=1, empty=0.0)[:, None])


def stopped(values: Floats, none: Bools) -> Bools:
    """Series whose last months are nought (`none`) for longer than ever before, 2 at least: care there has probably
    ended.

    >>> values = np.array([[5.0, 6.0, 5.0, 0.0, 0.0], [0.0, 0.0, 5.0, 0.0, 0.0], [5.0, 0.0, 5.0, 6.0, 0.0]])
    >>> stopped(values, values == 0).tolist()
    [True, False, False]
    """
    run = np.zeros(len(values), dtype=np.int64)
    longest = run.copy()
    for month in range(values.shape[1]):
        longest = np.where(none[:, month], longest, np.maximum(longest, run))
        run = np.where(none[:, month], run + 1, 0)
    return np.asarray((run >= 2) & (run > longest) & (run < np.isfinite(values).sum(axis=1)))


def mean_of(values: Floats, mask: Bools, axis: int, empty: float) -> Floats:
    """Mean where `mask` holds; `empty` where it holds nowhere."""
    number = mask.sum(axis=axis)
    total = np.where(mask, values, 0.0).sum(axis=axis)
    return np.asarray(np.where(number > 0, total / np.maximum(number, 1), empty))


def _place(paths: Floats, weight: Floats, positive: Bools) -> Floats:
    """The day-weighted mean rate over the horizon: its logarithm for positive series."""
    logarithmic = positive[..., None]
    rates = np.where(logarithmic, np.exp(np.where(logarithmic, paths, 0.0)), paths)
    level: Floats = (rates * weight).sum(axis=-1)
    place: Floats = np.where(positive & (level > 0), np.log(np.where(level > 0, level, 1.0)), level)
    return place


def own_misses(places: Floats, actual: Floats, origin_weight: Floats) -> Floats:
    """Logarithm of each method's past misses against the average method at the same origins."""
    miss = np.minimum(np.abs(places - actual[:, :, None]), WORST)
    usable: Bools = np.isfinite(miss)
    miss = np.where(usable, miss, 0.0)
    average = mean_of(miss, usable, axis=2, empty=0.0)
    weight = origin_weight[None, :, None] * usable
    typical = mean_of(average, np.asarray(usable.any(axis=2)), axis=1, empty=0.1)[:, None]
    prior = PRIOR_ORIGINS * typical + 1e-4
    against: Floats = ((weight * miss).sum(axis=1) + prior) / ((weight * average[:, :, None]).sum(axis=1) + prior)
    return np.log(against)


def _latest(miss: Floats) -> Floats:
    """The newest misses (series x origins x methods), in times the usual size of the older ones; 0 if unknown."""
    if miss.shape[1] <= LATEST:
        return np.zeros((len(miss), LATEST, miss.shape[2]))
    older = np.abs(np.moveaxis(miss[:, LATEST:], 1, 2)).reshape(-1, miss.shape[1] - LATEST)
    usual = median_where(older, np.isfinite(older)).reshape(len(miss), 1, -1)
    newest = miss[:, :LATEST]
    known = np.isfinite(newest) & np.isfinite(older).any(axis=1).reshape(usual.shape)
    return np.asarray(np.where(known, newest, 0.0) / (usual + LEAST_MISS))


def _spread(places: Floats) -> Floats:
    """Standard deviation between the methods."""
    usable = np.isfinite(places)
    centre = mean_of(places, usable, axis=1, empty=0.0)
    return np.asarray(np.sqrt(mean_of((places - centre[:, None]) ** 2, usable, axis=1, empty=0.0)))

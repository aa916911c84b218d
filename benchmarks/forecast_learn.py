"""Learns the tables `config/tables/forecast_*.csv` anew: `python -m benchmarks.forecast_learn PANELS`.

PANELS is a folder of open panels (see forecast_panels). `benchmarks/forecast.py` judges what is learned.
"""

import argparse
import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from benchmarks.forecast_panels import competitions, made, read_folder
from benchmarks.forecast_tasks import CUTS, Tasks, tasks
from config.forecast import Learned
from config.tables import TABLES
from forecasting.schatting.year.methods.candidates import NAMES, SEASONAL_PLACES
from forecasting.schatting.year.pooling import MISSES, TRAITS, weights
from forecasting.schatting.year.spread import MARKS, SURPRISE, error_quantiles, excess, marks, spread

PENALTY = 0.001
"""On learned weights (squares): small panels must not bend them far."""
SEASON_PENALTY = 0.01
"""On what the weight of seasonal methods counts in the width: on panels that nobody learned from it was trusted far too
much where they weigh most."""
SEASON_BINS = (0.2, 0.35, 0.5, 0.65, 0.8)
"""Limits of the classes of that weight, which count alike in every panel: where season is trusted by mistake is rare,
and is where a range is too narrow."""
ROUND = 0.002
FOLDS = 4
HARDEST = 5.0
"""An error of more than this many widths counts up to there in how hard a family is."""
FAMILIES = ("m3_", "br_")
"""Beginnings of the names of panels that leave together: they are too alike to judge each other."""
STRESS = 2.0
"""Power of a panel's MAPE against the policy's that is made least: above 1 the worst panels count most, so that no
panel is served at the cost of another."""
PROBABILITIES = np.concatenate(
    [[0.0005, 0.0025], np.arange(1, 40) / 40, [0.9975, 0.9995], [0.005, 0.0125, 0.9875, 0.995]]
)
PROBABILITIES.sort()


def learn_weights(found: Sequence[Tasks], penalty: float = PENALTY) -> tuple[np.ndarray, np.ndarray]:
    """traits (methods x traits) and what own misses count: least mean over panels and cuts of (MAPE /
    MAPE of the policy's rule) ** STRESS.
    """
    shape = (len(NAMES), len(TRAITS))
    size = shape[0] * shape[1]
    base = [np.minimum(np.abs(task.literal_miss), 1).mean() for task in found]
    usable = [np.isfinite(task.evidence.places[:, 0]) for task in found]
    place_of = [np.where(u, task.evidence.places[:, 0], 0.0) for u, task in zip(usable, found, strict=True)]

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        learned = _learned(theta[:size].reshape(shape), theta[size:])
        value, slope = 0.0, np.zeros_like(theta)
        for task, reference, places in zip(found, base, place_of, strict=True):
            evidence = task.evidence
            weight = weights(evidence, learned)
            place = (weight * places).sum(axis=1)
            miss = task.miss(place)
            smooth = np.sqrt(miss * miss + ROUND * ROUND)
            mean = np.minimum(smooth - ROUND, 1.0).mean()
            ratio = mean / reference
            value += ratio**STRESS / STRESS / len(found)
            amount = np.where(evidence.positive, evidence.amount(place), evidence.scale)
            by_place = (
                np.where(smooth < 1.0, miss / smooth, 0.0)
                * amount
                / task.total
                / (len(miss) * mean * len(found))
                * ratio**STRESS
            )
            by_score = by_place[:, None] * weight * (places - place[:, None])
            slope[:size] += (by_score.T @ evidence.traits).ravel()
            slope[size:] -= np.einsum("sm,smk->k", by_score, evidence.miss)
        cost = np.full(shape, penalty)
        cost[:, 0] *= 0.3
        value += (cost * theta[:size].reshape(shape) ** 2).sum()
        slope[:size] += (2 * cost * theta[:size].reshape(shape)).ravel()
        return value, slope

    start = np.append(np.zeros(size), np.full(len(MISSES), 0.7))
    bounds = [(None, None)] * size + [(0.0, 12.0)] * len(MISSES)
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 200}).x
    return best[:size].reshape(shape), best[size:]


def learn_width(found: Sequence[Tasks], learned: Learned) -> Learned:
    """Width of the error (see `spread`): least mean of |error| / width + log width, over families of panels, their
    panels and cuts, and classes of the weight of seasonal methods, which all count alike."""
    seen = []
    per_family = Counter(family(task.panel) for task in found)
    for task in found:
        weight = weights(task.evidence, learned)
        place, mark = marks(task.evidence, weight)
        counts = _by_season(weight) / per_family[family(task.panel)] / len(per_family)
        seen.append((mark, excess(task.evidence, weight)[1], np.abs(error_of(task, place)), counts))
    penalty = np.full(len(MARKS), PENALTY)
    penalty[0], penalty[MARKS.index("gewicht_seizoen")] = 0.0, SEASON_PENALTY

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = 0.0, np.zeros_like(theta)
        for mark, beyond, error, counts in seen:
            usual = np.exp(mark @ theta[:-1])
            width = np.hypot(usual, theta[-1] * beyond)
            by_width = (1 - error / width) / width * counts
            value += ((error / width + np.log(width)) * counts).sum()
            slope[:-1] += (by_width * usual**2 / width) @ mark
            slope[-1] += (by_width * theta[-1] * beyond**2 / width).sum()
        return value + (penalty * theta[:-1] ** 2).sum(), slope + np.append(2 * penalty * theta[:-1], 0.0)

    start = np.append(np.zeros(len(MARKS)), 0.2)
    bounds = [(None, None)] * len(MARKS) + [(0.0, 2.0)]
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return replace(learned, width=best[:-1], surprise=float(best[-1]))


def learn_errors(found: Sequence[Tasks], learned: Learned) -> Learned:
    """Quantiles of error / width at each cut, of panels that did not take part in learning weights and width.

    In turn a part of the families stays out: errors on panels learned from would be too small for unknown ones. A
    family counts for its mean error: one whose width was told too narrow counts more, as in `learn_weights`.
    """
    per_family = Counter(family(task.panel) for task in found)
    families = sorted(per_family)
    pools: dict[int, list[tuple[str, np.ndarray, np.ndarray]]] = {cut: [] for cut in CUTS}
    for part in range(FOLDS):
        out = set(families[part::FOLDS])
        others = learn_centre([task for task in found if family(task.panel) not in out])
        for task in found:
            if family(task.panel) in out:
                weight = weights(task.evidence, others)
                apart = spread(task.evidence, weight, others)
                counts = _by_season(weight) / per_family[family(task.panel)]
                pools[task.cut].append((family(task.panel), error_of(task, apart.place) / apart.width, counts))
    hard = dict.fromkeys(families, 0.0)
    for name, ratio, counts in (one for pool in pools.values() for one in pool):
        hard[name] += float((counts * np.minimum(np.abs(ratio), HARDEST)).sum())
    table = [
        _weighted_quantiles(
            np.concatenate([ratio for _, ratio, _ in pools[cut]]),
            np.concatenate([hard[name] * counts for name, _, counts in pools[cut]]),
        )
        for cut in CUTS
    ]
    return replace(learned, errors=np.array(table).T)


def _by_season(weight: np.ndarray) -> np.ndarray:
    """What each task counts, 1 together: every class of the weight of seasonal methods (`SEASON_BINS`) alike."""
    place = np.digitize(weight[:, SEASONAL_PLACES].sum(axis=1), SEASON_BINS)
    count = 1.0 / np.bincount(place, minlength=len(SEASON_BINS) + 1)[place]
    return np.asarray(count / count.sum())


def error_of(task: Tasks, place: np.ndarray) -> np.ndarray:
    """What the forecast place must be raised by to be right; bounded where the rest of the year fell away."""
    evidence = task.evidence
    rest = (task.total - task.known) / evidence.scale
    floor = 0.02
    actual = np.where(evidence.positive, np.log(np.maximum(rest, floor)), rest)
    return np.clip(actual - place, -3, 3)


def quantile_places(task: Tasks, learned: Learned, probabilities: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Forecast place, and places at `probabilities` (tasks x probabilities)."""
    found = spread(task.evidence, weights(task.evidence, learned), learned)
    return found.place, found.at(error_quantiles(probabilities, task.cut, learned))


def _weighted_quantiles(values: np.ndarray, counts: np.ndarray) -> np.ndarray:
    order = values.argsort()
    reached = counts[order].cumsum() - counts[order] / 2
    return np.interp(PROBABILITIES, reached / counts.sum(), values[order])


def _learned(traits: np.ndarray, miss: np.ndarray) -> Learned:
    """Weights without width and errors yet."""
    blank = np.zeros((len(PROBABILITIES), len(CUTS)))
    cuts = np.array(CUTS, dtype=float)
    return Learned(NAMES, traits, miss, np.zeros(len(MARKS)), 0.0, PROBABILITIES, cuts, blank, {}, {}, 0.0)


def learn(found: Sequence[Tasks]) -> Learned:
    """All tables from these tasks."""
    return learn_errors(found, learn_centre(found))


def learn_centre(found: Sequence[Tasks]) -> Learned:
    """Weights and width, without the table of errors."""
    return learn_width(found, _learned(*learn_weights(found)))


def write(learned: Learned, folder: Path = TABLES) -> None:
    """The tables as CSV."""
    _table(folder / "forecast_weights.csv", ["methode", *TRAITS],
           [[name, *row.round(4)] for name, row in zip(NAMES, learned.traits, strict=True)])  # fmt: skip
    _table(folder / "forecast_own.csv", ["naam", "waarde"],
           [[name, round(value, 4)] for name, value in zip(MISSES, learned.own_miss, strict=True)])  # fmt: skip
    _table(folder / "forecast_width.csv", ["kenmerk", "gewicht"],
           [[name, round(value, 4)] for name, value in zip(MARKS, learned.width, strict=True)]
           + [[SURPRISE, round(learned.surprise, 4)]])  # fmt: skip
    _table(folder / "forecast_errors.csv", ["kans", *(f"na_{cut}" for cut in CUTS)],
           [[round(p, 4), *row.round(4)] for p, row in zip(PROBABILITIES, learned.errors, strict=True)])  # fmt: skip


def _table(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def family(panel: str) -> str:
    """Name of the panels that leave together (`FAMILIES`); else of the panel itself."""
    return next((name for name in FAMILIES if panel.startswith(name)), panel)


def all_tasks(folder: Path) -> list[Tasks]:
    """Tasks of every panel there is."""
    panels = {**read_folder(folder), **competitions(), **made()}
    return [
        task
        for shorten, seed in ((False, 2), (True, 1))
        for rng in [np.random.default_rng(seed)]
        for name, wide in panels.items()
        for task in tasks(name, wide, rng, shorten=shorten)
    ]


def folder_tasks(folder: Path) -> list[Tasks]:
    """Tasks of the panels in a folder, with all their history."""
    rng = np.random.default_rng(2)
    return [task for name, wide in read_folder(folder).items() for task in tasks(name, wide, rng, shorten=False)]


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("panels", type=Path)
    write(learn(all_tasks(parser.parse_args().panels)))


if __name__ == "__main__":
    main()

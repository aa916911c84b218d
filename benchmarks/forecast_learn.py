"""Learns the tables `config/tables/forecast_*.csv` anew: `python benchmarks/forecast_learn.py PANELS [--write]`.

PANELS is a folder of open panels (see forecast_panels). Without `--write` it only reports, each panel judged by weights
learned from all others (competition panels of M3 leave together), so what is printed is what an unknown panel gets.
"""

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from benchmarks.forecast_panels import competitions, made, read_folder
from benchmarks.forecast_tasks import CUTS, Tasks, tasks
from config.forecast import Learned
from config.layouts import TABLES
from forecasting.methods.candidates import NAMES
from forecasting.pooling import TRAITS, weights
from forecasting.spread import MARKS, error_quantiles, marks

PENALTY = 0.003
"""On learned weights (squares): small panels must not bend them far."""
ROUND = 0.002
PROBABILITIES = np.concatenate(
    [[0.0005, 0.0025], np.arange(1, 40) / 40, [0.9975, 0.9995], [0.005, 0.0125, 0.9875, 0.995]]
)
PROBABILITIES.sort()


def learn_weights(found: Sequence[Tasks], penalty: float = PENALTY) -> tuple[np.ndarray, float, float]:
    """traits (methods x traits) and the two counts of own misses: least mean over panels and cuts of the logarithm of
    MAPE against the policy's rule.
    """
    shape = (len(NAMES), len(TRAITS))
    size = shape[0] * shape[1]
    base = [np.minimum(np.abs(task.literal_miss), 1).mean() for task in found]
    usable = [np.isfinite(task.evidence.places[:, 0]) for task in found]
    place_of = [np.where(u, task.evidence.places[:, 0], 0.0) for u, task in zip(usable, found, strict=True)]

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        learned = _learned(theta[:size].reshape(shape), theta[size], theta[size + 1])
        value, slope = 0.0, np.zeros_like(theta)
        for task, reference, places in zip(found, base, place_of, strict=True):
            evidence = task.evidence
            weight = weights(evidence, learned)
            place = (weight * places).sum(axis=1)
            miss = task.miss(place)
            smooth = np.sqrt(miss * miss + ROUND * ROUND)
            mean = np.minimum(smooth - ROUND, 1.0).mean()
            value += np.log(mean / reference) / len(found)
            amount = np.where(evidence.positive, evidence.amount(place), evidence.scale)
            by_place = (
                np.where(smooth < 1.0, miss / smooth, 0.0) * amount / task.total / (len(miss) * mean * len(found))
            )
            by_score = by_place[:, None] * weight * (places - place[:, None])
            slope[:size] += (by_score.T @ evidence.traits).ravel()
            slope[size] -= (by_score * evidence.miss).sum()
            slope[size + 1] -= (by_score * evidence.relative).sum()
        cost = np.full(shape, penalty)
        cost[:, 0] *= 0.3
        value += (cost * theta[:size].reshape(shape) ** 2).sum()
        slope[:size] += (2 * cost * theta[:size].reshape(shape)).ravel()
        return value, slope

    start = np.concatenate([np.zeros(size), [0.7, 0.7]])
    bounds = [(None, None)] * size + [(0.0, 12.0)] * 2
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 200}).x
    return best[:size].reshape(shape), float(best[size]), float(best[size + 1])


def learn_errors(found: Sequence[Tasks], learned: Learned) -> Learned:
    """Width of the error (least of |error| / width + log width) and the quantiles of error / width at each cut."""
    seen = []
    for task in found:
        place, mark = marks(task.evidence, weights(task.evidence, learned))
        seen.append((task.cut, mark, error_of(task, place)))

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = 0.0, np.zeros_like(theta)
        for _, mark, error in seen:
            width = np.exp(mark @ theta)
            ratio = np.abs(error) / width
            value += (ratio + np.log(width)).mean() / len(seen)
            slope += (mark * (1 - ratio)[:, None]).mean(axis=0) / len(seen)
        return value + 1e-3 * (theta[1:] ** 2).sum(), slope + np.concatenate([[0], 2e-3 * theta[1:]])

    width = minimize(loss, np.zeros(len(MARKS)), jac=True, method="L-BFGS-B").x
    table = []
    for cut in CUTS:
        ratios, counts = [], []
        for at, mark, error in seen:
            if at == cut:
                ratios.append(error / np.exp(mark @ width))
                counts.append(np.full(len(error), 1 / len(error)))
        table.append(_weighted_quantiles(np.concatenate(ratios), np.concatenate(counts)))
    return _learned(learned.traits, learned.own_miss, learned.own_relative, width, np.array(table).T)


def error_of(task: Tasks, place: np.ndarray) -> np.ndarray:
    """What the forecast place must be raised by to be right; bounded where the rest of the year fell away."""
    evidence = task.evidence
    rest = (task.total - task.known) / evidence.scale
    floor = 0.02
    actual = np.where(evidence.positive, np.log(np.maximum(rest, floor)), rest)
    return np.clip(actual - place, -3, 3)


def quantile_places(task: Tasks, learned: Learned, probabilities: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Forecast place, and places at `probabilities` (tasks x probabilities)."""
    place, mark = marks(task.evidence, weights(task.evidence, learned))
    width = np.exp(mark @ learned.width)
    return place, place[:, None] + width[:, None] * error_quantiles(probabilities, task.cut, learned)[None, :]


def _weighted_quantiles(values: np.ndarray, counts: np.ndarray) -> np.ndarray:
    order = values.argsort()
    reached = counts[order].cumsum() - counts[order] / 2
    return np.interp(PROBABILITIES, reached / counts.sum(), values[order])


def _learned(
    traits: np.ndarray, miss: float, relative: float, width: np.ndarray | None = None, errors: np.ndarray | None = None
) -> Learned:
    nothing = np.zeros(len(MARKS))
    blank = np.zeros((len(PROBABILITIES), len(CUTS)))
    cuts = np.array(CUTS, dtype=float)
    return Learned(
        NAMES, traits, float(miss), float(relative), nothing if width is None else width, PROBABILITIES, cuts,
        blank if errors is None else errors,
    )  # fmt: skip


def learn(found: Sequence[Tasks]) -> Learned:
    """All tables from these tasks."""
    return learn_errors(found, _learned(*learn_weights(found)))


def write(learned: Learned, folder: Path = TABLES) -> None:
    """The tables as CSV."""
    _table(folder / "forecast_weights.csv", ["methode", *TRAITS],
           [[name, *row.round(4)] for name, row in zip(NAMES, learned.traits, strict=True)])  # fmt: skip
    _table(folder / "forecast_own.csv", ["naam", "waarde"],
           [["eigen_fout", round(learned.own_miss, 4)], ["eigen_rang", round(learned.own_relative, 4)]])  # fmt: skip
    _table(folder / "forecast_width.csv", ["kenmerk", "gewicht"],
           [[name, round(value, 4)] for name, value in zip(MARKS, learned.width, strict=True)])  # fmt: skip
    _table(folder / "forecast_errors.csv", ["kans", *(f"na_{cut}" for cut in CUTS)],
           [[round(p, 4), *row.round(4)] for p, row in zip(PROBABILITIES, learned.errors, strict=True)])  # fmt: skip


def _table(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def family(panel: str) -> str:
    """Panels that leave together: they are too alike to judge each other."""
    return "m3" if panel.startswith("m3") else panel


def all_tasks(folder: Path) -> list[Tasks]:
    """Tasks of every panel there is."""
    rng = np.random.default_rng(1)
    panels = {**read_folder(folder), **competitions(), **made()}
    return [task for name, wide in panels.items() for task in tasks(name, wide, rng)]


def report(found: Sequence[Tasks]) -> None:
    """Every panel judged by what the others taught."""
    rows = {}
    for left_out in sorted({family(task.panel) for task in found}):
        learned = learn([task for task in found if family(task.panel) != left_out])
        for task in found:
            if family(task.panel) == left_out:
                rows[task.panel, task.cut] = _judge(task, learned)
    print(
        f"{'panel':24s} {'cut':>3s} {'policy':>7s} {'ratio':>6s} {'80%':>5s} {'95%':>5s} {'brier':>6s} {'policy':>6s}"
    )
    for panel in sorted({panel for panel, _ in rows}):
        for cut in CUTS:
            policy, ratio, in80, in95, brier, literal, _ = rows[panel, cut]
            print(
                f"{panel:24s} {cut:3d} {policy:7.4f} {ratio:6.3f} {in80:5.2f} {in95:5.2f} {brier:6.3f} {literal:6.3f}"
            )
        ratios = [rows[panel, cut][1] for cut in CUTS]
        print(f"{panel:24s} all         {np.exp(np.mean(np.log(ratios))):6.3f}")
    for cut in (*CUTS, None):
        some = np.array([row[:6] for (_, at), row in rows.items() if cut in (None, at)])
        print(
            cut or "all",
            "ratio",
            np.exp(np.log(some[:, 1]).mean()).round(4),
            "80/95/brier/policy",
            some[:, 2:].mean(axis=0).round(4),
        )
    chance, came = (np.concatenate([row[6][side] for row in rows.values()]) for side in (0, 1))
    edges = np.linspace(0, 1, 11)
    bins = np.clip(np.digitize(chance, edges) - 1, 0, 9)
    gaps = [
        (abs(chance[bins == b].mean() - came[bins == b].mean()), (bins == b).sum())
        for b in range(10)
        if (bins == b).any()
    ]
    print("calibration error", round(sum(g * n for g, n in gaps) / len(chance), 4))


LINES = np.array([0.92, 0.95, 0.97, 0.985, 0.995, 1.005, 1.015, 1.03, 1.05, 1.08])
"""Lines near the year total, as multiples of it."""


def _judge(
    task: Tasks, learned: Learned
) -> tuple[float, float, float, float, float, float, tuple[np.ndarray, np.ndarray]]:
    grid = np.arange(1, 400) / 400
    place, places = quantile_places(task, learned, np.concatenate([[0.025, 0.1, 0.9, 0.975], grid]))
    policy = np.abs(task.literal_miss).mean()
    ratio = np.abs(task.miss(place)).mean() / policy
    totals = task.known[:, None] + task.evidence.amount(places)
    inside = [(totals[:, low] <= task.total) & (task.total <= totals[:, high]) for low, high in ((1, 2), (0, 3))]
    lines = task.total[:, None] * LINES[None, :]
    came = (task.total[:, None] > lines).astype(float)
    chance = (totals[:, None, 4:] > lines[:, :, None]).mean(axis=2)
    literal = (task.literal[:, None] > lines).astype(float)
    brier = [((told - came) ** 2).mean() for told in (chance, literal)]
    covered = [part.mean() for part in inside]
    return policy, ratio, *covered, *brier, (chance.ravel(), came.ravel())


def main() -> None:
    """Report, and write when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("panels", type=Path)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    found = all_tasks(asked.panels)
    if asked.write:
        write(learn(found))
    else:
        report(found)


if __name__ == "__main__":
    main()

"""What the year-total forecast is worth, measured: `make bench-forecast PANELS=folder`.

Every panel is judged by tables learned from all others (the kinds of M3 leave together): what is printed is what an
unknown panel gets. Ratios are MAPE of the year total against the policy's rule (R3.2) on the same tasks, geometric
means over the cuts after 3, 5, 7 and 9 months. On a sample of them standard methods are fitted too
(`forecast_references`), where their package is installed.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.forecast_learn import all_tasks, family, folder_tasks, learn, learn_centre, quantile_places
from benchmarks.forecast_references import STANDARD, fits, reference_ratios
from benchmarks.forecast_tasks import CUTS, Tasks, new_year_step
from forecasting.schatting.year.methods.candidates import NAMES
from forecasting.schatting.year.pooling import weights
from forecasting.schatting.year.spread import spread
from forecasting.schatting.year_total import forecast_many, forecast_year_total

LINES = np.array([0.92, 0.95, 0.97, 0.985, 0.995, 1.005, 1.015, 1.03, 1.05, 1.08])
"""Lines (budget / 0.98) as multiples of what the policy's rule tells."""
GRID = np.arange(1, 400) / 400
HARD_RESET = 0.3
"""A panel begins every year anew when its median series moves this much (logarithm) from the last quarter to the first
of the next year, in the mean of its years."""
Scores = dict[tuple[str, int], dict[str, float]]


def judged(judge: Sequence[Tasks], learn_from: Sequence[Tasks]) -> tuple[Scores, np.ndarray]:
    """Scores by panel and cut, and all (chance told, came true) pairs; tables learned without the panel's family."""
    scores: Scores = {}
    pairs = []
    for left_out in sorted({family(task.panel) for task in judge}):
        learned = learn([task for task in learn_from if family(task.panel) != left_out])
        for task in judge:
            if family(task.panel) == left_out and task.whole:
                place, places = quantile_places(task, learned, np.concatenate([[0.025, 0.1, 0.9, 0.975], GRID]))
                scores[task.panel, task.cut], pair = _scored(task, place, places)
                pairs.append(pair)
    return scores, np.concatenate(pairs, axis=1)


def _scored(task: Tasks, place: np.ndarray, places: np.ndarray) -> tuple[dict[str, float], np.ndarray]:
    policy = np.abs(task.literal_miss).mean()
    score = {"policy": policy, "ratio": np.abs(task.miss(place)).mean() / policy}
    methods = task.evidence.places[:, 0]
    methods = np.where(np.isfinite(methods), methods, methods[:, :1])
    score |= {name: np.abs(task.miss(methods[:, number])).mean() / policy for number, name in enumerate(NAMES)}
    totals = task.known[:, None] + task.evidence.amount(places)
    for name, low, high in (("80%", 1, 2), ("95%", 0, 3)):
        score[name] = ((totals[:, low] <= task.total) & (task.total <= totals[:, high])).mean()
    lines = task.literal[:, None] * LINES[None, :]
    came = (task.total[:, None] > lines).astype(float)
    chance = (totals[:, None, 4:] > lines[:, :, None]).mean(axis=2)
    score["brier"] = ((chance - came) ** 2).mean()
    score["brier policy"] = (((task.literal[:, None] > lines) - came) ** 2).mean()
    score["new year"] = new_year_step(task)
    if fits():
        score |= {f"sample {name}": ratio for name, ratio in reference_ratios(task, place).items()}
    return score, np.stack([chance.ravel(), came.ravel()])


def _geometric(scores: Scores, name: str, panels: Sequence[str] | None = None, cut: int | None = None) -> float:
    chosen = [s[name] for (p, c), s in scores.items() if (panels is None or p in panels) and cut in (None, c)]
    return float(np.exp(np.mean(np.log(chosen)))) if chosen else float("nan")


def _mean(scores: Scores, name: str, panel: str | None = None, cut: int | None = None) -> float:
    return float(np.mean([s[name] for (p, c), s in scores.items() if panel in (None, p) and cut in (None, c)]))


def print_scores(scores: Scores, pairs: np.ndarray) -> None:
    """Per panel, per group, per method, per cut; then chances."""
    sampled = "sample mediaan" in next(iter(scores.values()))
    print(f"{'panel':26s}{'policy':>8s}  " + " ".join(f"na {cut}".rjust(6) for cut in CUTS), end="")
    print("   alle     80%    95%" + ("  | sample: forecast, median of five, best" if sampled else ""))
    panels = sorted({panel for panel, _ in scores})
    reset = [panel for panel in panels if _mean(scores, "new year", panel) > HARD_RESET]
    for panel in panels:
        ratios = " ".join(f"{scores[panel, cut]['ratio']:6.3f}" for cut in CUTS)
        print(f"{panel:26s}{_geometric(scores, 'policy', [panel]):8.4f}  {ratios} ", end="")
        held = " ".join(f"{_mean(scores, name, panel):6.3f}" for name in ("80%", "95%"))
        print(f"{_geometric(scores, 'ratio', [panel]):6.3f}  {held}{_sample(scores, [panel]) if sampled else ''}")
    groups = (
        ("hard yearly reset", reset),
        ("no hard yearly reset", [panel for panel in panels if panel not in reset]),
        ("all panels", panels),
    )
    for title, group in groups:
        print(f"{title:26s}{len(group):2d} panels: {_geometric(scores, 'ratio', group):.3f}", end="")
        print(_sample(scores, group) if sampled and group else "")
    print("one method:", ", ".join(f"{name} {_geometric(scores, name):.3f}" for name in NAMES))
    print("\ncut  ratio   80%    95%   brier (policy)")
    for cut in (*CUTS, None):
        figures = [_mean(scores, name, cut=cut) for name in ("80%", "95%", "brier", "brier policy")]
        print(
            f"{cut or 'all'!s:4s} {_geometric(scores, 'ratio', cut=cut):.3f} "
            + "{:6.3f} {:6.3f}  {:6.3f} ({:.3f})".format(*figures)
        )
    chance, came = pairs
    place = np.minimum((chance * 10).astype(int), 9)
    told = [(chance[place == k].mean(), came[place == k].mean(), (place == k).mean()) for k in range(10)]
    print("\nchance told -> came true:", "  ".join(f"{a:.2f}->{b:.2f}" for a, b, _ in told))
    print("calibration error", round(sum(abs(a - b) * share for a, b, share in told), 4))


def _sample(scores: Scores, panels: Sequence[str]) -> str:
    ratio = {name: _geometric(scores, f"sample {name}", panels) for name in ("samen", *STANDARD, "mediaan")}
    best = min(STANDARD, key=lambda name: ratio[name])
    return f"  | {ratio['samen']:.3f} {ratio['mediaan']:.3f} {ratio[best]:.3f} {best}"


def without(task: Tasks, names: Sequence[str]) -> Tasks:
    """The same task as if these methods did not exist."""
    places = task.evidence.places.copy()
    places[:, :, [NAMES.index(name) for name in names]] = np.nan
    return replace(task, evidence=replace(task.evidence, places=places))


def print_ablation(found: Sequence[Tasks]) -> None:
    """The ratio on left-out panels without each method."""
    whole = [task for task in found if task.whole]
    for gone in ([], *([name] for name in NAMES[1:])):
        tasks = [without(task, gone) for task in whole]
        ratios = {}
        for left_out in sorted({family(task.panel) for task in tasks}):
            learned = learn_centre([task for task in tasks if family(task.panel) != left_out])
            for task in tasks:
                if family(task.panel) == left_out:
                    place = spread(task.evidence, weights(task.evidence, learned), learned).place
                    ratios[task.panel, task.cut] = np.abs(task.miss(place)).mean() / np.abs(task.literal_miss).mean()
        geometric, worst = np.exp(np.mean(np.log(list(ratios.values())))), max(ratios.values())
        print(f"without {', '.join(gone) or 'nothing'}: {geometric:.4f}, worst panel and cut {worst:.3f}")


def print_times() -> None:
    """Seconds for 2 000 providers together and milliseconds for one."""
    months = pd.period_range("2019-01", "2026-05", freq="M")
    rng = np.random.default_rng(0)
    columns = {
        (("V&V", "GZ", "GGZ")[n % 3], str(n % 14), f"{n:08d}"): np.exp(10 + rng.normal(0, 0.05, len(months)))
        for n in range(2000)
    }
    panel = pd.DataFrame(columns, index=months)
    begin = time.perf_counter()
    forecast_many(panel, 2026, 5)
    together = time.perf_counter() - begin
    spent = defaultdict(float)
    for key in list(columns)[:200]:
        begin = time.perf_counter()
        forecast_year_total(panel[key], 2026, 5)
        spent["one"] += time.perf_counter() - begin
    print(f"\n2 000 providers together {together:.1f} s; one series {spent['one'] / 200 * 1000:.1f} ms")


def main() -> None:
    """Judge and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("panels", type=Path)
    parser.add_argument("--untouched", type=Path, help="folder of panels to judge only: nothing is learned from them")
    parser.add_argument("--ablation", action="store_true", help="what each method adds")
    asked = parser.parse_args()
    found = all_tasks(asked.panels)
    if asked.ablation:
        print_ablation(found)
        return
    print_scores(*judged(found, found))
    if asked.untouched:
        print("\nuntouched")
        print_scores(*judged(folder_tasks(asked.untouched), found))
    print_times()


if __name__ == "__main__":
    main()

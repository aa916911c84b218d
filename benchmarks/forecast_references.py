"""Standard methods to measure the forecast against: ETS, ARIMA, Theta, seasonal share, airline, and their median.

The models are those of `statsforecast`, with its defaults (not among the dependencies, since it holds pandas below 3:
`pip install --no-deps statsforecast` and what it imports, into a folder on PYTHONPATH). They see monthly amounts as
they are. A fit takes a quarter of a second, so a fixed sample of the tasks is used, and what was fitted is kept in a
file, by the content of the history.
"""

import csv
import hashlib
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from benchmarks.forecast_tasks import Tasks
from forecasting.schatting.year.methods import YEAR

Total = Callable[[np.ndarray, int], float]
"""(history without gaps, months ahead) -> sum of the months ahead."""
STANDARD = ("ets", "arima", "theta", "seizoensaandeel", "airline")
SAMPLE = 20
"""Tasks of a panel at a cut."""
FITTED = Path(".cache/forecast_references.csv")


def fits() -> bool:
    """Whether the models are installed."""
    return find_spec("statsforecast") is not None


def reference_ratios(task: Tasks, place: np.ndarray) -> dict[str, float]:
    """MAPE against the policy's rule on the sample: of the forecast ("samen"), each reference and their "mediaan".

    A reference that gives no number (too little history) is the policy's rule there.
    """
    rows = np.random.default_rng(0).permutation(len(task.total))[:SAMPLE]
    ahead = _fitted(task.seen[rows], task.cut)
    literal = task.literal[rows, None]
    totals = np.where(np.isfinite(ahead), task.known[rows, None] + ahead, literal)
    ours = (task.known + task.evidence.amount(place))[rows, None]
    columns = np.concatenate([ours, totals, np.median(totals, axis=1, keepdims=True), literal], axis=1)
    mape = np.abs(columns / task.total[rows, None] - 1).mean(axis=0)
    return dict(zip(("samen", *STANDARD, "mediaan"), mape[:-1] / mape[-1], strict=True))


def seasonal_share(history: np.ndarray, ahead: int) -> float:
    """What whole earlier years had still to come for what they had by then, times what this year has.

    >>> seasonal_share(np.array([1.0] * 9 + [2.0] * 3 + [10.0] * 9), 3)
    60.0
    """
    cut = YEAR - ahead
    before = history[:-cut]
    years = before[len(before) % YEAR :].reshape(-1, YEAR)
    return float(history[-cut:].sum() * years[:, cut:].sum() / years[:, :cut].sum())


def _models() -> dict[str, Total]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from statsforecast.models import ARIMA, AutoARIMA, AutoETS, Theta  # noqa: PLC0415 (optional)

    def of(model: object) -> Total:
        return lambda history, ahead: float(model.forecast(history, ahead)["mean"].sum())  # type: ignore[attr-defined]

    box_jenkins = ARIMA(order=(0, 1, 1), season_length=YEAR, seasonal_order=(0, 1, 1))

    def airline(history: np.ndarray, ahead: int) -> float:
        """On logarithms, as Box and Jenkins had it, where all is positive."""
        if (history <= 0).any():
            return of(box_jenkins)(history, ahead)
        return float(np.exp(box_jenkins.forecast(np.log(history), ahead)["mean"]).sum())

    arima = AutoARIMA(season_length=YEAR, max_p=2, max_q=2, approximation=True, nmodels=12)
    found = of(AutoETS(season_length=YEAR)), of(arima), of(Theta(season_length=YEAR)), seasonal_share, airline
    return dict(zip(STANDARD, found, strict=True))


def _fitted(histories: np.ndarray, cut: int, file: Path = FITTED) -> np.ndarray:
    """Histories x references: sum of the months to come after `cut`; NaN where there is none."""
    kept = {}
    if file.exists():
        with file.open(encoding="utf-8", newline="") as lines:
            kept = {key: [float(number) for number in numbers] for key, *numbers in csv.reader(lines)}
    rows = [row[np.isfinite(row)] for row in histories]
    keys = [hashlib.sha256(row.tobytes() + bytes([cut])).hexdigest()[:20] for row in rows]
    new = {key: row for key, row in zip(keys, rows, strict=True) if key not in kept}
    if new:
        models = _models()
        file.parent.mkdir(exist_ok=True)
        with file.open("a", encoding="utf-8", newline="") as lines:
            for key, row in new.items():
                kept[key] = [_tried(models[name], row, YEAR - cut) for name in STANDARD]
                csv.writer(lines, lineterminator="\n").writerow([key, *kept[key]])
    return np.array([kept[key] for key in keys])


def _tried(model: Total, history: np.ndarray, ahead: int) -> float:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return model(history, ahead)
        except Exception:
            return float("nan")

"""Made zorgkantoren for the whole path of the estimate: real monthly amounts, claimed with two clocks.

A world is two sectors of fifteen providers in three regions. Its monthly amounts are series of a panel
(`forecast_panels`), set to sizes as providers have them. What is made is how they become known: a run-off that drifts
by sector, differs by provider and moves by month, and, by kind of world, credits, one huge late file, providers that
start and stop, and level shifts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.forecast_tasks import CUTS

SECTOREN = ("V&V", "GZ")
AANBIEDERS = 15
REGIOS = 3
RUN_OFFS = {
    "94": (0.0, 0.94, 0.986, 0.993, 0.997, 1.0),
    "66": (0.30, 0.66, 0.85, 0.93, 0.97, 1.0),
}
"""Share known so many months after the month of care; named by what is known on the closing day."""
KINDS = ("inloop", "gebeurtenissen", "tarief", "sprong")
"""Run-off only; with credits, a late file, starts and stops; a tariff of 1 January; a level shift in the last month
known at a cut."""
HISTORIES = (0, 3, 9, 12, 18, 24, 36, 60)
"""Months of care known before the last whole year, at most: a monitor that begins, and one of years."""
LEAST_MONTHS = 10
DRIFT, MAAND, AANBIEDER = 0.06, 0.015, 0.03
"""Standard deviations of the share known, where a third is open: over the whole history, of a month, of a provider."""
BEWEGING = np.array([1.0, 1.0, 0.6, 0.3, 0.15, 0.0])
"""How far a share moves at each age when habits change."""
VERTRAAGD, GECREDITEERD = 3, 0.12
"""Months a huge file is late; share of a month that is claimed too much and credited two months later."""


@dataclass(frozen=True)
class World:
    """`oordelen` as `loaders.productie.oordelen_tot` gives them; `eind`: what became known in the end, series x
    months, by sector, region and provider."""

    panel: str
    run_off: str
    kind: str
    oordelen: pd.DataFrame
    eind: pd.DataFrame


def worlds(panels: dict[str, pd.DataFrame], seed: int, per_panel: int) -> Iterator[World]:
    """Every panel `per_panel` times, in turn with each run-off and kind; the same seed gives the same worlds."""
    for nummer, (name, wide) in enumerate(sorted(panels.items())):
        rng = np.random.default_rng([seed, nummer])
        for turn in range(per_panel):
            whole = _begun(wide, int(rng.choice(HISTORIES)))
            chosen = whole.iloc[rng.permutation(len(whole))[: AANBIEDERS * len(SECTOREN)]]
            if len(chosen) == AANBIEDERS * len(SECTOREN):
                run_off = tuple(RUN_OFFS)[turn % len(RUN_OFFS)]
                kind = KINDS[turn // len(RUN_OFFS) % len(KINDS)]
                yield world(name, chosen, run_off, kind, rng)


def _begun(wide: pd.DataFrame, history: int) -> pd.DataFrame:
    """Series from `history` months before the last whole year on, those with something to forecast."""
    december = max(place for place, month in enumerate(wide.columns) if month.month == 12)
    found = wide.iloc[:, max(0, december - 11 - history) : december + 1]
    return found[(found.fillna(0) > 0).sum(axis=1) >= LEAST_MONTHS]


def same_end(wide: pd.DataFrame) -> pd.DataFrame:
    """Series that ended in different years laid on one calendar: a competition is no sector that goes broke."""
    last = max(place for place, month in enumerate(wide.columns) if month.month == 12)
    found = np.full((len(wide), last + 1), np.nan)
    for place, row in enumerate(wide.to_numpy(dtype=float)):
        known = np.flatnonzero(np.isfinite(row))
        end = (known[-1] + 1) // 12 * 12
        begin = known[0]
        if end > begin:
            found[place, last + 1 - (end - begin) :] = row[begin:end]
    return pd.DataFrame(found, wide.index, wide.columns[: last + 1])


def world(name: str, series: pd.DataFrame, run_off: str, kind: str, rng: np.random.Generator) -> World:
    """One world of these series (series x months)."""
    months = pd.PeriodIndex(series.columns)
    care = _sized(series.to_numpy(dtype=float), rng)
    if kind == "gebeurtenissen":
        care = _started_and_stopped(care, rng)
    sector = np.repeat(np.arange(len(SECTOREN)), AANBIEDERS)
    care = np.rint(care * _levels(months, kind, rng)[sector])
    shares = _shares(RUN_OFFS[run_off], sector, len(months), rng)
    added = np.rint(np.diff(shares, axis=2, prepend=0.0) * care[:, :, None])
    if kind == "gebeurtenissen":
        added = _late_file(_credits(added, care, rng), rng)
    names = pd.DataFrame(
        {
            "sector": [SECTOREN[s] for s in sector],
            "uzovi": [f"55{row % REGIOS:02}" for row in range(len(care))],
            "aanbieder": [f"06{row:06}" for row in range(len(care))],
        }
    )
    end = pd.DataFrame(added.sum(axis=2), index=pd.MultiIndex.from_frame(names), columns=months)
    return World(name, run_off, kind, _judged(added, names, months), end)


def _sized(care: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Cents per series and month; no series outweighs its sector because of its unit."""
    care = np.nan_to_num(np.maximum(care, 0.0))
    mean = np.array([row[row > 0].mean() for row in care])
    return care / mean[:, None] * np.exp(rng.normal(np.log(3e7), 1.0, len(care)))[:, None]


def _started_and_stopped(care: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Per sector one provider that starts and one that stops somewhere along the way."""
    found = care.copy()
    for first in range(0, len(care), AANBIEDERS):
        starts, stops = first + rng.choice(AANBIEDERS, 2, replace=False)
        found[starts, : rng.integers(1, care.shape[1] - 3)] = 0.0
        found[stops, rng.integers(3, care.shape[1]) :] = 0.0
    return found


def _levels(months: pd.PeriodIndex, kind: str, rng: np.random.Generator) -> np.ndarray:
    """Sectors x months: what tariffs and shifts make of the amounts."""
    step = np.zeros((len(SECTOREN), len(months)))
    for year in sorted(set(months.year)):
        if kind == "tarief":
            step[:, (months.year == year) & (months.month == 1)] += rng.normal(0.04, 0.02, (len(SECTOREN), 1))
        if kind == "sprong":
            for row in step:
                row[(months.year == year) & (months.month == rng.choice(CUTS))] += rng.normal(0.0, 0.05)
    return np.exp(np.cumsum(step, axis=1))


def _shares(base: tuple[float, ...], sector: np.ndarray, months: int, rng: np.random.Generator) -> np.ndarray:
    """Series x months x ages: share known, never falling, 1 at the last age."""
    scale = min(1.0, (1 - base[1]) / 0.34)
    drift = rng.normal(0, DRIFT, len(SECTOREN))[:, None] * np.linspace(-0.5, 0.5, months)
    moved = drift + rng.normal(0, MAAND, (len(SECTOREN), months))
    own = rng.normal(0, AANBIEDER, (len(sector), months)) + rng.normal(0, AANBIEDER, (len(sector), 1))
    shares = np.array(base) + scale * (moved[sector] + own)[:, :, None] * BEWEGING
    return np.asarray(np.maximum.accumulate(np.clip(shares, 0.0, 1.0), axis=2))


def _credits(added: np.ndarray, care: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """One month in ten of a provider is claimed too high and credited two months later."""
    found = added.copy()
    too_much = np.rint(np.where(rng.random(care.shape) < 0.1, GECREDITEERD * care, 0.0))
    found[:, :, 1] += too_much
    found[:, :, 3] -= too_much
    return found


def _late_file(added: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Per sector the largest provider once declares a whole month `VERTRAAGD` months later than usual."""
    found = np.concatenate([added, np.zeros((*added.shape[:2], VERTRAAGD))], axis=2)
    for first in range(0, len(added), AANBIEDERS):
        largest = first + int(added[first : first + AANBIEDERS].sum(axis=(1, 2)).argmax())
        month = rng.integers(3, added.shape[1])
        found[largest, month] = np.roll(found[largest, month], VERTRAAGD)
    return found


def _judged(added: np.ndarray, names: pd.DataFrame, months: pd.PeriodIndex) -> pd.DataFrame:
    """What was granted on the twelfth of each month."""
    row, month, age = np.nonzero(added)
    all_months = pd.period_range(months[0], periods=len(months) + added.shape[2], freq="M")
    return pd.DataFrame(
        {
            "aanbieder": names["aanbieder"].to_numpy()[row],
            "uzovi": names["uzovi"].to_numpy()[row],
            "sector": names["sector"].to_numpy()[row],
            "zorgmaand": all_months.to_timestamp()[month],
            "beoordeeld": all_months.to_timestamp()[month + age] + pd.Timedelta(days=11),
            "goedgekeurd_cent": added[row, month, age].astype(np.int64),
        }
    )

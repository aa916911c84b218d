"""What the whole path of the estimate is worth, measured: `make bench-product PANELS=folder`.

From judgements to sectors (completion, forecast, shared shocks), on worlds of `product_worlds`, at the closing day of
the months after which the year is cut. Per level and cut: error of the estimate and of the policy's rule, how often
the 80% and the 95% interval held, and the probability of ending above lines around what the rule tells.
"""

import argparse
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.forecast_panels import competitions, made, read_folder
from benchmarks.forecast_tasks import CUTS
from benchmarks.product_worlds import World, same_end, worlds
from config.words import Sector
from forecasting.wlz.schatting.paneel import paneel
from forecasting.wlz.schatting.verwachting import PlaatsVerwachting, Verwachting, verwachting
from loaders.tijd.workdays import kalenderdagen, sluitdag

LINES = np.array([0.92, 0.95, 0.97, 0.985, 0.995, 1.005, 1.015, 1.03, 1.05, 1.08])
"""Lines (contracteerruimte / 0.98) as multiples of the policy's rule on completed months: what is known that day."""
TERMIJN = 17
YEARS = 3
"""Last whole years of a world that are judged."""
Row = dict[str, Any]


def judged(world: World, seed: int = 0) -> Iterator[Row]:
    """Every cut of the last whole years, with what was known then: a row per sector, region and provider."""
    months = pd.PeriodIndex(world.eind.columns)
    for year in [y for y in sorted(set(months.year)) if (months.year == y).sum() == 12][-YEARS:]:
        total = world.eind.loc[:, months.year == year].sum(axis=1)
        for cut in CUTS:
            day = sluitdag(date(year, cut, 1), TERMIJN)
            known = world.oordelen[world.oordelen["beoordeeld"] <= pd.Timestamp(day)]
            told = verwachting(paneel(known, day), year, seed)
            if told.plaatsen:
                history = int((months < pd.Period(f"{year}-01", "M")).sum())
                about = {"panel": world.panel, "inloop": world.run_off, "soort": world.kind}
                about |= {"jaar": year, "historie": history, "cut": cut}
                yield from ({**about, **row} for row in _rows(told, total, _literal(known, year, cut)))


def _literal(known: pd.DataFrame, year: int, cut: int) -> pd.Series:
    """R3.2 on what is known, by series: months up to the cut, the last one by calendar day for the rest."""
    month = known["zorgmaand"].dt.to_period("M")
    last = pd.Period(year=year, month=cut, freq="M")
    rest = (pd.Period(f"{year}-12", "M").end_time - last.end_time).days / last.days_in_month
    counts = (month.dt.year == year) & (month <= last)
    weight = np.where(month == last, 1 + rest, 1.0)
    return (
        (known["goedgekeurd_cent"] * weight)[counts].groupby([known[n] for n in ("sector", "uzovi", "aanbieder")]).sum()
    )


def _rows(told: Verwachting, total: pd.Series, literal: pd.Series) -> Iterator[Row]:
    for level, keys in (("sector", ["sector"]), ("regio", ["sector", "uzovi"])):
        rule = literal.groupby(level=keys).sum()
        for key, truth in total.groupby(level=keys).sum().items():
            sector, region = (key, None) if level == "sector" else key
            places = [
                place
                for (uzovi, name), place in told.plaatsen.items()
                if name is Sector(sector) and region in (None, uzovi)
            ]
            draws = np.sum([place.trekkingen for place in places], axis=0)
            p025, p10, p50, p90, p975 = np.quantile(draws, [0.025, 0.1, 0.5, 0.9, 0.975])
            lines = LINES * sum(_completed(place, told.laatste_maand) for place in places)
            yield {
                "niveau": level, "sector": sector, "echt": truth, "regel": rule.get(key, 0.0), "p025": p025, "p10": p10,
                "p50": p50, "p90": p90, "p975": p975, "kans": (draws[:, None] > lines).mean(axis=0),
                "boven": (truth > lines).astype(float), "regel_boven": (rule.get(key, 0.0) > lines).astype(float),
            }  # fmt: skip
    for one in told.aanbieders:
        key = (one.sector.value, one.uzovi, one.aanbieder)
        p10, p50, p90 = one.kwantielen
        yield {"niveau": "aanbieder", "sector": key[0], "echt": total[key], "regel": literal.get(key, 0.0)} | {
            "p10": p10, "p50": p50, "p90": p90
        }  # fmt: skip


def _completed(place: PlaatsVerwachting, last: date) -> float:
    """R3.2 on months as they are expected to become."""
    known = place.verwacht[: last.month]
    days = [kalenderdagen(date(last.year, month, 1)) for month in range(1, 13)]
    return sum(known) + known[-1] / days[last.month - 1] * sum(days[last.month :])


def scores(rows: pd.DataFrame) -> pd.Series:
    """aantal, fout and fout_regel (mean absolute, of the truth), dekking of both intervals, breedte of the 80% one,
    and of the chances Brier score (brier_regel: the policy's rule as 0 or 1) and calibration error over ten classes."""
    rows = rows[rows["echt"] > 0]
    truth = rows["echt"]
    found = {
        "aantal": len(rows),
        "fout": ((rows["p50"] / truth) - 1).abs().mean(),
        "fout_regel": ((rows["regel"] / truth) - 1).abs().mean(),
        "80%": ((rows["p10"] <= truth) & (truth <= rows["p90"])).mean(),
        "95%": ((rows["p025"] <= truth) & (truth <= rows["p975"])).where(rows["p025"].notna()).mean(),
        "breedte": ((rows["p90"] - rows["p10"]) / truth).mean(),
    }
    if rows["p025"].notna().all():
        chance, came, rule = (np.concatenate(rows[name].to_list()) for name in ("kans", "boven", "regel_boven"))
        found |= {"brier": ((chance - came) ** 2).mean(), "brier_regel": ((rule - came) ** 2).mean()}
        found["ijkfout"] = sum(abs(a - b) * share for a, b, share in reliability(chance, came))
    return pd.Series(found)


def reliability(chance: np.ndarray, came: np.ndarray) -> list[tuple[float, float, float]]:
    """Per class of ten percent: mean chance told, share that came true, share of all."""
    place = np.minimum((chance * 10).astype(int), 9)
    return [
        (float(chance[place == k].mean()), float(came[place == k].mean()), float((place == k).mean()))
        for k in range(10)
        if (place == k).any()
    ]


def print_scores(rows: pd.DataFrame) -> None:
    """Per level and cut, then per panel, run-off, kind and length of history for sectors; then chances."""
    for level in ("sector", "regio", "aanbieder"):
        mine = rows[rows["niveau"] == level]
        per_cut = {str(cut): scores(part) for cut, part in mine.groupby("cut")}
        print(f"\n{level}\n{pd.DataFrame({**per_cut, 'alle': scores(mine)}).T.round(3).to_string()}")
    sectors = rows[rows["niveau"] == "sector"]
    for name in ("panel", "inloop", "soort", "historie"):
        per = {str(value): scores(part) for value, part in sectors.groupby(name)}
        print(f"\nsector per {name}\n{pd.DataFrame(per).T.round(3).to_string()}")
    pairs = reliability(np.concatenate(sectors["kans"].to_list()), np.concatenate(sectors["boven"].to_list()))
    print("\nchance told -> came true:", "  ".join(f"{a:.2f}->{b:.2f}" for a, b, _ in pairs))


def main() -> None:
    """Judge and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("panels", type=Path)
    parser.add_argument("--open", action="store_true", help="only the panels of the folder")
    parser.add_argument(
        "--times", type=int, default=8, help="worlds per panel (default 8: every run-off and kind once)"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="write the rows to this pickle")
    asked = parser.parse_args()
    panels = read_folder(asked.panels)
    if not asked.open:
        panels = {**panels, **{name: same_end(wide) for name, wide in competitions().items()}, **made()}
    begin = time.perf_counter()
    rows = pd.DataFrame([row for world in worlds(panels, asked.seed, asked.times) for row in judged(world)])
    if asked.keep:
        rows.to_pickle(asked.keep)
    print_scores(rows)
    print(f"\n{len(rows)} totals in {time.perf_counter() - begin:.0f} s")


if __name__ == "__main__":
    main()

"""The same backtest on any panel of monthly amounts: every full year, forecast after 3, 5, 7 and 9 months (R4.6)."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from config.errors import OngeldigeInvoer
from forecasting.schatting.toets.scores import (
    BELEIDSREGEL,
    GELIJKE_MAANDEN,
    KANSEN,
    SCHATTING,
    VOORSPELLINGEN,
    VORIG_JAAR,
    Backtest,
    grootte,
)

KOLOMMEN = ("series_id", "sector", "region", "provider", "month", "value")
SNEDEN = (3, 5, 7, 9)
"""Months of the year known when the forecast is made."""
RUIMTE_FACTOREN = (0.95, 1.0, 1.05)
"""A panel has no line of its own: probabilities are judged against last year's total times these."""
MINSTE_MAANDEN = 3


def lees_panel(ruw: pd.DataFrame) -> pd.DataFrame:
    """A panel (`KOLOMMEN`; month YYYY-MM) as months x series: columns (sector, region, series_id), NaN where a series
    has no value.

    Raises OngeldigeInvoer that names the column, or the series and the month.
    """
    missend = [naam for naam in KOLOMMEN if naam not in ruw.columns]
    if missend:
        raise OngeldigeInvoer(f"Kolom ontbreekt: {', '.join(missend)}. Nodig zijn: {', '.join(KOLOMMEN)}.")
    tekst = ruw["month"].astype("str")
    waarde = pd.to_numeric(ruw["value"], errors="coerce")
    fout = ~tekst.str.fullmatch(r"\d{4}-(0[1-9]|1[0-2])") | ~np.isfinite(waarde)
    dubbel = ruw.duplicated(["series_id", "month"])
    for masker, wat in ((fout, "is geen maand JJJJ-MM met een getal"), (dubbel, "komt dubbel voor")):
        if masker.any():
            rij = ruw[masker].iloc[0]
            raise OngeldigeInvoer(f"Reeks {rij['series_id']}, maand {rij['month']}: {wat}.")
    if ruw.empty:
        raise OngeldigeInvoer("Het paneel is leeg.")
    soort = ruw.groupby("series_id")[["sector", "region"]].nunique(dropna=False)
    if (soort > 1).any(axis=None):
        raise OngeldigeInvoer(f"Reeks {soort[(soort > 1).any(axis=1)].index[0]} heeft meer dan één sector of regio.")
    namen = {c: ruw[c].astype("str") for c in ("sector", "region", "series_id")}
    lang = pd.DataFrame({**namen, "month": pd.PeriodIndex(tekst, freq="M"), "value": waarde})
    breed = lang.pivot(index="month", columns=["sector", "region", "series_id"], values="value")
    return breed.reindex(pd.period_range(breed.index[0], breed.index[-1], freq="M"))


def backtest_panel(breed: pd.DataFrame, bron: str, drempel_fractie: float, seed: int = 0) -> Backtest:
    """Forecast every year that a series has whole, after `SNEDEN` months, with what came before. A total passes the
    line when it is more than a room / (1 - `drempel_fractie`).

    Raises OngeldigeInvoer when there is no full year with enough before it.
    """
    delen = list(_sneden(breed, drempel_fractie, seed))
    if not delen:
        raise OngeldigeInvoer("Geen enkele reeks heeft een heel kalenderjaar om een voorspelling aan te toetsen.")
    voorspellingen = pd.concat([v for v, _ in delen], ignore_index=True)
    kansen = pd.concat([k for _, k in delen], ignore_index=True)
    jaren = tuple(sorted({int(j) for j in voorspellingen["jaar"]}))
    return Backtest(bron, jaren, voorspellingen[list(VOORSPELLINGEN)], kansen[list(KANSEN)])


def _sneden(breed: pd.DataFrame, drempel_fractie: float, seed: int) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    maandjaar = pd.PeriodIndex(breed.index).year
    for jaar in range(maandjaar[0], maandjaar[-1] + 1):
        heel = breed[maandjaar == jaar]
        if len(heel) < 12:
            continue
        for snede in SNEDEN:
            bekend = breed[: pd.Period(year=jaar, month=snede, freq="M")]
            gekozen = heel.columns[heel.notna().all() & _bruikbaar(bekend)]
            if len(gekozen):
                yield _snede(bekend[gekozen], heel[gekozen].sum(), jaar, snede, drempel_fractie, seed)


def _bruikbaar(bekend: pd.DataFrame) -> pd.Series:
    """Series without gaps since their first month, with enough of them and not all zero."""
    begonnen = bekend.notna().cummax()
    return (begonnen == bekend.notna()).all() & (begonnen.sum() >= MINSTE_MAANDEN) & (bekend.fillna(0) != 0).any()


def _snede(
    bekend: pd.DataFrame, werkelijk: pd.Series, jaar: int, snede: int, drempel_fractie: float, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    from forecasting.schatting.year_total import forecast_many  # noqa: PLC0415 (slow to import)

    found = forecast_many(bekend, jaar, snede, seed=seed)
    maandjaar = pd.PeriodIndex(bekend.index).year
    dit_jaar = _per_reeks(bekend[maandjaar == jaar].sum())
    eerder = _per_reeks(bekend[maandjaar == jaar - 1].sum(min_count=12))
    vast = {"jaar": jaar, "peildatum": f"{jaar}-{snede:02}", "maanden_bekend": snede, "niveau": "reeks"}
    sector = pd.Series([key[0] for key in werkelijk.index], werkelijk.index)
    maat = grootte(werkelijk, sector).to_numpy()
    rijen, kansen = [], []
    for plaats, (key, echt) in enumerate(_per_reeks(werkelijk).items()):
        total = found.providers[key]
        wie = {**vast, "naam": key[2], "sector": key[0]}
        for methode, waarde, p10, p90 in (
            (BELEIDSREGEL, total.literal, np.nan, np.nan),
            (SCHATTING, total.quantile(0.5), total.quantile(0.1), total.quantile(0.9)),
            (GELIJKE_MAANDEN, dit_jaar[key] / snede * 12, np.nan, np.nan),
            (VORIG_JAAR, eerder[key], np.nan, np.nan),
        ):
            rijen.append(
                {**wie, "grootte": maat[plaats], "methode": methode, "voorspeld": waarde, "p10": p10, "p90": p90}
                | {"werkelijk": echt}
            )
        for factor in RUIMTE_FACTOREN if eerder[key] > 0 else ():
            lijn = factor * eerder[key] / (1 - drempel_fractie)
            for methode, kans in ((BELEIDSREGEL, float(total.literal > lijn)), (SCHATTING, total.chance_above(lijn))):
                kansen.append({**wie, "methode": methode, "lijn": lijn, "kans": kans, "boven": float(echt > lijn)})
    return pd.DataFrame(rijen), pd.DataFrame(kansen, columns=list(KANSEN))


def _per_reeks(som: pd.Series) -> dict[tuple[str, str, str], float]:
    return {(str(a), str(b), str(c)): float(waarde) for (a, b, c), waarde in zip(som.index, som, strict=True)}

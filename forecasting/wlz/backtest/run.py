"""The steps of a backtest: replay the past of PRODUCTIE or of a file, keep the tables, read them again."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from config.codes import regios
from config.errors import GegevensOntbreken, OngeldigeInvoer
from config.words import SECTOREN, Sector, Site
from forecasting.schatting.toets.panel import backtest_panel, lees_panel
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
from forecasting.uitkomsten import bewaren
from forecasting.wlz import vooruitblik
from forecasting.wlz.distance import beschikbaar_cent
from forecasting.wlz.outlook import Outlook, SectorOutlook, letterlijk
from forecasting.wlz.peil import NIETS_GELADEN
from forecasting.wlz.schatting import bewaard
from forecasting.wlz.schatting.run import expected, laatste_levering, peildata
from forecasting.wlz.schatting.verwachting import Verwachting
from loaders import productie
from loaders.grootboek.lezer import Inzage

BEWAARDE_BACKTESTS = 12

Rij = dict[str, Any]
Band = tuple[int, int, int]
"""p10, p50, p90 in cents."""


def backtest(blik: Inzage, jaar: int) -> Backtest:
    """Replay every closing day of `jaar` with only what was known then, against what is known now, and keep it.

    Sites and regions by sector, and every provider. Raises as `forecasting.wlz.vooruitblik.outlook`.
    """
    tot = laatste_levering(blik)
    dagen = peildata(jaar, tot)
    if not dagen:
        raise OngeldigeInvoer(f"Van {jaar} is nog geen maand gesloten op {tot:%d-%m-%Y}; kies een eerder jaar.")
    werkelijk = _werkelijk(blik, jaar, tot)
    nu = expected(blik, jaar, tot) if werkelijk else None
    voorspellingen, kansen = [], []
    for dag in dagen:
        vorig = _vorig_jaar(blik, jaar - 1, dag)
        for site in Site:
            outlook = vooruitblik.outlook(blik, jaar, dag, site)
            maanden = outlook.herkomst.laatste_maand.month
            for s, naam, niveau in _sectoren(outlook):
                wie = {"jaar": jaar, "peildatum": dag.isoformat(), "maanden_bekend": maanden, "niveau": niveau}
                wie |= {"naam": naam, "sector": s.sector.value}
                echt, band = werkelijk.get((naam, s.sector), np.nan), s.verwacht.totaal_cent if s.verwacht else None
                kwantielen = (int(band.p10), int(band.p50), int(band.p90)) if band else None
                waar = vorig[
                    (vorig["sector"] == s.sector) & vorig["uzovi"].isin([s.uzovi] if s.uzovi else regios(site))
                ]
                gezegd = _methoden(s.geextrapoleerd_cent, s.goedgekeurd_cent, maanden, _heel_jaar(waar), kwantielen)
                voorspellingen += [{**wie, "grootte": "", **rij, "werkelijk": echt} for rij in gezegd]
                kansen += [{**wie, **rij} for rij in _kansen(s, echt)]
        voorspellingen += list(_aanbieders(blik, jaar, dag, nu, vorig))
    found = Backtest(
        _bron(tot),
        (jaar,),
        pd.DataFrame(voorspellingen, columns=list(VOORSPELLINGEN)),
        pd.DataFrame(kansen, columns=list(KANSEN)),
    )
    _bewaar(blik, jaar, found)
    return found


def backtest_csv(bestand: Path) -> Backtest:
    """The same on a panel of the user's own (CSV: series_id, sector, region, provider, month, value). Nothing is kept.

    Raises OngeldigeInvoer that names what is wrong.
    """
    try:
        ruw = pd.read_csv(bestand, dtype={"series_id": "str", "month": "str"})
    except (ValueError, UnicodeDecodeError) as why:
        raise OngeldigeInvoer(f"{bestand.name} is geen leesbare CSV (UTF-8, komma).") from why
    return backtest_panel(lees_panel(ruw), bestand.name)


def lees(blik: Inzage, jaar: int) -> Backtest | None:
    """The backtest of `jaar` on what is loaded now, if it was made; None otherwise."""
    plaatsen = _plaatsen(blik, jaar)
    if plaatsen is None or not all(p.exists() for p in plaatsen):
        return None
    voorspellingen, kansen = (pd.read_parquet(p) for p in plaatsen)
    return Backtest(_bron(laatste_levering(blik)), (jaar,), voorspellingen, kansen)


def _bron(tot: date) -> str:
    return f"PRODUCTIE, leveringen t/m {tot:%d-%m-%Y}"


def _werkelijk(blik: Inzage, jaar: int, tot: date) -> dict[tuple[str, Sector], float]:
    """What became known of the year, in cents, per site or region and sector; empty while it is not over."""
    return {
        (naam, s.sector): float(sum(m.verwacht_cent for m in s.verwacht.maanden))
        for site in Site
        for s, naam, _ in _sectoren(vooruitblik.outlook(blik, jaar, tot, site))
        if s.verwacht and s.verwacht.laatste_maand == date(jaar, 12, 1)
    }


def _sectoren(outlook: Outlook) -> Iterator[tuple[SectorOutlook, str, str]]:
    for s in outlook.sectoren:
        yield s, outlook.site.value, "site"
    for s in outlook.regios:
        if s.geextrapoleerd_cent and s.uzovi:
            yield s, s.uzovi, "regio"


def _vorig_jaar(blik: Inzage, jaar: int, dag: date) -> pd.DataFrame:
    """What was granted over every month of `jaar` as known on `dag`: oordelen of that year."""
    current = productie.gereed(blik)
    if current is None:
        raise GegevensOntbreken(NIETS_GELADEN)
    oordelen = productie.oordelen_tot(current, dag)
    found: pd.DataFrame = oordelen[oordelen["zorgmaand"].dt.year == jaar]
    return found


def _heel_jaar(oordelen: pd.DataFrame) -> float:
    """Their sum in cents when all twelve months are there, else NaN."""
    heel = oordelen["zorgmaand"].nunique() == 12
    return float(oordelen["goedgekeurd_cent"].sum()) if heel else np.nan


def _methoden(beleidsregel: float, tot_nu: float, maanden: int, eerder: float, band: Band | None) -> list[Rij]:
    """What each method said of one year total."""
    p10, p50, p90 = band or (np.nan, np.nan, np.nan)
    zonder = {"p10": np.nan, "p90": np.nan}
    return [
        {"methode": BELEIDSREGEL, "voorspeld": float(beleidsregel), **zonder},
        {"methode": SCHATTING, "voorspeld": float(p50), "p10": float(p10), "p90": float(p90)},
        {"methode": GELIJKE_MAANDEN, "voorspeld": tot_nu / maanden * 12, **zonder},
        {"methode": VORIG_JAAR, "voorspeld": eerder, **zonder},
    ]


def _kansen(s: SectorOutlook, echt: float) -> list[Rij]:
    """What was said of passing the line of the contracteerruimte known then, and whether it was."""
    if s.verwacht is None or s.verwacht.zonder is None or s.zonder.contracteerruimte_cent is None:
        return []
    lijn = beschikbaar_cent(s.zonder.contracteerruimte_cent, s.verplichtingen_cent) / (1 - s.drempel_fractie)
    boven = np.nan if np.isnan(echt) else float(echt > lijn)
    return [
        {"methode": methode, "lijn": float(lijn), "kans": kans, "boven": boven}
        for methode, kans in (
            (
                BELEIDSREGEL,
                float(bool(letterlijk(s).boven_drempel)),
            ),
            (SCHATTING, s.verwacht.zonder.boven_drempel),
        )
    ]


def _aanbieders(blik: Inzage, jaar: int, dag: date, nu: Verwachting | None, vorig: pd.DataFrame) -> Iterator[Rij]:
    """The same for every provider, region and sector with production in the year so far."""
    gezegd = {(a.aanbieder, a.uzovi, a.sector.value): a.kwantielen for a in expected(blik, jaar, dag).aanbieders}
    echt = _per_aanbieder(nu)
    eerder = {sleutel: _heel_jaar(deel) for sleutel, deel in vorig.groupby(["aanbieder", "uzovi", "sector"])}
    regel = vooruitblik.per_aanbieder(blik, jaar, dag)
    regel = regel[regel["sector"].isin([s.value for s in SECTOREN])].reset_index(drop=True)
    maat = grootte(regel["geextrapoleerd_cent"], regel["sector"])
    maanden = len(peildata(jaar, dag))
    for r, groep in zip(regel.to_dict("records"), maat, strict=True):
        sleutel = (r["aanbieder"], r["uzovi"], r["sector"])
        wie = {"jaar": jaar, "peildatum": dag.isoformat(), "maanden_bekend": maanden, "niveau": "aanbieder"}
        wie |= {"naam": sleutel[0], "sector": sleutel[2], "grootte": groep}
        for rij in _methoden(
            float(r["geextrapoleerd_cent"]),
            float(r["goedgekeurd_cent"]),
            maanden,
            eerder.get(sleutel, np.nan),
            gezegd.get(sleutel),
        ):
            yield {**wie, **rij, "werkelijk": echt.get(sleutel, np.nan)}


def _per_aanbieder(uitkomst: Verwachting | None) -> dict[tuple[str, str, str], float]:
    if uitkomst is None:
        return {}
    return {(a.aanbieder, a.uzovi, a.sector.value): float(a.kwantielen[1]) for a in uitkomst.aanbieders}


def _plaatsen(blik: Inzage, jaar: int) -> tuple[Path, Path] | None:
    """Where the tables of a backtest stand, named by the version of PRODUCTIE and of the code; None while empty."""
    if blik.versie is None:
        return None
    stam = blik.settings.data / "trefzekerheid" / f"{jaar}-{blik.versie[:24]}-{bewaard.code()[:8]}"
    return stam.with_name(f"{stam.name}-voorspellingen.parquet"), stam.with_name(f"{stam.name}-kansen.parquet")


def _bewaar(blik: Inzage, jaar: int, found: Backtest) -> None:
    plaatsen = _plaatsen(blik, jaar)
    if plaatsen is None:
        return
    for plaats, tabel in zip(plaatsen, (found.voorspellingen, found.kansen), strict=True):
        bewaren.bewaar(plaats, partial(tabel.to_parquet, index=False), 2 * BEWAARDE_BACKTESTS)

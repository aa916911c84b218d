"""Stored forecasts: made once per question, kept in the data folder, found again by what they were made from."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from config.settings import Settings
from config.words import Sector
from forecasting.uitkomsten import bewaren
from forecasting.wlz.schatting.verwachting import AanbiederVerwachting, PlaatsVerwachting, Verwachting

BEWAARDE_VERWACHTINGEN = 400
"""The newest files that stay: every peildatum a page or a backtest still asks for."""
HUIS = Path(__file__).parents[3]
GELEERD = "config/tables/forecast_*.csv"
MAAKT_DE_SCHATTING = (
    "forecasting/schatting",
    *(f"forecasting/wlz/schatting/{name}.py" for name in ("bewaard", "kans", "paneel", "verwachting")),
    *(f"forecasting/wlz/{name}.py" for name in ("distance", "korting", "outlook", "plaats")),
    "loaders/tijd",
    *(f"config/{name}.py" for name in ("forecast", "tables", "words")),
    GELEERD,
)
"""Modules and folders that `paneel` and `verwachting` are made of: what they import of ours (a test holds it)."""
INDELING = ("config/codes.py", "config/tables/sites.csv", "config/tables/zorgkantoren.csv")
MAAKT_DE_CIJFERS = (*MAAKT_DE_SCHATTING, "forecasting/wlz", "loaders/extrapolation.py", "loaders/split.py", *INDELING)
SCHEMA = pa.schema(
    {
        "aanbieder": pa.string(),  # empty: a whole region and sector
        "uzovi": pa.string(),
        "sector": pa.string(),
        "cent": pa.list_(pa.int64()),  # simulated totals of a region and sector; p10, p50, p90 of an aanbieder
        "bekend_cent": pa.list_(pa.int64()),  # per month; of an aanbieder: what it has still to declare
        "verwacht_cent": pa.list_(pa.int64()),
        "fout_cent": pa.list_(pa.int64()),  # one standard deviation; of an aanbieder: width in the 80% interval
    }
)


def pad(settings: Settings, oordelen: pd.DataFrame, peildatum: date, jaar: int) -> Path:
    """Where the forecast of `jaar` on what was known on `peildatum` stands, by the content it is made from and the code
    that makes it: a delivery that changes nothing before the peildatum leaves it as it is."""
    inhoud = hashlib.sha256(code().encode())
    inhoud.update(f"{peildatum} {jaar} {len(oordelen)}".encode())
    inhoud.update(pd.util.hash_pandas_object(oordelen, index=False).to_numpy().tobytes())
    return settings.data / "verwachting" / f"{jaar}-{peildatum}-{inhoud.hexdigest()[:24]}.parquet"


@cache
def code() -> str:
    """A name for what makes the estimate: its code and the tables it learned. Another regeling or page is not in it, so
    what is kept stays when that changes."""
    return _naam(MAAKT_DE_SCHATTING)


@cache
def code_wlz() -> str:
    """A name for all code from which a figure of the Wlz follows, decisions and the policy's extrapolation included:
    what keeps more than the estimate is found by it."""
    return _naam(MAAKT_DE_CIJFERS)


def bestanden(bronnen: Iterable[str]) -> set[Path]:
    """The files that these names of modules, folders and tables stand for."""
    found = {place for bron in bronnen for place in HUIS.glob(bron)}
    return {file for place in found for file in (place.rglob("*.py") if place.is_dir() else [place])}


def _naam(bronnen: Iterable[str]) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(bestanden(bronnen)))).hexdigest()


def bewaar(bestand: Path, found: Verwachting) -> None:
    """Write a forecast, whole or not at all; the oldest ones go."""
    rijen = [
        ("", uzovi, sector.value, p.trekkingen.tolist(), list(p.bekend), list(p.verwacht), list(p.fout))
        for (uzovi, sector), p in found.plaatsen.items()
    ]
    rijen += [
        (a.aanbieder, a.uzovi, a.sector.value, list(a.kwantielen), list(a.ontbreekt), [], list(a.breedte))
        for a in found.aanbieders
    ]
    kolommen = zip(*rijen, strict=True) if rijen else [[] for _ in SCHEMA]
    tabel = pa.table([list(k) for k in kolommen], schema=SCHEMA)
    over = {"jaar": found.jaar, "laatste_maand": str(found.laatste_maand), "redenen": list(found.redenen)}
    tabel = tabel.replace_schema_metadata({"verwachting": json.dumps(over)})
    bewaren.bewaar(bestand, lambda klad: pq.write_table(tabel, klad, compression="zstd"), BEWAARDE_VERWACHTINGEN)


def lees(bestand: Path) -> Verwachting | None:
    """A forecast as it was stored; None where there is none."""
    if not bestand.exists():
        return None
    tabel = pq.read_table(bestand)
    over = json.loads(tabel.schema.metadata[b"verwachting"])
    rijen = tabel.to_pylist()
    return Verwachting(
        over["jaar"],
        date.fromisoformat(over["laatste_maand"]),
        {
            (r["uzovi"], Sector(r["sector"])): PlaatsVerwachting(
                np.array(r["cent"], dtype=np.int64),
                tuple(r["bekend_cent"]),
                tuple(r["verwacht_cent"]),
                tuple(r["fout_cent"]),
            )
            for r in rijen
            if not r["aanbieder"]
        },
        tuple(
            AanbiederVerwachting(
                r["aanbieder"],
                r["uzovi"],
                Sector(r["sector"]),
                tuple(r["cent"]),
                tuple(r["bekend_cent"]),
                tuple(r["fout_cent"]),
            )
            for r in rijen
            if r["aanbieder"]
        ),
        tuple(over["redenen"]),
    )

"""Stored forecasts: made once per question, kept in the data folder, found again by what they were made from."""

import hashlib
import json
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
from forecasting.wlz.outlook import Sprong
from forecasting.wlz.schatting.verwachting import AanbiederVerwachting, PlaatsVerwachting, Verwachting

BEWAARDE_VERWACHTINGEN = 400
"""The newest files that stay: every peildatum a page or a backtest still asks for."""
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
    """A name for the methods: the code of `forecasting` and the tables they learned."""
    hier = Path(__file__).parents[2]
    bronnen = [*hier.rglob("*.py"), *(hier.parent / "config" / "tables").glob("forecast_*.csv")]
    return hashlib.sha256(b"".join(bron.read_bytes() for bron in sorted(bronnen))).hexdigest()


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
    over["sprongen"] = [
        [uzovi, sector.value, str(s.maand), s.deel_fractie, s.blijft_cent, s.terug_cent]
        for (uzovi, sector), s in found.sprongen.items()
    ]
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
        {
            (uzovi, Sector(sector)): Sprong(date.fromisoformat(maand), deel, blijft, terug)
            for uzovi, sector, maand, deel, blijft, terug in over["sprongen"]
        },
    )

"""PRODUCTIE: made from archive and ledger by one standard-SQL query, kept as Parquet, read by DuckDB."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from config.codes import zorgkantoren, zzp_sectoren
from config.policy import policy_values
from config.settings import Settings
from config.words import Groep
from loaders import archive, store
from loaders.deliveries import OPEN_EINDE, Soort, Status
from loaders.resolve import koppel
from loaders.store import Boeking

QUERY = (Path(__file__).parent / "productie.sql").read_text(encoding="utf-8")

BEWAARDE_VERSIES = 3
"""The newest files of PRODUCTIE that stay: a page may still be reading the one before."""

# The contract of PRODUCTIE, held where it is made.
COLUMNS = {
    "aanbieder": "AGB of the declaring provider",
    "uzovi": "region",
    "sector": "V&V, GZ, GGZ or onbekend (R2.2)",
    "groep": "regulier, crisis, crisis_onbezet or meerzorg (R2.3)",
    "prestatiecode": "NZa code",
    "tijdseenheid": "COD218",
    "zorgmaand": "first day of the month of care (R1.2)",
    "ontvangen": "day the claim came in",
    "beoordeeld": "day its return came in; null while pending",
    "aantal": "units claimed, credits negative",
    "aantal_toegekend": "units of lines granted in full (R5.1)",
    "ingediend_cent": "cents claimed",
    "toegekend_cent": "cents granted; 0 while pending",
}


@dataclass(frozen=True)
class Bronnen:
    """All that PRODUCTIE is made from, read from the ledger in one go."""

    versie: str
    boekingen: Sequence[Boeking]
    delen: Sequence[str]
    dubbel: pd.DataFrame
    koppeltabel: pd.DataFrame
    aanbieders: pd.DataFrame
    extract: pd.DataFrame


def goedkeuring() -> str:
    """The reading of what makes a line approved: aw320 or bij_ontvangst (R1.4)."""
    return str(max(policy_values("lezing_goedkeuring"), key=lambda v: v.bekend_vanaf).waarde)


def versie_van(boekingen: Sequence[Boeking], dubbel: Sequence[tuple[int, int]]) -> str:
    """A name for all that counts: deliveries with their status and day received, and doubled lines."""
    facts = sorted((b.sha256, b.status.value, str(b.ontvangen)) for b in boekingen if b.status is not Status.GEWEIGERD)
    return hashlib.sha256(repr((facts, sorted(dubbel))).encode()).hexdigest()


def path(settings: Settings, versie: str) -> Path:
    """Where PRODUCTIE of this version stands; the query and the readings are part of its name."""
    how = hashlib.sha256((QUERY + goedkeuring()).encode()).hexdigest()
    return settings.productie / f"{versie[:24]}-{how[:8]}.parquet"


def build(settings: Settings, bronnen: Bronnen) -> Path:
    """Make PRODUCTIE of these sources where it does not stand yet; old versions go. Returns its path."""
    target = path(settings, bronnen.versie)
    if target.exists():
        return target
    settings.productie.mkdir(parents=True, exist_ok=True)
    scratch = target.with_name(f".{os.getpid()}.tmp")
    with archive.connect(settings.data / "werk") as db:
        prepare(db, settings.archief, bronnen)
        made = db.sql(QUERY)
        if tuple(made.columns) != tuple(COLUMNS):
            raise ValueError("productie.sql does not give the columns of PRODUCTIE")
        made.write_parquet(str(scratch), compression="zstd")
    scratch.rename(target)
    versions = sorted(settings.productie.glob("*.parquet"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in versions[BEWAARDE_VERSIES:]:
        old.unlink(missing_ok=True)
    return target


def prepare(db: duckdb.DuckDBPyConnection, archief: Path, bronnen: Bronnen) -> None:
    """Give the query its tables."""
    for soort in archive.SCHEMAS:
        archive.view(db, archief, bronnen.delen, soort)
    koppeling = koppel(bronnen.boekingen)
    _table(
        db,
        "claims",
        {"levering": "BIGINT", "agb": "VARCHAR", "uzovi": "VARCHAR", "ontvangen": "DATE"},
        [(b.nummer, b.agb, b.uzovi, b.ontvangen) for b in koppeling.geldig],
    )
    if goedkeuring() == "aw320":
        answers = [(p.aw320, p.aw319) for p in koppeling.paren if p.aw320.status is Status.VERWERKT]
    else:
        answers = [(b, b) for b in koppeling.geldig]  # left out of an answer that leaves out all: granted as claimed
    answers.sort(key=lambda a: (str(a[0].ontvangen), a[0].dagtekening_retour or "", a[0].geladen_op, a[0].sha256))
    numbers: dict[str, int] = {}
    rows = []
    for answer, claim in answers:
        numbers[claim.sha256] = numbers.get(claim.sha256, 0) + 1
        rows.append((answer.nummer, claim.nummer, answer.ontvangen, bool(answer.heel_afgekeurd), numbers[claim.sha256]))
    answer_types = {"levering": "BIGINT", "aw319": "BIGINT", "ontvangen": "DATE", "heel_afgekeurd": "BOOLEAN"}
    _table(db, "antwoorden", {**answer_types, "volgnummer": "INTEGER"}, rows)
    _table(db, "dubbel", {"levering": "BIGINT", "regel": "INTEGER"}, bronnen.dubbel.to_numpy().tolist())
    _table(
        db,
        "zorgkantoren",
        {"uzovi": "VARCHAR", "regio_uzovi": "VARCHAR"},
        [(z.uzovi, z.regio_uzovi) for z in zorgkantoren().values()],
    )
    _table(db, "zzp_codes", {"zzp_code": "VARCHAR", "sector": "VARCHAR"}, list(zzp_sectoren().items()))
    koppeltabel = bronnen.koppeltabel[["prestatiecode", "sector", "groep", "tijdseenheid", "geldig_van", "geldig_tot"]]
    koppel_types = dict.fromkeys(["prestatiecode", "sector", "groep", "tijdseenheid"], "VARCHAR")
    koppel_rows = [(*row[:-1], row[-1] or OPEN_EINDE) for row in koppeltabel.itertuples(index=False)]
    _table(db, "koppeltabel", {**koppel_types, "geldig_van": "DATE", "geldig_tot": "DATE"}, koppel_rows)
    aanbieders = bronnen.aanbieders[["agb", "hoofdsector"]]
    _table(db, "aanbieders", {"agb": "VARCHAR", "hoofdsector": "VARCHAR"}, list(aanbieders.itertuples(index=False)))
    extract_types = {
        **dict.fromkeys(["agb", "uzovi", "sector", "groep", "prestatiecode", "tijdseenheid"], "VARCHAR"),
        **dict.fromkeys(["zorgmaand", "ontvangen", "beoordeeld"], "DATE"),
        **dict.fromkeys(["aantal", "ingediend_cent", "toegekend_cent"], "BIGINT"),
    }
    _table(db, "extract", extract_types, list(bronnen.extract[list(extract_types)].itertuples(index=False)))


ARROW = {
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "BOOLEAN": pa.bool_(),
}


def _table(db: duckdb.DuckDBPyConnection, name: str, types: dict[str, str], rows: Sequence[Sequence[object]]) -> None:
    columns = zip(*rows, strict=True) if rows else [()] * len(types)
    arrays = [pa.array(list(column), ARROW[kind]) for column, kind in zip(columns, types.values(), strict=True)]
    db.from_arrow(pa.table(arrays, names=list(types))).create(name)


def stand_op(productie: Path, peildatum: date, vanaf: date, tot: date) -> pd.DataFrame:
    """PRODUCTIE as known at the end of `peildatum` (R1.1), zorgmaanden `vanaf`..`tot`.

    Columns: aanbieder, uzovi, sector, groep, prestatiecode, tijdseenheid, zorgmaand (datetime64), and in whole cents
    or units goedgekeurd_cent, in_behandeling_cent, aantal_toegekend.
    """
    with duckdb.connect(config={"threads": 2}) as db:
        frame: pd.DataFrame = db.execute(
            """
            SELECT aanbieder, uzovi, sector, groep, prestatiecode, tijdseenheid, zorgmaand,
                   SUM(CASE WHEN beoordeeld <= $peildatum THEN toegekend_cent ELSE 0 END)::BIGINT AS goedgekeurd_cent,
                   SUM(CASE WHEN beoordeeld <= $peildatum THEN 0
                            ELSE ingediend_cent END)::BIGINT AS in_behandeling_cent,
                   SUM(CASE WHEN beoordeeld <= $peildatum THEN aantal_toegekend ELSE 0 END)::BIGINT AS aantal_toegekend
            FROM read_parquet($path)
            WHERE ontvangen <= $peildatum AND zorgmaand BETWEEN $vanaf AND $tot
            GROUP BY ALL ORDER BY ALL
            """,
            {"peildatum": peildatum, "path": str(productie), "vanaf": vanaf, "tot": tot},
        ).df()
    return frame


def oordelen_tot(productie: Path, peildatum: date) -> pd.DataFrame:
    """What was granted by the end of `peildatum` and on which day, for the regular production of every zorgmaand
    (R1.1, R2.3: meerzorg left out).

    Columns: aanbieder, uzovi, sector, zorgmaand and beoordeeld (datetime64), goedgekeurd_cent (whole cents).
    """
    with duckdb.connect(config={"threads": 2}) as db:
        frame: pd.DataFrame = db.execute(
            """
            SELECT aanbieder, uzovi, sector, zorgmaand::TIMESTAMP AS zorgmaand, beoordeeld::TIMESTAMP AS beoordeeld,
                   SUM(toegekend_cent)::BIGINT AS goedgekeurd_cent
            FROM read_parquet($path)
            WHERE beoordeeld <= $peildatum AND ontvangen <= $peildatum AND groep <> $meerzorg
            GROUP BY ALL ORDER BY ALL
            """,
            {"peildatum": peildatum, "path": str(productie), "meerzorg": Groep.MEERZORG.value},
        ).df()
    return frame


def laatste_dag(productie: Path) -> date | None:
    """The last day on which anything in PRODUCTIE became known; None when it is empty."""
    with duckdb.connect(config={"threads": 2}) as db:
        row = db.execute(
            "SELECT max(coalesce(beoordeeld, ontvangen)) FROM read_parquet(?)", [str(productie)]
        ).fetchone()
    return row[0] if row else None


def current(settings: Settings) -> tuple[str, Path] | None:
    """The version of what was loaded and where its PRODUCTIE stands (made here if it was not); None while empty."""
    with store.open_ledger(settings).connect() as connection:
        versie = store.versie(connection)
    if versie is None:
        return None
    target = path(settings, versie)
    if not target.exists() and (sources := bronnen(settings)) is not None:
        versie, target = sources.versie, build(settings, sources)
    return versie, target


def bronnen(settings: Settings) -> Bronnen | None:
    """The sources as the ledger has them now; None while nothing was loaded."""
    with store.open_ledger(settings).connect() as connection:
        versie = store.versie(connection)
        if versie is None:
            return None
        return Bronnen(
            versie=versie,
            boekingen=[b for b in store.boekingen(connection) if b.soort in {Soort.AW319, Soort.AW320}],
            delen=store.archiefdelen(connection),
            dubbel=store.dubbele_regels(connection),
            koppeltabel=store.table_frame(connection, "koppeltabel"),
            aanbieders=store.table_frame(connection, "aanbieders"),
            extract=store.table_frame(connection, "productie"),
        )

"""PRODUCTIE: made from archive and ledger by one standard-SQL query, kept as Parquet, read by DuckDB."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock

from config.codes import zorgkantoren, zzp_sectoren
from config.errors import GegevensOntbreken
from config.policy import policy_values
from config.settings import Settings
from config.words import Groep, Machine
from loaders import extractdelen, store
from loaders.boekingen import Afwijkingen, Boeking
from loaders.dagen import Bijdrage, Row, dagen_van, sneden, veranderd, vingerafdrukken
from loaders.deliveries import OPEN_EINDE, Intrekking, Soort, Status
from loaders.deliveries import Row as Tabelrij
from loaders.engines import NOTE, DuckDb, engine
from loaders.periods import Periode, aaneen
from loaders.resolve import Gelding, geldende_antwoorden, koppel

if TYPE_CHECKING:  # a load needs none of it
    import pandas as pd

QUERY = (Path(__file__).parent / "productie.sql").read_text(encoding="utf-8")

BEWAARDE_VERSIES = 3
"""The newest files of PRODUCTIE that stay: a page may still be reading the one before."""

REST = "rest"
"""Beside the hash of each day: that of all that holds for every day."""

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
    afwijkingen: Mapping[str, Afwijkingen]
    intrekkingen: Sequence[Intrekking]
    koppeltabel: Sequence[Tabelrij]
    aanbieders: Sequence[Tabelrij]


def goedkeuring() -> str:
    """The reading of what makes a line approved: aw320 or bij_ontvangst (R1.4)."""
    return str(max(policy_values("lezing_goedkeuring"), key=lambda v: v.bekend_vanaf).waarde)


def versie_van(
    boekingen: Sequence[Boeking], intrekkingen: Sequence[Intrekking], afwijkingen: Mapping[str, Afwijkingen]
) -> str:
    """A name for all that counts: deliveries with their status and day received, decisions to withdraw them, and
    lines that do not count with them."""
    facts = sorted(
        (b.sha256, b.status.value, str(b.ontvangen))
        for b in boekingen
        if b.status is not Status.GEWEIGERD or (intrekkingen and b.leesbaar)
    )
    decided = [(i.levering, i.besluit.value, str(i.per)) for i in intrekkingen]
    lines = sorted((sha, sorted(regels.items())) for sha, regels in afwijkingen.items())
    return hashlib.sha256(repr((facts, decided, lines)).encode()).hexdigest()


def path(settings: Settings, versie: str) -> Path:
    """Where PRODUCTIE of this version stands; the query and the readings are part of its name."""
    how = hashlib.sha256((QUERY + extractdelen.GELDIG + goedkeuring()).encode()).hexdigest()
    return settings.productie / f"{versie[:24]}-{how[:8]}.parquet"


def build(settings: Settings, bronnen: Bronnen, machine: Machine = Machine.DUCKDB) -> Path:
    """Make PRODUCTIE of these sources where it does not stand yet; old versions go. Returns its path.

    DuckDB makes the days anew whose sources are not those of an earlier PRODUCTIE; Spark makes all of it in one go.
    """
    target = path(settings, bronnen.versie)
    if target.exists():
        return target
    settings.productie.mkdir(parents=True, exist_ok=True)
    scratch = target.with_name(f".{os.getpid()}.tmp")
    tables, bijdragen = common(bronnen), contributions(bronnen)
    with engine(settings, machine) as db:
        for name, rows in tables.items():
            db.table(name, rows)
        db.parts("extract", bronnen.delen)
        extractdelen.tel(db, bronnen.boekingen)
        if isinstance(db, DuckDb):
            _in_slices(db, settings, bronnen, tables, bijdragen, scratch)
        else:
            for name, rows in _tables(bijdragen).items():
                db.table(name, rows)
            for soort in ("regels", "oordelen"):
                db.parts(soort, bronnen.delen)
            db.write(QUERY, scratch)
    if tuple(pq.read_schema(scratch).names) != tuple(COLUMNS):
        raise ValueError("productie.sql does not give the columns of PRODUCTIE")
    scratch.rename(target)
    for old in _versions(settings)[BEWAARDE_VERSIES:]:
        old.unlink(missing_ok=True)
    return target


def _versions(settings: Settings) -> list[Path]:
    return sorted(settings.productie.glob("*.parquet"), key=lambda p: p.stat().st_mtime, reverse=True)


def _in_slices(
    db: DuckDb,
    settings: Settings,
    bronnen: Bronnen,
    tables: Mapping[str, pa.Table],
    bijdragen: Sequence[Bijdrage],
    target: Path,
) -> None:
    """Write PRODUCTIE: unchanged days out of an earlier file, the others made anew in slices that fit in memory."""
    extracten = [b.nummer for b in extractdelen.geldende(bronnen.boekingen)]
    how = [QUERY, extractdelen.GELDIG, extracten, *(table.to_pylist() for table in tables.values())]
    rest = hashlib.sha256(repr(how).encode()).hexdigest()
    nu = vingerafdrukken(bijdragen)
    vorige, eerder = _earlier(settings, rest)
    dagen = veranderd(nu, eerder)
    weights = list(bijdragen)
    if vorige is None:
        by_day = db.days("extract_geldig")
        weights += [Bijdrage({}, frozenset({dag}), rows) for dag, rows in by_day.items()]
        dagen |= by_day.keys()
    slices = []
    for number, snede in enumerate(sneden(weights, dagen) or [frozenset()]):
        for name, rows in _tables([b for b in bijdragen if b.dagen & snede]).items():
            db.table(name, rows)
        db.parts_of("regels", bronnen.delen, "claims")
        db.parts_of("oordelen", bronnen.delen, "antwoorden")
        slices.append(target.with_name(f"{target.name}.{number}.tmp"))
        db.write_days(QUERY, snede, slices[-1])
    db.merge(vorige, dagen, slices, QUERY[QUERY.rindex("ORDER BY") :], target, json.dumps({REST: rest, **nu}))
    for part in slices:
        part.unlink()


def _earlier(settings: Settings, rest: str) -> tuple[Path | None, dict[str, str]]:
    """The newest PRODUCTIE that was made by the same query, readings and reference tables, with the hash of each of its
    days."""
    for file in _versions(settings):
        metadata = pq.read_metadata(file).metadata or {}
        found: dict[str, str] = json.loads(metadata.get(NOTE.encode(), b"{}"))
        if found.pop(REST, None) == rest:
            return file, found
    return None, {}


def rebuild(settings: Settings, machine: Machine) -> tuple[Path, int]:
    """Drop PRODUCTIE and make it again from archive and ledger: its path and number of rows.

    Raises GegevensOntbreken while nothing was loaded, RuimteFout where the engine is not installed (then what there
    was still stands).
    """
    with FileLock(settings.data / "laden.slot"):
        sources = bronnen(settings)
        if sources is None:
            raise GegevensOntbreken("Er is nog niets geladen. Laad eerst leveringen met: ruimte load PAD")
        with engine(settings, machine):  # it can be had
            pass
        for old in settings.productie.glob("*"):
            old.unlink()
        target = build(settings, sources, machine)
    return target, pq.read_metadata(target).num_rows


def _tables(bijdragen: Sequence[Bijdrage]) -> dict[str, pa.Table]:
    """The tables of the query that these contributions fill."""
    return {
        name: _table(types, [row for b in bijdragen for row in b.tabellen.get(name, ())])
        for name, types in TABELLEN.items()
    }


def contributions(bronnen: Bronnen) -> list[Bijdrage]:
    """What each claim that counts gives to the query."""
    found = []
    for claim, geldingen in _by_claim(koppel(bronnen.boekingen, bronnen.intrekkingen).geldingen):
        claims: list[Row] = []
        antwoorden: list[Row] = []
        afwijkend: list[Row] = []
        perioden: list[tuple[date | None, date | None]] = []
        for number, (periode, answers) in enumerate(_stukken(geldingen), start=1):
            perioden.append((periode.van, periode.tot))
            claims.append((claim.nummer, number, claim.agb, claim.uzovi, periode.van, periode.tot))
            vervangen = [*(answer.ontvangen for answer in answers[1:]), None]
            antwoorden += [
                (answer.nummer, claim.nummer, number, answer.ontvangen, bool(answer.heel_afgekeurd), place, until)
                for place, (answer, until) in enumerate(zip(answers, vervangen, strict=False), start=1)
            ]
            for regel, counts in bronnen.afwijkingen.get(claim.sha256, {}).items():
                parts = [(p.van, p.tot) for part in counts if (p := part.doorsnede(periode))]
                perioden += parts
                afwijkend += [(claim.nummer, number, regel, van, tot) for van, tot in parts] or [
                    (claim.nummer, number, regel, None, None)
                ]
        rows = {"claims": claims, "antwoorden": antwoorden, "afwijkend": afwijkend}
        found.append(Bijdrage(rows, dagen_van(perioden), claim.regels))
    return found


def common(bronnen: Bronnen) -> dict[str, pa.Table]:
    """The tables of the query that hold for every claim."""
    koppel_types = dict.fromkeys(["prestatiecode", "sector", "groep", "tijdseenheid"], "VARCHAR")
    koppel_types |= {"geldig_van": "DATE", "geldig_tot": "DATE"}
    koppel_rows = [
        tuple({**row, "geldig_tot": row["geldig_tot"] or OPEN_EINDE}[name] for name in koppel_types)
        for row in bronnen.koppeltabel
    ]
    return {
        "zorgkantoren": _table(
            {"uzovi": "VARCHAR", "regio_uzovi": "VARCHAR"},
            [(z.uzovi, z.regio_uzovi) for z in zorgkantoren().values()],
        ),
        "zzp_codes": _table({"zzp_code": "VARCHAR", "sector": "VARCHAR"}, list(zzp_sectoren().items())),
        "koppeltabel": _table(koppel_types, koppel_rows),
        "aanbieders": _table(
            {"agb": "VARCHAR", "hoofdsector": "VARCHAR"}, [(a["agb"], a["hoofdsector"]) for a in bronnen.aanbieders]
        ),
    }


TABELLEN: dict[str, dict[str, str]] = {
    "claims": {
        "levering": "BIGINT",
        "periode": "INTEGER",
        "agb": "VARCHAR",
        "uzovi": "VARCHAR",
        "van": "DATE",
        "tot": "DATE",
    },
    "antwoorden": {
        "levering": "BIGINT",
        "aw319": "BIGINT",
        "periode": "INTEGER",
        "ontvangen": "DATE",
        "heel_afgekeurd": "BOOLEAN",
        "volgnummer": "INTEGER",
        "vervangen": "DATE",
    },
    "afwijkend": {"levering": "BIGINT", "periode": "INTEGER", "regel": "INTEGER", "van": "DATE", "tot": "DATE"},
}
"""The tables that claims fill."""


def _by_claim(geldingen: Sequence[Gelding]) -> Iterator[tuple[Boeking, list[Gelding]]]:
    found: dict[str, list[Gelding]] = {}
    for gelding in geldingen:
        found.setdefault(gelding.claim.sha256, []).append(gelding)
    return ((same[0].claim, same) for same in found.values())


def _stukken(geldingen: Sequence[Gelding]) -> list[tuple[Periode, list[Boeking]]]:
    """The periods in which a claim counts, each with the returns that judge it there, in the order in which they hold:
    one period, unless a delivery of its invoice was withdrawn."""
    stukken: dict[tuple[str, ...], list[Periode]] = {}
    answers: dict[tuple[str, ...], list[Boeking]] = {}
    for g in geldingen:
        judged = [r for r in g.antwoorden if r.beantwoordt == g.claim.sha256]
        if goedkeuring() == "bij_ontvangst":
            judged = [g.claim]  # left out of an answer that leaves out all: granted as claimed
        names = tuple(r.sha256 for r in judged)
        stukken.setdefault(names, []).append(g.periode)
        answers[names] = judged
    found = [(p, geldende_antwoorden(answers[names])) for names, perioden in stukken.items() for p in aaneen(perioden)]
    return sorted(found, key=lambda piece: piece[0])


ARROW = {
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "BOOLEAN": pa.bool_(),
}


def _table(types: Mapping[str, str], rows: Sequence[Sequence[object]]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else [()] * len(types)
    arrays = [pa.array(list(column), ARROW[kind]) for column, kind in zip(columns, types.values(), strict=True)]
    return pa.table(arrays, names=list(types))


def stand_op(productie: Path, peildatum: date, vanaf: date, tot: date) -> "pd.DataFrame":
    """PRODUCTIE as known at the end of `peildatum` (R1.1), zorgmaanden `vanaf`..`tot`.

    Columns: aanbieder, uzovi, sector, groep, prestatiecode, tijdseenheid, zorgmaand (datetime64), and in whole cents
    or units ingediend_cent, goedgekeurd_cent, in_behandeling_cent, aantal_toegekend.
    """
    with duckdb.connect(config={"threads": 2}) as db:
        frame: pd.DataFrame = db.execute(
            """
            SELECT aanbieder, uzovi, sector, groep, prestatiecode, tijdseenheid, zorgmaand,
                   SUM(ingediend_cent)::BIGINT AS ingediend_cent,
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


def oordelen_tot(productie: Path, peildatum: date) -> "pd.DataFrame":
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
    if target.exists():
        return versie, target
    with FileLock(settings.data / "laden.slot"):  # no part may go while it is read; a load may be making it just now
        sources = bronnen(settings)
        return None if sources is None else (sources.versie, build(settings, sources))


def bronnen(settings: Settings) -> Bronnen | None:
    """The sources as the ledger has them now; None while nothing was loaded."""
    with store.open_ledger(settings).connect() as connection:
        versie = store.versie(connection)
        if versie is None:
            return None
        return Bronnen(
            versie=versie,
            boekingen=[
                b
                for b in store.boekingen(connection)
                if b.soort in {Soort.AW319, Soort.AW320} or extractdelen.is_extract(b)
            ],
            delen=store.archiefdelen(connection),
            afwijkingen=store.afwijkingen(connection),
            intrekkingen=store.intrekkingen(connection),
            koppeltabel=store.table_rows(connection, "koppeltabel"),
            aanbieders=store.table_rows(connection, "aanbieders"),
        )

"""The archive: immutable Parquet parts named by their content, and the questions asked of them."""

import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from loaders.berichten.aw319 import REGELS
from loaders.berichten.aw320 import OORDELEN
from loaders.tabellen.extract import EXTRACT

RIJEN_PER_DEEL = 125_000
"""Rows kept in memory before a part is written."""
OORDELEN_PER_KEER = 250_000
"""Verdicts that are laid beside their lines together."""
SCHEMAS = {"regels": REGELS, "oordelen": OORDELEN, "extract": EXTRACT}
ZONDER_JAAR = "onbekend"
Deel = tuple[str, str, int]
"""A part: path under the archive, kind, rows."""

NAAST_ELKAAR = 2
"""Parts of one kind that are written at the same time."""
RIJEN_PER_KEER = 16 * 1024
"""Values that are encoded at a time: an eighth less work than a thousand."""
CODERING = {
    "regel": "DELTA_BINARY_PACKED",
    "detailnummer": "DELTA_BINARY_PACKED",
    "referentie": "DELTA_BYTE_ARRAY",
}
"""What rises from line to line is small as differences; all other columns hold few values: a dictionary."""


def _nothing(delen: Sequence[str], rows: Sequence[pa.Table]) -> None:
    """What is to be done with parts that were just written: nothing."""


@dataclass
class Writer:
    """Collects rows of one kind and has the pool write them in parts, by year of care, and do with these what `then`
    does (given their paths, and the rows that are in them). Files alone count for nothing: the ledger makes them
    count."""

    folder: Path
    soort: str
    pool: Executor
    then: Callable[[Sequence[str], Sequence[pa.Table]], None] = _nothing
    _waiting: list[pa.Table] = field(default_factory=list)
    _rows: int = 0
    _writing: list[Future[list[Deel]]] = field(default_factory=list)

    def add(self, table: pa.Table) -> None:
        """Take rows, with their delivery in `levering`."""
        self._waiting.append(table)
        self._rows += len(table)
        if self._rows >= RIJEN_PER_DEEL:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            for busy in self._writing[:-NAAST_ELKAAR]:
                busy.result()
            self._writing.append(self.pool.submit(self._write, self._waiting))
        self._waiting, self._rows = [], 0

    def _write(self, tables: Sequence[pa.Table]) -> list[Deel]:
        parts = write_parts(self.folder, self.soort, tables)
        self.then([pad for pad, _, _ in parts], tables)
        return parts

    def close(self) -> list[Deel]:
        """Write what waits; every part written."""
        self._flush()
        return [part for written in self._writing for part in written.result()]


def write_parts(folder: Path, soort: str, tables: Sequence[pa.Table]) -> list[Deel]:
    """Write rows of one kind in one part per year of care."""
    table = pa.concat_tables(tables).unify_dictionaries()
    years = pc.year(table["zorgmaand"])
    parts = []
    for year in sorted(pc.unique(years).to_pylist(), key=str):
        mask = pc.is_null(years) if year is None else pc.equal(years, year)
        part = table.filter(mask)
        parts.append((_write(folder, soort, part, year or ZONDER_JAAR), soort, len(part)))
    return parts


def with_levering(table: pa.Table, nummer: int) -> pa.Table:
    """The rows with the delivery they came in."""
    return table.append_column("levering", pa.repeat(pa.scalar(nummer, pa.int64()), len(table)))


def _write(root: Path, soort: str, table: pa.Table, zorgjaar: int | str) -> str:
    folder = root / soort / f"zorgjaar={zorgjaar}"
    folder.mkdir(parents=True, exist_ok=True)
    scratch = folder / f".{os.getpid()}-{threading.get_ident()}.tmp"
    coding = {name: how for name, how in CODERING.items() if name in table.column_names}
    pq.write_table(
        table,
        scratch,
        compression="zstd",
        compression_level=1,
        use_dictionary=[name for name in table.column_names if name not in coding],
        column_encoding=coding,
        write_batch_size=RIJEN_PER_KEER,
    )
    with scratch.open("rb") as written:
        name = _name(written)
        os.fsync(written.fileno())
    scratch.rename(folder / f"{name}.parquet")
    return f"{soort}/zorgjaar={zorgjaar}/{name}.parquet"


def rewrite(root: Path, pad: str, change: Callable[[pa.Table], pa.Table]) -> str:
    """Write a part anew with its rows changed, beside the old one; its path under the archive."""
    soort, zorgjaar, _ = pad.split("/")
    part = pq.read_table(root / pad, partitioning=None)
    return _write(root, soort, change(part), zorgjaar.removeprefix("zorgjaar="))


def damaged(archief: Path, delen: Iterable[str]) -> list[str]:
    """The parts whose content is no longer what they are named by."""
    found = []
    for pad in delen:
        with (archief / pad).open("rb") as part:
            if _name(part) != Path(pad).stem:
                found.append(pad)
    return found


def _name(part: BufferedReader) -> str:
    return hashlib.file_digest(part, "sha256").hexdigest()[:32]


def sweep(archief: Path, delen: Sequence[str]) -> int:
    """Remove every file that is no part that counts; how many those were. The caller has the load lock."""
    known = {archief / pad for pad in delen}
    orphans = [path for path in archief.rglob("*") if path.is_file() and path not in known]
    for orphan in orphans:
        orphan.unlink()
    return len(orphans)


def connect(scratch: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB that keeps to 2 threads and 128 MB and puts what does not fit in `scratch`.

    Our queries join lines (many) to what is known of deliveries (few), and name the few last. DuckDB cannot guess that
    from Parquet: left to choose, it builds its hash tables of the lines, thrice the work and not in this memory.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    return duckdb.connect(
        config={
            "threads": 2,
            "memory_limit": "128MB",
            "temp_directory": str(scratch),
            "preserve_insertion_order": False,
            "disabled_optimizers": "build_side_probe_side",
        }
    )


def view(
    db: duckdb.DuckDBPyConnection, archief: Path, parts: Sequence[str], soort: str, name: str | None = None
) -> None:
    """Make `name` (default `soort`: "regels" or "oordelen") a view on these parts; without parts, an empty table."""
    paths = [str(archief / part) for part in parts if part.startswith(f"{soort}/")]
    if paths:
        db.from_parquet(paths, hive_partitioning=False).create_view(name or soort)
        return
    empty = SCHEMAS[soort].append(pa.field("levering", pa.int64())).empty_table()
    db.from_arrow(empty).create(name or soort)


Pair = tuple[int, int, bool, int]
"""Numbers of an AW320 and an AW319, whether the AW320 refused it whole, cents claimed."""


@dataclass(frozen=True)
class Som:
    """An AW320 beside its AW319: claimed in all, granted in all (left out means as claimed, unless refused whole), and
    how many answered lines are not lines of the AW319 (other number, reference or months)."""

    ingediend_cent: int
    toegekend_cent: int
    vreemde_regels: int


def sums(db: duckdb.DuckDBPyConnection, pairs: Sequence[Pair]) -> dict[tuple[int, int], Som]:
    """R1.4 for returns beside the claims they may answer: what each return grants, by numbers.

    A verdict matches a line on detail number and reference (0402 and 0431), and in its months where it has any: the
    months of a line follow on one another, so the first and the last tell which they are. Only lines with a verdict are
    looked up: the rest was granted as claimed, unless refused whole. Pairs are taken some at a time, so that memory
    stays flat.
    """
    found: dict[tuple[int, int], Som] = {}
    for some in _slices(db, pairs):
        names = ("aw320", "aw319", "heel_afgekeurd", "ingediend_cent")
        db.register("paar", pa.table(dict(zip(names, map(pa.array, zip(*some, strict=True)), strict=True))))
        rows = db.execute(SOMMEN).fetchall()
        db.unregister("paar")
        found |= {(int(row[0]), int(row[1])): Som(*(int(value) for value in row[2:])) for row in rows}
    return found


def _slices(db: duckdb.DuckDBPyConnection, pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    """The pairs in slices of about OORDELEN_PER_KEER verdicts."""
    verdicts = dict(db.execute("SELECT levering, count(*) FROM oordelen GROUP BY levering").fetchall()) if pairs else {}
    some: list[Pair] = []
    room = OORDELEN_PER_KEER
    for pair in pairs:
        some.append(pair)
        room -= verdicts.get(pair[0], 0)
        if room <= 0:
            yield some
            some, room = [], OORDELEN_PER_KEER
    if some:
        yield some


SOMMEN = """
    WITH oordeel AS (
        SELECT p.aw320, p.aw319, o.detailnummer, o.referentie, sum(o.toegekend_cent) AS toegekend_cent,
               min(o.zorgmaand) AS eerste, max(o.zorgmaand) AS laatste
        FROM paar p JOIN oordelen o ON o.levering = p.aw320 GROUP BY ALL
    ), ingediend AS (
        SELECT * FROM regels WHERE levering IN (SELECT aw319 FROM paar)  -- of others nothing is unpacked
    ), regel AS (
        SELECT r.levering AS aw319, r.detailnummer, r.referentie, sum(r.ingediend_cent) AS ingediend_cent,
               min(r.zorgmaand) AS eerste, max(r.zorgmaand) AS laatste
        FROM ingediend r
        SEMI JOIN oordeel o
          ON o.aw319 = r.levering AND o.detailnummer = r.detailnummer AND o.referentie = r.referentie
        GROUP BY ALL
    ), beoordeeld AS (
        SELECT o.aw320, o.aw319, sum(o.toegekend_cent) AS toegekend_cent, sum(r.ingediend_cent) AS ingediend_cent,
               count(*) FILTER (r.aw319 IS NULL OR r.eerste <> o.eerste OR r.laatste <> o.laatste) AS vreemd
        FROM oordeel o LEFT JOIN regel r USING (aw319, detailnummer, referentie)
        GROUP BY ALL
    )
    SELECT p.aw320, p.aw319, p.ingediend_cent,
           coalesce(b.toegekend_cent, 0)
             + CASE WHEN p.heel_afgekeurd THEN 0 ELSE p.ingediend_cent - coalesce(b.ingediend_cent, 0) END,
           coalesce(b.vreemd, 0)
    FROM paar p LEFT JOIN beoordeeld b USING (aw320, aw319)
"""

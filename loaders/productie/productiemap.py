"""PRODUCTIE on disk: per version a folder, in it a file per month received, each with a note of what it was made from.
A month in which nothing changed is the same file in the next version: a load writes what it changes and no more."""

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from config.settings import Settings
from loaders.archief.engines import DuckDb

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
"""The contract of PRODUCTIE, held where it is written."""

BEWAARDE_VERSIES = 3
"""The newest versions of PRODUCTIE that stay: a page may still be reading the one before."""

NOTE = "vingerafdrukken"
"""Where a file keeps its note."""

REST = "rest"
"""In a note, beside the hash of each day: that of all that holds for every day."""

SOMMEN = "_sommen.json"
"""In a version: the sum of the content of each of its files, for a bit that changed looks like any other figure."""

GEEN_MAAND = "0000-00"
"""The file of a PRODUCTIE without any."""


def versions(settings: Settings) -> list[Path]:
    """The folders of every version, the newest first."""
    return sorted(settings.productie.glob("*.parquet"), key=lambda p: p.stat().st_mtime, reverse=True)


def remove(path: Path) -> None:
    """Remove a version, or what was left of making one; once it was one file."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def in_place(settings: Settings, target: Path) -> Iterator[Path]:
    """A folder to fill with a version that comes in place whole or not at all; old versions go."""
    settings.productie.mkdir(parents=True, exist_ok=True)
    scratch = target.with_name(f".{os.getpid()}.tmp")
    remove(scratch)
    scratch.mkdir()
    yield scratch
    (scratch / SOMMEN).write_text(json.dumps(_sums(scratch)), encoding="utf-8")
    scratch.rename(target)
    for old in versions(settings)[BEWAARDE_VERSIES:]:
        remove(old)


def is_gaaf(folder: Path) -> bool:
    """Whether a version holds what was written, to the bit. A file that stands still is read once per process."""
    try:
        stand = tuple(sorted((f.name, f.stat().st_size, f.stat().st_mtime_ns) for f in folder.iterdir()))
        if (folder, stand) not in _gezien:
            _gezien[folder, stand] = json.loads((folder / SOMMEN).read_bytes()) == _sums(folder)
    except (OSError, ValueError):
        return False
    return _gezien[folder, stand]


_gezien: dict[tuple[Path, tuple[tuple[str, int, int], ...]], bool] = {}


def _sums(folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted(folder.glob("*.parquet")):
        with path.open("rb") as file:
            found[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def earlier(settings: Settings, rest: str) -> tuple[Path | None, dict[str, str]]:
    """The newest version made by the same query, readings and reference tables, with the hash of each of its days."""
    for folder in versions(settings):
        found = notes(folder)
        if found.pop(REST, None) == rest and is_gaaf(folder):
            return folder, found
    return None, {}


def notes(folder: Path) -> dict[str, str]:
    """What a version says of itself: the hash of what holds for every day and of each of its days. A damaged one says
    nothing."""
    found: dict[str, str] = {}
    try:
        for file in sorted(folder.glob("*.parquet")):
            found |= json.loads((pq.read_metadata(file).metadata or {}).get(NOTE.encode(), b"{}"))
    except pa.ArrowInvalid:
        return {}
    return found


def put(
    db: DuckDb,
    folder: Path,
    vorige: Path | None,
    dagen: Collection[date],
    slices: Sequence[Path],
    order: str,
    note: Mapping[str, str],
) -> None:
    """Fill the folder: the rows of these days out of the slices, which go, beside those of other days of `vorige`."""
    there = {file.stem: file for file in vorige.glob("*.parquet")} if vorige else {}
    changed = {_month(dag.isoformat()) for dag in dagen} or (set() if there else {GEEN_MAAND})
    for month in there.keys() - changed:
        os.link(there[month], folder / there[month].name)
    rows = db.by_month([there[month] for month in there.keys() & changed], dagen, slices, order)
    if tuple(rows.schema.names) != tuple(COLUMNS):
        raise ValueError("productie.sql does not give the columns of PRODUCTIE")
    for month, pieces in groupby(_pieces(rows), key=itemgetter(0)):
        _write(folder, month, rows.schema, note, [piece for _, piece in pieces])
        changed.discard(month)
    for month in changed:  # of which no row is left
        _write(folder, month, rows.schema, note, [])
    for part in slices:
        part.unlink()


def _pieces(rows: pa.RecordBatchReader) -> Iterator[tuple[str, pa.RecordBatch]]:
    """The rows cut where a next month received begins."""
    for batch in rows:
        months = batch["ontvangen"].to_numpy(zero_copy_only=False).astype("datetime64[M]")
        cuts = [0, *(np.flatnonzero(months[1:] != months[:-1]) + 1).tolist(), len(batch)]
        for begin, end in pairwise(cuts):
            if begin < end:
                yield str(months[begin]), batch[begin:end]


def _write(
    folder: Path, month: str, schema: pa.Schema, note: Mapping[str, str], pieces: Sequence[pa.RecordBatch]
) -> None:
    """The file of a month, with the note of its days and of what holds for every day."""
    mine = {dag: found for dag, found in note.items() if dag == REST or _month(dag) == month}
    table = pa.Table.from_batches(pieces, schema.with_metadata({NOTE: json.dumps(mine)}))
    pq.write_table(table, folder / f"{month}.parquet", compression="zstd")


def _month(dag: str) -> str:
    return dag[:7]

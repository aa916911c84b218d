"""The table `productie` as a delivery: an extract of a data warehouse instead of messages (CSV, XLSX or Parquet).

The same checks whatever the form: every cell by the reader of its column (`tables.to_value`), and what must hold
between the cells of a row. An extract of millions of rows comes as Parquet and is checked column by column, each
different value once.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from config.reference import Column, ReferenceTable, reference_tables
from loaders.berichten.messages import Geweigerd
from loaders.deliveries import Reden, Row, Value
from loaders.tables import GROOTSTE, recognise, to_value

NAAM = "productie"
SOORT = "extract"
"""Its kind in the archive."""
KENMERK = b"PAR1"
EERSTE_ZORGMAAND = date(2013, 1, 1)
"""As in AW319 v1.4 (0414): care after 2012-12-31."""
RIJEN_PER_KEER = 500_000
MAX_RIJEN = 50_000_000
"""More than any zorgkantoor has in PRODUCTIE; a small file can claim more than there is memory for."""
MAX_TEKST = 200
MAX_REDENEN = 999

EXTRACT = pa.schema(
    {
        "regel": pa.int32(),
        **dict.fromkeys(
            ("agb", "uzovi", "sector", "groep", "prestatiecode", "tijdseenheid"), pa.dictionary(pa.int32(), pa.string())
        ),
        **dict.fromkeys(("zorgmaand", "ontvangen", "beoordeeld"), pa.date32()),
        **dict.fromkeys(("aantal", "ingediend_cent", "toegekend_cent"), pa.int64()),
    }
)
"""Rows of an extract in the archive. `regel` is the line (CSV, XLSX) or row (Parquet, from 1) where it stood."""


def table() -> ReferenceTable:
    return reference_tables()[NAAM]


def is_parquet(inhoud: bytes) -> bool:
    return inhoud.startswith(KENMERK)


def from_rows(rows: Mapping[int, Row]) -> pa.Table:
    """The rows of a CSV or XLSX, read cell by cell. Raises Geweigerd with what does not hold within a row."""
    columns = {c.stored_as: [row[c.stored_as] for row in rows.values()] for c in table().columns}
    found = pa.table({"regel": list(rows), **columns}, schema=EXTRACT)
    if redenen := list(_row_rules(found)):
        raise Geweigerd(redenen)
    return found


def read_parquet(inhoud: bytes) -> Iterator[pa.Table]:
    """The rows of a Parquet file, some at a time; only when all came out is the file sound. Raises Geweigerd with every
    reason found, the first 1000 in words."""
    redenen: list[Reden] = []
    meer = 0
    try:
        texts = [column.name for column in table().columns if column.soort in {"agb", "uzovi", "keuze", "tekst"}]
        recognise(list(pq.read_schema(io.BytesIO(inhoud)).names), only=table())
        file = pq.ParquetFile(io.BytesIO(inhoud), read_dictionary=texts)
        if file.metadata.num_rows > MAX_RIJEN:
            raise Geweigerd([Reden(None, None, f"meer dan {MAX_RIJEN} rijen; lever het in delen aan")])
        start = 1
        for batch in file.iter_batches(batch_size=RIJEN_PER_KEER):
            rows, wrong = _checked(batch, start)
            redenen += wrong[: MAX_REDENEN - len(redenen)]
            meer += len(wrong)
            start += len(batch)
            if not meer:
                yield rows
    except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError):
        text = "Parquet-bestand is beschadigd of heeft kolommen van een onbekend type; maak het opnieuw"
        raise Geweigerd([Reden(None, None, text)]) from None
    if meer:
        rest = [Reden(None, None, f"en nog {meer - len(redenen)} redenen")] if meer > len(redenen) else []
        raise Geweigerd(redenen + rest)


def _checked(batch: pa.RecordBatch, start: int) -> tuple[pa.Table, list[Reden]]:
    """The rows as they are kept, and why they cannot be; rows are meaningless when there is a reason."""
    redenen: list[Reden] = []
    columns: dict[str, pa.Array] = {"regel": pa.array(range(start, start + len(batch)), pa.int32())}
    for column in table().columns:
        values, wrong = _column(batch.column(column.name), column)
        columns[column.stored_as] = values
        for text, rows in wrong.items():
            redenen += [Reden(start + row, column.name, text) for row in rows]
    rows = pa.table({field.name: columns[field.name].cast(field.type) for field in EXTRACT}, schema=EXTRACT)
    if not redenen:
        redenen = list(_row_rules(rows))
    return rows, sorted(redenen, key=lambda r: r.regel or 0)


def _column(cells: pa.Array, column: Column) -> tuple[pa.Array, dict[str, list[int]]]:
    """The values of a column, and the places of its wrong cells by reason. Each different cell is read once."""
    plain = EXTRACT.field(column.stored_as).type
    plain = plain.value_type if pa.types.is_dictionary(plain) else plain
    if column.soort == "geheel" and pa.types.is_signed_integer(cells.type) and not cells.null_count:
        values = cells.cast(pa.int64())
        low, high = pc.min_max(values).values() if len(values) else (pa.scalar(0), pa.scalar(0))
        if low.as_py() > -GROOTSTE // 100 and high.as_py() < GROOTSTE // 100:
            return values, {}
    coded = cells if pa.types.is_dictionary(cells.type) else cells.dictionary_encode()
    if not (pa.types.is_primitive(coded.type.value_type) or _is_text(coded.type.value_type)):
        raise ValueError("no type of a cell")
    known: list[Value] = []
    why: dict[int, str] = {}
    for number, cell in enumerate([*coded.dictionary.to_pylist(), None]):
        try:
            if isinstance(cell, str) and len(cell) > MAX_TEKST:
                raise ValueError("tekst is te lang")
            known.append(to_value(column, cell))
        except ValueError as fault:
            known.append(None)
            why[number] = str(fault)
    places = pc.fill_null(coded.indices, len(coded.dictionary))
    wrong: dict[str, list[int]] = {}
    for place, text in why.items():
        rows = pc.indices_nonzero(pc.equal(places, place)).to_pylist()
        if rows:
            wrong.setdefault(text, []).extend(rows)
    return pa.array(known, plain).take(places), wrong


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_decimal(kind))


def _row_rules(rows: pa.Table) -> Iterator[Reden]:
    """What must hold within a row, as it does for what comes out of messages."""
    pending = pc.is_null(rows["beoordeeld"])
    rules: Sequence[tuple[str, str, pa.ChunkedArray]] = (
        ("zorgmaand", "ligt voor 01-2013", pc.less(rows["zorgmaand"], pa.scalar(EERSTE_ZORGMAAND))),
        ("zorgmaand", "ligt na de dag van ontvangst", pc.greater(rows["zorgmaand"], rows["ontvangen"])),
        ("beoordeeld", "ligt voor de dag van ontvangst", pc.less(rows["beoordeeld"], rows["ontvangen"])),
        (
            "toegekend_cent",
            "is niet 0 terwijl er nog niet is beoordeeld",
            pc.and_(pending, pc.not_equal(rows["toegekend_cent"], 0)),
        ),
    )
    for name, text, wrong in rules:
        for regel in rows["regel"].filter(pc.fill_null(wrong, False)).to_pylist():
            yield Reden(regel, name, text)

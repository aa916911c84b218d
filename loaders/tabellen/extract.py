"""The table `productie` as a delivery: an extract of a data warehouse instead of messages (CSV, XLSX or Parquet).

The same checks whatever the form: every cell by the reader of its column (`tables.to_value`), and what must hold
between the cells of a row. An extract of millions of rows comes as Parquet and is checked column by column, each
different value once.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from config.reference import Column, ReferenceTable, reference_tables
from loaders.berichten.messages import Geweigerd
from loaders.grootboek.deliveries import LAATSTE_DAG, Reden, Value
from loaders.tabellen.cellen import GROOTSTE, Getallen, to_value
from loaders.tabellen.tables import Blad, other_width, recognise, recognised

NAAM = "productie"
SOORT = "extract"
"""Its kind in the archive."""
KENMERK = b"PAR1"
EERSTE_ZORGMAAND = date(2013, 1, 1)
"""As in AW319 v1.4 (0414): care after 2012-12-31."""
RIJEN_PER_KEER = 500_000
REGELS_PER_KEER = 50_000
"""Lines of a CSV or workbook that are held as cells at once."""
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

Kolom = tuple[pa.Array, dict[str, list[int]]]
"""The values of a column, and the places of its wrong cells by reason."""


def table() -> ReferenceTable:
    return reference_tables()[NAAM]


def is_parquet(inhoud: bytes) -> bool:
    return inhoud.startswith(KENMERK)


def read_sheet(blad: Blad) -> Iterator[pa.Table]:
    """The rows of a CSV or workbook, some at a time; only when all came out is it sound. Raises as `read_parquet`."""
    pieces = _sound(_sheet_rows(blad))
    while some := list(islice(pieces, RIJEN_PER_KEER // REGELS_PER_KEER)):
        yield pa.concat_tables(some).unify_dictionaries()


def _sheet_rows(blad: Blad) -> Iterator[tuple[pa.Table, list[Reden]]]:
    while lines := list(islice(blad.rijen, REGELS_PER_KEER)):
        other = [reden for number, cells in lines if (reden := other_width(number, cells, blad))]
        whole = [(number, cells) for number, cells in lines if len(cells) == len(blad.kolommen)]
        columns = (
            dict(zip(blad.kolommen, zip(*(cells for _, cells in whole), strict=True), strict=True)) if whole else {}
        )
        found = {column: _cells(columns.get(column.name, ()), column, blad.getallen) for column in table().columns}
        rows, wrong = _checked([number for number, _ in whole], found)
        yield rows, sorted(other + wrong, key=lambda r: r.regel or 0)


def read_parquet(inhoud: bytes) -> Iterator[pa.Table]:
    """The rows of a Parquet file, some at a time; only when all came out is the file sound. Raises Geweigerd with every
    reason found, the first 1000 in words."""
    try:
        yield from _sound(_parquet_rows(inhoud))
    except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError):
        text = "Parquet-bestand is beschadigd of heeft kolommen van een onbekend type; maak het opnieuw"
        raise Geweigerd([Reden(None, None, text)]) from None


def _parquet_rows(inhoud: bytes) -> Iterator[tuple[pa.Table, list[Reden]]]:
    written = list(pq.read_schema(io.BytesIO(inhoud)).names)
    names = recognised(written)
    recognise(names, only=table())
    texts = [
        written[names.index(column.name)]
        for column in table().columns
        if column.soort in {"agb", "uzovi", "keuze", "tekst"}
    ]
    file = pq.ParquetFile(io.BytesIO(inhoud), read_dictionary=texts)
    if file.metadata.num_rows > MAX_RIJEN:
        raise Geweigerd([Reden(None, None, f"meer dan {MAX_RIJEN} rijen; lever het in delen aan")])
    start = 1
    for batch in file.iter_batches(batch_size=RIJEN_PER_KEER):
        found = {column: _column(batch.column(names.index(column.name)), column) for column in table().columns}
        yield _checked(range(start, start + len(batch)), found)
        start += len(batch)


def _sound(checked: Iterable[tuple[pa.Table, list[Reden]]]) -> Iterator[pa.Table]:
    """The rows, as long as there are no reasons; all reasons at the end."""
    redenen: list[Reden] = []
    meer = 0
    for rows, wrong in checked:
        redenen += wrong[: MAX_REDENEN - len(redenen)]
        meer += len(wrong)
        if not meer:
            yield rows
    if meer:
        rest = [Reden(None, None, f"en nog {meer - len(redenen)} redenen")] if meer > len(redenen) else []
        raise Geweigerd(redenen + rest)


def _checked(regels: Sequence[int], found: Mapping[Column, Kolom]) -> tuple[pa.Table, list[Reden]]:
    """The rows as they are kept, and why they cannot be; rows are meaningless when there is a reason."""
    columns: dict[str, pa.Array] = {"regel": pa.array(regels, pa.int32())}
    redenen: list[Reden] = []
    for column, (values, wrong) in found.items():
        columns[column.stored_as] = values
        for text, places in wrong.items():
            redenen += [Reden(regels[place], column.name, text) for place in places]
    rows = pa.table({field.name: columns[field.name].cast(field.type) for field in EXTRACT}, schema=EXTRACT)
    if not redenen:
        redenen = list(_row_rules(rows))
    return rows, sorted(redenen, key=lambda r: r.regel or 0)


def _cells(cells: Sequence[Any], column: Column, getallen: Getallen) -> Kolom:
    """The values of cells as a CSV or workbook has them. Each different cell is read once."""
    known: dict[tuple[type, Any], tuple[Value, str | None]] = {}
    values: list[Value] = []
    wrong: dict[str, list[int]] = {}
    for place, cell in enumerate(cells):
        if (key := (type(cell), cell)) not in known:
            known[key] = _read(column, cell, getallen)
        value, why = known[key]
        values.append(value)
        if why is not None:
            wrong.setdefault(why, []).append(place)
    return pa.array(values, _plain(column)), wrong


def _read(column: Column, cell: Any, getallen: Getallen) -> tuple[Value, str | None]:
    """The value of a cell, or why it has none."""
    if isinstance(cell, str) and len(cell) > MAX_TEKST:
        return None, "tekst is te lang"
    try:
        return to_value(column, cell, getallen), None
    except ValueError as fault:
        return None, str(fault)


def _plain(column: Column) -> pa.DataType:
    kind = EXTRACT.field(column.stored_as).type
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _column(cells: pa.Array, column: Column) -> Kolom:
    """The values of a column of a Parquet file. Each different cell is read once."""
    if (
        column.soort == "geheel"
        and column.minstens is None
        and pa.types.is_signed_integer(cells.type)
        and not cells.null_count
    ):
        values = cells.cast(pa.int64())
        low, high = pc.min_max(values).values() if len(values) else (pa.scalar(0), pa.scalar(0))
        if low.as_py() > -GROOTSTE // 100 and high.as_py() < GROOTSTE // 100:
            return values, {}
    coded = cells if pa.types.is_dictionary(cells.type) else cells.dictionary_encode()
    if not (pa.types.is_primitive(coded.type.value_type) or _is_text(coded.type.value_type)):
        raise ValueError("no type of a cell")
    getallen = Getallen(".,")
    read = [_read(column, cell, getallen) for cell in [*coded.dictionary.to_pylist(), None]]
    places = pc.fill_null(coded.indices, len(coded.dictionary))
    wrong: dict[str, list[int]] = {}
    for place, (_, text) in enumerate(read):
        if text is None:
            continue
        rows = pc.indices_nonzero(pc.equal(places, place)).to_pylist()
        if rows:
            wrong.setdefault(text, []).extend(rows)
    return pa.array([value for value, _ in read], _plain(column)).take(places), wrong


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_decimal(kind))


def _row_rules(rows: pa.Table) -> Iterator[Reden]:
    """What must hold within a row, as it does for what comes out of messages."""
    pending = pc.is_null(rows["beoordeeld"])
    rules: Sequence[tuple[str, str, pa.ChunkedArray]] = (
        ("zorgmaand", "ligt voor 01-2013", pc.less(rows["zorgmaand"], pa.scalar(EERSTE_ZORGMAAND))),
        ("zorgmaand", "ligt na de dag van ontvangst", pc.greater(rows["zorgmaand"], rows["ontvangen"])),
        ("ontvangen", "ligt na 2100", pc.greater(rows["ontvangen"], pa.scalar(LAATSTE_DAG))),
        ("beoordeeld", "ligt na 2100", pc.greater(rows["beoordeeld"], pa.scalar(LAATSTE_DAG))),
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

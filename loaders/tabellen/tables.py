"""Reference tables in (CSV or XLSX): every cell checked, every row with its line number."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any
from warnings import catch_warnings, simplefilter

from config.codes import zorgkantoren
from config.reference import Column, ReferenceTable, reference_tables
from config.words import als_woord
from loaders.berichten.messages import Geweigerd, is_agb
from loaders.berichten.zips import is_workbook
from loaders.grootboek.deliveries import OPEN_EINDE, Reden, Row, Value

MAX_CELLEN = 32_000_000
"""A workbook is read no further; the widest table fills a whole sheet with less."""
RIJEN_PER_STUK = 10_000
"""Rows of a workbook that are held at once."""


@dataclass(frozen=True)
class Blad:
    """A table as it stands in a file: which it is, its columns, and its rows of cells in the same order, each with its
    line number. Taking rows raises Geweigerd where the file turns out to be broken."""

    table: ReferenceTable
    kolommen: Sequence[str]
    rijen: Iterator[tuple[int, list[Any]]]


@dataclass(frozen=True)
class TableRows:
    """A readable reference table: its rows by line number, values by the name under which they are stored."""

    table: ReferenceTable
    rows: Mapping[int, Row]


def open_table(inhoud: bytes) -> Blad:
    """A table, told by its header row. Raises Geweigerd where it is none, or has other columns."""
    lines = _workbook(inhoud) if is_workbook(inhoud) else _csv(inhoud)
    header = next(lines, (1, []))[1]
    names = [str(cell).strip() if cell is not None else "" for cell in header]
    return Blad(recognise(names), names, lines)


def read_table(blad: Blad) -> TableRows:
    """Read a reference table. Raises Geweigerd with every reason found, by line."""
    redenen: list[Reden] = []
    rows: dict[int, Row] = {}
    for number, cells in blad.rijen:
        if wrong := other_width(number, cells, blad):
            redenen.append(wrong)
            continue
        row, faults = _row(number, blad.table, dict(zip(blad.kolommen, cells, strict=True)))
        redenen += faults
        rows[number] = row
    if not redenen:
        redenen = clashes(blad.table, [(f"regel {number}", number, row) for number, row in rows.items()])
    if redenen:
        raise Geweigerd(redenen)
    return TableRows(blad.table, rows)


def other_width(number: int, cells: Sequence[Any], blad: Blad) -> Reden | None:
    """The reason for a row that has more or fewer cells than there are columns."""
    if len(cells) == len(blad.kolommen):
        return None
    text = f"{len(cells)} kolommen in plaats van {len(blad.kolommen)}; zet tekst met een komma tussen aanhalingstekens"
    return Reden(number, None, text)


def clashes(table: ReferenceTable, rows: Iterable[tuple[str, int | None, Row]]) -> list[Reden]:
    """Rows that stand twice or overlap: same identity, and periods (where the table has them) that share a day.

    `rows`: where the row stands (for the message), its line number (None: loaded before, never at fault), its values.
    A table without key (stays, payments) may hold equal rows: two people can come and go on the same days.
    """
    redenen: list[Reden] = []
    if not table.key:
        return redenen
    by_key: dict[tuple[Value, ...], list[tuple[date, date, str, int | None]]] = {}
    for where, number, row in rows:
        by_key.setdefault(tuple(row[name] for name in table.key), []).append((*_period(table, row), where, number))
    for same in by_key.values():
        same.sort(key=lambda r: (r[0], r[1], r[3] is not None, r[3] or 0))
        earlier = same[0]
        for later in same[1:]:
            if later[0] <= earlier[1]:
                at_fault, other = (later, earlier) if later[3] is not None else (earlier, later)
                what = "overlapt met" if table.period else "heeft dezelfde sleutel als"
                redenen.append(Reden(at_fault[3], ", ".join(table.key), f"rij {what} {other[2]}"))
            earlier = max(earlier, later, key=lambda r: r[1])
    return sorted(redenen, key=lambda r: r.regel or 0)


def new_rows(table: ReferenceTable, have: Iterable[Row], rows: Mapping[int, Row]) -> dict[int, Row]:
    """The rows that are not known yet. In a table without key the n-th equal row is known when n rows are."""
    names = [column.stored_as for column in table.columns]
    known = Counter(tuple(row[name] for name in names) for row in have)
    fresh = {}
    for number, row in rows.items():
        values = tuple(row[name] for name in names)
        if known[values]:
            known[values] -= 1
        else:
            fresh[number] = row
    return fresh


def known_later(
    table: ReferenceTable, have: Iterable[Row], rows: Mapping[int, Row], dag: date, dagen: Mapping[str, date]
) -> list[tuple[Row, int]]:
    """Known rows that stand in `rows` of a delivery of an earlier day too, each with its number there: they are known
    from that day (R1.1), in whatever order the two were loaded. `dagen`: the day of each delivery by its hash.
    """
    names = [column.stored_as for column in table.columns]
    known: dict[tuple[Value, ...], list[Row]] = {}
    for row in sorted(have, key=lambda r: dagen[str(r["levering"])], reverse=True):
        known.setdefault(tuple(row[name] for name in names), []).append(row)
    found = []
    for number, row in rows.items():
        if same := known.get(tuple(row[name] for name in names)):
            first = same.pop()
            if dagen[str(first["levering"])] > dag:
                found.append((first, number))
    return found


def displaced(table: ReferenceTable, have: Iterable[Row], fresh: Mapping[int, Row]) -> list[Row]:
    """Known rows that clash with a new one: same identity, and a shared day where the table has periods."""
    if not table.key:
        return []
    by_key: dict[tuple[Value, ...], list[tuple[date, date]]] = {}
    for row in fresh.values():
        by_key.setdefault(tuple(row[name] for name in table.key), []).append(_period(table, row))
    found = []
    for row in have:
        van, tot = _period(table, row)
        if any(a <= tot and van <= b for a, b in by_key.get(tuple(row[name] for name in table.key), [])):
            found.append(row)
    return found


def _period(table: ReferenceTable, row: Row) -> tuple[date, date]:
    if table.period is None:
        return date.min, date.max
    van, tot = (row[name] for name in table.period)
    return van if isinstance(van, date) else date.min, tot if isinstance(tot, date) else OPEN_EINDE


def recognise(header: list[str], only: ReferenceTable | None = None) -> ReferenceTable:
    """The table (or `only` this one) that has this header row. Raises Geweigerd with every column that is not right."""
    tables = reference_tables().values() if only is None else [only]
    table = max(tables, key=lambda t: (len(set(t.header) & set(header)), -len(t.columns)))
    if 2 * len(set(table.header) & set(header)) < len(table.header):
        text = "onbekend soort bestand: geen AW319, geen AW320 en geen bekende kopregel; zie 'ruimte template'"
        raise Geweigerd([Reden(1, None, text)])
    redenen = [Reden(1, name, f"kolom ontbreekt in {table.name}") for name in table.header if name not in header]
    unknown = [name for name in dict.fromkeys(header) if name not in table.names]
    redenen += [Reden(1, name, f"onbekende kolom voor {table.name}") for name in unknown]
    redenen += [Reden(1, name, "kolom komt vaker voor") for name in dict.fromkeys(header) if header.count(name) > 1]
    if redenen:
        raise Geweigerd(redenen)
    return table


def _csv(inhoud: bytes) -> Iterator[tuple[int, list[Any]]]:
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(inhoud), "utf-8-sig", newline=""), strict=True)
    try:
        while True:
            start = reader.line_num + 1
            cells = next(reader)
            if any(cell.strip() for cell in cells):
                yield start, cells
    except StopIteration:
        return
    except UnicodeDecodeError:
        raise Geweigerd([Reden(None, None, "verkeerde tekenset; sla de tabel op als CSV in UTF-8")]) from None
    except csv.Error:
        raise Geweigerd([Reden(reader.line_num, None, "geen geldige CSV (aanhalingstekens?)")]) from None


def _workbook(inhoud: bytes) -> Iterator[tuple[int, list[Any]]]:
    """The filled rows of the first sheet, as wide as the first of them; no more of them in memory than a piece."""
    width = 0
    rows = _sheet(inhoud)
    while piece := _quietly(rows):
        width = width or max(i for i, cell in enumerate(piece[0][1], start=1) if cell is not None)
        yield from ((number, _fit(row, width)) for number, row in piece)


def _quietly(rows: Iterator[tuple[int, list[Any]]]) -> list[tuple[int, list[Any]]]:
    """The next rows of a sheet. Raises Geweigerd where it cannot be read."""
    try:
        with catch_warnings():
            simplefilter("ignore")  # openpyxl warns of styles it does not know; only values are read
            return list(islice(rows, RIJEN_PER_STUK))
    except Geweigerd:
        raise
    except Exception:  # openpyxl raises whatever a broken part makes it raise
        raise Geweigerd([Reden(None, None, "werkmap kan niet worden gelezen; sla haar opnieuw op als XLSX")]) from None


def _sheet(inhoud: bytes) -> Iterator[tuple[int, list[Any]]]:
    import openpyxl  # noqa: PLC0415 (slow to import, and most loads hold no workbook)

    sheet = openpyxl.load_workbook(io.BytesIO(inhoud), read_only=True, data_only=True).worksheets[0]
    sheet.reset_dimensions()  # a workbook may claim a billion empty cells
    cells = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells += 1 + len(row)
        if cells > MAX_CELLEN:
            raise Geweigerd([Reden(None, None, "werkmap heeft te veel cellen; lever de tabel aan als CSV")])
        if any(cell is not None for cell in row):
            yield number, list(row)


def _fit(row: list[Any], width: int) -> list[Any]:
    """The row as wide as the header; what is filled beside it stays, and is refused as a column too many."""
    beside = any(cell is not None for cell in row[width:])
    return row if beside else [*row[:width], *[None] * (width - len(row))]


def _row(number: int, table: ReferenceTable, cells: Mapping[str, Any]) -> tuple[Row, list[Reden]]:
    row: Row = {}
    redenen = []
    for column in table.columns:
        try:
            row[column.stored_as] = to_value(column, cells.get(column.name))
        except ValueError as why:
            redenen.append(Reden(number, column.name, str(why)))
    if table.period and not redenen and _period(table, row)[1] < _period(table, row)[0]:
        redenen.append(Reden(number, table.period[1], f"ligt voor {table.period[0]}"))
    return row, redenen


def to_value(column: Column, cell: Any) -> Value:
    """A cell as stored. Raises ValueError with a Dutch text that does not repeat the cell."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        if column.verplicht:
            raise ValueError("leeg; deze kolom is verplicht")
        return None
    return READERS[column.soort](cell, column)


def _tekst(cell: Any, _: Column) -> str:
    return str(cell).strip()


def _keuze(cell: Any, column: Column) -> str:
    text = str(cell).strip()
    if text.isdigit() and column.keuze[0].isdigit():
        text = text.zfill(len(column.keuze[0]))  # a workbook drops leading zeros
    if text not in column.keuze:
        raise ValueError(f"onbekende waarde; verwacht {', '.join(column.keuze)}")
    return text


def _woord(cell: Any, column: Column) -> str:
    text = als_woord(str(cell))
    if text not in column.keuze:
        raise ValueError(f"onbekende waarde; verwacht {', '.join(column.keuze)}")
    return text


def _agb(cell: Any, _: Column) -> str:
    text = str(cell).strip().zfill(8) if isinstance(cell, int) else str(cell).strip()
    if not is_agb(text):
        raise ValueError("geen AGB-code van 8 cijfers")
    return text


def _uzovi(cell: Any, _: Column) -> str:
    text = str(cell).strip()
    if text not in zorgkantoren():
        raise ValueError("geen bekende zorgkantoorregio (UZOVI)")
    return text


def _datum(cell: Any, _: Column) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    try:
        return cell if isinstance(cell, date) else date.fromisoformat(str(cell).strip())
    except ValueError:
        raise ValueError("geen datum; verwacht JJJJ-MM-DD") from None


def _maand(cell: Any, column: Column) -> date:
    text = cell if isinstance(cell, date) else f"{str(cell).strip()}-01" if len(str(cell).strip()) == 7 else cell
    try:
        return _datum(text, column).replace(day=1)
    except ValueError:
        raise ValueError("geen maand; verwacht JJJJ-MM") from None


GROOTSTE = 10**15
"""No amount in cents, and no number, is larger; the ledger keeps 64 bits."""
CENT = Decimal("0.01")
BINAIR = Decimal("0.0001")
"""What an amount that a workbook reckoned may lie beside its cents: it reckons in binary numbers (0,1 + 0,2)."""


def _decimal(cell: Any) -> Decimal:
    try:
        number = Decimal(str(cell).strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError("geen getal; schrijf een decimale punt en geen duizendtallen")
    if number.copy_abs() >= GROOTSTE // 100:  # abs() itself fails on what is larger than any decimal reckons with
        raise ValueError("onmogelijk groot getal")
    return number


def _bedrag(cell: Any, _: Column) -> int:
    number = _decimal(cell)
    amount = number.quantize(CENT)
    if amount != number and not (isinstance(cell, float) and abs(amount - number) <= BINAIR):
        raise ValueError("meer dan twee decimalen")
    return int(amount * 100)


def _geheel(cell: Any, _: Column) -> int:
    number = _decimal(cell)
    if number != int(number):
        raise ValueError("geen geheel getal")
    return int(number)


def _jaar(cell: Any, column: Column) -> int:
    jaar = _geheel(cell, column)
    if not 2000 <= jaar <= 2100:
        raise ValueError("geen jaar tussen 2000 en 2100")
    return jaar


def _fractie(cell: Any, _: Column) -> str:
    number = _decimal(cell)
    if not 0 <= number <= 1:
        raise ValueError("geen aandeel tussen 0 en 1")
    return str(number)


READERS: Mapping[str, Callable[[Any, Column], Value]] = {
    "tekst": _tekst,
    "keuze": _keuze,
    "woord": _woord,
    "agb": _agb,
    "uzovi": _uzovi,
    "datum": _datum,
    "maand": _maand,
    "bedrag": _bedrag,
    "geheel": _geheel,
    "jaar": _jaar,
    "fractie": _fractie,
}

"""Reference tables in (CSV or XLSX): every cell checked, every row with its line number."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from config.reference import ReferenceTable, reference_tables
from loaders.berichten.messages import Geweigerd
from loaders.berichten.zips import is_workbook
from loaders.grootboek.deliveries import OPEN_EINDE, Reden, Row, Value
from loaders.tabellen import kommatekst, werkmap
from loaders.tabellen.cellen import Celfout, Getallen, to_value

GEEN_NAAM = "zonder naam"


@dataclass(frozen=True)
class Blad:
    """A table as it stands in a file: which it is, its columns, and its rows of cells in the same order, each with its
    line number. Taking rows raises Geweigerd where the file turns out to be broken.

    `scheiding`: what stands between the cells of a CSV. `getallen`: how its numbers are written. `opmerkingen`: what
    was left out of the file, in words.
    """

    table: ReferenceTable
    kolommen: Sequence[str]
    rijen: Iterator[tuple[int, list[Any]]]
    scheiding: str | None = None
    getallen: Getallen = field(default_factory=Getallen)
    opmerkingen: Sequence[str] = ()


@dataclass(frozen=True)
class TableRows:
    """A readable reference table: its rows by line number, values by the name under which they are stored."""

    table: ReferenceTable
    rows: Mapping[int, Row]


def open_table(inhoud: bytes) -> Blad:
    """A table, told by its header row. Raises Geweigerd where it is none, or has other columns."""
    said: Sequence[str] = ()
    scheiding = None
    if is_workbook(inhoud):
        lines, said = werkmap.lees(inhoud)
    else:
        lines, scheiding = kommatekst.lees(inhoud, lambda names: _known(recognised(names))[0])
    regel, header = next(lines, (1, []))
    names = recognised(header)
    # with commas between the cells a comma is no decimal one
    getallen = Getallen("." if scheiding == "," else ".,")
    return Blad(recognise(names, regel=regel), names, lines, scheiding, getallen, said)


def recognised(header: Sequence[Any]) -> list[str]:
    """Names of columns as they are known: whatever their capitals and the blanks around them.

    >>> recognised([" Bedrag_EUR", "UZOVI", None])
    ['bedrag_eur', 'uzovi', 'zonder naam']
    """
    names = ("" if cell is None or isinstance(cell, Celfout) else str(cell).strip().casefold() for cell in header)
    return [name or GEEN_NAAM for name in names]


def read_table(blad: Blad) -> TableRows:
    """Read a reference table. Raises Geweigerd with every reason found, by line."""
    redenen: list[Reden] = []
    rows: dict[int, Row] = {}
    for number, cells in blad.rijen:
        if wrong := other_width(number, cells, blad):
            redenen.append(wrong)
            continue
        row, faults = _row(number, blad.table, dict(zip(blad.kolommen, cells, strict=True)), blad.getallen)
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
    text = f"{len(cells)} kolommen in plaats van {len(blad.kolommen)}"
    if blad.scheiding:
        text += f"; zet tekst met een {kommatekst.SCHEIDINGEN[blad.scheiding]} tussen aanhalingstekens"
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


def recognise(header: list[str], only: ReferenceTable | None = None, regel: int = 1) -> ReferenceTable:
    """The table (or `only` this one) that has this header row, on line `regel`. Raises Geweigerd with every column that
    is not right."""
    known, table = _known(header) if only is None else (len(set(only.header) & set(header)), only)
    if 2 * known < len(table.header):
        text = "onbekend soort bestand: geen AW319, geen AW320 en geen bekende kopregel; zie 'ruimte template'"
        raise Geweigerd([Reden(regel, None, text)])
    redenen = [Reden(regel, name, f"kolom ontbreekt in {table.name}") for name in table.header if name not in header]
    unknown = [name for name in dict.fromkeys(header) if name not in table.names]
    redenen += [Reden(regel, name, f"onbekende kolom voor {table.name}") for name in unknown]
    redenen += [Reden(regel, name, "kolom komt vaker voor") for name in dict.fromkeys(header) if header.count(name) > 1]
    if redenen:
        raise Geweigerd(redenen)
    return table


def _known(header: Sequence[str]) -> tuple[int, ReferenceTable]:
    """The table with most columns of this header row, and how many that are."""

    def how(table: ReferenceTable) -> tuple[int, int]:
        return len(set(table.header) & set(header)), -len(table.columns)

    table = max(reference_tables().values(), key=how)
    return how(table)[0], table


def _row(number: int, table: ReferenceTable, cells: Mapping[str, Any], getallen: Getallen) -> tuple[Row, list[Reden]]:
    row: Row = {}
    redenen = []
    for column in table.columns:
        try:
            row[column.stored_as] = to_value(column, cells.get(column.name), getallen)
        except ValueError as why:
            redenen.append(Reden(number, column.name, str(why)))
    if table.period and not redenen and _period(table, row)[1] < _period(table, row)[0]:
        redenen.append(Reden(number, table.period[1], f"ligt voor {table.period[0]}"))
    return row, redenen

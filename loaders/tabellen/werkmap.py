"""The rows of a workbook (XLSX): those of the one sheet that holds something, as they stand."""

import io
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import datetime
from itertools import islice
from typing import Any
from warnings import catch_warnings, simplefilter

from loaders.berichten.messages import Geweigerd
from loaders.grootboek.deliveries import Reden
from loaders.tabellen.cellen import Celfout

MAX_CELLEN = 32_000_000
"""A workbook is read no further; the widest table fills a whole sheet with less."""
RIJEN_PER_STUK = 10_000
"""Rows of a workbook that are held at once."""
FORMULE = Celfout("formule zonder bewaarde uitkomst; open de werkmap, sla haar op en laad haar opnieuw")
FOUTWAARDE = Celfout("foutwaarde van een formule; herstel de formule of vul de waarde in")
Rijen = Iterator[tuple[int, list[Any]]]


def lees(inhoud: bytes) -> tuple[Rijen, list[str]]:
    """The filled rows by their number, as wide as the first of them, and what there is to say of the workbook.

    Raises Geweigerd, also while rows are taken, where it cannot be read or holds more than one table.
    """
    import openpyxl  # noqa: PLC0415 (slow to import, and most loads hold no workbook)

    with catch_warnings():
        simplefilter("ignore")  # openpyxl warns of styles it does not know; only values are read
        try:
            book = openpyxl.load_workbook(io.BytesIO(inhoud), read_only=True, data_only=True)
            filled = [sheet for sheet in book.worksheets if next(_cells(sheet), None)]
        except Geweigerd:
            raise
        except Exception:  # openpyxl raises whatever a broken part makes it raise
            raise _broken() from None
    if len(filled) > 1:
        names = ", ".join(f"'{_naam(sheet)}'" for sheet in filled)
        text = f"werkmap heeft meer dan één gevuld blad ({names}); lever elk blad als eigen bestand aan"
        raise Geweigerd([Reden(None, None, text)])
    if not filled:
        return iter(()), []
    if filled[0].sheet_state != "visible":
        text = f"het enige gevulde blad '{_naam(filled[0])}' is verborgen; maak het zichtbaar of verwijder het"
        raise Geweigerd([Reden(None, None, text)])
    empty = [f"'{_naam(sheet)}'" for sheet in book.worksheets if sheet is not filled[0]]
    said = [f"leeg blad overgeslagen: {', '.join(empty)}"] if empty else []
    return _rows(filled[0]), said


def _naam(sheet: Any) -> str:
    """The name of a sheet as it may be shown."""
    return "".join(c if c.isprintable() else "?" for c in sheet.title) + (
        "" if sheet.sheet_state == "visible" else " (verborgen)"
    )


def _broken() -> Geweigerd:
    return Geweigerd([Reden(None, None, "werkmap kan niet worden gelezen; sla haar opnieuw op als XLSX")])


def _rows(sheet: Any) -> Rijen:
    """No more rows in memory than a piece."""
    width = 0
    with closing(_cells(sheet)) as rows:
        while piece := _quietly(rows):
            width = width or max(i for i, cell in enumerate(piece[0][1], start=1) if cell is not None)
            yield from ((number, _fit(row, width)) for number, row in piece)


def _quietly(rows: Rijen) -> list[tuple[int, list[Any]]]:
    """The next rows of a sheet. Raises Geweigerd where it cannot be read."""
    try:
        with catch_warnings():
            simplefilter("ignore")
            return list(islice(rows, RIJEN_PER_STUK))
    except Geweigerd:
        raise
    except Exception:  # openpyxl raises whatever a broken part makes it raise
        raise _broken() from None


def _fit(row: list[Any], width: int) -> list[Any]:
    """The row as wide as the header; what is filled beside it stays, and is refused as a column too many."""
    beside = any(cell is not None for cell in row[width:])
    return row if beside else [*row[:width], *[None] * (width - len(row))]


def _cells(sheet: Any) -> Generator[tuple[int, list[Any]], None, None]:
    """The filled rows of a sheet. A formula counts as its stored result; one without, an error and merged cells do not
    silently count as empty."""
    from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser  # noqa: PLC0415 (as openpyxl)

    class Parser(WorkSheetParser):
        """As openpyxl reads a sheet, with what it leaves out: errors, and formulas of which nobody knows the result."""

        def parse_cell(self, element: Any) -> dict[str, Any]:
            cell: dict[str, Any] = super().parse_cell(element)
            if cell["data_type"] == "e":
                cell["value"] = FOUTWAARDE
            elif cell["value"] is None and element.find(FORMULA_TAG) is not None:
                reckoned = element.get("t") == "str" and element.find(VALUE_TAG) is not None  # to an empty text
                cell["value"] = None if reckoned else FORMULE
            return cell

    book, seen = sheet.parent, 0
    with sheet._get_source() as source:
        parser = Parser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            width = max((cell["column"] for cell in cells), default=0)
            seen += 1 + width
            if max(seen, number) > MAX_CELLEN:
                raise Geweigerd([Reden(None, None, "werkmap heeft te veel cellen; lever de tabel aan als CSV")])
            row: list[Any] = [None] * width
            for cell in cells:
                value = cell["value"]
                row[cell["column"] - 1] = value.date() if isinstance(value, datetime) else value  # it knows no zones
            if any(value is not None for value in row):
                yield number, row
        merged = parser.merged_cells.mergeCell if parser.merged_cells else ()
    if redenen := [_merged(cell.ref) for cell in merged if ":" in cell.ref]:
        raise Geweigerd(redenen)


def _merged(ref: str) -> Reden:
    from openpyxl.utils import range_boundaries  # noqa: PLC0415 (as openpyxl)

    text = f"samengevoegde cellen ({ref}); hef de samenvoeging op en vul elke cel"
    return Reden(int(range_boundaries(ref)[1] or 1), None, text)

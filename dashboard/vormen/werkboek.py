"""Workbooks for people: a first sheet with contents and notes, one table per sheet, real numbers, Dutch formats."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.vormen.bestanden import FORMULE
from dashboard.vormen.tabel import Gemerkt, Kolom, Tabel, Waarde, gegeven, schoon

A4 = 9
NAAM_VAN_BLAD, BLAD_VAN_BLADEN = "&A", "&P / &N"
BREEDSTE = 46
KOPRIJ = 3
REGELHOOGTE = 15
TEKENS_PER_REGEL = 90
LETTER = "Calibri"


def werkboek(titel: str, toelichting: Sequence[str], bladen: Sequence[Tabel]) -> bytes:
    """A workbook: the sheet Inhoud with notes and a list of sheets, then every table on its own."""
    book = Workbook()
    book.properties.title = titel
    book.properties.language = "nl-NL"
    first = book.active
    if not isinstance(first, Worksheet):
        raise TypeError("a new workbook has a first sheet")
    _inhoud(first, titel, toelichting, bladen)
    for number, blad in enumerate(bladen, start=1):
        _blad(book.create_sheet(blad.naam), blad, number)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _inhoud(sheet: Worksheet, titel: str, toelichting: Sequence[str], bladen: Sequence[Tabel]) -> None:
    sheet.title = "Inhoud"
    _zet(sheet, 1, 1, titel).font = Font(name=LETTER, bold=True, size=16)
    row = 3
    for text in toelichting:
        _zet(sheet, row, 1, text).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = REGELHOOGTE * ceil(len(text) / TEKENS_PER_REGEL)
        row += 1
    row += 1
    sheet.cell(row, 1, "Bladen").font = Font(name=LETTER, bold=True)
    for blad in bladen:
        row += 1
        cell = _zet(sheet, row, 1, f"{blad.naam}: {blad.titel}")
        cell.hyperlink = "#'{}'!A1".format(blad.naam.replace("'", "''"))
        cell.font = Font(name=LETTER, color="1B5578", underline="single")
    sheet.column_dimensions["A"].width = TEKENS_PER_REGEL + 8
    sheet.sheet_view.showGridLines = False
    _page(sheet, "portrait", 1)


def _zet(sheet: Worksheet, row: int, column: int, value: Any) -> Cell:
    """A cell; a text is text, whatever sign it begins with, also after someone edits it."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError("a sheet without merged cells has ordinary cells")
    if isinstance(value, str):
        cell.value, cell.data_type = schoon(value), "s"
        cell.quotePrefix = value.lstrip().startswith(FORMULE)
    else:
        cell.value = value
    return cell


def _blad(sheet: Worksheet, blad: Tabel, number: int) -> None:
    _zet(sheet, 1, 1, blad.titel).font = Font(name=LETTER, bold=True, size=14)
    for column, kolom in enumerate(blad.kolommen, start=1):
        cell = _zet(sheet, KOPRIJ, column, kolom.kop)
        cell.font = Font(name=LETTER, bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="right" if _getal(kolom) else "left")
    rows = _waarden(blad)
    for row, values in enumerate(rows, start=KOPRIJ + 1):
        for column, (kolom, value) in enumerate(zip(blad.kolommen, values, strict=True), start=1):
            cell = _zet(sheet, row, column, value)
            if _getal(kolom):
                cell.number_format = kolom.soort.excel
                cell.alignment = Alignment(horizontal="right", vertical="top")
            else:
                cell.alignment = Alignment(wrap_text=len(str(value)) > BREEDSTE, vertical="top")
    _frame(sheet, blad, rows, number)


def _getal(kolom: Kolom[Any]) -> bool:
    return bool(kolom.soort.excel)


def _waarden(blad: Tabel) -> list[list[Any]]:
    """Values as a workbook holds them: euros, fractions and days as numbers, the rest as people read it."""
    return [[_waarde(k, waarde) for k, waarde in zip(blad.kolommen, rij, strict=True)] for rij in blad.alle]


def _waarde(kolom: Kolom[Any], waarde: Waarde) -> Any:
    if isinstance(waarde, Gemerkt):
        return _waarde(kolom, waarde.waarde)
    if waarde is None or isinstance(waarde, str) or not _getal(kolom):
        return kolom.toon(waarde)
    if isinstance(waarde, date):
        return waarde
    exact = gegeven(waarde)
    return Decimal(exact) / 100 if kolom.soort.eenheid == "cent" else exact


def _frame(sheet: Worksheet, blad: Tabel, rows: Sequence[Sequence[Any]], number: int) -> None:
    """A real table with a name, a header that stays in sight, columns as wide as what they hold, A4 on its side."""
    last = get_column_letter(len(blad.kolommen))
    if rows:
        table = Table(displayName=f"Tabel{number}", ref=f"A{KOPRIJ}:{last}{KOPRIJ + len(rows)}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        sheet.add_table(table)
    else:
        sheet.cell(KOPRIJ + 1, 1, "geen")
    for below, noot in enumerate(blad.noten):
        _zet(sheet, KOPRIJ + max(1, len(rows)) + 2 + below, 1, noot)
    sheet.row_dimensions[KOPRIJ].height = 2 * REGELHOOGTE
    sheet.freeze_panes = f"A{KOPRIJ + 1}"
    for column, kolom in enumerate(blad.kolommen):
        cells = [_shown(row[column]) for row in rows]
        header = max(len(word) for word in kolom.kop.split())
        width = max([header + 3, *(len(text) + (4 if _getal(kolom) else 2) for text in cells)])
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(BREEDSTE, max(9, width))
    _page(sheet, "landscape", 0)
    sheet.print_title_rows = f"{KOPRIJ}:{KOPRIJ}"


def _page(sheet: Worksheet, orientation: Literal["portrait", "landscape"], pages: int) -> None:
    """A4, as wide as the sheet and at most `pages` long (0: as long as it is), numbered."""
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = pages
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if (footer := sheet.oddFooter) is not None:
        footer.left.text, footer.right.text = NAAM_VAN_BLAD, BLAD_VAN_BLADEN


def _shown(value: Any) -> str:
    """Roughly what a cell shows, for the width of its column."""
    return f"{value:,.2f}" if isinstance(value, Decimal) else str(value)

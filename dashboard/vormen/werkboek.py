"""Workbooks for people: a first sheet with contents and notes, one table per sheet, real numbers, Dutch formats."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

NEDERLANDS = "[$-413]"
EURO = f'{NEDERLANDS}"€" #,##0.00;{NEDERLANDS}-"€" #,##0.00'
AANTAL = f"{NEDERLANDS}#,##0"
AANTAL_PRECIES = f"{NEDERLANDS}#,##0.0"
PROCENT = f"{NEDERLANDS}0.0000%"
A4 = 9
NAAM_VAN_BLAD, BLAD_VAN_BLADEN = "&A", "&P / &N"
BREEDSTE = 46
KOPRIJ = 3
REGELHOOGTE = 15
TEKENS_PER_REGEL = 90
LETTER = "Calibri"
Cel = str | int | Decimal | date | None


@dataclass(frozen=True)
class Blad:
    """One table: `formaten` gives the number format of a column; a column without one holds words.

    Amounts are `Decimal` euros (`euro`); a cell that is not known holds a word, never an empty cell (X-10).
    """

    naam: str
    titel: str
    kolommen: tuple[str, ...]
    rijen: Sequence[Sequence[Cel]]
    formaten: dict[str, str]


def euro(cent: int | None) -> Decimal | None:
    """Cents as an exact number of euros."""
    return None if cent is None else Decimal(cent) / 100


def werkboek(titel: str, toelichting: Sequence[str], bladen: Sequence[Blad]) -> bytes:
    """A workbook: the sheet Inhoud with notes and a list of sheets, then every `Blad`."""
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


def _inhoud(sheet: Worksheet, titel: str, toelichting: Sequence[str], bladen: Sequence[Blad]) -> None:
    sheet.title = "Inhoud"
    sheet["A1"] = titel
    sheet["A1"].font = Font(name=LETTER, bold=True, size=16)
    row = 3
    for text in toelichting:
        sheet.cell(row, 1, text).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = REGELHOOGTE * ceil(len(text) / TEKENS_PER_REGEL)
        row += 1
    row += 1
    sheet.cell(row, 1, "Bladen").font = Font(name=LETTER, bold=True)
    for blad in bladen:
        row += 1
        cell = sheet.cell(row, 1, f"{blad.naam}: {blad.titel}")
        cell.hyperlink = "#'{}'!A1".format(blad.naam.replace("'", "''"))
        cell.font = Font(name=LETTER, color="1B5578", underline="single")
    sheet.column_dimensions["A"].width = TEKENS_PER_REGEL + 8
    sheet.sheet_view.showGridLines = False
    _page(sheet, "portrait", 1)


def _blad(sheet: Worksheet, blad: Blad, number: int) -> None:
    sheet["A1"] = blad.titel
    sheet["A1"].font = Font(name=LETTER, bold=True, size=14)
    for column, name in enumerate(blad.kolommen, start=1):
        cell = sheet.cell(KOPRIJ, column, name)
        cell.font = Font(name=LETTER, bold=True)
        cell.alignment = Alignment(
            wrap_text=True, vertical="top", horizontal="right" if name in blad.formaten else "left"
        )
    for row, values in enumerate(blad.rijen, start=KOPRIJ + 1):
        for column, (name, value) in enumerate(zip(blad.kolommen, values, strict=True), start=1):
            cell = sheet.cell(row, column, value)
            if name in blad.formaten:
                cell.number_format = blad.formaten[name]
                cell.alignment = Alignment(horizontal="right", vertical="top")
            else:
                cell.alignment = Alignment(wrap_text=len(str(value)) > BREEDSTE, vertical="top")
    _frame(sheet, blad, number)


def _frame(sheet: Worksheet, blad: Blad, number: int) -> None:
    """A real table with a name, a header that stays in sight, columns as wide as what they hold, A4 on its side."""
    last = get_column_letter(len(blad.kolommen))
    if blad.rijen:
        table = Table(displayName=f"Tabel{number}", ref=f"A{KOPRIJ}:{last}{KOPRIJ + len(blad.rijen)}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        sheet.add_table(table)
    else:
        sheet.cell(KOPRIJ + 1, 1, "geen")
    sheet.row_dimensions[KOPRIJ].height = 2 * REGELHOOGTE
    sheet.freeze_panes = f"A{KOPRIJ + 1}"
    for column, name in enumerate(blad.kolommen):
        cells = [_shown(row[column]) for row in blad.rijen]
        header = max(len(word) for word in name.split())
        width = max([header + 3, *(len(text) + (4 if name in blad.formaten else 2) for text in cells)])
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

"""Tables as an office makes them: with semicolons, decimal commas, more sheets and formulas. Read right, or refused by
row and column; never guessed (R1.5)."""

import io
from collections.abc import Callable
from typing import Any
from zipfile import ZipFile

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from loaders.berichten.messages import Geweigerd
from loaders.tabellen.extract import read_parquet
from loaders.tabellen.tables import open_table, read_table
from tests.loaders.test_extract import GOED, KOP, as_parquet

RUIMTE = "jaar{0}uzovi{0}sector{0}onderdeel{0}bedrag_eur{0}zekerheid{0}bekend_op{0}bron"
RIJ = "2026{0}5515{0}V&V{0}regulier{0}{1}{0}definitief{0}2025-10-15{0}{2}"


def cents(inhoud: bytes) -> list[Any]:
    return [row["bedrag_cent"] for row in read_table(open_table(inhoud)).rows.values()]


def redenen(inhoud: bytes) -> list[tuple[int | None, str | None, str]]:
    with pytest.raises(Geweigerd) as refused:
        read_table(open_table(inhoud))
    return [(r.regel, r.veld, r.tekst) for r in refused.value.redenen]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + RUIMTE.format(";").upper() + "\r\n" + RIJ.format(";", "3577000,50", '"kader; brief 3"') + "\r\n",
        RUIMTE.format(" ; ") + "\n" + RIJ.format(";", "3577000.50", "brief"),
        RUIMTE.format("\t") + "\n" + RIJ.format("\t", "3577000,5", "brief"),
        RUIMTE.format(",") + "\n" + RIJ.format(",", "3577000.50", "brief"),
        "sep=;\r\n" + RUIMTE.format(";") + "\r\n" + RIJ.format(";", "3577000,50", "brief"),
        # empty columns beside the table, and empty rows below it, are saved too
        RUIMTE.format(";") + ";;\n" + RIJ.format(";", "3577000,50", "brief") + ";;\n;;;;;;;;;\n",
    ],
)
def test_a_spreadsheet_saves_semicolons_decimal_commas_and_capitals(text: str):
    assert cents(text.encode()) == [357_700_050]


def test_numbers_that_can_be_read_in_two_ways_are_refused_by_row_and_column():
    def table(*amounts: str, teken: str = ";") -> bytes:
        rows = (RIJ.format(teken, amount, n) for n, amount in enumerate(amounts))
        return "\n".join((RUIMTE.format(teken), *rows)).encode()

    ((regel, veld, tekst),) = redenen(table("5000,00", "1.000", "7,5"))
    assert (regel, veld) == (3, "bedrag_eur")
    assert tekst.startswith("drie cijfers achter de punt of komma")
    # two hands wrote this table
    ((regel, veld, tekst),) = redenen(table("3600000,00", "1000000.00"))
    assert (regel, veld) == (3, "bedrag_eur")
    assert tekst == "decimale punt, elders in de tabel een komma; schrijf alles op één manier"
    # where commas stand between the cells, a comma is no decimal one
    for amount in ('"1,234"', '"12,50"'):
        ((regel, veld, tekst),) = redenen(table("5000.00", amount, teken=","))
        assert (regel, veld) == (3, "bedrag_eur")
        assert "geen getal" in tekst


def test_a_comma_too_many_never_shifts_a_row():
    # 12,50 zonder aanhalingstekens is een cel te veel, ook al is de laatste leeg
    inhoud = b"agb,naam,hoofdsector,concern,gestart_op\n06000001,A,B,V&V,,\n"
    ((regel, veld, tekst),) = redenen(inhoud)
    assert (regel, veld) == (2, None)
    assert tekst.startswith("6 kolommen in plaats van 5")


@pytest.mark.parametrize(
    ("inhoud", "tekst"),
    [
        ((RUIMTE.format(";") + "\n").encode("utf-16"), "UTF-16"),
        ((RUIMTE.format(";") + "\n").encode("utf-16-le"), "UTF-16"),
        ((RUIMTE.format(";") + "\n" + RIJ.format(";", "1", "één")).encode("cp1252"), "Windows-1252"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "sla het zonder wachtwoord op als XLSX"),
    ],
)
def test_another_coding_is_refused_by_name(inhoud: bytes, tekst: str):
    ((_, _, found),) = redenen(inhoud)
    assert tekst in found


def test_a_column_is_known_whatever_its_capitals_and_missed_by_its_name():
    assert redenen(b"JAAR, Uzovi,SECTOR,agb,soort,Bedrag,bekend_op\n") == [
        (1, "bedrag_eur", "kolom ontbreekt in verplichtingen"),
        (1, "bron", "kolom ontbreekt in verplichtingen"),
        (1, "bedrag", "onbekende kolom voor verplichtingen"),
    ]


AANBIEDERS = [["agb", "Naam ", "hoofdsector", "concern", "gestart_op"], ["06000001", "Een", "V&V", None, None]]


def book(make: Callable[[openpyxl.Workbook], None]) -> bytes:
    found = openpyxl.Workbook()
    sheet = found.active
    assert sheet is not None
    sheet.title = "Noord"
    for row in AANBIEDERS:
        sheet.append(row)
    make(found)
    buffer = io.BytesIO()
    found.save(buffer)
    return buffer.getvalue()


def test_empty_sheets_are_left_out_and_said():
    def make(found: openpyxl.Workbook) -> None:
        found.create_sheet("Blad2")
        found.create_sheet("Blad3", 0)

    blad = open_table(book(make))
    assert [row["naam"] for row in read_table(blad).rows.values()] == ["Een"]
    assert blad.opmerkingen == ["leeg blad overgeslagen: 'Blad3', 'Blad2'"]


def test_a_second_filled_sheet_refuses_the_workbook_by_name():
    def make(found: openpyxl.Workbook) -> None:
        found.create_sheet("Utrecht")["C7"] = 1
        found["Utrecht"].sheet_state = "hidden"

    ((_, _, tekst),) = redenen(book(make))
    assert "'Noord', 'Utrecht (verborgen)'" in tekst


def test_a_table_that_nobody_can_see_is_refused():
    def make(found: openpyxl.Workbook) -> None:
        found["Noord"].sheet_state = "veryHidden"
        found.create_sheet("Leeg")

    ((_, _, tekst),) = redenen(book(make))
    assert "is verborgen" in tekst


def test_errors_formulas_without_result_and_merged_cells_never_count_as_empty():
    def make(found: openpyxl.Workbook) -> None:
        sheet = found["Noord"]
        sheet["D2"] = "#N/A"
        sheet.append(["06000002", "Twee", '=UPPER("v&v")'])
        sheet.append(["06000003", "Drie", None, "c", "#VALUE!"])

    assert [(regel, veld) for regel, veld, _ in redenen(book(make))] == [
        (2, "concern"), (3, "hoofdsector"), (4, "gestart_op"),
    ]  # fmt: skip

    def merge(found: openpyxl.Workbook) -> None:
        found["Noord"].append(["06000002", "Twee", None])
        found["Noord"].merge_cells("C2:C3")

    ((regel, _, tekst),) = redenen(book(merge))
    assert regel == 2
    assert "C2:C3" in tekst


def test_a_formula_counts_as_its_stored_result_also_where_that_is_empty():
    plain = book(lambda found: found["Noord"].append(["06000002", "Twee", "=A1", "=A2"]))
    buffer = io.BytesIO()
    with ZipFile(io.BytesIO(plain)) as old, ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                before, rest = part.split(b'<c r="C3">')
                cell, after = rest.split(b"</row>", 1)
                assert cell.count(b"<f>") == 2
                stored = b'<c r="C3" t="str"><f>A1</f><v>GZ</v></c><c r="D3" t="str"><f>A2</f><v></v></c></row>'
                part = before + stored + after
            new.writestr(name, part)
    row = read_table(open_table(buffer.getvalue())).rows[3]
    assert (row["hoofdsector"], row["concern"]) == ("GZ", None)


def test_moments_in_parquet_count_in_the_dutch_month_and_day():
    # 1 januari 0:00 in Nederland is 31 december 23:00 UTC; 5 februari 0:00 is 4 februari 23:00 UTC
    table = pq.read_table(io.BytesIO(as_parquet(GOED[:1])))
    zone = pa.timestamp("us", "UTC")
    for name, moment in {"zorgmaand": "2025-12-31T23:00:00", "ontvangen": "2026-02-04T23:00:00"}.items():
        moments = pa.array([moment]).cast(pa.timestamp("us")).cast(zone)
        table = table.set_column(KOP.index(name), name.upper(), moments)

    def written(found: pa.Table) -> bytes:
        buffer = io.BytesIO()
        pq.write_table(found, buffer)
        return buffer.getvalue()

    (rows,) = read_parquet(written(table))
    assert (rows["zorgmaand"][0].as_py(), rows["ontvangen"][0].as_py()) == (
        GOED[0]["zorgmaand"], GOED[0]["ontvangen"],
    )  # fmt: skip
    naive = table.set_column(KOP.index("zorgmaand"), "zorgmaand", table["ZORGMAAND"].cast(pa.timestamp("us")))
    with pytest.raises(Geweigerd) as refused:
        list(read_parquet(written(naive)))
    ((regel, veld, tekst),) = [(r.regel, r.veld, r.tekst) for r in refused.value.redenen]
    assert (regel, veld) == (1, "zorgmaand")
    assert "tijdzone" in tekst

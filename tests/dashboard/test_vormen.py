"""Every table says the same in every form (N11, X-12), and no text of a user becomes anything but text."""

import csv
import json
import re
import string
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from html.parser import HTMLParser
from io import BytesIO, StringIO
from itertools import chain
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.vormen import bestanden, markup, tekst, werkboek
from dashboard.vormen.tabel import TEKST, Bereik, Gemerkt, Kolom, Tabel, Tegen, gegeven, maak, schoon
from tests.dashboard.alle_tabellen import alle

GOUD = Path(__file__).parent / "golden" / "kolommen.txt"
TABELLEN = dict(alle())
NAMEN = sorted(TABELLEN)
GETAL = re.compile(r"(?P<min>-?)(?:€ )?(?P<heel>[\d.]+)(?:,(?P<deel>\d+))?(?P<schaal> mln| mld)?(?P<procent>%| punt)?")


class Cellen(HTMLParser):
    """The body of a table as rows of plain text."""

    def __init__(self) -> None:
        super().__init__()
        self.rijen: list[list[str]] = []
        self.binnen = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.binnen = self.binnen or tag == "tbody"
        if self.binnen and tag == "tr":
            self.rijen.append([])
        if self.binnen and tag in ("td", "th"):
            self.rijen[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self.binnen = self.binnen and tag != "tbody"

    def handle_data(self, data: str) -> None:
        if self.binnen:
            self.rijen[-1][-1] += data


def html(tabel: Tabel) -> list[list[str]]:
    cellen = Cellen()
    cellen.feed(markup.table(tabel))
    return cellen.rijen


def workbook(tabel: Tabel) -> Any:
    made = werkboek.werkboek("Boek", [], [Tabel(tabel.titel, tabel.kolommen, tabel.rijen, tabel.totaal, (), "Blad")])
    return openpyxl.load_workbook(BytesIO(made))["Blad"]


def gelezen(shown: str) -> tuple[Fraction, Fraction]:
    """A number as a reader reads it, in euros, as a fraction or as it is, and how far it may be rounded."""
    found = GETAL.search(shown)
    assert found, shown
    deel = found["deel"] or ""
    schaal = {None: 1, " mln": 10**6, " mld": 10**9}[found["schaal"]]
    noemer = 10 ** len(deel) * (100 if found["procent"] else 1)
    cijfers = Fraction(int(found["heel"].replace(".", "") + deel), noemer) * schaal
    return -cijfers if found["min"] else cijfers, Fraction(schaal, noemer)


def getallen(tabel: Tabel) -> Iterator[tuple[int, int, Kolom[Any], Any]]:
    """Where the numbers are: row, column, column's kind, and the number itself (a range gives its bounds)."""
    for row, rij in enumerate(tabel.alle):
        for column, (kolom, waarde) in enumerate(zip(tabel.kolommen, rij, strict=True)):
            inner = waarde.waarde if isinstance(waarde, Gemerkt) else waarde
            inner = inner.fractie if isinstance(inner, Tegen) else inner
            if isinstance(inner, int | float | Fraction | Bereik):
                yield row, column, kolom, inner


def exact(kolom: Kolom[Any], waarde: Any) -> Fraction:
    return Fraction(waarde) / 100 if kolom.soort.eenheid == "cent" else Fraction(waarde)


def holds(shown: str, kolom: Kolom[Any], waarde: Any) -> bool:
    """Whether what is shown is the value, to the digits that are shown."""
    if waarde == 0 and kolom.nul and shown == kolom.nul:
        return True
    if shown.startswith(("minder dan", "meer dan")):
        return (waarde < gelezen(shown)[0]) == shown.startswith("minder")
    read, unit = gelezen(shown)
    return abs(read - exact(kolom, waarde)) <= (unit if "heel" in kolom.soort.toon.__name__ else unit / 2)


@pytest.mark.parametrize("naam", NAMEN)
def test_a_page_shows_every_number_to_the_digits_it_shows(naam: str):
    tabel = TABELLEN[naam]
    rijen = html(tabel)
    assert len(rijen) == len(tabel.alle)
    for row, column, kolom, waarde in getallen(tabel):
        shown = rijen[row][column]
        if isinstance(waarde, Bereik):
            delen = re.split(r" ?– ?", shown)
            delen = [d if d.endswith("%") or "%" not in shown else f"{d}%" for d in delen]
            assert all(holds(d, kolom, w) for d, w in zip(delen, waarde, strict=len(delen) == 2)), shown
        else:
            assert holds(shown, kolom, waarde), (shown, waarde)


@pytest.mark.parametrize("naam", NAMEN)
def test_a_terminal_says_what_the_page_says(naam: str):
    tabel = TABELLEN[naam]
    lines = tekst.table(tabel)[1 : len(tabel.alle) + 1]
    page = [[cel.replace("\N{NO-BREAK SPACE}", " ") for cel in rij] for rij in html(tabel)]
    status = re.compile(r"[✓◆▲?–] (?=Onder de|Nadert de|Boven de|Niet te|Geen decl)")  # the shape beside a status
    wanted = [status.sub("", " ".join(" ".join(rij).split())) for rij in page]
    assert [" ".join(line.replace("\N{NO-BREAK SPACE}", " ").split()) for line in lines] == wanted


@pytest.mark.parametrize("naam", NAMEN)
def test_files_hold_the_numbers_themselves(naam: str):
    tabel = TABELLEN[naam]
    made = json.loads(json.dumps(bestanden.als_json(tabel)))
    objects = [*made["rijen"], *([made["totaal"]] if made["totaal"] else [])]
    rows = list(csv.DictReader(StringIO(bestanden.als_csv(tabel))))
    assert len(rows) == len(objects) == len(tabel.alle)
    for row, _, kolom, waarde in getallen(tabel):
        found, line = objects[row][kolom.sleutel], rows[row][kolom.sleutel]
        if isinstance(waarde, Bereik):
            assert found == [float(grens) for grens in waarde]
            assert line == " – ".join(map(str, gegeven(waarde)))
        else:
            assert found == (waarde if isinstance(waarde, int) else float(waarde))
            assert float(line) == found


@pytest.mark.parametrize("naam", NAMEN)
def test_a_workbook_holds_real_numbers_and_days(naam: str):
    tabel = TABELLEN[naam]
    sheet = workbook(tabel)
    assert [cell.value or "" for cell in sheet[werkboek.KOPRIJ][: len(tabel.kolommen)]] == [
        schoon(kop) for kop in tabel.koppen
    ]
    for row, column, kolom, waarde in getallen(tabel):
        if not isinstance(waarde, Bereik):
            cell = sheet.cell(werkboek.KOPRIJ + 1 + row, column + 1)
            assert cell.data_type == "n"
            assert float(cell.value) == pytest.approx(float(exact(kolom, waarde)), abs=1e-9)
    for row, rij in enumerate(tabel.alle):
        for column, waarde in enumerate(rij):
            if isinstance(waarde, date):
                value = sheet.cell(werkboek.KOPRIJ + 1 + row, column + 1).value
                assert isinstance(value, datetime)
                assert value.date() == waarde


@pytest.mark.parametrize("naam", NAMEN)
def test_what_is_not_known_is_said_where_people_read_and_empty_where_machines_do(naam: str):
    # never 0, never an empty cell on a page or in a workbook
    tabel = TABELLEN[naam]
    rijen, sheet = html(tabel), workbook(tabel)
    rows = list(csv.DictReader(StringIO(bestanden.als_csv(tabel))))
    for row, rij in enumerate(tabel.alle):
        for column, (kolom, waarde) in enumerate(zip(tabel.kolommen, rij, strict=True)):
            if waarde is None:
                assert rijen[row][column] == kolom.leeg
                assert (sheet.cell(werkboek.KOPRIJ + 1 + row, column + 1).value or "") == kolom.leeg
                assert rows[row][kolom.sleutel] == ""


def test_columns_are_what_they_were():
    """Headings, keys and kinds of every table: a column more or less, or a new name, is seen here and nowhere else.

    Write them anew with: python -m tests.dashboard.test_vormen
    """
    assert kolommen() == GOUD.read_text(encoding="utf-8")


def kolommen() -> str:
    lines = []
    for naam in NAMEN:
        lines += [f"[{naam}]", *(f"{k.sleutel}: {k.kop}" for k in TABELLEN[naam].kolommen), ""]
    return "\n".join(lines)


@pytest.mark.parametrize("naam", NAMEN)
def test_every_column_has_a_key_of_its_own(naam: str):
    sleutels = [kolom.sleutel for kolom in TABELLEN[naam].kolommen]
    assert len(set(sleutels)) == len(sleutels)
    assert all(kolom.kop for kolom in TABELLEN[naam].kolommen)


NAAM: list[Kolom[str]] = [Kolom("Naam", TEKST, lambda rij: rij), Kolom("Ook", TEKST, lambda rij: rij)]
RAAR = st.text(st.sampled_from(list(chain(string.ascii_letters, "=+-@\t\r\n\x00\x0b\x1b\x7f\x85\ufffe '\"<&€é"))))


@given(RAAR)
def test_a_name_is_text_in_every_form(naam: str):
    tabel = maak("Titel " + naam, NAAM, [naam])
    clean = schoon(naam)
    cell = workbook(tabel).cell(werkboek.KOPRIJ + 1, 1)
    assert cell.data_type in ("s", "inlineStr")  # the second: an empty text
    assert (cell.value or "") == clean
    assert html(tabel)[0][0] == clean
    assert tekst.table(tabel)[1].split() == f"{clean} {clean}".split()
    assert len(tekst.table(tabel)) == 2
    (row,) = list(csv.reader(StringIO(bestanden.als_csv(tabel))))[1:] or [["", ""]]
    assert row[0].removeprefix("'") == clean.removeprefix("'")
    assert not row[0].lstrip().startswith(tuple("=+-@"))
    assert bestanden.als_json(tabel)["rijen"][0]["naam"] == clean


def test_a_control_character_is_seen_as_a_space():
    assert schoon("Zorg\x0bgroep\r\nNoord\x1b[31m") == "Zorg groep  Noord [31m"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", " =", "\t=", "\r="])
def test_no_cell_of_a_workbook_is_a_formula(sign: str):
    # also in its title and notes, which hold names that people give
    tabel = maak(f"{sign}1+1", NAAM, [f"{sign}HYPERLINK(1)"], noten=[f"{sign}2"], naam="Blad")
    book = openpyxl.load_workbook(BytesIO(werkboek.werkboek(f"{sign}3", [f"{sign}4"], [tabel])))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type == "s" for cell in cells)
    named = book["Blad"].cell(werkboek.KOPRIJ + 1, 1)
    assert named.quotePrefix  # text it stays when someone edits the cell


def test_a_workbook_without_rows_says_so():
    assert workbook(maak("Leeg", NAAM, [])).cell(werkboek.KOPRIJ + 1, 1).value == "geen"


if __name__ == "__main__":
    GOUD.write_text(kolommen(), encoding="utf-8")

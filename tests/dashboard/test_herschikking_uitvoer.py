"""The workbook, the letters and the terminal say the same amounts as the herschikking (N11)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdf
import pytest

from dashboard.brieven import brieven, uitvoer
from dashboard.terminal import herschikking as terminal
from forecasting.wlz.herschikking.stappen import herschikking
from forecasting.wlz.herschikking.uitkomst import Herschikking
from loaders.grootboek.herschikkingen import Bevroren
from tests.forecasting.herschikking import made
from tests.forecasting.herschikking.made import AMSTERDAM, EEN, ROTTERDAM, TWEE

BEVROREN = Bevroren(
    3, 2026, date(2026, 8, 14), date(2026, 6, 1), "definitief", "ab" * 32, "cd" * 32, "2026.12", "A. Analist",
    "september", datetime(2026, 9, 7, tzinfo=UTC),
)  # fmt: skip


@pytest.fixture
def found() -> Herschikking:
    return herschikking(
        made.invoer(
            productie=[
                made.productie(EEN, 60_000_01),
                made.productie(EEN, 10_000_00, ROTTERDAM),
                made.productie(TWEE, 40_000_00),
            ],
            ruimte=[made.ruimte(100_000_00), made.ruimte(9_000_00, ROTTERDAM)],
            verplichtingen=[made.verplichting(1_500_00, EEN)],
            crisis=[made.crisis(TWEE, 1, 10, 100_00)],
        )
    )


def test_the_workbook_holds_real_numbers_that_add_up(found: Herschikking):
    book = openpyxl.load_workbook(BytesIO(uitvoer.herschikkingswerkboek(found, {})))
    assert book.sheetnames == ["Inhoud", "Sectoren", "Regio's", "Afspraken", "Prestaties", "Crisiszorg",
                               "Open fouten", "Signalen"]  # fmt: skip
    assert "Gemaakte gegevens" in book["Inhoud"]["A3"].value
    sheet = book["Afspraken"]
    head = [c.value for c in sheet[3]]
    column = head.index("Afspraak")
    shown = [row[column].value for row in sheet.iter_rows(min_row=4)]
    assert [round(v * 100) for v in shown] == [a.afspraak_cent for a in found.afspraken]
    assert round(sum(shown) * 100) == 109_000_00  # everything is given out: the room of both regions
    assert all("#,##0.00" in row[column].number_format for row in sheet.iter_rows(min_row=4))
    assert len(sheet.tables) == 1
    assert not sheet.merged_cells.ranges


def test_the_workbook_prints_whole(found: Herschikking):
    # the contents on one page, a table as wide as a page and as long as it is, under its own headings
    book = openpyxl.load_workbook(BytesIO(uitvoer.herschikkingswerkboek(found, {})))
    setup = {s.title: (s.page_setup.orientation, s.page_setup.fitToHeight, s.print_title_rows) for s in book}
    assert setup.pop("Inhoud") == ("portrait", 1, None)
    assert set(setup.values()) == {("landscape", 0, "$3:$3")}
    assert all(s.sheet_properties.pageSetUpPr.fitToPage and s.page_setup.paperSize == 9 for s in book)


def test_a_sheet_of_one_provider_names_no_other(found: Herschikking):
    book = openpyxl.load_workbook(BytesIO(uitvoer.herschikkingswerkboek(found, {}, BEVROREN, TWEE)))
    cells = [str(c.value) for name in book.sheetnames for row in book[name].iter_rows() for c in row]
    assert any(TWEE in cell for cell in cells)
    assert not any(EEN in cell or "Voorbeeld 06000001" in cell for cell in cells)
    assert "Sectoren" not in book.sheetnames


def test_a_letter_is_a_tagged_dutch_pdf_with_the_amounts_of_the_provider(found: Herschikking, tmp_path: Path):
    letter = brieven.pdf(brieven.herschikkingsbrief(found, BEVROREN, EEN, date(2026, 9, 8)))
    read = pypdf.PdfReader(BytesIO(letter))
    root = read.trailer["/Root"]
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert read.metadata is not None
    assert read.metadata.title == "Definitieve productieafspraak 2026 (herschikking)"
    text = " ".join(page.extract_text() for page in read.pages)
    mine = [a for a in found.afspraken if a.basis.agb == EEN]
    for a in mine:
        assert terminal.woorden.bedrag(a.afspraak_cent) in text
    assert "8 september 2026" in text
    assert TWEE not in text


def test_names_cannot_break_a_letter(found: Herschikking):
    html = brieven.herschikkingsbrief(found, BEVROREN, EEN, date(2026, 9, 8))
    assert 'lang="nl"' in html
    evil = Bevroren(**{**vars(BEVROREN), "naam": "<script>x</script>"})
    assert "<script>" not in brieven.herschikkingsbrief(found, evil, EEN, date(2026, 9, 8))


def test_the_terminal_shows_every_step_and_what_keeps_it_from_being_frozen(found: Herschikking):
    text = terminal.herschikking(found, {})
    assert "Peildatum 14 augustus 2026, laatste maand juni 2026" in text
    assert f"{EEN} {AMSTERDAM} V&V" in text
    assert "Er zijn geen open fouten" in text
    broken = herschikking(made.invoer(productie=[made.productie(EEN, 5)]))
    assert "1 open fout: deze herschikking kan worden bekeken" in terminal.herschikking(broken, {})
    assert "onbekend" in terminal.herschikking(broken, {})


def test_a_control_character_in_a_name_stops_no_file(found: Herschikking, tmp_path: Path):
    # one name from an old system may not cost everybody the workbook and the letters
    names = tuple(replace(a, naam=f"=Voor\x0bbeeld\x00 {a.agb}") for a in found.invoer.aanbieders)
    raar = replace(found, invoer=replace(found.invoer, aanbieders=names))
    written = uitvoer.schrijf(tmp_path, raar, BEVROREN, {}, date(2026, 9, 8))
    assert {path.suffix for path in written} == {".xlsx", ".pdf"}
    sheet = openpyxl.load_workbook(tmp_path / f"blad-{EEN}.xlsx")["Afspraken"]
    assert sheet["B4"].value == f"=Voor beeld  {EEN}"
    assert sheet["B4"].data_type == "s"

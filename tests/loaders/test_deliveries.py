"""Everything that can be wrong with a delivery, and every form in which one may come (R1.5, R2.4)."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from config.reference import reference_tables
from config.settings import Settings
from loaders import queries, run
from loaders.grootboek.deliveries import Soort
from loaders.vereffenen import settle
from tests.loaders.figures import approved, pending
from tests.made import (
    AANBIEDERS,
    CONTRACTEERRUIMTE_KOP,
    KOPPELTABEL,
    Inbox,
    Regel,
    answer,
    claim,
    maandregel,
)
from tests.vragen import rijen, uit_grootboek

JAN, FEB = date(2026, 1, 1), date(2026, 2, 1)


REGELS = [maandregel("R1", JAN, 10_000), maandregel("R2", JAN, 4_000, prestatiecode="Z433")]


def test_zipped_messages_are_opened(settings: Settings, inbox: Inbox):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("map/claim.asc", claim("F1", REGELS))
        archive.writestr("map/return.asc", answer("F1", REGELS))
    inbox.put("2026-02-05", "berichten.zip", packed.getvalue())
    verslag = run.load(settings, [inbox.path])
    assert (verslag.bestanden, verslag.verwerkt, approved(settings, date(2026, 2, 5))) == (2, 2, 14_000)


def test_a_broken_zip_is_refused(settings: Settings, inbox: Inbox):
    inbox.put("2026-02-05", "kapot.zip", b"PK\x03\x04" + b"x" * 100)
    assert "zipbestand" in run.load(settings, [inbox.path]).geweigerd[0].redenen[0].tekst


BAD_FILES = {
    "leeg": (b"", "leeg"),
    "alleen regeleinden": (b"\r\n\r\n", "leeg"),
    "onbekend": (b"dit is geen bericht en geen tabel", "onbekend soort bestand"),
    "utf16": ("jaar,uzovi".encode("utf-16"), "UTF-16"),
    "bericht met BOM": (b"\xef\xbb\xbf" + claim("F9", REGELS), "UTF-8"),
    "wijkverpleging": (claim("F9", REGELS, code_ei_bericht="428"), "verkeerde berichtcode"),
    "testbericht": (claim("F9", REGELS, soort_bericht="T"), "testbericht"),
    "afgebroken": (claim("F9", REGELS)[:900], "tekens in plaats van 310"),
    "totaal": (claim("F9", REGELS, sluit={"totaal_declaratiebedrag": 1}), "telt niet op"),
    "kolom ontbreekt": (b"agb,naam,hoofdsector,concern\n06000001,x,,\n", "kolom ontbreekt"),
    "kolom onbekend": (AANBIEDERS.replace("concern", "koncern").encode(), "onbekende kolom"),
    "kolom dubbel": (b"agb,naam,hoofdsector,concern,gestart_op,naam\n", "kolom komt vaker voor"),
    "geen utf8": (AANBIEDERS.replace("Een", "\xe9\xe9n").encode("latin-1"), "UTF-8"),
    "te weinig cellen": (AANBIEDERS.encode() + b"06000003,x\n", "2 kolommen in plaats van 5"),
    "aanhalingsteken": (AANBIEDERS.encode() + b'06000003,"x,,,2015-01-01\n', "CSV"),
}


@pytest.mark.parametrize("naam", BAD_FILES)
def test_a_bad_file_is_refused_with_a_reason_and_everything_else_loads(naam: str, settings: Settings, inbox: Inbox):
    content, text = BAD_FILES[naam]
    inbox.put("2026-02-05", "slecht", content)
    inbox.put("2026-02-05", "goed", claim("F1", REGELS))
    verslag = run.load(settings, [inbox.path])
    assert [a.bestand for a in verslag.geweigerd] == ["slecht"]
    assert any(text in f"{r.veld} {r.tekst}" for r in verslag.geweigerd[0].redenen)
    assert verslag.verwerkt == 1
    assert pending(settings, date(2026, 2, 5)) == 14_000
    telling = verslag.telling  # R1.5: nothing is lost
    assert telling.regels == telling.regels_geaccepteerd + telling.regels_geweigerd + telling.regels_uitval
    assert telling.gelezen_cent == telling.geaccepteerd_cent + telling.geweigerd_cent + telling.uitval_cent
    assert sum(x.telling.regels for x in uit_grootboek(queries.leveringen, settings)) == telling.regels


KAPOT = {
    "datum": ("2022-01-01", "2022-13-01", "geldig_van"),
    "bedrag": ("298.00", "298,00", None),
    "te veel decimalen": ("298.00", "298.001", "tarief_eur"),
    "meer decimalen dan waarmee gerekend wordt": ("298.00", "298." + "0" * 40 + "1", "tarief_eur"),
    "kleiner dan elk getal waarmee gerekend wordt": ("298.00", "1E-9999999", "tarief_eur"),
    "groter dan elk getal waarmee gerekend wordt": ("298.00", "9E9999999", "tarief_eur"),  # found by make fuzz
    "sector": ("V&V,ZZP,5VV", "VV,ZZP,5VV", "sector"),
    "groep": ("14,crisis,", "14,krisis,", "groep"),
    "verplicht": ("Z053,voorbeeld", ",voorbeeld", "prestatiecode"),
}


@pytest.mark.parametrize("naam", KAPOT)
def test_a_bad_cell_names_line_and_column_not_content(naam: str, settings: Settings, inbox: Inbox):
    good, bad, column = KAPOT[naam]
    inbox.table("k.csv", KOPPELTABEL.replace(good, bad, 1))
    reden = run.load(settings, [inbox.path]).geweigerd[0].redenen[0]
    assert reden.veld == column
    assert reden.regel in {2, 6}
    assert bad not in reden.tekst


def test_rows_that_overlap_are_refused(settings: Settings, inbox: Inbox):
    head, row = KOPPELTABEL.splitlines()[:2]
    inbox.table("k.csv", f"{head}\n{row}\n{row.replace('2022-01-01', '2024-01-01')}\n")
    redenen = run.load(settings, [inbox.path]).geweigerd[0].redenen
    assert [(r.regel, r.tekst) for r in redenen] == [(3, "rij overlapt met regel 2")]


def test_a_row_that_clashes_with_one_loaded_before_is_refused_until_asked_to_replace(settings: Settings, inbox: Inbox):
    run.load(settings, [inbox.table("a.csv", AANBIEDERS)])
    renamed = inbox.table("b.csv", AANBIEDERS.replace("Een", "Nieuw"))
    reden = run.load(settings, [renamed]).geweigerd[0].redenen[0]
    assert reden.regel == 2
    assert "a.csv, regel 2" in reden.tekst
    assert "--vervang" in reden.tekst
    assert run.load(settings, [renamed], vervang=True).verwerkt == 1
    names = [r["naam"] for r in rijen(settings, "aanbieders")]
    assert sorted(names) == ["Voorbeeldzorg Nieuw", "Voorbeeldzorg Twee"]


def test_rows_known_already_are_no_clash(settings: Settings, inbox: Inbox):
    run.load(settings, [inbox.table("a.csv", AANBIEDERS)])
    longer = inbox.table("b.csv", AANBIEDERS + "06000003,Voorbeeldzorg Drie,GGZ,,\n")
    assert run.load(settings, [longer]).verwerkt == 1
    assert len(rijen(settings, "aanbieders")) == 3


def test_equal_payments_are_counted_once_each_however_often_loaded(settings: Settings, inbox: Inbox):
    head = "agb,uzovi,jaar,datum,bedrag_eur\n"
    row = "06000001,5515,2026,2026-02-01,100.00\n"
    run.load(settings, [inbox.table("a.csv", head + row + row)])
    run.load(settings, [inbox.table("b.csv", head + row + row + row)])
    assert len(rijen(settings, "betalingen")) == 3


@pytest.mark.parametrize("naam", list(reference_tables()))
def test_an_empty_template_of_every_table_loads(naam: str, settings: Settings, inbox: Inbox):
    # R2.4: the user loads them; `ruimte template` prints the header
    inbox.table(f"{naam}.csv", ",".join(reference_tables()[naam].header) + "\n")
    assert run.load(settings, [inbox.path]).verwerkt == 1
    assert [x.tabel for x in uit_grootboek(queries.leveringen, settings)] == [naam]


def test_a_workbook_is_read_as_its_csv(settings: Settings, inbox: Inbox):
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["agb", "naam", "hoofdsector", "concern", "gestart_op"])
    sheet.append([6000001, "Voorbeeldzorg", "V&V", None, date(2015, 1, 1)])  # a workbook drops the leading zero
    buffer = io.BytesIO()
    book.save(buffer)
    inbox.put("2026-02-05", "aanbieders.xlsx", buffer.getvalue())
    assert run.load(settings, [inbox.path]).verwerkt == 1
    row = rijen(settings, "aanbieders")[0]
    assert (row["agb"], row["gestart_op"]) == ("06000001", date(2015, 1, 1))


def test_an_extract_counts_as_production(settings: Settings, inbox: Inbox):
    head = ",".join(reference_tables()["productie"].header)
    row = "06000001,5515,V&V,regulier,Z053,14,2026-01,2026-02-05,2026-02-09,31,100000,90000"
    pend = "06000001,5515,V&V,regulier,Z053,14,2026-02,2026-03-05,,28,50000,0"
    inbox.table("extract.csv", f"{head}\n{row}\n{pend}\n")
    run.load(settings, [inbox.path])
    assert (approved(settings, date(2026, 3, 5)), pending(settings, date(2026, 3, 5))) == (90_000, 50_000)


def test_contracteerruimte_of_an_unknown_region_is_refused(settings: Settings, inbox: Inbox):
    inbox.table("r.csv", CONTRACTEERRUIMTE_KOP + "2026,9999,V&V,regulier,1.00,definitief,2025-10-15,voorbeeld\n")
    assert run.load(settings, [inbox.path]).geweigerd[0].redenen[0].veld == "uzovi"


def test_kinds_are_told_by_content_not_by_name(settings: Settings, inbox: Inbox):
    inbox.put("2026-02-05", "return.csv", claim("F1", REGELS))
    inbox.put("2026-02-06", "AW319.asc", answer("F1", REGELS))
    inbox.put("2026-02-06", "AW320.asc", KOPPELTABEL.encode())
    run.load(settings, [inbox.path])
    kinds = {x.naam: x.soort for x in uit_grootboek(queries.leveringen, settings)}
    assert kinds == {"return.csv": Soort.AW319, "AW319.asc": Soort.AW320, "AW320.asc": Soort.TABEL}


def test_a_number_too_large_for_any_ledger_is_refused(settings: Settings, inbox: Inbox):
    inbox.table("k.csv", KOPPELTABEL.replace("298.00", "1" + "0" * 30))
    assert run.load(settings, [inbox.path]).geweigerd[0].redenen[0].tekst == "onmogelijk groot getal"


def test_with_tables_only_there_is_no_production(settings: Settings, inbox: Inbox):
    run.load(settings, [inbox.table("k.csv", KOPPELTABEL)])
    assert approved(settings, date(2026, 6, 1)) == 0


def test_reasons_are_limited_and_the_rest_is_counted(settings: Settings, inbox: Inbox):
    bad = [Regel(f"M{n}", date(2026, 1, 5), date(2026, 1, 2), 1) for n in range(settle.MAX_REDENEN + 5)]
    inbox.put("2026-02-05", "one", claim("F1", bad))
    redenen = run.load(settings, [inbox.path]).uitval[0].redenen
    assert len(redenen) == settle.MAX_REDENEN + 1
    assert redenen[-1].tekst == "en nog 5 redenen"

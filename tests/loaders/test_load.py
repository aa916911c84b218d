"""Loading from file to PRODUCTIE: R1.1, R1.4, R1.5, R2.1-R2.4, and everything that can be wrong with a delivery."""

import io
import itertools
import zipfile
from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pytest

from config.reference import reference_tables
from config.settings import Settings
from loaders import productie, queries, run
from loaders.deliveries import Soort, Status
from tests.made import (
    AANBIEDERS,
    CONTRACTEERRUIMTE_KOP,
    KOPPELTABEL,
    Inbox,
    Oordeel,
    Regel,
    answer,
    claim,
    maandregel,
)

JAN, FEB = date(2026, 1, 1), date(2026, 2, 1)
REGELS = [maandregel("R1", JAN, 10_000), maandregel("R2", JAN, 4_000, prestatiecode="Z433")]


def rows(settings: Settings, columns: str, where: str = "true") -> list[tuple[object, ...]]:
    current = productie.current(settings)
    assert current is not None
    with duckdb.connect() as db:
        return db.execute(
            f"SELECT {columns} FROM read_parquet(?) WHERE {where} GROUP BY ALL ORDER BY ALL",  # noqa: S608
            [str(current[1])],
        ).fetchall()


def approved(settings: Settings, peildatum: date) -> int:
    current = productie.current(settings)
    assert current is not None
    stand = productie.stand_op(current[1], peildatum, date(2025, 1, 1), date(2026, 12, 31))
    return int(stand["goedgekeurd_cent"].sum())


def pending(settings: Settings, peildatum: date) -> int:
    current = productie.current(settings)
    assert current is not None
    stand = productie.stand_op(current[1], peildatum, date(2025, 1, 1), date(2026, 12, 31))
    return int(stand["in_behandeling_cent"].sum())


def test_a_claim_is_pending_until_its_return_came_in(settings: Settings, inbox: Inbox):
    # R1.1, R1.4: claimed 140 euro on 5 February; on the 12th 100 is granted, of 40 only 15
    inbox.put("2026-02-05", "claim.asc", claim("F1", REGELS))
    inbox.put("2026-02-12", "return.asc", answer("F1", REGELS, [Oordeel(1, 1_500, "0611")]))
    run.load(settings, [inbox.path])
    assert [approved(settings, date(2026, 2, d)) for d in (4, 5, 11, 12)] == [0, 0, 0, 11_500]
    assert [pending(settings, date(2026, 2, d)) for d in (4, 5, 11, 12)] == [0, 14_000, 14_000, 0]


def test_a_line_left_out_of_the_return_is_granted_as_claimed_unless_the_file_was_refused(
    settings: Settings, inbox: Inbox
):
    # R1.4
    inbox.put("2026-02-05", "a", claim("F1", REGELS))
    inbox.put("2026-02-05", "b", claim("F2", [maandregel("R9", JAN, 500)]))
    inbox.put("2026-02-06", "c", answer("F1", REGELS))
    inbox.put(
        "2026-02-06",
        "d",
        answer("F2", [maandregel("R9", JAN, 500)], sluit={"totaal_toegekend_bedrag": 0}, retourcode_1="0001"),
    )
    verslag = run.load(settings, [inbox.path])
    assert verslag.geweigerd == ()
    assert approved(settings, date(2026, 2, 6)) == 14_000


def test_a_return_that_does_not_add_up_is_uitval_whole(settings: Settings, inbox: Inbox):
    # R1.4: says 1 cent more than its lines
    inbox.put("2026-02-05", "claim", claim("F1", REGELS))
    inbox.put("2026-02-06", "return", answer("F1", REGELS, sluit={"totaal_toegekend_bedrag": 14_001}))
    verslag = run.load(settings, [inbox.path])
    assert [(a.bestand, a.redenen[0].veld) for a in verslag.geweigerd] == [("return", "99 totaal_toegekend_bedrag")]
    assert {x.naam: x.status for x in queries.leveringen(settings)} == {
        "claim": Status.VERWERKT,
        "return": Status.UITVAL,
    }
    assert (approved(settings, date(2026, 3, 1)), pending(settings, date(2026, 3, 1))) == (0, 14_000)


def test_a_return_with_lines_of_another_claim_is_uitval(settings: Settings, inbox: Inbox):
    other = [maandregel("X1", JAN, 10_000), REGELS[1]]
    inbox.put("2026-02-05", "claim", claim("F1", REGELS))
    inbox.put("2026-02-06", "return", answer("F1", other, [Oordeel(0, 10_000)]))
    assert "horen niet bij" in run.load(settings, [inbox.path]).geweigerd[0].redenen[0].tekst


def test_a_return_with_other_dates_is_uitval(settings: Settings, inbox: Inbox):
    # its grant would land in another month than its claim
    moved = [maandregel("R1", FEB, 10_000), REGELS[1]]
    inbox.put("2026-03-05", "claim", claim("F1", REGELS))
    inbox.put("2026-03-06", "return", answer("F1", moved, [Oordeel(0, 10_000)]))
    assert run.load(settings, [inbox.path]).geweigerd[0].redenen[0].veld == "04"


def test_a_return_before_its_claim_waits_and_counts_when_the_claim_comes(settings: Settings, inbox: Inbox):
    early = inbox.put("2026-02-06", "return", answer("F1", REGELS))
    run.load(settings, [early])
    assert [x.status for x in queries.leveringen(settings)] == [Status.WACHT]
    run.load(settings, [inbox.put("2026-02-09", "claim", claim("F1", REGELS))])
    assert {x.status for x in queries.leveringen(settings)} == {Status.VERWERKT}
    # known to be granted only once both were there
    assert [approved(settings, date(2026, 2, d)) for d in (6, 8, 9)] == [0, 0, 14_000]


def test_a_later_return_revises_from_its_own_day_on(settings: Settings, inbox: Inbox):
    # R1.1: on the 10th line 1 is refused, on the 20th it is granted after all; the 10th stays as it was
    inbox.put("2026-02-05", "claim", claim("F1", REGELS))
    inbox.put("2026-02-10", "first", answer("F1", REGELS, [Oordeel(0, 0, "0551")]))
    inbox.put("2026-02-20", "second", answer("F1", REGELS))
    run.load(settings, [inbox.path])
    assert [approved(settings, date(2026, 2, d)) for d in (10, 19, 20)] == [4_000, 4_000, 14_000]
    assert pending(settings, date(2026, 2, 20)) == 0


def test_what_is_loaded_later_does_not_change_an_earlier_peildatum(settings: Settings, inbox: Inbox):
    # R1.1: "the same peildatum always gives the same figure, whatever is loaded later"
    run.load(
        settings,
        [inbox.put("2026-02-05", "a", claim("F1", REGELS)), inbox.put("2026-02-06", "b", answer("F1", REGELS))],
    )
    before = [approved(settings, date(2026, 2, d)) for d in range(1, 29)]
    credit = [maandregel("R3", JAN, 10_000, dc="C", vorige="R1")]
    run.load(
        settings,
        [inbox.put("2026-03-05", "c", claim("F2", credit)), inbox.put("2026-03-06", "d", answer("F2", credit))],
    )
    assert [approved(settings, date(2026, 2, d)) for d in range(1, 29)] == before
    assert approved(settings, date(2026, 3, 6)) == 4_000  # R1.3: the credit undoes its debit


def test_loading_again_changes_nothing_and_says_so(settings: Settings, inbox: Inbox):
    inbox.put("2026-02-05", "claim", claim("F1", REGELS))
    inbox.table("koppeltabel.csv", KOPPELTABEL)
    first = run.load(settings, [inbox.path])
    before = queries.stand(settings)
    again = run.load(settings, [inbox.path, inbox.path / "2026-02-05"])
    assert (first.verwerkt, first.al_bekend, again.verwerkt, again.al_bekend) == (2, 0, 0, 2)
    assert again.telling.regels == 0
    assert queries.stand(settings) == before


def test_an_invoice_known_with_other_content_is_refused_whole(settings: Settings, inbox: Inbox):
    # R1.5; the one received first counts, whatever the order of loading
    first = inbox.put("2026-02-05", "first", claim("F1", REGELS))
    later = inbox.put("2026-02-06", "later", claim("F1", [maandregel("R7", JAN, 99)]))
    for name, order in (("a", [first, later]), ("b", [later, first])):
        mine = Settings(data=settings.data / name)
        for path in order:
            run.load(mine, [path])
        found = {x.naam: x for x in queries.leveringen(mine)}
        assert (found["first"].status, found["later"].status) == (Status.VERWERKT, Status.GEWEIGERD)
        assert found["later"].telling.regels_geweigerd == 1
        assert [r.veld for r in queries.redenen(mine, found["later"].sha256)] == ["0116 factuurnummer"]
        assert pending(mine, date(2026, 3, 1)) == 14_000


def test_a_line_known_under_the_same_reference_is_refused_and_counted(settings: Settings, inbox: Inbox):
    # R1.5: same payee and reference (0431); the first received counts, in any order of loading
    paths = [
        inbox.put("2026-02-05", "first", claim("F1", REGELS)),
        inbox.put("2026-02-07", "later", claim("F2", [maandregel("R1", JAN, 7), maandregel("R8", JAN, 30)])),
    ]
    for n, order in enumerate(itertools.permutations(paths)):
        mine = Settings(data=settings.data / str(n))
        verslagen = [run.load(mine, [path]) for path in order]
        assert sum(v.telling.regels for v in verslagen) == 4
        later = next(x for x in queries.leveringen(mine) if x.naam == "later")
        assert (later.telling.regels_geaccepteerd, later.telling.regels_uitval, later.telling.uitval_cent) == (1, 1, 7)
        assert [(r.regel, r.veld) for r in queries.redenen(mine, later.sha256)] == [(3, "0431 referentienummer")]
        assert pending(mine, date(2026, 3, 1)) == 14_030


def test_a_reference_twice_in_one_message_counts_once(settings: Settings, inbox: Inbox):
    inbox.put("2026-02-05", "claim", claim("F1", [maandregel("R1", JAN, 10), maandregel("R1", JAN, 10)]))
    verslag = run.load(settings, [inbox.path])
    assert (verslag.telling.regels_geaccepteerd, verslag.telling.regels_uitval) == (1, 1)
    assert [r.regel for r in verslag.uitval[0].redenen] == [5]


def test_another_payee_may_use_the_same_numbers(settings: Settings, inbox: Inbox):
    inbox.put("2026-02-05", "one", claim("F1", REGELS))
    inbox.put("2026-02-05", "two", claim("F1", REGELS, instellingscode="06000002"))
    assert run.load(settings, [inbox.path]).telling.regels_geaccepteerd == 4


def test_a_return_covers_lines_in_uitval_too(settings: Settings, inbox: Inbox):
    # line 1 has an impossible date: uitval with us, refused by the return; the return still adds up
    bad = [Regel("R1", date(2026, 1, 5), date(2026, 1, 2), 10_000), REGELS[1]]
    inbox.put("2026-02-05", "claim", claim("F1", bad))
    inbox.put("2026-02-06", "return", answer("F1", bad, [Oordeel(0, 0, "0553")]))
    verslag = run.load(settings, [inbox.path])
    assert verslag.geweigerd == ()
    assert (verslag.telling.uitval_cent, approved(settings, date(2026, 2, 6))) == (10_000, 4_000)


def test_the_sector_is_the_first_that_answers(settings: Settings, inbox: Inbox):
    # R2.2: koppeltabel, then ZZP code, then hoofdsector, then onbekend
    lines = [
        maandregel("R1", JAN, 1, prestatiecode="Z433", zzp_code="754"),  # koppeltabel: GZ, whatever the ZZP code
        maandregel("R2", JAN, 2, prestatiecode="H126", zzp_code="882", tijdseenheid="04"),  # ZZP code 882: GGZ
        maandregel("R3", JAN, 3, prestatiecode="Q999", zzp_code="000"),  # unknown code: hoofdsector V&V
        maandregel("R4", JAN, 4, prestatiecode="Q999", zzp_code="998"),  # 998 names no sector
    ]
    inbox.put("2026-02-05", "one", claim("F1", lines))
    inbox.put("2026-02-05", "two", claim("F2", lines[3:], instellingscode="06000009"))  # not in the register
    inbox.table("koppeltabel.csv", KOPPELTABEL)
    inbox.table("aanbieders.csv", AANBIEDERS)
    run.load(settings, [inbox.path])
    found = rows(settings, "aanbieder, prestatiecode, sector, groep, ingediend_cent")
    assert found == [
        ("06000001", "H126", "GGZ", "regulier", 2),
        ("06000001", "Q999", "V&V", "regulier", 7),
        ("06000001", "Z433", "GZ", "regulier", 1),
        ("06000009", "Q999", "onbekend", "regulier", 4),
    ]


def test_the_koppeltabel_of_the_care_date_holds(settings: Settings, inbox: Inbox):
    # R2.2: valid on the care date; R2.3: the group comes from the koppeltabel, R2.4: which the user loads
    inbox.put("2026-03-05", "c", claim("F1", [maandregel("R1", JAN, 1), maandregel("R2", FEB, 2)]))
    head = KOPPELTABEL.splitlines()[0]
    old = "Z053,,V&V,ZZP,,,14,regulier,nee,1.00,2022-01-01,2026-01-31"
    new = "Z053,,GZ,ZZP,,,14,meerzorg,nee,1.00,2026-02-01,"
    inbox.table("k.csv", f"{head}\n{old}\n{new}\n")
    run.load(settings, [inbox.path])
    assert rows(settings, "zorgmaand, sector, groep") == [(JAN, "V&V", "regulier"), (FEB, "GZ", "meerzorg")]


def test_friesland_is_one_region_under_its_new_code(settings: Settings, inbox: Inbox):
    # R2.1: 5533, before 2020 it was 5502
    inbox.put("2026-02-05", "a", claim("F1", REGELS[:1], uzovi="5502"))
    inbox.put("2026-02-05", "b", claim("F2", [maandregel("R5", JAN, 5)], uzovi="5533"))
    run.load(settings, [inbox.path])
    assert rows(settings, "uzovi") == [("5533",)]


def test_reference_tables_may_come_after_the_messages(settings: Settings, inbox: Inbox):
    run.load(settings, [inbox.put("2026-02-05", "a", claim("F1", REGELS))])
    assert {r[0] for r in rows(settings, "sector")} == {"V&V"}  # ZZP code 754
    run.load(settings, [inbox.table("k.csv", KOPPELTABEL)])
    assert {r[0] for r in rows(settings, "sector")} == {"V&V", "GZ"}


def test_a_message_outside_a_date_folder_needs_a_date(settings: Settings, tmp_path: Path):
    loose = tmp_path / "claim.asc"
    loose.write_bytes(claim("F1", REGELS))
    refused = run.load(settings, [loose])
    assert "--ontvangen" in refused.geweigerd[0].redenen[0].tekst
    assert run.load(settings, [loose], ontvangen=date(2026, 2, 5)).verwerkt == 1  # a refused file may come again


def test_the_same_content_on_an_earlier_day_was_known_from_that_day(settings: Settings, inbox: Inbox):
    # R1.1 does not depend on the order of loading
    run.load(settings, [inbox.put("2026-02-09", "a", claim("F1", REGELS))])
    assert run.load(settings, [inbox.put("2026-02-05", "a", claim("F1", REGELS))]).al_bekend == 1
    assert pending(settings, date(2026, 2, 5)) == 14_000


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
    assert sum(x.telling.regels for x in queries.leveringen(settings)) == telling.regels


KAPOT = {
    "datum": ("2022-01-01", "2022-13-01", "geldig_van"),
    "bedrag": ("298.00", "298,00", None),
    "te veel decimalen": ("298.00", "298.001", "tarief_eur"),
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
    names = [r["naam"] for r in queries.reference_rows(settings, "aanbieders")]
    assert sorted(names) == ["Voorbeeldzorg Nieuw", "Voorbeeldzorg Twee"]


def test_rows_known_already_are_no_clash(settings: Settings, inbox: Inbox):
    run.load(settings, [inbox.table("a.csv", AANBIEDERS)])
    longer = inbox.table("b.csv", AANBIEDERS + "06000003,Voorbeeldzorg Drie,GGZ,,\n")
    assert run.load(settings, [longer]).verwerkt == 1
    assert len(queries.reference_rows(settings, "aanbieders")) == 3


def test_equal_payments_are_counted_once_each_however_often_loaded(settings: Settings, inbox: Inbox):
    head = "agb,uzovi,jaar,datum,bedrag_eur\n"
    row = "06000001,5515,2026,2026-02-01,100.00\n"
    run.load(settings, [inbox.table("a.csv", head + row + row)])
    run.load(settings, [inbox.table("b.csv", head + row + row + row)])
    assert len(queries.reference_rows(settings, "betalingen")) == 3


@pytest.mark.parametrize("naam", list(reference_tables()))
def test_an_empty_template_of_every_table_loads(naam: str, settings: Settings, inbox: Inbox):
    # R2.4: the user loads them; `ruimte template` prints the header
    inbox.table(f"{naam}.csv", ",".join(reference_tables()[naam].header) + "\n")
    assert run.load(settings, [inbox.path]).verwerkt == 1
    assert [x.tabel for x in queries.leveringen(settings)] == [naam]


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
    row = queries.reference_rows(settings, "aanbieders")[0]
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


def test_an_unreadable_file_is_named(settings: Settings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch):
    path = inbox.put("2026-02-05", "dicht", b"x")

    def refuse(self: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", refuse)
    monkeypatch.setattr("loaders.run.read_key", lambda _: b"k" * 32)
    assert "rechten" in run.load(settings, [path]).geweigerd[0].redenen[0].tekst


def test_kinds_are_told_by_content_not_by_name(settings: Settings, inbox: Inbox):
    inbox.put("2026-02-05", "return.csv", claim("F1", REGELS))
    inbox.put("2026-02-06", "AW319.asc", answer("F1", REGELS))
    inbox.put("2026-02-06", "AW320.asc", KOPPELTABEL.encode())
    run.load(settings, [inbox.path])
    kinds = {x.naam: x.soort for x in queries.leveringen(settings)}
    assert kinds == {"return.csv": Soort.AW319, "AW319.asc": Soort.AW320, "AW320.asc": Soort.TABEL}


def test_on_one_day_the_first_loaded_was_known_first(settings: Settings, inbox: Inbox):
    # R1.5: nothing that is loaded later on the same day changes what was known
    run.load(settings, [inbox.put("2026-02-05", "b", claim("F1", REGELS))])
    for n in range(6):
        other = inbox.put("2026-02-05", f"a{n}", claim("F1", [maandregel(f"X{n}", JAN, n + 1)]))
        assert [a.bestand for a in run.load(settings, [other]).geweigerd] == [f"a{n}"]
        again = inbox.put("2026-02-05", f"c{n}", claim(f"G{n}", [maandregel("R1", JAN, n + 1)]))
        assert run.load(settings, [again]).telling.regels_uitval == 1
    assert pending(settings, date(2026, 2, 5)) == 14_000


def test_a_number_too_large_for_any_ledger_is_refused(settings: Settings, inbox: Inbox):
    inbox.table("k.csv", KOPPELTABEL.replace("298.00", "1" + "0" * 30))
    assert run.load(settings, [inbox.path]).geweigerd[0].redenen[0].tekst == "onmogelijk groot getal"


def test_with_tables_only_there_is_no_production(settings: Settings, inbox: Inbox):
    run.load(settings, [inbox.table("k.csv", KOPPELTABEL)])
    assert approved(settings, date(2026, 6, 1)) == 0


def test_a_whole_file_claimed_again_counts_once_however_large(settings: Settings, inbox: Inbox):
    # more doubled lines than reasons are shown elsewhere: each of them must still be left out
    many = [maandregel(f"M{n}", JAN, 100) for n in range(run.MAX_REDENEN + 200)]
    inbox.put("2026-02-05", "one", claim("F1", many))
    inbox.put("2026-02-06", "two", claim("F2", many))
    verslag = run.load(settings, [inbox.path])
    assert verslag.telling.regels_uitval == len(many)
    assert pending(settings, date(2026, 3, 1)) == 100 * len(many)


def test_reasons_are_limited_and_the_rest_is_counted(settings: Settings, inbox: Inbox):
    bad = [Regel(f"M{n}", date(2026, 1, 5), date(2026, 1, 2), 1) for n in range(run.MAX_REDENEN + 5)]
    inbox.put("2026-02-05", "one", claim("F1", bad))
    redenen = run.load(settings, [inbox.path]).uitval[0].redenen
    assert len(redenen) == run.MAX_REDENEN + 1
    assert redenen[-1].tekst == "en nog 5 redenen"


def test_what_was_refused_is_known_of_too(settings: Settings, inbox: Inbox):
    run.load(settings, [inbox.put("2026-02-05", "test", claim("F1", REGELS, soort_bericht="T"))])
    stand = queries.stand(settings)
    assert (stand.leveringen, stand.laatste_ontvangst) == (1, None)
    run.load(settings, [inbox.put("2026-02-05", "ook", claim("F2", REGELS, soort_bericht="T"))])
    assert queries.stand(settings).versie != stand.versie  # so that pages see it
    assert [x.status for x in queries.leveringen(settings)] == [Status.GEWEIGERD] * 2


def test_a_return_may_leave_the_claimed_total_at_zero(settings: Settings, inbox: Inbox):
    inbox.put("2026-02-05", "claim", claim("F1", REGELS))
    inbox.put("2026-02-06", "return", answer("F1", REGELS, sluit={"totaal_ingediend_bedrag": 0}))
    assert run.load(settings, [inbox.path]).geweigerd == ()
    assert approved(settings, date(2026, 2, 6)) == 14_000


def test_a_return_of_another_claim_total_is_uitval(settings: Settings, inbox: Inbox):
    inbox.put("2026-02-05", "claim", claim("F1", REGELS))
    inbox.put("2026-02-06", "return", answer("F1", REGELS, sluit={"totaal_ingediend_bedrag": 5}))
    assert run.load(settings, [inbox.path]).geweigerd[0].redenen[0].veld == "99 totaal_ingediend_bedrag"


def test_a_source_of_approved_lines_only_needs_no_returns(
    settings: Settings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
):
    # R1.4, lezing: goedkeuring = bij_ontvangst
    monkeypatch.setattr(productie, "goedkeuring", lambda: "bij_ontvangst")
    run.load(settings, [inbox.put("2026-02-05", "claim", claim("F1", REGELS))])
    assert (approved(settings, date(2026, 2, 5)), pending(settings, date(2026, 2, 5))) == (14_000, 0)
    monkeypatch.undo()  # another reading is another PRODUCTIE
    assert (approved(settings, date(2026, 2, 5)), pending(settings, date(2026, 2, 5))) == (0, 14_000)


def test_a_line_granted_in_part_counts_no_days_in_any_of_its_months(settings: Settings, inbox: Inbox):
    # R5.1: 6 dagen over de maandgrens, 100,00 ingediend: 50,00 en 50,00; 99,99 toegekend: 50,00 en 49,99
    over = [
        Regel("R1", date(2026, 1, 29), date(2026, 2, 3), 10_000, aantal=6, prestatiecode="CVV1"),
        Regel("R2", date(2026, 1, 29), date(2026, 2, 3), 10_000, aantal=6, prestatiecode="CVV1"),
    ]
    inbox.put("2026-02-05", "claim", claim("F1", over))
    inbox.put("2026-02-06", "return", answer("F1", over, [Oordeel(0, 9_999, "0611")]))
    run.load(settings, [inbox.path])
    assert rows(settings, "zorgmaand, sum(aantal), sum(aantal_toegekend), sum(toegekend_cent)") == [
        (JAN, 6, 3, 10_000),
        (FEB, 6, 3, 9_999),
    ]

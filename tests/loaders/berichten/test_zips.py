"""Zip files and workbooks (which are zip files too) that are not what they seem, and those that are fine."""

import io
import os
import stat
import struct
import zipfile
from datetime import date

import openpyxl
import pytest

from config.settings import Settings
from loaders import queries, run
from loaders.berichten import zips
from loaders.tabellen import werkmap
from tests.loaders.berichten.refusals import DAG, GOED, packed, reasons
from tests.loaders.figures import pending
from tests.made import AANBIEDERS, KOPPELTABEL, Inbox, claim, maandregel
from tests.vragen import rijen, uit_grootboek


def test_endings_do_not_matter(settings: Settings, inbox: Inbox):
    inbox.put(DAG, "BERICHT.ZIP", packed({"CLAIM.ASC": claim("F2", [maandregel("R2", date(2026, 1, 1), 1)])}))
    inbox.table("KOPPEL.Csv", KOPPELTABEL)
    inbox.put(DAG, "goed", GOED)
    assert run.load(settings, [inbox.path]).verwerkt == 3


def test_the_nearest_folder_named_as_a_date_may_lie_in_the_zip(settings: Settings, inbox: Inbox):
    # R1.1: wie zijn inbox in een zip levert, houdt de dag van ontvangst van elk bericht
    first, second, third = (
        claim(f"F{n}", [maandregel(f"R{n}", date(2026, 1, 1), 10**n)]) for n in (2, 3, 4)
    )  # pending cents 100, 1.000 and 10.000
    inbox.put("2026-04-01", "alles.zip", packed({"2026-02-05/a": first, "x\\2026-03-05\\los\\a": second, "a": third}))
    los = inbox.path / "los.zip"
    los.write_bytes(packed({"inbox/2026-02-06/b": claim("F5", [maandregel("R5", date(2026, 1, 1), 100_000)])}))
    assert not run.load(settings, [inbox.path]).geweigerd
    dagen = [date(2026, 2, 4), date(2026, 2, 5), date(2026, 2, 6), date(2026, 3, 5), date(2026, 4, 1)]
    assert [pending(settings, dag) for dag in dagen] == [0, 100, 100_100, 101_100, 111_100]


def test_members_that_point_outside_are_refused(settings: Settings, inbox: Inbox):
    names = ["../boven", "map/../../boven2", "/absoluut", "..\\schuin", "C:\\schijf"]
    inbox.put(DAG, "z", packed({naam: GOED + naam.encode() for naam in names}))
    found = reasons(settings, inbox)
    assert sorted(found) == ["z/absoluut", "z/boven", "z/boven2", "z/schijf", "z/schuin"]
    assert {text.split(";")[0] for text in found.values()} == {"pad in het zipbestand wijst naar buiten"}
    assert not list(inbox.path.parent.rglob("boven*"))


def test_a_link_in_a_zip_is_refused(settings: Settings, inbox: Inbox):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/hostname")
    inbox.put(DAG, "z", buffer.getvalue())
    assert reasons(settings, inbox) == {"z/link": "symbolische koppeling in het zipbestand; zip het bestand zelf"}


def test_a_zip_in_a_zip_is_refused_and_its_neighbours_load(settings: Settings, inbox: Inbox):
    inner = packed({"bericht": GOED})
    other = claim("F2", [maandregel("R2", date(2026, 1, 1), 1)])
    for _ in range(20):  # as deep as a bomb would be
        inner = packed({"binnen": inner})
    inbox.put(DAG, "z", packed({"binnen": inner, "bericht": other}))
    inbox.put(DAG, "goed", GOED)
    verslag = run.load(settings, [inbox.path])
    assert [(a.bestand, a.redenen[0].tekst.split(";")[0]) for a in verslag.geweigerd] == [
        ("z/binnen", "zipbestand in een zipbestand")
    ]
    assert verslag.verwerkt == 2


def test_a_bomb_is_refused_before_it_is_opened(settings: Settings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch):
    bomb = packed({f"m{n}": b"0\n" * 5_000_000 for n in range(3)})
    assert len(bomb) < 100_000  # 30 MB in 0,1
    inbox.put(DAG, "bom", bomb)
    monkeypatch.setattr(zips, "MAX_UITGEPAKT_BYTES", 20_000_000)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("opened"))
    assert reasons(settings, inbox) == {"bom": zips.TE_GROOT}


def lying(members: dict[str, bytes], said: int) -> bytes:
    """A zip whose every header says its member has `said` bytes."""
    raw = bytearray(packed(members))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = raw.find(mark)
        while place >= 0:
            raw[place + offset : place + offset + 4] = struct.pack("<L", said)
            place = raw.find(mark, place + 4)
    return bytes(raw)


def test_headers_that_lie_about_sizes(settings: Settings, inbox: Inbox):
    inbox.put(DAG, "te weinig", lying({"m": b"0\n" * 20_000_000}, 10))  # 40 MB said to be 10 bytes
    inbox.put(DAG, "te veel", lying({"m": b"0\n"}, 3 * 1024**3))
    inbox.put(DAG, "veel te veel", lying({"m": b"0\n", "n": b"0\n"}, 3 * 1024**3))
    assert reasons(settings, inbox) == {
        "te weinig/m": zips.BESCHADIGD,
        "te veel/m": zips.BESCHADIGD,
        "veel te veel": zips.TE_GROOT,
    }


def test_zeros_in_a_zip_are_refused_after_the_first_chunk(settings: Settings, inbox: Inbox):
    inbox.put(DAG, "nullen", packed({"m": bytes(64 * 1024**2)}))
    assert "langer dan 1 MiB" in reasons(settings, inbox)["nullen/m"]


def test_a_list_of_members_too_long_is_not_read(settings: Settings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(zips, "MAX_INHOUDSOPGAVE_BYTES", 10_000)
    inbox.put(DAG, "vol", packed({f"m{n}": b"" for n in range(300)}, zipfile.ZIP_STORED))
    zip64 = packed({"m": GOED}).replace(b"PK\x05\x06", b"PK\x06\x07" + bytes(16) + b"PK\x05\x06")
    inbox.put(DAG, "zip64", zip64)
    assert reasons(settings, inbox) == {"vol": zips.TE_VEEL, "zip64": zips.TE_VEEL}


def test_a_member_without_a_name_is_told_of(settings: Settings, inbox: Inbox):
    # found by fuzz: zipfile itself fails on it
    raw = packed({"m": claim("F2", [maandregel("R2", date(2026, 1, 1), 1)])})
    for mark, length, name in ((b"PK\x03\x04", 26, 30), (b"PK\x01\x02", 28, 46)):
        place = raw.index(mark)
        raw = raw[: place + length] + bytes(2) + raw[place + length + 2 : place + name] + raw[place + name + 1 :]
    end = raw.index(b"PK\x05\x06")
    sizes = struct.pack("<LL", end - raw.index(b"PK\x01\x02"), raw.index(b"PK\x01\x02"))
    inbox.put(DAG, "z", raw[: end + 12] + sizes + raw[end + 20 :])
    inbox.put(DAG, "goed", GOED)
    run.load(settings, [inbox.path])
    assert "z/zonder naam" in {x.naam for x in uit_grootboek(queries.leveringen, settings)}


def test_protected_broken_and_empty_zips(settings: Settings, inbox: Inbox):
    raw = bytearray(packed({"m": os.urandom(4000)}))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        raw[raw.index(mark) + offset] |= 1
    inbox.put(DAG, "slot", bytes(raw))
    stream = bytearray(packed({"m": GOED * 50}))
    stream[60:200] = b"\xff" * 140
    inbox.put(DAG, "stroom", bytes(stream))
    inbox.put(DAG, "half", packed({"m": GOED * 50})[:-30])
    inbox.put(DAG, "kop", b"PK\x03\x04" + b"x" * 100)
    inbox.put(DAG, "map", packed({"map/": b""}))
    unknown = bytearray(packed({"m": GOED}))
    for mark, offset in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        unknown[unknown.index(mark) + offset] = 99
    inbox.put(DAG, "methode", bytes(unknown))
    assert {naam: text.split(";")[0] for naam, text in reasons(settings, inbox).items()} == {
        "slot/m": "met een wachtwoord beveiligd",
        "stroom/m": "zipbestand is beschadigd",
        "half": "zipbestand is beschadigd",
        "kop": "zipbestand is beschadigd",
        "map": "zipbestand is leeg",
        "methode/m": "onbekende manier van inpakken",
    }


# Workbooks.


def workbook(part: str = "", *changes: tuple[bytes, bytes]) -> bytes:
    """A good register of providers as XLSX; `changes` replace bytes of one of its parts."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in AANBIEDERS.splitlines():
        sheet.append([cell or None for cell in line.split(",")])
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = {naam: archive.read(naam) for naam in archive.namelist()}
    for old, new in changes:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)
    return packed(parts)


SHEET = "xl/worksheets/sheet1.xml"


def test_a_workbook_that_claims_a_whole_sheet_is_read_as_it_is(settings: Settings, inbox: Inbox):
    inbox.put(DAG, "goed.xlsx", workbook(SHEET, (b'ref="A1:E3"', b'ref="A1:XFD1048576"')))
    inbox.put(DAG, "goed", GOED)
    assert run.load(settings, [inbox.path]).verwerkt == 2
    assert len(rijen(settings, "aanbieders")) == 2


def test_workbooks_that_would_fill_memory_are_refused(
    settings: Settings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(werkmap, "MAX_CELLEN", 100_000)
    monkeypatch.setattr(zips, "MAX_WERKMAP_BYTES", 50_000_000)
    inbox.put(DAG, "rijnummer", workbook(SHEET, (b'<row r="3"', b'<row r="1048576000"')))
    inbox.put(DAG, "rijen", workbook(SHEET, (b"</sheetData>", b"<row/>" * 200_000 + b"</sheetData>")))
    inbox.put(DAG, "bom", workbook(SHEET, (b"</sheetData>", b"<row/>" * 9_000_000 + b"</sheetData>")))
    inbox.put(DAG, "liegt", lying({"xl/workbook.xml": b"<row/>" * 100_000}, 100))
    laughs = b'<!DOCTYPE x [<!ENTITY a "haha">' + b"".join(
        b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(ord("b"), ord("k"))
    )
    changes = (b"<worksheet", laughs + b"]><worksheet"), (b"Voorbeeldzorg Een", b"&j;")
    inbox.put(DAG, "entiteiten", workbook(SHEET, *changes))
    found = reasons(settings, inbox)
    assert {naam: text.split(";")[0] for naam, text in found.items()} == {
        "rijnummer": "werkmap heeft te veel cellen",
        "rijen": "werkmap heeft te veel cellen",
        "bom": "zipbestand is uitgepakt te groot",
        "liegt": "werkmap is beschadigd of beveiligd",
        "entiteiten": "werkmap kan niet worden gelezen",
    }

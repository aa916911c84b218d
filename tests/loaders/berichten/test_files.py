"""Files that are not what they seem: refused under their own name with a reason, counted, and the rest loads."""

import io
import os
import stat
import struct
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from config.settings import Settings
from loaders import queries, run, tables
from loaders.berichten import content, files, zips
from loaders.berichten.files import find, open_file
from tests.loaders.figures import pending
from tests.made import AANBIEDERS, KOPPELTABEL, Inbox, claim, maandregel

GOED = claim("F1", [maandregel("R1", date(2026, 1, 1), 14_000)])
DAG = "2026-02-05"


def reasons(settings: Settings, inbox: Inbox) -> dict[str, str]:
    """Load a good message beside what is already in the inbox: what was refused, with the first reason. The good one
    must count, and every file must be told of (R1.5)."""
    inbox.put(DAG, "goed", GOED)
    verslag = run.load(settings, [inbox.path])
    assert verslag.verwerkt == 1
    assert verslag.bestanden == verslag.verwerkt + verslag.al_bekend + len(verslag.geweigerd)
    assert pending(settings, date(2026, 2, 5)) == 14_000
    assert len(queries.leveringen(settings)) == verslag.bestanden
    return {afkeuring.bestand: afkeuring.redenen[0].tekst for afkeuring in verslag.geweigerd}


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for naam, inhoud in members.items():
            archive.writestr(naam, inhoud)
    return buffer.getvalue()


def test_links_pipes_and_sockets_are_refused(settings: Settings, inbox: Inbox, tmp_path: Path):
    outside = tmp_path / "elders"
    outside.mkdir()
    (outside / "bericht").write_bytes(claim("F2", [maandregel("R2", date(2026, 1, 1), 1)]))
    folder = inbox.put(DAG, "goed", GOED).parent
    (folder / "bestandslink").symlink_to(outside / "bericht")
    (folder / "maplink").symlink_to(outside)
    (folder / "kringlink").symlink_to(folder)
    (folder / "kapotte link").symlink_to(outside / "weg")
    os.mkfifo(folder / "pijp")
    found = reasons(settings, inbox)
    assert {naam: text.split(";")[0] for naam, text in found.items()} == {
        **dict.fromkeys(["bestandslink", "maplink", "kringlink", "kapotte link"], "symbolische koppeling"),
        "pijp": "geen gewoon bestand (apparaat, pijp of socket)",
    }


def test_a_device_is_not_read():
    assert [b.reden and b.reden[:18] for b in open_file(Path("/dev/zero"), None)] == ["geen gewoon bestan"]


def test_a_pipe_put_in_place_while_looking_does_not_hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "bestand"
    path.write_bytes(GOED)
    before = path.stat()
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(Path, "lstat", lambda _: before)
    assert "geen gewoon bestand" in str(next(open_file(path, None)).reden)


@pytest.mark.parametrize(
    ("fault", "text"),
    [(PermissionError, "rechten"), (FileNotFoundError, "verdwenen"), (OSError, "schijf")],
)
def test_a_file_that_cannot_be_read_is_named(
    fault: type[OSError], text: str, settings: Settings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
):
    path = inbox.put(DAG, "dicht", b"x")
    whole = os.open

    def refuse(where: str | Path, *args: int) -> int:
        if Path(where) == path:
            raise fault
        return whole(where, *args)

    monkeypatch.setattr(files.os, "open", refuse)
    assert text in reasons(settings, inbox)["dicht"]


def test_a_file_that_vanishes_before_it_is_read(tmp_path: Path):
    path = tmp_path / "weg"
    path.write_bytes(GOED)
    found = find([tmp_path])
    path.unlink()
    assert ["verdwenen" in str(b.reden) for p in found for b in open_file(p, None)] == [True]


def test_a_folder_that_cannot_be_read_is_named(settings: Settings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch):
    folder = inbox.put("2026-02-06", "onbereikbaar", GOED).parent
    whole = os.scandir

    def refuse(where: str | Path) -> object:
        if Path(where) == folder:
            raise PermissionError(13, "dicht", str(where))
        return whole(where)

    monkeypatch.setattr(os, "scandir", refuse)
    assert reasons(settings, inbox) == {"2026-02-06": "map kan niet worden gelezen; controleer de rechten"}


@pytest.mark.parametrize("after", [GOED[:-5], GOED + GOED])
def test_a_file_that_changes_while_it_is_read_is_refused(after: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "groeit"
    path.write_bytes(GOED)
    whole = content.read_all

    def meanwhile(file: io.RawIOBase) -> bytes:
        found = whole(file)  # type: ignore[arg-type]
        path.write_bytes(after)
        return found

    monkeypatch.setattr(files, "read_all", meanwhile)
    assert "veranderde" in str(next(open_file(path, None)).reden)


TABEL = KOPPELTABEL.encode()
VREEMD = {
    "bericht met ctrl-z": (GOED + b"\x1a", "record heeft 1 tekens in plaats van 310"),
    "bericht met nullen": (GOED + bytes(100), "record heeft 100 tekens in plaats van 310"),
    "bericht met lege regel": (GOED + b"\r\n", "record heeft 0 tekens in plaats van 310"),
    "bericht met alleen cr": (GOED.replace(b"\r\n", b"\r"), "record heeft 1243 tekens in plaats van 310"),
    "bericht in utf-16": (GOED.decode("latin-1").encode("utf-16"), "verkeerde tekenset (UTF-16)"),
    "bericht met bom": (b"\xef\xbb\xbf" + GOED, "verkeerde tekenset (UTF-8)"),
    "tabel in utf-16": (TABEL.decode().encode("utf-16"), "verkeerde tekenset (UTF-16)"),
    "tabel in latin-1": (TABEL.replace(b"beeld", b"b\xe9ld", 1), "verkeerde tekenset"),
    "tabel met ctrl-z": (TABEL + b"\x1a", "1 kolommen in plaats van 12"),
    "tabel met puntkomma's": (TABEL.replace(b",", b";"), "onbekend soort bestand"),
    "alleen wit": (b" \r\n\t\n", "bestand is leeg"),
    "plaatje": (b"\xff\xd8\xff\xe0" + bytes(500), "verkeerde tekenset"),
}


def test_what_was_saved_in_another_way_is_refused_with_what_is_wrong(settings: Settings, inbox: Inbox):
    for naam, (inhoud, _) in VREEMD.items():
        inbox.put(DAG, naam, inhoud)
    found = {naam: text.split(";")[0].split(":")[0] for naam, text in reasons(settings, inbox).items()}
    assert found == {naam: text for naam, (_, text) in VREEMD.items()}


def test_a_table_with_a_bom_is_read(settings: Settings, inbox: Inbox):
    inbox.put(DAG, "koppeltabel", b"\xef\xbb\xbf" + TABEL)
    assert run.load(settings, [inbox.path]).verwerkt == 1


def test_a_file_still_being_written_is_refused_and_loads_later(settings: Settings, inbox: Inbox):
    path = inbox.put(DAG, "kort", claim("F2", [maandregel("R2", date(2026, 1, 1), 1)])[:700])
    assert "tekens in plaats van" in reasons(settings, inbox)["kort"]
    path.write_bytes(claim("F2", [maandregel("R2", date(2026, 1, 1), 1)]))
    assert run.load(settings, [inbox.path]).verwerkt == 1


def test_files_of_one_name_without_content_are_each_told_of(settings: Settings, inbox: Inbox):
    for dag in (DAG, "2026-02-06"):
        inbox.put(dag, "leeg", b"")
    inbox.put(DAG, "goed", GOED)
    assert len(run.load(settings, [inbox.path]).geweigerd) == 2


def test_a_name_that_is_no_text_is_kept_as_text(settings: Settings, inbox: Inbox):
    folder = inbox.put(DAG, "goed", GOED).parent
    (folder / os.fsdecode(b"kapot\xff\x1b[31m")).write_bytes(b"onzin")
    assert list(reasons(settings, inbox)) == ["kapot??[31m"]


class Endless(io.RawIOBase):
    """A file of `size` bytes that is made while it is read; says how much was taken."""

    def __init__(self, size: int, line: bytes) -> None:
        self.left, self.line, self.taken = size, line, 0

    def read(self, size: int = -1) -> bytes:
        chunk = (self.line * (size // len(self.line) + 1))[: min(size, self.left)]
        self.left -= len(chunk)
        self.taken += len(chunk)
        return chunk


@pytest.mark.parametrize("good", [b"", b"0" * 310 + b"\r\n"])
def test_a_line_of_two_gigabytes_is_refused_without_being_read(good: bytes):
    file = Endless(2 * 1024**3, b"0")
    start = io.BytesIO(good * 10_000)
    file.read, endless = lambda size=-1: start.read(size) or endless(size), file.read  # type: ignore[method-assign]
    with pytest.raises(content.Onleesbaar, match="langer dan 1 MiB"):
        content.read_all(file)  # type: ignore[arg-type]
    assert file.taken <= content.STUK_BYTES


def test_a_file_too_large_is_refused_at_the_limit(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(content, "MAX_BESTAND_BYTES", 5 * content.STUK_BYTES)
    file = Endless(2 * 1024**3, b"0" * 310 + b"\r\n")
    with pytest.raises(content.Onleesbaar, match="groter dan"):
        content.read_all(file)  # type: ignore[arg-type]
    assert file.taken <= 6 * content.STUK_BYTES


def test_a_sparse_file_of_two_gigabytes_is_refused(settings: Settings, inbox: Inbox):
    path = inbox.put(DAG, "nullen", b"")
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)
    assert "langer dan 1 MiB" in reasons(settings, inbox)["nullen"]


# Zip files.


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
    assert "z/zonder naam" in {x.naam for x in queries.leveringen(settings)}


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
    assert len(queries.reference_rows(settings, "aanbieders")) == 2


def test_workbooks_that_would_fill_memory_are_refused(
    settings: Settings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tables, "MAX_CELLEN", 100_000)
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

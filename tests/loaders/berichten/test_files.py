"""Files that are not what they seem: refused under their own name with a reason, counted, and the rest loads."""

import io
import os
from datetime import date
from pathlib import Path

import pytest

from config.settings import Settings
from loaders import run
from loaders.berichten import content, files
from loaders.berichten.files import find, open_file
from tests.loaders.berichten.refusals import DAG, GOED, reasons
from tests.made import KOPPELTABEL, Inbox, claim, maandregel


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
    "bericht met tekst erachter": (GOED + b"einde", "record heeft 5 tekens in plaats van 310"),
    "bericht met alleen cr": (GOED.replace(b"\r\n", b"\r"), "record heeft 1243 tekens in plaats van 310"),
    "bericht in utf-16": (GOED.decode("latin-1").encode("utf-16"), "verkeerde tekenset (UTF-16)"),
    "bericht met bom": (b"\xef\xbb\xbf" + GOED, "verkeerde tekenset (UTF-8)"),
    "tabel in utf-16": (TABEL.decode().encode("utf-16"), "verkeerde tekenset (UTF-16)"),
    "tabel in latin-1": (TABEL.replace(b"beeld", b"b\xe9ld", 1), "verkeerde tekenset"),
    "tabel met ctrl-z": (TABEL + b"\x1a", "1 kolommen in plaats van 12"),
    "tabel met strepen": (TABEL.replace(b",", b"|"), "onbekend soort bestand"),
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

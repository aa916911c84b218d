"""Finding deliveries: which files there are, when they came in, what kind each is (design: Delivery, fixed).

What is found is not trusted: a link, a pipe, a folder without rights, a file that vanishes or grows is refused with a
reason under its own name, and the rest loads.
"""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from io import FileIO
from pathlib import Path, PurePath
from typing import BinaryIO

from loaders.berichten import zips
from loaders.berichten.bijbestanden import in_bijmap, is_bijbestand
from loaders.berichten.content import Onleesbaar, read_all
from loaders.berichten.messages import Geweigerd
from loaders.grootboek.deliveries import EERSTE_DAG, LAATSTE_DAG, Reden, Soort

DATUM = re.compile(r"\d{4}-\d{2}-\d{2}")
BERICHT = re.compile(rb"\d{2}[^,;]{30}")
"""How a message starts: its record type, and no comma as in the header row of a table."""
HOOFD_BYTES = 100
UTF8_BOM, UTF16_BOMS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
ONLEESBAAR = {
    FileNotFoundError: "bestand is verdwenen; laad het opnieuw",
    PermissionError: "bestand kan niet worden gelezen; controleer de rechten",
}


@dataclass(frozen=True)
class Bestand:
    """One file as it was found: its name, the day it came in (None: not said), its content or why it has none.

    `plaats` is the whole path: what tells files without content apart. `bijbestand`: a program left it behind, so it is
    no delivery, and was not read.
    """

    naam: str
    ontvangen: date | None
    inhoud: bytes
    reden: str | None = None
    plaats: str = ""
    bijbestand: bool = False


def find(paths: Iterable[Path], overgeslagen: set[Path] | None = None) -> list[Path]:
    """Everything under `paths` but folders, in a fixed order, each once; also a folder that cannot be read. What is
    hidden or was left behind by a program is no delivery: it goes to `overgeslagen`. Links are not followed."""
    found: set[Path] = set()
    skipped = set() if overgeslagen is None else overgeslagen

    def unreadable(why: OSError) -> None:
        found.add(Path(why.filename))

    for path in paths:
        if not path.is_dir():
            found.add(path)
            continue
        for where, folders, files in os.walk(path, onerror=unreadable):
            folder = Path(where)
            skipped |= {folder / name for name in folders if in_bijmap(PurePath(name, "x"))}
            folders[:] = [name for name in folders if folder / name not in skipped]
            links = [name for name in folders if (folder / name).is_symlink()]
            found |= {folder / name for name in (*links, *files)}
    skipped |= {path for path in found if is_bijbestand(path.name)}
    return sorted(found - skipped, key=lambda path: path.parts)


def open_file(path: Path, standaard: date | None) -> Iterator[Bestand]:
    """The deliveries in one file: itself, or what a zip holds. `standaard` is --ontvangen."""
    ontvangen = received_on(path) or standaard
    plaats = os.fsencode(path.absolute()).decode("utf-8", "replace")
    naam = printable(path.name)
    try:
        with open_regular(path) as file:
            if file.read(len(zips.KENMERK)) == zips.KENMERK:
                archive = zips.open_zip(file)
                if not zips.holds_workbook(archive):
                    for skipped in zips.bijbestanden(archive):
                        yield Bestand(f"{naam}/{printable(skipped)}", ontvangen, b"", bijbestand=True)
                    for member, inhoud, reden in zips.members(archive):
                        name = f"{naam}/{printable(member.name or zips.ZONDER_NAAM)}"
                        dag = day_of(member.parents) or ontvangen
                        yield Bestand(name, dag, inhoud, reden, f"{plaats}/{name}")
                    return
                zips.check_workbook(archive)
            file.seek(0)
            yield Bestand(naam, ontvangen, _whole(file), None, plaats)
    except Onleesbaar as why:
        yield Bestand(naam, ontvangen, b"", str(why), plaats)
    except OSError as why:
        reden = ONLEESBAAR.get(type(why), "bestand kan niet worden gelezen; controleer de schijf")
        yield Bestand(naam, ontvangen, b"", reden, plaats)


def open_regular(path: Path) -> FileIO:
    """The file, if it is one: opening a pipe could wait for ever, a link could lead anywhere."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        raise Onleesbaar("symbolische koppeling; leg het bestand zelf in de inbox")
    if stat.S_ISDIR(mode):
        raise Onleesbaar("map kan niet worden gelezen; controleer de rechten")
    if stat.S_ISREG(mode):
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        if stat.S_ISREG(os.fstat(descriptor).st_mode):  # it may have been put in place since
            return FileIO(descriptor)
        os.close(descriptor)
    raise Onleesbaar("geen gewoon bestand (apparaat, pijp of socket); verwijder het uit de inbox")


def _whole(file: BinaryIO) -> bytes:
    """The content, if the file stood still while it was read."""
    before = standing(file)
    inhoud = read_all(file)
    if before != standing(file) or len(inhoud) != before[0]:
        raise Onleesbaar("bestand veranderde tijdens het lezen; laad het opnieuw als het er in zijn geheel staat")
    return inhoud


def standing(file: BinaryIO) -> tuple[int, int]:
    """Size of a file and when it was last changed: the same before and after reading if it stood still."""
    found = os.fstat(file.fileno())
    return found.st_size, found.st_mtime_ns


def printable(naam: str) -> str:
    """A name as it may be kept and shown: what is no text or would steer a terminal becomes a question mark."""
    return naam if naam.isprintable() else "".join(c if c.isprintable() else "?" for c in naam)


def received_on(path: Path) -> date | None:
    """The nearest folder named as a date (EEJJ-MM-DD) gives the day received."""
    return day_of(path.absolute().parents)


def day_of(folders: Iterable[PurePath]) -> date | None:
    """The first of these folders, nearest first, that is named as a date on which something can have come in."""
    for folder in folders:
        if DATUM.fullmatch(folder.name):
            try:
                dag = date.fromisoformat(folder.name)
            except ValueError:
                continue
            if EERSTE_DAG <= dag <= LAATSTE_DAG:
                return dag
    return None


def kind(inhoud: bytes) -> Soort:
    """AW319, AW320 or a reference table, told by content. Raises Geweigerd when it can be none of these."""
    head = inhoud[:HOOFD_BYTES]
    if not head.strip() and not inhoud.strip():
        raise Geweigerd([Reden(None, None, "bestand is leeg; lever het opnieuw aan")])
    if head.startswith(UTF16_BOMS):
        raise Geweigerd(
            [Reden(1, None, "verkeerde tekenset (UTF-16); lever berichten aan in ISO-8859-1, tabellen in UTF-8")]
        )
    if BERICHT.match(head.removeprefix(UTF8_BOM)):
        if head.startswith(UTF8_BOM):
            raise Geweigerd([Reden(1, None, "verkeerde tekenset (UTF-8); lever berichten aan in ISO-8859-1")])
        return Soort.AW320 if head[2:5] == b"188" else Soort.AW319
    return Soort.TABEL

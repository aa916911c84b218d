"""Finding deliveries: which files there are, when they came in, what kind each is (design: Delivery, fixed)."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from loaders.deliveries import Reden, Soort
from loaders.messages import Geweigerd

MAX_UITGEPAKT_BYTES = 4 * 1024**3
"""A zip that unpacks to more than this is refused before it is opened."""
DATUM = re.compile(r"\d{4}-\d{2}-\d{2}")
UTF8_BOM, UTF16_BOMS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Bestand:
    """One file as it was found: its name, the day it came in (None: not said), its content or why it has none."""

    naam: str
    ontvangen: date | None
    inhoud: bytes
    reden: str | None = None


def find(paths: list[Path]) -> list[Path]:
    """Every file under `paths`, in a fixed order, each once. Hidden files and folders are no deliveries."""
    found = {
        file
        for path in paths
        for file in (path.rglob("*") if path.is_dir() else [path])
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts)
    }
    return sorted(found)


def open_file(path: Path, standaard: date | None) -> Iterator[Bestand]:
    """The deliveries in one file: itself, or what a zip holds. `standaard` is --ontvangen."""
    ontvangen = received_on(path) or standaard
    try:
        inhoud = path.read_bytes()
    except OSError:
        yield Bestand(path.name, ontvangen, b"", "bestand kan niet worden gelezen; controleer de rechten")
        return
    if not inhoud.startswith(b"PK\x03\x04") or is_workbook(inhoud):
        yield Bestand(path.name, ontvangen, inhoud)
        return
    yield from _unzip(path, ontvangen, inhoud)


def _unzip(path: Path, ontvangen: date | None, inhoud: bytes) -> Iterator[Bestand]:
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if sum(member.file_size for member in members) > MAX_UITGEPAKT_BYTES:
                yield Bestand(path.name, ontvangen, b"", "zipbestand is uitgepakt te groot; lever het in delen aan")
                return
            for member in members:
                yield Bestand(f"{path.name}/{Path(member.filename).name}", ontvangen, archive.read(member))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        reden = "zipbestand is beschadigd of met een wachtwoord beveiligd; lever het opnieuw aan"
        yield Bestand(path.name, ontvangen, b"", reden)


def received_on(path: Path) -> date | None:
    """The nearest folder named as a date (EEJJ-MM-DD) gives the day received."""
    for folder in path.absolute().parents:
        if DATUM.fullmatch(folder.name):
            try:
                return date.fromisoformat(folder.name)
            except ValueError:
                continue
    return None


def is_workbook(inhoud: bytes) -> bool:
    """Whether the content is an XLSX workbook (a zip that holds one)."""
    try:
        return "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(inhoud)).namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def kind(inhoud: bytes) -> Soort:
    """AW319, AW320 or a reference table, told by content. Raises Geweigerd when it can be none of these."""
    if not inhoud.strip():
        raise Geweigerd([Reden(None, None, "bestand is leeg; lever het opnieuw aan")])
    if inhoud.startswith(UTF16_BOMS):
        raise Geweigerd(
            [Reden(1, None, "verkeerde tekenset (UTF-16); lever berichten aan in ISO-8859-1, tabellen in UTF-8")]
        )
    if inhoud.removeprefix(UTF8_BOM)[:2].isdigit() and re.match(rb"\d{2}[^,;]{30}", inhoud.removeprefix(UTF8_BOM)):
        if inhoud.startswith(UTF8_BOM):
            raise Geweigerd([Reden(1, None, "verkeerde tekenset (UTF-8); lever berichten aan in ISO-8859-1")])
        return Soort.AW320 if inhoud[2:5] == b"188" else Soort.AW319
    return Soort.TABEL

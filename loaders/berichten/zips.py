"""Zip files from outside (messages zipped, workbooks): nothing they say of themselves is trusted.

A zip can unpack to a thousand times its size, hold another zip, lie about sizes, or hold more members than memory.
So: a limit on the list of members before it is read, on what they unpack to before one is opened, and on every chunk.
"""

import io
import stat
import zipfile
from collections.abc import Iterator
from pathlib import PureWindowsPath
from typing import BinaryIO

from loaders.berichten.bijbestanden import in_bijmap, is_bijbestand
from loaders.berichten.content import Onleesbaar, read_all

MAX_UITGEPAKT_BYTES = 4 * 1024**3
"""A zip that unpacks to more than this is refused before a member is opened."""
MAX_WERKMAP_BYTES = 512 * 1024**2
"""What a workbook may unpack to: about a million rows of the widest table."""
MAX_INHOUDSOPGAVE_BYTES = 8 * 1024**2
"""The list of members: some 100 000 of them, more than a zip without extensions can count."""
KENMERK = b"PK\x03\x04"
ZONDER_NAAM = "zonder naam"
ANDERE_WERKMAP = {"META-INF/manifest.xml", "xl/workbook.bin", "word/document.xml", "ppt/presentation.xml"}
"""Members of which one stands in every file of an office that is no XLSX."""

_EINDE, _EINDE_BYTES, _ZIP64, _ZIP64_BYTES = b"PK\x05\x06", 22, b"PK\x06\x07", 20
_MAX_OPMERKING = 65_535
_VERSLEUTELD = 0x1

BESCHADIGD = "zipbestand is beschadigd; lever het opnieuw aan"
TE_GROOT = "zipbestand is uitgepakt te groot; lever het in delen aan"
TE_VEEL = "zipbestand heeft te veel of te grote onderdelen (zip64); lever het in delen aan"


def open_zip(file: BinaryIO) -> zipfile.ZipFile:
    """The zip in `file`. Raises Onleesbaar when it is broken or larger than it may be."""
    _check_directory(file)
    try:
        archive = zipfile.ZipFile(file)
    except Exception:  # zipfile raises whatever a broken part makes it raise
        raise Onleesbaar(BESCHADIGD) from None
    limit = MAX_WERKMAP_BYTES if holds_workbook(archive) else MAX_UITGEPAKT_BYTES
    if sum(member.file_size for member in archive.infolist()) > limit:
        raise Onleesbaar(TE_GROOT)
    if not any(_deliveries(archive)):
        raise Onleesbaar("zipbestand is leeg; lever het opnieuw aan")
    if ANDERE_WERKMAP & archive.NameToInfo.keys():
        raise Onleesbaar("werkmap in een andere vorm (ODS, XLSB) of document; sla haar op als XLSX")
    return archive


def _check_directory(file: BinaryIO) -> None:
    """Refuse a list of members too long to read; zipfile would read it whole."""
    end = file.seek(0, io.SEEK_END)
    file.seek(max(0, end - _EINDE_BYTES - _ZIP64_BYTES - _MAX_OPMERKING))
    tail = file.read()
    last = tail.rfind(_EINDE)
    if last < 0 or len(tail) - last < _EINDE_BYTES:
        raise Onleesbaar(BESCHADIGD)
    if tail[max(0, last - _ZIP64_BYTES) : last].startswith(_ZIP64):
        raise Onleesbaar(TE_VEEL)
    if int.from_bytes(tail[last + 12 : last + 16], "little") > MAX_INHOUDSOPGAVE_BYTES:
        raise Onleesbaar(TE_VEEL)
    file.seek(0)


def holds_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether this zip is an XLSX workbook."""
    return "xl/workbook.xml" in archive.NameToInfo


def is_workbook(inhoud: bytes) -> bool:
    """Whether the content is an XLSX workbook."""
    if not inhoud.startswith(KENMERK):
        return False
    try:
        return holds_workbook(open_zip(io.BytesIO(inhoud)))
    except Onleesbaar:
        return False


def check_workbook(archive: zipfile.ZipFile) -> None:
    """Unpack every part in chunks and keep nothing: after this the sizes are true. Raises Onleesbaar."""
    for member in archive.infolist():
        try:
            with archive.open(member) as part:
                while part.read(1024**2):
                    pass
        except Exception:  # zipfile raises whatever a broken part makes it raise
            raise Onleesbaar("werkmap is beschadigd of beveiligd; sla haar opnieuw op als XLSX") from None


def members(archive: zipfile.ZipFile) -> Iterator[tuple[PureWindowsPath, bytes, str | None]]:
    """Path in the zip, content and, for a member that cannot be used, the reason instead of its content."""
    for member in _deliveries(archive):
        path = PureWindowsPath(member.filename)  # splits on / and on \\
        try:
            yield path, _content(archive, member), None
        except Onleesbaar as why:
            yield path, b"", str(why)


def bijbestanden(archive: zipfile.ZipFile) -> list[str]:
    """The members that a program left behind; no deliveries."""
    return [member.filename for member in _files(archive) if _is_bijbestand(member)]


def _deliveries(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """Every other member that is no folder."""
    return (member for member in _files(archive) if not _is_bijbestand(member))


def _files(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    return (member for member in archive.infolist() if not member.filename.endswith("/"))


def _is_bijbestand(member: zipfile.ZipInfo) -> bool:
    path = PureWindowsPath(member.filename)
    return is_bijbestand(path.name) or in_bijmap(path)


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    path = PureWindowsPath(member.orig_filename)
    if path.anchor or ".." in path.parts or "\0" in member.orig_filename:
        raise Onleesbaar("pad in het zipbestand wijst naar buiten; zip de bestanden zonder map")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Onleesbaar("symbolische koppeling in het zipbestand; zip het bestand zelf")
    if member.flag_bits & _VERSLEUTELD:
        raise Onleesbaar("met een wachtwoord beveiligd; lever het zonder wachtwoord aan")
    try:
        with archive.open(member) as part:
            inhoud = read_all(part)
    except Onleesbaar:
        raise
    except NotImplementedError:
        raise Onleesbaar("onbekende manier van inpakken; gebruik een gewoon zipbestand") from None
    except Exception:  # zipfile, zlib, bz2 and lzma raise what a broken part makes them raise
        raise Onleesbaar(BESCHADIGD) from None
    if len(inhoud) != member.file_size:
        raise Onleesbaar(BESCHADIGD)
    if inhoud.startswith(KENMERK) and not is_workbook(inhoud):
        raise Onleesbaar("zipbestand in een zipbestand; pak het buitenste eerst uit")
    return inhoud

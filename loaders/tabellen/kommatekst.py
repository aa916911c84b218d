"""The rows of a CSV, as an office saves it: with commas, semicolons or tabs between the cells."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from loaders.berichten.messages import Geweigerd
from loaders.grootboek.deliveries import Reden

SCHEIDINGEN = {",": "komma", ";": "puntkomma", "\t": "tab"}
UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
KOP_BYTES = 64 * 1024
"""No header row is longer."""
STUK_BYTES = 1024**2
EXCEL_SCHEIDING = "sep="
"""The line with which a spreadsheet may say what stands between the cells."""
OUD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Rijen = Iterator[tuple[int, list[Any]]]


def lees(inhoud: bytes, bekend: Callable[[Sequence[str]], int]) -> tuple[Rijen, str]:
    """The filled rows with the line on which each starts, and what stands between the cells. `bekend`: of how many of
    these names of columns a table is known. Raises Geweigerd, also while rows are taken, where it is no text in UTF-8.
    """
    _check_coding(inhoud)
    lines = inhoud[:KOP_BYTES].decode("utf-8-sig", "replace").splitlines()
    skip = 0
    if lines and lines[0].casefold().startswith(EXCEL_SCHEIDING):
        skip, scheiding = 1, lines[0][len(EXCEL_SCHEIDING) :][:1]
        if scheiding not in SCHEIDINGEN:
            raise Geweigerd([Reden(1, None, "onbekend scheidingsteken; gebruik een puntkomma, komma of tab")])
    else:
        first = next((line for line in lines if line.strip(" ,;\t")), "")
        scheiding = max(SCHEIDINGEN, key=lambda teken: bekend(_names(first, teken)))
    return _rows(inhoud, scheiding, skip), scheiding


def _names(line: str, teken: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=teken), [])
    except csv.Error:
        return []


def _check_coding(inhoud: bytes) -> None:
    """Raises Geweigerd with what the file seems to be, where it is no text in UTF-8."""
    if inhoud.startswith(OUD_EXCEL):
        text = "oud of beveiligd Excel-bestand; sla het zonder wachtwoord op als XLSX"
        raise Geweigerd([Reden(None, None, text)])
    even, odd = inhoud[:100:2], inhoud[1:100:2]
    if inhoud.startswith(UTF16_BOMS) or any(a and not any(a) and all(b) for a, b in ((even, odd), (odd, even))):
        raise Geweigerd([Reden(1, None, "verkeerde tekenset (UTF-16); sla de tabel op als CSV UTF-8")])
    place = 0
    while place < len(inhoud):  # in pieces, for a text as large as the file costs memory
        end = inhoud.find(b"\n", min(place + STUK_BYTES, len(inhoud)))
        piece = inhoud[place : end + 1 if end >= 0 else len(inhoud)]
        try:
            piece.decode("utf-8")
        except UnicodeDecodeError as why:
            regel = inhoud.count(b"\n", 0, place) + piece.count(b"\n", 0, why.start) + 1
            text = "verkeerde tekenset; sla de tabel op als CSV UTF-8 (dit lijkt Windows-1252)"
            raise Geweigerd([Reden(regel, None, text)]) from None
        place += len(piece)


def _rows(inhoud: bytes, scheiding: str, skip: int) -> Rijen:
    text = io.TextIOWrapper(io.BytesIO(inhoud), "utf-8-sig", newline="")
    for _ in range(skip):
        text.readline()
    reader = csv.reader(text, strict=True, delimiter=scheiding)
    width = whole = 0
    try:
        while True:
            start = skip + reader.line_num + 1
            cells = next(reader)
            if any(cell.strip() for cell in cells):
                width, whole = width or _filled(cells), whole or len(cells)
                beside = len(cells) != whole or any(cell.strip() for cell in cells[width:])
                yield start, cells if beside else cells[:width]
    except StopIteration:
        return
    except csv.Error:
        raise Geweigerd([Reden(skip + reader.line_num, None, "geen geldige CSV (aanhalingstekens?)")]) from None


def _filled(cells: Sequence[str]) -> int:
    """Up to and with the last cell that holds something: a spreadsheet saves empty columns beside a table too."""
    return max(place for place, cell in enumerate(cells, start=1) if cell.strip())

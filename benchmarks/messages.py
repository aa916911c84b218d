"""Inboxes of other shapes, of the same made lines: many small messages, one large one, a part of the days.

`messages.py small|large|days|earlier|half INBOX TARGET ...` prints the number of lines. It is run as a process of its
own: what it uses would count as memory of what it starts.
"""

import os
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from config.layouts import aw319, aw320
from loaders.berichten.record import format_line

Rows = npt.NDArray[np.uint8]
LAYOUT = aw319()
BREEDTE = LAYOUT.record_length + 2
MAX_TELLING = 999_999
"""A count in record 99 has six digits: no message holds more lines."""


def claims(inbox: Path) -> Iterator[tuple[Path, Rows]]:
    """The good AW319 messages of a made inbox, as rows of bytes."""
    for path in sorted(inbox.rglob("AW319_*.asc")):
        yield path, np.frombuffer(path.read_bytes(), np.uint8).reshape(-1, BREEDTE)


def number(rows: Rows, field: str) -> npt.NDArray[np.int64]:
    digits = rows[:, LAYOUT.field("04", field).slice].astype(np.int64) - ord("0")
    return digits @ (10 ** np.arange(digits.shape[1] - 1, -1, -1, dtype=np.int64))


def message(header: bytes, body: Rows, factuur: str) -> bytes:
    """A message of these 02, 04 and 98 records, with record 99 to match."""
    field = LAYOUT.field("01", "factuurnummer")
    kinds = body[:, 1]
    lines = body[kinds == ord("4")]
    credit = lines[:, LAYOUT.field("04", "debet_credit_2").slice.start] == ord("C")
    cent = number(lines, "declaratiebedrag")
    total = int(cent.sum() - 2 * cent[credit].sum())
    sluit = {
        "aantal_verzekerdenrecords": int((kinds == ord("2")).sum()),
        "aantal_prestatierecords": len(lines),
        "aantal_commentaarrecords": int((kinds == ord("8")).sum()),
        "totaal_detailrecords": len(body),
        "totaal_declaratiebedrag": abs(total),
        "debet_credit": "C" if total < 0 else "D",
    }
    kop = header[: field.slice.start] + factuur.encode().ljust(field.length) + header[field.slice.stop :]
    return kop + body.tobytes() + format_line(LAYOUT, "99", sluit) + b"\r\n"


def small(inbox: Path, target: Path, size: int, count: int) -> int:
    """Write `count` messages of about `size` bytes; the number of lines in them."""
    made = lines = 0
    step = size // BREEDTE - 2
    for path, rows in claims(inbox):
        body = rows[1:-1]
        # a message starts with a client
        starts = [0, *(np.flatnonzero(body[:, 1] == ord("2"))[step // 2 :: step // 2]).tolist(), len(body)]
        folder = target / path.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        for first, last in pairwise(starts):
            if made == count:
                return lines
            (folder / f"k{made:06}").write_bytes(message(rows[0].tobytes(), body[first:last], f"K{made:09}"))
            lines += int((body[first:last, 1] == ord("4")).sum())
            made += 1
    return lines


def _own_references(body: Rows, agb: bytes) -> Rows:
    """References are unique per payee: under one payee the AGB code of the old one makes them so."""
    body = body.copy()
    for name in ("referentienummer", "referentienummer_vorig"):
        start, stop = LAYOUT.field("04", name).slice.start, LAYOUT.field("04", name).slice.stop
        filled = (body[:, 1] == ord("4")) & (body[:, start] != ord(" "))
        body[filled, stop - len(agb) : stop] = np.frombuffer(agb, np.uint8)
    return body


def large(inbox: Path, target: Path, size: int) -> int:
    """Write one message of `size` bytes, or as large as the counts of record 99 allow: claims one after the other,
    lines numbered anew, and remarks (98); its lines."""
    header, bodies, lines, clients, total = b"", [], 0, 0, 0
    last = ""
    for path, rows in claims(inbox):
        body = rows[1:-1]
        n4, n2 = int((body[:, 1] == ord("4")).sum()), int((body[:, 1] == ord("2")).sum())
        if total >= size or lines + n4 > MAX_TELLING or clients + n2 > MAX_TELLING:
            break
        header, last = header or rows[0].tobytes(), max(last, path.parent.name)
        bodies.append(_own_references(body, path.name.split("_")[1].encode()))
        lines, clients, total = lines + n4, clients + n2, total + body.size
    remarks = min(MAX_TELLING, max(0, (size - total) // BREEDTE))
    remark = np.frombuffer(format_line(LAYOUT, "98", {"vrije_tekst": "gemaakt"}) + b"\r\n", np.uint8)
    whole = np.concatenate([*bodies, np.broadcast_to(remark, (remarks, BREEDTE))])
    field = LAYOUT.field("04", "identificatie_detailrecord").slice
    lines04 = whole[:, 1] == ord("4")
    for name in ("berekend_bedrag", "declaratiebedrag"):  # a total has eleven digits: amounts below 1000 euro
        start = LAYOUT.field("04", name).slice.start
        whole[lines04, start : start + 3] = ord("0")
    whole[:, field] = np.char.zfill(np.arange(1, len(whole) + 1).astype("S12"), 12).view(np.uint8).reshape(-1, 12)
    folder = target / last
    folder.mkdir(parents=True)
    (folder / "groot").write_bytes(message(header, whole, "GROOT"))
    return lines


def days(inbox: Path, target: Path, since: str, until: str) -> int:
    """The deliveries of days received from `since` up to, not including, `until`, and no reference tables."""
    for folder in sorted(path for path in inbox.iterdir() if since <= path.name < until):
        (target / folder.name).mkdir(parents=True)
        for path in folder.iterdir():
            os.link(path, target / folder.name / path.name)
    return 0


def earlier(inbox: Path, target: Path, years: int) -> int:
    """The messages of an inbox so many (even) years earlier, with invoice numbers and references of their own: history
    of the same size and form. All dates of care, and the days received, move along; years stay without 29 February."""
    for path in sorted(inbox.rglob("AW3*.asc")):
        layout = aw319() if path.name.startswith("AW319") else aw320()
        rows = np.frombuffer(path.read_bytes(), np.uint8).reshape(-1, layout.record_length + 2).copy()
        mark = ord("A") + years
        rows[0, layout.field("01", "factuurnummer").slice.start] = mark
        lines = rows[:, 1] == ord("4")
        for name in ("referentienummer", "referentienummer_vorig"):
            place = layout.field("04", name).slice
            filled = lines & (rows[:, place.start] != ord(" "))
            rows[filled, place.start] = mark
        for name in ("begindatum_prestatie", "einddatum_prestatie"):
            _earlier_years(rows, lines, layout.field("04", name).slice, years)
        if layout is not aw319():
            _earlier_years(rows, rows[:, 1] == ord("1"), layout.field("01", "dagtekening_retour").slice, years)
        folder = target / f"{int(path.parent.name[:4]) - years}{path.parent.name[4:]}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / path.name).write_bytes(rows.tobytes())
    return 0


def _earlier_years(rows: Rows, which: npt.NDArray[np.bool_], place: slice, years: int) -> None:
    digits = rows[:, place.start : place.start + 4]
    filled = which & (digits != ord(" ")).all(axis=1)
    powers = np.array([1000, 100, 10, 1])
    year = (digits[filled].astype(np.int64) - ord("0")) @ powers - years
    rows[filled, place.start : place.start + 4] = year[:, None] // powers % 10 + ord("0")


def half(inbox: Path, target: Path) -> int:
    """Half of the providers of an inbox: every other AGB code."""
    for path in inbox.rglob("AW3*.asc"):
        if int(path.name.split("_")[1]) % 2:
            (target / path.parent.name).mkdir(parents=True, exist_ok=True)
            os.link(path, target / path.parent.name / path.name)
    return 0


def main() -> None:
    how, inbox, target, *rest = sys.argv[1:]
    match how:
        case "small":
            print(small(Path(inbox), Path(target), int(rest[0]), int(rest[1])))
        case "large":
            print(large(Path(inbox), Path(target), int(rest[0])))
        case "days":
            print(days(Path(inbox), Path(target), rest[0], rest[1]))
        case "earlier":
            print(earlier(Path(inbox), Path(target), int(rest[0])))
        case "half":
            print(half(Path(inbox), Path(target)))


if __name__ == "__main__":
    main()

"""A message is a matrix of bytes, for every record has one length: fields are columns of it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from config.layouts import CODERING, Field
from loaders.grootboek.deliveries import Reden

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

DIGIT_ZERO = ord("0")
EPOCH_JAAR = 1970


@dataclass(frozen=True)
class Records:
    """Records of one type: their bytes (n x record length) and their line numbers (1-based)."""

    bytes: Bytes
    regels: Ints

    def __len__(self) -> int:
        return len(self.regels)

    def where(self, mask: Mask) -> "Records":
        return Records(self.bytes[mask], self.regels[mask])

    def raw(self, field: Field) -> Bytes:
        return self.bytes[:, field.slice]

    def numbers(self, field: Field) -> tuple[Ints, Mask]:
        """The value of a digits field per record, and whether it holds digits only (else the value means nothing)."""
        digits = self.raw(field) ^ DIGIT_ZERO  # XOR, not minus: a blank must not borrow from its neighbour
        powers = 10 ** np.arange(field.length - 1, -1, -1, dtype=np.int64)
        return digits.astype(np.int64) @ powers, np.all(digits <= 9, axis=1)

    def signs(self, field: Field) -> tuple[Ints, Mask]:
        """+1 for D and -1 for C (R1.3), and whether the field holds one of the two."""
        letters = self.raw(field)[:, 0]
        return np.where(letters == ord("C"), -1, 1), (letters == ord("D")) | (letters == ord("C"))

    def dates(self, field: Field) -> tuple[npt.NDArray[np.datetime64], Mask]:
        """The date (EEJJMMDD) per record, and whether it exists; a date that does not is NaT."""
        numbers, ok = self.numbers(field)
        jaar, maand, dag = numbers // 10_000, numbers // 100 % 100, numbers % 100
        ok = ok & (maand >= 1) & (maand <= 12) & (dag >= 1) & (jaar >= EPOCH_JAAR)
        first = ((np.where(ok, jaar, EPOCH_JAAR) - EPOCH_JAAR) * 12 + np.where(ok, maand, 1) - 1).astype(
            "datetime64[M]"
        )
        dates = first.astype("datetime64[D]") + (np.where(ok, dag, 1) - 1)
        ok = ok & (dates.astype("datetime64[M]") == first)  # 31 April lies in May
        return np.where(ok, dates, np.datetime64("NaT")), ok

    def texts(self, field: Field) -> pa.Array:
        """The text per record as Arrow strings, trailing spaces removed."""
        return texts(self.raw(field))


def texts(raw: Bytes) -> pa.Array:
    """Rows of characters as Arrow strings, trailing spaces removed."""
    rows, width = raw.shape
    if (raw >= 128).any():
        return pa.array([bytes(row).decode(CODERING).rstrip(" ") for row in raw], pa.string())
    starts = np.arange(0, raw.size + 1, width, dtype=np.int32)
    buffers = [None, pa.py_buffer(starts), pa.py_buffer(np.ascontiguousarray(raw))]
    return pc.ascii_rtrim(pa.Array.from_buffers(pa.string(), rows, buffers), " ")


def to_records(content: bytes, record_length: int) -> Records | list[Reden]:
    """The records of a message, or the reasons why its lines are no records, with their numbers.

    Line ends are CRLF or LF (AW319 technical form); the last one may be missing.
    """
    for line_end in (b"\r\n", b"\n"):
        width = record_length + len(line_end)
        padded = content if content.endswith(b"\n") else content + line_end
        if len(padded) % width == 0:
            matrix = np.frombuffer(padded, np.uint8).reshape(-1, width)
            ends = matrix[:, record_length:] == np.frombuffer(line_end, np.uint8)
            body = matrix[:, :record_length]
            short = line_end == b"\n" and (body[:, -1] == ord("\r")).any()  # a line that ends in CRLF
            if ends.all() and not short and not (body == ord("\n")).any():
                return Records(body, np.arange(1, len(matrix) + 1))
    return _line_by_line(content, record_length)


def lines_of(content: bytes) -> list[bytes]:
    """The lines of a message without their ends (CRLF or LF); a CR anywhere else is a character of its line."""
    return [line.removesuffix(b"\r") for line in content.removesuffix(b"\n").split(b"\n")]


def _line_by_line(content: bytes, record_length: int) -> Records | list[Reden]:
    lines = lines_of(content)
    wrong = [(n, len(line)) for n, line in enumerate(lines, start=1) if len(line) != record_length]
    if not wrong:
        matrix = np.frombuffer(b"".join(lines), np.uint8).reshape(-1, record_length)
        return Records(matrix, np.arange(1, len(matrix) + 1))
    hint = _coding_hint(content)
    return [
        Reden(
            n, None, f"record heeft {length} tekens in plaats van {record_length}{hint}; lever het bestand opnieuw aan"
        )
        for n, length in wrong
    ]


def _coding_hint(content: bytes) -> str:
    try:
        return "" if content.decode("utf-8").isascii() else " (het bestand is in UTF-8, verwacht wordt ISO-8859-1)"
    except UnicodeDecodeError:
        return ""


def reasons(records: Records, wrong: Mask, field: Field | None, text: str | Callable[[int], str]) -> list[Reden]:
    """A reason for every record where `wrong` holds; `text` may depend on the record's place."""
    veld = None if field is None else f"{field.rubriek} {field.name}"
    return [
        Reden(regel, veld, text if isinstance(text, str) else text(place))
        for place, regel in zip(np.flatnonzero(wrong).tolist(), records.regels[wrong].tolist(), strict=True)
    ]

"""Many records of one kind at once: a matrix of bytes, one row per record, driven by the layout.

The same result as `loaders.berichten.record.format_line`, record by record, some hundred times faster.
"""

import numpy as np
import numpy.typing as npt

from config.layouts import CODERING, Field, Layout
from loaders.berichten.record import format_line

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Column = Ints | Bytes | int | str

REGELEINDE = b"\r\n"
_NUL, _SPATIE = 48, 32
_BLOK = 4
_VIERTALLEN: Bytes = np.array([list(f"{i:04d}".encode()) for i in range(10**_BLOK)], dtype=np.uint8)


def records(layout: Layout, record: str, n: int, base: Bytes | None = None, **columns: Column) -> Bytes:
    """`n` records with line end, as (n, record length + 2) bytes.

    A scalar holds for every record; an array gives one value per record: whole numbers for an N field, rows of
    characters (see `text`, `numbered`) for an AN field. `base` gives records to copy first (an AW320 repeats what was
    sent in the AW319); its own line ends are left out.

    Raises ValueError for an unknown field and for a value that does not fit.
    """
    fields = layout.records[record]
    if unknown := columns.keys() - fields.keys():
        raise ValueError(f"{layout.name} record {record} has no field {sorted(unknown)}")
    scalars = {name: value for name, value in columns.items() if isinstance(value, (int, str))}
    template = np.frombuffer(format_line(layout, record, scalars) + REGELEINDE, dtype=np.uint8)
    out = np.empty((n, template.size), dtype=np.uint8)
    out[:] = template
    if base is not None:
        width = base.shape[1] - len(REGELEINDE)
        out[:, :width] = base[:, :width]
        for name in scalars:
            _fill(out, fields[name], np.frombuffer(template[fields[name].slice].tobytes(), dtype=np.uint8)[None, :])
    for name, column in columns.items():
        if not isinstance(column, (int, str)):
            _fill(out, fields[name], _characters(fields[name], column))
    return out


def _characters(field: Field, value: Ints | Bytes) -> Bytes:
    """The characters of one column, as wide as the field."""
    if field.type == "N":
        return digits(np.asarray(value, dtype=np.int64), field.length)
    rows = np.asarray(value, dtype=np.uint8)
    if rows.ndim != 2 or rows.shape[1] > field.length:
        raise ValueError(f"{field.name}: longer than {field.length}")
    return rows


def _fill(out: Bytes, field: Field, rows: Bytes) -> None:
    start = field.start - 1
    out[:, start : start + rows.shape[1]] = rows
    out[:, start + rows.shape[1] : start + field.length] = _SPATIE


def digits(values: Ints, width: int) -> Bytes:
    """Whole numbers as rows of `width` digits, zero-filled.

    >>> digits(np.array([7, 12345]), 6).tobytes()
    b'000007012345'
    """
    if values.size and (int(values.min()) < 0 or int(values.max()) >= 10**width):
        raise ValueError(f"number does not fit in {width} digits")
    blocks = -(-width // _BLOK)
    out = np.empty((values.size, blocks * _BLOK), dtype=np.uint8)
    rest = values
    for block in reversed(range(blocks)):
        rest, low = np.divmod(rest, 10**_BLOK)
        out[:, block * _BLOK : (block + 1) * _BLOK] = _VIERTALLEN[low]
    return out[:, blocks * _BLOK - width :]


def numbered(prefix: str, numbers: Ints, width: int, *, blank: npt.NDArray[np.bool_] | None = None) -> Bytes:
    """Rows of text: `prefix` and a number of `width` digits; spaces where `blank`.

    >>> numbered("R", np.array([7, 8]), 3, blank=np.array([False, True])).tobytes()
    b'R007    '
    """
    head = np.frombuffer(prefix.encode(CODERING), dtype=np.uint8)
    rows = np.hstack([np.broadcast_to(head, (numbers.size, head.size)), digits(numbers, width)])
    if blank is not None:
        rows[blank] = _SPATIE
    return rows


def text(words: tuple[str, ...], which: Ints) -> Bytes:
    """Rows of text chosen from `words`, padded to the longest.

    >>> text(("D", "C"), np.array([1, 0])).tobytes()
    b'CD'
    """
    width = max(len(word) for word in words)
    table = np.array([list(word.ljust(width).encode(CODERING)) for word in words], dtype=np.uint8)
    return table[which]


def made_bsn(index: Ints) -> Ints:
    """A made citizen number for the index-th client: passes the 11-test, starts with 9 (never handed out), unique.

    Of every ten numbers with the same first seven digits at most one eighth digit leaves no check digit (remainder
    10); it is skipped, so nine clients share the first seven digits.

    >>> made_bsn(np.array([0, 1])).tolist()
    [900000004, 900000016]
    """
    block, nth = np.divmod(index, 9)
    if index.size and int(block.max()) >= 10**6 - 1:
        raise ValueError("more clients than made numbers")
    head = digits(block, 6).astype(np.int64) - _NUL
    weighted = 9 * 9 + head @ np.arange(8, 2, -1)
    unusable = (10 - weighted) * 6 % 11  # 6 is the inverse of 2 modulo 11: weighted + 2 x digit = 10 (mod 11)
    eighth = nth + (nth >= unusable)
    check = (weighted + 2 * eighth) % 11
    number: Ints = 900_000_000 + block * 100 + eighth * 10 + check
    return number

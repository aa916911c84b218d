"""Digits fields of many records at once: eight ASCII digits are one 64-bit word, and one pass turns all words into
numbers and checks that they hold digits only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from config.layouts import Field
from loaders.berichten.matrix import Bytes, Ints, Mask

Words = npt.NDArray[np.uint64]

WOORD = 8
ALL_ZERO = 0x3030303030303030
NOT_A_DIGIT = 0x8080808080808080
TO_HIGH_BIT = 0x7676767676767676
"""Added to a byte: 0-9 stay below 128, 10-127 do not."""
PAIRS = ((10, 8, 0x00FF00FF00FF00FF), (100, 16, 0x0000FFFF0000FFFF), (10_000, 32, 0x00000000FFFFFFFF))
"""Neighbours are joined three times: digits to pairs, pairs to fours, fours to eights (factor, shift, mask)."""


@dataclass(frozen=True)
class _Piece:
    """Up to eight digits of one field: where its word is read, how far it is shifted, which bytes belong to it."""

    name: str
    offset: int
    shift: int
    keep: int
    factor: int


class Cijfers:
    """Reads the digits fields `fields` (at most 16 long) of records that lie side by side."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._pieces = [piece for field in fields for piece in _pieces(field)]
        self._keep = np.array([piece.keep for piece in self._pieces], np.uint64)[:, None]

    def __call__(self, block: Bytes) -> tuple[Mapping[str, Ints], Mapping[str, Words]]:
        """The numbers by field name, and by field name a word per record that is 0 where all are digits (else the
        number means nothing). `block`: records x record length (at least 8), C-contiguous."""
        words = np.empty((len(self._pieces), len(block)), np.uint64)
        for place, piece in enumerate(self._pieces):
            words[place] = column(block, piece.offset, np.uint64)
            if piece.shift:
                words[place] <<= np.uint64(piece.shift)
        words ^= np.uint64(ALL_ZERO)  # XOR, not minus: a blank must not borrow from its neighbour
        words &= self._keep
        scratch = words + np.uint64(TO_HIGH_BIT)
        wrong = scratch | words
        wrong &= np.uint64(NOT_A_DIGIT)
        for factor, shift, mask in PAIRS:
            np.multiply(words, np.uint64(factor), out=scratch)
            words >>= np.uint64(shift)
            words += scratch
            words &= np.uint64(mask)
        numbers: dict[str, Ints] = {}
        faults: dict[str, Words] = {}
        for piece, number, fault in zip(self._pieces, words.view(np.int64), wrong, strict=True):
            if piece.name in numbers:  # the last digits of a field of which the first were met before
                numbers[piece.name] = numbers[piece.name] * piece.factor + number
                faults[piece.name] = faults[piece.name] | fault
            else:
                numbers[piece.name], faults[piece.name] = number, fault
        return numbers, faults


def _pieces(field: Field) -> list[_Piece]:
    if field.length > 2 * WOORD:
        raise ValueError(f"{field.name}: longer than {2 * WOORD} digits")
    start, stop = field.slice.start, field.slice.stop
    middle = max(start, stop - WOORD)
    found = [_piece(field.name, middle, stop)]
    return found if middle == start else [_piece(field.name, start, middle), *found]


def _piece(name: str, start: int, stop: int) -> _Piece:
    """The word that ends where the digits end; near the start of a record it is read later and shifted."""
    offset = max(0, stop - WOORD)
    length = stop - start
    keep = (2**64 - 1) ^ (2 ** (8 * (WOORD - length)) - 1)
    return _Piece(name, offset, 8 * (offset - (stop - WOORD)), keep, 10**length)


def column(block: Bytes, offset: int, dtype: npt.DTypeLike) -> npt.NDArray[np.generic]:
    """Bytes from `offset` on in every record as one number (little-endian), a view."""
    wanted = np.dtype(dtype).newbyteorder("<")
    if not len(block):
        return np.empty(0, wanted)
    return np.ndarray((len(block),), wanted, block, offset, (block.shape[1],))


def any_fault(faults: Mapping[str, Words], names: Sequence[str]) -> Mask:
    """Whether one of these fields holds something else than digits, per record."""
    wrong: Mask = np.bitwise_or.reduce([faults[name] for name in names], axis=0) != 0
    return wrong

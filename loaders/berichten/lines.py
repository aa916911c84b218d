"""The 04 records of many messages side by side: every field of all of them is one column, every check one operation.

What is plainly right is taken at sight. A line that is not (`doubtful`) goes to the reader of one message, which says
what is wrong with it, if anything.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from config.layouts import EERSTE_ZORGDAG, Layout, aw319, aw320
from loaders.berichten.aw319 import PRESTATIECODELIJST_WLZ, REGELS
from loaders.berichten.aw320 import OORDELEN
from loaders.berichten.digits import Cijfers, any_fault, column
from loaders.berichten.matrix import Bytes, Ints, Mask, Records, texts
from loaders.split import Days, eerste_van_de_maand, split_over_months
from loaders.tijd.kalender import LAATSTE_DAG

LEVERING = pa.field("levering", pa.int64())
"""Key of the delivery, in every archived row."""

Pseudonym = Callable[[Ints], Ints]

CR, LF = ord("\r"), ord("\n")
REGELEINDE = {2: (np.uint16, int.from_bytes(b"\r\n", "little")), 1: (np.uint8, LF)}
"""How a line ends, by the number of characters."""
CACHE_BYTES = 64 * 1024
BLANK, CREDIT, DEBIT = b" "[0], b"C"[0], b"D"[0]

EERSTE_GETAL = int(f"{EERSTE_ZORGDAG:%Y%m%d}")
"""Dates from here up to LAATSTE_DAG are known at sight; others are looked at one by one."""
GEEN_DAG = -1

CLAIM_SURE = ("identificatie_detailrecord", "berekend_bedrag", "declaratiebedrag")
"""Digits fields of an 04 record without which an AW319 cannot be trusted as a whole."""
CLAIM_PLACE = (
    "bsn",
    "aantal",
    "tarief",
    "functiecode",
    "zzp_code",
    "tijdseenheid",
    "prestatiecodelijst",
    "begindatum_prestatie",
    "einddatum_prestatie",
)
"""Digits fields without which a line cannot be placed."""
RETURN_SURE = ("identificatie_detailrecord", "toegekend_bedrag")
RETURN_PLACE = ("begindatum_prestatie", "einddatum_prestatie")


@dataclass(frozen=True)
class Stapel:
    """Messages of one kind one after the other: rows of bytes (a line with its end), and per
    message its first row, the row after its last, its key in the archive and the day it came in."""

    matrix: Bytes
    begin: Ints
    eind: Ints
    leveringen: Ints
    ontvangen: Sequence[date]

    def per_message(self, rows: npt.NDArray[np.generic]) -> Ints:
        """The sum over each message of a value per row."""
        return sums(rows, self.begin, self.eind)


def sums(values: npt.NDArray[np.generic], begin: Ints, eind: Ints) -> Ints:
    """The sum of `values` from `begin` up to `eind`, for each pair."""
    running = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, dtype=np.int64, out=running[1:])
    return running[eind] - running[begin]


@dataclass(frozen=True)
class Lines:
    """The 04 records of a stack, side by side: bytes, line number, message (place in the stack) per line, and per
    message its first line and the line after its last."""

    block: Bytes
    regel: Ints
    message: Ints
    begin: Ints
    eind: Ints

    def keep(self, mask: Mask) -> "Lines":
        count = sums(mask, self.begin, self.eind)
        eind = np.cumsum(count)
        return Lines(self.block[mask], self.regel[mask], self.message[mask], eind - count, eind)

    def records(self, which: Ints | Mask, layout: Layout) -> Records:
        """Some lines as the reader of one message takes them."""
        return Records(self.block[which][:, : layout.record_length], self.regel[which])


@dataclass(frozen=True)
class Form:
    """The form of a stack: record type per row, records by type per message, messages whose every line ends where its
    record does, and the 04 records."""

    types: Mapping[str, Mask]
    counts: Mapping[str, Ints]
    ends: Mask
    lines: Lines


def form(stack: Stapel, layout: Layout) -> Form:
    """Look at record types and line ends."""
    types = column(stack.matrix, 0, np.uint16)
    is_type = {record: types == int.from_bytes(record.encode(), "little") for record in layout}
    counts = {record: stack.per_message(mask) for record, mask in is_type.items()}
    place = np.flatnonzero(is_type["04"])
    message = np.repeat(np.arange(len(stack.begin)), counts["04"])
    eind = np.cumsum(counts["04"])
    block = stack.matrix.take(place, axis=0)
    lines = Lines(block, place - stack.begin[message] + 1, message, eind - counts["04"], eind)
    return Form(is_type, counts, _line_ends(stack, layout), lines)


def _line_ends(stack: Stapel, layout: Layout) -> Mask:
    """Whether every line of a message ends where its record does, and nowhere else."""
    length = stack.matrix.shape[1] - layout.record_length
    kind, line_end = REGELEINDE[length]
    ends = column(stack.matrix, layout.record_length, kind) == line_end
    if length == 1:  # a CR before the LF ends the line too: the record is a character short
        ends &= stack.matrix[:, layout.record_length - 1] != CR
    if not ends.all() or _count(stack.matrix, LF) != len(ends):
        ends &= np.count_nonzero(stack.matrix == LF, axis=1) == 1
    good: Mask = stack.per_message(ends) == stack.eind - stack.begin
    return good


def _count(matrix: Bytes, character: int) -> int:
    """How often a character stands in the matrix, a piece at a time: what does not leave the cache costs half."""
    flat = matrix.reshape(-1)
    return sum(
        int(np.count_nonzero(flat[at : at + CACHE_BYTES] == character)) for at in range(0, len(flat), CACHE_BYTES)
    )


@dataclass(frozen=True)
class Seen:
    """What was seen of lines: numbers by field, period, sign and signed cents.

    `unsure`: number, amount or sign cannot be read, so that the message cannot be trusted. `doubtful`: cannot be placed
    at sight.
    """

    numbers: Mapping[str, Ints]
    begin: Days
    eind: Days
    sign: Ints
    cents: Ints
    unsure: Mask
    doubtful: Mask

    @property
    def detail(self) -> Ints:
        return self.numbers["identificatie_detailrecord"]

    def keep(self, mask: Mask) -> "Seen":
        numbers = {name: number[mask] for name, number in self.numbers.items()}
        return Seen(
            numbers=numbers,
            begin=self.begin[mask],
            eind=self.eind[mask],
            sign=self.sign[mask],
            cents=self.cents[mask],
            unsure=self.unsure[mask],
            doubtful=self.doubtful[mask],
        )


def see_claims(lines: Lines, ontvangen: Sequence[date]) -> Seen:
    """Look at the lines of AW319 messages received on `ontvangen` (per message)."""
    layout = aw319()
    numbers, faults = reader(layout.name, "04", CLAIM_SURE + CLAIM_PLACE)(lines.block)
    sign, sign_ok = signs(lines.block, layout, "debet_credit_2")
    begin, begin_ok = _days(numbers["begindatum_prestatie"])
    eind, eind_ok = _days(numbers["einddatum_prestatie"])
    received = np.array(ontvangen, "datetime64[D]")[lines.message]
    doubtful = any_fault(faults, CLAIM_PLACE) | ~begin_ok | ~eind_ok | (eind < begin) | (eind > received)
    doubtful |= numbers["prestatiecodelijst"] != PRESTATIECODELIJST_WLZ
    doubtful |= ~_plain_texts(lines.block, layout, ("prestatiecode", "referentienummer"), ("referentienummer_vorig",))
    return Seen(
        numbers=numbers,
        begin=begin,
        eind=eind,
        sign=sign,
        cents=numbers["declaratiebedrag"] * sign,
        unsure=any_fault(faults, CLAIM_SURE) | ~sign_ok | ~signs(lines.block, layout, "debet_credit_1")[1],
        doubtful=doubtful,
    )


def see_returns(lines: Lines) -> Seen:
    """Look at the lines of AW320 messages."""
    layout = aw320()
    numbers, faults = reader(layout.name, "04", RETURN_SURE + RETURN_PLACE)(lines.block)
    sign, sign_ok = signs(lines.block, layout, "debet_credit_4")
    begin, begin_ok = _days(numbers["begindatum_prestatie"])
    eind, eind_ok = _days(numbers["einddatum_prestatie"])
    plain = _plain_texts(lines.block, layout, (), ("referentienummer",))
    return Seen(
        numbers=numbers,
        begin=begin,
        eind=eind,
        sign=sign,
        cents=numbers["toegekend_bedrag"] * sign,
        unsure=any_fault(faults, RETURN_SURE) | (~sign_ok & (numbers["toegekend_bedrag"] != 0)),
        doubtful=any_fault(faults, RETURN_PLACE) | ~begin_ok | ~eind_ok | (eind < begin) | ~plain,
    )


def signs(block: Bytes, layout: Layout, name: str, record: str = "04") -> tuple[Ints, Mask]:
    """+1 for D and -1 for C (R1.3), and whether the field holds one of the two."""
    letters = column(block, layout.field(record, name).slice.start, np.uint8)
    credit = letters == CREDIT
    return 1 - 2 * credit.astype(np.int64), credit | (letters == DEBIT)


@cache
def _calendar() -> npt.NDArray[np.int32]:
    """The day (since 1970) of each date as a number EEJJMMDD from EERSTE_GETAL on; GEEN_DAG where there is none."""
    days = np.arange(np.datetime64(EERSTE_ZORGDAG), np.datetime64(LAATSTE_DAG) + 1)
    months = days.astype("datetime64[M]").astype(np.int64)
    numbers = (months // 12 + 1970) * 10_000 + (months % 12 + 1) * 100
    numbers += (days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) + 1
    found = np.full(int(numbers[-1]) - EERSTE_GETAL + 2, GEEN_DAG, np.int32)
    found[numbers - EERSTE_GETAL] = days.astype(np.int64)
    return found


def _days(numbers: Ints) -> tuple[Days, Mask]:
    """The date of each number EEJJMMDD, and whether it is one known at sight."""
    calendar = _calendar()
    place = numbers - EERSTE_GETAL
    place[(place < 0) | (place >= len(calendar))] = len(calendar) - 1
    found = calendar[place]
    return found.astype("datetime64[D]"), found != GEEN_DAG


def _ascii(raw: Bytes) -> Mask:
    """Whether every character of a row is plain."""
    plain = np.ones(len(raw), bool)
    if (raw >= 128).any():
        plain &= ~(raw >= 128).any(axis=1)
    return plain


@cache
def reader(name: str, record: str, fields: tuple[str, ...]) -> Cijfers:
    """The reader of these digits fields of a record."""
    layout = {"AW319": aw319, "AW320": aw320}[name]()
    return Cijfers([layout.field(record, field) for field in fields])


def _plain_texts(block: Bytes, layout: Layout, filled: Sequence[str], optional: Sequence[str]) -> Mask:
    """Whether texts of a line can be taken as they are: plain characters, and the `filled` ones do not start blank."""
    plain = np.ones(len(block), bool)
    for name in (*filled, *optional):
        raw = block[:, layout.field("04", name).slice]
        plain &= _ascii(raw)
        if name in filled:
            plain &= raw[:, 0] != BLANK
    return plain


def claim_rows(lines: Lines, seen: Seen, leveringen: Ints, pseudonym: Pseudonym) -> pa.Table:
    """The parts of lines that can be placed: REGELS and `levering` (given per message), in order of the stack."""
    fields = aw319().records["04"]
    place, (begin, eind), (aantal, ingediend) = split_over_months(
        seen.begin, seen.eind, seen.numbers["aantal"] * seen.sign, seen.cents
    )

    def whole(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return values if place is None else values[place]

    def text(name: str) -> pa.Array:
        return texts(whole(lines.block[:, fields[name].slice]))

    def code(name: str) -> pa.Array:
        return pa.DictionaryArray.from_arrays(whole(seen.numbers[name]).astype(np.int32), _codes(fields[name].length))

    columns = {
        "regel": whole(lines.regel),
        "detailnummer": whole(seen.detail),
        "referentie": text("referentienummer"),
        "vorige_referentie": text("referentienummer_vorig"),
        "client": whole(pseudonym(seen.numbers["bsn"])),
        "prestatiecode": _few_texts(whole(lines.block[:, fields["prestatiecode"].slice])),
        "zzp_code": code("zzp_code"),
        "functiecode": code("functiecode"),
        "tijdseenheid": code("tijdseenheid"),
        "zorgmaand": eerste_van_de_maand(begin),
        "begin": begin,
        "eind": eind,
        "aantal": aantal,
        "tarief_cent": whole(seen.numbers["tarief"]),
        "ingediend_cent": ingediend,
        "levering": leveringen[whole(lines.message)],
    }
    return pa.table(columns).cast(REGELS.append(LEVERING))


def _few_texts(raw: Bytes) -> pa.Array:
    """Texts of up to eight characters of which there are few different ones, as Arrow dictionary."""
    words = np.full((len(raw), 8), BLANK, np.uint8)
    words[:, : raw.shape[1]] = raw
    encoded = pa.array(words.view(np.uint64).ravel()).dictionary_encode()
    different = np.asarray(encoded.dictionary).view(np.uint8).reshape(-1, 8)
    return pa.DictionaryArray.from_arrays(encoded.indices, texts(different))


@cache
def _codes(length: int) -> pa.Array:
    """Every code of `length` digits, so that a number is its own place."""
    return pa.array([f"{number:0{length}}" for number in range(10**length)])


def return_rows(lines: Lines, seen: Seen, leveringen: Ints) -> pa.Table:
    """The verdict parts of lines that can be placed: OORDELEN and `levering` (per message), in order of the stack."""
    place, (van, _), (cents,) = split_over_months(seen.begin, seen.eind, seen.cents)
    each = slice(None) if place is None else place
    columns = {
        "regel": lines.regel[each],
        "detailnummer": seen.detail[each],
        "referentie": texts(lines.block[each, aw320().field("04", "referentienummer").slice]),
        "zorgmaand": eerste_van_de_maand(van),
        "toegekend_cent": cents,
        "levering": leveringen[lines.message[each]],
    }
    return pa.table(columns).cast(OORDELEN.append(LEVERING))

"""Many messages at once: whole files laid one after the other are one matrix of bytes, and every check, count and
total of all of them is a few operations on its columns.

Only what is plainly right is taken here. A message in which anything is wrong as a whole is left to the reader of one
message (`aw319`, `aw320`), which says what and where; a line that cannot be placed at sight goes to its `place`. Both
ways give the same rows, facts and reasons, and the tests hold them to it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from config.layouts import Layout, aw319, aw320
from loaders import aw319 as claims
from loaders import aw320 as returns
from loaders.aw319 import REGELS, ClaimFacts, Placed
from loaders.aw320 import OORDELEN, AnswerFacts
from loaders.digits import Cijfers, any_fault, column
from loaders.matrix import Bytes, Ints, Mask, Records, texts
from loaders.messages import Header, check_header, text_of
from loaders.split import Days, split_over_months

LEVERING = pa.field("levering", pa.int64())
"""Key of the delivery, in every archived row."""

Pseudonym = Callable[[Ints], Ints]

LF = ord("\n")
REGELEINDE = {2: (np.uint16, int.from_bytes(b"\r\n", "little")), 1: (np.uint8, LF)}
"""How a line ends, by the number of characters."""
BLANK, CREDIT, DEBIT = b" "[0], b"C"[0], b"D"[0]

EERSTE_DATUM, LAATSTE_DATUM = np.datetime64("2013-01-01"), np.datetime64("2099-12-31")
"""Dates that are known at sight; others are looked at one by one."""
EERSTE_GETAL = 20130101
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
NOTHING_ODD = Placed(REGELS.empty_table(), 0, 0, [])
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
class _Lines:
    """The 04 records of a stack, side by side: bytes, line number, message (place in the stack) per line, and per
    message its first line and the line after its last."""

    block: Bytes
    regel: Ints
    message: Ints
    begin: Ints
    eind: Ints

    def keep(self, mask: Mask) -> "_Lines":
        count = sums(mask, self.begin, self.eind)
        eind = np.cumsum(count)
        return _Lines(self.block[mask], self.regel[mask], self.message[mask], eind - count, eind)


def _form(stack: Stapel, layout: Layout) -> tuple[Mask, Mapping[str, Ints], _Lines]:
    """Which messages have the right form (line ends, record types, first and last record), records per type and
    message, and the 04 records."""
    types = column(stack.matrix, 0, np.uint16)
    is_type = {record: types == int.from_bytes(record.encode(), "little") for record in layout}
    counts = {record: stack.per_message(mask) for record, mask in is_type.items()}
    rows = stack.eind - stack.begin
    good = _line_ends(stack, layout) & (sum(counts.values()) == rows)
    good &= (counts["01"] == 1) & is_type["01"][stack.begin]
    good &= (counts["99"] == 1) & is_type["99"][stack.eind - 1]
    place = np.flatnonzero(is_type["04"])
    message = np.repeat(np.arange(len(rows)), counts["04"])
    eind = np.cumsum(counts["04"])
    block = stack.matrix.take(place, axis=0)
    lines = _Lines(block, place - stack.begin[message] + 1, message, eind - counts["04"], eind)
    return good, counts, lines


def _line_ends(stack: Stapel, layout: Layout) -> Mask:
    """Whether every line of a message ends where its record does, and nowhere else."""
    kind, line_end = REGELEINDE[stack.matrix.shape[1] - layout.record_length]
    ends = column(stack.matrix, layout.record_length, kind) == line_end
    if not ends.all() or np.count_nonzero(stack.matrix == LF) != len(ends):
        ends &= np.count_nonzero(stack.matrix == LF, axis=1) == 1
    good: Mask = stack.per_message(ends) == stack.eind - stack.begin
    return good


def _ascending(lines: _Lines, numbers: Ints) -> Mask:
    """Whether detail numbers rise within each message, so that none comes twice."""
    rises = np.ones(len(numbers), bool)
    rises[1:] = (numbers[1:] > numbers[:-1]) | (lines.message[1:] != lines.message[:-1])
    unique: Mask = sums(rises, lines.begin, lines.eind) == lines.eind - lines.begin
    return unique


def _signs(block: Bytes, layout: Layout, name: str, record: str = "04") -> tuple[Ints, Mask]:
    """+1 for D and -1 for C (R1.3), and whether the field holds one of the two."""
    letters = column(block, layout.field(record, name).slice.start, np.uint8)
    credit = letters == CREDIT
    return 1 - 2 * credit.astype(np.int64), credit | (letters == DEBIT)


@cache
def _calendar() -> npt.NDArray[np.int32]:
    """The day (since 1970) of each date as a number EEJJMMDD from EERSTE_GETAL on; GEEN_DAG where there is none."""
    days = np.arange(EERSTE_DATUM, LAATSTE_DATUM + 1)
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
def _reader(name: str, record: str, fields: tuple[str, ...]) -> Cijfers:
    layout = {"AW319": aw319, "AW320": aw320}[name]()
    return Cijfers([layout.field(record, field) for field in fields])


def _closing(stack: Stapel, layout: Layout, totals: Mapping[str, str]) -> tuple[Mask, Mapping[str, Ints]]:
    """The numbers of record 99 per message, with `totals` (amount to sign) signed, and whether all can be read."""
    fields = tuple(f.name for f in layout.records["99"].values() if f.name.startswith("aantal_") or "totaal_" in f.name)
    block = stack.matrix[stack.eind - 1]
    numbers, faults = _reader(layout.name, "99", fields)(block)
    good = ~any_fault(faults, fields)
    said = dict(numbers)
    for amount, sign in totals.items():
        plus_minus, ok = _signs(block, layout, sign, "99")
        good &= ok | (said[amount] == 0)
        said[amount] = said[amount] * plus_minus
    return good, said


def _counted(
    counts: Mapping[str, Ints],
    said: Mapping[str, Ints],
    fields: Mapping[str, tuple[str, ...]],
    *,
    zero_allowed: bool,
) -> Mask:
    """Whether record 99 counts what there is (R1.5)."""
    good = np.ones(len(counts["01"]), bool)
    for name, counted in fields.items():
        real = sum(counts[record] for record in counted if record in counts)
        good &= (said[name] == real) | ((said[name] == 0) & zero_allowed)
    return good


def _headers(stack: Stapel, layout: Layout, good: Mask) -> tuple[dict[int, bytes], dict[int, Header]]:
    """Record 01 and its facts of every message that is still good; a message with a wrong header no longer is."""
    rows = stack.matrix[stack.begin]
    records = {place: rows[place].tobytes() for place in np.flatnonzero(good).tolist()}
    headers = {}
    for place, record in records.items():
        header, redenen = check_header(record, layout)
        if redenen:
            good[place] = False
        else:
            headers[place] = header
    return records, headers


def read_claims(stack: Stapel, pseudonym: Pseudonym) -> tuple[list[ClaimFacts | None], pa.Table]:
    """AW319 messages: the facts of each (None: for `aw319.read_aw319` to say what is wrong), and the line parts of all
    (REGELS and `levering`)."""
    layout = aw319()
    good, counts, lines = _form(stack, layout)
    said_ok, said = _closing(stack, layout, {"totaal_declaratiebedrag": "debet_credit"})
    numbers, faults = _reader(layout.name, "04", CLAIM_SURE + CLAIM_PLACE)(lines.block)
    sign, sign_ok = _signs(lines.block, layout, "debet_credit_2")
    unsure = any_fault(faults, CLAIM_SURE) | ~sign_ok | ~_signs(lines.block, layout, "debet_credit_1")[1]
    cents = numbers["declaratiebedrag"] * sign
    total = sums(cents, lines.begin, lines.eind)
    good &= said_ok & _counted(counts, said, claims.TELLINGEN, zero_allowed=False)
    good &= _client_first(stack, counts)
    good &= (sums(unsure, lines.begin, lines.eind) == 0) & _ascending(lines, numbers["identificatie_detailrecord"])
    good &= total == said["totaal_declaratiebedrag"]
    _, headers = _headers(stack, layout, good)

    begin, begin_ok = _days(numbers["begindatum_prestatie"])
    eind, eind_ok = _days(numbers["einddatum_prestatie"])
    received = np.array(stack.ontvangen, "datetime64[D]")
    doubtful = any_fault(faults, CLAIM_PLACE) | ~begin_ok | ~eind_ok
    doubtful |= (eind < begin) | (eind > received[lines.message])
    doubtful |= numbers["prestatiecodelijst"] != claims.PRESTATIECODELIJST_WLZ
    doubtful |= ~_plain_texts(lines.block, layout, ("prestatiecode", "referentienummer"), ("referentienummer_vorig",))
    detail = numbers["identificatie_detailrecord"]
    sure = good[lines.message] & ~doubtful
    rest = _place_one_by_one(stack, lines, good[lines.message] & doubtful, detail, cents, pseudonym)
    if not sure.all():
        lines, begin, eind, cents, sign = lines.keep(sure), begin[sure], eind[sure], cents[sure], sign[sure]
        numbers = {name: number[sure] for name, number in numbers.items()}
    parts = _claim_parts(stack, lines, numbers, (begin, eind), cents, sign, pseudonym)
    facts: list[ClaimFacts | None] = [None] * len(good)
    for place, (regels, cent) in enumerate(zip(counts["04"].tolist(), total.tolist(), strict=True)):
        if good[place]:
            placed = rest.get(place, NOTHING_ODD)
            facts[place] = ClaimFacts(
                header=headers[place],
                regels=regels,
                gelezen_cent=cent,
                fout_regels=placed.fout_regels,
                fout_cent=placed.fout_cent,
                redenen=placed.redenen,
            )
    return facts, pa.concat_tables([parts, *(placed.parts for placed in rest.values())])


def _client_first(stack: Stapel, counts: Mapping[str, Ints]) -> Mask:
    """Whether the record below the header is a client, where there are lines."""
    below = np.minimum(stack.begin + 1, len(stack.matrix) - 1)
    client: Mask = column(stack.matrix, 0, np.uint16)[below] == int.from_bytes(b"02", "little")
    first: Mask = (counts["04"] == 0) | client
    return first


def _plain_texts(block: Bytes, layout: Layout, filled: Sequence[str], optional: Sequence[str]) -> Mask:
    """Whether texts of a line can be taken as they are: plain characters, and the `filled` ones do not start blank."""
    plain = np.ones(len(block), bool)
    for name in (*filled, *optional):
        raw = block[:, layout.field("04", name).slice]
        plain &= _ascii(raw)
        if name in filled:
            plain &= raw[:, 0] != BLANK
    return plain


def _place_one_by_one(
    stack: Stapel, lines: _Lines, which: Mask, detail: Ints, cents: Ints, pseudonym: Pseudonym
) -> dict[int, Placed]:
    """Lines that cannot be placed at sight, by message, as the reader of one message places them."""
    found = {}
    places = np.flatnonzero(which)
    for message in np.unique(lines.message[places]).tolist():
        mine = places[lines.message[places] == message]
        records = Records(lines.block[mine][:, : aw319().record_length], lines.regel[mine])
        placed = claims.place(records, detail[mine], cents[mine], stack.ontvangen[message], pseudonym)
        levering = pa.repeat(pa.scalar(int(stack.leveringen[message]), pa.int64()), len(placed.parts))
        found[message] = replace(placed, parts=placed.parts.append_column("levering", levering))
    return found


def _claim_parts(
    stack: Stapel,
    lines: _Lines,
    numbers: Mapping[str, Ints],
    period: tuple[Days, Days],
    cents: Ints,
    sign: Ints,
    pseudonym: Pseudonym,
) -> pa.Table:
    """The parts of lines that can be placed: REGELS and `levering`, in order of the stack."""
    fields = aw319().records["04"]
    place, (begin, eind), (aantal, ingediend) = split_over_months(*period, numbers["aantal"] * sign, cents)

    def whole(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return values if place is None else values[place]

    def text(name: str) -> pa.Array:
        return texts(whole(lines.block[:, fields[name].slice]))

    def code(name: str) -> pa.Array:
        return pa.DictionaryArray.from_arrays(whole(numbers[name]).astype(np.int32), _codes(fields[name].length))

    columns = {
        "regel": whole(lines.regel),
        "detailnummer": whole(numbers["identificatie_detailrecord"]),
        "referentie": text("referentienummer"),
        "vorige_referentie": text("referentienummer_vorig"),
        "client": whole(pseudonym(numbers["bsn"])),
        "prestatiecode": _few_texts(whole(lines.block[:, fields["prestatiecode"].slice])),
        "zzp_code": code("zzp_code"),
        "functiecode": code("functiecode"),
        "tijdseenheid": code("tijdseenheid"),
        "zorgmaand": begin.astype("datetime64[M]").astype("datetime64[D]"),
        "begin": begin,
        "eind": eind,
        "aantal": aantal,
        "tarief_cent": whole(numbers["tarief"]),
        "ingediend_cent": ingediend,
        "levering": stack.leveringen[whole(lines.message)],
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


def read_answers(stack: Stapel) -> tuple[list[AnswerFacts | None], pa.Table]:
    """AW320 messages: the facts of each (None: for `aw320.read_aw320` to say what is wrong), and the verdict parts of
    all (OORDELEN and `levering`)."""
    layout = aw320()
    good, counts, lines = _form(stack, layout)
    totals = {"totaal_ingediend_bedrag": "debet_credit_1", "totaal_toegekend_bedrag": "debet_credit_2"}
    said_ok, said = _closing(stack, layout, totals)
    numbers, faults = _reader(layout.name, "04", RETURN_SURE + RETURN_PLACE)(lines.block)
    sign, sign_ok = _signs(lines.block, layout, "debet_credit_4")
    begin, begin_ok = _days(numbers["begindatum_prestatie"])
    eind, eind_ok = _days(numbers["einddatum_prestatie"])
    unsure = any_fault(faults, RETURN_SURE + RETURN_PLACE) | ~begin_ok | ~eind_ok | (eind < begin)
    unsure |= ~sign_ok & (numbers["toegekend_bedrag"] != 0)
    unsure |= ~_plain_texts(lines.block, layout, (), ("referentienummer",))
    good &= said_ok & _counted(counts, said, returns.TELLINGEN, zero_allowed=True)
    good &= (sums(unsure, lines.begin, lines.eind) == 0) & _ascending(lines, numbers["identificatie_detailrecord"])
    records, headers = _headers(stack, layout, good)

    granted = numbers["toegekend_bedrag"] * sign
    sure = good[lines.message]
    if not sure.all():
        lines, begin, eind, granted = lines.keep(sure), begin[sure], eind[sure], granted[sure]
        numbers = {name: number[sure] for name, number in numbers.items()}
    place, (van, _), (cents,) = split_over_months(begin, eind, granted)
    each = slice(None) if place is None else place
    columns = {
        "regel": lines.regel[each],
        "detailnummer": numbers["identificatie_detailrecord"][each],
        "referentie": texts(lines.block[each, layout.field("04", "referentienummer").slice]),
        "zorgmaand": van.astype("datetime64[M]").astype("datetime64[D]"),
        "toegekend_cent": cents,
        "levering": stack.leveringen[lines.message[each]],
    }
    facts: list[AnswerFacts | None] = [None] * len(good)
    for place_, header in headers.items():
        facts[place_] = AnswerFacts(
            header=header,
            heel_afgekeurd=returns.heel_afgekeurd(records[place_]),
            totaal_ingediend_cent=int(said["totaal_ingediend_bedrag"][place_]),
            totaal_toegekend_cent=int(said["totaal_toegekend_bedrag"][place_]),
            dagtekening_retour=text_of(records[place_], layout.field("01", "dagtekening_retour")),
        )
    return facts, pa.table(columns).cast(OORDELEN.append(LEVERING))

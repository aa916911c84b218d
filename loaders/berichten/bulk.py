"""Many messages at once: whole files laid one after the other are one matrix of bytes, and every check, count and
total of all of them is a few operations on its columns.

Only what is plainly right is taken here. A message in which anything is wrong as a whole is left to the reader of one
message (`aw319`, `aw320`), which says what and where; a line that cannot be placed at sight goes to its `place`. Both
ways give the same rows, facts and reasons, and the tests hold them to it.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa

from config.layouts import Layout, aw319, aw320
from loaders.berichten import aw319 as claims
from loaders.berichten import aw320 as returns
from loaders.berichten.aw319 import REGELS, ClaimFacts, Placed
from loaders.berichten.aw320 import AnswerFacts
from loaders.berichten.digits import any_fault, column
from loaders.berichten.lines import (
    LEVERING,
    Form,
    Lines,
    Pseudonym,
    Seen,
    Stapel,
    claim_rows,
    form,
    reader,
    return_rows,
    see_claims,
    see_returns,
    signs,
    sums,
)
from loaders.berichten.matrix import Ints, Mask
from loaders.berichten.messages import Header, check_header, text_of

NOTHING_ODD = Placed(REGELS.empty_table(), 0, 0, [])


def read_claims(stack: Stapel, pseudonym: Pseudonym) -> tuple[list[ClaimFacts | None], pa.Table]:
    """AW319 messages: the facts of each (None: for `aw319.read_aw319` to say what is wrong), and the line parts of all
    (REGELS and `levering`)."""
    layout = aw319()
    found = form(stack, layout)
    lines, counts = found.lines, found.counts
    seen = see_claims(lines, stack.ontvangen)
    total = sums(seen.cents, lines.begin, lines.eind)
    said_ok, said = _closing(stack, layout, {"totaal_declaratiebedrag": "debet_credit"})
    good = _whole(stack, found) & said_ok & _counted(counts, said, claims.TELLINGEN, zero_allowed=False)
    good &= _client_first(stack, counts) & _ascending(lines, seen.detail)
    good &= (sums(seen.unsure, lines.begin, lines.eind) == 0) & (total == said["totaal_declaratiebedrag"])
    _, headers = _headers(stack, layout, good)

    trusted = good[lines.message]
    rest = {
        message: _place(stack, lines, seen, trusted & seen.doubtful & (lines.message == message), pseudonym)
        for message in np.unique(lines.message[trusted & seen.doubtful]).tolist()
    }
    sure = trusted & ~seen.doubtful
    if not sure.all():
        lines, seen = lines.keep(sure), seen.keep(sure)
    parts = claim_rows(lines, seen, stack.leveringen, pseudonym)
    facts: list[ClaimFacts | None] = [None] * len(good)
    for message, header in headers.items():
        placed = rest.get(message, NOTHING_ODD)
        facts[message] = ClaimFacts(
            header=header,
            regels=int(counts["04"][message]),
            gelezen_cent=int(total[message]),
            fout_regels=placed.fout_regels,
            fout_cent=placed.fout_cent,
            redenen=placed.redenen,
        )
    return facts, pa.concat_tables([parts, *(placed.parts for placed in rest.values())])


def read_answers(stack: Stapel) -> tuple[list[AnswerFacts | None], pa.Table]:
    """AW320 messages: the facts of each (None: for `aw320.read_aw320` to say what is wrong), and the verdict parts of
    all (OORDELEN and `levering`)."""
    layout = aw320()
    found = form(stack, layout)
    lines = found.lines
    seen = see_returns(lines)
    totals = {"totaal_ingediend_bedrag": "debet_credit_1", "totaal_toegekend_bedrag": "debet_credit_2"}
    said_ok, said = _closing(stack, layout, totals)
    good = _whole(stack, found) & said_ok & _counted(found.counts, said, returns.TELLINGEN, zero_allowed=True)
    good &= sums(seen.unsure | seen.doubtful, lines.begin, lines.eind) == 0
    good &= _ascending(lines, seen.detail)
    records, headers = _headers(stack, layout, good)

    sure = good[lines.message]
    if not sure.all():
        lines, seen = lines.keep(sure), seen.keep(sure)
    facts: list[AnswerFacts | None] = [None] * len(good)
    for message, header in headers.items():
        facts[message] = AnswerFacts(
            header=header,
            heel_afgekeurd=returns.heel_afgekeurd(records[message]),
            totaal_ingediend_cent=int(said["totaal_ingediend_bedrag"][message]),
            totaal_toegekend_cent=int(said["totaal_toegekend_bedrag"][message]),
            dagtekening_retour=text_of(records[message], layout.field("01", "dagtekening_retour")),
        )
    return facts, return_rows(lines, seen, stack.leveringen)


def _place(stack: Stapel, lines: Lines, seen: Seen, which: Mask, pseudonym: Pseudonym) -> Placed:
    """Lines of one message that cannot be placed at sight, as the reader of one message places them."""
    message = int(lines.message[which][0])
    records = lines.records(which, aw319())
    placed = claims.place(records, seen.detail[which], seen.cents[which], stack.ontvangen[message], pseudonym)
    levering = pa.repeat(pa.scalar(int(stack.leveringen[message]), LEVERING.type), len(placed.parts))
    return replace(placed, parts=placed.parts.append_column(LEVERING, levering))


def _whole(stack: Stapel, found: Form) -> Mask:
    """Which messages have the right form: line ends, record types, first and last record."""
    good = found.ends & (sum(found.counts.values()) == stack.eind - stack.begin)
    good &= (found.counts["01"] == 1) & found.types["01"][stack.begin]
    good &= (found.counts["99"] == 1) & found.types["99"][stack.eind - 1]
    return good


def _ascending(lines: Lines, numbers: Ints) -> Mask:
    """Whether detail numbers rise within each message, so that none comes twice."""
    rises = np.ones(len(numbers), bool)
    rises[1:] = (numbers[1:] > numbers[:-1]) | (lines.message[1:] != lines.message[:-1])
    unique: Mask = sums(rises, lines.begin, lines.eind) == lines.eind - lines.begin
    return unique


def _closing(stack: Stapel, layout: Layout, totals: Mapping[str, str]) -> tuple[Mask, Mapping[str, Ints]]:
    """The numbers of record 99 per message, with `totals` (amount to sign) signed, and whether all can be read."""
    fields = tuple(f.name for f in layout.records["99"].values() if f.name.startswith("aantal_") or "totaal_" in f.name)
    block = stack.matrix[stack.eind - 1]
    numbers, faults = reader(layout.name, "99", fields)(block)
    good = ~any_fault(faults, fields)
    said = dict(numbers)
    for amount, sign in totals.items():
        plus_minus, ok = signs(block, layout, sign, "99")
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


def _client_first(stack: Stapel, counts: Mapping[str, Ints]) -> Mask:
    """Whether the record below the header is a client, where there are lines."""
    below = np.minimum(stack.begin + 1, len(stack.matrix) - 1)
    client: Mask = column(stack.matrix, 0, np.uint16)[below] == int.from_bytes(b"02", "little")
    first: Mask = (counts["04"] == 0) | client
    return first

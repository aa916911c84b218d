"""One message too large for memory: read in pieces, with running sums.

It is read twice: once for its hash (the key of its rows), once for what it says. A piece is looked at as many messages
are (`lines`); the message as a whole is judged at the end by the checks of `aw319` and `aw320`. Rows of a message that
is refused in the end were written, but never count.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from config.layouts import Layout
from loaders.berichten import aw319, aw320
from loaders.berichten.aw319 import REGELS, ClaimFacts, Placed
from loaders.berichten.aw320 import AnswerFacts
from loaders.berichten.content import Onleesbaar
from loaders.berichten.files import open_regular
from loaders.berichten.lines import (
    LEVERING,
    Form,
    Pseudonym,
    Stapel,
    claim_rows,
    form,
    return_rows,
    see_claims,
    see_returns,
)
from loaders.berichten.matrix import Bytes, Ints, Records
from loaders.berichten.messages import Geweigerd, by_type, check_ends, detail_numbers, doubled, refuse
from loaders.berichten.staart import MAX_STAART_BYTES, einde
from loaders.grootboek.deliveries import Reden, Soort

STUK_BYTES = 4 * 1024**2
MAX_REDENEN = 999
"""Reasons kept of a kind; the rest is counted in a last one."""
VERANDERD = "bestand veranderde tijdens het lezen; laad het opnieuw als het er in zijn geheel staat"
ENDS = ("01", "99")
CR, LF = ord("\r"), ord("\n")
LINE_ENDS = {2: b"\r\n", 1: b"\n"}
NOTHING_ODD = Placed(REGELS.empty_table(), 0, 0, [])


@dataclass
class Redenen:
    """Reasons as far as anyone reads them, and how many there were."""

    kept: list[Reden] = field(default_factory=list)
    found: int = 0

    def add(self, redenen: list[Reden]) -> None:
        self.kept += redenen[: MAX_REDENEN - len(self.kept)]
        self.found += len(redenen)

    def all(self) -> list[Reden]:
        """The reasons kept, and one that counts the rest."""
        rest = self.found - len(self.kept)
        return [*self.kept, Reden(None, None, f"en nog {rest} redenen")] if rest else self.kept


@dataclass(frozen=True)
class Groot:
    """A large message: where it is, its kind and layout, length of a line with its end, number of lines, its key, the
    day it came in. `gevuld`: behind its last record stands only filling (`staart`), maybe no line end."""

    path: Path
    soort: Soort
    layout: Layout
    width: int
    rows: int
    levering: int
    ontvangen: date
    gevuld: bool = False


@dataclass(frozen=True)
class Stuk:
    """What a piece holds: archive rows, records by type with the line numbers of all but clients, remarks and lines
    (of those the first), detail numbers with their lines, cents (0 where unreadable), and what is wrong.

    `vorm`: it has not the form of a message; `geld`, `nummers`: what cannot be read without which the message cannot be
    trusted; `redenen`: lines in uitval.
    """

    rows: pa.Table
    counts: Mapping[str, int]
    where: Mapping[str, Ints]
    detail: Ints
    regels: Ints
    cent: int
    vorm: list[Reden]
    geld: list[Reden]
    nummers: list[Reden]
    fout_regels: int
    fout_cent: int
    redenen: list[Reden]


def sha256_of(path: Path) -> str:
    """The hash of a file's content."""
    with open_regular(path) as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def pieces(groot: Groot) -> Iterator[tuple[int, int]]:
    """First row (0-based) and number of rows of each piece."""
    step = STUK_BYTES // groot.width
    return ((first, min(step, groot.rows - first)) for first in range(0, groot.rows, step))


def rows_of(path: Path, width: int, record_length: int, size: int) -> int:
    """The number of lines of this width up to record 99, when only filling stands behind it; else 0."""
    try:
        with open_regular(path) as file:
            file.seek(first := max(0, size - MAX_STAART_BYTES))
            end = einde(file.read(), record_length)
    except (OSError, Onleesbaar):
        return 0
    rows, rest = divmod(first + (end or 0) - record_length, width)
    return 0 if end is None or rest else rows + 1


def read_rows(groot: Groot, first: int, count: int) -> Bytes:
    """Some rows of the file, with their line ends. Raises Geweigerd when they are no longer there."""
    length = groot.layout.record_length
    with open_regular(groot.path) as file:
        file.seek(first * groot.width)
        content = file.read(count * groot.width)
    if groot.gevuld and first + count == groot.rows:
        content = content[: (count - 1) * groot.width + length] + LINE_ENDS[groot.width - length]
    if len(content) != count * groot.width:
        raise Geweigerd([Reden(None, None, VERANDERD)])
    return np.frombuffer(content, np.uint8).reshape(-1, groot.width)


def read_piece(groot: Groot, first: int, count: int, pseudonym: Pseudonym) -> Stuk:
    """Look at `count` rows from `first` (0-based) on."""
    matrix = read_rows(groot, first, count)
    key = np.array([groot.levering])
    stack = Stapel(matrix, np.array([0]), np.array([count]), key, [groot.ontvangen])
    found = form(stack, groot.layout)
    lines = replace(found.lines, regel=found.lines.regel + first)
    claim = groot.soort is Soort.AW319
    seen = see_claims(lines, stack.ontvangen) if claim else see_returns(lines)
    cents, detail = seen.cents, seen.detail
    geld: list[Reden] = []
    nummers: list[Reden] = []
    if seen.unsure.any():
        records = lines.records(np.arange(len(lines.regel)), groot.layout)
        cents, geld = aw319.signed_cents(records) if claim else aw320.signed_cents(records)
        detail, nummers = detail_numbers(records, groot.layout)
        cents[np.isin(lines.regel, [reden.regel for reden in geld if reden.regel])] = 0
    odd = lines.records(seen.doubtful & ~seen.unsure, groot.layout)
    which = seen.doubtful & ~seen.unsure
    placed = NOTHING_ODD
    if claim:
        placed = aw319.place(odd, detail[which], cents[which], groot.ontvangen, pseudonym)
        odd_rows = placed.parts
    else:
        odd_rows = aw320.place(odd, detail[which], cents[which])
    sure = ~(seen.doubtful | seen.unsure)
    good, seen_good = lines.keep(sure), seen.keep(sure)
    rows = claim_rows(good, seen_good, key, pseudonym) if claim else return_rows(good, seen_good, key)
    levering = pa.repeat(pa.scalar(groot.levering, LEVERING.type), len(odd_rows))
    return Stuk(
        rows=pa.concat_tables([rows, odd_rows.append_column(LEVERING, levering)]),
        counts={record: int(number[0]) for record, number in found.counts.items()},
        where={
            record: np.flatnonzero(mask)[: None if record in ENDS else 1] + first + 1
            for record, mask in found.types.items()
        },
        detail=detail,
        regels=lines.regel,
        cent=int(cents.sum()),
        vorm=_form_faults(groot, found, matrix, first),
        geld=geld,
        nummers=nummers,
        fout_regels=placed.fout_regels,
        fout_cent=placed.fout_cent,
        redenen=placed.redenen,
    )


def _form_faults(groot: Groot, found: Form, matrix: Bytes, first: int) -> list[Reden]:
    length = groot.layout.record_length
    if not found.ends[0]:
        broken = (matrix[:, length:] != np.frombuffer(LINE_ENDS[groot.width - length], np.uint8)).any(axis=1)
        broken |= (matrix[:, :length] == LF).any(axis=1)
        if groot.width == length + 1:
            broken |= matrix[:, length - 1] == CR
        regel = int(np.flatnonzero(broken)[0]) + first + 1
        return [Reden(regel, None, f"record heeft geen {length} tekens; lever het bestand opnieuw aan")]
    if sum(int(number[0]) for number in found.counts.values()) != len(matrix):
        records = Records(matrix[:, :length], np.arange(first + 1, first + 1 + len(matrix)))
        return by_type(records, groot.layout)[1]
    return []


@dataclass
class Lezing:
    """The running sums of a large message; `facts` judges it when all pieces were taken."""

    groot: Groot
    counts: dict[str, int] = field(default_factory=dict)
    where: dict[str, list[Ints]] = field(default_factory=dict)
    detail: list[Ints] = field(default_factory=list)
    regels: list[Ints] = field(default_factory=list)
    cent: int = 0
    vorm: Redenen = field(default_factory=Redenen)
    geld: Redenen = field(default_factory=Redenen)
    nummers: Redenen = field(default_factory=Redenen)
    redenen: Redenen = field(default_factory=Redenen)
    fout_regels: int = 0
    fout_cent: int = 0

    def take(self, stuk: Stuk) -> None:
        """Add a piece, in order of the file."""
        for record, count in stuk.counts.items():
            self.counts[record] = self.counts.get(record, 0) + count
            self.where.setdefault(record, []).append(stuk.where[record])
        self.detail.append(stuk.detail)
        self.regels.append(stuk.regels.astype(np.int32))
        self.cent += stuk.cent
        self.vorm.add(stuk.vorm)
        self.geld.add(stuk.geld)
        self.nummers.add(stuk.nummers)
        self.redenen.add(stuk.redenen)
        self.fout_regels += stuk.fout_regels
        self.fout_cent += stuk.fout_cent

    def facts(self) -> ClaimFacts | AnswerFacts:
        """What the message says. Raises Geweigerd with every reason found (R1.5), at most MAX_REDENEN of a kind."""
        where = {record: np.concatenate(found) for record, found in self.where.items()}
        refuse(self.vorm.all() + check_ends(where["01"], where["99"], self.groot.rows))
        last = self.groot.rows
        length = self.groot.layout.record_length
        voorloop = read_rows(self.groot, 0, 1)[0, :length].tobytes()
        sluit = Records(read_rows(self.groot, last - 1, 1)[:, :length], np.array([last]))
        redenen = self.geld.all() + self.nummers.all() + self._doubled()
        if self.groot.soort is Soort.AW320:
            answer, more = aw320.check_message(voorloop=voorloop, sluit=sluit, counts=self.counts)
            refuse(redenen + more)
            return answer
        header, more = aw319.check_message(
            voorloop=voorloop,
            sluit=sluit,
            counts=self.counts,
            first_line=int(where["04"][0]) if len(where["04"]) else 0,
            first_client=int(where["02"][0]) if len(where["02"]) else 0,
            cent=None if self.geld.found else self.cent,
        )
        refuse(redenen + more)
        return ClaimFacts(
            header=header,
            regels=self.counts["04"],
            gelezen_cent=self.cent,
            fout_regels=self.fout_regels,
            fout_cent=self.fout_cent,
            redenen=self.redenen.all(),
        )

    def _doubled(self) -> list[Reden]:
        detail = np.concatenate(self.detail) if self.detail else np.zeros(0, np.int64)
        if (detail[1:] > detail[:-1]).all():
            return []
        again = Redenen()
        again.add(doubled(np.concatenate(self.regels).astype(np.int64), detail, self.groot.layout))
        return again.all()

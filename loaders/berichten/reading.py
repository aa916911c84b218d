"""Reading deliveries from disk, many at once: batches of whole files, two threads, one reused buffer each.

numpy, pyarrow, hashing and disk let go of the interpreter, so two threads use two cores. What comes out is in the order
in which the files were given, whatever thread was first.
"""

import hashlib
import sys
import threading
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

from config.layouts import Layout, aw319, aw320
from loaders.archief.archive import Writer
from loaders.berichten import bulk, large
from loaders.berichten.aw319 import ClaimFacts, count_claims, read_aw319
from loaders.berichten.aw320 import AnswerFacts, read_aw320
from loaders.berichten.content import MAX_BESTAND_BYTES, Onleesbaar
from loaders.berichten.files import kind, open_regular, printable, received_on, standing
from loaders.berichten.large import Groot
from loaders.berichten.lines import LEVERING, Pseudonym, Stapel
from loaders.berichten.messages import Geweigerd
from loaders.berichten.staart import MAX_STAART_BYTES, einde
from loaders.grootboek.boekingen import RedenSoort, nummer
from loaders.grootboek.deliveries import Reden, Soort

WERKERS = 2
PARTIJ_BYTES = 8 * 1024**2
"""Files are taken together up to this size; a larger one is a batch of its own. In smaller batches the two threads
spend more on waiting for the interpreter, larger ones only take memory."""
MAX_RECORD = 372
KOP_BYTES = 64
"""Enough of a file to tell whether it is a message."""
Files = Sequence[tuple[Path, int]]
"""Files that are read together, with their sizes."""

BEURT_SECONDEN = 0.0002
"""For how long a thread keeps the interpreter when another one wants it."""

A = TypeVar("A")
B = TypeVar("B")
LAYOUTS: dict[Soort, Callable[[], Layout]] = {Soort.AW319: aw319, Soort.AW320: aw320}


@dataclass(frozen=True)
class Inhoud:
    """A file in memory: its name, the day it came in (None: not said), and its place in a buffer."""

    naam: str
    ontvangen: date | None
    buffer: bytes | bytearray
    begin: int
    eind: int

    @property
    def bytes(self) -> memoryview:
        return memoryview(self.buffer)[self.begin : self.eind]


@dataclass
class Gelezen:
    """What became of one file. `sha256` None: no message, so somebody else must read it. Without `feiten` it was known
    already. `feiten` are fields of its row in the ledger."""

    naam: str
    ontvangen: date | None
    sha256: str | None = None
    feiten: dict[str, Any] | None = None
    redenen: list[tuple[str, Reden]] = field(default_factory=list)


@dataclass(frozen=True)
class Partij:
    """A batch that was read: each file in order, and the archive rows of all, by kind ("regels", "oordelen")."""

    bestanden: Sequence[Gelezen]
    rijen: dict[str, list[pa.Table]]


GROOT_BYTES = 32 * 1024**2
"""A message larger than this is read in pieces."""


def partijen(files: Iterable[Path]) -> Iterator[Files]:
    """Files in batches of about PARTIJ_BYTES, with their sizes (0 where it cannot be told)."""
    batch: list[tuple[Path, int]] = []
    total = 0
    for path in files:
        try:
            size = path.lstat().st_size
        except OSError:
            size = 0
        if batch and total + size > PARTIJ_BYTES:
            yield batch
            batch, total = [], 0
        batch.append((path, size))
        total += size
    if batch:
        yield batch


def is_large(batch: Files) -> bool:
    return batch[0][1] > GROOT_BYTES


@contextmanager
def readers() -> Iterator[ThreadPoolExecutor]:
    """The threads that read. Each wants the interpreter for a moment, thousands of times a second: with the usual turns
    of 5 ms they wait for one another a tenth of the time."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(BEURT_SECONDEN)
    try:
        with ThreadPoolExecutor(WERKERS) as pool:
            yield pool
    finally:
        sys.setswitchinterval(usual)


def in_order(pool: ThreadPoolExecutor, work: Callable[[A], B], items: Iterable[A]) -> Iterator[tuple[A, B]]:
    """`work` on every item by the pool, results in order; only a few items are ahead, so that memory stays flat."""
    ahead: deque[tuple[A, Future[B]]] = deque()
    for item in items:
        ahead.append((item, pool.submit(work, item)))
        if len(ahead) > WERKERS:
            first, future = ahead.popleft()
            yield first, future.result()
    while ahead:
        first, future = ahead.popleft()
        yield first, future.result()


class Lezer:
    """Reads batches of files. `known`: content (SHA-256) that need not be read again."""

    def __init__(self, ontvangen: date | None, known: Container[str], pseudonym: Pseudonym) -> None:
        self.standaard = ontvangen
        self._known = known
        self._pseudonym = pseudonym
        self._own = threading.local()

    def files(self, batch: Files) -> Partij:
        """Read whole files into the buffer of this thread, and what they say out of it."""
        need = sum(size for _, size in batch)
        buffer: bytearray = getattr(self._own, "buffer", bytearray())
        if len(buffer) < need:
            buffer = self._own.buffer = bytearray(max(need, PARTIJ_BYTES))
        found, place = [], 0
        for path, size in batch:
            ontvangen = _received_in(path.parent) or self.standaard
            eind = place + _fill(path, memoryview(buffer)[place : place + size])
            found.append(Inhoud(printable(path.name), ontvangen, buffer, place, eind))
            place = eind
        return self.contents(found)

    def large(self, path: Path, size: int, pool: ThreadPoolExecutor, writers: Mapping[str, Writer]) -> Gelezen:
        """Read one large message in pieces by the pool, rows to the `writers`; of one that is refused in the end they
        must not count. What is not one message of equal lines is left to others (`sha256` None)."""
        ontvangen = _received_in(path.parent) or self.standaard
        read = Gelezen(printable(path.name), ontvangen)
        try:
            with open_regular(path) as file:
                before, head = standing(file), file.read(KOP_BYTES + MAX_RECORD)
        except (OSError, Onleesbaar):
            return read
        if size > MAX_BESTAND_BYTES or not ontvangen or not head[:2].isdigit():
            return read
        if (soort := kind(head)) is Soort.TABEL:
            return read
        layout = LAYOUTS[soort]()
        width = _width(Inhoud(path.name, ontvangen, head, 0, len(head)), layout.record_length)
        filled = large.rows_of(path, width, layout.record_length, size) if width else 0
        if not width or not (filled or size % width == 0):
            return read
        read.sha256 = large.sha256_of(path)
        if read.sha256 in self._known:
            return read
        rows = filled or size // width
        groot = Groot(path, soort, layout, width, rows, nummer(read.sha256), ontvangen, bool(filled))
        lezing = large.Lezing(groot)

        def piece(place: tuple[int, int]) -> large.Stuk:
            return large.read_piece(groot, *place, self._pseudonym)

        try:
            for _, stuk in in_order(pool, piece, large.pieces(groot)):
                lezing.take(stuk)
                writers[ARCHIEF[soort]].add(stuk.rows)
            facts = lezing.facts()
            with open_regular(path) as file:
                if standing(file) != before:
                    raise Geweigerd([Reden(None, None, large.VERANDERD)])
            _say(soort, read, facts)
        except Geweigerd as refused:
            regels, cent = (lezing.counts.get("04", 0), lezing.cent) if soort is Soort.AW319 else (0, 0)
            _refuse(soort, read, refused, regels, cent)
        return read

    def contents(self, files: Sequence[Inhoud]) -> Partij:
        """Read files that are in memory."""
        found = list(files)
        read = [Gelezen(f.naam, f.ontvangen) for f in found]
        rows: dict[str, list[pa.Table]] = {"regels": [], "oordelen": []}
        stacks: dict[tuple[Soort, int], list[int]] = {}
        seen: set[str] = set()
        for place, file in enumerate(found):
            head = bytes(file.bytes[:KOP_BYTES])
            if not head[:2].isdigit() or (soort := kind(head)) is Soort.TABEL:
                continue
            sha256 = read[place].sha256 = hashlib.sha256(file.bytes).hexdigest()
            if sha256 in self._known or sha256 in seen:
                continue
            seen.add(sha256)
            length = LAYOUTS[soort]().record_length
            width = _width(file, length)
            if width and (file.eind - file.begin) % width:
                file = found[place] = _without_tail(file, length, width)  # noqa: PLW2901 (the same, without its tail)
            if width and (file.eind - file.begin) % width == 0 and file.ontvangen:
                stacks.setdefault((soort, width), []).append(place)
            else:
                self._one_by_one(soort, file, read[place], rows)
        for (soort, width), places in stacks.items():
            self._stack(soort, width, [(found[p], read[p]) for p in places], rows)
        return Partij(read, rows)

    def _stack(
        self, soort: Soort, width: int, files: Sequence[tuple[Inhoud, Gelezen]], rows: dict[str, list[pa.Table]]
    ) -> None:
        stack = _stapel(width, files)
        facts: Sequence[ClaimFacts | AnswerFacts | None]
        if soort is Soort.AW319:
            facts, table = bulk.read_claims(stack, self._pseudonym)
        else:
            facts, table = bulk.read_answers(stack)
        rows[ARCHIEF[soort]].append(table)
        for (file, read), fact in zip(files, facts, strict=True):
            if fact is None:
                self._one_by_one(soort, file, read, rows)
            else:
                _say(soort, read, fact)

    def _one_by_one(self, soort: Soort, file: Inhoud, read: Gelezen, rows: dict[str, list[pa.Table]]) -> None:
        """The reader of one message: it takes every form, and says all that is wrong."""
        content = bytes(file.bytes)
        try:
            if file.ontvangen is None:
                text = "datum van ontvangst onbekend; zet het bestand in een map JJJJ-MM-DD of geef --ontvangen"
                raise Geweigerd([Reden(None, None, text)])
            message = (
                read_aw319(content, file.ontvangen, self._pseudonym) if soort is Soort.AW319 else read_aw320(content)
            )
        except Geweigerd as refused:
            regels, cent = count_claims(content) if soort is Soort.AW319 else (0, 0)
            _refuse(soort, read, refused, regels, cent)
            return
        levering = pa.repeat(pa.scalar(nummer(str(read.sha256)), LEVERING.type), len(message.parts))
        rows[ARCHIEF[soort]].append(message.parts.append_column(LEVERING, levering))
        _say(soort, read, message)


ARCHIEF = {Soort.AW319: "regels", Soort.AW320: "oordelen"}


def _refuse(soort: Soort, read: Gelezen, refused: Geweigerd, regels: int, cent: int) -> None:
    read.feiten = {"soort": soort, "leesbaar": False, "regels": regels, "gelezen_cent": cent}
    read.redenen = [(RedenSoort.BESTAND, reden) for reden in refused.redenen]


def _say(soort: Soort, read: Gelezen, fact: ClaimFacts | AnswerFacts) -> None:
    """The facts of a readable message as fields of its row in the ledger."""
    facts = {**vars(fact), **vars(fact.header)}
    facts.pop("header"), facts.pop("parts", None)
    read.redenen = [(RedenSoort.REGEL, reden) for reden in facts.pop("redenen", ())]
    read.feiten = {"soort": soort, "leesbaar": True, **facts}


def _stapel(width: int, files: Sequence[tuple[Inhoud, Gelezen]]) -> Stapel:
    inhoud = [file for file, _ in files]
    eind = np.cumsum([(file.eind - file.begin) // width for file in inhoud])
    if all(one.buffer is other.buffer and one.eind == other.begin for one, other in pairwise(inhoud)):
        content = np.frombuffer(inhoud[0].buffer, np.uint8, int(eind[-1]) * width, inhoud[0].begin)
    else:
        content = np.concatenate([np.frombuffer(file.bytes, np.uint8) for file in inhoud])
    return Stapel(
        matrix=content.reshape(-1, width),
        begin=np.concatenate([[0], eind[:-1]]),
        eind=eind,
        leveringen=np.array([nummer(str(read.sha256)) for _, read in files]),
        ontvangen=[file.ontvangen for file in inhoud if file.ontvangen],
    )


def _width(file: Inhoud, record_length: int) -> int:
    """The length of a line with its end (CRLF or LF) by the first line; 0 where that is not whole."""
    first = bytes(file.bytes[record_length : record_length + 2])
    return record_length + (2 if first == b"\r\n" else 1) if first else 0


def _without_tail(file: Inhoud, record_length: int, width: int) -> Inhoud:
    """The message as far as its whole lines go, when nothing but filling stands behind the last (`staart`)."""
    begin = max(file.begin, file.eind - MAX_STAART_BYTES)
    end = einde(bytes(memoryview(file.buffer)[begin : file.eind]), record_length)
    whole = 0 if end is None else begin + end - record_length + width - file.begin
    return replace(file, eind=file.begin + whole) if whole and file.begin + whole <= file.eind else file


def _fill(path: Path, view: memoryview) -> int:
    """Read a file into `view`: all of it, or nothing where it is no file of that size that stands still."""
    done = 0
    try:
        with open_regular(path) as file:
            before = standing(file)
            while done < len(view) and (count := file.readinto(view[done:])):
                done += count
            return done if before == standing(file) and before[0] == len(view) == done else 0
    except (OSError, Onleesbaar):
        return 0


@lru_cache(maxsize=1024)
def _received_in(folder: Path) -> date | None:
    return received_on(folder / "bericht")

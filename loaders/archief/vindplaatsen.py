"""Where in the archive something may stand: beside each part the marks of what is in it, so that a load unpacks only
the parts it touches. Derived: what is missing or damaged is made again from archive and ledger."""

import hashlib
import mmap
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from config.settings import Settings

Merken = npt.NDArray[np.uint64]
"""Sorted, each once: numbers of deliveries, and of lines the hash of payee with reference (0431) and, of credits, with
the reference they name (0432). Two things may share a mark: what is found is looked at again."""


class Blad(NamedTuple):
    """The marks of a part, and which of them are `opvallend`: of credits, and of what stands on more than one line."""

    merken: Merken
    opvallend: Merken


MERK = np.dtype("<u8")
KOP = 3
"""Before the marks a file says how many they are, how many are `opvallend`, and what all add up to."""
MERKEN_PER_KEER = 1_000_000
"""Marks of many parts that are laid side by side."""

CREDIT = "(r.ingediend_cent < 0 OR r.aantal < 0)"
SLEUTEL = "CASE WHEN r.zorgmaand IS NOT NULL THEN hash(b.betaald_agb, r.referentie) END"
GENOEMD = (
    f"CASE WHEN r.zorgmaand IS NOT NULL AND {CREDIT} AND r.vorige_referentie <> '' "
    "THEN hash(b.betaald_agb, r.vorige_referentie) END"
)
"""The keys of a row `r` of a delivery with payee in `b`: its own, and for a credit that of the line it names."""

NIETS: Merken = np.empty(0, MERK)


def hoe(regels: str) -> str:
    """A name for how marks are made and for the rules of lines (`regels`): what was kept under another name is void."""
    said = (duckdb.__version__, SLEUTEL, GENOEMD, KOP, regels)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def van_leveringen(nummers: npt.ArrayLike) -> Merken:
    """The marks of deliveries."""
    return _once(np.asarray(nummers, np.int64).astype(MERK))


def _once(marks: Merken) -> Merken:
    """Sorted, each once: ten times as fast as `np.unique`, which hashes before it sorts."""
    marks = np.sort(marks)
    first = np.ones(len(marks), np.bool_)
    first[1:] = marks[1:] != marks[:-1]
    return marks[first]


class Vindplaatsen:
    """The marks of every part, kept in the folder of this name (`hoe`), with the version of the ledger up to which all
    was settled by these rules."""

    def __init__(self, settings: Settings, naam: str) -> None:
        self._root = settings.vindplaatsen
        self._archief = settings.archief
        self._folder = self._root / naam
        self._heel: set[str] = set()

    @property
    def stand(self) -> str | None:
        """The version that was settled last; None when there is none."""
        try:
            return (self._folder / "stand").read_text(encoding="ascii")
        except (FileNotFoundError, UnicodeDecodeError):
            return None

    def settled(self, versie: str) -> None:
        """Keep that everything up to this version was settled."""
        if self.stand == versie:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        self._write(self._folder / "stand", versie.encode("ascii"))

    def complete(
        self, db: duckdb.DuckDBPyConnection, parts: Sequence[str], betalers: Callable[[], Mapping[int, str | None]]
    ) -> None:
        """Make the marks of parts that have none. `betalers`: payees by number of delivery, asked where needed."""
        missing = [pad for pad in parts if self._blad(pad) is None]
        if not missing:
            return
        put_betalers(db, betalers())
        for pad in missing:
            path = self._path(pad)
            path.parent.mkdir(parents=True, exist_ok=True)
            blad = self._made(db, pad)
            both = np.concatenate(blad)
            head = np.array([*map(len, blad), both.sum(dtype=MERK)], MERK)
            self._write(path, head.tobytes() + both.tobytes())

    def marks(self, pad: str) -> Merken | None:
        """The marks of a part; None when they are missing or damaged."""
        blad = self._blad(pad)
        return blad and blad.merken

    def _blad(self, pad: str) -> Blad | None:
        """The marks of a part; None when they are missing or damaged. Not kept: what is mapped counts as memory."""
        try:
            with self._path(pad).open("rb") as file:
                found = np.frombuffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), MERK)
        except (OSError, ValueError):
            return None
        if pad not in self._heel:
            whole = len(found) >= KOP and found[0] + found[1] == len(found) - KOP
            if not whole or found[2] != found[KOP:].sum(dtype=MERK):
                return None
            self._heel.add(pad)
        merken = int(found[0])
        return Blad(found[KOP : KOP + merken], found[KOP + merken :])

    def opvallend(self, parts: Sequence[str]) -> Merken:
        """The marks of credits, and those that stand on more than one line of these parts."""
        total, found = 0, [NIETS]
        for pad in parts:
            if blad := self._blad(pad):
                total += len(blad.merken)
                found.append(blad.opvallend.copy())
        slices = 1 + total // MERKEN_PER_KEER
        for n in range(slices):  # a part holds each mark once: what comes twice stands in two parts
            marks = np.sort(np.concatenate([NIETS, *(self._slice(pad, n, slices) for pad in parts)]))
            found.append(marks[1:][marks[1:] == marks[:-1]])
        return _once(np.concatenate(found))

    def van_credits(self, parts: Iterable[str]) -> Merken:
        """The marks of credits in these parts and of what they name, and of what stands on more lines of one part."""
        return _once(np.concatenate([NIETS, *(blad.opvallend for pad in parts if (blad := self._blad(pad)))]))

    def _slice(self, pad: str, n: int, slices: int) -> Merken:
        """The n-th of so many equal stretches of marks, of a part."""
        marks = self.marks(pad)
        if marks is None:
            return NIETS
        low, high = (MERK.type(min(at * 2**64 // slices, 2**64 - 1)) for at in (n, n + 1))
        end = len(marks) if n + 1 == slices else np.searchsorted(marks, high)
        return marks[np.searchsorted(marks, low) : end].copy()

    def where(self, parts: Iterable[str], sought: Merken) -> dict[str, Merken]:
        """The parts that may hold one of these marks, each with those it may hold; all where it has no marks itself."""
        found = {}
        here_of = among(sought)
        for pad in parts:
            marks = self.marks(pad)
            here = sought if marks is None else here_of(marks)
            if len(here):
                found[pad] = here
        return found

    def verify(
        self, db: duckdb.DuckDBPyConnection, parts: Sequence[str], betalers: Callable[[], Mapping[int, str | None]]
    ) -> int:
        """Look whether the marks are those of the archive; those that are not go. How many that were."""
        put_betalers(db, betalers())
        wrong = 0
        for pad in parts:
            blad = self._blad(pad)
            if blad is not None and not all(map(np.array_equal, blad, self._made(db, pad))):
                self._path(pad).unlink()
                self._heel.discard(pad)
                wrong += 1
        return wrong

    def _made(self, db: duckdb.DuckDBPyConnection, pad: str) -> Blad:
        return _marks(db, str(self._archief / pad), keys=pad.startswith("regels/"))

    def sweep(self, parts: Iterable[str]) -> int:
        """Remove what belongs to no part, and all that was kept under another name; how many files that were."""
        known = {self._folder / "stand", self._root / "gaaf.json", *(self._path(pad) for pad in parts)}
        orphans = [path for path in self._root.rglob("*") if path.is_file() and path not in known]
        for orphan in orphans:
            orphan.unlink()
        return len(orphans)

    def _path(self, pad: str) -> Path:
        return self._folder / Path(pad).with_suffix(".merken")

    def _write(self, path: Path, content: bytes) -> None:
        scratch = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        scratch.write_bytes(content)  # not synced: a file that power cut short is seen to be damaged
        scratch.replace(path)


def put_betalers(db: duckdb.DuckDBPyConnection, betalers: Mapping[int, str | None]) -> None:
    """Payees by number of delivery, as table `betaler` of this cursor."""
    columns = {
        "levering": pa.array(list(betalers), pa.int64()),
        "betaald_agb": pa.array(list(betalers.values()), pa.string()),
    }
    db.register("betaler", pa.table(columns))


def _marks(db: duckdb.DuckDBPyConnection, part: str, *, keys: bool) -> Blad:
    """The marks of one part, from the archive."""
    if not keys:
        found = db.execute("SELECT DISTINCT levering FROM read_parquet(?)", [part]).fetchnumpy()
        return Blad(van_leveringen(found["levering"]), NIETS)
    query = f"""
        SELECT r.levering, r.regel, {SLEUTEL} AS sleutel, {GENOEMD} AS genoemd, {CREDIT} AS credit
        FROM read_parquet(?) r LEFT JOIN betaler b ON b.levering = r.levering
    """  # noqa: S608 (our own words)
    found = db.execute(query, [part]).fetchnumpy()
    counts = np.flatnonzero(~np.ma.getmaskarray(np.ma.asarray(found["sleutel"])))
    order = counts[np.argsort(np.asarray(found["sleutel"])[counts])]
    own, levering, regel, credit = (
        np.asarray(found[name])[order] for name in ("sleutel", "levering", "regel", "credit")
    )
    own, named = own.astype(MERK), np.ma.compressed(found["genoemd"]).astype(MERK)
    other_line = (levering[1:] != levering[:-1]) | (regel[1:] != regel[:-1])
    twice = own[1:][other_line & (own[1:] == own[:-1])]
    merken = _once(np.concatenate([van_leveringen(found["levering"]), own, named]))
    return Blad(merken, _once(np.concatenate([twice, own[credit], named])))


def among(sought: Merken) -> Callable[[Merken], Merken]:
    """Which of a part's marks are sought. Most are not: a table of first bits leaves them out at a few ns each; where
    few are sought, each of these is looked up instead."""
    if not len(sought):
        return lambda _: NIETS
    bits = min(24, max(8, len(sought).bit_length() + 4))
    shift = np.uint64(64 - bits)
    maybe = np.zeros(1 << bits, np.bool_)
    maybe[sought >> shift] = True

    def which(marks: Merken) -> Merken:
        some, rest = (marks[maybe[marks >> shift]], sought) if len(sought) * 32 > len(marks) else (sought, marks)
        if not len(some) or not len(rest):
            return NIETS
        place = np.minimum(np.searchsorted(rest, some), len(rest) - 1)
        found: Merken = some[rest[place] == some]
        return found

    return which

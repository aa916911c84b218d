"""Which lines known before a load can change by it: those that hang together with its lines (R1.3, R1.5).

Whether a line counts depends on the lines of the same payee with its reference and, for a credit, on the line it names.
So lines fall apart in groups, and only groups with something new in them can come out otherwise.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from loaders.archief import archive
from loaders.archief.vindplaatsen import (
    GENOEMD,
    MERK,
    NIETS,
    SLEUTEL,
    Merken,
    Vindplaatsen,
    among,
    put_betalers,
    van_leveringen,
)

KOLOMMEN = (
    "levering",
    "regel",
    "detailnummer",
    "referentie",
    "vorige_referentie",
    "zorgmaand",
    "eind",
    "aantal",
    "ingediend_cent",
)
"""What `corrections.py` and `credits.py` ask of a line."""

VAN_CREDITS = """
    levering IN (SELECT merk FROM gezocht)
    AND (sleutel IN (SELECT merk FROM gecrediteerd) OR genoemd IN (SELECT merk FROM gecrediteerd))
"""
RIJ = ", ".join(f"r.{name}" for name in KOLOMMEN)


class Bereik:
    """The rows reached so far of the parts `oud`: table `bereikt`. `betalers`: payees by number of delivery."""

    def __init__(
        self,
        db: duckdb.DuckDBPyConnection,
        archief: Path,
        plaatsen: Vindplaatsen,
        oud: Sequence[str],
        betalers: Callable[[], Mapping[int, str | None]],
    ) -> None:
        self._db = db
        self._archief = archief
        self._plaatsen = plaatsen
        self._oud = [pad for pad in oud if pad.startswith("regels/")]
        self._betalers: Callable[[], Mapping[int, str | None]] | None = betalers
        self._sleutels: list[Merken] = []
        archive.view(db, archief, [], "regels", "geen_regels")
        db.execute(f"CREATE TEMP TABLE bereikt AS SELECT {RIJ} FROM geen_regels r")  # noqa: S608 (our own words)

    def opvallende(self) -> None:
        """Reach every line that may not simply count beside others: credits, and lines whose key stands on more than
        one line."""
        self._reach(self._plaatsen.opvallend(self._oud))

    def van_delen(self, delen: Iterable[str]) -> None:
        """Reach what hangs together with a line of these new parts."""
        marks = [found for pad in delen if (found := self._plaatsen.marks(pad)) is not None]
        self._reach(np.unique(np.concatenate([NIETS, *marks])))

    def van_leveringen(self, nummers: Iterable[int]) -> None:
        """Reach the lines of these deliveries, and what hangs together with them."""
        marks = van_leveringen(list(nummers))
        if parts := self._plaatsen.where(self._oud, marks):
            self._find(parts, "levering IN (SELECT merk FROM gezocht)", pa.array(marks.view(np.int64)))
            self._reach(self._keys())

    def van_oordelen(self, nummers: Iterable[int]) -> None:
        """Reach the credits in these deliveries, the lines in them that credits name, and what hangs together with
        them: of these a verdict that changes means something to another line."""
        credits = self._plaatsen.van_credits(self._oud)
        marks = van_leveringen(list(nummers))
        if len(credits) and (parts := self._plaatsen.where(self._oud, marks)):
            self._db.register("gecrediteerd", pa.table({"merk": credits}))
            self._find(parts, VAN_CREDITS, pa.array(marks.view(np.int64)))
            self._reach(self._keys())

    def regels(self) -> dict[int, set[int]]:
        """The lines reached: their numbers, by number of delivery."""
        found: dict[int, set[int]] = {}
        for levering, regel in self._db.execute("SELECT DISTINCT levering, regel FROM bereikt").fetchall():
            found.setdefault(levering, set()).add(regel)
        return found

    def _reach(self, keys: Merken) -> None:
        """Add the rows with one of these keys (sorted, each once); then those of credits that name one and of what
        these rows name; and so on, until there is nothing new."""
        while len(fresh := self._not_reached(keys)):
            self._sleutels.append(fresh)
            parts = self._plaatsen.where(self._oud, fresh)
            if not parts:
                return
            sought = np.unique(np.concatenate(list(parts.values())))
            named = "sleutel IN (SELECT merk FROM gezocht) OR genoemd IN (SELECT merk FROM gezocht)"
            self._find(parts, named, pa.array(sought))
            mine = f"INSERT INTO bereikt SELECT {RIJ} FROM gevonden r WHERE sleutel IN (SELECT merk FROM gezocht)"  # noqa: S608
            self._db.execute(mine)
            keys = self._keys()

    def _not_reached(self, keys: Merken) -> Merken:
        fresh = keys
        for reached in self._sleutels:
            fresh = np.setdiff1d(fresh, among(fresh)(reached), assume_unique=True)
        return fresh

    def _find(self, parts: Iterable[str], where: str, sought: pa.Array) -> None:
        """Make table `gevonden`: the rows of these parts for which `where` holds beside table `gezocht`, and their
        keys."""
        if self._betalers:
            put_betalers(self._db, self._betalers())
            self._betalers = None
        archive.view(self._db, self._archief, list(parts), "regels", "doorzocht")
        self._db.register("gezocht", pa.table({"merk": sought}))
        self._db.execute(f"""
            CREATE OR REPLACE TEMP TABLE gevonden AS
            SELECT * FROM (
                SELECT {RIJ}, {SLEUTEL} AS sleutel, {GENOEMD} AS genoemd
                FROM doorzocht r LEFT JOIN betaler b ON b.levering = r.levering
            ) WHERE {where}
        """)  # noqa: S608 (our own words)

    def _keys(self) -> Merken:
        """The keys of the rows found."""
        query = "SELECT sleutel FROM gevonden UNION SELECT genoemd FROM gevonden"
        found = self._db.execute(f"SELECT sleutel FROM ({query}) WHERE sleutel IS NOT NULL").fetchnumpy()  # noqa: S608
        keys: Merken = np.sort(np.asarray(found["sleutel"], MERK))
        return keys

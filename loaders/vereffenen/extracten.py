"""Extracts in the archive: which of their rows count. A later extract may repeat rows of an earlier one; one that
contradicts them is refused, or takes their place when it was loaded with --vervang."""

from collections.abc import Iterable
from datetime import date

import pyarrow as pa
from duckdb import DuckDBPyConnection

from loaders.archief.engines import Engine
from loaders.grootboek.boekingen import Boeking
from loaders.grootboek.deliveries import Reden, Soort, Status
from loaders.tabellen import extract

MAX_GETOOND = 1_000
SLEUTEL = ", ".join(extract.table().key)
WAARDEN = ("aantal", "ingediend_cent", "toegekend_cent")

GELDIG = f"""
    SELECT levering, regel, {SLEUTEL}, {", ".join(WAARDEN)}
    FROM (SELECT e.*, ROW_NUMBER() OVER (PARTITION BY {SLEUTEL} ORDER BY x.rang DESC, e.regel) AS volgorde
          FROM extract e JOIN extracten x ON x.levering = e.levering) AS op_volgorde
    WHERE volgorde = 1
"""  # noqa: S608 (names of our own columns)
"""Rows that count, one per key: that of the extract loaded last. Standard SQL, for every engine."""

_GELIJK = " AND ".join(f"n.{name} IS NOT DISTINCT FROM o.{name}" for name in extract.table().key)
_ANDERS = " OR ".join(f"n.{name} <> o.{name}" for name in WAARDEN)


def tel(db: Engine, boekingen: Iterable[Boeking]) -> None:
    """Make table `extract_geldig`: the rows of the extracts that count, from the archive parts of kind `extract`."""
    found = geldende(boekingen)
    ranks = pa.table(
        {
            "levering": pa.array([b.nummer for b in found], pa.int64()),
            "rang": pa.array(range(len(found)), pa.int32()),
            "domein": pa.array([b.domein for b in found], pa.string()),
        }
    )
    db.table("extracten", ranks)
    db.view("extract_geldig", GELDIG)


def geldende(boekingen: Iterable[Boeking]) -> list[Boeking]:
    """The extracts that count, the one loaded last at the end."""
    return sorted((b for b in boekingen if is_extract(b) and b.status is Status.VERWERKT), key=_rang)


def is_extract(boeking: Boeking) -> bool:
    return boeking.soort is Soort.TABEL and boeking.tabel == extract.NAAM


def _rang(boeking: Boeking) -> tuple[int, str]:
    return boeking.volgnummer, boeking.sha256


def redenen(db: DuckDBPyConnection, boeking: Boeking, namen: dict[int, str]) -> tuple[list[Reden], list[Reden]]:
    """Why an extract cannot be taken: keys that stand in it twice, and rows that contradict `extract_geldig`.

    `namen`: name of a delivery by its number.
    """
    twice = db.execute(
        f"""
        SELECT n.regel, o.eerste FROM extract n
        JOIN (SELECT {SLEUTEL}, min(regel) AS eerste FROM extract WHERE levering = $1
              GROUP BY ALL HAVING count(*) > 1) o
          ON {_GELIJK} AND n.regel > o.eerste
        WHERE n.levering = $1 ORDER BY n.regel LIMIT {MAX_GETOOND}
        """,  # noqa: S608 (names of our own columns)
        [boeking.nummer],
    ).fetchall()
    other = db.execute(
        f"""
        SELECT n.regel, o.levering, o.regel FROM extract n JOIN extract_geldig o ON {_GELIJK}
        WHERE n.levering = $1 AND ({_ANDERS}) ORDER BY n.regel LIMIT {MAX_GETOOND}
        """,  # noqa: S608 (names of our own columns)
        [boeking.nummer],
    ).fetchall()
    advice = "laad het bestand met --vervang om de eerdere rij te laten vervallen"
    return [_reden(regel, f"regel {eerste}") for regel, eerste in twice], [
        _reden(regel, f"een eerder geladen rij (bestand {namen[levering]}, regel {eerder}); {advice}")
        for regel, levering, eerder in other
    ]


def _reden(regel: int, welke: str) -> Reden:
    return Reden(regel, SLEUTEL, f"rij heeft dezelfde sleutel als {welke}")


def cellen(db: DuckDBPyConnection) -> list[tuple[str, str, date, int, int, int]]:
    """What the extracts that count hold, by regeling, provider and month: claimed, granted and pending cents."""
    return db.execute(
        """
        SELECT domein, agb, zorgmaand, sum(ingediend_cent)::BIGINT, sum(toegekend_cent)::BIGINT,
               sum(CASE WHEN beoordeeld IS NULL THEN ingediend_cent ELSE 0 END)::BIGINT
        FROM extract_geldig JOIN extracten USING (levering) GROUP BY domein, agb, zorgmaand
        """
    ).fetchall()

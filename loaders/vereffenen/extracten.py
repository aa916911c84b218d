"""Extracts in the archive: which of their rows count, and when. A later extract may repeat rows of an earlier one, and
judge what was pending there; one that contradicts them is refused, or puts them right from its own day on when it was
loaded with --vervang (R1.1)."""

from collections.abc import Iterable
from datetime import date

import pyarrow as pa
from duckdb import DuckDBPyConnection

from loaders.archief.engines import Engine
from loaders.grootboek.boekingen import Boeking
from loaders.grootboek.deliveries import Reden, Soort, Status
from loaders.grootboek.periods import BEGIN
from loaders.tabellen import extract

MAX_GETOOND = 1_000
SLEUTEL = ", ".join(extract.table().key)
STUK = tuple(name for name in extract.table().key if name != "beoordeeld")
"""What came in on one day: pending, or judged on one day or more."""
_STUK = ", ".join(STUK)
WAARDEN = ("aantal", "ingediend_cent", "toegekend_cent")


def _zelfde(een: str, ander: str, namen: Iterable[str] = STUK) -> str:
    return " AND ".join(f"{een}.{name} = {ander}.{name}" for name in namen)


GELDIG = f"""
    WITH rij AS (
        SELECT {", ".join(f"e.{name}" for name in (*extract.table().key, *WAARDEN))}, x.rang, x.dag
        FROM extract e JOIN extracten x ON x.levering = e.levering
    ), wachtend AS (
        SELECT {_STUK}, MIN(rang) AS rang FROM rij WHERE beoordeeld IS NULL GROUP BY {_STUK}
    ), later AS (
        SELECT {", ".join(f"r.{name}" for name in STUK)}, r.rang, r.dag,
               MAX(CASE WHEN r.beoordeeld IS NULL THEN 1 ELSE 0 END) AS wacht_nog
        FROM rij r JOIN wachtend o ON {_zelfde("o", "r")}
        WHERE r.rang > o.rang
        GROUP BY {", ".join(f"r.{name}" for name in STUK)}, r.rang, r.dag
    ), beoordeeld_in AS (
        SELECT {", ".join(f"r.{name}" for name in STUK)}, r.beoordeeld, MIN(r.rang) AS rang
        FROM rij r JOIN wachtend o ON {_zelfde("o", "r")}
        WHERE r.beoordeeld IS NOT NULL
        GROUP BY {", ".join(f"r.{name}" for name in STUK)}, r.beoordeeld
    ), nieuw AS (
        SELECT {", ".join(f"r.{name}" for name in STUK)}, r.rang,
               SUM(r.aantal) AS aantal, SUM(r.ingediend_cent) AS ingediend_cent
        FROM rij r JOIN beoordeeld_in b ON {_zelfde("b", "r", extract.table().key)} AND b.rang = r.rang
        GROUP BY {", ".join(f"r.{name}" for name in STUK)}, r.rang
    ), gezegd AS (
        SELECT {SLEUTEL}, {", ".join(WAARDEN)}, rang, dag FROM rij
        UNION ALL
        SELECT {", ".join(name if name != "beoordeeld" else "CAST(NULL AS DATE)" for name in extract.table().key)},
               0, 0, 0, rang, dag
        FROM later WHERE wacht_nog = 0
    ), op_volgorde AS (
        SELECT g.*, ROW_NUMBER() OVER (PARTITION BY {SLEUTEL} ORDER BY rang) AS versie,
               {", ".join(f"LAG({n}) OVER (PARTITION BY {SLEUTEL} ORDER BY rang) AS was_{n}" for n in WAARDEN)}
        FROM gezegd g
    ), van_wachtend AS (
        SELECT {_STUK}, rang, was_aantal - aantal AS aantal, was_ingediend_cent - ingediend_cent AS ingediend_cent
        FROM op_volgorde
        WHERE beoordeeld IS NULL AND versie > 1 AND (aantal <> was_aantal OR ingediend_cent <> was_ingediend_cent)
    ), versies AS (
        SELECT v.*, CASE WHEN w.rang IS NULL OR (v.beoordeeld IS NOT NULL AND v.versie > 1)
                         THEN CASE WHEN v.versie = 1 THEN 1 ELSE 0 END
                         WHEN w.aantal = n.aantal AND w.ingediend_cent = n.ingediend_cent THEN 1 ELSE 0 END AS eigen_dag
        FROM op_volgorde v
        LEFT JOIN van_wachtend w ON {_zelfde("w", "v")} AND w.rang = v.rang
        LEFT JOIN nieuw n ON {_zelfde("n", "v")} AND n.rang = v.rang
        WHERE v.versie = 1 OR {" OR ".join(f"v.{n} <> v.was_{n}" for n in WAARDEN)}
    )
    SELECT {", ".join(name for name in STUK if name != "ontvangen")},
           CASE WHEN eigen_dag = 0 AND dag > ontvangen THEN dag ELSE ontvangen END AS ontvangen,
           CASE WHEN eigen_dag = 0 AND dag > beoordeeld THEN dag ELSE beoordeeld END AS beoordeeld,
           {", ".join(f"{n} - COALESCE(was_{n}, 0) AS {n}" for n in WAARDEN)},
           CASE WHEN beoordeeld IS NOT NULL AND toegekend_cent = ingediend_cent THEN aantal ELSE 0 END
           - CASE WHEN beoordeeld IS NOT NULL AND was_toegekend_cent = was_ingediend_cent THEN was_aantal ELSE 0 END
           AS aantal_toegekend
    FROM versies
"""  # noqa: S608 (names of our own columns)
"""What the extracts say, as rows to add up: of each key the row of the extract that came in first, under its own days,
and where a later one says otherwise the difference, from the day that one came in (R1.1).

What was pending gives way to what a later extract says of the same piece (`STUK`): pending still, or judged by now.
Where that adds up to what was pending, the piece is the same one and keeps its own days (R1.4); else it was put right,
from the day of that extract on. Standard SQL, for every engine."""

LAATST = f"""
    SELECT levering, regel, {SLEUTEL}, {", ".join(WAARDEN)}
    FROM (SELECT e.*, ROW_NUMBER() OVER (PARTITION BY {SLEUTEL} ORDER BY x.rang DESC, e.regel) AS volgorde
          FROM extract e JOIN extracten x ON x.levering = e.levering) AS op_volgorde
    WHERE volgorde = 1
"""  # noqa: S608 (names of our own columns)
"""Of each key the row that was said last."""

_GELIJK = " AND ".join(f"n.{name} IS NOT DISTINCT FROM o.{name}" for name in extract.table().key)
_ANDERS = " OR ".join(f"n.{name} <> o.{name}" for name in WAARDEN)


def tel(db: Engine, boekingen: Iterable[Boeking]) -> None:
    """Make table `extract_geldig`: what the extracts say that count, from the archive parts of kind `extract`."""
    found = geldende(boekingen)
    ranks = pa.table(
        {
            "levering": pa.array([b.nummer for b in found], pa.int64()),
            "rang": pa.array(range(len(found)), pa.int32()),
            "dag": pa.array([b.bekend.dag for b in found], pa.date32()),
        }
    )
    db.table("extracten", ranks)
    db.view("extract_geldig", GELDIG)


def geldende(boekingen: Iterable[Boeking]) -> list[Boeking]:
    """The extracts that count, in the order in which they came in."""
    found = (b for b in boekingen if is_extract(b) and b.status is Status.VERWERKT)
    return sorted(found, key=lambda b: (b.bekend, b.sha256))


def latere_dagen(boekingen: Iterable[Boeking]) -> frozenset[date]:
    """The days on which an extract came in that may put an earlier one right."""
    return frozenset(b.bekend.dag for b in geldende(boekingen)[1:]) - {BEGIN}


def is_extract(boeking: Boeking) -> bool:
    return boeking.soort is Soort.TABEL and boeking.tabel == extract.NAAM


def redenen(db: DuckDBPyConnection, boeking: Boeking, namen: dict[int, str]) -> tuple[list[Reden], list[Reden]]:
    """Why an extract cannot be taken: keys that stand in it twice, and rows that contradict what the others said last.

    A pending row may be another one where either of the two judges part of its piece. `namen`: name of a delivery by
    its number.
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
        SELECT n.regel, o.levering, o.regel FROM extract n JOIN ({LAATST}) o ON {_GELIJK}
        WHERE n.levering = $1 AND ({_ANDERS}) AND NOT (n.beoordeeld IS NULL AND EXISTS (
            SELECT 1 FROM extract j
            WHERE j.levering IN ($1, o.levering) AND j.beoordeeld IS NOT NULL AND {_zelfde("j", "n")}
        ))
        ORDER BY n.regel LIMIT {MAX_GETOOND}
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


def cellen(db: DuckDBPyConnection) -> list[tuple[str, date, int, int, int]]:
    """What the extracts that count hold, by provider and month: claimed, granted and pending cents."""
    return db.execute(
        """
        SELECT agb, zorgmaand, sum(ingediend_cent)::BIGINT, sum(toegekend_cent)::BIGINT,
               sum(CASE WHEN beoordeeld IS NULL THEN ingediend_cent ELSE 0 END)::BIGINT
        FROM extract_geldig GROUP BY agb, zorgmaand
        """
    ).fetchall()

"""What answers `productie.sql`: DuckDB on this machine, or Spark on many. One query text, the same rows."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Protocol

import pyarrow as pa
from duckdb import DuckDBPyConnection

from config.settings import Settings
from config.words import Machine
from loaders.archief import archive


class Engine(Protocol):
    """Takes tables by name, answers a query over them."""

    def table(self, name: str, rows: pa.Table) -> None:
        """Rows held in memory, as table `name`."""

    def parts(self, soort: str, delen: Sequence[str]) -> None:
        """The archive parts of one kind, as table `soort`."""

    def view(self, name: str, query: str) -> None:
        """The answer to a query, as table `name`."""

    def write(self, query: str, target: Path) -> None:
        """Write the answer as one Parquet file, rows in the order the query gives them."""


@contextmanager
def engine(settings: Settings, machine: Machine) -> Iterator[Engine]:
    """The engine, with its scratch files in the data folder. Raises RuimteFout where Spark is not installed."""
    if machine is Machine.SPARK:
        from loaders.archief.spark import session  # noqa: PLC0415 (an optional extra)

        with session(settings) as spark:
            yield spark
    else:
        with archive.connect(settings.data / "werk") as db:
            yield DuckDb(db, settings.archief)


class DuckDb:
    """DuckDB in this process."""

    def __init__(self, db: DuckDBPyConnection, archief: Path) -> None:
        self._db = db
        self._archief = archief
        self._viewed: set[str] = set()
        self._views: dict[str, str] = {}

    def table(self, name: str, rows: pa.Table) -> None:
        self._db.execute(f"DROP TABLE IF EXISTS {name}")
        self._db.from_arrow(rows).create(name)

    def parts(self, soort: str, delen: Sequence[str]) -> None:
        self._view_all(soort, delen)
        self._db.execute(f"CREATE OR REPLACE VIEW {soort} AS SELECT * FROM {soort}_alle")  # noqa: S608

    def parts_of(self, soort: str, delen: Sequence[str], kolom: str, van: str) -> None:
        """As `parts`, but only rows of which `kolom` stands in table `van`: of the others nothing is unpacked."""
        self._view_all(soort, delen)
        self._views[soort] = f"SELECT * FROM {soort}_alle WHERE {kolom} IN (SELECT {kolom} FROM {van})"  # noqa: S608
        self._db.execute(f"CREATE OR REPLACE VIEW {soort} AS {self._views[soort]}")

    def narrow(self, soort: str, waar: str) -> None:
        """Leave in view `soort` of `parts_of` only the rows of which this holds."""
        self._db.execute(f"CREATE OR REPLACE VIEW {soort}_ruim AS {self._views[soort]}")
        self._db.execute(f"CREATE OR REPLACE VIEW {soort} AS SELECT * FROM {soort}_ruim WHERE {waar}")  # noqa: S608

    def _view_all(self, soort: str, delen: Sequence[str]) -> None:
        if soort not in self._viewed:
            archive.view(self._db, self._archief, delen, soort, f"{soort}_alle")
            self._viewed.add(soort)

    def view(self, name: str, query: str) -> None:
        self._db.sql(query).create_view(name)

    def write(self, query: str, target: Path) -> None:
        self._db.sql(query).write_parquet(str(target), compression="zstd")

    def snede(self, dagen: Collection[date]) -> None:
        """Make table `snede`: these days received."""
        self.table("snede", pa.table({"ontvangen": pa.array(sorted(dagen), pa.date32())}))

    def write_days(self, query: str, target: Path) -> None:
        """Write the rows of the answer that stand under the days received of table `snede`."""
        self.write(f"SELECT * FROM ({query}) WHERE ontvangen IN (SELECT ontvangen FROM snede)", target)  # noqa: S608

    def differences(self, productie: Path, anew: Sequence[Path]) -> list[tuple[str, date, int]]:
        """Providers and months of care with rows that only one of the two has, and how many."""
        return self._db.execute(
            """
            WITH bewaard AS (SELECT * FROM read_parquet($bewaard)), gemaakt AS (SELECT * FROM read_parquet($gemaakt)),
            anders AS (
                (FROM bewaard EXCEPT ALL FROM gemaakt) UNION ALL (FROM gemaakt EXCEPT ALL FROM bewaard)
            )
            SELECT aanbieder, zorgmaand, count(*) FROM anders GROUP BY ALL ORDER BY ALL
            """,
            {"bewaard": str(productie), "gemaakt": [str(path) for path in anew]},
        ).fetchall()

    def days(self, table: str) -> dict[date, int]:
        """How many rows stand under each day received."""
        query = f"SELECT ontvangen, count(*) FROM {table} GROUP BY ontvangen"  # noqa: S608
        return dict(self._db.execute(query).fetchall())

    def by_month(
        self, vorige: Sequence[Path], dagen: Collection[date], slices: Sequence[Path], order: str
    ) -> pa.RecordBatchReader:
        """The rows of `vorige` under other days received than these, and those of the slices under these: by month
        received, and within a month in this order."""
        self.snede(dagen)
        here = [("slices", slices, "IN"), ("vorige", vorige, "NOT IN")]
        query = " UNION ALL ".join(
            f"SELECT * FROM read_parquet(${name}) WHERE ontvangen {which} (SELECT ontvangen FROM snede)"  # noqa: S608
            for name, paths, which in here
            if paths
        )
        by = order.replace("ORDER BY", "ORDER BY date_trunc('month', ontvangen),")
        given = {name: [str(path) for path in paths] for name, paths, _ in here if paths}
        return self._db.sql(f"{query} {by}", params=given).to_arrow_reader()

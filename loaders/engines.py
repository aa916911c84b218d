"""What answers `productie.sql`: DuckDB on this machine, or Spark on many. One query text, the same rows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pyarrow as pa
from duckdb import DuckDBPyConnection

from config.settings import Settings
from config.words import Machine
from loaders import archive


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
        from loaders.spark import session  # noqa: PLC0415 (an optional extra)

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

    def table(self, name: str, rows: pa.Table) -> None:
        self._db.from_arrow(rows).create(name)

    def parts(self, soort: str, delen: Sequence[str]) -> None:
        archive.view(self._db, self._archief, delen, soort)

    def view(self, name: str, query: str) -> None:
        self._db.sql(query).create_view(name)

    def write(self, query: str, target: Path) -> None:
        self._db.sql(query).write_parquet(str(target), compression="zstd")

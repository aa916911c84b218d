"""Figures of PRODUCTIE, as tests ask for them."""

from datetime import date

import duckdb

from config.regelingen import WLZ
from config.settings import Settings
from loaders import productie


def rows(settings: Settings, columns: str) -> list[tuple[object, ...]]:
    current = productie.current(settings)
    assert current is not None
    with duckdb.connect() as db:
        return db.execute(
            f"SELECT {columns} FROM read_parquet(?) GROUP BY ALL ORDER BY ALL",
            [str(current[1])],
        ).fetchall()


def approved(settings: Settings, peildatum: date) -> int:
    current = productie.current(settings)
    assert current is not None
    stand = productie.stand_op(current[1], WLZ, peildatum, date(2025, 1, 1), date(2026, 12, 31))
    return int(stand["goedgekeurd_cent"].sum())


def pending(settings: Settings, peildatum: date) -> int:
    current = productie.current(settings)
    assert current is not None
    stand = productie.stand_op(current[1], WLZ, peildatum, date(2025, 1, 1), date(2026, 12, 31))
    return int(stand["in_behandeling_cent"].sum())


def everything(settings: Settings) -> list[tuple[object, ...]]:
    """All of PRODUCTIE; empty before anything was loaded."""
    current = productie.current(settings)
    if current is None:
        return []
    with duckdb.connect() as db:
        return db.execute("SELECT * FROM read_parquet(?) ORDER BY ALL", [str(current[1])]).fetchall()

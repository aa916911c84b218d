"""What PRODUCTIE says: as known on a day (R1.1), and what was granted on which day."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from config.words import Groep

if TYPE_CHECKING:  # a load needs none of it
    import pandas as pd


def stand_op(
    productie: Path,
    peildatum: date,
    vanaf: date,
    tot: date,
    *,
    binnen_op: date | None = None,
    ook_nagekomen: bool = True,
) -> "pd.DataFrame":
    """PRODUCTIE as known at the end of `peildatum` (R1.1), zorgmaanden `vanaf`..`tot`. With `binnen_op`: only what had
    come in by then, judged as known on the peildatum; and with `ook_nagekomen` what came in since and claims something
    (R7.5).

    Columns: aanbieder, uzovi, sector, groep, prestatiecode, tijdseenheid, zorgmaand (datetime64), and in whole cents
    or units ingediend_cent, goedgekeurd_cent, in_behandeling_cent, aantal_toegekend.
    """
    with duckdb.connect(config={"threads": 2}) as db:
        frame: pd.DataFrame = db.execute(
            """
            SELECT aanbieder, uzovi, sector, groep, prestatiecode, tijdseenheid, zorgmaand,
                   SUM(ingediend_cent)::BIGINT AS ingediend_cent,
                   SUM(CASE WHEN beoordeeld <= $peildatum THEN toegekend_cent ELSE 0 END)::BIGINT AS goedgekeurd_cent,
                   SUM(CASE WHEN beoordeeld <= $peildatum THEN 0
                            ELSE ingediend_cent END)::BIGINT AS in_behandeling_cent,
                   SUM(CASE WHEN beoordeeld <= $peildatum THEN aantal_toegekend ELSE 0 END)::BIGINT AS aantal_toegekend
            FROM read_parquet($path)
            WHERE ontvangen <= $peildatum AND zorgmaand BETWEEN $vanaf AND $tot
              AND (ontvangen <= $binnen OR ($erbij AND ingediend_cent > 0))
            GROUP BY ALL ORDER BY ALL
            """,
            {
                "peildatum": peildatum,
                "path": str(productie),
                "vanaf": vanaf,
                "tot": tot,
                "binnen": binnen_op or peildatum,
                "erbij": ook_nagekomen,
            },
        ).df()
    return frame


def oordelen_tot(productie: Path, peildatum: date) -> "pd.DataFrame":
    """What was granted by the end of `peildatum` and on which day, for the regular production of every zorgmaand
    (R1.1, R2.3: meerzorg left out).

    Columns: aanbieder, uzovi, sector, zorgmaand and beoordeeld (datetime64), goedgekeurd_cent (whole cents).
    """
    with duckdb.connect(config={"threads": 2}) as db:
        frame: pd.DataFrame = db.execute(
            """
            SELECT aanbieder, uzovi, sector, zorgmaand::TIMESTAMP AS zorgmaand, beoordeeld::TIMESTAMP AS beoordeeld,
                   SUM(toegekend_cent)::BIGINT AS goedgekeurd_cent
            FROM read_parquet($path)
            WHERE beoordeeld <= $peildatum AND ontvangen <= $peildatum AND groep <> $meerzorg
            GROUP BY ALL ORDER BY ALL
            """,
            {"peildatum": peildatum, "path": str(productie), "meerzorg": Groep.MEERZORG.value},
        ).df()
    return frame


def bekende_dagen(productie: Path, peildatum: date = date.max) -> tuple[date | None, date | None]:
    """The first and the last day on which anything in PRODUCTIE became known, up to the end of `peildatum`; None twice
    when nothing had."""
    with duckdb.connect(config={"threads": 2}) as db:
        row = db.execute(
            """
            SELECT min(ontvangen),
                   max(CASE WHEN beoordeeld <= $peildatum THEN beoordeeld ELSE ontvangen END)
            FROM read_parquet($path) WHERE ontvangen <= $peildatum
            """,
            {"path": str(productie), "peildatum": peildatum},
        ).fetchone()
    return (row[0], row[1]) if row else (None, None)

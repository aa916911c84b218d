"""extracts live in the archive

Revision 0006, after 0005.
"""

from pathlib import Path
from typing import Any

import pyarrow as pa
import sqlalchemy as sa
from alembic import op

from config.settings import Settings
from loaders import archive, extract
from loaders.boekingen import nummer

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    connection = op.get_bind()
    given = op.get_context().config
    archief = Path((given.attributes.get("archief") if given else None) or Settings().archief)
    columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in extract.EXTRACT.names]
    date_columns = {"zorgmaand", "ontvangen", "beoordeeld"}
    typed = [sa.column(c.name, sa.Date()) if c.name in date_columns else c for c in columns]
    query = sa.select(sa.column("levering"), *typed).select_from(sa.table("ref_productie"))
    rows: list[Any] = list(connection.execute(query))
    for sha in sorted({row[0] for row in rows}):
        mine = [row[1:] for row in rows if row[0] == sha]
        arrays = dict(zip(extract.EXTRACT.names, zip(*mine, strict=True), strict=True))
        table = pa.table({name: list(values) for name, values in arrays.items()}, schema=extract.EXTRACT)
        with_levering = archive.with_levering(table, nummer(sha))
        for pad, soort, count in archive.write_parts(archief, extract.SOORT, [with_levering]):
            parts = sa.table("archiefdelen", sa.column("pad"), sa.column("soort"), sa.column("rijen"))
            connection.execute(sa.insert(parts).values(pad=pad, soort=soort, rijen=count))
    op.drop_table("ref_productie")

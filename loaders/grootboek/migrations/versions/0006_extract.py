"""extracts live in the archive

Revision 0006, after 0005. The form of the archive is written out here as it was on that day: a ledger of then must
still find its way when today's archive code has moved on.
"""

import hashlib
import io
import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import sqlalchemy as sa
from alembic import op

from config.settings import Settings

revision = "0006"
down_revision = "0005"

TEXT = pa.dictionary(pa.int32(), pa.string())
DATES = ("zorgmaand", "ontvangen", "beoordeeld")
EXTRACT = pa.schema(
    {
        "regel": pa.int32(),
        **dict.fromkeys(("agb", "uzovi", "sector", "groep", "prestatiecode", "tijdseenheid"), TEXT),
        **dict.fromkeys(DATES, pa.date32()),
        **dict.fromkeys(("aantal", "ingediend_cent", "toegekend_cent"), pa.int64()),
    }
)


def upgrade() -> None:
    connection = op.get_bind()
    given = op.get_context().config
    archief = Path((given.attributes.get("archief") if given else None) or Settings().archief)
    typed = (sa.column(name, sa.Date()) if name in DATES else sa.column(name) for name in EXTRACT.names)
    columns: list[sa.ColumnClause[Any]] = [sa.column("levering"), *typed]
    rows = list(connection.execute(sa.select(*columns).select_from(sa.table("ref_productie"))))
    parts = sa.table("archiefdelen", sa.column("pad"), sa.column("soort"), sa.column("rijen"))
    for sha in sorted({row[0] for row in rows}):
        mine = zip(*(row[1:] for row in rows if row[0] == sha), strict=True)
        table = pa.table({n: list(values) for n, values in zip(EXTRACT.names, mine, strict=True)}, schema=EXTRACT)
        nummer = int.from_bytes(bytes.fromhex(sha[:16]), "big", signed=True)
        table = table.append_column("levering", pa.repeat(pa.scalar(nummer, pa.int64()), len(table)))
        years = pc.year(table["zorgmaand"])
        for year in sorted(pc.unique(years).to_pylist()):
            part = table.filter(pc.equal(years, year))
            pad = _write(archief, year, part)
            connection.execute(sa.insert(parts).values(pad=pad, soort="extract", rijen=len(part)))
    op.drop_table("ref_productie")


def _write(archief: Path, zorgjaar: int, part: pa.Table) -> str:
    """Write a part under the name of its content; its path under the archive."""
    buffer = io.BytesIO()
    pq.write_table(part, buffer, compression="zstd", compression_level=1)
    content = buffer.getvalue()
    pad = f"extract/zorgjaar={zorgjaar}/{hashlib.sha256(content).hexdigest()[:32]}.parquet"
    path = archief / pad
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(".tmp")
    with scratch.open("wb") as file:
        file.write(content)
        os.fsync(file.fileno())
    scratch.rename(path)
    return pad

"""the order in which deliveries were loaded

Revision 0007, after 0006. Until now the clock told it; from here on a number does.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

COMMENT = "de hoeveelste die werd geladen: van twee leveringen de eerste, wat de klok ook zei (R1.5)"


def upgrade() -> None:
    connection = op.get_bind()
    column = sa.Column("volgnummer", sa.BigInteger(), nullable=False, server_default="0", comment=COMMENT)
    op.add_column("leveringen", column)
    leveringen = sa.table("leveringen", *map(sa.column, ("sha256", "geladen_op", "volgnummer")))
    order = sa.select(leveringen.c.sha256).order_by(leveringen.c.geladen_op, leveringen.c.sha256)
    numbers = [{"wie": sha, "nummer": n} for n, sha in enumerate(connection.scalars(order), start=1)]
    if numbers:
        update = sa.update(leveringen).where(leveringen.c.sha256 == sa.bindparam("wie"))
        connection.execute(update.values(volgnummer=sa.bindparam("nummer")), numbers)

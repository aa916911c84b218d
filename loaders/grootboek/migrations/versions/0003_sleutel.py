"""sleutel

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "sleutel",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("vingerafdruk", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sleutel")),
        comment="Eén rij: vingerafdruk van de sleutel waaronder de pseudoniemen van het archief staan",
    )

"""the regeling of a delivery

Revision 0009, after 0007. Until now there was one: all that was loaded is of the Wlz.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"

COMMENT = "de regeling waarvan de levering productie meldt (config/regelingen.py)"


def upgrade() -> None:
    op.add_column(
        "leveringen", sa.Column("domein", sa.String(16), nullable=False, server_default="wlz", comment=COMMENT)
    )

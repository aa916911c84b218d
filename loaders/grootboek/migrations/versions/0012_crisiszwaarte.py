"""the weight of agreed crisis places, and commitments under the words of their closed list

Revision 0012, after 0007. Kinds of commitments were free text; "Regionale ontwikkeling" and "regionale_ontwikkeling"
are one kind from here on. What stands in no list is left as it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("ref_crisisafspraken", sa.Column("zwaarte", sa.Text(), nullable=True))
    connection = op.get_bind()
    table = sa.table("ref_verplichtingen", sa.column("soort"))
    for soort in list(connection.scalars(sa.select(table.c.soort).distinct())):
        word = "_".join(soort.casefold().replace("-", " ").replace("_", " ").split())
        if word != soort:
            connection.execute(sa.update(table).where(table.c.soort == soort).values(soort=word))

"""the weight of agreed crisis places, tariefsopslagen, and commitments under the words of their closed list

Revision 0012, after 0010. Kinds of commitments were free text; "Regionale ontwikkeling" and "regionale_ontwikkeling"
are one kind from here on. What stands in no list is left as it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("ref_crisisafspraken", sa.Column("zwaarte", sa.Text(), nullable=True))
    op.create_table(
        "ref_maatwerkopslag",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("levering", sa.String(length=64), nullable=False),
        sa.Column("regel", sa.Integer(), nullable=False),
        sa.Column("jaar", sa.Integer(), nullable=False),
        sa.Column("agb", sa.String(length=8), nullable=False),
        sa.Column("sector", sa.String(length=16), nullable=False),
        sa.Column("opslag", sa.String(length=32), nullable=False),
        sa.Column("bron", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["levering"], ["leveringen.sha256"], name=op.f("fk_ref_maatwerkopslag_levering")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ref_maatwerkopslag")),
    )
    op.create_index(op.f("ix_ref_maatwerkopslag_levering"), "ref_maatwerkopslag", ["levering"], unique=False)
    connection = op.get_bind()
    table = sa.table("ref_verplichtingen", sa.column("soort"))
    for soort in list(connection.scalars(sa.select(table.c.soort).distinct())):
        word = "_".join(soort.casefold().replace("-", " ").replace("_", " ").split())
        if word != soort:
            connection.execute(sa.update(table).where(table.c.soort == soort).values(soort=word))

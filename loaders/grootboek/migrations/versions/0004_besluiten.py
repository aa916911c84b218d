"""staff decisions and provider notices

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    big_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "besluiten",
        sa.Column("nummer", big_id, nullable=False),
        sa.Column("soort", sa.String(length=16), nullable=False),
        sa.Column("uitkomst", sa.String(length=16), nullable=False),
        sa.Column("jaar", sa.Integer(), nullable=False),
        sa.Column("agb", sa.String(length=8), nullable=True),
        sa.Column("uzovi", sa.String(length=4), nullable=True),
        sa.Column("sector", sa.String(length=16), nullable=True),
        sa.Column("vanaf", sa.Date(), nullable=False),
        sa.Column("waarde", sa.JSON(), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("reden", sa.Text(), nullable=False),
        sa.Column("genomen_op", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("nummer", name=op.f("pk_besluiten")),
        comment="Besluiten van medewerkers: alleen erbij, nooit gewijzigd of gewist",
    )
    op.create_index(op.f("ix_besluiten_jaar"), "besluiten", ["jaar"], unique=False)
    op.create_table(
        "ref_meldingen",
        sa.Column("id", big_id, nullable=False),
        sa.Column("levering", sa.String(length=64), nullable=False),
        sa.Column("regel", sa.Integer(), nullable=False),
        sa.Column("agb", sa.String(length=8), nullable=False),
        sa.Column("uzovi", sa.String(length=4), nullable=False),
        sa.Column("sector", sa.String(length=16), nullable=False),
        sa.Column("vanaf_maand", sa.Date(), nullable=False),
        sa.Column("bedrag_per_maand_cent", sa.BigInteger(), nullable=False),
        sa.Column("reden", sa.Text(), nullable=False),
        sa.Column("gemeld_op", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["levering"], ["leveringen.sha256"], name=op.f("fk_ref_meldingen_levering")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ref_meldingen")),
    )
    op.create_index(op.f("ix_ref_meldingen_levering"), "ref_meldingen", ["levering"], unique=False)


def downgrade() -> None:
    op.drop_table("ref_meldingen")
    op.drop_table("besluiten")

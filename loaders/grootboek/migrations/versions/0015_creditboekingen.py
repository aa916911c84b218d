"""what credits book that do not book what they say

Revision 0015, after 0012. A credit took back what it says, also from a line that was refused, granted in part or
credited before. From here on it takes back at most what was granted on its line; what is kept here is derived, and made
by the next load, which settles everything anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "creditboekingen",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("levering", sa.String(length=64), nullable=False),
        sa.Column("regel", sa.Integer(), nullable=False),
        sa.Column("prestatiecode", sa.String(length=8), nullable=False),
        sa.Column("zzp_code", sa.String(length=8), nullable=True),
        sa.Column("tijdseenheid", sa.String(length=4), nullable=False),
        sa.Column("zorgmaand", sa.Date(), nullable=False),
        sa.Column("begin", sa.Date(), nullable=False),
        sa.Column("ontvangen", sa.Date(), nullable=False),
        sa.Column("beoordeeld", sa.Date(), nullable=True, comment="leeg: in behandeling"),
        sa.Column("aantal", sa.BigInteger(), nullable=False),
        sa.Column("aantal_toegekend", sa.BigInteger(), nullable=False),
        sa.Column("ingediend_cent", sa.BigInteger(), nullable=False),
        sa.Column("toegekend_cent", sa.BigInteger(), nullable=False),
        sa.Column(
            "reden",
            sa.Text(),
            nullable=False,
            comment="waarom zij niet boekt wat zij zegt; leeg: haar regel wacht",
        ),
        sa.ForeignKeyConstraint(
            ["levering"],
            ["leveringen.sha256"],
            name=op.f("fk_creditboekingen_levering"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_creditboekingen")),
        comment="Wat een creditregel boekt in plaats van wat zij zegt: nooit meer terug dan er was (R1.3)",
    )
    op.create_index(op.f("ix_creditboekingen_levering"), "creditboekingen", ["levering"], unique=False)


def downgrade() -> None:
    op.drop_table("creditboekingen")

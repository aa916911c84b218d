"""corrections and withdrawals

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CLAIM = """
    SELECT min(c.sha256) FROM leveringen c
    WHERE c.soort = 'AW319' AND c.status = 'verwerkt'
      AND c.betaald_agb = leveringen.betaald_agb AND c.factuurnummer = leveringen.factuurnummer
"""


def upgrade() -> None:
    op.create_table(
        "afwijkende_regels",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("levering", sa.String(length=64), nullable=False),
        sa.Column("regel", sa.Integer(), nullable=False),
        sa.Column("van", sa.Date(), nullable=True, comment="leeg: de regel telt nooit"),
        sa.Column("tot", sa.Date(), nullable=True, comment="deze dag niet meer; leeg: zonder einde"),
        sa.ForeignKeyConstraint(
            ["levering"], ["leveringen.sha256"], name=op.f("fk_afwijkende_regels_levering"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_afwijkende_regels")),
        comment="Regels die niet tellen zolang hun levering telt: dubbele regels en credits (R1.5)",
    )
    op.create_index(op.f("ix_afwijkende_regels_levering"), "afwijkende_regels", ["levering"])
    op.create_table(
        "intrekkingen",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("levering", sa.String(length=64), nullable=False),
        sa.Column("besluit", sa.String(length=16), nullable=False, comment="intrekking of herstel"),
        sa.Column("per", sa.Date(), nullable=False),
        sa.Column("reden", sa.Text(), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("vastgelegd_op", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["levering"], ["leveringen.sha256"], name=op.f("fk_intrekkingen_levering")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intrekkingen")),
        comment="Besluiten van medewerkers over een levering; er komt alleen bij, niets verandert",
    )
    op.create_index(op.f("ix_intrekkingen_levering"), "intrekkingen", ["levering"])
    op.add_column(
        "leveringen",
        sa.Column("beantwoordt", sa.String(length=64), comment="sha256 van de AW319 waarbij een AW320 optelt (R1.4)"),
    )
    op.add_column("leveringen", sa.Column("credit_regels", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("leveringen", sa.Column("credit_cent", sa.BigInteger(), nullable=False, server_default="0"))
    if op.get_bind().dialect.name == "postgresql":  # SQLite keeps no comments
        op.alter_column("redenen", "soort", comment="bestand, regel, dubbel, credit of koppeling")
    # What an older ledger knew: a doubled line by its reason, an answer by its status and invoice number.
    op.execute(
        "INSERT INTO afwijkende_regels (levering, regel) SELECT levering, regel FROM redenen WHERE soort = 'dubbel'"
    )
    op.execute(
        f"UPDATE leveringen SET beantwoordt = ({CLAIM}) WHERE soort = 'AW320' AND status = 'verwerkt'"  # noqa: S608
    )


def downgrade() -> None:
    op.drop_column("leveringen", "credit_cent")
    op.drop_column("leveringen", "credit_regels")
    op.drop_column("leveringen", "beantwoordt")
    op.drop_table("intrekkingen")
    op.drop_table("afwijkende_regels")

"""herschikkingen, their rounds, settlements and scenarios

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    big_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "herschikkingen",
        sa.Column("nummer", big_id, nullable=False),
        sa.Column("jaar", sa.Integer(), nullable=False),
        sa.Column("peildatum", sa.Date(), nullable=False),
        sa.Column("laatste_maand", sa.Date(), nullable=False),
        sa.Column("naam", sa.Text(), nullable=False),
        sa.Column("invoer_hash", sa.String(length=64), nullable=False, comment="SHA-256 van de kolom invoer"),
        sa.Column("invoer", sa.Text(), nullable=False, comment="alles waarop de herschikking rust, als JSON"),
        sa.Column(
            "uitkomst_hash", sa.String(length=64), nullable=False, comment="SHA-256 van de afspraken die eruit volgden"
        ),
        sa.Column("code_versie", sa.String(length=32), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("reden", sa.Text(), nullable=False),
        sa.Column("bevroren_op", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("nummer", name=op.f("pk_herschikkingen")),
        comment="Bevroren herschikkingen (R6): alleen erbij, nooit gewijzigd of gewist",
    )
    op.create_index(op.f("ix_herschikkingen_jaar"), "herschikkingen", ["jaar"], unique=False)
    op.create_table(
        "scenarios",
        sa.Column("nummer", big_id, nullable=False),
        sa.Column("jaar", sa.Integer(), nullable=False),
        sa.Column("naam", sa.Text(), nullable=False),
        sa.Column("aannames", sa.JSON(), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("reden", sa.Text(), nullable=False),
        sa.Column("bewaard_op", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("nummer", name=op.f("pk_scenarios")),
        comment="Scenario's (S-06): aannames naast het beleid, alleen erbij",
    )
    op.create_index(op.f("ix_scenarios_jaar"), "scenarios", ["jaar"], unique=False)
    op.create_table(
        "verrekeningen",
        sa.Column("nummer", big_id, nullable=False),
        sa.Column("jaar", sa.Integer(), nullable=False),
        sa.Column("sector", sa.String(length=16), nullable=False),
        sa.Column("van_agb", sa.String(length=8), nullable=False),
        sa.Column("van_uzovi", sa.String(length=4), nullable=False),
        sa.Column("naar_agb", sa.String(length=8), nullable=False),
        sa.Column("naar_uzovi", sa.String(length=4), nullable=False),
        sa.Column("bedrag_cent", sa.BigInteger(), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("reden", sa.Text(), nullable=False),
        sa.Column("vastgelegd_op", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("nummer", name=op.f("pk_verrekeningen")),
        comment="Verzoeken tot verrekening binnen een concern na het jaar: alleen erbij",
    )
    op.create_index(op.f("ix_verrekeningen_jaar"), "verrekeningen", ["jaar"], unique=False)
    op.create_table(
        "vaste_volumes",
        sa.Column("besluit", big_id, autoincrement=False, nullable=False),
        sa.Column("agb", sa.String(length=8), nullable=False),
        sa.Column("uzovi", sa.String(length=4), nullable=False),
        sa.Column("sector", sa.String(length=16), nullable=False),
        sa.Column("geextrapoleerd_cent", sa.BigInteger(), nullable=False),
        sa.Column("na_korting_cent", sa.BigInteger(), nullable=False),
        sa.Column("regionaal_cent", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["besluit"], ["besluiten.nummer"], name=op.f("fk_vaste_volumes_besluit")),
        sa.PrimaryKeyConstraint("besluit", "agb", "uzovi", "sector", name=op.f("pk_vaste_volumes")),
        comment="Vaste volumes (R4.5) zoals zij bij het besluit zijn vastgelegd: alleen erbij",
    )
    op.create_table(
        "herschikking_rondes",
        sa.Column("id", big_id, nullable=False),
        sa.Column("herschikking", big_id, nullable=False),
        sa.Column("agb", sa.String(length=8), nullable=False),
        sa.Column("ronde", sa.String(length=16), nullable=False, comment="verzonden, reactie of akkoord"),
        sa.Column("datum", sa.Date(), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("toelichting", sa.Text(), nullable=False),
        sa.Column("vastgelegd_op", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["herschikking"], ["herschikkingen.nummer"], name=op.f("fk_herschikking_rondes_herschikking")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_herschikking_rondes")),
        comment="Afstemming van een herschikking met aanbieders: alleen erbij",
    )
    op.create_index(op.f("ix_herschikking_rondes_herschikking"), "herschikking_rondes", ["herschikking"], unique=False)


def downgrade() -> None:
    for name in ("vaste_volumes", "herschikking_rondes", "verrekeningen", "scenarios", "herschikkingen"):
        op.drop_table(name)

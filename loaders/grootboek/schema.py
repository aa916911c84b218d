"""The ledger's tables (SQLite or PostgreSQL): a new ledger is made of them, the migrations in `migrations/` bring an
older one to them."""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)
from sqlalchemy import false as sa_false
from sqlalchemy.types import TypeEngine

from config.reference import reference_tables

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

REVISIE = "0015"
"""The newest migration in `migrations/versions`; an older ledger is migrated when it is opened."""
revisie = Table(
    "alembic_version",
    MetaData(),  # Alembic's own table
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
BIG_ID = BigInteger().with_variant(Integer, "sqlite")

leveringen = Table(
    "leveringen",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column(
        "nummer",
        BigInteger,
        unique=True,
        nullable=False,
        comment="eerste 64 bits van sha256, met teken: sleutel in het archief",
    ),
    Column("naam", Text, nullable=False),
    Column("soort", String(16), nullable=False),
    Column("tabel", String(32)),
    Column("status", String(16), nullable=False),
    Column(
        "leesbaar", Boolean, nullable=False, comment="als bericht gelezen en gearchiveerd; anders geweigerd om zichzelf"
    ),
    Column("ontvangen", Date),
    Column(
        "beginstand",
        Boolean,
        nullable=False,
        default=False,
        server_default=sa_false(),
        comment="eerste lading van een tabel, zonder dag van ontvangst: geldt op elke eerdere peildatum (R1.1)",
    ),
    Column("geladen_op", DateTime(timezone=True), nullable=False),
    Column(
        "volgnummer",
        BigInteger,
        nullable=False,
        default=0,
        server_default="0",
        comment="de hoeveelste die werd geladen: van twee leveringen de eerste, wat de klok ook zei (R1.5)",
    ),
    Column("uzovi", String(4)),
    Column("agb", String(8)),
    Column("betaald_agb", String(8)),
    Column("factuurnummer", String(12)),
    Column("gemaakt", Boolean, nullable=False),
    Column("dagtekening_retour", String(8)),
    Column("heel_afgekeurd", Boolean),
    Column("totaal_ingediend_cent", BigInteger),
    Column("totaal_toegekend_cent", BigInteger),
    Column("beantwoordt", String(64), comment="sha256 van de AW319 waarbij een AW320 optelt (R1.4)"),
    Column("regels", Integer, nullable=False, default=0),
    Column("gelezen_cent", BigInteger, nullable=False, default=0),
    Column("fout_regels", Integer, nullable=False, default=0),
    Column("fout_cent", BigInteger, nullable=False, default=0),
    Column("dubbel_regels", Integer, nullable=False, default=0),
    Column("dubbel_cent", BigInteger, nullable=False, default=0),
    Column("credit_regels", Integer, nullable=False, default=0, server_default="0"),
    Column("credit_cent", BigInteger, nullable=False, default=0, server_default="0"),
    Index(None, "betaald_agb", "factuurnummer"),
    comment="Elke levering, ook een geweigerde; tevens het manifest van het archief",
)

redenen = Table(
    "redenen",
    metadata,
    Column("id", BIG_ID, primary_key=True),
    Column("levering", String(64), ForeignKey("leveringen.sha256", ondelete="CASCADE"), nullable=False, index=True),
    Column("soort", String(16), nullable=False, comment="bestand, regel, dubbel, credit of koppeling"),
    Column("regel", Integer),
    Column("veld", Text),
    Column("tekst", Text, nullable=False),
    comment="Waarom een levering of regel niet telt (R1.5)",
)

afwijkende_regels = Table(
    "afwijkende_regels",
    metadata,
    Column("id", BIG_ID, primary_key=True),
    Column("levering", String(64), ForeignKey("leveringen.sha256", ondelete="CASCADE"), nullable=False, index=True),
    Column("regel", Integer, nullable=False),
    Column("van", Date, comment="leeg: de regel telt nooit"),
    Column("tot", Date, comment="deze dag niet meer; leeg: zonder einde"),
    comment="Regels die niet tellen zolang hun levering telt: dubbele regels en credits (R1.5)",
)

creditboekingen = Table(
    "creditboekingen",
    metadata,
    Column("id", BIG_ID, primary_key=True),
    Column("levering", String(64), ForeignKey("leveringen.sha256", ondelete="CASCADE"), nullable=False, index=True),
    Column("regel", Integer, nullable=False),
    Column("prestatiecode", String(8), nullable=False),
    Column("zzp_code", String(8)),
    Column("tijdseenheid", String(4), nullable=False),
    Column("zorgmaand", Date, nullable=False),
    Column("begin", Date, nullable=False),
    Column("ontvangen", Date, nullable=False),
    Column("beoordeeld", Date, comment="leeg: in behandeling"),
    Column("aantal", BigInteger, nullable=False),
    Column("aantal_toegekend", BigInteger, nullable=False),
    Column("ingediend_cent", BigInteger, nullable=False),
    Column("toegekend_cent", BigInteger, nullable=False),
    Column(
        "reden",
        Text,
        nullable=False,
        comment="waarom zij niet boekt wat zij zegt; leeg: haar regel wacht",
    ),
    comment="Wat een creditregel boekt in plaats van wat zij zegt: nooit meer terug dan er was (R1.3)",
)

intrekkingen = Table(
    "intrekkingen",
    metadata,
    Column("id", BIG_ID, primary_key=True),
    Column("levering", String(64), ForeignKey("leveringen.sha256"), nullable=False, index=True),
    Column("besluit", String(16), nullable=False, comment="intrekking of herstel"),
    Column("per", Date, nullable=False),
    Column("reden", Text, nullable=False),
    Column("door", Text, nullable=False),
    Column("vastgelegd_op", DateTime(timezone=True), nullable=False),
    comment="Besluiten van medewerkers over een levering; er komt alleen bij, niets verandert",
)

archiefdelen = Table(
    "archiefdelen",
    metadata,
    Column("pad", String(255), primary_key=True, comment="onder de archiefmap"),
    Column("soort", String(16), nullable=False),
    Column("rijen", Integer, nullable=False),
    comment="Een Parquet-bestand telt pas als het hier staat",
)

stand = Table(
    "stand",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("versie", String(64), nullable=False),
    comment="Eén rij: welke gegevens nu gelden",
)

sleutel = Table(
    "sleutel",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("vingerafdruk", String(32), nullable=False),
    comment="Eén rij: vingerafdruk van de sleutel waaronder de pseudoniemen van het archief staan",
)

besluiten = Table(
    "besluiten",
    metadata,
    Column("nummer", BIG_ID, primary_key=True),
    Column("soort", String(16), nullable=False),
    Column("uitkomst", String(16), nullable=False),
    Column("jaar", Integer, nullable=False, index=True),
    Column("agb", String(8)),
    Column("uzovi", String(4)),
    Column("sector", String(16)),
    Column("vanaf", Date, nullable=False),
    Column("waarde", JSON, nullable=False),
    Column("door", Text, nullable=False),
    Column("reden", Text, nullable=False),
    Column("genomen_op", DateTime(timezone=True), nullable=False),
    comment="Besluiten van medewerkers: alleen erbij, nooit gewijzigd of gewist",
)

herschikkingen = Table(
    "herschikkingen",
    metadata,
    Column("nummer", BIG_ID, primary_key=True),
    Column("jaar", Integer, nullable=False, index=True),
    Column("peildatum", Date, nullable=False),
    Column("laatste_maand", Date, nullable=False),
    Column("naam", Text, nullable=False),
    Column("invoer_hash", String(64), nullable=False, comment="SHA-256 van de kolom invoer"),
    Column("invoer", Text, nullable=False, comment="alles waarop de herschikking rust, als JSON"),
    Column("uitkomst_hash", String(64), nullable=False, comment="SHA-256 van de afspraken die eruit volgden"),
    Column("uitkomst", Text, comment="alles wat eruit volgde, als JSON; leeg: bevroren voordat dit werd bewaard"),
    Column("uitkomst_sha256", String(64), comment="SHA-256 van de kolom uitkomst"),
    Column("uitkomst_versie", String(32), comment="versie die de kolom uitkomst berekende"),
    Column("code_versie", String(32), nullable=False),
    Column("door", Text, nullable=False),
    Column("reden", Text, nullable=False),
    Column("bevroren_op", DateTime(timezone=True), nullable=False),
    comment="Bevroren herschikkingen (R6): alleen erbij, nooit gewijzigd of gewist",
)

herschikking_rondes = Table(
    "herschikking_rondes",
    metadata,
    Column("id", BIG_ID, primary_key=True),
    Column("herschikking", BIG_ID, ForeignKey("herschikkingen.nummer"), nullable=False, index=True),
    Column("agb", String(8), nullable=False),
    Column("ronde", String(16), nullable=False, comment="verzonden, reactie of akkoord"),
    Column("datum", Date, nullable=False),
    Column("door", Text, nullable=False),
    Column("toelichting", Text, nullable=False),
    Column("vastgelegd_op", DateTime(timezone=True), nullable=False),
    comment="Afstemming van een herschikking met aanbieders: alleen erbij",
)

vaste_volumes = Table(
    "vaste_volumes",
    metadata,
    Column("besluit", BIG_ID, ForeignKey("besluiten.nummer"), primary_key=True, autoincrement=False),
    Column("agb", String(8), primary_key=True),
    Column("uzovi", String(4), primary_key=True),
    Column("sector", String(16), primary_key=True),
    Column("geextrapoleerd_cent", BigInteger, nullable=False),
    Column("na_korting_cent", BigInteger, nullable=False),
    Column("regionaal_cent", BigInteger, nullable=False),
    comment="Vaste volumes (R4.5) zoals zij bij het besluit zijn vastgelegd: alleen erbij",
)

verrekeningen = Table(
    "verrekeningen",
    metadata,
    Column("nummer", BIG_ID, primary_key=True),
    Column("jaar", Integer, nullable=False, index=True),
    Column("sector", String(16), nullable=False),
    Column("van_agb", String(8), nullable=False),
    Column("van_uzovi", String(4), nullable=False),
    Column("naar_agb", String(8), nullable=False),
    Column("naar_uzovi", String(4), nullable=False),
    Column("bedrag_cent", BigInteger, nullable=False),
    Column("door", Text, nullable=False),
    Column("reden", Text, nullable=False),
    Column("vastgelegd_op", DateTime(timezone=True), nullable=False),
    comment="Verzoeken tot verrekening binnen een concern na het jaar: alleen erbij",
)

scenarios = Table(
    "scenarios",
    metadata,
    Column("nummer", BIG_ID, primary_key=True),
    Column("jaar", Integer, nullable=False, index=True),
    Column("naam", Text, nullable=False),
    Column("aannames", JSON, nullable=False),
    Column("door", Text, nullable=False),
    Column("reden", Text, nullable=False),
    Column("bewaard_op", DateTime(timezone=True), nullable=False),
    comment="Scenario's (S-06): aannames naast het beleid, alleen erbij",
)

_TYPES: dict[str, TypeEngine[Any]] = {
    "tekst": Text(),
    "keuze": String(16),
    "woord": Text(),
    "agb": String(8),
    "uzovi": String(4),
    "datum": Date(),
    "maand": Date(),
    "bedrag": BigInteger(),
    "geheel": BigInteger(),
    "jaar": Integer(),
    "fractie": String(32),
}

referentie = {
    name: Table(
        f"ref_{name}",
        metadata,
        Column("id", BIG_ID, primary_key=True),
        Column("levering", String(64), ForeignKey("leveringen.sha256"), nullable=False, index=True),
        Column("regel", Integer, nullable=False),
        *(Column(c.stored_as, _TYPES[c.soort], nullable=not c.verplicht) for c in table.columns),
    )
    for name, table in reference_tables().items()
    if name != "productie"  # extracts live in the archive
}
"""The reference tables, columns as in `config/tables/referentietabellen.csv`, amounts in whole cents."""

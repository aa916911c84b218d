"""since when a table is known

Revision 0010, after 0008. Until now a table kept only what was new in a delivery, and most tables worked backwards from
the day they were loaded. From here on each delivery is kept whole, and counts from its own day; the first one without
a day of receipt holds for every day before it. What a delivery repeated of stays and payments is written back: a
delivery of these is now the whole of its region (and year).
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"

COMMENT = "eerste lading van een tabel, zonder dag van ontvangst: geldt op elke eerdere peildatum (R1.1)"
STAY = ("agb", "uzovi", "zwaarte", "begindatum")
GEHEEL = {
    "ref_crisisregistratie": ((*STAY, "einddatum"), ("uzovi",)),
    "ref_betalingen": (("agb", "uzovi", "jaar", "datum", "bedrag_cent"), ("uzovi", "jaar")),
}
DATES = {"begindatum", "einddatum", "datum"}


def upgrade() -> None:
    connection = op.get_bind()
    given: dict[str, Any] = {"nullable": False, "server_default": sa.false(), "comment": COMMENT}
    op.add_column("leveringen", sa.Column("beginstand", sa.Boolean(), **given))
    leveringen = sa.table(
        "leveringen",
        *(sa.column(name) for name in ("sha256", "tabel", "leesbaar", "volgnummer", "beginstand")),
        sa.column("ontvangen", sa.Date()),
        sa.column("geladen_op", sa.DateTime(timezone=True)),
    )
    c = leveringen.c
    query = sa.select(c.sha256, c.tabel, c.ontvangen).where(c.leesbaar, c.tabel.is_not(None)).order_by(c.volgnummer)
    first: dict[str, str] = {}
    for sha256, tabel, ontvangen in connection.execute(query):
        if ontvangen is None:
            first.setdefault(tabel, sha256)
    if first:
        connection.execute(sa.update(leveringen).where(c.sha256.in_(first.values())).values(beginstand=True))
    loaded = sa.func.coalesce(c.ontvangen, sa.cast(c.geladen_op, sa.Date()))
    if connection.dialect.name == "sqlite":
        loaded = sa.func.coalesce(c.ontvangen, sa.func.date(c.geladen_op))
    order = sa.select(c.sha256).where(c.tabel.in_(["crisisregistratie", "betalingen"]))
    order = order.order_by(c.beginstand.desc(), loaded, c.volgnummer)
    shas = list(connection.scalars(order))
    for name, (columns, whole) in GEHEEL.items():
        _write_back(connection, name, columns, whole, shas)


def _write_back(
    connection: sa.Connection, name: str, columns: tuple[str, ...], whole: tuple[str, ...], order: list[str]
) -> None:
    """Give each delivery the rows that were known before it of the same region (and year); an open stay that it
    closes is not one of these."""
    typed = [sa.column(column, sa.Date()) if column in DATES else sa.column(column) for column in columns]
    table = sa.table(name, sa.column("levering"), sa.column("regel"), *typed)
    mine: dict[str, list[dict[str, Any]]] = {}
    for found in connection.execute(sa.select(table)).mappings():
        mine.setdefault(found["levering"], []).append(dict(found))
    known: list[dict[str, Any]] = []
    for sha256 in (sha for sha in order if sha in mine):
        own = mine[sha256]
        parts = {tuple(row[column] for column in whole) for row in own}
        closes = [tuple(row[c] for c in STAY) for row in own if row.get("einddatum")] if "einddatum" in columns else []
        kept = []
        for row in known:
            stay = tuple(row[c] for c in STAY) if "einddatum" in columns else None
            if stay and row["einddatum"] is None and stay in closes:
                closes.remove(stay)
            else:
                kept.append(row)
        repeated = [{**row, "levering": sha256} for row in kept if tuple(row[column] for column in whole) in parts]
        if repeated:
            connection.execute(sa.insert(table), repeated)
        known = [*kept, *own]

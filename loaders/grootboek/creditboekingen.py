"""What the ledger holds of credits that do not book what they say (R1.3)."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

import sqlalchemy as sa
from sqlalchemy import Connection

from loaders.grootboek import schema
from loaders.grootboek.boekingen import Boekregel
from loaders.grootboek.store import portions


def creditboekingen(
    connection: Connection, leveringen: Iterable[str] | None = None
) -> dict[str, dict[int, tuple[Boekregel, ...]]]:
    """What credits book that do not book what they say (R1.3), by delivery and line: of these deliveries or of all."""
    table = schema.creditboekingen
    columns = [table.c[field.name] for field in fields(Boekregel)]
    query = sa.select(table.c.levering, table.c.regel, *columns).order_by(table.c.id)
    found: dict[str, dict[int, tuple[Boekregel, ...]]] = {}
    for some in [None] if leveringen is None else portions(leveringen):
        asked = query if some is None else query.where(table.c.levering.in_(some))
        for levering, regel, *row in connection.execute(asked):
            mine = found.setdefault(levering, {})
            mine[regel] = (*mine.get(regel, ()), Boekregel(*row))
    return found


@dataclass(frozen=True)
class CreditSom:
    """Credits of a provider and region that do not book what they say: why (`vereffenen.credit`), how many lines, and
    the cents that they ask for and that are not taken back."""

    agb: str
    uzovi: str
    reden: str
    regels: int
    niet_terug_cent: int


def creditsommen(connection: Connection, jaar: int, peildatum: date) -> list[CreditSom]:
    """Of a year of care, as known at the end of `peildatum`."""
    c, own = schema.creditboekingen.c, schema.leveringen.c
    lines = (
        sa.select(
            own.agb,
            own.uzovi,
            c.reden,
            sa.func.sum(c.toegekend_cent - c.ingediend_cent).label("cent"),
        )
        .join(schema.leveringen, own.sha256 == c.levering)
        .where(c.reden != "", c.zorgmaand.between(date(jaar, 1, 1), date(jaar, 12, 31)))
        .where(c.ontvangen <= peildatum, c.beoordeeld <= peildatum)
        .group_by(own.agb, own.uzovi, c.reden, c.levering, c.regel)
        .having(sa.func.sum(sa.func.abs(c.ingediend_cent)) > 0)
        .subquery()
    )
    place = (lines.c.agb, lines.c.uzovi, lines.c.reden)
    query = sa.select(*place, sa.func.count(), sa.func.sum(lines.c.cent)).group_by(*place).order_by(*place)
    return [CreditSom(row[0], row[1], row[2], row[3], int(row[4])) for row in connection.execute(query)]

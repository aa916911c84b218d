"""What staff keep of a herschikking: frozen inputs and rounds of agreement. Only added to, never changed.

The frozen input is kept as text beside its SHA-256; whoever reads it back checks that it is still the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from config.errors import GegevensOntbreken, OngeldigeInvoer
from config.settings import Settings
from config.words import BesluitSoort, Uitkomst
from loaders.grootboek import schema, store
from loaders.grootboek.besluiten import weiger_bsn
from loaders.grootboek.lezer import Inzage
from loaders.tijd.workdays import dag_in_nederland


@dataclass(frozen=True)
class Bevroren:
    """A frozen herschikking, in short: what it was made on and what came out (as hashes), by whom and why."""

    nummer: int
    jaar: int
    peildatum: date
    laatste_maand: date
    naam: str
    invoer_hash: str
    uitkomst_hash: str
    code_versie: str
    door: str
    reden: str
    bevroren_op: datetime


class Ronde(StrEnum):
    """Steps of the agreement with a provider, in their order."""

    VERZONDEN = "verzonden"
    REACTIE = "reactie"
    AKKOORD = "akkoord"


@dataclass(frozen=True)
class Afstemming:
    """One step with one provider, on a day."""

    herschikking: int
    agb: str
    ronde: Ronde
    datum: date
    door: str
    toelichting: str
    vastgelegd_op: datetime


KORT = [c for c in schema.herschikkingen.c if c.name != "invoer"]


def bevries(settings: Settings, invoer: str, **row: Any) -> Bevroren:
    """Keep a frozen input. `row`: the fields of `Bevroren` but its number.

    Raises OngeldigeInvoer when the name, author or reason is empty.
    """
    _filled(row, "naam", "door", "reden")
    with store.open_ledger(settings).begin() as connection:
        connection.execute(sa.insert(schema.herschikkingen).values(**row, invoer=invoer))
        return _bevroren(connection, row["jaar"])[0]


def bevroren(blik: Inzage, jaar: int) -> list[Bevroren]:
    """Every frozen herschikking of a year, the last first."""
    return _bevroren(blik.connection, jaar)


def _bevroren(connection: sa.Connection, jaar: int) -> list[Bevroren]:
    table = schema.herschikkingen
    query = sa.select(*KORT).where(table.c.jaar == jaar).order_by(table.c.nummer.desc())
    rows = connection.execute(query).mappings()
    return [Bevroren(**{**row, "bevroren_op": store.in_utc(row["bevroren_op"])}) for row in rows]


def met_invoer(blik: Inzage, nummer: int) -> tuple[Bevroren, str]:
    """A frozen herschikking and its input. Raises GegevensOntbreken when there is no such number."""
    table = schema.herschikkingen
    row = blik.connection.execute(sa.select(table).where(table.c.nummer == nummer)).mappings().one_or_none()
    if row is None:
        raise GegevensOntbreken(f"Er is geen bevroren herschikking met nummer {nummer}.")
    short = {name: value for name, value in row.items() if name != "invoer"}
    return Bevroren(**{**short, "bevroren_op": store.in_utc(row["bevroren_op"])}), row["invoer"]


def leg_vast(settings: Settings, afstemming: Afstemming) -> None:
    """Add a step with a provider. Raises OngeldigeInvoer when the author is empty."""
    _filled(vars(afstemming), "agb", "door")
    weiger_bsn(afstemming.toelichting)
    with store.open_ledger(settings).begin() as connection:
        connection.execute(sa.insert(schema.herschikking_rondes).values(**vars(afstemming)))


def afstemmingen(blik: Inzage, nummer: int) -> list[Afstemming]:
    """Every step with every provider about one herschikking, in the order in which they were recorded."""
    table = schema.herschikking_rondes
    columns = [c for c in table.c if c.name != "id"]
    query = sa.select(*columns).where(table.c.herschikking == nummer).order_by(table.c.id)
    return [
        Afstemming(**{**row, "ronde": Ronde(row["ronde"]), "vastgelegd_op": store.in_utc(row["vastgelegd_op"])})
        for row in blik.connection.execute(query).mappings()
    ]


def fixeer_volumes(settings: Settings, besluit: Mapping[str, Any], volumes: Iterable[Mapping[str, Any]]) -> int:
    """Record the decision to fix volumes and the amounts, all or nothing; returns the number of the decision.

    `besluit`: a row of the register; `volumes`: agb, uzovi, sector, geextrapoleerd_cent, na_korting_cent,
    regionaal_cent. Raises OngeldigeInvoer when the author or reason is empty.
    """
    _filled(besluit, "door", "reden")
    with store.open_ledger(settings).begin() as connection:
        nummer = store.add_besluit(connection, besluit)
        connection.execute(sa.insert(schema.vaste_volumes), [{"besluit": nummer, **row} for row in volumes])
    return nummer


def vaste_volumes_nu(connection: sa.Connection) -> tuple[tuple[int, str, str, date], ...]:
    """Year, site, sector and day of every decision on fixed volumes that holds: the last one per site and sector."""
    c = schema.besluiten.c
    rows = connection.execute(
        sa.select(c.jaar, c.waarde, c.sector, c.uitkomst, c.genomen_op)
        .where(c.soort == BesluitSoort.VASTE_VOLUMES)
        .order_by(c.nummer)
    )
    last = {(row.jaar, str(row.waarde.get("site")), row.sector): row for row in rows}
    return tuple(
        (*key, dag_in_nederland(store.in_utc(row.genomen_op)))
        for key, row in last.items()
        if row.uitkomst == Uitkomst.ACCEPTEREN
    )


def volumes(blik: Inzage, besluit: int) -> list[dict[str, Any]]:
    """The amounts that were fixed by a decision, without its number; empty when it fixed none."""
    table = schema.vaste_volumes
    columns = [c for c in table.c if c.name != "besluit"]
    query = sa.select(*columns).where(table.c.besluit == besluit).order_by(table.c.sector, table.c.agb, table.c.uzovi)
    return [dict(row) for row in blik.connection.execute(query).mappings()]


def verreken(settings: Settings, row: Mapping[str, Any]) -> None:
    """Record a request to settle within a concern (columns of `verrekeningen`, without its number).

    Raises OngeldigeInvoer when the author or reason is empty.
    """
    _filled(row, "door", "reden")
    with store.open_ledger(settings).begin() as connection:
        connection.execute(sa.insert(schema.verrekeningen).values(**row))


def verrekeningen(blik: Inzage, jaar: int) -> list[dict[str, Any]]:
    """Every request of a year, in order."""
    table = schema.verrekeningen
    query = sa.select(table).where(table.c.jaar == jaar).order_by(table.c.nummer)
    return [dict(row) for row in blik.connection.execute(query).mappings()]


def bewaar_scenario(settings: Settings, row: Mapping[str, Any]) -> dict[str, Any]:
    """Keep a scenario (columns of `scenarios`, without its number); gives it back as it was kept.

    Raises OngeldigeInvoer when the name, author or reason is empty.
    """
    _filled(row, "naam", "door", "reden")
    with store.open_ledger(settings).begin() as connection:
        connection.execute(sa.insert(schema.scenarios).values(**row))
        return _scenarios(connection, row["jaar"])[-1]


def scenarios(blik: Inzage, jaar: int) -> list[dict[str, Any]]:
    """Every scenario of a year, in order."""
    return _scenarios(blik.connection, jaar)


def _scenarios(connection: sa.Connection, jaar: int) -> list[dict[str, Any]]:
    table = schema.scenarios
    query = sa.select(table).where(table.c.jaar == jaar).order_by(table.c.nummer)
    rows = connection.execute(query).mappings()
    return [{**row, "bewaard_op": store.in_utc(row["bewaard_op"])} for row in rows]


def _filled(row: Mapping[str, Any], *names: str) -> None:
    if missing := [name for name in names if not str(row[name]).strip()]:
        raise OngeldigeInvoer(f"Vul in: {', '.join(missing)}.")
    weiger_bsn(*(str(row[name]) for name in names))

"""What staff keep of a herschikking: frozen ones and rounds of agreement. Only added to, through `handelingen`.

Frozen input and outcome are kept as text beside their SHA-256; whoever reads them back checks that they are the same.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from config.errors import GegevensOntbreken
from config.settings import Settings
from config.words import BesluitSoort, Uitkomst
from loaders.grootboek import handelingen, schema, store
from loaders.grootboek.handelingsoorten import (
    Bevriezen,
    Ronde,
    RondeVastleggen,
    ScenarioBewaren,
    Verantwoording,
    Verrekenen,
    VolumesFixeren,
)
from loaders.grootboek.lezer import Inzage
from loaders.tijd.workdays import dag_in_nederland


@dataclass(frozen=True)
class Bevroren:
    """A frozen herschikking, in short: what it was made on and what came out (as hashes), by whom and why.

    `uitkomst_versie`: the version that computed the outcome that is kept beside `uitkomst_sha256`; both None where it
    was frozen before outcomes were kept.
    """

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
    uitkomst_sha256: str | None = None
    uitkomst_versie: str | None = None


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


LANG = ("invoer", "uitkomst")
KORT = [c for c in schema.herschikkingen.c if c.name not in LANG]


def bevries(settings: Settings, handeling: Bevriezen, wie: Verantwoording) -> Bevroren:
    """Keep a herschikking for good. Raises OngeldigeInvoer when the name, author or reason is empty."""
    return _bevroren(handelingen.verricht(settings, handeling, wie))


def bevroren(blik: Inzage, jaar: int) -> list[Bevroren]:
    """Every frozen herschikking of a year, the last first."""
    table = schema.herschikkingen
    query = sa.select(*KORT).where(table.c.jaar == jaar).order_by(table.c.nummer.desc())
    return [_bevroren(dict(row)) for row in blik.connection.execute(query).mappings()]


def jaren_bevroren(blik: Inzage) -> list[int]:
    """The years of which a herschikking was frozen."""
    c = schema.herschikkingen.c
    return list(blik.connection.scalars(sa.select(c.jaar).distinct().order_by(c.jaar)))


def met_invoer(blik: Inzage, nummer: int) -> tuple[Bevroren, str, str | None]:
    """A frozen herschikking, its input and its outcome; None where it was frozen before outcomes were kept.

    Raises GegevensOntbreken when there is no such number.
    """
    table = schema.herschikkingen
    row = blik.connection.execute(sa.select(table).where(table.c.nummer == nummer)).mappings().one_or_none()
    if row is None:
        raise GegevensOntbreken(f"Er is geen bevroren herschikking met nummer {nummer}.")
    return _bevroren(dict(row)), row["invoer"], row["uitkomst"]


def _bevroren(row: dict[str, Any]) -> Bevroren:
    short = {name: value for name, value in row.items() if name not in LANG}
    return Bevroren(**{**short, "bevroren_op": store.in_utc(row["bevroren_op"])})


def leg_vast(settings: Settings, afstemming: Afstemming) -> Afstemming:
    """Add a step with a provider. Raises OngeldigeInvoer when the author is empty."""
    a = afstemming
    step = RondeVastleggen(a.herschikking, a.agb, a.ronde, a.datum)
    return _afstemming(handelingen.verricht(settings, step, Verantwoording(a.door, a.toelichting, a.vastgelegd_op)))


def _afstemming(row: dict[str, Any]) -> Afstemming:
    mine = {name: value for name, value in row.items() if name != "id"}
    return Afstemming(**{**mine, "ronde": Ronde(row["ronde"]), "vastgelegd_op": store.in_utc(row["vastgelegd_op"])})


def afstemmingen(blik: Inzage, nummer: int) -> list[Afstemming]:
    """Every step with every provider about one herschikking, in the order in which they were recorded."""
    table = schema.herschikking_rondes
    columns = [c for c in table.c if c.name != "id"]
    query = sa.select(*columns).where(table.c.herschikking == nummer).order_by(table.c.id)
    return [_afstemming(dict(row)) for row in blik.connection.execute(query).mappings()]


def fixeer_volumes(settings: Settings, handeling: VolumesFixeren, wie: Verantwoording) -> int:
    """Record the decision to fix volumes and the amounts, all or nothing; returns the number of the decision.

    Raises OngeldigeInvoer when the author or reason is empty.
    """
    return int(handelingen.verricht(settings, handeling, wie)["nummer"])


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


def verreken(settings: Settings, handeling: Verrekenen, wie: Verantwoording) -> dict[str, Any]:
    """Record a request to settle within a concern; gives back its row, with its number.

    Raises OngeldigeInvoer when the author or reason is empty.
    """
    return handelingen.verricht(settings, handeling, wie)


def verrekeningen(blik: Inzage, jaar: int) -> list[dict[str, Any]]:
    """Every request of a year, in order."""
    table = schema.verrekeningen
    query = sa.select(table).where(table.c.jaar == jaar).order_by(table.c.nummer)
    return [dict(row) for row in blik.connection.execute(query).mappings()]


def bewaar_scenario(settings: Settings, handeling: ScenarioBewaren, wie: Verantwoording) -> dict[str, Any]:
    """Keep a scenario; gives it back as it was kept.

    Raises OngeldigeInvoer when the name, author or reason is empty.
    """
    return handelingen.verricht(settings, handeling, wie)


def scenarios(blik: Inzage, jaar: int) -> list[dict[str, Any]]:
    """Every scenario of a year, in order."""
    table = schema.scenarios
    query = sa.select(table).where(table.c.jaar == jaar).order_by(table.c.nummer)
    rows = blik.connection.execute(query).mappings()
    return [{**row, "bewaard_op": store.in_utc(row["bewaard_op"])} for row in rows]

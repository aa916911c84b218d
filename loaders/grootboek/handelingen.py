"""The one door for acts of staff: no other module adds to what staff decided, kept or withdrew (a test reads the code).

Every act says who, why and when, holds no BSN (R1.6), is written whole or not at all, and gives back its own row. Rows
are only added. What an act must be is in `handelingsoorten`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from config.errors import OngeldigeInvoer
from config.settings import Settings
from loaders.grootboek import schema, store, waarden
from loaders.grootboek.bsn import lijkt_bsn
from loaders.grootboek.handelingsoorten import (
    BesluitNemen,
    Bevriezen,
    LeveringIntrekken,
    RondeVastleggen,
    ScenarioBewaren,
    Soort,
    Verantwoording,
    Verrekenen,
    VolumesFixeren,
    vrije_teksten,
)

Rij = dict[str, Any]


def verricht(settings: Settings, handeling: Soort, wie: Verantwoording) -> Rij:
    """Write an act in a transaction of its own; gives back the row it made, whatever others wrote meanwhile.

    Raises OngeldigeInvoer, saying what is missing or wrong, when it cannot be done so.
    """
    toets(handeling, wie)
    with store.open_ledger(settings).begin() as connection:
        return verricht_in(connection, handeling, wie)


def verricht_in(connection: sa.Connection, handeling: Soort, wie: Verantwoording) -> Rij:
    """The same within the caller's transaction, for an act that changes more than its own row."""
    toets(handeling, wie)
    try:
        return _schrijf(connection, handeling, wie)
    except sa.exc.IntegrityError:
        raise OngeldigeInvoer(
            "Waar dit over gaat staat niet (meer) in het grootboek. Ververs de pagina of controleer het nummer."
        ) from None


def _schrijf(connection: sa.Connection, handeling: Soort, wie: Verantwoording) -> Rij:
    match handeling:
        case BesluitNemen():
            row = _besluit(connection, handeling, wie)
        case VolumesFixeren():
            row = _besluit(connection, handeling.besluit, wie)
            if volumes := [{"besluit": row["nummer"], **vars(v)} for v in handeling.volumes]:
                connection.execute(sa.insert(schema.vaste_volumes), volumes)
        case LeveringIntrekken():
            row = _rij(connection, schema.intrekkingen, handeling, {**_wie(wie), "vastgelegd_op": wie.op})
        case Bevriezen():
            signed = {**_wie(wie), "bevroren_op": wie.op, "uitkomst_versie": handeling.code_versie}
            row = _rij(connection, schema.herschikkingen, handeling, signed)
        case RondeVastleggen():
            signed = {"door": wie.door.strip(), "toelichting": wie.reden.strip(), "vastgelegd_op": wie.op}
            row = _rij(connection, schema.herschikking_rondes, handeling, signed)
        case Verrekenen():
            row = _rij(connection, schema.verrekeningen, handeling, {**_wie(wie), "vastgelegd_op": wie.op})
        case ScenarioBewaren():
            row = _rij(connection, schema.scenarios, handeling, {**_wie(wie), "bewaard_op": wie.op})
    return row


def toets(handeling: Soort, wie: Verantwoording, ook: Sequence[str] = ()) -> None:
    """Raises OngeldigeInvoer where an act is not whole, is wrong or seems to hold a BSN; the refusal never holds the
    text. `ook`: what is wrong with a value that could not be read."""
    filled = {**vars(handeling), "door": wie.door, "reden": wie.reden}
    empty = [name for name in handeling.INVULLEN if not str(filled[name]).strip()]
    wrong = list(dict.fromkeys([*handeling.gebreken(), *(ook or handeling.inhoud())]))
    incomplete = isinstance(handeling, BesluitNemen) and handeling.onvolledig()
    if empty or wrong or incomplete:
        raise OngeldigeInvoer(handeling.zin(empty, wrong))
    texts = [*vrije_teksten(handeling), ("door", wie.door), (handeling.REDEN, wie.reden)]
    if fields := dict.fromkeys(name for name, text in texts if lijkt_bsn(text, handeling.codes())):
        raise OngeldigeInvoer(
            f"Er lijkt een BSN te staan in: {', '.join(fields)} (een getal van 8 of 9 cijfers dat aan de elfproef "
            "voldoet). Noem geen cliënten; laat het nummer weg."
        )


def vul_uitkomst_aan(settings: Settings, nummer: int, uitkomst: str, uitkomst_sha256: str, code_versie: str) -> None:
    """Keep the outcome of a herschikking that was frozen before outcomes were kept; what is kept never changes."""
    table = schema.herschikkingen
    values = {"uitkomst": uitkomst, "uitkomst_sha256": uitkomst_sha256, "uitkomst_versie": code_versie}
    with store.open_ledger(settings).begin() as connection:
        connection.execute(sa.update(table).where(table.c.nummer == nummer, table.c.uitkomst.is_(None)).values(values))


def _besluit(connection: sa.Connection, besluit: BesluitNemen, wie: Verantwoording) -> Rij:
    signed = {**_wie(wie), "genomen_op": wie.op, "waarde": waarden.gezegd(besluit.waarde)}
    return _rij(connection, schema.besluiten, besluit, signed)


def _wie(wie: Verantwoording) -> Rij:
    return {"door": wie.door.strip(), "reden": wie.reden.strip()}


def _rij(connection: sa.Connection, table: sa.Table, handeling: Soort, signed: Rij) -> Rij:
    """Insert a row of the names of the act, and who, why and when under the names of its table; the row as the ledger
    keeps it, its moments in UTC."""
    row = {name: value.strip() if name == "naam" else value for name, value in vars(handeling).items()} | signed
    kept = connection.execute(sa.insert(table).values(row).returning(*table.c)).mappings().one()
    return {name: store.in_utc(v) if isinstance(v, datetime) else v for name, v in kept.items()}

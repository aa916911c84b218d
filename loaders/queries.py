"""What others may ask of what was loaded."""

from dataclasses import replace
from datetime import date
from typing import Any

from config.regelingen import WLZ, Regeling
from config.settings import Settings
from loaders import productie
from loaders.grootboek import store
from loaders.grootboek.deliveries import Intrekking, Levering, Reden, Stand
from loaders.grootboek.herschikkingen import vaste_volumes_nu
from loaders.grootboek.store import Ontvangst
from loaders.tabellen import extract
from loaders.tijd.workdays import dag_in_nederland
from loaders.vereffenen.extracten import geldende


def stand(settings: Settings) -> Stand:
    """What has been loaded so far, in short; the days are those of the Wlz, which every page is about."""
    received = ontvangst(settings, WLZ)
    with store.open_ledger(settings).connect() as connection:
        versie = store.versie(connection)
        aantal, laatst = store.geladen(connection)
        besluit = store.laatste_besluit(connection)
        vast = vaste_volumes_nu(connection)
    return Stand(
        f"{versie}|{aantal}|{laatst}|{besluit}", aantal, received.eerste, received.laatste, received.gemaakt, vast
    )


def ontvangst(settings: Settings, regeling: Regeling, peildatum: date = date.max) -> Ontvangst:
    """The messages and extracts of a regeling that count and came in by the end of `peildatum`. The days of an extract
    are those of its rows."""
    with store.open_ledger(settings).connect() as connection:
        messages = store.ontvangst(connection, regeling.domein, peildatum)
        extracts = [b for b in geldende(store.tabelboekingen(connection, extract.NAAM)) if b.domein == regeling.domein]
    current = productie.current(settings) if extracts else None
    if current is None:
        return messages
    eerste, laatste = productie.bekende_dagen(current[1], regeling, peildatum)
    return replace(
        messages,
        aantal=messages.aantal + (len(extracts) if laatste else 0),
        eerste=min(filter(None, (messages.eerste, eerste)), default=None),
        laatste=max(filter(None, (messages.laatste, laatste)), default=None),
    )


def leveringen(settings: Settings) -> list[Levering]:
    """Every delivery, the last received first."""
    with store.open_ledger(settings).connect() as connection:
        found = [b.levering() for b in store.boekingen(connection)]
    return sorted(found, key=lambda x: (x.ontvangen or x.geladen_op.date(), x.naam), reverse=True)


def redenen(settings: Settings, sha256: str) -> list[Reden]:
    """Why a delivery, or lines of it, do not count."""
    with store.open_ledger(settings).connect() as connection:
        return store.redenen(connection, sha256)


def intrekkingen(settings: Settings) -> list[Intrekking]:
    """Every decision to withdraw a delivery or to undo that, in order of taking down."""
    with store.open_ledger(settings).connect() as connection:
        return store.intrekkingen(connection)


def reference_rows(settings: Settings, name: str) -> list[dict[str, Any]]:
    """All rows of a reference table, values by stored name: amounts in cents, dates as dates."""
    with store.open_ledger(settings).connect() as connection:
        return list(store.table_rows(connection, name))


def known_rows(settings: Settings, name: str, peildatum: date) -> list[dict[str, Any]]:
    """The rows of a reference table as known at the end of `peildatum` (R1.1), each with `bekend_op`.

    For tables whose rows name no day themselves: a row is known from the day on which its delivery came in, or was
    loaded when that day is not known.
    """
    with store.open_ledger(settings).connect() as connection:
        received = store.tabelleveringen(connection, name)
        rows = store.table_rows(connection, name)
    days = {sha256: ontvangen or dag_in_nederland(geladen) for sha256, (ontvangen, geladen) in received.items()}
    dated = [(days[str(row["levering"])], row) for row in rows]
    return [{**row, "bekend_op": day} for day, row in dated if day <= peildatum]

"""What others may ask of what was loaded."""

from datetime import date
from typing import Any

from config.settings import Settings
from loaders import store
from loaders.deliveries import Intrekking, Levering, Reden, Stand
from loaders.store import Ontvangst


def stand(settings: Settings) -> Stand:
    """What has been loaded so far, in short."""
    with store.open_ledger(settings).connect() as connection:
        received = store.ontvangst(connection)
        versie = store.versie(connection)
        aantal, laatst = store.geladen(connection)
    return Stand(f"{versie}|{aantal}|{laatst}", aantal, received.eerste, received.laatste, received.gemaakt)


def ontvangst(settings: Settings, peildatum: date) -> Ontvangst:
    """The messages that count and came in by the end of `peildatum`."""
    with store.open_ledger(settings).connect() as connection:
        return store.ontvangst(connection, peildatum)


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

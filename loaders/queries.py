"""What others may ask of what was loaded."""

from dataclasses import replace
from datetime import date
from typing import Any

from config.reference import reference_tables
from config.settings import Settings
from loaders import productie
from loaders.grootboek import store
from loaders.grootboek.deliveries import Intrekking, Levering, Reden, Stand
from loaders.grootboek.herschikkingen import vaste_volumes_nu
from loaders.grootboek.store import Ontvangst
from loaders.tabellen import extract
from loaders.tabellen.bekend import bekende_rijen, levensloop
from loaders.vereffenen.extracten import geldende


def stand(settings: Settings) -> Stand:
    """What has been loaded so far, in short."""
    received = ontvangst(settings)
    with store.open_ledger(settings).connect() as connection:
        versie = store.versie(connection)
        aantal, laatst = store.geladen(connection)
        besluit = store.laatste_besluit(connection)
        vast = vaste_volumes_nu(connection)
    return Stand(
        f"{versie}|{aantal}|{laatst}|{besluit}", aantal, received.eerste, received.laatste, received.gemaakt, vast
    )


def ontvangst(settings: Settings, peildatum: date = date.max) -> Ontvangst:
    """The messages and extracts that count and came in by the end of `peildatum`. The days of an extract are those of
    its rows."""
    with store.open_ledger(settings).connect() as connection:
        messages = store.ontvangst(connection, peildatum)
        extracts = geldende(store.tabelboekingen(connection, extract.NAAM))
    current = productie.current(settings) if extracts else None
    if current is None:
        return messages
    eerste, laatste = productie.bekende_dagen(current[1], peildatum)
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


def reference_rows(settings: Settings, name: str, peildatum: date = date.max) -> list[dict[str, Any]]:
    """The rows of a reference table as known at the end of `peildatum` (R1.1), values by stored name: amounts in cents,
    dates as dates, and in `bekend_vanaf` the day since when the row is known."""
    with store.open_ledger(settings).connect() as connection:
        rows, leveringen = store.tabelstand(connection, name)
    return list(bekende_rijen(levensloop(reference_tables()[name], rows, leveringen), peildatum))

"""What others may ask of what was loaded."""

from dataclasses import replace
from datetime import date

from loaders import productie
from loaders.grootboek import creditboekingen, store
from loaders.grootboek.deliveries import Intrekking, Levering, Reden, Stand
from loaders.grootboek.herschikkingen import vaste_volumes_nu
from loaders.grootboek.lezer import Inzage
from loaders.grootboek.store import Ontvangst
from loaders.tabellen import extract
from loaders.vereffenen.extracten import geldende


def stand(blik: Inzage) -> Stand:
    """What has been loaded so far, in short."""
    received = ontvangst(blik)
    aantal, laatst = store.geladen(blik.connection)
    besluit = store.laatste_besluit(blik.connection)
    vast = vaste_volumes_nu(blik.connection)
    return Stand(
        f"{blik.versie}|{aantal}|{laatst}|{besluit}", aantal, received.eerste, received.laatste, received.gemaakt, vast
    )


def ontvangst(blik: Inzage, peildatum: date = date.max) -> Ontvangst:
    """The messages and extracts that count and came in by the end of `peildatum`. The days of an extract are those of
    its rows. Raises as `productie.gereed` where there are extracts."""
    messages = store.ontvangst(blik.connection, peildatum)
    extracts = geldende(store.tabelboekingen(blik.connection, extract.NAAM))
    current = productie.gereed(blik) if extracts else None
    if current is None:
        return messages
    eerste, laatste = productie.bekende_dagen(current, peildatum)
    return replace(
        messages,
        aantal=messages.aantal + (len(extracts) if laatste else 0),
        eerste=min(filter(None, (messages.eerste, eerste)), default=None),
        laatste=max(filter(None, (messages.laatste, laatste)), default=None),
    )


def leveringen(blik: Inzage) -> list[Levering]:
    """Every delivery, the last received first."""
    found = [b.levering() for b in store.boekingen(blik.connection)]
    return sorted(found, key=lambda x: (x.ontvangen or x.geladen_op.date(), x.naam), reverse=True)


def redenen(blik: Inzage, sha256: str) -> list[Reden]:
    """Why a delivery, or lines of it, do not count."""
    return store.redenen(blik.connection, sha256)


def creditsommen(blik: Inzage, jaar: int, peildatum: date) -> list[creditboekingen.CreditSom]:
    """Credits on care of a year that do not book what they say (R1.3), as known at the end of `peildatum`."""
    return creditboekingen.creditsommen(blik.connection, jaar, peildatum)


def intrekkingen(blik: Inzage) -> list[Intrekking]:
    """Every decision to withdraw a delivery or to undo that, in order of taking down."""
    return store.intrekkingen(blik.connection)

"""Where a question begins: what it needs is made ready, then the ledger is opened once."""

from collections.abc import Iterator
from contextlib import contextmanager

from config.settings import Settings
from loaders import productie
from loaders.grootboek.lezer import LOKAAL, Inzage, Wie, lees


@contextmanager
def inzage(settings: Settings, wie: Wie = LOKAAL) -> Iterator[Inzage]:
    """A look at what was loaded, for one question by `wie`. PRODUCTIE of that moment stands: what is missing is made
    again first, outside the transaction. A question about the ledger alone does not need that: `lezer.lees`."""
    while True:
        with lees(settings, wie) as blik:
            if productie.staat_klaar(blik):
                yield blik
                return
        productie.maak(settings)

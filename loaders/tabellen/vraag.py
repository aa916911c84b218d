"""Rows of a reference table as known on a peildatum: what a question asks, read once per look at the ledger."""

from datetime import date
from typing import Any

from config.reference import reference_tables
from loaders.grootboek import store
from loaders.grootboek.lezer import Inzage
from loaders.tabellen.bekend import Gekend, bekende_rijen, levensloop


def gekend(blik: Inzage, tabel: str) -> list[Gekend]:
    """Every row of a reference table with the days on which it was known (`levensloop`)."""
    return blik.eens(
        ("gekend", tabel), lambda: levensloop(reference_tables()[tabel], *store.tabelstand(blik.connection, tabel))
    )


def reference_rows(blik: Inzage, tabel: str, peildatum: date = date.max) -> list[dict[str, Any]]:
    """The rows of a reference table as known at the end of `peildatum` (R1.1), by default at the moment of `blik`:
    values by stored name, amounts in cents, dates as dates, and in `bekend_vanaf` the day since when the row is
    known."""
    return list(bekende_rijen(gekend(blik, tabel), peildatum))

"""The one way to read the ledger: a look at it, at one moment, by somebody, for the length of a question.

A question that opened the ledger again for each thing it asks would compute with several moments; a load in between
would show in half of its answer.
"""

import os
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from config.errors import RuimteFout
from config.settings import Settings
from loaders.grootboek import schema, store

T = TypeVar("T")


@dataclass(frozen=True)
class Bereik:
    """Of which providers somebody may see figures: of all (None), or of these AGB codes."""

    agb: frozenset[str] | None = None

    @property
    def sleutel(self) -> str:
        """The scope as part of the key under which an answer is kept.

        >>> ALLES.sleutel, Bereik(frozenset({"42000002", "42000001"})).sleutel, Bereik(frozenset()).sleutel
        ('alles', 'agb:42000001,42000002', 'agb:')
        """
        return "alles" if self.agb is None else f"agb:{','.join(sorted(self.agb))}"


ALLES = Bereik()


@dataclass(frozen=True)
class Wie:
    """Who asks, and what they may see."""

    naam: str
    bereik: Bereik = ALLES


LOKAAL = Wie("lokaal")
"""Whoever sits at this machine, where the server listens to nobody else."""


class Inzage:
    """What the ledger held at one moment. It ends with its question; one thread has it.

    `versie`: which data held then (None while nothing was loaded). `connection`: its read transaction, for what is
    asked in this folder and by the loaders.
    """

    def __init__(self, settings: Settings, wie: Wie, connection: Connection) -> None:
        self.settings = settings
        self.wie = wie
        self.connection = connection
        self.versie = store.versie(connection)
        self._eens: dict[Hashable, Any] = {}

    def eens(self, sleutel: Hashable, maak: Callable[[], T]) -> T:
        """What `maak` gives, made at most once under this key for as long as this look lasts."""
        if sleutel not in self._eens:
            self._eens[sleutel] = maak()
        found: T = self._eens[sleutel]
        return found


@contextmanager
def lees(settings: Settings, wie: Wie = LOKAAL) -> Iterator[Inzage]:
    """Open the ledger once, at this moment; it is made or migrated first where it is not what this version reads.

    Raises RuimteFout for somebody who may not see all: no reader limits what it gives yet, so nobody gets more than
    they may.
    """
    if wie.bereik != ALLES:
        raise RuimteFout("De monitor kan nog geen cijfers van een deel van de aanbieders geven.")
    settings.data.mkdir(parents=True, exist_ok=True)
    with _current(settings) or _begin(store.open_ledger(settings)) as connection:
        yield Inzage(settings, wie, connection)


def _current(settings: Settings) -> Connection | None:
    """The ledger where it stands; None where it is of another version, or on a disk that is closed or full."""
    if not os.access(settings.data, os.W_OK):
        return None
    try:
        connection = _begin(store.engine(settings.ledger_url))
        if store.revision(connection) == schema.REVISIE:
            return connection
        connection.close()
    except OperationalError:
        pass
    return None


def _begin(engine: Engine) -> Connection:
    """A transaction that reads one moment and cannot write: on SQLite the moment of its first statement."""
    connection = engine.connect()
    if engine.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA query_only=ON")  # ends with the connection, which is kept by nobody
        return connection
    return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

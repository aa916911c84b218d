"""A question opens the ledger once, at one moment, and builds nothing while it reads (R1.1)."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from config.errors import ProductieOntbreekt, RuimteFout
from config.settings import Settings
from config.words import Site
from forecasting.wlz import vooruitblik
from forecasting.wlz.besluiten.run import voorstellen
from forecasting.wlz.herschikking import run as herschikken
from forecasting.wlz.herschikking import scenarios_run
from loaders import productie, queries, reconcile, run
from loaders.grootboek import herschikkingen, schema, store
from loaders.grootboek.besluiten import besluiten
from loaders.grootboek.lezer import Bereik, Inzage, Wie, lees
from loaders.inzage import inzage
from loaders.tabellen.vraag import gekend
from tests.golden.test_golden import GOLDEN, PEILDATUM
from tests.loaders.test_ledger import migrated
from tests.made import Inbox, claim, maandregel
from tests.vragen import uit_grootboek, vraag

ZK = Site.ZILVEREN_KRUIS
VRAGEN: dict[str, Callable[[Inzage], Any]] = {
    "vooruitblik": lambda blik: vooruitblik.outlook(blik, 2026, PEILDATUM, ZK),
    "verloop": lambda blik: vooruitblik.verloop(blik, 2026, PEILDATUM, ZK),
    "schatting": lambda blik: vooruitblik.bewaar_schatting(blik, 2026, PEILDATUM),
    "crisis": lambda blik: vooruitblik.crisis(blik, 2026, PEILDATUM),
    "volledigheid": lambda blik: vooruitblik.volledigheid(blik, 2026, PEILDATUM),
    "voorstellen": lambda blik: voorstellen(blik, 2026, PEILDATUM, ZK),
    "herschikking": lambda blik: herschikken.bereken(blik, 2026, PEILDATUM),
    "volumes": lambda blik: herschikken.volumes(blik, 2026, PEILDATUM),
    "scenarios": lambda blik: scenarios_run.vergelijk(blik, 2026, PEILDATUM),
    "aansluiting": reconcile.aansluiting,
    "stand": queries.stand,
    "leveringen": queries.leveringen,
    "register": lambda blik: besluiten(blik, 2026),
    "bevroren": lambda blik: herschikkingen.bevroren(blik, 2026),
}


@pytest.fixture
def golden(ledger: Settings) -> Settings:
    run.load(ledger, [GOLDEN / "inbox", GOLDEN / "referentie"])
    return ledger


@contextmanager
def counted() -> Iterator[list[object]]:
    """Every connection to a ledger that is made in here."""
    made: list[object] = []

    def seen(connection: object, _: object) -> None:
        made.append(connection)

    sa.event.listen(Engine, "connect", seen)
    try:
        yield made
    finally:
        sa.event.remove(Engine, "connect", seen)


def put(inbox: Inbox, dag: str, factuur: str, cent: int) -> None:
    inbox.put(dag, factuur, claim(factuur, [maandregel(f"R{factuur}", date(2026, 1, 1), cent)]))


def test_a_question_opens_the_ledger_once(golden: Settings):
    store.engine.cache_clear()
    for naam, functie in VRAGEN.items():
        with counted() as made:
            vraag(functie, golden)
        assert len(made) == 1, naam
    assert store.engine.cache_info().misses == 1  # one engine for all of them


def test_a_load_in_between_does_not_mix_two_moments(ledger: Settings, inbox: Inbox):
    put(inbox, "2026-02-05", "F1", 10_000)
    run.load(ledger, [inbox.path])
    with inzage(ledger) as blik:
        before = (blik.versie, productie.gereed(blik), queries.ontvangst(blik).aantal)
        put(inbox, "2026-02-06", "F2", 20_000)
        run.load(ledger, [inbox.path])
        assert (blik.versie, productie.gereed(blik), queries.ontvangst(blik).aantal) == before
        assert [x.naam for x in queries.leveringen(blik)] == ["F1"]
        assert vooruitblik.outlook(blik, 2026, date(2026, 2, 24), ZK).herkomst.aantal_leveringen == 1
    assert vraag(queries.ontvangst, ledger).aantal == 2
    assert vraag(productie.gereed, ledger) != before[1]


def test_rows_of_a_table_are_read_once(golden: Settings):
    with inzage(golden) as blik:
        found = gekend(blik, "aanbieders")
        assert found
        seen: list[str] = []

        def asked(conn: object, cursor: object, statement: str, *rest: object) -> None:
            seen.append(statement)

        sa.event.listen(blik.connection.engine, "before_cursor_execute", asked)
        try:
            assert gekend(blik, "aanbieders") is found
        finally:
            sa.event.remove(blik.connection.engine, "before_cursor_execute", asked)
        assert not seen


def test_a_look_cannot_write(golden: Settings):
    with inzage(golden) as blik, pytest.raises(DBAPIError):
        blik.connection.execute(sa.delete(schema.leveringen))
    assert uit_grootboek(queries.leveringen, golden)


def test_reading_makes_nothing_and_a_question_makes_what_is_missing(golden: Settings):
    figures = vraag(vooruitblik.outlook, golden, 2026, PEILDATUM, ZK)
    shutil.rmtree(golden.productie)
    with lees(golden) as blik, pytest.raises(ProductieOntbreekt, match="ruimte rebuild"):
        vooruitblik.outlook(blik, 2026, PEILDATUM, ZK)
    uit_grootboek(queries.leveringen, golden)  # nor does a question that does not need it
    assert not golden.productie.exists()
    assert vraag(vooruitblik.outlook, golden, 2026, PEILDATUM, ZK) == figures


def test_after_a_load_productie_is_ready(golden: Settings, monkeypatch: pytest.MonkeyPatch):
    def refuse(settings: Settings) -> None:
        raise AssertionError("made at the question")

    monkeypatch.setattr(productie, "maak", refuse)
    assert vraag(productie.gereed, golden) is not None


def test_nothing_loaded_has_nothing_ready(ledger: Settings):
    assert vraag(productie.gereed, ledger) is None
    assert vraag(queries.leveringen, ledger) == []


def test_a_ledger_that_went_or_is_older_is_noticed(settings: Settings, inbox: Inbox):
    put(inbox, "2026-02-05", "F1", 10_000)
    run.load(settings, [inbox.path])
    assert vraag(queries.ontvangst, settings).aantal == 1
    shutil.rmtree(settings.data)
    assert vraag(queries.ontvangst, settings).aantal == 0  # the same engine, another ledger
    run.load(settings, [inbox.path])
    assert vraag(queries.ontvangst, settings).aantal == 1
    shutil.rmtree(settings.data)
    migrated(settings, "0001")  # put back out of an old backup
    with lees(settings) as blik:
        assert store.revision(blik.connection) == schema.REVISIE


def test_questions_of_several_threads_each_have_their_own_look(golden: Settings):
    found: list[int] = []

    def ask() -> None:
        found.append(vraag(queries.ontvangst, golden).aantal)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1


def test_a_fork_asks_with_a_connection_of_its_own(settings: Settings, inbox: Inbox):
    put(inbox, "2026-02-05", "F1", 10_000)
    run.load(settings, [inbox.path])
    with inzage(settings) as blik:
        child = os.fork()
        if child == 0:
            os._exit(vraag(queries.ontvangst, settings).aantal)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
        assert queries.ontvangst(blik).aantal == 1


def test_who_may_not_see_all_sees_nothing_yet(golden: Settings):
    someone = Wie("aanbieder", Bereik(frozenset({"06000001"})))
    with pytest.raises(RuimteFout, match="deel van de aanbieders"), inzage(golden, someone):
        pass

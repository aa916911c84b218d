"""PRODUCTIE made anew for the days that changed is PRODUCTIE made anew whole, row for row, in any order of loading."""

import random
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from unittest.mock import patch

import duckdb
import pytest

from config.settings import Settings
from config.words import Machine
from loaders import productie, run
from loaders.productie import dagen, make
from loaders.productie.dagen import Bijdrage, sneden, veranderd, vingerafdrukken
from tests.loaders.test_oracle import message, world
from tests.made import AANBIEDERS, KOPPELTABEL, Inbox, answer, claim, maandregel
from tests.vragen import productie_nu

JAN = date(2026, 1, 1)
REGELS = [maandregel("R1", JAN, 10_000), maandregel("R2", JAN, 4_000)]


def rows(settings: Settings) -> list[tuple[object, ...]]:
    current = productie_nu(settings)
    assert current is not None
    with duckdb.connect() as db:
        return db.execute("SELECT * FROM read_parquet(?)", [str(current[1])]).fetchall()


@pytest.mark.parametrize("seed", range(3))
def test_what_was_kept_is_what_a_rebuild_gives(seed: int, settings: Settings, inbox: Inbox):
    rng = random.Random(seed)
    claims, answers = world(rng)
    paths = [inbox.put(f"{c.dag}", f"c{n}", claim(c.factuur, c.regels)) for n, c in enumerate(claims)]
    paths += [inbox.put(f"{a.dag}", f"a{n}", message(a)) for n, a in enumerate(answers)]
    rng.shuffle(paths)
    with patch.object(dagen, "REGELS_PER_SNEDE", rng.choice([1, 5, 1000])):
        for start in range(0, len(paths), 7):
            run.load(settings, paths[start : start + 7])
            kept = rows(settings)
            productie.rebuild(settings, Machine.DUCKDB)
            assert rows(settings) == kept


def test_only_days_that_changed_are_made_anew(settings: Settings, inbox: Inbox):
    made: list[frozenset[date]] = []

    def spy(bijdragen: Sequence[Bijdrage], days: Collection[date]) -> list[frozenset[date]]:
        made.append(frozenset(days))
        return sneden(bijdragen, days)

    with patch.object(make, "sneden", spy):
        for n, day in enumerate(("2026-02-05", "2026-02-06", "2026-02-07")):
            regel = maandregel(f"R{n}", JAN, 100)
            run.load(settings, [inbox.put(day, "claim", claim(f"F{n}", [regel]))])
        run.load(settings, [inbox.put("2026-02-20", "answer", answer("F1", [maandregel("R1", JAN, 100)]))])
        run.load(settings, [inbox.table("aanbieders.csv", AANBIEDERS)])
    days = [date(2026, 2, day) for day in (5, 6, 7)]
    # a claim touches the day it came in; its return the day of the claim; the register every day
    assert made == [frozenset(d) for d in ([days[0]], [days[1]], [days[2]], [days[1]], days)]


def test_other_reference_tables_change_nothing(settings: Settings, inbox: Inbox):
    run.load(settings, [inbox.put("2026-02-05", "claim", claim("F1", REGELS))])
    before = rows(settings)
    with patch.object(make, "sneden", wraps=sneden) as spy:
        run.load(settings, [inbox.table("b.csv", "agb,uzovi,jaar,datum,bedrag_eur\n")])
        assert spy.call_args.args[1] == frozenset()
    assert rows(settings) == before
    run.load(settings, [inbox.table("k.csv", KOPPELTABEL)])
    assert len(rows(settings)) == len(before)


def test_a_fingerprint_does_not_depend_on_order():
    one = Bijdrage({"claims": [(1, "a")]}, frozenset({JAN}), 5)
    two = Bijdrage({"claims": [(2, "b")]}, frozenset({JAN, JAN + timedelta(1)}), 7)
    assert vingerafdrukken([one, two]) == vingerafdrukken([two, one])
    assert veranderd(vingerafdrukken([one, two]), vingerafdrukken([one])) == {JAN, JAN + timedelta(1)}
    assert veranderd(vingerafdrukken([one]), vingerafdrukken([one])) == frozenset()


def test_slices_hold_every_day_once():
    days = [JAN + timedelta(n) for n in range(10)]
    bijdragen = [Bijdrage({}, frozenset({day}), 300_000) for day in days]
    found = sneden(bijdragen, days)
    assert sorted(day for snede in found for day in snede) == days
    assert [len(snede) for snede in found] == [3, 3, 3, 1]

"""Answers that pages keep: per state of the data, and per what somebody may see."""

from datetime import date

import pytest

import dashboard.queries
from config.errors import RuimteFout
from config.words import Site
from dashboard.queries import herschikking, wlz
from loaders.grootboek.lezer import Bereik, Wie
from tests.dashboard.conftest import Doors

DAG, ZK = date(2026, 6, 23), Site.ZILVEREN_KRUIS


def test_an_answer_is_kept_per_state_of_the_data_and_per_question(doors: Doors):
    first = wlz.outlook("v1", 2026, DAG, ZK)
    assert wlz.outlook("v1", 2026, DAG, ZK) == first
    assert len(doors.vragen) == 1
    wlz.outlook("v2", 2026, DAG, ZK)
    wlz.outlook("v1", 2026, DAG, Site.FRIESLAND)
    assert len(doors.vragen) == 3
    assert wlz.crisis("v1", 2026, DAG) == doors.crisis  # another question with the same words does not get that answer
    assert wlz.volledigheid("v1", 2026, DAG) == doors.volledigheid


def test_what_was_kept_for_one_is_not_given_to_who_may_see_less(doors: Doors, monkeypatch: pytest.MonkeyPatch):
    wlz.outlook("v1", 2026, DAG, ZK)
    wlz.leveringen("v1")
    someone = Wie("aanbieder", Bereik(frozenset({"06000001"})))
    monkeypatch.setattr(dashboard.queries, "wie", lambda: someone)
    for ask in (lambda: wlz.outlook("v1", 2026, DAG, ZK), lambda: wlz.leveringen("v1"), lambda: herschikking.lees(1)):
        with pytest.raises(RuimteFout, match="deel van de aanbieders"):
            ask()


def test_two_with_the_same_scope_share_an_answer(doors: Doors, monkeypatch: pytest.MonkeyPatch):
    wlz.outlook("v1", 2026, DAG, ZK)
    monkeypatch.setattr(dashboard.queries, "wie", lambda: Wie("collega"))
    wlz.outlook("v1", 2026, DAG, ZK)
    assert len(doors.vragen) == 1

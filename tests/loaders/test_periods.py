"""R1.1 and R1.5: time in pieces. Every day lies in exactly the pieces it should, first and last days included."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.grootboek.deliveries import OPEN_EINDE, Intrekbesluit, Intrekking
from loaders.grootboek.periods import BEGIN, Periode, aaneen, ingetrokken, tijdvakken

MAART = date(2026, 3, 1)
dagen = st.dates(date(2026, 3, 1), date(2026, 3, 8))  # so few that ends meet often
perioden = st.tuples(dagen, st.integers(1, 4)).map(lambda p: Periode(p[0], p[0] + timedelta(days=p[1])))
open_perioden = perioden | dagen.map(Periode)


def test_a_period_holds_its_first_day_and_not_its_last():
    periode = Periode(date(2026, 3, 5), date(2026, 3, 7))
    assert [dag.day for dag in (MAART.replace(day=n) for n in range(1, 10)) if dag in periode] == [5, 6]


@given(open_perioden, dagen, dagen)
def test_what_is_left_of_a_period_are_its_days_from_then_on(periode: Periode, vanaf: date, dag: date):
    rest = periode.vanaf(vanaf)
    assert (rest is not None and dag in rest) == (dag in periode and dag >= vanaf)
    assert rest is None or rest.van < rest.tot  # a piece of no days is no piece


@given(open_perioden, open_perioden, dagen)
def test_two_periods_have_the_days_of_both(een: Periode, ander: Periode, dag: date):
    both = een.doorsnede(ander)
    assert (both is not None and dag in both) == (dag in een and dag in ander)
    assert both is None or both.van < both.tot


@given(st.lists(dagen | st.sampled_from([BEGIN, OPEN_EINDE]), max_size=5))
def test_time_is_cut_at_each_day_once_and_none_of_it_is_lost(cuts: list[date]):
    vakken = tijdvakken(cuts)
    assert (vakken[0].van, vakken[-1].tot) == (BEGIN, OPEN_EINDE)
    assert all(before.tot == after.van for before, after in pairwise(vakken))
    assert [vak.van for vak in vakken[1:]] == sorted(set(cuts) - {BEGIN, OPEN_EINDE})


@given(st.permutations(range(8)), st.lists(st.booleans(), min_size=8, max_size=8))
def test_periods_that_meet_are_joined_in_whatever_order_they_come(order: list[int], counts: list[bool]):
    days = [MAART + timedelta(days=n) for n in range(8)]
    joined = aaneen(Periode(days[n], days[n] + timedelta(days=1)) for n in order if counts[n])
    assert [any(dag in periode for periode in joined) for dag in days] == counts
    assert all(before.tot < after.van for before, after in pairwise(joined))


def decision(besluit: Intrekbesluit, per: date, minuut: int) -> Intrekking:
    return Intrekking("sha", besluit, per, "reden", "A. Voorbeeld", datetime(2026, 3, 9, 12, minuut, tzinfo=UTC))


def test_a_withdrawal_counts_from_its_own_day():
    # R1.5: "vanaf die dag is alles alsof zij er niet is"; the day before it counts as ever
    weg = decision(Intrekbesluit.INTREKKING, date(2026, 3, 5), 0)
    assert ingetrokken([weg], date(2026, 3, 4)) is None
    assert ingetrokken([weg], date(2026, 3, 5)) is weg
    assert ingetrokken([], date(2026, 3, 5)) is None


@pytest.mark.parametrize("klok", [(0, 1, 2), (2, 1, 0)])
def test_of_the_decisions_the_latest_day_counts_and_on_one_day_what_was_taken_down_last(klok: tuple[int, int, int]):
    # in the order in which they were taken down, whatever the clock said
    weg = decision(Intrekbesluit.INTREKKING, date(2026, 3, 5), klok[0])
    terug = decision(Intrekbesluit.HERSTEL, date(2026, 3, 7), klok[1])
    weer = decision(Intrekbesluit.INTREKKING, date(2026, 3, 7), klok[2])
    assert ingetrokken([weg, terug, weer], date(2026, 3, 6)) is weg
    assert ingetrokken([weg, terug, weer], date(2026, 3, 7)) is weer
    assert ingetrokken([weg, terug], date(2026, 3, 7)) is ingetrokken([terug, weg], date(2026, 3, 7)) is None

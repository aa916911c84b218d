"""R6, nacalculatie: what fits is paid; what one region gives another gets, never more than the concern has."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.words import Sector
from forecasting.wlz.herschikking.invoer import Aanbieder
from forecasting.wlz.herschikking.nacalculatie import (
    ConcernStand,
    Regel,
    Verzoek,
    bezwaar,
    concerns,
    nacalculatie,
    verreken,
)
from forecasting.wlz.herschikking.stappen import herschikking
from tests.forecasting.herschikking import made
from tests.forecasting.herschikking.made import AMSTERDAM, DRIE, EEN, ROTTERDAM, TWEE, VV


def regel(agb: str, uzovi: str, afspraak: int, gerealiseerd: int, concern: str = "Waterlijn", overig: int = 0) -> Regel:
    return Regel(agb, uzovi, VV, concern, afspraak, overig, gerealiseerd)


def verzoek(bedrag: int, van: tuple[str, str], naar: tuple[str, str], nummer: int = 1) -> Verzoek:
    return Verzoek(nummer, VV, *van, *naar, bedrag)


REGELS = (
    regel(EEN, AMSTERDAM, 1_000, 900, overig=50),
    regel(TWEE, ROTTERDAM, 500, 580),
    regel(DRIE, AMSTERDAM, 10, 30, ""),
)


def test_what_fits_is_paid_and_overproduction_is_not():
    een, twee, _ = REGELS
    assert (een.past_cent, een.onder_cent, een.over_cent, een.vastgesteld_cent) == (900, 100, 0, 950)
    assert (twee.past_cent, twee.onder_cent, twee.over_cent, twee.vastgesteld_cent) == (500, 0, 80, 500)


def test_it_starts_from_the_agreement_without_the_commitments():
    # afspraak 60 + 800 = 860, waarvan 60 toezegging: 800 voor productie; gemaakt 850: 800 past, 50 over
    rows = made.invoer(
        productie=[made.productie(EEN, 1_000)],
        ruimte=[made.ruimte(860)],
        verplichtingen=[made.verplichting(60, EEN)],
    )
    found = herschikking(rows)
    een, twee = nacalculatie(found, {(EEN, AMSTERDAM, VV): 850, (TWEE, ROTTERDAM, VV): 7})
    assert een == Regel(EEN, AMSTERDAM, VV, "", 800, 60, 850)
    assert (een.past_cent, een.over_cent) == (800, 50)
    assert twee == Regel(TWEE, ROTTERDAM, VV, "", 0, 0, 7)  # production without an agreement
    assert (twee.past_cent, twee.over_cent) == (0, 7)
    assert nacalculatie(found, {}) == (Regel(EEN, AMSTERDAM, VV, "", 800, 60, 0),)


def test_a_line_carries_the_concern_of_its_provider():
    rows = made.invoer(aanbieders=[Aanbieder(EEN, "Een", "Waterlijn"), Aanbieder(TWEE, "Twee", "")])
    places = {(EEN, AMSTERDAM, VV): 1, (TWEE, AMSTERDAM, VV): 1, (DRIE, AMSTERDAM, VV): 1}
    found = nacalculatie(herschikking(rows), places)
    assert [(r.agb, r.concern) for r in found] == [(EEN, "Waterlijn"), (TWEE, ""), (DRIE, "")]


def test_a_settlement_is_equal_on_both_sides():
    # EEN had 100 over, TWEE maakte 80 te veel: 80 schuift; het concern blijft 1.500 en krijgt 900 + 580 = 1.480
    after, refused = verreken(REGELS, [verzoek(80, (EEN, AMSTERDAM), (TWEE, ROTTERDAM))])
    assert refused == ()
    assert [(r.verrekend_cent, r.kader_cent, r.past_cent) for r in after[:2]] == [(-80, 920, 900), (80, 580, 580)]
    (concern,) = concerns(after)
    assert (concern.afspraak_cent, concern.past_cent, concern.te_verrekenen_cent) == (1_500, 1_480, 0)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (verzoek(81, (EEN, AMSTERDAM), (TWEE, ROTTERDAM)), "naar heeft niet zoveel overproductie"),
        (verzoek(101, (EEN, AMSTERDAM), (TWEE, ROTTERDAM)), "van heeft niet zoveel onderproductie"),
        (verzoek(1, (TWEE, ROTTERDAM), (EEN, AMSTERDAM)), "van heeft niet zoveel onderproductie"),
        (verzoek(5, (EEN, AMSTERDAM), (DRIE, AMSTERDAM)), "hetzelfde concern"),
        (verzoek(5, (EEN, AMSTERDAM), (EEN, AMSTERDAM)), "dezelfde"),
        (verzoek(0, (EEN, AMSTERDAM), (TWEE, ROTTERDAM)), "groter dan nul"),
        (verzoek(5, (EEN, ROTTERDAM), (TWEE, ROTTERDAM)), "geen afspraak of productie"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused_with_the_reason(asked: Verzoek, why: str):
    assert why in (bezwaar({r.plaats: r for r in REGELS}, asked) or "")
    after, refused = verreken(REGELS, [asked])
    assert after == REGELS
    assert [v for v, _ in refused] == [asked]


def test_all_that_is_over_and_under_can_be_settled():
    # EEN gebruikt 100 niet, TWEE maakte er 100 te veel: 100 kan, 101 niet
    regels = {r.plaats: r for r in (REGELS[0], regel(TWEE, ROTTERDAM, 500, 600))}
    assert bezwaar(regels, verzoek(100, (EEN, AMSTERDAM), (TWEE, ROTTERDAM))) is None
    assert bezwaar(regels, verzoek(101, (EEN, AMSTERDAM), (TWEE, ROTTERDAM)))


def test_without_a_concern_a_provider_settles_between_its_own_regions_and_with_no_one_else():
    # R6: "within one concern"; twee aanbieders zonder concern zijn niet samen een concern
    regels = {r.plaats: replace(r, concern="") for r in (*REGELS[:2], regel(EEN, ROTTERDAM, 500, 580))}
    assert bezwaar(regels, verzoek(80, (EEN, AMSTERDAM), (EEN, ROTTERDAM))) is None
    assert "hetzelfde concern" in (bezwaar(regels, verzoek(80, (EEN, AMSTERDAM), (TWEE, ROTTERDAM))) or "")
    assert [(c.naam, c.te_verrekenen_cent) for c in concerns(regels.values())] == [(EEN, 80)]


def test_requests_are_met_in_order_of_number_and_one_refused_stops_no_other():
    asked = [
        verzoek(50, (EEN, AMSTERDAM), (TWEE, ROTTERDAM), 3),
        verzoek(999, (EEN, AMSTERDAM), (TWEE, ROTTERDAM), 1),
        verzoek(60, (EEN, AMSTERDAM), (TWEE, ROTTERDAM), 2),
    ]
    after, refused = verreken(REGELS, asked)
    assert [v.nummer for v, _ in refused] == [1, 3]  # na 60 heeft TWEE nog 20 te veel
    assert [r.verrekend_cent for r in after] == [-60, 60, 0]


def test_concerns_stand_with_the_most_to_settle_first():
    # Waterlijn: 1.500 afgesproken, 900 + 580 gemaakt, 900 + 500 past, 100 onder en 80 over. Duin: 10 onder en 30 over
    duin = (regel("06000008", AMSTERDAM, 20, 10, "Duin"), regel("06000009", AMSTERDAM, 20, 50, "Duin"))
    found = concerns((*duin, *REGELS))
    assert found == (
        ConcernStand("Waterlijn", VV, 1_500, 1_480, 1_400, 100, 80),
        ConcernStand("Duin", VV, 40, 60, 30, 10, 30),
    )
    assert [c.te_verrekenen_cent for c in found] == [80, 10]


def test_sectors_do_not_settle_with_each_other():
    other = replace(REGELS[1], sector=Sector.GZ)
    assert bezwaar({r.plaats: r for r in (REGELS[0], other)}, verzoek(5, (EEN, AMSTERDAM), (TWEE, ROTTERDAM)))
    assert concerns((REGELS[0], other)) == ()


@given(
    st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=2, max_size=5),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(-5, 60)), max_size=8),
)
def test_a_concern_never_gets_more_than_it_agreed(lines, asked):
    regels = [regel(f"0600000{i}", AMSTERDAM, *amounts) for i, amounts in enumerate(lines)]
    requests = [
        verzoek(cent, (f"0600000{a}", AMSTERDAM), (f"0600000{b}", AMSTERDAM), n) for n, (a, b, cent) in enumerate(asked)
    ]
    after, _ = verreken(regels, requests)
    assert sum(r.kader_cent for r in after) == sum(r.afspraak_cent for r in regels)
    assert sum(r.past_cent for r in after) <= sum(r.afspraak_cent for r in regels)
    assert all(new.past_cent >= old.past_cent for new, old in zip(after, regels, strict=True))
    assert sum(r.verrekend_cent for r in after) == 0

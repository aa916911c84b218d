"""An agreement by prestatie adds up to its steps, whatever was decided (R6)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.wlz.herschikking.prestaties import Prestatie, prestaties
from forecasting.wlz.herschikking.stappen import herschikking
from forecasting.wlz.herschikking.verschil import Verschil, verschillen
from tests.forecasting.herschikking import made
from tests.forecasting.herschikking.made import AMSTERDAM, EEN, TWEE, VV


def test_numbers_follow_the_amount():
    # 600,00 en 400,00 bij 10 eenheden elk; ruimte 800,00: 480,00 en 320,00, dus 8 eenheden elk
    rows = made.invoer(
        productie=[made.productie(EEN, 60_000), made.productie(EEN, 40_000, prestatiecode="Z043")],
        ruimte=[made.ruimte(80_000)],
    )
    (een,) = herschikking(rows).afspraken
    assert [(p.prestatiecode, p.afspraak_cent, p.aantal_afspraak) for p in prestaties(een)] == [
        ("Z043", 32_000, Fraction(8)),
        ("Z053", 48_000, Fraction(8)),
    ]


@given(st.lists(st.integers(-50, 10**9), min_size=1, max_size=6), st.integers(0, 10**9), st.integers(-100, 100))
def test_prestaties_add_up_to_crisis_and_production(cents: list[int], room: int, decided: int):
    rows = made.invoer(
        productie=[made.productie(EEN, c, prestatiecode=f"Z{i:03}") for i, c in enumerate(cents)],
        ruimte=[made.ruimte(room)],
        crisis=[made.crisis(EEN, 1, 3, 5)],
        aanpassingen=[made.aanpassing(EEN, decided)],
    )
    (een,) = herschikking(rows).afspraken
    crisis, *parts = [p.afspraak_cent for p in prestaties(een)]
    assert crisis == een.basis.crisis_cent
    credits_, left = sum(c for c in cents if c < 0), een.na_korting_cent or 0
    if max(cents) > 0 and left < credits_:  # decisions take off more than is expected: there is nothing to spread
        assert parts == [None] * len(cents)
    else:
        assert sum(p or 0 for p in parts) == left
        assert [p for p, c in zip(parts, cents, strict=False) if c <= 0] == [c for c in cents if c <= 0]


def test_an_estimate_without_production_is_one_line():
    rows = made.invoer(aanpassingen=[made.aanpassing(TWEE, 900, "raming")], ruimte=[made.ruimte(1_000)])
    (twee,) = herschikking(rows).afspraken
    assert prestaties(twee) == (Prestatie("regulier", "", "nog niet per prestatie te verdelen", "", 0, 900, 900),)


def test_credits_stay_what_they_are_beside_an_estimate():
    # -50 aan credits en een raming van 900: 850 na korting, waarvan 900 nog niet per prestatie is te verdelen
    rows = made.invoer(
        productie=[made.productie(EEN, -50)], aanpassingen=[made.aanpassing(EEN, 900)], ruimte=[made.ruimte(1_000)]
    )
    (een,) = herschikking(rows).afspraken
    assert [(p.prestatiecode, p.afspraak_cent) for p in prestaties(een)] == [("Z053", -50), ("", 900)]


@pytest.mark.parametrize(
    ("cents", "besloten", "ruimte", "parts"),
    [
        ([100, -20], -200, 1_000, [None, None]),  # na korting -120, onder de credits: er is niets te verdelen
        ([100, -20], -99, 1_000, [1, -20]),
        ([100, -20], -100, 1_000, [0, -20]),
        ([100], 0, 0, [0]),  # geen ruimte: alles is korting
        ([-50], -30, 1_000, [-50, -30]),
        ([-50], 0, 1_000, [-50]),
    ],
)
def test_what_is_left_over_is_divided_over_what_is_expected(
    cents: list[int], besloten: int, ruimte: int, parts: list[int | None]
):
    rows = made.invoer(
        productie=[made.productie(EEN, cent, prestatiecode=f"Z{i:03}") for i, cent in enumerate(cents)],
        aanpassingen=[made.aanpassing(EEN, besloten)],
        ruimte=[made.ruimte(ruimte)],
    )
    (een,) = herschikking(rows).afspraken
    assert [p.afspraak_cent for p in prestaties(een)] == parts


def test_places_and_prestaties_are_named_with_what_they_rest_on():
    rows = made.invoer(
        productie=[made.productie(EEN, 700)], crisis=[made.crisis(EEN, 2, 10, 30)], ruimte=[made.ruimte(9_000)]
    )
    (een,) = herschikking(rows).afspraken
    assert prestaties(een) == (
        Prestatie("crisis", "", "afspraak", "14", 20, 600, 600),
        Prestatie("ZZP", "Z053", "voorbeeld", "14", 10, 700, 700),
    )


def test_without_a_room_the_numbers_are_not_known_either():
    (een,) = herschikking(made.invoer(productie=[made.productie(EEN, 700), made.productie(EEN, 0)])).afspraken
    assert [(p.afspraak_cent, p.aantal_afspraak) for p in prestaties(een)] == [(None, None), (None, None)]
    assert Prestatie("ZZP", "Z053", "", "14", 10, 0, 0).aantal_afspraak == 0


def test_differences_leave_nothing_over():
    before = herschikking(
        made.invoer(productie=[made.productie(EEN, 900), made.productie(TWEE, 300)], ruimte=[made.ruimte(1_000)])
    )
    now = herschikking(
        made.invoer(
            productie=[made.productie(EEN, 950)],
            verplichtingen=[made.verplichting(60, EEN)],
            correcties=[made.correctie(EEN, 5)],
            aanpassingen=[made.aanpassing(EEN, 20)],
            ruimte=[made.ruimte(990)],
        )
    )
    for v in verschillen(now, before):
        steps = v.verplichtingen_cent + v.crisis_cent - v.correctie_cent + v.extrapolatie_cent + v.aanpassingen_cent
        assert v.afspraak_cent == steps - (v.korting_cent or 0)
        assert v.productie_cent == v.extrapolatie_cent + v.aanpassingen_cent
    # EEN was 900 x 1.000 / 1.200 = 750 en is 60 - 5 + 935 = 990; TWEE was 250 en is er niet meer. Korting: EEN van 150
    # naar 970 - 935 = 35, TWEE van 50 naar niets
    twee = Verschil(TWEE, AMSTERDAM, VV, 250, 0, 0, 0, 0, -300, 0, -50)
    assert verschillen(now, before)[0].korting_cent == -115
    assert verschillen(now, before)[1] == twee
    # andersom is TWEE er bij gekomen
    assert verschillen(before, now)[1] == Verschil(TWEE, AMSTERDAM, VV, 0, 250, 0, 0, 0, 300, 0, 50)
    assert [(v.agb, v.eerder_cent, v.nu_cent) for v in verschillen(now, before)] == [(EEN, 750, 990), (TWEE, 250, 0)]


def test_there_is_no_difference_with_an_agreement_that_is_not_known():
    known = herschikking(made.invoer(productie=[made.productie(EEN, 900)], ruimte=[made.ruimte(800)]))
    unknown = herschikking(made.invoer(productie=[made.productie(EEN, 950)]))
    for nu, eerder, said in ((known, unknown, (None, 800)), (unknown, known, (800, None))):
        (v,) = verschillen(nu, eerder)
        assert (v.eerder_cent, v.nu_cent) == said
        assert v.afspraak_cent is v.korting_cent is None
    assert [v.extrapolatie_cent for v in verschillen(unknown, known)] == [50]

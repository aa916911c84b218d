"""Scenarios (S-06): each assumption worked by hand; the policy run stays what it was."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from config.errors import OngeldigeInvoer
from config.settings import Settings
from config.words import Sector
from forecasting.wlz.herschikking import scenarios_run
from forecasting.wlz.herschikking.invoer import Aanpassing, Plaatsdeel, Productie
from forecasting.wlz.herschikking.scenarios import (
    Aannames,
    Groei,
    Herverdeling,
    Ruimte,
    Start,
    Stop,
    Tarief,
    deel_vanaf,
    from_dict,
    pas_toe,
    to_dict,
)
from forecasting.wlz.herschikking.volumes import geextrapoleerd_per_plaats, sector_volumes
from loaders.run import load
from tests.forecasting.herschikking import made
from tests.forecasting.herschikking.made import AMSTERDAM, EEN, ROTTERDAM, TWEE, VV
from tests.golden.test_golden import GOLDEN, PEILDATUM
from tests.vragen import uit_grootboek, vraag

REST = (date(2026, 7, 1), date(2026, 12, 31))  # na L, juni: 184 dagen
BELEID = made.invoer(
    productie=[
        replace(made.productie(EEN, 1), goedgekeurd_cent=5_000, rest_cent=1_840),
        replace(made.productie(TWEE, 1, ROTTERDAM), goedgekeurd_cent=0, rest_cent=100),
    ],
    ruimte=[made.ruimte(6_000), made.ruimte(100, ROTTERDAM)],
)


def rest(aannames: Aannames) -> list[int]:
    return [p.rest_cent for p in pas_toe(aannames, BELEID).productie]


def test_growth_touches_only_what_is_still_expected():
    # 1.840 x 1,10 = 2.024; 100 x 1,10 = 110; daarna EEN nog eens -50%: 1.012
    assert rest(Aannames(groei=(Groei("10"),))) == [2_024, 110]
    assert rest(Aannames(groei=(Groei("10"), Groei("-50", agb=EEN)))) == [1_012, 110]
    assert rest(Aannames(groei=(Groei("10", sector="GZ"),))) == [1_840, 100]
    assert [p.goedgekeurd_cent for p in pas_toe(Aannames(groei=(Groei("10"),)), BELEID).productie] == [5_000, 0]


def test_a_tariff_changes_from_a_day_on():
    # vanaf 1 oktober: 92 van de 184 dagen; 2% over de helft: 1.840 x 1,01 = 1.858,4 -> 1.858
    assert deel_vanaf(date(2026, 10, 1), *REST) == Fraction(92, 184)
    assert rest(Aannames(tarief=(Tarief("2", date(2026, 10, 1)),))) == [1_858, 101]
    assert rest(Aannames(tarief=(Tarief("2", date(2026, 1, 1), prestatiecode="Z053"),))) == [1_877, 102]
    assert rest(Aannames(tarief=(Tarief("2", date(2027, 1, 1)),))) == [1_840, 100]
    assert [deel_vanaf(dag, *REST) for dag in (date(2026, 12, 31), date(2027, 1, 1))] == [Fraction(1, 184), 0]
    assert deel_vanaf(date(2026, 1, 1), date(2027, 1, 1), date(2026, 12, 31)) == 0  # L is december: er komt niets meer
    # een tarief van een sector en een prestatie geldt alleen waar beide kloppen
    for other in (Tarief("2", date(2026, 1, 1), "GZ", "Z053"), Tarief("2", date(2026, 1, 1), "V&V", "Z043")):
        assert rest(Aannames(tarief=(other,))) == [1_840, 100]


def test_a_provider_stops_or_starts():
    # laatste dag 30 september: 92 van 184 dagen blijven over: 920
    assert rest(Aannames(stop=(Stop(EEN, date(2026, 9, 30)),))) == [920, 100]
    assert rest(Aannames(stop=(Stop(EEN, date(2026, 9, 30), ROTTERDAM),))) == [1_840, 100]
    # start 16 november, 300 per maand: 15 van de 30 dagen = 150, en december 300
    start = Start("06000009", AMSTERDAM, VV, date(2026, 11, 16), 300)
    added = pas_toe(Aannames(start=(start,)), BELEID).productie[-1]
    assert (added.agb, added.rest_cent, added.goedgekeurd_cent) == ("06000009", 450, 0)
    assert pas_toe(Aannames(start=(replace(start, vanaf=date(2027, 1, 1)),)), BELEID).productie == BELEID.productie
    early = replace(start, vanaf=date(2026, 3, 1))  # t/m L staat het al in de declaraties: juli t/m december
    assert pas_toe(Aannames(start=(early,)), BELEID).productie[-1].rest_cent == 1_800


def test_what_staff_decided_stops_and_grows_with_the_rest():
    # Een raming van 10.000 in plaats van 6.840: 3.160 erbij, per dag over 184 dagen. Laatste dag 30 juni (L): 5.000,
    # alleen wat is goedgekeurd. Een melding van 600 per maand vanaf november en een stop op 15 november: 15 / 30 x 600
    # = 300
    def decided(soort: str, *months: tuple[int, int]) -> Aanpassing:
        per = tuple((date(2026, m, 1), cent) for m, cent in months)
        return replace(made.aanpassing(EEN, sum(cent for _, cent in per), soort), per_maand=per)

    def bedrag(aannames: Aannames, a: Aanpassing) -> int:
        return pas_toe(aannames, replace(BELEID, aanpassingen=(a,))).aanpassingen[0].bedrag_cent

    raming = decided("raming", (7, 532), (8, 533), (9, 515), (10, 532), (11, 515), (12, 533))
    stop = Aannames(stop=(Stop(EEN, date(2026, 6, 30)),))
    assert raming.bedrag_cent == 3_160
    assert bedrag(stop, raming) == 0
    worked = pas_toe(stop, replace(BELEID, aanpassingen=(raming,)))
    assert geextrapoleerd_per_plaats(worked)[EEN, AMSTERDAM, VV] == 5_000
    melding = decided("melding", (11, 600), (12, 600))
    assert bedrag(Aannames(stop=(Stop(EEN, date(2026, 11, 15)),)), melding) == 300
    assert bedrag(Aannames(stop=(Stop(EEN, date(2026, 10, 31)),)), melding) == 0
    assert bedrag(Aannames(stop=(Stop(TWEE, date(2026, 6, 30)),)), melding) == 1_200  # een ander stopt
    assert bedrag(Aannames(groei=(Groei("10"),)), melding) == 1_320
    assert bedrag(Aannames(tarief=(Tarief("2", date(2026, 12, 1)),)), melding) == 1_212
    assert bedrag(Aannames(tarief=(Tarief("2", date(2026, 12, 1), prestatiecode="Z053"),)), melding) == 1_200
    # inclusief behandeling gaat over het hele jaar, ook over wat al is goedgekeurd: die blijft
    assert bedrag(stop, made.aanpassing(EEN, -50, "behandeling")) == -50


def test_crisis_places_are_paid_through_the_last_day():
    # 2 plekken x 310,00: t/m 30 september 273 dagen: 169.260,00
    part = Plaatsdeel(date(2026, 1, 1), date(2026, 12, 31), "", 2, 730, 31_000)
    places = replace(made.crisis(EEN, 2, 365, 31_000), delen=(part,))
    for agb, cent in ((EEN, 546 * 31_000), (TWEE, 730 * 31_000)):
        stop = Aannames(stop=(Stop(agb, date(2026, 9, 30)),))
        (c,) = pas_toe(stop, replace(BELEID, crisis=(places,))).crisis
        assert c.bedrag_cent == cent


def test_herverdeling_on_top_of_a_room_that_is_not_known_is_not_known():
    # R4.1: 10,00 herverdeling maakt geen ruimte bekend
    granted = Herverdeling(AMSTERDAM, VV, 1_000, date(2026, 11, 1))
    unknown = replace(BELEID, ruimte=())
    (sector,) = sector_volumes(pas_toe(Aannames(herverdeling=(granted,)), unknown), Fraction("0.02"))
    assert (sector.korting_fractie, sector.beschikbaar_cent) == (None, None)
    # een ruimte die het scenario zelf noemt is er wel een
    both = Aannames(herverdeling=(granted,), ruimte=(Ruimte(AMSTERDAM, VV, 5), Ruimte(ROTTERDAM, VV, 7)))
    assert sector_volumes(pas_toe(both, unknown), Fraction("0.02"))[0].beschikbaar_cent == 1_012


def test_more_or_other_room():
    # E = 6.840 + 100 = 6.940; R = 6.100: korting 12,1%; met 840 herverdeling: geen
    def korting(aannames: Aannames) -> Fraction | None:
        return sector_volumes(pas_toe(aannames, BELEID), Fraction("0.02"))[0].korting_fractie

    assert korting(Aannames()) == Fraction(840, 6_940)
    granted = Herverdeling(AMSTERDAM, VV, 840, date(2026, 11, 1))
    assert korting(Aannames(herverdeling=(granted,))) == 0
    assert korting(Aannames(herverdeling=(replace(granted, bekend_op=date(2027, 1, 5)),))) == Fraction(840, 6_940)
    assert korting(Aannames(ruimte=(Ruimte(AMSTERDAM, VV, 6_840),))) == 0


def test_the_policy_run_is_never_touched():
    before = repr(BELEID)
    pas_toe(Aannames(groei=(Groei("99"),), ruimte=(Ruimte(AMSTERDAM, VV, 1),)), BELEID)
    assert repr(BELEID) == before
    assert pas_toe(Aannames(), BELEID).productie == BELEID.productie


def test_assumptions_come_back_as_they_were_kept():
    every = Aannames(
        herverdeling=(Herverdeling(AMSTERDAM, VV, 840, date(2026, 11, 1)),),
        ruimte=(Ruimte(AMSTERDAM, Sector.GZ, 5),),
        groei=(Groei("1,5", sector="V&V"),),
        tarief=(Tarief("-2", date(2026, 10, 1)),),
        start=(Start(EEN, AMSTERDAM, VV, date(2026, 11, 16), 300),),
        stop=(Stop(TWEE, date(2026, 9, 30)),),
        laatste_maand=date(2026, 5, 1),
    )
    assert from_dict(to_dict(every)) == every


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"groei": [{"procent": "veel"}]}, "procent"),
        ({"groie": []}, "Onbekende aanname: groie"),
        ({"ruimte": [{"uzovi": "9999", "sector": "V&V", "bedrag_cent": 1}]}, "9999"),
        ({"stop": [{"agb": EEN}]}, "stop.0.laatste_dag"),
    ],
)
def test_what_cannot_be_read_is_named(values: dict[str, object], why: str):
    with pytest.raises(OngeldigeInvoer, match=why):
        from_dict(values)


def test_kept_with_author_and_reason_and_compared_with_the_policy_run(settings: Settings):
    load(settings, [GOLDEN / "inbox", GOLDEN / "referentie"])
    nu = datetime(2026, 3, 24, tzinfo=UTC)
    aannames = Aannames(
        herverdeling=(Herverdeling("5515", VV, 322_000, date(2026, 6, 1)),), laatste_maand=date(2026, 1, 1)
    )
    with pytest.raises(OngeldigeInvoer, match="Vul in: reden"):
        scenarios_run.bewaar(settings, 2026, "ruimer", aannames, door="A. Analist", reden="", nu=nu)
    kept = scenarios_run.bewaar(settings, 2026, "ruimer", aannames, door="A. Analist", reden="brief van de NZa", nu=nu)
    assert uit_grootboek(scenarios_run.scenarios, settings, 2026) == [kept]
    policy_run = vraag(scenarios_run.werk_uit, settings, scenarios_run.beleid(2026), PEILDATUM)
    worked = vraag(scenarios_run.werk_uit, settings, kept, PEILDATUM)
    assert policy_run.sectoren[0].korting_fractie == Fraction(3_220, 157_220)  # golden
    assert worked.laatste_maand == date(2026, 1, 1)
    assert worked.sectoren[0].beschikbaar_cent == 15_400_000 + 322_000
    assert isinstance(worked.herschikking.invoer.productie[0], Productie)


def test_a_scenario_whose_month_is_not_over_yet_stands_in_no_comparison(settings: Settings):
    # R3.1: L = maart kan op 24 maart nog niet, en op 31 maart wel; bewaard blijft het scenario
    load(settings, [GOLDEN / "inbox", GOLDEN / "referentie"])
    nu = datetime(2026, 3, 24, tzinfo=UTC)
    later = Aannames(laatste_maand=date(2026, 3, 1))
    scenarios_run.bewaar(settings, 2026, "later", later, door="A. Analist", reden="voorbeeld", nu=nu)

    def names(peildatum: date) -> list[str]:
        return [u.scenario.naam for u in vraag(scenarios_run.vergelijk, settings, 2026, peildatum)]

    assert names(PEILDATUM) == ["Beleid"]
    assert names(date(2026, 3, 31)) == ["Beleid", "later"]

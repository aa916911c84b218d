"""R4.5: fixed volumes, worked by hand; R4.2-R4.4: the line is judged as the outlook judges it."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from config.words import Groep, Sector, Site
from forecasting.wlz.herschikking.invoer import Verplichting
from forecasting.wlz.herschikking.stappen import herschikking
from forecasting.wlz.herschikking.volumes import Volume, beletsel, gebruik, sector_volumes, vaste_volumes
from tests.forecasting.herschikking import made
from tests.forecasting.herschikking.made import AMSTERDAM, DRIE, EEN, FRIESLAND, ROTTERDAM, TWEE, VV

TWEE_PROCENT = Fraction("0.02")


def test_the_worked_example_of_the_rule():
    # R4.5: 100,00 / 100,00 / 100,01 euro, korting 2,5%: samen 292,5097.. = 292,51; 97,50 / 97,50 / 97,51
    e = {(EEN, AMSTERDAM, VV): 10_000, (TWEE, AMSTERDAM, VV): 10_000, (DRIE, AMSTERDAM, VV): 10_001}
    found = vaste_volumes(e, Fraction("0.025"), {})
    assert [v.volume_cent for v in found] == [9_750, 9_750, 9_751]


def test_regional_development_comes_on_top_and_crisis_counts():
    # E = 600 + 300 crisis + 100 = 1.000; R = 1.010 - 40 toezegging - 50 regionaal = 920: korting 8%. De ruimte van een
    # andere sector of site telt niet mee. EEN 900 x 0,92 = 828; TWEE 92 + 30 = 122; DRIE produceert nog niet: 15
    rows = made.invoer(
        productie=[
            made.productie(EEN, 600),
            made.productie(EEN, 300, groep=Groep.CRISIS, prestatiecode="CVV1"),
            made.productie(TWEE, 100, ROTTERDAM),
            made.productie(EEN, 5_000, groep=Groep.MEERZORG),
        ],
        ruimte=[
            made.ruimte(910), made.ruimte(100, ROTTERDAM),
            made.ruimte(77, FRIESLAND), made.ruimte(88, sector=Sector.GZ),
        ],
        verplichtingen=[
            made.verplichting(40, EEN),
            Verplichting(ROTTERDAM, VV, TWEE, "regionale_ontwikkeling", 30),
            Verplichting(ROTTERDAM, VV, DRIE, "regionale_ontwikkeling", 15),
            Verplichting(ROTTERDAM, VV, "", "regionale_ontwikkeling", 5),
        ],
    )  # fmt: skip
    (sector,) = sector_volumes(rows, TWEE_PROCENT)
    assert (sector.site, sector.korting_fractie, sector.boven_drempel) == (Site.ZILVEREN_KRUIS, Fraction(8, 100), True)
    assert [(v.agb, v.geextrapoleerd_cent, v.volume_cent) for v in sector.volumes] == [
        (EEN, 900, 828),
        (TWEE, 100, 122),
        (DRIE, 0, 15),
    ]
    assert sum(v.na_korting_cent for v in sector.volumes) == sector.beschikbaar_cent


def test_exactly_two_percent_is_not_above_and_a_room_that_is_not_known_gives_none():
    at = made.invoer(productie=[made.productie(EEN, 1_000)], ruimte=[made.ruimte(980)])
    assert sector_volumes(at, TWEE_PROCENT)[0].boven_drempel is False
    unknown = sector_volumes(replace(at, ruimte=()), TWEE_PROCENT)[0]
    assert (unknown.site, unknown.sector, unknown.geextrapoleerd_cent) == (Site.ZILVEREN_KRUIS, VV, 1_000)
    assert (unknown.korting_fractie, unknown.boven_drempel, unknown.volumes) == (None, None, ())
    # R4.1: ook een toezegging in een regio waarvan de ruimte niet bekend is, laat die van de site onbekend
    elsewhere = replace(at, verplichtingen=(made.verplichting(1, uzovi=ROTTERDAM),))
    assert sector_volumes(elsewhere, TWEE_PROCENT)[0].korting_fractie is None


def test_what_has_an_agreement_already_may_be_left_whole():
    # Lezing uitzonderingen_heel: crisis (stap 2: 250), inclusief behandeling (EEN 300) en regionaal (50) heel. E = 600
    # + 300 + 400 + 240 gedeclareerde crisis = 1.540; R = 1.450 - 50 = 1.400: de lijn gaat over 140 / 1.540. Wat niet is
    # uitgezonderd: 600 + 400 = 1.000 in 1.400 - 550 = 850: 15%. EEN 250 + 300 + 510; TWEE 340 + 50
    rows = made.invoer(
        productie=[
            made.productie(EEN, 600, prestatiecode="Z051"),
            replace(made.productie(EEN, 300), is_inclusief=True),
            made.productie(EEN, 240, groep=Groep.CRISIS, prestatiecode="CVV1"),
            made.productie(TWEE, 400),
        ],
        crisis=[made.crisis(EEN, 1, 25, 10)],
        ruimte=[made.ruimte(1_450)],
        verplichtingen=[Verplichting(AMSTERDAM, VV, TWEE, "regionale_ontwikkeling", 50)],
    )
    (sector,) = sector_volumes(replace(rows, lezing_vaste_volumes="uitzonderingen_heel"), TWEE_PROCENT)
    assert (sector.korting_fractie, sector.percentage_fractie) == (Fraction(140, 1_540), Fraction(15, 100))
    assert [(v.agb, v.volume_cent) for v in sector.volumes] == [(EEN, 1_060), (TWEE, 390)]
    assert sum(v.volume_cent for v in sector.volumes) == 1_450
    # en zoals de regel staat: een percentage over alles
    (plain,) = sector_volumes(rows, TWEE_PROCENT)
    assert plain.percentage_fractie == plain.korting_fractie
    assert sum(v.na_korting_cent for v in plain.volumes) == 1_400


def test_no_volume_is_fixed_below_nothing():
    # R4.5: R = 500, toezegging 800: korting 100% (niet 130%), volume 0, en eerst op te lossen
    short = made.invoer(
        productie=[made.productie(EEN, 1_000)], ruimte=[made.ruimte(500)], verplichtingen=[made.verplichting(800)]
    )
    (sector,) = sector_volumes(short, TWEE_PROCENT)
    assert (sector.korting_fractie, [v.volume_cent for v in sector.volumes]) == (1, [0])
    assert "verplichtingen zijn groter" in (beletsel(sector) or "")
    # een aanbieder met alleen credits heeft geen volume van -90
    credit = made.invoer(productie=[made.productie(EEN, 1_000), made.productie(TWEE, -100)], ruimte=[made.ruimte(810)])
    (sector,) = sector_volumes(credit, TWEE_PROCENT)
    assert [v.volume_cent for v in sector.volumes] == [900, -90]
    assert TWEE in (beletsel(sector) or "")
    (fine,) = sector_volumes(replace(short, verplichtingen=()), TWEE_PROCENT)
    assert beletsel(fine) is None


def test_what_is_made_above_a_fixed_volume_is_shown_as_such():
    # vast 828; later verwacht 950: 122 boven; TWEE vast 92, later 90: niets boven. EEN in Rotterdam en DRIE zijn nieuw
    # en hebben geen volume: alles boven; meerzorg heeft eigen geld; Friesland en GZ doen niet mee
    fixed = vaste_volumes({(EEN, AMSTERDAM, VV): 900, (TWEE, AMSTERDAM, VV): 100}, Fraction(8, 100), {})
    later = made.invoer(
        productie=[
            made.productie(EEN, 950),
            made.productie(EEN, 700, groep=Groep.MEERZORG),
            made.productie(TWEE, 90),
            made.productie(DRIE, 10),
            made.productie(EEN, 20, ROTTERDAM),
            made.productie(TWEE, 99, FRIESLAND),
            made.productie(TWEE, 99, sector=Sector.GZ),
        ]
    )
    nieuw = [Volume(EEN, ROTTERDAM, VV, 0, 0, 0), Volume(DRIE, AMSTERDAM, VV, 0, 0, 0)]
    assert [(g.volume, g.goedgekeurd_cent, g.boven_cent) for g in gebruik(fixed, later)] == [
        (fixed[0], 1, 122),
        (fixed[1], 1, 0),
        (nieuw[0], 1, 20),
        (nieuw[1], 1, 10),
    ]
    assert [(g.goedgekeurd_cent, g.verwacht_cent) for g in gebruik(fixed, made.invoer())] == [(0, 0), (0, 0)]


@given(st.lists(st.integers(-20, 10**10), min_size=1, max_size=8), st.fractions(0, 1))
def test_volumes_add_up_and_stay_within_a_cent_of_their_exact_amount(cents: list[int], korting: Fraction):
    e = {(f"0600000{i}", AMSTERDAM, VV): cent for i, cent in enumerate(cents)}
    found = vaste_volumes(e, korting, {})
    assert abs(sum(v.na_korting_cent for v in found) - sum(cents) * (1 - korting)) <= Fraction(1, 2)
    assert all(abs(v.na_korting_cent - v.geextrapoleerd_cent * (1 - korting)) < 1 for v in found)


def test_what_the_policy_corrects_by_itself_is_in_the_herschikking_only():
    # R6 trekt 100 inclusief behandeling af zonder besluit; de vooruitblik en dus R4.5 pas na een besluit
    plain = made.aanpassing(EEN, -100, "behandeling")
    rows = made.invoer(
        productie=[made.productie(EEN, 1_000)], ruimte=[made.ruimte(2_000)], aanpassingen=[replace(plain, besluit=0)]
    )
    assert sector_volumes(rows, TWEE_PROCENT)[0].geextrapoleerd_cent == 1_000
    assert herschikking(rows).afspraken[0].afspraak_cent == 900
    assert sector_volumes(replace(rows, aanpassingen=(plain,)), TWEE_PROCENT)[0].geextrapoleerd_cent == 900

"""Distance to the drempel (R4.2, R4.3, N2)."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.words import Sector
from forecasting.wlz.distance import (
    Afstand,
    Jaartotaal,
    Status,
    Verschil,
    afstand,
    afstand_tot_drempel_fractie,
    basismaand_stijging_fractie,
    beschikbaar_cent,
    dagen_tot_drempel,
    is_haalbaar,
    jaartotaal,
    ruimte_tot_drempel_cent,
    status,
    telt_mee_cent,
    uitnutting_fractie,
    verschil,
)
from forecasting.wlz.outlook import Bandbreedte, CrisisStand, MaandCompleet, MaandStand, SectorOutlook, Toets, Verwacht

DREMPEL, DREMPEL_REST = Fraction("0.02"), Fraction("0.98")


def korting(geextrapoleerd_cent: int, ruimte_cent: int) -> Fraction:
    """R4.2, written again here so that the test does not lean on what it tests."""
    if geextrapoleerd_cent <= 0:
        return Fraction(0)
    return Fraction(max(0, geextrapoleerd_cent - ruimte_cent), geextrapoleerd_cent)


@given(
    geextrapoleerd_cent=st.integers(0, 10**13),
    ruimte_cent=st.integers(-(10**12), 10**13),
    drempel=st.sampled_from([DREMPEL, Fraction("0.03"), Fraction("0.015"), Fraction(0)]),
)
def test_adding_the_room_reaches_the_drempel_and_one_cent_more_passes_it(
    geextrapoleerd_cent: int, ruimte_cent: int, drempel: Fraction
) -> None:
    room = ruimte_tot_drempel_cent(geextrapoleerd_cent, ruimte_cent, drempel)
    assert korting(geextrapoleerd_cent + room, ruimte_cent) <= drempel
    assert korting(geextrapoleerd_cent + room + 1, ruimte_cent) > drempel


@pytest.mark.parametrize(
    ("ruimte_cent", "expected_cent"),
    [
        # R4.2 worked by hand: E = 3.650.000; R = 3.600.000 -> 3.600.000 / 0,98 = 3.673.469,387.. -> 23.469,38 to go
        (360_000_000, 2_346_938),
        # R = 3.577.000 is exactly 2%: not above, nothing to go
        (357_700_000, 0),
        # one cent less room: above, one cent of E too much at least
        (357_699_999, -2),
    ],
)
def test_worked_examples_of_the_rulebook(ruimte_cent: int, expected_cent: int) -> None:
    assert ruimte_tot_drempel_cent(365_000_000, ruimte_cent, DREMPEL) == expected_cent


def test_distance_is_negative_once_passed() -> None:
    assert afstand_tot_drempel_fractie(Fraction("0.025"), DREMPEL) == Fraction("-0.005")


def test_commitments_first_lower_the_contracteerruimte() -> None:
    assert beschikbaar_cent(119_889_256, 2_500_000) == 117_389_256


def test_use_is_unknown_without_room() -> None:
    assert uitnutting_fractie(100, 200) == Fraction(1, 2)
    assert uitnutting_fractie(100, 1) == 100
    assert uitnutting_fractie(100, 0) is None


def test_the_base_month_counts_itself_and_stands_for_the_rest() -> None:
    # E = 365, R / 0,98 = 367,3469..; mei en de rest van het jaar, 31 + 214, moeten samen 2,3469.. hoger: 0,958%
    assert basismaand_stijging_fractie(365, 31, 214, 360, DREMPEL) == (Fraction(360) / DREMPEL_REST - 365) / 245
    assert basismaand_stijging_fractie(365, 1, 0, 365, Fraction(0)) == 0
    assert basismaand_stijging_fractie(365, 0, 0, 360, DREMPEL) is None
    # toezeggingen hebben meer dan de ruimte op: E moet naar nul
    assert basismaand_stijging_fractie(365, 31, 334, -5, DREMPEL) == -1


APR, MEI, JUN, JUL = (date(2026, m, 1) for m in (4, 5, 6, 7))
MAANDEN = (
    MaandStand(APR, 300, 1, 0),
    MaandStand(MEI, 310, 20, 0),
    MaandStand(JUN, 40, 300, 290),
    MaandStand(JUL, 0, 0, 300),
)
"""L = mei: E = 300 + 310 + 290 + 300 = 1.200; 40 is al bekend over juni en telt niet."""


BEKEND = Toets(1_190, Fraction(22, 1_200), False)


def sector(zonder: Toets = BEKEND, **more: Any) -> SectorOutlook:
    """E = 1.200; 1.190 aan ruimte, 12 aan verplichtingen: korting 22 / 1.200 = 1,83%."""
    plain: dict[str, Any] = {
        "sector": Sector.VV, "uzovi": None, "verplichtingen_cent": 12, "goedgekeurd_cent": 610,
        "na_laatste_maand_cent": 40, "in_behandeling_cent": 321, "geextrapoleerd_cent": 1_200,
        "drempel_fractie": DREMPEL, "nadert_fractie": Fraction("0.005"), "zonder": zonder, "met_herverdeling": zonder,
        "maanden": MAANDEN,
    }  # fmt: skip
    return SectorOutlook(**{**plain, **more})


def test_the_distance_of_a_sector_three_ways() -> None:
    # N2: 2% - 22 / 1.200; 1.178 / 0,98 = 1.202,04: 2 cent; 2,04.. op mei (310) en de rest (590)
    assert afstand(sector(), MEI) == Afstand(
        DREMPEL - Fraction(22, 1_200), 2, (Fraction(1_178) / DREMPEL_REST - 1_200) / 900
    )
    assert afstand(sector(Toets(None, None, None)), MEI) is None


def test_the_months_of_a_year_add_up_to_e() -> None:
    # R3.2: goedgekeurd t/m L, daarna de rest
    assert [telt_mee_cent(maand, MEI) for maand in MAANDEN] == [300, 310, 290, 300]
    assert jaartotaal(iter(MAANDEN), MEI) == Jaartotaal(
        goedgekeurd_cent=650, in_behandeling_cent=321, rest_cent=590, telt_mee_cent=1_200
    )


def test_the_estimate_differs_by_what_is_still_to_come_and_by_the_rest() -> None:
    # N3: verwacht 1.250 tegen E 1.200: 50 meer. T/m mei komt er nog 305 + 325 - 610 = 20; de rest is 30 meer
    months = tuple(MaandCompleet(m, 0, cent, 0, 0) for m, cent in ((APR, 305), (MEI, 325), (JUN, 999)))
    expected = Verwacht(totaal_cent=Bandbreedte(1_100, 1_250, 1_400), maanden=months)
    assert verschil(sector(verwacht=expected), MEI) == Verschil(50, 20, 30)
    assert verschil(sector(), MEI) is verschil(sector(verwacht=Verwacht()), MEI) is None


@pytest.mark.parametrize(
    ("korting", "boven", "status_"),
    [
        (Fraction(0), False, Status.ONDER),
        (Fraction("0.015"), False, Status.ONDER),  # precies een half procentpunt eronder
        (Fraction("0.015") + Fraction(1, 10**9), False, Status.NADERT),
        (Fraction("0.02"), False, Status.NADERT),  # R4.3: op de lijn is niet erboven
        (Fraction("0.020001"), True, Status.BOVEN),
        (None, None, Status.ONBEKEND),
    ],
)
def test_where_a_sector_stands(korting: Fraction | None, boven: bool | None, status_: Status) -> None:
    assert status(sector(), Toets(1_190, korting, boven)) is status_


def test_without_any_production_there_is_nothing_to_judge() -> None:
    none, toets = {"geextrapoleerd_cent": 0, "goedgekeurd_cent": 0}, Toets(1_190, Fraction(0), False)
    assert status(sector(**none), toets) is Status.GEEN_PRODUCTIE
    # een correctie die alles wegneemt, en productie die even groot is als haar credits, zijn wel geoordeeld
    assert status(sector(**{**none, "goedgekeurd_cent": 1}), toets) is Status.ONDER
    assert status(sector(**{**none, "geextrapoleerd_cent": 1}), toets) is Status.ONDER


def crisis(bezet: int | None, beschikbaar: int | None, jaar: int | None) -> CrisisStand:
    return CrisisStand(
        "06000001", None, "5515", Sector.VV, 1, bezette_dagen=bezet, beschikbare_dagen=beschikbaar,
        beschikbare_dagen_jaar=jaar,
    )  # fmt: skip


def test_days_still_needed_for_the_line_of_crisis_beds() -> None:
    # R5.2: 70% van 365 is 255,5: 256 dagen; 200 bezet, dus nog 56. Er zijn 365 - 309 = 56 dagen over: dat kan net
    zeventig = Fraction("0.70")
    assert dagen_tot_drempel(crisis(200, 309, 365), zeventig) == 56
    assert [is_haalbaar(crisis(200, 309, 365), nodig) for nodig in (56, 57)] == [True, False]
    assert dagen_tot_drempel(crisis(511, 600, 730), zeventig) == 0  # precies 70%
    assert dagen_tot_drempel(crisis(600, 600, 730), zeventig) == 0
    assert dagen_tot_drempel(crisis(None, None, None), zeventig) is None
    assert is_haalbaar(crisis(None, None, None), 0) is False

"""R5.1 and R5.2: occupancy of crisis beds, worked by hand."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.words import Sector
from forecasting.wlz.crisis.bezetting import (
    GEEN_BEZETTING,
    Afspraak,
    beschikbare_dagen,
    bezetting_fractie,
    crisis_stand,
    onder_drempel,
    plekken_op,
    verwachte_dagen,
    voorstel_plekken,
)
from forecasting.wlz.outlook import CrisisStand

ZEVENTIG = Fraction("0.70")
JAN, MEI, JUN, DEC = (date(2026, m, 1) for m in (1, 5, 6, 12))
EINDE_MEI, EINDE = date(2026, 5, 31), date(2026, 12, 31)


def heel_jaar(plekken: int) -> list[Afspraak]:
    return [Afspraak(plekken, JAN, EINDE)]


def test_worked_example_of_the_proposal():
    # R5.2: 4 plekken, 1.460 dagen; 900 verwacht: 61,6% < 70%. 900 / 365 / 0,70 = 3,52: 3 plekken (82,2%)
    assert beschikbare_dagen(heel_jaar(4), JAN, EINDE) == 1_460
    assert float(bezetting_fractie(900, 1_460)) == pytest.approx(0.616, abs=5e-4)
    assert onder_drempel(Fraction(900), 1_460, ZEVENTIG)
    assert voorstel_plekken(Fraction(900), heel_jaar(4), ZEVENTIG) == 3
    assert float(bezetting_fractie(900, 3 * 365)) == pytest.approx(0.822, abs=5e-4)


def test_exactly_seventy_percent_is_not_below():
    # R5.2: 2 plekken, 730 dagen; 511 is precies 70%
    assert not onder_drempel(Fraction(511), 730, ZEVENTIG)
    assert voorstel_plekken(Fraction(511), heel_jaar(2), ZEVENTIG) == 2
    assert voorstel_plekken(Fraction(510), heel_jaar(2), ZEVENTIG) == 1


def test_a_period_without_places_has_no_days_to_occupy():
    # R5.2: 1 plek t/m juni (181 dagen), daarna geen en vanaf oktober 2 (92 dagen): 365 plekdagen, 200 verwacht: 54,8%.
    # Per plek 273 dagen: 200 / 273 / 0,70 = 1,05: 1 plek
    afspraken = [
        Afspraak(1, JAN, date(2026, 6, 30)), Afspraak(0, date(2026, 7, 1), date(2026, 9, 30)),
        Afspraak(2, date(2026, 10, 1), EINDE),
    ]  # fmt: skip
    assert voorstel_plekken(Fraction(200), afspraken, ZEVENTIG) == 1


def test_without_days_no_place_is_proposed():
    assert voorstel_plekken(Fraction(0), heel_jaar(2), ZEVENTIG) == 0


def test_expected_days_follow_the_last_month_by_day():
    # R5.1 by R3.2: 3 plekken; jan-mei 80, 70, 75, 72, 62 dagen = 359; mei 62 / 31 = 2 per dag; rest 214 dagen: 428
    bezet = dict(zip([date(2026, m, 1) for m in range(1, 6)], [80, 70, 75, 72, 62], strict=True))
    assert verwachte_dagen(bezet, heel_jaar(3), MEI) == 359 + 428


def test_only_agreed_days_are_expected():
    # agreed until 30 September: June-September are 122 days
    assert verwachte_dagen({MEI: 31}, [Afspraak(2, JAN, date(2026, 9, 30))], MEI) == 31 + 122
    # agreed from 15 May: 17 days in May; 34 days in 17 are 2 a day, 214 to come
    assert verwachte_dagen({MEI: 34}, [Afspraak(2, date(2026, 5, 15), EINDE)], MEI) == 34 + 428
    # not agreed in L: nothing to extrapolate from
    assert verwachte_dagen({JAN: 20}, [Afspraak(2, JAN, date(2026, 3, 31))], MEI) == 20


def test_an_agreement_that_changes_within_the_year():
    # 3 plekken tot en met juni (181 dagen), 2 daarna (184 dagen)
    afspraken = [Afspraak(3, JAN, date(2026, 6, 30)), Afspraak(2, date(2026, 7, 1), EINDE)]
    assert beschikbare_dagen(afspraken, JAN, EINDE) == 543 + 368
    assert [plekken_op(afspraken, d) for d in (date(2025, 1, 1), EINDE_MEI, DEC)] == [3, 3, 2]


def test_two_agreements_that_meet_in_l_fill_the_month():
    # R5.1: mei t/m de 15e 1 plek, vanaf de 16e 2 plekken: 31 afgesproken dagen; 31 bezet is 1 per dag, 214 te gaan
    afspraken = [Afspraak(1, JAN, date(2026, 5, 15)), Afspraak(2, date(2026, 5, 16), EINDE)]
    assert verwachte_dagen({MEI: 31}, afspraken, MEI) == 31 + 214
    assert [plekken_op(afspraken, date(2026, 5, dag)) for dag in (15, 16)] == [1, 2]


def test_no_places_have_no_occupancy_and_no_proposal():
    # R5.2: 0 plekken: niets te bezetten, en niets te verlagen
    stand = crisis_stand("06000300", None, "5521", Sector.VV, heel_jaar(0), {MEI: 5}, MEI, ZEVENTIG)
    assert (stand.plekken, stand.bezette_dagen, stand.beschikbare_dagen) == (0, 5, 0)
    assert stand.bezetting_fractie == stand.verwachte_bezetting_fractie == 0
    assert stand.voorstel_plekken == 0


def test_a_leap_year_has_366_days():
    assert (
        beschikbare_dagen([Afspraak(1, date(2028, 1, 1), date(2028, 12, 31))], date(2028, 1, 1), date(2028, 12, 31))
        == 366
    )


def test_occupancy_of_one_provider():
    # 3 plekken, L = mei: 453 dagen beschikbaar, 56 bezet in januari en 300 in februari: 356 is 78,6%; verwacht 356 van
    # 1.095: 32,5%. December van vorig jaar en juni tellen niet
    bezet = {date(2025, 12, 1): 9, JAN: 56, date(2026, 2, 1): 300, JUN: 9}
    stand = crisis_stand("06000300", "Een", "5521", Sector.VV, heel_jaar(3), bezet, MEI, ZEVENTIG)
    assert (stand.agb, stand.naam, stand.uzovi, stand.sector) == ("06000300", "Een", "5521", Sector.VV)
    assert (stand.bezette_dagen, stand.beschikbare_dagen) == (356, 453)
    assert stand.plekken == 3
    assert stand.bezetting_fractie == Fraction(356, 453)
    assert (stand.verwachte_dagen, stand.verwachte_bezetting_fractie) == (356, Fraction(356, 1_095))
    assert stand.onder_drempel is True
    assert stand.voorstel_plekken == 1  # 356 / 365 / 0,70 = 1,39


@pytest.mark.parametrize(("sector", "bezet"), [(Sector.GZ, None), (Sector.GGZ, {JAN: 9})])
def test_without_registration_or_in_the_ggz_nothing_is_computed(sector: Sector, bezet: dict[date, int] | None):
    # R5.1: GZ from registrations, GGZ none (Zvw)
    stand = crisis_stand("06000300", "Een", "5521", sector, heel_jaar(3), bezet, MEI, ZEVENTIG)
    assert stand == CrisisStand("06000300", "Een", "5521", sector, 3, reden=GEEN_BEZETTING[sector])


@given(st.integers(0, 5_000), st.integers(1, 12))
def test_the_proposal_reaches_the_line_and_one_more_would_not(dagen: int, plekken: int):
    # R5.2: "the largest whole number of places whose occupancy would be at least 70%"
    voorstel = voorstel_plekken(Fraction(dagen), heel_jaar(plekken), ZEVENTIG)
    assert 0 <= voorstel <= plekken
    if voorstel:
        assert bezetting_fractie(dagen, voorstel * 365) >= ZEVENTIG
    if voorstel < plekken:
        assert bezetting_fractie(dagen, (voorstel + 1) * 365) < ZEVENTIG

"""R6, step 2: places x days x tariff, agreed or proposed."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from config.words import Sector
from forecasting.wlz.crisis.bezetting import Afspraak
from forecasting.wlz.herschikking.plaatsen import crisisplaatsen, crisistarief_cent
from forecasting.wlz.outlook import CrisisStand

HEEL_JAAR = Afspraak(4, date(2026, 1, 1), date(2026, 12, 31))


def stand(plekken: int, *, onder: bool | None, voorstel: int | None) -> CrisisStand:
    return CrisisStand(
        "06000001", None, "5515", Sector.VV, plekken, onder_drempel=onder, voorstel_plekken=voorstel,
        verwachte_bezetting_fractie=Fraction(1, 2),
    )  # fmt: skip


def test_below_the_line_the_proposal_counts_for_all_agreed_days():
    # R5.2: 4 plekken, verwacht 900 dagen: voorstel 3; 3 x 365 dagen x 310,00 = 339.450,00
    found = crisisplaatsen(stand(4, onder=True, voorstel=3), [HEEL_JAAR], 2026, 31_000)
    assert (found.agb, found.uzovi, found.sector) == ("06000001", "5515", Sector.VV)
    assert (found.plekken_afgesproken, found.plekken, found.plaatsdagen) == (4, 3, 1_095)
    assert found.bedrag_cent == 33_945_000


def test_above_the_line_the_agreement_counts_with_its_changes_in_the_year():
    # 2 plekken t/m juni (181 dagen) en 4 vanaf juli (184 dagen): 362 + 736 = 1.098 plaatsdagen
    agreed = [Afspraak(2, date(2026, 1, 1), date(2026, 6, 30)), Afspraak(4, date(2026, 7, 1), date(2026, 12, 31))]
    found = crisisplaatsen(stand(2, onder=False, voorstel=4), agreed, 2026, 100)
    assert (found.plekken, found.plaatsdagen, found.grond) == (2, 1_098, "afgesproken")
    lower = crisisplaatsen(stand(2, onder=True, voorstel=3), agreed, 2026, 100)
    assert lower.plaatsdagen == 2 * 181 + 3 * 184


def test_what_staff_decided_goes_first_and_only_more_than_agreed_raises_every_period():
    # R5.2, R6 stap 2: 2 plekken t/m juni en 4 vanaf juli; besloten is 4 (zoals afgesproken), of 5 (het hele jaar)
    agreed = [Afspraak(2, date(2026, 1, 1), date(2026, 6, 30)), Afspraak(4, date(2026, 7, 1), date(2026, 12, 31))]
    for besloten, dagen in ((4, 2 * 181 + 4 * 184), (5, 5 * 365), (None, 2 * 181 + 4 * 184)):
        decided = replace(stand(4, onder=True, voorstel=3), besluit=7, besloten_plekken=besloten)
        found = crisisplaatsen(decided, agreed, 2026, 100)
        assert (found.plaatsdagen, found.grond) == (dagen, "besluit 7")


def test_a_leap_year_has_a_day_more_and_an_agreement_of_another_year_none():
    leap = Afspraak(1, date(2028, 1, 1), date(2028, 12, 31))
    assert crisisplaatsen(stand(1, onder=None, voorstel=None), [leap], 2028, 1).plaatsdagen == 366
    assert crisisplaatsen(stand(1, onder=None, voorstel=None), [leap], 2026, 1).plaatsdagen == 0


def test_the_tariff_is_known_or_it_is_not_made_up():
    assert crisistarief_cent([30_000, 30_000], 0, 0) == 30_000
    assert crisistarief_cent([30_000, 50_000], 130_000, 3) == 43_333  # 433,33 gemiddeld over 3 dagen
    assert crisistarief_cent([30_000, 50_000], 30_001, 1) == 30_001
    assert crisistarief_cent([30_000, 50_000], 60_001, 2) == 30_001  # 300,005: half a cent up
    assert crisistarief_cent([30_000, 50_000], 0, 0) is None
    assert crisistarief_cent([], 100, 1) is None

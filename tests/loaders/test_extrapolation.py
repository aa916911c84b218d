"""R3.2 and R3.3: the year by the policy's extrapolation, worked by hand."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.extrapolation import SLEUTEL, MaandSignaal, half_van_nul, jaarverloop, maandsignalen, rest_van_het_jaar
from loaders.tijd.workdays import dagen, maanden

MEI = date(2026, 5, 1)
Known = Sequence[tuple[str, int]]


def stand(known: Known, *, aanbieder: str = "06000001", tijdseenheid: str = "14", pending: Known = ()) -> pd.DataFrame:
    """PRODUCTIE as known, of one provider: approved and pending cents by month."""
    rows = [(m, cent, 0) for m, cent in known] + [(m, 0, cent) for m, cent in pending]
    frame = pd.DataFrame(rows, columns=["zorgmaand", "goedgekeurd_cent", "in_behandeling_cent"])
    frame["zorgmaand"] = pd.to_datetime(frame["zorgmaand"])
    key = dict(zip(SLEUTEL, (aanbieder, "5515", "V&V", "regulier", "Z053", tijdseenheid), strict=True))
    return frame.assign(**key)


def jaar(frame: pd.DataFrame, laatste_maand: date, weging: str = "dagen") -> pd.DataFrame:
    return jaarverloop(frame, laatste_maand, lambda maand, eenheid: dagen(maand, eenheid, weging))


def test_worked_example_of_the_rule():
    # R3.2: 2026, etmaal, jan-mei 310.000, 280.000, 310.000, 300.000, 310.000; L = mei, 31 dagen; rest jun-dec 214 dagen
    # E = 1.510.000 + 310.000 / 31 x 214 = 1.510.000 + 2.140.000 = 3.650.000 euro
    euros = [310_000, 280_000, 310_000, 300_000, 310_000]
    verloop = jaar(stand([(f"2026-{m:02}-01", 100 * euro) for m, euro in enumerate(euros, start=1)]), MEI)
    assert verloop["goedgekeurd_cent"].sum() == 151_000_000
    assert verloop["rest_cent"].sum() == 214_000_000
    # juni heeft 30 dagen van 10.000 euro
    assert verloop.loc[verloop["zorgmaand"] == "2026-06-01", "rest_cent"].item() == 30_000_000


def test_hours_weigh_by_working_days():
    # R3.2: unit 04; April 2026 has 22 weekdays less Good Friday, Easter Monday and King's Day; May 21 less two
    work = [dagen(m, "04", "dagen") for m in maanden(2026)]
    assert work == [21, 20, 22, 19, 19, 22, 23, 21, 22, 22, 21, 22]
    verloop = jaar(stand([("2026-05-01", 1_900)], tijdseenheid="04"), MEI)
    assert verloop["rest_cent"].sum() == 100 * (22 + 23 + 21 + 22 + 22 + 21 + 22)


def test_months_may_weigh_the_same_by_another_reading():
    verloop = jaar(stand([("2026-05-01", 1_000)]), MEI, weging="maanden")
    assert verloop["rest_cent"].sum() == 7_000


def test_what_is_known_after_the_last_month_does_not_count_in_the_rest():
    # R3.2: "production already known for months after L does not count in E (it is shown)"
    verloop = jaar(stand([("2026-05-01", 3_100), ("2026-06-01", 99)], pending=[("2026-06-01", 5)]), MEI)
    june = verloop[verloop["zorgmaand"] == "2026-06-01"].iloc[0]
    assert (june["goedgekeurd_cent"], june["in_behandeling_cent"], june["rest_cent"]) == (99, 5, 3_000)


def test_no_production_in_the_last_month_gives_no_rest():
    # R3.3
    assert jaar(stand([("2026-03-01", 1_000)]), MEI)["rest_cent"].sum() == 0


def test_in_december_the_year_is_what_was_approved():
    # R3.2: L = december: er is geen rest, en december telt zelf mee
    verloop = jaar(stand([("2026-01-01", 100), ("2026-12-01", 3_100)]), date(2026, 12, 1))
    assert (verloop["goedgekeurd_cent"].sum(), verloop["rest_cent"].sum()) == (3_200, 0)
    assert verloop.iloc[-1]["goedgekeurd_cent"] == 3_100


def test_a_leap_year_has_a_29th_of_february():
    # R3.2: 2028, L = februari: 2.900 in 29 dagen, rest 366 - 60 = 306 dagen
    assert jaar(stand([("2028-02-01", 2_900)]), date(2028, 2, 1))["rest_cent"].sum() == 30_600


@pytest.mark.parametrize(
    ("exact", "cent"), [("1/4", 0), ("1/2", 1), ("3/4", 1), ("-1/4", 0), ("-1/2", -1), ("-5/4", -1)]
)
def test_an_amount_is_rounded_half_a_cent_away_from_zero(exact: str, cent: int):
    assert half_van_nul(Fraction(exact)) == cent


def test_a_year_without_production_is_empty():
    assert jaar(stand([("2025-12-01", 1_000)]), MEI).empty


@given(st.integers(-(10**15), 10**15), st.sampled_from(maanden(2026)), st.sampled_from(["14", "04", "16"]))
def test_the_months_add_up_to_the_rest_of_the_year(cent: int, laatste: date, eenheid: str):
    # R3.2 in exact arithmetic: within half a cent
    verloop = jaar(stand([(laatste.isoformat(), cent)], tijdseenheid=eenheid), laatste)
    days = {m: dagen(m, eenheid, "dagen") for m in maanden(2026)}
    exact = Fraction(cent * sum(d for m, d in days.items() if m > laatste), days[laatste])
    assert abs(int(verloop["rest_cent"].sum()) - exact) <= Fraction(1, 2)
    assert (verloop.loc[verloop["zorgmaand"] <= pd.Timestamp(laatste), "rest_cent"] == 0).all()


def test_a_credit_is_extrapolated_as_its_debit():
    for cent in (12_345, -12_345):
        rest = rest_van_het_jaar(np.array([cent]), np.array([31]), np.array([214]))
        assert int(rest[0]) == (85_220 if cent > 0 else -85_220)  # 12.345 x 214 / 31 = 85.220,32


@given(st.permutations(range(4)))
def test_the_order_of_rows_has_no_effect(order: list[int]):
    frame = stand([("2026-01-01", 10), ("2026-05-01", 20), ("2026-05-01", 5), ("2026-06-01", 3)])
    pd.testing.assert_frame_equal(jaar(frame, MEI), jaar(frame.iloc[order], MEI))


@pytest.mark.parametrize(
    ("known", "signal"),
    [
        ([("2026-02-01", 300)], "geen declaratie"),
        (
            [("2026-02-01", 300), ("2026-03-01", 300), ("2026-04-01", 300), ("2026-05-01", 375)],
            None,
        ),  # 25% exactly: not more
        ([("2026-02-01", 300), ("2026-03-01", 300), ("2026-04-01", 300), ("2026-05-01", 376)], "wijkt af"),
        ([("2026-02-01", 300), ("2026-03-01", 300), ("2026-04-01", 300), ("2026-05-01", 224)], "wijkt af"),
        ([(f"2026-0{m}-01", cent) for m, cent in enumerate((9_999, 300, 300, 300, 375), start=1)], None),  # not January
        ([("2026-05-01", 300)], None),  # nothing to compare with
        ([("2026-06-01", 300)], None),
    ],
)
def test_signals_of_the_last_month(known: Known, signal: str | None):
    # R3.3
    found = maandsignalen(stand(known), MEI, Fraction("0.25"))
    kinds = ["geen declaratie" if s.geen_declaratie else "wijkt af" for s in found]
    assert kinds == ([signal] if signal else [])


def test_three_months_before_january_lie_in_the_year_before():
    # R3.3: L = januari; oktober-december gemiddeld 100, januari 126
    known = [("2025-10-01", 100), ("2025-11-01", 100), ("2025-12-01", 100), ("2026-01-01", 126)]
    found = maandsignalen(stand(known), date(2026, 1, 1), Fraction("0.25"))
    assert found == [MaandSignaal("06000001", "5515", "V&V", 126, Fraction(100), gedeclareerd=True)]


def test_months_before_the_first_are_not_zero_in_the_mean():
    # R3.3: februari 280 naast januari 310 (-9,7%): geen signaal. 100 naast 310: -68%; maart 100 naast (310 + 100) / 2
    # = 205: -51%. Een maand zonder productie na de eerste telt wel als nul: (310 + 0) / 2 = 155 naast 310
    quarter, feb, mrt = Fraction("0.25"), date(2026, 2, 1), date(2026, 3, 1)
    assert maandsignalen(stand([("2026-01-01", 310), ("2026-02-01", 280)]), feb, quarter) == []
    falling = stand([("2026-01-01", 310), ("2026-02-01", 100), ("2026-03-01", 100)])
    assert [s.gemiddelde_cent for s in maandsignalen(falling, feb, quarter)] == [310]
    assert [s.gemiddelde_cent for s in maandsignalen(falling, mrt, quarter)] == [205]
    gap = stand([("2026-01-01", 310), ("2026-02-01", 0), ("2026-03-01", 310)])
    assert [s.gemiddelde_cent for s in maandsignalen(gap, mrt, quarter)] == [155]
    assert maandsignalen(stand([("2026-02-01", 310)]), feb, quarter) == []


def test_one_cent_is_production_too():
    # R3.3: een cent in L na 300 per maand wijkt af en is geen ontbrekende declaratie; een cent ervoor is wel productie
    before = [("2026-02-01", 300), ("2026-03-01", 300), ("2026-04-01", 300)]
    (low,) = maandsignalen(stand([*before, ("2026-05-01", 1)]), MEI, Fraction("0.25"))
    assert (low.geen_declaratie, low.laatste_maand_cent) == (False, 1)
    (high,) = maandsignalen(stand([("2026-04-01", 1), ("2026-05-01", 300)]), MEI, Fraction("0.25"))
    assert high.gemiddelde_cent == 1  # april is de eerste maand: februari en maart zijn geen nul in het gemiddelde
    (stopped,) = maandsignalen(stand([("2026-01-01", 1)]), MEI, Fraction("0.25"))
    assert stopped.geen_declaratie

"""Late and missing: what was expected of a month, what came in, and what the rest would do to the year (R3.2, R3.3)."""

from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.words import Sector
from forecasting.wlz.sectors import geextrapoleerd_cent
from forecasting.wlz.volledigheid import (
    Aanbiedermaanden,
    Maandstatus,
    Volgorde,
    aanbiedermaanden,
    achterstanden,
    effect_factor,
    gekozen,
    maandsommen,
    maandstatus,
    verwacht_cent,
)
from loaders.extrapolation import jaarverloop, maandsignalen
from loaders.tijd.workdays import dagen, maanden

JAN, FEB, MRT, APR = (date(2026, m, 1) for m in (1, 2, 3, 4))
AFWIJKING = Fraction("0.25")
ETMAAL, UUR = "14", "04"


def days(maand: date, eenheid: str) -> int:
    return dagen(maand, eenheid, "dagen")


def stand(*rijen: tuple[str, str, date, int]) -> pd.DataFrame:
    """PRODUCTIE as known, all of it approved: (AGB, time unit, month, cents)."""
    return pd.DataFrame(
        [
            {
                "aanbieder": agb,
                "uzovi": "5515",
                "sector": "V&V",
                "groep": "regulier",
                "prestatiecode": "Z053",
                "tijdseenheid": eenheid,
                "zorgmaand": pd.Timestamp(maand),
                "ingediend_cent": cent,
                "goedgekeurd_cent": cent,
                "in_behandeling_cent": 0,
            }
            for agb, eenheid, maand, cent in rijen
        ]
    )


def look(frame: pd.DataFrame, laatste_maand: date) -> tuple[Aanbiedermaanden, ...]:
    signalen = {(s.aanbieder, s.uzovi, s.sector): s for s in maandsignalen(frame, laatste_maand, AFWIJKING)}
    return aanbiedermaanden(frame, laatste_maand, AFWIJKING, days, signalen, {"A": "Voorbeeldzorg"})


def test_expected_is_the_mean_daily_amount_of_the_months_before_times_its_days():
    # etmaal: January 310, February 280: 590 / 59 days = 10 a day; March has 31 days: 310
    assert verwacht_cent({(JAN, ETMAAL): 310, (FEB, ETMAAL): 280}, MRT, days) == {ETMAAL: Fraction(310)}
    # other services by working days: January 2026 has 21, February 20: 410 / 41 = 10; March 22: 220
    assert verwacht_cent({(JAN, UUR): 210, (FEB, UUR): 200}, MRT, days) == {UUR: Fraction(220)}


def test_a_month_without_declaration_does_not_lower_what_is_expected_of_the_next():
    # January 310 and nothing over February: of March 310 is expected, not 310 / 59 x 31
    assert verwacht_cent({(JAN, ETMAAL): 310}, MRT, days) == {ETMAAL: Fraction(310)}


def test_without_an_earlier_month_nothing_is_expected():
    assert verwacht_cent({(MRT, ETMAAL): 310}, MRT, days) == {}
    assert verwacht_cent({(date(2025, 2, 1), ETMAAL): 310}, MRT, days) == {}  # more than twelve months before


@pytest.mark.parametrize(
    ("verwacht", "ontvangen", "status"),
    [
        (Fraction(100), 0, Maandstatus.GEEN_DECLARATIE),
        (Fraction(100), 74, Maandstatus.ONVOLLEDIG),
        (Fraction(100), 75, Maandstatus.VOLLEDIG),  # R3.3: more than 25%
        (Fraction(100), 125, Maandstatus.VOLLEDIG),
        (Fraction(100), 126, Maandstatus.HOGER),
        (None, 10, Maandstatus.VOLLEDIG),
        (None, 0, Maandstatus.NIETS_VERWACHT),
    ],
)
def test_a_closed_month_is_held_against_what_was_expected(
    verwacht: Fraction | None, ontvangen: int, status: Maandstatus
):
    assert maandstatus(verwacht, ontvangen, AFWIJKING) is status


def test_what_is_missing_in_l_also_counts_in_the_rest_of_the_year():
    # R3.2: March 2026 is L: 31 days; April to December 275 days: 1 + 275 / 31
    assert effect_factor(MRT, MRT, ETMAAL, days) == 1 + Fraction(275, 31)
    assert effect_factor(FEB, MRT, ETMAAL, days) == 1


def test_the_months_of_a_provider():
    # 310 in January; nothing over February (28 x 10 expected, effect 280); 155 over March: half of 310, effect
    # 155 x (1 + 275 / 31) = 1.530; April is not closed
    found = look(stand(("A", ETMAAL, JAN, 310), ("A", ETMAAL, MRT, 155), ("A", ETMAAL, APR, 20)), MRT)[0]
    assert (found.naam, found.sector) == ("Voorbeeldzorg", Sector.VV)
    assert [m.status for m in found.maanden[:5]] == [
        Maandstatus.VOLLEDIG,
        Maandstatus.GEEN_DECLARATIE,
        Maandstatus.ONVOLLEDIG,
        Maandstatus.OPEN,
        Maandstatus.OPEN,
    ]
    assert [(m.verwacht_cent, m.ontbreekt_cent, m.effect_cent) for m in found.maanden[:3]] == [
        (None, 0, 0),
        (280, 280, 280),
        (310, 155, 1_530),
    ]
    assert found.maanden[3].ontvangen_cent == 20
    assert found.effect_cent == 1_810


def test_the_late_list_is_ordered_by_effect_and_filtered_by_month():
    frame = stand(
        ("A", ETMAAL, JAN, 310), ("A", ETMAAL, MRT, 310), ("B", ETMAAL, JAN, 3_100), ("B", ETMAAL, FEB, 2_800)
    )
    found = look(frame, MRT)
    assert [a.aanbieder for a in found] == ["B", "A"]  # B misses March, which is L: 3.100 x (1 + 275 / 31)
    assert found[0].signaal is not None
    assert found[0].signaal.geen_declaratie  # R3.3
    assert found[1].signaal is not None  # 310 beside a mean of 310 / 3 of the three months before
    late = achterstanden(found, None, Volgorde.EFFECT)
    assert [(x.aanbieder.aanbieder, x.maand.maand, x.maand.effect_cent) for x in late] == [
        ("B", MRT, 30_600),
        ("A", FEB, 280),
    ]
    assert [x.maand.maand for x in achterstanden(found, FEB, Volgorde.EFFECT)] == [FEB]
    chosen = gekozen(found, Sector.VV, "5515", FEB, Volgorde.EFFECT)
    assert [a.aanbieder for a in chosen] == ["A", "B"]
    assert gekozen(found, Sector.GZ, "", None, Volgorde.EFFECT) == ()
    assert [a.aanbieder for a in gekozen(found, None, "", None, Volgorde.AANBIEDER)] == ["B", "A"]  # B has no name
    assert [s.ontvangen_cent for s in maandsommen(found)[:3]] == [3_410, 2_800, 310]


def test_of_nobody_there_are_no_months():
    assert maandsommen(()) == ()


cents = st.integers(0, 10_000_000)


@given(st.lists(st.tuples(cents, cents), min_size=6, max_size=6), st.integers(2, 6))
def test_declaring_what_is_missing_raises_the_year_by_the_effect(months: list[tuple[int, int]], laatste: int):
    # N7, R3.2: the effect is what E becomes higher, to a cent per service and month
    rows = [
        ("A", eenheid, date(2026, n, 1), cent)
        for n, pair in enumerate(months, start=1)
        for eenheid, cent in zip((ETMAAL, UUR), pair, strict=True)
        if cent
    ]
    if not rows:
        return
    last = maanden(2026)[laatste - 1]
    late = achterstanden(look(stand(*rows), last), None, Volgorde.EFFECT)
    more = list(rows)
    for x in late:
        expected = verwacht_cent({(maand, e): c for _, e, maand, c in rows if maand <= last}, x.maand.maand, days)
        units = expected.keys() | {e for _, e, maand, _ in rows if maand == x.maand.maand}
        have = {e: sum(c for _, unit, maand, c in rows if (unit, maand) == (e, x.maand.maand)) for e in units}
        more += [("A", e, x.maand.maand, round(expected.get(e, 0) - have[e])) for e in units]

    def year(frame: pd.DataFrame) -> int:
        return geextrapoleerd_cent(jaarverloop(frame, last, days), last)

    effect = sum(x.maand.effect_cent for x in late)
    assert year(stand(*more)) - year(stand(*rows)) == pytest.approx(effect, abs=30 * (1 + len(late)))

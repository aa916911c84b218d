"""R3.5: the share inclusief behandeling, worked by hand."""

import random
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.wlz.besluiten.behandeling import (
    Koppelrij,
    Verblijfsdagen,
    correctie,
    koppelrijen,
    verblijfsdagen,
)

VIJFTIG = Fraction("0.50")


def dagen(
    code: str, aantal: int, verschil_cent: int | None, uzovi: str = "5515", inclusief: bool = True
) -> Verblijfsdagen:
    return Verblijfsdagen(uzovi, code, inclusief, Fraction(aantal), verschil_cent)


def test_days_above_the_share_lose_the_difference_in_tariff():
    # R3.5: 600 van 1.000 dagen inclusief, 50% afgesproken: 100 dagen boven. Z053 298,00 - Z051 265,22 = 32,78 euro
    # 100 x 32,78 = 3.278,00 euro
    found = correctie([dagen("Z053", 600, 3_278), dagen("Z051", 400, None, inclusief=False)], VIJFTIG)
    assert found is not None
    assert (found.aandeel, found.dagen_boven, found.bedrag_cent) == (Fraction("0.6"), 100, -327_800)
    assert found.zonder_tarief == ()  # van Z051 is geen verschil nodig


def koppelrij(
    code: str, behandeling: str, tarief: int | None, van: date, tot: date | None = None, **more: Any
) -> Koppelrij:
    plain = {
        "prestatiecode": code,
        "sector": "V&V",
        "leveringsvorm": "ZZP",
        "zorgprofiel": "5VV",
        "laag_zorgprofiel": "nee",
    }
    return {**plain, "behandeling": behandeling, "tarief_cent": tarief, "geldig_van": van, "geldig_tot": tot, **more}


def test_days_are_priced_by_the_tariffs_of_their_own_month():
    # Z053 298,00 t/m juni en 304,00 vanaf juli; Z051 265,22: het verschil is 32,78 en daarna 38,78
    begin, juli = date(2022, 1, 1), date(2026, 7, 1)
    rows = [
        koppelrij("Z053", "inclusief", 29_800, begin, date(2026, 6, 30)),
        koppelrij("Z051", "exclusief", 26_522, begin),
        koppelrij("Z053", "inclusief", 30_400, juli),
    ]

    def verschil(maand: int, rijen: list[Koppelrij] = rows) -> int | None:
        found = verblijfsdagen(koppelrijen(rijen, date(2026, maand, 1)), "5515", "Z053", Fraction(1))
        assert found is not None
        return found.verschil_cent

    assert [verschil(m) for m in (1, 6, 7, 12)] == [3_278, 3_278, 3_878, 3_878]
    assert verschil(12, rows[:2]) == 3_278  # Z053 eindigde in juni: de laatste rij van het jaar
    assert verblijfsdagen(koppelrijen(rows, juli), "5515", "H126", Fraction(1)) is None
    # 100 dagen inclusief en niets afgesproken, half in elke helft: 50 x 32,78 + 50 x 38,78 = 3.578,00
    halves = [Verblijfsdagen("5515", "Z053", True, Fraction(50), verschil(m)) for m in (1, 7)]
    counted = correctie(halves, Fraction(0))
    assert counted is not None
    assert counted.bedrag_cent == -357_800


def test_without_a_profile_there_is_no_same_profile():
    # R3.5: twee lege cellen zijn geen gelijk profiel, in welke kolom ook; een laag profiel is geen verblijf
    begin, month = date(2022, 1, 1), date(2026, 1, 1)

    def verschil(**more: object) -> int | None:
        rows = [
            koppelrij("Z053", "inclusief", 30_000, begin, **more),
            koppelrij("Z011", "exclusief", 10_000, begin, **more),
        ]
        found = verblijfsdagen(koppelrijen(rows, month), "5515", "Z053", Fraction(1))
        assert found is not None
        return found.verschil_cent

    assert verschil() == 20_000
    assert verschil(zorgprofiel=None) is None
    assert verschil(zorgprofiel="") is None
    assert verschil(sector=None) is None
    low = {"Z053": koppelrij("Z053", "inclusief", 30_000, begin, laag_zorgprofiel="ja")}
    assert verblijfsdagen(low, "5515", "Z053", Fraction(1)) is None


def test_the_days_above_may_be_those_with_the_largest_difference():
    # 450 dagen met 32,78 en 150 met 36,48 verschil, 200 boven: 150 x 36,48 + 50 x 32,78 = 7.111,00; naar dagen 6.741,00
    stays = [dagen("Z053", 450, 3_278), dagen("Z433", 150, 3_648), dagen("Z051", 200, None, inclusief=False)]
    by_days, largest = correctie(stays, VIJFTIG), correctie(stays, VIJFTIG, "hoogste_verschil_eerst")
    assert by_days is not None
    assert largest is not None
    assert (by_days.bedrag_cent, largest.bedrag_cent) == (-674_100, -711_100)


@pytest.mark.parametrize("teruggenomen", [600, 601])
def test_without_days_left_there_is_no_share(teruggenomen: int):
    # credits namen meer dagen exclusief terug dan er zijn: er is niets waarvan een aandeel is te nemen
    stays = [dagen("Z053", 600, 3_278), dagen("Z051", -teruggenomen, None, inclusief=False)]
    assert correctie(stays, VIJFTIG) is None


def test_days_above_are_spread_over_profiles_and_regions_by_their_days():
    # 600 inclusief van 800 dagen; 50%: 400; 200 boven. Z053 450 dagen: 150 x 32,78 = 4.917,00 in 5515.
    # Z433 150 dagen: 50 x 36,48 = 1.824,00 in 5533
    stays = [
        dagen("Z053", 450, 3_278), dagen("Z433", 150, 3_648, "5533"), dagen("Z051", 200, None, inclusief=False),
    ]  # fmt: skip
    for order in (stays, stays[::-1]):
        found = correctie(order, VIJFTIG)
        assert found is not None
        assert found.per_regio_cent == (("5515", -491_700), ("5533", -182_400))


@pytest.mark.parametrize("afgesproken", [Fraction("0.6"), Fraction(1)])
def test_on_or_below_the_share_nothing_is_corrected(afgesproken: Fraction):
    assert correctie([dagen("Z053", 600, 3_278), dagen("Z051", 400, None, inclusief=False)], afgesproken) is None


def test_the_smallest_excess_is_corrected_and_an_equal_tariff_costs_nothing():
    # 1 dag, inclusief, 50% afgesproken: een halve dag boven x 32,78 = 16,39 euro
    found = correctie([dagen("Z053", 1, 3_278)], VIJFTIG)
    assert found is not None
    assert (found.dagen_boven, found.bedrag_cent) == (Fraction(1, 2), -1_639)
    equal = correctie([dagen("Z053", 1, 0)], VIJFTIG)
    assert equal is not None
    assert (equal.bedrag_cent, equal.zonder_tarief) == (0, ())


def test_without_days_nothing_is_corrected():
    assert correctie([], VIJFTIG) is None


def test_a_prestatie_without_counterpart_is_named_and_not_revalued():
    # 1.000 dagen, alle inclusief; 500 boven, half daarvan zonder tarief exclusief: 250 x 32,78
    found = correctie([dagen("Z053", 500, 3_278), dagen("Z097", 500, None)], VIJFTIG)
    assert found is not None
    assert (found.zonder_tarief, found.bedrag_cent) == (("Z097",), -819_500)


@given(
    st.lists(st.tuples(st.integers(0, 500), st.booleans(), st.integers(0, 9_999)), max_size=6),
    st.fractions(0, 1),
    st.randoms(),
)
def test_a_correction_takes_never_gives_and_no_more_than_all_days(
    rows: list[tuple[int, bool, int]], afgesproken: Fraction, toeval: random.Random
):
    # R3.5
    stays = [dagen(f"Z{n}", aantal, cent, inclusief=inc) for n, (aantal, inc, cent) in enumerate(rows)]
    found = correctie(stays, afgesproken)
    assert correctie(toeval.sample(stays, len(stays)), afgesproken) == found
    if found is not None:
        whole = sum(v.dagen * (v.verschil_cent or 0) for v in stays if v.inclusief)
        assert -whole - 1 <= found.bedrag_cent <= 0
        assert found.dagen_boven > 0

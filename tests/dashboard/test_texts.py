"""Number and date formats (X-03, X-04) and the definitions (X-09)."""

import re
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import texts
from dashboard.texts.plat import plat

DREMPEL = Fraction("0.02")


@pytest.mark.parametrize(
    ("cent", "expected"),
    [
        (0, "€ 0"),
        (49, "€ 0"),
        (50, "€ 1"),
        (-49, "€ 0"),
        (-50, "-€ 1"),
        (123_456_789, "€ 1.234.568"),
        (-123_456_749, "-€ 1.234.567"),
    ],
)
def test_whole_euros(cent: int, expected: str) -> None:
    assert texts.euro(cent) == expected


@pytest.mark.parametrize(
    ("cent", "expected"),
    [(0, "€ 0,00"), (5, "€ 0,05"), (-123_456_789, "-€ 1.234.567,89"), (10**14, "€ 1.000.000.000.000,00")],
)
def test_euros_and_cents(cent: int, expected: str) -> None:
    assert texts.euro_exact(cent) == expected


@pytest.mark.parametrize(
    ("cent", "expected"),
    [
        (99_999_999, "€ 1.000.000"),
        (100_000_000, "€ 1,0 mln"),
        (-2_345_678_900, "-€ 23,5 mln"),
        (123_456_789_000, "€ 1,23 mld"),
    ],
)
def test_short_amounts(cent: int, expected: str) -> None:
    assert texts.euro_mln(cent) == expected


@pytest.mark.parametrize(
    ("fractie", "expected"),
    [
        ("0", "0,0%"),
        ("0.0137", "1,4%"),
        # within half a percentage point of the drempel: two decimals
        ("0.0151", "1,51%"),
        ("0.0249", "2,49%"),
        ("0.025", "2,5%"),
        # exactly on it
        ("0.02", "2,00%"),
        # rounding would hide on which side it is
        ("0.01996", "1,9960%"),
        ("0.02000001", "2,000001%"),
        ("0.673", "67,3%"),
    ],
)
def test_percentages_near_the_drempel_show_their_side(fractie: str, expected: str) -> None:
    assert texts.procent(Fraction(fractie), DREMPEL) == expected


@given(st.fractions(min_value=0, max_value=1, max_denominator=10**9))
def test_a_percentage_never_reads_as_the_drempel_when_it_is_not(fractie: Fraction) -> None:
    shown = texts.procent(fractie, DREMPEL)
    assert (shown in ("2,0%", "2,00%")) == (fractie == DREMPEL)
    assert not re.search(r"\d,\d{3}\b", shown)


def test_half_is_rounded_away_from_zero_without_binary_error() -> None:
    assert texts.procent(Fraction("0.00150"), None) == "0,2%"
    assert texts.procent(Fraction("0.10250"), None) == "10,3%"


def test_distance_in_percentage_points() -> None:
    assert texts.procentpunt(Fraction("0.02")) == "2,0 procentpunt"
    assert texts.procentpunt(Fraction("-0.0041")) == "0,41 procentpunt"
    assert texts.procentpunt(Fraction(0)) == "0,00 procentpunt"


def test_dates_are_dutch() -> None:
    assert texts.maand(date(2026, 5, 1)) == "mei 2026"
    assert texts.datum(date(2026, 6, 23)) == "23 juni 2026"
    assert texts.datum_kort(date(2026, 6, 3)) == "03-06-2026"
    op_oudjaar = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # a moment is told by its day in the Netherlands (R1.1)
    assert (texts.datum(op_oudjaar), texts.datum_kort(op_oudjaar)) == ("1 januari 2027", "01-01-2027")
    assert texts.periode(date(2026, 1, 1), date(2026, 5, 1)) == "januari t/m mei 2026"
    assert texts.periode(date(2026, 1, 1), date(2026, 1, 1)) == "januari 2026"
    assert [texts.maand_kort(date(2026, m, 1)) for m in (1, 3, 5, 8, 10)] == ["jan", "mrt", "mei", "aug", "okt"]


def test_every_definition_is_one_sentence() -> None:
    for begrip, uitleg in texts.BEGRIPPEN.items():
        assert uitleg.endswith("."), begrip
        assert ". " not in uitleg, begrip
    wanted = {"Contracteerruimte", "Korting", "Peildatum", "Extrapolatie", "Herverdelingsmiddelen", "Uitnutting"}
    assert wanted <= set(texts.BEGRIPPEN)


@pytest.mark.parametrize(
    "text",
    ["https://evil.example", "zie www.evil.example", "mail a@evil.example", "![x](https://evil.example/p.png)",
     "<b>x</b>", "$\\\\frac{1}{2}$", ":red[x]", ":material/home:", "# kop", "- lijst", "1. lijst", "a | b\n--|--"],
)  # fmt: skip
def test_what_somebody_wrote_is_shown_as_written(text: str) -> None:
    """Nothing of it is a link, picture, heading, list, formula or colour; without the escapes it is the text again."""
    shown = plat(text)
    assert shown.replace("\u2060", "").replace("\\", "") == text.replace("\\", "")
    assert not re.search(r"://|www\.|@\w|(?<!\\)[\[<$|!*_`]|(?m:^\s*([-#]|\d\.))|(?<!\\):\w+[\[/:]", shown)

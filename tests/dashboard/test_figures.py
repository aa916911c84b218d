"""Figures are the results and nothing else (X-03, X-05, X-07)."""

import re

import pytest

from config.words import Sector
from dashboard import figures
from dashboard.figures import crisisbedden as crisisfiguren
from forecasting.wlz.outlook import SectorOutlook
from tests.dashboard import examples

SECTOREN = [examples.VV, examples.GZ, examples.GGZ, examples.GGZ_ZONDER_RUIMTE, examples.GGZ_LEEG]


@pytest.mark.parametrize("sector", SECTOREN)
def test_bars_that_count_add_up_to_the_extrapolated_production(sector: SectorOutlook) -> None:
    figure = figures.maanden(sector, examples.LAATSTE_MAAND)
    counted = [t for t in figure.data if t.name in ("Goedgekeurd", "Geëxtrapoleerd")]
    cents = sum(round(y * 100) for t in counted for y in t.y if y is not None)
    assert cents == sector.geextrapoleerd_cent


def test_in_behandeling_is_drawn_apart_and_only_when_there_is_any() -> None:
    assert [t.name for t in figures.maanden(examples.VV, examples.LAATSTE_MAAND).data][-1] == "In behandeling"
    assert "In behandeling" not in [t.name for t in figures.maanden(examples.GZ, examples.LAATSTE_MAAND).data]


def test_what_is_known_after_the_last_closed_month_is_not_stacked_on_the_extrapolation() -> None:
    figure = figures.maanden(examples.VV, examples.LAATSTE_MAAND.replace(month=4))
    in_behandeling = figure.data[-1]
    assert [y is not None for y in in_behandeling.y] == [m == 4 for m in range(1, 13)]


def test_the_three_kinds_differ_in_pattern_not_only_in_colour() -> None:
    patterns = [t.marker.pattern.shape for t in figures.maanden(examples.VV, examples.LAATSTE_MAAND).data]
    assert len(set(patterns)) == 3


@pytest.mark.parametrize("sector", SECTOREN)
def test_axis_labels_are_dutch(sector: SectorOutlook) -> None:
    figure = figures.maanden(sector, examples.LAATSTE_MAAND)
    assert list(figure.layout.xaxis.ticktext)[:5] == ["jan", "feb", "mrt", "apr", "mei"]
    assert figure.layout.separators == ",."
    shown = " ".join([*figure.layout.yaxis.ticktext, *(c for t in figure.data for c in t.customdata)])
    assert not re.search(r"\d,\d{3}\b", shown)


@pytest.mark.parametrize("sector", SECTOREN)
def test_titles_have_at_most_ten_words(sector: SectorOutlook) -> None:
    assert len(figures.maanden_titel(sector).split()) <= 10


def test_titles_say_what_the_figure_shows() -> None:
    assert figures.maanden_titel(examples.VV) == "V&V: korting 1,69%, onder de drempel van 2%"
    assert figures.maanden_titel(examples.GZ) == "GZ: korting 2,41%, boven de drempel van 2%"
    assert figures.maanden_titel(examples.GGZ) == "GGZ: het hele jaar past binnen de ruimte"
    assert figures.maanden_titel(examples.GGZ_LEEG) == "GGZ: nog geen goedgekeurde declaraties"


def test_crisis_points_are_the_occupancies() -> None:
    standen = [s for s in examples.CRISIS.afspraken if s.sector == Sector.VV]
    figure = crisisfiguren.bezetting(examples.CRISIS, standen)
    expected = [float(s.verwachte_bezetting_fractie * 100) for s in standen if s.verwachte_bezetting_fractie]
    assert list(figure.data[1].x) == expected
    assert figure.layout.shapes[0].x0 == 70
    title = crisisfiguren.titel(examples.CRISIS, standen)
    assert title == "1 van 3 aanbieders naar verwachting onder 70% bezetting"
    assert len(title.split()) <= 10
    assert title in crisisfiguren.alt(examples.CRISIS, standen)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [figures.BLAUW, figures.OKER, figures.ROOD, figures.INKT])
def test_marks_and_their_labels_stand_out_against_white(colour: str) -> None:
    # WCAG 1.4.3: text 4,5:1 (marks need 3:1); the labels have the colour of their marks
    assert 1.05 / (_luminance(colour) + 0.05) >= 4.5

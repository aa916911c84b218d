"""The estimate on page Vooruitblik: beside the official figure, with range, chance and reason (R4.6, N1-N3, X-06)."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from dashboard import figures, tables, texts
from dashboard.figures import vooruitblik as figuur
from dashboard.tables import vooruitblik as tabellen
from dashboard.texts import getallen
from dashboard.texts import vooruitblik as woorden
from dashboard.web import tiles
from forecasting.wlz import distance
from forecasting.wlz.outlook import Sprong, Verwacht
from forecasting.wlz.schatting import gezegd
from tests.dashboard import examples
from tests.dashboard.conftest import Doors, open_page, shown, words

VV = examples.met_schatting(examples.VV)
ZONDER = replace(examples.VV, verwacht=Verwacht(redenen=("te weinig historie: 2 bruikbare maanden",)))


def test_the_tile_gives_range_and_chance_and_keeps_the_official_figure_first():
    tegel = tiles.sector(VV, examples.HERKOMST)
    assert tegel.index("1,69%") < tegel.index("Schatting: 3,6% (80%-interval 1,7–5,5%). Kans op meer dan 2%: 37%.")


def test_too_little_history_is_said_with_its_reason():
    assert "Nog geen schatting: te weinig historie: 2 bruikbare maanden." in tiles.sector(ZONDER, examples.HERKOMST)
    assert shown(tabellen.naast_elkaar([ZONDER], 2026))["Kans boven drempel"].tolist() == ["onbekend"]


def test_n3_the_parts_of_the_difference_add_up():
    found = distance.verschil(VV, examples.LAATSTE_MAAND)
    assert found is not None
    assert found.samen_cent == VV.geextrapoleerd_cent * 102 // 100 - VV.geextrapoleerd_cent
    assert found.nakomend_cent + found.rest_cent == found.samen_cent
    may = next(m for m in VV.maanden if m.maand == examples.LAATSTE_MAAND).goedgekeurd_cent
    assert found.nakomend_cent == may * 100 // 93 - may


def test_n2_the_base_month_in_words():
    # korting 1,69%: E may grow by 0,9831 / 0,98 - 1 = 0,3163%; May and the rest are 245 of 365 days: 0,4713%
    zin = woorden.basismaand(VV, examples.LAATSTE_MAAND)
    assert zin is not None
    assert zin.startswith("De beleidsregel komt precies op 2% uit als mei 0,47% hoger")


@pytest.mark.parametrize("sector", [VV, examples.VV, ZONDER])
def test_x06_an_incomplete_month_is_hatched_and_labelled(sector):
    figure = figures.maanden(sector, examples.LAATSTE_MAAND)
    hatched = [trace for trace in figure.data if trace.name == "Goedgekeurd, onvolledig"]
    labels = " ".join(a.text for a in figure.layout.annotations)
    assert ("onvolledig: mei 93% gedeclareerd" in labels) == (sector is VV)
    assert [t.marker.pattern.shape for t in hatched] == (["x"] if sector is VV else [])
    drawn = sum(y or 0 for t in figure.data if t.name.startswith("Goedgekeurd") for y in t.y)
    assert drawn * 100 == pytest.approx(sector.goedgekeurd_cent)


def test_the_table_of_months_ends_in_the_estimate():
    tabel = shown(tables.maanden(VV, examples.LAATSTE_MAAND))
    assert tabel["Gedeclareerd"].tolist()[4] == "93%"
    assert tabel["Schatting eindstand"].iloc[-1].startswith("€ ")


def test_what_was_said_before_is_drawn_and_tabled_alike():
    before = replace(examples.outlook(VV), herkomst=replace(examples.HERKOMST, peildatum=date(2026, 5, 27)))
    said = [
        *gezegd.uit(before),
        *gezegd.uit(examples.outlook(VV)),
        *gezegd.uit(examples.outlook(ZONDER)),
    ]
    punten = tabellen.punten(said, VV.sector, None)
    assert len(punten) == 2
    assert shown(tabellen.bewoog(punten, "V&V"))["Peildatum"].tolist() == ["27 mei 2026", "23 juni 2026"]
    figure = figuur.bewoog(punten)
    assert list(figure.data[2].x) == ["27 mei", "23 jun"]
    assert figuur.bewoog_titel(VV.sector, punten) == "V&V: geschatte korting ging van 3,6% naar 3,6%"


def test_the_page_shows_both_and_how_it_moved(doors: Doors):
    doors.outlook = lambda site: examples.outlook(VV, site=site)
    doors.verloop = tuple(
        said
        for m in (4, 5)
        for said in gezegd.uit(
            replace(examples.outlook(VV), herkomst=replace(examples.HERKOMST, peildatum=date(2026, m, 27)))
        )
    )
    page = open_page("vooruitblik")
    assert not page.exception
    text = words(page)
    assert "Beleidsregel en schatting naast elkaar" in text
    assert "V&amp;V: de schatting is" in text
    assert "27 april 2026" in text
    assert "Wie moet nog declareren?" in text
    assert "€ 456.789" in text
    assert len(page.get("plotly_chart")) == 2


def test_the_page_says_how_to_get_earlier_days(doors: Doors):
    assert "ruimte forecast --jaar 2026" in words(open_page("vooruitblik"))


def test_a_chance_is_never_certain():
    assert getallen.kans_procent(1) == "meer dan 99%"
    assert getallen.kans_procent(0) == "minder dan 1%"
    assert getallen.kans_procent(Fraction(1, 2)) == "50%"


def test_a_newest_month_out_of_line_is_told_with_the_year_both_ways():
    found = Verwacht(sprong=Sprong(date(2026, 9, 1), 0.4, 12_500_000_000, 11_000_000_000))
    assert woorden.sprong(found) == (
        f"September ligt 40% boven wat te verwachten was: blijft het zo, dan komt het jaar op "
        f"{texts.euro_mln(12_500_000_000)}, was het alleen deze maand, dan op {texts.euro_mln(11_000_000_000)}."
    )
    assert woorden.sprong(Verwacht()) is None

"""Tables say what the results say (X-07, X-10, R1.5, R5.2)."""

from datetime import date
from fractions import Fraction

import pytest

from config.words import Sector
from dashboard import tables, texts
from dashboard.beelden import tellingen
from dashboard.tables import crisisbedden as crisistabellen
from dashboard.tables import leveringen as leveringtabellen
from dashboard.vormen import markup
from dashboard.vormen.tabel import EURO, STATUS, TEKST, Kolom, maak
from dashboard.web import tiles
from forecasting.wlz.distance import Status
from forecasting.wlz.outlook import Signaal
from loaders.grootboek.deliveries import Soort, Telling
from loaders.grootboek.deliveries import Status as Leveringstatus
from tests.dashboard import examples
from tests.dashboard.conftest import shown


def test_months_end_in_the_extrapolated_production() -> None:
    data = shown(tables.maanden(examples.VV, examples.LAATSTE_MAAND))
    assert len(data) == 13
    assert data["Telt mee"].iloc[-1] == texts.euro(examples.VV.geextrapoleerd_cent)
    assert data["Maand"].iloc[-1] == "Heel jaar"


def test_a_closed_month_without_claims_is_not_zero_euro() -> None:
    data = shown(tables.maanden(examples.GGZ_LEEG, examples.LAATSTE_MAAND))
    assert data["Goedgekeurd"].iloc[0] == "geen"
    assert data["Goedgekeurd"].iloc[11] == "–"


def test_region_table_holds_every_region_and_the_site() -> None:
    outlook = examples.outlook()
    data = shown(tables.regios(outlook, Sector.VV))
    assert len(data) == 11
    assert data["Regio"].iloc[-1] == "Zilveren Kruis totaal"
    assert data["Korting"].iloc[-1] == "1,69%"
    assert data["Status"].iloc[-1] == "Nadert de drempel"
    assert shown(tables.regios(outlook, Sector.GGZ))["Status"].iloc[1] == "Geen declaraties"


def test_region_table_without_contracteerruimte_says_so() -> None:
    row = shown(tables.regios(examples.outlook(examples.GGZ_ZONDER_RUIMTE), Sector.GGZ)).iloc[-1]
    assert (row["Contracteerruimte"], row["Korting"], row["Status"]) == ("onbekend", "onbekend", "Niet te toetsen")


def test_crisis_table_says_what_is_still_needed() -> None:
    standen = [s for s in examples.CRISIS.afspraken if s.sector == Sector.VV]
    first = shown(crisistabellen.bezetting(standen, Fraction("0.7"), "Crisisplekken")).iloc[0]
    # R5.2: 4 places, 1.460 days: 70% is 1.022; 370 are occupied
    assert first["Nog nodig voor drempel"] == "652 dagen"
    assert first["Verwachte bezetting"] == "61,6%"
    assert first["Onder drempel?"] == "▼ ja"
    assert first["Voorstel plekken"] == "3"


@pytest.mark.parametrize(("bezet", "expected"), [(1_022, "gehaald"), (165, "niet meer haalbaar"), (166, "856 dagen")])
def test_what_is_needed_against_what_is_left(bezet: int, expected: str) -> None:
    # 4 places: 1.460 days in the year, 604 gone on 31 May, 856 left; 70% is 1.022
    stand = examples.crisisstand("x", "1", 4, bezet=bezet, verwacht=Fraction(1, 2), voorstel=2)
    kolom = crisistabellen.nog_nodig(Fraction("0.7"))
    assert kolom.toon(kolom.uit(stand)) == expected


def test_control_totals_close() -> None:
    groepen = tellingen.per_soort(examples.LEVERINGEN)
    assert [g.soort for g in groepen] == [Soort.AW319, Soort.AW320, Soort.TABEL, None]
    assert groepen[-1].leveringen == len(examples.LEVERINGEN)
    assert all(tellingen.sluit(g.telling) for g in groepen)
    regels, euros = map(shown, leveringtabellen.controle(groepen))
    # 120 + 80 + 40 + 33 lines read
    assert list(regels.iloc[-1]) == ["Totaal", "6", "273", "151", "82", "40", "✓ klopt"]
    assert list(euros.iloc[-1])[:2] == ["Totaal", "€ 679.011,22"]


def test_a_sum_that_does_not_close_is_shown() -> None:
    groep = tellingen.Groepstelling(None, 1, Telling(regels=2, regels_geaccepteerd=1))
    assert shown(leveringtabellen.controle([groep])[0]).iloc[0, -1] == "▲ klopt niet"


def test_filters() -> None:
    def namen(soort: Soort | None, status: Leveringstatus | None, zoek: str) -> list[str]:
        return [v.naam for v in tellingen.gefilterd(examples.LEVERINGEN, soort, status, zoek)]

    assert len(namen(None, None, " ")) == 6
    assert namen(Soort.AW320, Leveringstatus.WACHT, "") == ["aw320_0002.txt"]
    assert namen(None, None, "KOPPEL") == ["koppeltabel_0001.csv"]
    assert namen(None, None, "F4") == ["aw319_0004.txt"]


def test_markup_escapes_and_names_its_headings() -> None:
    kolommen = [
        Kolom("Naam", TEKST, lambda rij: rij[0]),
        Kolom("Bedrag", EURO, lambda rij: rij[1]),
        Kolom("Status", STATUS, lambda rij: rij[2]),
    ]
    html = markup.table(maak("Titel & meer", kolommen, [("<b>x</b>", 100, Status.BOVEN)]))
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert "<caption><span>Titel &amp; meer</span></caption>" in html
    assert '<th scope="col" class="rm-getal">Bedrag</th>' in html
    assert '<span aria-hidden="true">▲</span> Boven de drempel' in html
    # a status is a status by its type: a name that reads like one is a name
    named = markup.table(maak("Namen", kolommen[:1], [(texts.STATUS[Status.BOVEN],)]))
    assert "rm-status" not in named


def test_tile_explains_itself_with_its_own_numbers() -> None:
    stappen = " ".join(tiles.berekening(examples.VV, examples.HERKOMST))
    for cent in (examples.VV.geextrapoleerd_cent, examples.VV.goedgekeurd_cent, examples.VV.verplichtingen_cent):
        assert texts.euro_exact(cent) in stappen
    assert "1,690000%" in stappen
    assert "niet boven de drempel" in stappen


def test_tile_carries_period_peildatum_delivery_version_and_status() -> None:
    assert tiles.herkomst_regel(examples.HERKOMST) == (
        "Periode januari t/m mei 2026 · peildatum 23 juni 2026 · laatste levering 23 juni 2026 · "
        "gegevensversie ab12cd34 · status voorlopig"
    )


def test_tile_shows_both_scenarios() -> None:
    html = tiles.sector(examples.GZ, examples.HERKOMST)
    assert "met, nog niet toegekend" in html
    assert "2,41%" in html
    assert "1,59%" in html
    assert "met: geen bekend" in tiles.sector(examples.GGZ, examples.HERKOMST)


def test_tile_without_claims_says_over_which_months() -> None:
    html = tiles.sector(examples.GGZ_LEEG, examples.HERKOMST)
    assert "Geen goedgekeurde declaraties over januari t/m mei 2026." in html


def test_old_code_of_a_region_has_a_name() -> None:
    assert texts.regio("5502") == "Friesland"
    assert texts.regio("9999") == "9999"
    assert texts.maand(date(2026, 1, 31)) == "januari 2026"


def test_what_does_not_count_whole_is_listed_with_its_first_reason() -> None:
    # R1.5: refused, waiting, uitval, or some of its lines; what counts whole is left out
    gekozen = tellingen.niet_geheel_geteld(examples.LEVERINGEN)
    assert gekozen
    assert not [x for x in gekozen if x.status is Leveringstatus.VERWERKT and not x.telling.regels_uitval]
    data = shown(leveringtabellen.aandacht([(levering, examples.REDENEN) for levering in gekozen], "Aandacht"))
    assert list(data["Naam"]) == [levering.naam for levering in gekozen]
    assert set(data["Eerste reden"]) == {texts.reden(examples.REDENEN[0])}
    assert shown(leveringtabellen.aandacht([(gekozen[0], [])], "Aandacht"))["Eerste reden"].item() == texts.NIETS


def test_a_reference_table_is_placed_by_the_day_it_was_loaded() -> None:
    # loaded at 8:30 UTC on 23 June, the same day in the Netherlands; a message has the day it came in
    dagen = {levering.tabel: leveringtabellen.dag(levering) for levering in examples.LEVERINGEN}
    assert dagen["koppeltabel"] == "geladen 23-06-2026"
    assert dagen[None] == "03-06-2026"


def test_signals_carry_the_amounts_they_are_about() -> None:
    # R3.3: the last month against the mean of the three before
    signaal = Signaal("afwijkende_maand", "wijkt af", "06000001", "5515", Sector.VV, "Voorbeeldzorg", 12_600, 10_000)
    row = shown(tables.signalen([signaal], "Signalen")).iloc[0]
    assert (row["Aanbieder"], row["Laatste maand"], row["Gemiddeld ervoor"]) == (
        "Voorbeeldzorg (06000001)",
        "€ 126",
        "€ 100",
    )

"""From loaded tables to proposals and to figures with decisions in them (R3.4-R3.7, R1.1)."""

import json
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from config.settings import Settings
from config.words import BesluitSoort, Sector, Site, Uitkomst
from dashboard.contract.besluiten import voorstellen_json
from dashboard.contract.vooruitblik import outlook_json
from forecasting.wlz import vooruitblik as forecasting
from forecasting.wlz.besluiten.run import voorstellen
from forecasting.wlz.besluiten.voorstellen import Nieuw, Voorstel
from forecasting.wlz.herschikking.run import volumes
from forecasting.wlz.herschikking.verzamelen import verzamel
from loaders import run
from loaders.extrapolation import half_van_nul
from loaders.grootboek.besluiten import neem_besluit
from loaders.grootboek.waarden import Helling, Plekken
from tests.made import KOPPELTABEL, KOPPELTABEL_KOP, Inbox
from tests.vragen import vraag

PRODUCTIE_KOP = (
    "agb,uzovi,sector,groep,prestatiecode,tijdseenheid,zorgmaand,ontvangen,beoordeeld,aantal,ingediend_cent,"
    "toegekend_cent\n"
)
PEILDATUM = date(2026, 10, 1)
"""The 17th working day of September is past, that of October is not: L = augustus."""
KALENDER = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
AANBIEDERS = """agb,naam,hoofdsector,concern,gestart_op
06000001,Voorbeeldzorg Een,V&V,,2015-01-01
06000002,Voorbeeldzorg Twee,V&V,,2026-02-01
"""
MELDINGEN = """agb,uzovi,sector,vanaf_maand,bedrag_per_maand_eur,reden,gemeld_op
06000001,5515,V&V,2026-11,-250.00,locatie sluit,2026-07-01
06000001,5515,V&V,2026-11,-100.00,locatie sluit half,2026-09-15
06000001,5515,V&V,2026-11,-1.00,na de peildatum,2026-10-02
"""


def regel(agb: str, code: str, maand: int, dagen: int, cent: int, groep: str = "regulier") -> str:
    month = f"2026-{maand:02d}"
    return f"{agb},5515,V&V,{groep},{code},14,{month},{month}-28,{month}-28,{dagen},{cent},{cent}\n"


@pytest.fixture
def geladen(settings: Settings, inbox: Inbox) -> Settings:
    """Een: rises 1 euro a day each month, 10 euro a day in January. Twee: new, 40 days inclusief and 60 exclusief."""
    rows = [regel("06000001", "Z053", m, 0, KALENDER[m - 1] * (900 + 100 * m)) for m in range(1, 9)]
    rows += [regel("06000002", "Z053", 8, 40, 1_192_000), regel("06000002", "Z051", 8, 60, 1_591_320)]
    exclusief = "Z051,voorbeeld,V&V,ZZP,5VV,exclusief,14,regulier,nee,265.22,2022-01-01,\n"
    inbox.table("koppeltabel.csv", KOPPELTABEL + exclusief)
    inbox.table("aanbieders.csv", AANBIEDERS)
    inbox.table("meldingen.csv", MELDINGEN)
    inbox.table("productie.csv", PRODUCTIE_KOP + "".join(rows))
    inbox.table(
        "aandeel.csv", "jaar,agb,sector,aandeel,bron\n2025,06000002,V&V,0.30,voorbeeld\n2026,06000002,V&V,0.01,later\n"
    )
    inbox.table(
        "maatwerk.csv",
        "jaar,agb,uzovi,sector,bedrag_eur,reden\n2026,06000001,5515,V&V,10.00,a\n2026,06000001,5515,V&V,5.50,b\n",
    )
    assert KOPPELTABEL.startswith(KOPPELTABEL_KOP)
    verslag = run.load(settings, [inbox.path])
    assert not verslag.geweigerd
    return settings


def per_soort(settings: Settings, peildatum: date = PEILDATUM) -> dict[BesluitSoort, Voorstel]:
    found = vraag(voorstellen, settings, 2026, peildatum, Site.ZILVEREN_KRUIS).voorstellen
    assert len({v.soort for v in found}) == len(found)
    effects = [abs(v.effect_cent) for v in found if v.effect_cent is not None]
    assert effects == sorted(effects, reverse=True)
    return {v.soort: v for v in found}


def over_behandeling(settings: Settings, uitkomst: Uitkomst, **waarde: str) -> int:
    """Decide about the share inclusief behandeling of Twee; gives the number of the decision."""
    taken = neem_besluit(
        settings, BesluitSoort.BEHANDELING, uitkomst, jaar=2026, vanaf=PEILDATUM, door="A. Voorbeeld", reden="gezien",
        genomen_op=datetime(2026, 10, 1, 9, tzinfo=UTC), agb="06000002", sector=Sector.VV, waarde=waarde,
    )  # fmt: skip
    return taken.nummer


def test_every_proposal_has_its_effect_by_hand(geladen: Settings):
    found = per_soort(geladen)
    # R3.4: 1 euro per dag per maand; sep 30 x 1 + okt 31 x 2 + nov 30 x 3 + dec 31 x 4 = 306 euro
    assert found[BesluitSoort.TREND].effect_cent == 30_600
    assert found[BesluitSoort.TREND].waarde == Helling(100)
    # R3.7: de nieuwste melding van voor de peildatum, november en december: 2 x -100 euro
    assert found[BesluitSoort.MELDING].effect_cent == -20_000
    # R3.5: augustus 40 van 100 dagen, heel het jaar 40 + 40 / 31 x 122; afgesproken 30% in de eindafspraak 2025:
    # een kwart van de dagen inclusief ligt erboven: (40 + 4.880 / 31) / 4 x 32,78 = 1.617,85 euro
    assert found[BesluitSoort.BEHANDELING].effect_cent == -161_785
    # R3.6: gestart op 1 februari 2026; E zonder raming 27.833,20 / 31 x 153
    nieuw = found[BesluitSoort.RAMING]
    assert nieuw.effect_cent is None
    assert isinstance(nieuw.gegevens, Nieuw)
    assert nieuw.gegevens.verwacht_cent == 2_783_320 + round(1_192_000 * 122 / 31) + round(1_591_320 * 122 / 31)
    assert found[BesluitSoort.CORRECTIE].effect_cent == -1_550


def test_the_json_tells_the_same(geladen: Settings):
    found = voorstellen_json(vraag(voorstellen, geladen, 2026, PEILDATUM, Site.ZILVEREN_KRUIS))
    json.dumps(found)
    rows = {row["soort"]: row for row in found["voorstellen"]}
    assert rows["trend"]["effect_cent"] == 30_600
    assert rows["behandeling"]["gegevens"]["aandeel"] == 0.4
    assert rows["melding"]["gegevens"]["gemeld_op"] == "2026-09-15"


def test_a_decision_counts_from_its_day_and_every_earlier_figure_stays(geladen: Settings):
    # R1.1: besloten op 1 oktober; het cijfer van 30 september is na het besluit wat het ervoor was
    def e_cent(peildatum: date) -> int:
        return vraag(forecasting.outlook, geladen, 2026, peildatum, Site.ZILVEREN_KRUIS).totaal.geextrapoleerd_cent

    before, plain = e_cent(date(2026, 9, 30)), e_cent(PEILDATUM)
    trend = per_soort(geladen)[BesluitSoort.TREND]
    taken = neem_besluit(
        geladen, trend.soort, Uitkomst.ACCEPTEREN, jaar=2026, vanaf=date(2026, 9, 1), door="A. Voorbeeld",
        reden="nieuwe locatie", genomen_op=datetime(2026, 10, 1, 9, tzinfo=UTC), agb=trend.agb, uzovi=trend.uzovi,
        sector=trend.sector, waarde=trend.waarde,
    )  # fmt: skip
    assert e_cent(date(2026, 9, 30)) == before
    assert e_cent(PEILDATUM) == plain + 30_600
    found = vraag(forecasting.outlook, geladen, 2026, PEILDATUM, Site.ZILVEREN_KRUIS)
    assert found.herkomst.besluiten == (taken.nummer,)
    assert [(a.agb, a.bedrag_cent) for a in found.aanpassingen] == [("06000001", 30_600)]
    assert found.sectoren[0].besluiten_cent == 30_600
    assert found.totaal.geextrapoleerd_cent == sum(s.geextrapoleerd_cent for s in found.sectoren)
    assert outlook_json(found)["aanpassingen"][0]["per_maand"]["2026-12"] == 12_400
    assert per_soort(geladen)[BesluitSoort.TREND].besluit == taken


def test_no_agreement_about_treatment_brings_the_correction_in(geladen: Settings):
    # R3.5
    def e_cent() -> int:
        return vraag(forecasting.outlook, geladen, 2026, PEILDATUM, Site.ZILVEREN_KRUIS).totaal.geextrapoleerd_cent

    plain = e_cent()
    over_behandeling(geladen, Uitkomst.WEIGEREN)
    assert e_cent() == plain - 161_785
    over_behandeling(geladen, Uitkomst.ACCEPTEREN)
    assert e_cent() == plain
    assert BesluitSoort.BEHANDELING not in per_soort(geladen)
    # an agreed share of 35% leaves an eighth of the days inclusief above it
    over_behandeling(geladen, Uitkomst.ACCEPTEREN, aandeel="0.35")
    assert per_soort(geladen)[BesluitSoort.BEHANDELING].effect_cent == -80_893


def test_without_a_decision_the_herschikking_corrects_and_an_agreement_takes_that_away(geladen: Settings):
    # R3.5, R6 step 4: zonder besluit geldt de regel van het beleid; in de vooruitblik is zij een voorstel
    def correctie() -> list[tuple[int, int, str]]:
        found = vraag(verzamel, geladen, 2026, PEILDATUM).aanpassingen
        return [(a.besluit, a.bedrag_cent, a.reden) for a in found if a.soort == BesluitSoort.BEHANDELING]

    assert correctie() == [(0, -161_785, "")]
    refused = over_behandeling(geladen, Uitkomst.WEIGEREN)
    assert correctie() == [(refused, -161_785, "gezien")]
    over_behandeling(geladen, Uitkomst.ACCEPTEREN)
    assert correctie() == []
    own_share = over_behandeling(geladen, Uitkomst.ACCEPTEREN, aandeel="0.35")
    assert correctie() == [(0, -80_893, f"besluit {own_share}: gezien")]


@pytest.mark.parametrize(
    ("uitkomst", "waarde"),
    [(Uitkomst.WEIGEREN, {}), (Uitkomst.ACCEPTEREN, {}), (Uitkomst.ACCEPTEREN, {"aandeel": "0.35"})],
)
def test_fixed_volumes_rest_on_the_e_of_the_outlook_whatever_was_decided(
    geladen: Settings, uitkomst: Uitkomst, waarde: dict[str, str]
):
    # R4.5: "E x (1 - korting of its sector)", met E van de vooruitblik (R4.2)
    over_behandeling(geladen, uitkomst, **waarde)
    outlook = vraag(forecasting.outlook, geladen, 2026, PEILDATUM, Site.ZILVEREN_KRUIS)
    fixed = vraag(volumes, geladen, 2026, PEILDATUM)[0]
    assert [(v.sector, v.geextrapoleerd_cent) for v in fixed] == [(Sector.VV, outlook.sectoren[0].geextrapoleerd_cent)]


@pytest.mark.parametrize("uitkomst", [None, Uitkomst.WEIGEREN])
def test_without_an_agreement_the_correction_counts_in_the_herschikking_of_december_too(
    geladen: Settings, uitkomst: Uitkomst | None
):
    # R3.5, R6 step 4: L is december, dus 40 van 100 dagen; 30% afgesproken: 10 dagen x 32,78. Een besluit verandert E
    # van de vooruitblik dan niet meer, maar "geen afspraak" neemt de correctie van het beleid niet weg
    if uitkomst:
        over_behandeling(geladen, uitkomst)
    found = vraag(verzamel, geladen, 2026, date(2027, 1, 28), date(2026, 12, 1)).aanpassingen
    assert [a.bedrag_cent for a in found if a.soort == BesluitSoort.BEHANDELING] == [-32_780]


def test_the_share_is_agreed_over_all_regions_also_those_of_another_zorgkantoor(geladen: Settings, inbox: Inbox):
    # R3.5: Twee heeft in Groningen (5501, van geen site) in augustus 100 dagen inclusief: samen 140 van 200 is 70%, 30%
    # afgesproken: vier zevende van de dagen inclusief is te veel. Hier (40 + 40 / 31 x 122) x 4 / 7 x 32,78 = 3.697,95
    elders = regel("06000002", "Z053", 8, 100, 2_980_000).replace(",5515,", ",5501,")
    inbox.table("groningen.csv", PRODUCTIE_KOP + elders)
    assert not run.load(geladen, [inbox.path]).geweigerd
    days = 40 + Fraction(40 * 122, 31)
    correction = -half_van_nul(days * 4 / 7 * 3_278)
    assert per_soort(geladen)[BesluitSoort.BEHANDELING].effect_cent == correction
    found = vraag(verzamel, geladen, 2026, PEILDATUM).aanpassingen
    assert [(a.uzovi, a.bedrag_cent) for a in found if a.soort == BesluitSoort.BEHANDELING] == [("5515", correction)]


def test_fewer_crisis_places_are_proposed_with_what_they_cost_in_a_year(geladen: Settings, inbox: Inbox):
    # R5.2: 2 plekken, 31 dagen in augustus (L): verwacht 31 + 122 = 153 van 730; 153 / 365 / 0,70 = 0,6: 0 plekken.
    # 9.610,00 euro over 31 dagen is 310 per dag: -2 x 365 x 310,00. Van de GZ is niets bekend: geen voorstel
    inbox.table("crisis.csv", PRODUCTIE_KOP + regel("06000001", "CVV1", 8, 31, 961_000, "crisis"))
    head = "jaar,agb,uzovi,sector,plekken,vanaf,tot\n"
    where = ("06000001,5515,V&V,2", "06000002,5515,GZ,3", "06000001,5533,V&V,1")
    inbox.table("afspraken.csv", head + "".join(f"2026,{w},2026-01-01,2026-12-31\n" for w in where))
    inbox.table(
        "maatwerk2.csv",
        "jaar,agb,uzovi,sector,bedrag_eur,reden\n2025,06000001,5515,V&V,99.00,a\n2026,06000001,5533,V&V,77.00,b\n",
    )
    assert not run.load(geladen, [inbox.path]).geweigerd
    found = per_soort(geladen)
    assert (found[BesluitSoort.CRISIS].effect_cent, found[BesluitSoort.CRISIS].uzovi) == (-22_630_000, "5515")
    assert found[BesluitSoort.CRISIS].waarde == Plekken(0)
    assert found[BesluitSoort.CORRECTIE].effect_cent == -1_550  # of this year and this site


def test_a_new_provider_is_marked_until_it_has_an_estimate(geladen: Settings):
    # R3.6: 100.000 euro geraamd in plaats van E
    def signalen() -> list[str]:
        found = vraag(forecasting.outlook, geladen, 2026, PEILDATUM, Site.ZILVEREN_KRUIS)
        return [str(s.agb) for s in found.signalen if s.soort == "nieuw"]

    assert signalen() == ["06000002"]
    neem_besluit(
        geladen, BesluitSoort.RAMING, Uitkomst.ACCEPTEREN, jaar=2026, vanaf=PEILDATUM, door="A. Voorbeeld",
        reden="plan", genomen_op=datetime(2026, 10, 1, 9, tzinfo=UTC), agb="06000002", uzovi="5515", sector=Sector.VV,
        waarde={"bedrag_cent": 10_000_000},
    )  # fmt: skip
    assert signalen() == []
    found = vraag(forecasting.outlook, geladen, 2026, PEILDATUM, Site.ZILVEREN_KRUIS)
    een = sum(KALENDER[m - 1] * (900 + 100 * m) for m in range(1, 9)) + 1_700 * 122
    assert found.sectoren[0].geextrapoleerd_cent == een + 10_000_000


def test_days_of_a_code_that_ended_before_the_last_month_are_days_of_the_year(geladen: Settings, inbox: Inbox):
    # R3.5: V051 (exclusief) gold t/m juni; haar 60 dagen in juni tellen in het aandeel. Samen 40 + 40 / 31 x 122 dagen
    # inclusief van 160 + 100 / 31 x 122; afgesproken 30%: erboven 49,419.. dagen x 32,78 = 1.027,79 euro
    ended = "V051,voorbeeld,V&V,VPT,5VV,exclusief,14,regulier,nee,200.00,2022-01-01,2026-06-30\n"
    inbox.put("2025-12-01", "koppeltabel2.csv", f"{KOPPELTABEL_KOP}\n{ended}".encode())  # R1.1: known by then
    inbox.table("productie2.csv", PRODUCTIE_KOP + regel("06000002", "V051", 6, 60, 1_200_000))
    assert not run.load(geladen, [inbox.path]).geweigerd
    inclusief, alle = 40 + Fraction(40 * 122, 31), 160 + Fraction(100 * 122, 31)
    above = inclusief - Fraction(3, 10) * alle
    assert per_soort(geladen)[BesluitSoort.BEHANDELING].effect_cent == -half_van_nul(above * 3_278)

"""R6: the steps in the policy's order, each worked by hand, and what must hold for every input."""

import random
import time
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.codes import zorgkantoren
from config.words import Groep, Sector
from forecasting.wlz.herschikking.fouten import FOUTEN, splits_crisissignalen
from forecasting.wlz.herschikking.invoer import Invoer, Opslag, from_json, invoer_hash, to_json
from forecasting.wlz.herschikking.stappen import herschikking
from forecasting.wlz.herschikking.uitkomst import Herschikking
from forecasting.wlz.herschikking.volumes import sector_volumes
from forecasting.wlz.outlook import Signaal
from tests.forecasting.herschikking import made
from tests.forecasting.herschikking.made import AMSTERDAM, DRIE, EEN, FRIESLAND, ROTTERDAM, TWEE


def amounts(found: Herschikking) -> dict[tuple[str, str], int | None]:
    return {(a.basis.agb, a.basis.uzovi): a.afspraak_cent for a in found.afspraken}


def test_every_step_in_the_policys_order():
    # R = 1.000,00. Stap 1: 50,00 aan EEN en 20,00 aan niemand. Stap 2: 1 plek x 10 dagen x 10,00 = 100,00 voor TWEE.
    # Stap 3: EEN 30,00 eraf. Stap 4: EEN 600,00 + melding 40,00 = 640,00; TWEE 400,00: samen 1.040,00.
    # Beschikbaar voor stap 4 = 1.000 - 70 - 100 + 30 = 860,00. Stap 5: k = (1.040 - 860) / 1.040 = 17,3077%
    # EEN 640 x 860 / 1.040 = 529,2307.. = 529,23; TWEE 400 x 860 / 1.040 = 330,7692.. = 330,77; samen 860,00
    found = herschikking(
        made.invoer(
            productie=[made.productie(EEN, 60_000), made.productie(TWEE, 40_000)],
            ruimte=[made.ruimte(100_000)],
            verplichtingen=[made.verplichting(5_000, EEN), made.verplichting(2_000)],
            crisis=[made.crisis(TWEE, 1, 10, 1_000)],
            correcties=[made.correctie(EEN, 3_000)],
            aanpassingen=[made.aanpassing(EEN, 4_000)],
        )
    )
    een, twee = found.afspraken
    assert (een.basis.verplichtingen_cent, een.basis.crisis_cent, een.basis.correctie_cent) == (5_000, 0, 3_000)
    assert (een.basis.extrapolatie_cent, een.basis.productie_cent, een.korting_cent) == (
        60_000,
        64_000,
        64_000 - 52_923,
    )
    assert (twee.basis.crisis_cent, twee.basis.productie_cent, twee.na_korting_cent) == (10_000, 40_000, 33_077)
    assert amounts(found) == {(EEN, AMSTERDAM): 5_000 - 3_000 + 52_923, (TWEE, AMSTERDAM): 10_000 + 33_077}
    (sector,) = found.sectoren
    assert sector.korting_fractie == Fraction(104_000 - 86_000, 104_000)
    assert (sector.afspraken_cent, sector.zonder_aanbieder_cent, sector.over_cent) == (98_000, 2_000, 0)
    assert found.fouten == ()


def test_no_korting_while_there_is_room():
    found = herschikking(made.invoer(productie=[made.productie(EEN, 900)], ruimte=[made.ruimte(1_000)]))
    assert amounts(found) == {(EEN, AMSTERDAM): 900}
    assert found.sectoren[0].korting_fractie == 0
    assert found.sectoren[0].over_cent == 100


def test_crisis_and_commitments_bear_no_korting_and_crisis_production_is_not_counted_twice():
    # stap 2 betaalt 2 x 365 x 300,00 = 219.000,00; de gedeclareerde crisisdagen (100.000,00) tellen niet ook in stap 4
    found = herschikking(
        made.invoer(
            productie=[
                made.productie(EEN, 10_000_000, groep=Groep.CRISIS, prestatiecode="CVV1"),
                made.productie(EEN, 500_000, groep=Groep.CRISIS_ONBEZET, prestatiecode="CVV9"),
                made.productie(EEN, 10_000),
            ],
            crisis=[made.crisis(EEN, 2, 365, 30_000)],
            ruimte=[made.ruimte(21_905_000)],
        )
    )
    (een,) = found.afspraken
    assert (een.basis.crisis_cent, een.basis.productie_cent, een.korting_cent) == (21_900_000, 10_000, 5_000)


def test_one_percentage_for_a_sector_over_the_regions_of_a_site():
    # R4.4: Amsterdam 600 in 500, Rotterdam 400 in 480: samen 1.000 in 980, dus 2% voor beide; Amsterdam 588 past niet
    # in zijn eigen 500 en krijgt 88 van Rotterdam (392 van 480)
    rows = made.invoer(
        productie=[made.productie(EEN, 600), made.productie(EEN, 400, ROTTERDAM)],
        ruimte=[made.ruimte(500), made.ruimte(480, ROTTERDAM)],
    )
    found = herschikking(rows)
    assert amounts(found) == {(EEN, AMSTERDAM): 588, (EEN, ROTTERDAM): 392}
    assert [(r.uzovi, r.over_cent) for r in found.regios] == [(AMSTERDAM, -88), (ROTTERDAM, 88)]
    assert [(s.soort, s.uzovi) for s in found.signalen] == [("regio_boven_ruimte", AMSTERDAM)]
    # lezing regio: Amsterdam 500, Rotterdam houdt 80 over
    per_regio = herschikking(replace(rows, niveau="regio"))
    assert amounts(per_regio) == {(EEN, AMSTERDAM): 500, (EEN, ROTTERDAM): 400}
    assert [r.korting_fractie for r in per_regio.regios] == [Fraction(1, 6), 0]


def test_sites_and_sectors_do_not_pay_for_each_other():
    found = herschikking(
        made.invoer(
            productie=[
                made.productie(EEN, 200),
                made.productie(TWEE, 200, FRIESLAND),
                made.productie(TWEE, 90, sector=Sector.GZ),
            ],
            ruimte=[made.ruimte(100), made.ruimte(300, FRIESLAND), made.ruimte(80, sector=Sector.GZ)],
        )
    )  # fmt: skip
    assert [(s.site.value, s.sector.value, s.korting_fractie) for s in found.sectoren] == [
        ("zilveren-kruis", "V&V", Fraction(1, 2)),
        ("zilveren-kruis", "GZ", Fraction(1, 9)),
        ("friesland", "V&V", 0),
    ]


def test_a_room_that_is_not_known_is_no_zero():
    found = herschikking(
        made.invoer(
            productie=[made.productie(EEN, 600), made.productie(TWEE, 400, ROTTERDAM)], ruimte=[made.ruimte(500)]
        )
    )
    assert set(amounts(found).values()) == {None}
    (sector,) = found.sectoren
    assert sector.ruimte_cent is sector.korting_fractie is sector.korting_cent is sector.over_cent is None
    assert [r.over_cent for r in found.regios] == [None, None]
    assert [(f.soort, f.uzovi) for f in found.fouten] == [("contracteerruimte_ontbreekt", ROTTERDAM)]
    # een toezegging aan niemand in een regio zonder bekende ruimte: ook dan is geen percentage bekend
    loose = made.invoer(
        productie=[made.productie(EEN, 600)],
        ruimte=[made.ruimte(500)],
        verplichtingen=[made.verplichting(1, uzovi=ROTTERDAM)],
    )
    assert amounts(herschikking(loose)) == {(EEN, AMSTERDAM): None}
    # elke regio op zichzelf (lezing regio): van Amsterdam is alles bekend
    assert amounts(herschikking(replace(loose, niveau="regio"))) == {(EEN, AMSTERDAM): 500}


def test_agreements_come_by_site_sector_region_and_provider():
    places = [
        (EEN, AMSTERDAM, Sector.VV), (TWEE, AMSTERDAM, Sector.VV), (EEN, ROTTERDAM, Sector.VV),
        (EEN, AMSTERDAM, Sector.GZ), (EEN, FRIESLAND, Sector.VV),
    ]  # fmt: skip
    rows = made.invoer(productie=[made.productie(agb, 5, uzovi, sector) for agb, uzovi, sector in reversed(places)])
    found = herschikking(rows)
    assert [a.basis.plaats for a in found.afspraken] == places
    assert [(r.uzovi, r.sector) for r in found.regios] == list(dict.fromkeys(place[1:] for place in places))


@pytest.mark.parametrize(
    ("rows", "cent"),
    [
        ({"verplichtingen": [made.verplichting(7, DRIE)]}, 7),
        ({"crisis": [made.crisis(DRIE, 1, 2, 3)]}, 6),
        ({"correcties": [made.correctie(DRIE, 5)]}, -5),
        ({"aanpassingen": [made.aanpassing(DRIE, 8)]}, 8),
    ],
)
def test_one_step_alone_is_an_agreement_too(rows: dict[str, object], cent: int):
    found = herschikking(made.invoer(productie=[made.productie(EEN, 100)], ruimte=[made.ruimte(1_000)], **rows))
    assert amounts(found) == {(EEN, AMSTERDAM): 100, (DRIE, AMSTERDAM): cent}


def test_meerzorg_and_production_without_a_sector_stand_apart():
    found = herschikking(
        made.invoer(
            productie=[
                made.productie(EEN, 700, groep=Groep.MEERZORG),
                made.productie(TWEE, 80, sector=Sector.ONBEKEND),
            ],
            ruimte=[made.ruimte(100)],
        )
    )
    assert found.apart_cent == {"meerzorg": 700, "onbekend": 80}
    assert found.afspraken == ()
    assert [f.soort for f in found.fouten] == ["sector_onbekend"]


@pytest.mark.parametrize(
    ("rows", "soort"),
    [
        ({"verplichtingen": [made.verplichting(1_001, EEN)]}, "verplichtingen_boven_ruimte"),
        ({"crisis": [made.crisis(EEN, 1, 11, 100)]}, "ruimte_negatief"),
        ({"verplichtingen": [made.verplichting(5, DRIE)]}, "afspraak_zonder_productie"),
        ({"correcties": [made.correctie(DRIE, 0)]}, "afspraak_zonder_productie"),
        ({"aanbieders": ()}, "aanbieder_onbekend"),
        ({"productie": [made.productie(EEN, 5), made.productie(EEN, 5, groep=Groep.CRISIS)]}, "crisis_zonder_afspraak"),
        ({"crisis": [made.crisis(EEN, 1, 0, 100)]}, "plekken_zonder_dagen"),
        ({"crisis": [made.crisis(EEN, 1, 1, None)]}, "crisistarief_ontbreekt"),
        ({"correcties": [made.correctie(EEN, -1)]}, "correctie_negatief"),
        ({"correcties": [made.correctie(EEN, 6)]}, "afspraak_negatief"),
    ],
)
def test_every_open_error_is_named(rows: dict[str, object], soort: str):
    found = herschikking(made.invoer(**{"productie": [made.productie(EEN, 5)], "ruimte": [made.ruimte(1_000)], **rows}))
    (fout,) = found.fouten
    assert fout.soort == soort
    assert (fout.agb in {None, EEN, DRIE}, fout.uzovi in {None, AMSTERDAM}, fout.sector in {None, Sector.VV}) == (
        True, True, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        {"verplichtingen": [made.verplichting(995, EEN)]},  # alles van de ruimte is weg, en niet meer
        {"productie": [made.productie(EEN, 5), made.productie(EEN, 0, groep=Groep.CRISIS)]},
        {"productie": [made.productie(EEN, 5), made.productie(TWEE, 0, sector=Sector.ONBEKEND)]},
        {"crisis": [made.crisis(EEN, 0, 0, None)]},
    ],
)
def test_nothing_is_no_error(rows: dict[str, object]):
    found = herschikking(made.invoer(**{"productie": [made.productie(EEN, 5)], "ruimte": [made.ruimte(1_000)], **rows}))
    assert found.fouten == ()


def test_what_crisis_beds_tell_is_an_error_or_asks_for_a_look():
    def signaal(soort: str, agb: str, uzovi: str | None = AMSTERDAM) -> Signaal:
        return Signaal(soort, "gezien", agb, uzovi, Sector.VV)

    errors = [
        signaal("crisis_zonder_afspraak", EEN),
        signaal("registratie_onmogelijk", EEN),
        signaal("afspraak_zonder_productie", EEN),  # haar plekken worden betaald
    ]
    looks = [
        signaal("afspraak_zonder_productie", TWEE),  # haar plekken zijn al verlaagd tot nul
        signaal("meer_dan_plekken", EEN),
        signaal("registratie_verouderd", EEN, None),  # van geen regio in het bijzonder
    ]
    elsewhere = [signaal("crisis_zonder_afspraak", EEN, FRIESLAND), signaal("meer_dan_plekken", EEN, FRIESLAND)]
    places = [made.crisis(EEN, 1, 10, 5), made.crisis(TWEE, 0, 10, 5)]
    found = splits_crisissignalen([*elsewhere, *errors, *looks], places, [AMSTERDAM, ROTTERDAM])
    assert found == (errors, looks)


def test_no_more_than_the_tariefsopslag_can_be_taken_back():
    # Productie 10.000,00 met een opslag van 2%: hooguit 200,00; over alle regio's samen
    rows = made.invoer(
        productie=[made.productie(EEN, 600_000), made.productie(EEN, 400_000, ROTTERDAM)],
        ruimte=[made.ruimte(10**7), made.ruimte(10**7, ROTTERDAM)],
        correcties=[made.correctie(EEN, 15_000), made.correctie(EEN, 5_000, ROTTERDAM)],
        opslagen=[Opslag(EEN, Sector.VV, "0.02"), Opslag(EEN, Sector.GZ, "0")],
    )
    assert herschikking(rows).fouten == ()
    more = replace(rows, correcties=(*rows.correcties, made.correctie(EEN, 1)))
    assert [(f.soort, f.agb, f.sector) for f in herschikking(more).fouten] == [
        ("correctie_boven_opslag", EEN, Sector.VV)
    ]
    assert herschikking(replace(more, opslagen=())).fouten == ()  # niet bekend: niets om aan te toetsen


def test_an_error_says_whose_it_is_and_stands_once():
    found = herschikking(
        made.invoer(
            productie=[made.productie(EEN, 5, prestatiecode=code, sector=Sector.ONBEKEND) for code in ("Z053", "Z043")],
            correcties=[made.correctie(TWEE, -1)],
            ruimte=[made.ruimte(1_000)],
        )
    )
    assert [(f.soort, f.agb, f.uzovi, f.sector, f.naam) for f in found.fouten] == [
        ("afspraak_zonder_productie", TWEE, AMSTERDAM, Sector.VV, f"Voorbeeld {TWEE}"),
        ("sector_onbekend", EEN, AMSTERDAM, None, f"Voorbeeld {EEN}"),
        ("correctie_negatief", TWEE, AMSTERDAM, Sector.VV, f"Voorbeeld {TWEE}"),
    ]
    assert all(f.tekst == FOUTEN[f.soort] for f in found.fouten)


def test_a_year_of_which_nothing_was_loaded_cannot_be_frozen_and_a_room_alone_can():
    assert [f.soort for f in herschikking(made.invoer()).fouten] == ["niets_geladen"]
    assert herschikking(made.invoer(ruimte=[made.ruimte(1)])).fouten == ()


def test_commitments_may_use_all_of_the_room_where_the_percentage_holds():
    # R4.4 (lezing site): Amsterdam is 50 tekort, Rotterdam houdt 50 over. Per regio is Amsterdam een fout
    rows = made.invoer(
        productie=[made.productie(EEN, 5)],
        verplichtingen=[made.verplichting(150, EEN), made.verplichting(50, EEN, ROTTERDAM)],
        ruimte=[made.ruimte(100), made.ruimte(100, ROTTERDAM)],
    )
    assert herschikking(rows).fouten == ()
    per_regio = herschikking(replace(rows, niveau="regio"))
    assert [(f.soort, f.uzovi) for f in per_regio.fouten] == [("verplichtingen_boven_ruimte", AMSTERDAM)]


def test_the_percentage_is_one_over_all_of_step_4_credits_included():
    # E4 = 100 - 20 = 80, ruimte 72: k = 8 / 80 = 10% voor beiden: 90 en -18, samen 72. De vaste volumes (R4.5) zeggen
    # hetzelfde. Over de positieve alleen zou k 8 / 100 zijn
    rows = made.invoer(productie=[made.productie(EEN, 100), made.productie(TWEE, -20)], ruimte=[made.ruimte(72)])
    found = herschikking(rows)
    assert amounts(found) == {(EEN, AMSTERDAM): 90, (TWEE, AMSTERDAM): -18}
    assert found.sectoren[0].korting_fractie == Fraction(1, 10)
    (volumes,) = sector_volumes(rows, Fraction("0.02"))
    assert volumes.korting_fractie == Fraction(1, 10)
    assert {(v.agb, v.uzovi): v.volume_cent for v in volumes.volumes} == amounts(found)
    assert "afspraak_negatief" in [f.soort for f in found.fouten]
    assert [(s.soort, s.agb, s.uzovi, s.sector, s.naam) for s in found.signalen] == [
        ("negatieve_productie", TWEE, AMSTERDAM, Sector.VV, f"Voorbeeld {TWEE}")
    ]


def test_a_step_4_below_nothing_is_not_cut():
    # E4 = 10 - 30 = -20: er is niets te korten, ook niet als de ruimte op is
    rows = made.invoer(productie=[made.productie(EEN, 10), made.productie(TWEE, -30)], ruimte=[made.ruimte(0)])
    found = herschikking(rows)
    assert amounts(found) == {(EEN, AMSTERDAM): 10, (TWEE, AMSTERDAM): -30}
    assert found.sectoren[0].korting_fractie == 0


def test_what_step_3_takes_off_stays_over_as_the_rule_is_written():
    # R6: k = max(0, E4 - (R - toezeggingen - crisis)) / E4. E4 = 1.000,00, R = 900,00, stap 3 neemt 100,00 van EEN.
    # Zoals de regel staat: k = 100 / 1.000 = 10%: 900 - 100 = 800,00, en 100,00 blijft over. Lezing in_sector:
    # beschikbaar 900 + 100: k = 0, afspraak 1.000 - 100 = 900,00, precies de ruimte
    rows = made.invoer(
        productie=[made.productie(EEN, 100_000)], ruimte=[made.ruimte(90_000)], correcties=[made.correctie(EEN, 10_000)]
    )
    written = herschikking(replace(rows, lezing_correctie="buiten_k"))
    assert (written.sectoren[0].korting_fractie, written.sectoren[0].over_cent) == (Fraction(1, 10), 10_000)
    assert amounts(written) == {(EEN, AMSTERDAM): 80_000}
    assert written.fouten == ()
    stays = herschikking(replace(rows, lezing_correctie="in_sector"))
    assert (stays.sectoren[0].korting_fractie, stays.sectoren[0].over_cent) == (0, 0)
    assert amounts(stays) == {(EEN, AMSTERDAM): 90_000}
    # crisiszorg 950,00 in 900,00 laat niets over, ook als stap 3 100,00 vrijmaakt
    short = replace(
        rows, crisis=(made.crisis(TWEE, 1, 950, 100),), productie=(*rows.productie, made.productie(TWEE, 0))
    )
    soorten = {lezing: {f.soort for f in herschikking(replace(short, lezing_correctie=lezing)).fouten}
               for lezing in ("buiten_k", "in_sector")}  # fmt: skip
    assert "ruimte_negatief" in soorten["buiten_k"]
    assert "ruimte_negatief" not in soorten["in_sector"]


def test_whole_cents_by_either_reading_add_up():
    # 10 over 6, 6 en 2: Sainte-Laguë 5, 4, 1; grootste rest 4, 4, 2
    rows = made.invoer(
        productie=[made.productie(EEN, 6), made.productie(TWEE, 6), made.productie(DRIE, 2)], ruimte=[made.ruimte(10)]
    )
    assert list(amounts(herschikking(rows)).values()) == [5, 4, 1]
    assert list(amounts(herschikking(replace(rows, lezing_afronding="grootste_rest"))).values()) == [4, 4, 2]


@given(st.lists(st.integers(-50, 10**9), min_size=1, max_size=8), st.integers(0, 10**9))
def test_credits_and_all_add_up_to_what_is_left(cents: list[int], room: int):
    # R6: bij een korting onder de 100% is wat blijft precies de ruimte, ook met credits
    places = [(agb, uzovi) for agb in (EEN, TWEE, DRIE) for uzovi in (AMSTERDAM, ROTTERDAM, "5506")]
    rows = [made.productie(agb, cent, uzovi) for (agb, uzovi), cent in zip(places, cents, strict=False)]
    rooms = [made.ruimte(room), made.ruimte(0, ROTTERDAM), made.ruimte(0, "5506")]
    found = herschikking(made.invoer(productie=rows, ruimte=rooms))
    k, total = found.sectoren[0].korting_fractie or Fraction(0), sum(cents)
    assert k == (Fraction(max(0, total - room), total) if total > 0 else 0)
    left = [a.na_korting_cent or 0 for a in found.afspraken]
    assert sum(left) == (min(total, room) if total > 0 else total)
    for a in found.afspraken:
        assert abs((a.na_korting_cent or 0) - a.basis.productie_cent * (1 - k)) < 3


def test_fewer_crisis_places_ask_for_a_look_and_no_production_does_not():
    fewer = replace(made.crisis(TWEE, 3, 10, 1), plekken_afgesproken=4, grond="besluit 7")
    rows = made.invoer(
        productie=[made.productie(EEN, 0), made.productie(TWEE, 5)], crisis=[fewer], ruimte=[made.ruimte(99)]
    )
    assert herschikking(rows).signalen == (
        Signaal(
            "minder_crisisplekken", "3 crisisplekken in plaats van 4: besluit 7", TWEE, AMSTERDAM, Sector.VV,
            f"Voorbeeld {TWEE}",
        ),
    )  # fmt: skip


CENTEN = st.integers(0, 10**10)


@st.composite
def inputs(draw: st.DrawFn) -> Invoer:
    """Any number of providers, regions, sectors and steps; rooms from nothing to plenty."""
    place = st.tuples(st.sampled_from([EEN, TWEE, DRIE]), st.sampled_from([AMSTERDAM, ROTTERDAM, FRIESLAND]))
    sector = st.sampled_from([Sector.VV, Sector.GZ])
    small = st.integers(0, 50)
    rows = draw(st.lists(st.tuples(place, sector, st.one_of(small, CENTEN)), min_size=1, max_size=8))
    return made.invoer(
        productie=[
            made.productie(agb, cent, uzovi, s, prestatiecode=f"Z{i:03}")
            for i, ((agb, uzovi), s, cent) in enumerate(rows)
        ],
        ruimte=[
            made.ruimte(draw(st.one_of(small, CENTEN)), uzovi, s)
            for uzovi in (AMSTERDAM, ROTTERDAM, FRIESLAND)
            for s in (Sector.VV, Sector.GZ)
        ],
        verplichtingen=[
            made.verplichting(cent, agb)
            for cent, agb in draw(st.lists(st.tuples(small, st.sampled_from(["", EEN])), max_size=3))
        ],
        crisis=[made.crisis(TWEE, draw(st.integers(0, 3)), 5, 3)],
        correcties=[made.correctie(EEN, draw(small))],
        aanpassingen=[made.aanpassing(EEN, draw(small))],
    )  # fmt: skip


@given(inputs(), st.randoms(use_true_random=False))
def test_the_order_of_rows_says_nothing(rows: Invoer, order: random.Random):
    mixed = replace(
        rows, **{name: tuple(order.sample(getattr(rows, name), len(getattr(rows, name)))) for name in
                 ("productie", "ruimte", "verplichtingen", "aanbieders")}
    )  # fmt: skip
    assert herschikking(mixed).afspraken == herschikking(rows).afspraken
    assert to_json(mixed) == to_json(rows)


@given(inputs())
def test_a_sector_adds_up_to_its_room_and_never_passes_it(rows: Invoer):
    found = herschikking(rows)
    for sector in found.sectoren:
        assert sector.over_cent is not None
        if 0 < (sector.korting_fractie or 0) < 1:
            assert sector.over_cent == 0
        if sector.over_cent < 0:  # steps 1 to 3 alone are more than the room: named, and step 4 gets nothing
            assert sector.korting_cent == sector.productie_cent
            assert {"verplichtingen_boven_ruimte", "ruimte_negatief"} & {f.soort for f in found.fouten}
        mine = [r for r in found.regios if (r.site, r.sector) == (sector.site, sector.sector)]
        assert sum(r.over_cent or 0 for r in mine) == sector.over_cent
        assert sector.afspraken_cent == sum(r.afspraken_cent or 0 for r in mine)
    assert sum(a.afspraak_cent or 0 for a in found.afspraken) == sum(s.afspraken_cent or 0 for s in found.sectoren)


@given(inputs())
def test_no_provider_gets_more_than_its_production_and_commitments(rows: Invoer):
    for a in herschikking(rows).afspraken:
        b = a.basis
        assert (a.afspraak_cent or 0) <= b.productie_cent + b.verplichtingen_cent + b.crisis_cent
        assert 0 <= (a.korting_cent or 0) <= b.productie_cent


@given(inputs(), st.integers(0, 5), st.sampled_from([1, 2, 100]))
def test_more_room_lowers_no_one(rows: Invoer, which: int, more: int):
    richer = list(rows.ruimte)
    richer[which] = replace(richer[which], bedrag_cent=richer[which].bedrag_cent + more)
    before, after = amounts(herschikking(rows)), amounts(herschikking(replace(rows, ruimte=tuple(richer))))
    assert all((after[place] or 0) >= (cent or 0) for place, cent in before.items())


@given(inputs())
def test_frozen_input_comes_back_as_it_was(rows: Invoer):
    text = to_json(rows)
    assert to_json(from_json(text)) == text
    assert herschikking(from_json(text)).afspraken == herschikking(rows).afspraken
    one = replace(rows, ruimte=(replace(rows.ruimte[0], bedrag_cent=rows.ruimte[0].bedrag_cent + 1), *rows.ruimte[1:]))
    assert invoer_hash(to_json(one)) != invoer_hash(text)


def test_sixty_providers_in_eleven_regions_within_five_seconds():
    regios_ = [z.uzovi for z in zorgkantoren().values() if z.site and z.uzovi == z.regio_uzovi]
    rows = made.invoer(
        productie=[
            made.productie(f"060{i:05}", 1_000_000 + 37 * i + n, uzovi, prestatiecode=f"Z{n:03}")
            for i in range(60)
            for uzovi in regios_
            for n in range(10)
        ],
        ruimte=[made.ruimte(590_000_000, uzovi) for uzovi in regios_],
    )
    start = time.perf_counter()
    found = herschikking(rows)
    assert time.perf_counter() - start < 5
    assert len(regios_) == 11
    assert len(found.afspraken) == 660
    assert [s.over_cent for s in found.sectoren] == [0, 0]

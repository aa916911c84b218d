"""The herschikking of the golden month (R6), worked by hand in docs/herschikking.md."""

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

from config.settings import Settings
from config.words import BesluitSoort, Sector, Site, Uitkomst
from forecasting.wlz.herschikking import run as herschikken
from loaders import run
from loaders.grootboek.besluiten import neem_besluit
from tests.golden.test_golden import GOLDEN, PEILDATUM
from tests.made import KOPPELTABEL_KOP
from tests.vragen import vraag


def test_the_golden_month_step_by_step(settings: Settings):
    # V&V in Amsterdam: 1 toezegging 1.000,00; 2 crisis: voorstel 1 plek x 365 dagen x 310,00 = 113.150,00;
    # 4 Z053 40.020,00 + H126 4.660,00 = 44.680,00; beschikbaar 155.000 - 1.000 - 113.150 = 40.850,00
    # 5 k = 3.830 / 44.680 = 8,5721%; afspraak 1.000 + 113.150 + 40.850 = 155.000,00, precies de ruimte
    run.load(settings, [GOLDEN / "inbox", GOLDEN / "referentie"])
    found = vraag(herschikken.bereken, settings, 2026, PEILDATUM)
    assert found.invoer.laatste_maand == date(2026, 2, 1)
    by_place = {(a.basis.uzovi, a.basis.sector): a for a in found.afspraken}
    vv = by_place["5515", Sector.VV]
    assert (vv.basis.verplichtingen_cent, vv.basis.crisis_cent) == (100_000, 11_315_000)
    assert (vv.basis.productie_cent, vv.korting_cent) == (4_468_000, 383_000)
    assert vv.afspraak_cent == 15_500_000
    totals = {(t.site, t.sector): t for t in found.sectoren}
    assert totals[Site.ZILVEREN_KRUIS, Sector.VV].korting_fractie == Fraction(3_830, 44_680)
    # GGZ in Friesland: 86.140,00 in 85.000,00: k = 1.140 / 86.140 = 1,3234%
    ggz = by_place["5533", Sector.GGZ]
    assert (ggz.basis.productie_cent, ggz.afspraak_cent) == (8_614_000, 8_500_000)
    assert found.apart_cent == {"meerzorg": 3_039_400, "onbekend": 334_000}
    # R4.8: van de GZ is over februari alles nog in behandeling
    assert {f.soort for f in found.fouten} == {
        "aanbieder_onbekend", "crisistarief_ontbreekt", "sector_onbekend", "niets_goedgekeurd",
    }  # fmt: skip


def test_decisions_of_staff_take_the_place_of_the_plain_rule(settings: Settings):
    # R5.2: het voorstel van 1 plek is geweigerd: 2 plekken x 365 x 310,00 = 226.300,00, meer dan de ruimte van 155.000
    # R6, stap 3: besloten is een correctie van 500,00
    run.load(settings, [GOLDEN / "inbox", GOLDEN / "referentie"])
    where = {"jaar": 2026, "agb": "06000001", "uzovi": "5515", "sector": Sector.VV, "vanaf": PEILDATUM}
    why = {"door": "A. Analist", "reden": "voorbeeld", "genomen_op": datetime(2026, 3, 24, 12, tzinfo=UTC)}
    neem_besluit(settings, BesluitSoort.CRISIS, Uitkomst.WEIGEREN, **where, **why)
    neem_besluit(settings, BesluitSoort.CORRECTIE, Uitkomst.ACCEPTEREN, waarde={"bedrag_cent": 50_000}, **where, **why)
    late = {**why, "genomen_op": datetime(2026, 4, 2, 12, tzinfo=UTC)}
    neem_besluit(
        settings, BesluitSoort.MELDING, Uitkomst.ACCEPTEREN, **where, **late,
        waarde={"maand": "2026-07", "bedrag_per_maand_cent": 100},
    )  # fmt: skip
    found = vraag(herschikken.bereken, settings, 2026, PEILDATUM)
    vv = next(a for a in found.afspraken if a.basis.sector is Sector.VV)
    assert (vv.basis.crisis_cent, vv.basis.correctie_cent, vv.basis.aanpassingen_cent) == (22_630_000, 50_000, 0)
    assert "ruimte_negatief" in {f.soort for f in found.fouten}
    assert "besluit_telt_later" in {s.soort for s in found.signalen}
    # besluiten t/m 2 april: de melding telt, 6 maanden x 1,00
    later = vraag(herschikken.bereken, settings, 2026, PEILDATUM, None, date(2026, 4, 2))
    vv = next(a for a in later.afspraken if a.basis.sector is Sector.VV)
    assert [(a.soort, a.bedrag_cent, a.besluit) for a in vv.basis.aanpassingen] == [("melding", 600, 3)]


def test_a_crisis_tariff_of_an_earlier_year_is_none_of_this_year(settings: Settings, tmp_path: Path):
    # R6, stap 2: CVV0 gold t/m 2025. Het tarief van de V&V blijft dat van CVV1: 1 plek x 365 x 310,00
    old = "CVV0,voorbeeld crisis,V&V,ZZP,,,14,crisis,nee,299.00,2015-01-01,2025-12-31\n"
    (tmp_path / "oud.csv").write_text(f"{KOPPELTABEL_KOP}\n{old}", encoding="utf-8")
    run.load(settings, [GOLDEN / "inbox", GOLDEN / "referentie", tmp_path / "oud.csv"])
    vv = next(a for a in vraag(herschikken.bereken, settings, 2026, PEILDATUM).afspraken if a.basis.sector is Sector.VV)
    assert [(c.tarief_cent, c.bedrag_cent) for c in vv.basis.crisis] == [(31_000, 11_315_000)]

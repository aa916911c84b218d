"""The herschikking of the golden month (R6), worked by hand in docs/herschikking.md."""

from datetime import date
from fractions import Fraction

from config.settings import Settings
from config.words import Sector, Site
from forecasting.herschikking import run as herschikken
from loaders import run
from tests.golden.test_golden import GOLDEN, PEILDATUM


def test_the_golden_month_step_by_step(settings: Settings):
    # V&V in Amsterdam: 1 toezegging 1.000,00; 2 crisis: voorstel 1 plek x 365 dagen x 310,00 = 113.150,00;
    # 4 Z053 40.020,00 + H126 4.660,00 = 44.680,00; beschikbaar 155.000 - 1.000 - 113.150 = 40.850,00
    # 5 k = 3.830 / 44.680 = 8,5721%; afspraak 1.000 + 113.150 + 40.850 = 155.000,00, precies de ruimte
    run.load(settings, [GOLDEN / "inbox", GOLDEN / "referentie"])
    found = herschikken.bereken(settings, 2026, PEILDATUM)
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
    assert {f.soort for f in found.fouten} == {"aanbieder_onbekend", "crisistarief_ontbreekt", "sector_onbekend"}

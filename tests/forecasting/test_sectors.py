"""R4.4: regions add up to their site; R2.3: meerzorg stays apart; a room that is not known is no zero."""

from datetime import date
from fractions import Fraction

import pandas as pd

from config.words import SECTOREN, BesluitSoort, Sector
from forecasting.wlz.besluiten.aanpassing import met_aanpassingen
from forecasting.wlz.contracteerruimte import Ruimte
from forecasting.wlz.outlook import Aanpassing, Totaal
from forecasting.wlz.sectors import (
    Drempels,
    geextrapoleerd_cent,
    regio_outlooks,
    regulier,
    site_outlooks,
    telt_mee,
    totaal,
)
from loaders.extrapolation import SLEUTEL, jaarverloop
from loaders.tijd.workdays import dagen

FEB = date(2026, 2, 1)
DREMPELS = Drempels(Fraction("0.02"), Fraction("0.005"))
REGIOS = ("5515", "5521")
KNOWN = [  # aanbieder, uzovi, sector, groep, prestatiecode, tijdseenheid, zorgmaand, goedgekeurd, in behandeling
    ("06000001", "5515", "V&V", "regulier", "Z053", "14", "2026-02-01", 2_800, 5),
    ("06000002", "5515", "V&V", "crisis", "CVV1", "14", "2026-02-01", 280, 0),
    ("06000001", "5521", "V&V", "regulier", "Z053", "14", "2026-01-01", 310, 0),
    ("06000001", "5515", "GZ", "meerzorg", "MZG1", "14", "2026-02-01", 560, 0),
    ("06000009", "5515", "onbekend", "regulier", "Q999", "14", "2026-02-01", 28, 0),
]


def verloop() -> pd.DataFrame:
    frame = pd.DataFrame(KNOWN, columns=[*SLEUTEL, "zorgmaand", "goedgekeurd_cent", "in_behandeling_cent"])
    frame["zorgmaand"] = pd.to_datetime(frame["zorgmaand"])
    return jaarverloop(frame, FEB, lambda maand, eenheid: dagen(maand, eenheid, "dagen"))


def test_regions_add_up_to_the_site_and_the_line_is_judged_there():
    # R3.2: 5515: 3.080 in 28 dagen, rest 306 dagen x 110 = 33.660: E = 36.740. 5521: 310, niets in L: E = 310
    # R4.2: R 5515 = 36.000 - 100; R 5521 = 10.000. Site: E = 37.050, R = 45.900: korting 0, ook al is 5515 boven 2%
    ruimte = {("5515", Sector.VV): Ruimte(36_000, 37_000), ("5521", Sector.VV): Ruimte(10_000, 10_000)}
    found = regio_outlooks(verloop(), REGIOS, ruimte, {("5515", Sector.VV): 100}, FEB, DREMPELS)
    amsterdam, rotterdam = (r for r in found if r.sector is Sector.VV)
    assert (amsterdam.goedgekeurd_cent, amsterdam.geextrapoleerd_cent, amsterdam.in_behandeling_cent) == (
        3_080,
        36_740,
        5,
    )
    assert amsterdam.zonder.korting_fractie == Fraction(36_740 - 35_900, 36_740)
    assert amsterdam.zonder.boven_drempel is True
    assert amsterdam.met_herverdeling.boven_drempel is False
    assert rotterdam.geextrapoleerd_cent == 310
    site = site_outlooks(found, FEB, DREMPELS)
    assert [s.sector for s in site] == list(SECTOREN)
    assert (site[0].geextrapoleerd_cent, site[0].zonder.contracteerruimte_cent) == (37_050, 46_000)
    assert site[0].zonder.boven_drempel is False
    for place, months in enumerate(zip(*(r.maanden for r in (amsterdam, rotterdam)), strict=True)):
        assert site[0].maanden[place].rest_cent == sum(m.rest_cent for m in months)


def test_a_room_that_is_not_known_is_no_zero():
    found = regio_outlooks(verloop(), REGIOS, {("5515", Sector.VV): Ruimte(1, 1)}, {}, FEB, DREMPELS)
    site = site_outlooks(found, FEB, DREMPELS)
    assert site[0].zonder.contracteerruimte_cent is None  # Rotterdam has production and no room
    assert site[0].zonder.korting_fractie is site[0].zonder.boven_drempel is None
    assert totaal(site).contracteerruimte_cent is None


def test_all_sectors_together_have_a_room_where_each_with_production_has_one():
    # R4.4: V&V 46.000 en GZ 5; de GGZ heeft geen ruimte en geen productie; zonder ruimte van de V&V is er geen som
    ruimte = {("5515", Sector.VV): Ruimte(36_000, 37_000), ("5521", Sector.VV): Ruimte(10_000, 10_000)}
    ruimte[("5521", Sector.GZ)] = Ruimte(5, 5)
    site = site_outlooks(regio_outlooks(verloop(), REGIOS, ruimte, {}, FEB, DREMPELS), FEB, DREMPELS)
    assert totaal(site).contracteerruimte_cent == 46_005
    assert site[2].zonder.contracteerruimte_cent is None
    # een toezegging in de GGZ gaat van een ruimte af die niet bekend is (R4.2): dan is die van alle sectoren dat ook
    owed = regio_outlooks(verloop(), REGIOS, ruimte, {("5515", Sector.GGZ): 25}, FEB, DREMPELS)
    assert totaal(site_outlooks(owed, FEB, DREMPELS)) == Totaal(37_050, 25, None)
    del ruimte["5515", Sector.VV]
    site = site_outlooks(regio_outlooks(verloop(), REGIOS, ruimte, {}, FEB, DREMPELS), FEB, DREMPELS)
    assert totaal(site).contracteerruimte_cent is None


def test_what_a_month_adds_to_e():
    # R3.2: goedgekeurd telt t/m L, daarna de rest; wat na L al is goedgekeurd telt niet, en L zelf wel
    later = ("06000001", "5515", "V&V", "regulier", "Z053", "14", "2026-03-01", 7, 0)
    frame = pd.DataFrame([KNOWN[0], later], columns=[*SLEUTEL, "zorgmaand", "goedgekeurd_cent", "in_behandeling_cent"])
    frame["zorgmaand"] = pd.to_datetime(frame["zorgmaand"])
    months = jaarverloop(frame, FEB, lambda maand, eenheid: dagen(maand, eenheid, "dagen"))
    counted = telt_mee(months, FEB).set_index("zorgmaand")
    assert counted["goedgekeurd_cent"].tolist() == [0, 2_800, *[0] * 10]
    assert counted["geextrapoleerd_cent"].tolist()[:3] == [0, 2_800, 3_100]
    assert counted["geextrapoleerd_cent"].sum() == geextrapoleerd_cent(months, FEB) == 2_800 + 100 * 306
    amsterdam = regio_outlooks(months, REGIOS, {}, {}, FEB, DREMPELS)[0]
    assert (amsterdam.goedgekeurd_cent, amsterdam.na_laatste_maand_cent) == (2_800, 7)


def test_an_estimate_where_nothing_was_claimed_needs_a_room_too():
    # R3.6, R4.2: een raming van 900 in Rotterdam telt in E van de site; zonder ruimte daar is R van de site niet bekend
    geraamd = Aanpassing(
        1, BesluitSoort.RAMING, "06000003", "5521", Sector.GZ, tuple((date(2026, m, 1), 90) for m in range(3, 13))
    )
    months = met_aanpassingen(verloop(), [geraamd])
    found = regio_outlooks(months, REGIOS, {("5515", Sector.GZ): Ruimte(10, 10)}, {}, FEB, DREMPELS)
    site = site_outlooks(found, FEB, DREMPELS)
    assert site[1].geextrapoleerd_cent == 900
    assert site[1].zonder.contracteerruimte_cent is None


def test_meerzorg_and_onbekend_are_summed_apart():
    # R2.3: meerzorg 560 + 306 x 20 = 6.680; R2.2: onbekend 28 + 306 = 334; neither is in a sector
    months = verloop()
    assert geextrapoleerd_cent(months[months["groep"] == "meerzorg"], FEB) == 6_680
    assert geextrapoleerd_cent(regulier(months[months["sector"] == "onbekend"]), FEB) == 334
    found = regio_outlooks(months, REGIOS, {}, {}, FEB, DREMPELS)
    assert sum(r.geextrapoleerd_cent for r in found) == 37_050
    assert totaal(site_outlooks(found, FEB, DREMPELS)).geextrapoleerd_cent == 37_050

"""R5.4: paid unoccupied days in production."""

from datetime import date

import pandas as pd

from config.words import Sector
from forecasting.wlz.crisis import signalen
from forecasting.wlz.crisis.onbezet import Onbezet, als_productie, naast_declaraties, sector_van
from forecasting.wlz.sectors import geextrapoleerd_cent
from loaders.extrapolation import jaarverloop
from loaders.tijd.workdays import dagen

MEI = date(2026, 5, 1)


def onbezet(maand: int, days: int, agb: str = "06000001") -> Onbezet:
    return Onbezet(agb, "5515", date(2026, maand, 1), days, 24_000)


def test_paid_days_count_and_those_of_l_go_on_by_day():
    # R5.4, R3.2: april 10 en mei 31 dagen van 240 euro: 41 x 240 = 9.840; mei 7.440 / 31 x 214 = 51.360: E = 61.200
    frame = als_productie([onbezet(4, 10), onbezet(5, 31)], lambda rij: Sector.VV)
    verloop = jaarverloop(frame, MEI, lambda maand, eenheid: dagen(maand, eenheid, "dagen"))
    assert geextrapoleerd_cent(verloop, MEI) == 984_000 + 5_136_000
    assert set(frame["groep"]) == {"crisis_onbezet"}
    assert verloop["in_behandeling_cent"].sum() == 0  # paid: nothing of it is pending


def test_the_sector_is_that_of_the_places_or_of_the_provider():
    assert sector_van([Sector.VV, Sector.VV], Sector.GZ) is Sector.VV
    assert sector_van([Sector.VV, Sector.GZ], Sector.GZ) is Sector.GZ
    assert sector_van([], Sector.VV) is Sector.VV


def test_what_was_granted_counts_once_and_what_was_refused_leaves_the_table():
    # R5.4, R1.4: 10 dagen x 240,00 in de tabel. Maart gedeclareerd en afgewezen: 2.400,00 uit de tabel. April geheel
    # toegekend: 0 uit de tabel. Mei half toegekend: 1.200,00, dus 5 dagen. Juni in behandeling (nog niets toegekend)
    claims = pd.DataFrame(
        [
            ("06000001", "5515", "crisis_onbezet", pd.Timestamp("2026-03-01"), 0),
            ("06000001", "5515", "crisis_onbezet", pd.Timestamp("2026-04-01"), 240_000),
            ("06000001", "5515", "crisis_onbezet", pd.Timestamp("2026-05-01"), 120_000),
            ("06000001", "5515", "crisis_onbezet", pd.Timestamp("2026-06-01"), 0),
            ("06000002", "5515", "crisis", pd.Timestamp(MEI), 93_000),
        ],
        columns=["aanbieder", "uzovi", "groep", "zorgmaand", "goedgekeurd_cent"],
    )
    rows = [*(onbezet(m, 10) for m in (2, 3, 4, 5, 6)), onbezet(5, 3, "06000002")]
    found = naast_declaraties(rows, claims)
    assert [rij.telt_cent for rij in found] == [240_000, 240_000, 0, 120_000, 240_000, 72_000]
    assert [rij.telt_dagen for rij in found] == [10, 10, 0, 5, 10, 3]
    said = {s.soort: s.tekst for s in signalen.onbezet(rows, found, MEI)}
    assert said.keys() == {"onbezet_dubbel", "onbezet_niet_toegekend"}
    assert said["onbezet_dubbel"].startswith("2 maanden")
    assert said["onbezet_niet_toegekend"].startswith("3 maanden")
    # een credit (minder dan niets toegekend) neemt niets van de tabel, en twee rijen delen wat is toegekend
    credit = claims.assign(goedgekeurd_cent=-5)
    assert [rij.telt_cent for rij in naast_declaraties(rows[:2], credit)] == [240_000, 240_000]
    twice = naast_declaraties([onbezet(4, 6), onbezet(4, 6)], claims)
    assert [rij.toegekend_cent for rij in twice] == [144_000, 96_000]

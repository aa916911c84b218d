"""R5.4: paid unoccupied days in production."""

from datetime import date

import pandas as pd

from config.words import Sector
from forecasting.wlz.crisis.onbezet import Onbezet, al_gedeclareerd, als_productie, sector_van
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


def test_what_was_claimed_as_well_is_found():
    claims = pd.DataFrame(
        [
            ("06000001", "5515", "crisis_onbezet", pd.Timestamp("2026-04-01")),
            ("06000002", "5515", "crisis", pd.Timestamp(MEI)),
        ],
        columns=["aanbieder", "uzovi", "groep", "zorgmaand"],
    )
    rows = [onbezet(4, 10), onbezet(5, 3), onbezet(5, 3, "06000002")]
    assert al_gedeclareerd(rows, claims) == [onbezet(4, 10)]

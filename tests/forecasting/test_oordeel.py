"""R4.8: no verdict without ground. R4.9: both percentages. R4.7: meerzorg against its earmark."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest

from config.words import SECTOREN, Sector
from forecasting.wlz.contracteerruimte import Ruimte
from forecasting.wlz.distance import Status, status
from forecasting.wlz.meerzorg import meerzorgstanden
from forecasting.wlz.oordeel import Maatstaf, beoordeeld, niet_binnen, ontvangen
from forecasting.wlz.outlook import Oordeelsgrond, SectorOutlook
from forecasting.wlz.sectors import Drempels, geextrapoleerd_per_plaats, regio_outlooks, site_outlooks
from forecasting.wlz.signalen import meerzorg
from loaders.extrapolation import LAATSTE_EIGEN_MAAND, SLEUTEL, jaarverloop
from loaders.tijd.workdays import dagen

DREMPELS = Drempels(Fraction("0.02"), Fraction("0.005"))
MEI, JUNI = date(2026, 5, 1), date(2026, 6, 1)
DAGEN = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30}


def even(
    agb: str, months: range, per_dag_cent: int, uzovi: str = "5515", state: str = "goed"
) -> list[tuple[object, ...]]:
    """A provider that delivers the same amount a day in these months: approved, pending or refused."""
    found = []
    for m in months:
        cent = per_dag_cent * DAGEN[m]
        key = (agb, uzovi, "V&V", "regulier", "Z053", "14", f"2026-{m:02}-01")
        found.append((*key, cent, cent if state == "goed" else 0, cent if state == "wacht" else 0))
    return found


def judge(
    rows: list[tuple[object, ...]],
    laatste_maand: date,
    room: int = 3_000_000_00,
    rooms: dict[str, int] | None = None,
    *,
    toekomst: bool = False,
) -> tuple[SectorOutlook, list[SectorOutlook]]:
    """V&V of the site, and its regions."""
    columns = [*SLEUTEL, "zorgmaand", "ingediend_cent", "goedgekeurd_cent", "in_behandeling_cent"]
    claims = pd.DataFrame(rows, columns=columns)
    claims["zorgmaand"] = pd.to_datetime(claims["zorgmaand"])
    known, pending = claims["goedgekeurd_cent"], claims["in_behandeling_cent"]

    def days(maand: date, eenheid: str) -> int:
        return dagen(maand, eenheid, "dagen")

    verloop = jaarverloop(claims, laatste_maand, days)
    all_in = jaarverloop(claims.assign(goedgekeurd_cent=known + pending), laatste_maand, days)
    own = jaarverloop(claims, laatste_maand, days, LAATSTE_EIGEN_MAAND)
    ruimte = {(uzovi, Sector.VV): Ruimte(cent, cent) for uzovi, cent in (rooms or {"5515": room}).items()}
    regios = regio_outlooks(verloop, sorted({u for u, _ in ruimte}), ruimte, {}, laatste_maand, DREMPELS)
    sectoren, regios = beoordeeld(
        site_outlooks(regios, laatste_maand, DREMPELS),
        regios,
        ontvangen(claims, laatste_maand),
        geextrapoleerd_per_plaats(all_in, laatste_maand),
        geextrapoleerd_per_plaats(own, laatste_maand),
        Maatstaf(laatste_maand, Fraction("0.5"), toekomst),
    )
    return sectoren[SECTOREN.index(Sector.VV)], [r for r in regios if r.sector is Sector.VV]


def test_a_month_of_which_nothing_is_in_gives_no_verdict_and_keeps_the_literal_figure():
    # 10.000 a day, January to May, R = 3.000.000. L = June: E = 1.510.000 would be 'not above'.
    # With May as own last month: E = 1.510.000 + 10.000 x 214 = 3.650.000, korting 650 / 3650
    site, (regio,) = judge(even("06000001", range(1, 6), 10_000_00), JUNI)
    assert site.oordeelsgrond is regio.oordeelsgrond is Oordeelsgrond.NIET_GEDECLAREERD
    assert (site.zonder.korting_fractie, site.zonder.boven_drempel) == (None, None)
    assert site.zonder.contracteerruimte_cent == 3_000_000_00
    assert status(site, site.zonder) is Status.GEEN_OORDEEL
    assert site.lezingen is not None
    assert site.lezingen.letterlijk.geextrapoleerd_cent == 1_510_000_00
    assert site.lezingen.letterlijk.zonder.boven_drempel is False
    assert site.lezingen.laatste_eigen_maand.geextrapoleerd_cent == 3_650_000_00
    assert site.lezingen.laatste_eigen_maand.zonder.korting_fractie == Fraction(650, 3650)


def test_a_whole_month_is_judged_as_before():
    site, _ = judge(even("06000001", range(1, 6), 10_000_00), MEI)
    assert site.oordeelsgrond is Oordeelsgrond.OORDEEL
    assert site.zonder.korting_fractie == Fraction(650, 3650)
    assert site.zonder.boven_drempel is True


@pytest.mark.parametrize(
    ("state", "grond"), [("wacht", Oordeelsgrond.NIETS_GOEDGEKEURD), ("af", Oordeelsgrond.NIETS_GOEDGEKEURD)]
)
def test_a_month_that_is_declared_but_not_granted_gives_no_verdict(state: str, grond: Oordeelsgrond):
    rows = [*even("06000001", range(1, 5), 10_000_00), *even("06000001", range(5, 6), 10_000_00, state=state)]
    site, _ = judge(rows, MEI)
    assert site.oordeelsgrond is grond
    assert site.zonder.boven_drempel is None
    assert site.lezingen is not None
    # pending counts as claimed: 3.650.000; refused does not: four months, 1.200.000
    assert site.lezingen.als_beoordeeld.geextrapoleerd_cent == (3_650_000_00 if state == "wacht" else 1_200_000_00)


def test_pending_that_would_pass_the_line_takes_the_verdict_and_pending_that_would_not_leaves_it():
    # approved 9.000 a day: E = 3.285.000; pending 1.000 a day in May: 31.000 + 214.000 more
    # R = 3.250.000: 35.000 / 3.285.000 = 1,07% against 280.000 / 3.530.000 = 7,93%
    rows = [*even("06000001", range(1, 6), 9_000_00), *even("06000002", range(5, 6), 1_000_00, state="wacht")]
    site, _ = judge(rows, MEI, room=3_250_000_00)
    assert site.oordeelsgrond is Oordeelsgrond.IN_BEHANDELING
    assert site.zonder.korting_fractie is None
    assert site.lezingen is not None
    assert site.lezingen.als_beoordeeld.zonder.korting_fractie == Fraction(280, 3530)
    site, _ = judge(rows, MEI, room=3_600_000_00)
    assert site.oordeelsgrond is Oordeelsgrond.OORDEEL
    assert site.zonder.korting_fractie == 0


def test_one_missing_provider_is_no_missing_month():
    # 90.000 of who stopped after March + 3.650.000; R = 3.600.000: 140 / 3740 = 3,74%
    rows = [*even("06000001", range(1, 6), 10_000_00), *even("06000002", range(1, 4), 1_000_00)]
    site, _ = judge(rows, MEI, room=3_600_000_00)
    assert site.oordeelsgrond is Oordeelsgrond.OORDEEL
    assert site.zonder.korting_fractie == Fraction(140, 3740)


def test_a_missing_provider_that_would_put_the_sector_across_the_line_is_said_and_the_figure_stays():
    # R = 3.700.000: 40.000 / 3.740.000 = 1,07%; with March as its own month 365.000 + 3.650.000 = 4.015.000: 7,8%
    rows = [*even("06000001", range(1, 6), 10_000_00), *even("06000002", range(1, 4), 1_000_00)]
    site, _ = judge(rows, MEI, room=3_700_000_00)
    assert site.oordeelsgrond is Oordeelsgrond.ONVOLLEDIG
    assert site.zonder.korting_fractie == Fraction(40, 3740)
    assert status(site, site.zonder) is Status.GEEN_OORDEEL  # never shown as good


def test_less_than_half_of_a_month_is_no_whole_month():
    rows = [*even("06000001", range(1, 5), 10_000_00), *even("06000001", range(5, 6), 4_900_00)]
    assert judge(rows, MEI, room=9_000_000_00)[0].oordeelsgrond is Oordeelsgrond.ONVOLLEDIG
    rows = [*even("06000001", range(1, 5), 10_000_00), *even("06000001", range(5, 6), 5_000_00)]
    assert judge(rows, MEI, room=9_000_000_00)[0].oordeelsgrond is Oordeelsgrond.OORDEEL


def test_a_region_that_has_a_room_and_never_delivered_takes_the_ground_of_its_site():
    site, (first, second) = judge(
        even("06000001", range(1, 6), 10_000_00), MEI, rooms={"5515": 3_000_000_00, "5521": 1_000_000_00}
    )
    assert (first.oordeelsgrond, second.oordeelsgrond) == (Oordeelsgrond.OORDEEL, Oordeelsgrond.GEEN_LEVERING)
    assert site.oordeelsgrond is Oordeelsgrond.ONVOLLEDIG
    assert second.zonder.boven_drempel is None


def test_where_no_room_is_given_and_nothing_came_in_nothing_is_missing():
    site, (_, second) = judge(even("06000001", range(1, 6), 10_000_00), MEI, rooms={"5515": 3_000_000_00, "5521": 0})
    assert second.oordeelsgrond is site.oordeelsgrond is Oordeelsgrond.OORDEEL
    assert second.zonder.korting_fractie == 0


def test_a_day_to_come_is_no_day_to_judge():
    site, _ = judge(even("06000001", range(1, 6), 10_000_00), MEI, room=9_000_000_00, toekomst=True)
    assert site.oordeelsgrond is Oordeelsgrond.TOEKOMST
    assert status(site, site.zonder) is Status.GEEN_OORDEEL


def test_what_is_not_in_stops_a_herschikking_per_region_and_sector():
    columns = [*SLEUTEL, "zorgmaand", "ingediend_cent", "goedgekeurd_cent", "in_behandeling_cent"]
    rows = [
        *even("06000001", range(1, 6), 100, "5515"),
        *even("06000002", range(1, 5), 100, "5521"),
        *even("06000003", range(1, 5), 100, "5503"),
        *even("06000003", range(5, 6), 100, "5503", state="wacht"),
    ]
    claims = pd.DataFrame(rows, columns=columns).assign(zorgmaand=lambda f: pd.to_datetime(f["zorgmaand"]))
    found = niet_binnen(ontvangen(claims, MEI), {("5509", Sector.GZ): 1, ("5509", Sector.GGZ): 0})
    assert found == {
        ("5503", Sector.VV): Oordeelsgrond.NIETS_GOEDGEKEURD,
        ("5509", Sector.GZ): Oordeelsgrond.GEEN_LEVERING,
        ("5521", Sector.VV): Oordeelsgrond.NIET_GEDECLAREERD,
    }


def test_meerzorg_is_held_against_its_earmark_and_gets_no_two_percent_line():
    # R4.7: 83,00 a day = 30.295,00 over the year, earmark 30.000,00: 295,00 too much
    row = ("06000001", "5515", "V&V", "meerzorg", "MZG1", "14")
    rows = [(*row, f"2026-{m:02}-01", 83_00 * d, 83_00 * d, 0) for m, d in DAGEN.items() if m < 6]
    columns = [*SLEUTEL, "zorgmaand", "ingediend_cent", "goedgekeurd_cent", "in_behandeling_cent"]
    frame = pd.DataFrame(rows, columns=columns).assign(zorgmaand=lambda f: pd.to_datetime(f["zorgmaand"]))
    verloop = jaarverloop(frame, MEI, lambda maand, eenheid: dagen(maand, eenheid, "dagen"))
    site, regio = meerzorgstanden(verloop, {("5515", Sector.VV): 30_000_00}, ["5515"], MEI)
    assert site.geextrapoleerd_cent == regio.geextrapoleerd_cent == 30_295_00
    assert site.uitnutting_fractie == Fraction(30_295, 30_000)
    assert [s.soort for s in meerzorg((site, regio))] == ["meerzorg_boven_oormerk"] * 2
    unknown = replace(regio, oormerk_cent=None)
    assert unknown.uitnutting_fractie is None
    assert [s.soort for s in meerzorg((unknown,))] == ["meerzorg_zonder_oormerk"]

"""The made world is calibrated as it says, and has the stories it promises."""

from collections import Counter
from datetime import date

import numpy as np
import pytest
from demo_reader import Demo, datum

from config.codes import onze_regios
from config.words import Groep, Schaal, Sector
from loaders.demo import calendar, claims, world
from loaders.demo.care import zorg
from loaders.demo.catalogue import CODES, PAKKETTEN, pakketten, tarief_cent
from loaders.demo.run import ware_jaarcenten
from loaders.demo.world import Verhaal, aanbieders

VOLGORDE = (Sector.VV, Sector.GZ, Sector.GGZ)


def _agb(verhaal: Verhaal) -> str:
    (found,) = [a.agb for a in aanbieders(Schaal.KLEIN) if a.verhaal is verhaal]
    return found


def _months(demo: Demo, agb: str) -> list[str]:
    lines = (r for b in demo.aw319 if b.naam[0] == agb for r in b.prestaties)
    return sorted({r["einddatum_prestatie"][:6] for r in lines})


@pytest.mark.parametrize("schaal", [Schaal.KLEIN, Schaal.NORMAAL])
def test_every_region_has_two_providers_of_each_large_sector(schaal: Schaal) -> None:
    found = Counter((a.sector, uzovi) for a in aanbieders(schaal) for uzovi in a.regios)
    expected = set(onze_regios(calendar.STAND))
    assert len(expected) == 11
    for uzovi in expected:
        assert found[Sector.VV, uzovi] >= 2
        assert found[Sector.GZ, uzovi] >= 2
    assert {uzovi for _, uzovi in found} == expected


@pytest.mark.parametrize(("schaal", "providers"), [(Schaal.KLEIN, 24), (Schaal.NORMAAL, 58), (Schaal.GROOT, 58)])
def test_every_story_is_told_once(schaal: Schaal, providers: int) -> None:
    found = Counter(a.verhaal for a in aanbieders(schaal))
    assert {v: found[v] for v in Verhaal if v is not Verhaal.GEWOON} == dict.fromkeys(
        set(Verhaal) - {Verhaal.GEWOON}, 1
    )
    assert found.total() == providers
    assert sum(bool(a.concern) for a in aanbieders(schaal)) >= 2
    assert all(a.naam.startswith("Voorbeeld") for a in aanbieders(schaal))


def test_the_new_provider_starts_in_march_2026(demo: Demo) -> None:
    assert _months(demo, _agb(Verhaal.NIEUW))[0] == "202603"


def test_the_stopped_provider_delivers_nothing_after_may_2026(demo: Demo) -> None:
    assert _months(demo, _agb(Verhaal.GESTOPT))[-1] == "202605"


def test_the_silent_provider_delivers_but_has_declared_nothing_since_july_2026(demo: Demo) -> None:
    assert _months(demo, _agb(Verhaal.STIL))[-1] <= "202607"
    assert _months(demo, _agb(Verhaal.STIL))[-1] >= "202606"
    unit = next(
        v for v in world.vestigingen(Schaal.KLEIN, np.random.default_rng(1)) if v.aanbieder.verhaal is Verhaal.STIL
    )
    care, _ = zorg(unit, np.random.default_rng(2))
    assert (care.maand >= claims.STIL_VANAF).any()


def test_the_grower_rises_all_through_2026() -> None:
    course = world.verloop(Verhaal.GROEIER)
    assert (course[:12] == 1).all()
    assert np.allclose(np.diff(course[11:]), 0.03)


def test_weights_of_the_packages_add_up_to_one() -> None:
    assert all(sum(p.gewicht for p in pakketten(sector)) == pytest.approx(1) for sector in VOLGORDE)
    assert len({code.code for code in CODES}) == len(CODES)


@pytest.mark.parametrize(("sector", "eur"), [(Sector.VV, 280), (Sector.GZ, 300)])
def test_a_day_of_stay_costs_what_it_does_nationally(sector: Sector, eur: int) -> None:
    # domain README, section 4: V&V about EUR 280, GZ about EUR 300
    prices = {code.code: (code.leveringsvorm, cent / 100) for code, cent in zip(CODES, tarief_cent(2025), strict=True)}
    stay = [(p.gewicht, *prices[p.prestaties[0][0]]) for p in PAKKETTEN if p.sector is sector]
    weighted = [(weight, price) for weight, form, price in stay if form == "ZZP"]
    assert sum(w * price for w, price in weighted) / sum(w for w, _ in weighted) == pytest.approx(eur, rel=0.02)


def test_sector_shares_and_growth_follow_the_national_figures() -> None:
    # domain README, section 7: 57.4 / 35.6 / 7.0% of money; +10.7% from one year to the next
    totals: Counter[tuple[int, Sector]] = Counter()
    for (jaar, _, sector, _), cent in ware_jaarcenten(Schaal.NORMAAL, 3).items():
        totals[jaar, sector] += cent
    per_year = {jaar: sum(totals[jaar, s] for s in Sector) for jaar in calendar.JAREN}
    shares = [(totals[2025, s] + totals[2026, s]) / sum(per_year.values()) for s in VOLGORDE]
    assert shares == pytest.approx([0.574, 0.356, 0.070], abs=0.01)
    assert per_year[2026] / per_year[2025] == pytest.approx(1.107, abs=0.01)
    assert 0 < totals[2026, Sector.ONBEKEND] < 0.005 * per_year[2026]


def test_the_truth_of_a_small_demo_is_near_the_calibration_too() -> None:
    truth = ware_jaarcenten(Schaal.KLEIN, 7)
    total = sum(truth.values())
    shares = [sum(cent for key, cent in truth.items() if key[2] is s) / total for s in VOLGORDE]
    assert shares == pytest.approx([0.574, 0.356, 0.070], abs=0.06)
    assert {groep for *_, groep in truth} == {Groep.REGULIER, Groep.CRISIS, Groep.MEERZORG}


def test_about_93_percent_of_a_month_is_in_within_17_working_days() -> None:
    # domain README, section 10: 90-95% in time, 98-99% one month later
    euros = np.zeros(3)
    units = world.vestigingen(Schaal.NORMAAL, np.random.default_rng(1))
    ends = np.array([int(calendar.nde_werkdag(m + 1, np.array([17]))[0]) for m in range(calendar.MAANDEN)])
    for number, unit in enumerate(units[::3]):
        rng = np.random.default_rng([5, number])
        lines, files = claims.declaraties(unit, zorg(unit, rng)[0], rng)
        first = (lines.soort == claims.DEBET) & (files.geweigerd[lines.bestand] == 0) & (lines.maand < 12)
        received, month, cent = files.ontvangen[lines.bestand[first]], lines.maand[first], lines.bedrag_cent[first]
        euros += [cent.sum(), cent[received <= ends[month]].sum(), cent[received <= ends[month + 1]].sum()]
    assert euros[1] / euros[0] == pytest.approx(0.93, abs=0.015)
    assert euros[2] / euros[0] == pytest.approx(0.985, abs=0.005)


def test_about_two_percent_of_lines_cross_a_month_end(demo: Demo) -> None:
    lines = [r for b in demo.aw319 for r in b.prestaties]
    crossing = [r for r in lines if r["begindatum_prestatie"][:6] != r["einddatum_prestatie"][:6]]
    assert 0.005 < len(crossing) / len(lines) < 0.04


def test_months_and_days_are_those_of_the_calendar() -> None:
    days = np.array([calendar.day(date(2025, 1, 1)), calendar.day(date(2026, 12, 31))])
    assert calendar.maand_van(days).tolist() == [0, 23]
    assert [datum(str(number)) for number in calendar.yyyymmdd(days)] == [date(2025, 1, 1), date(2026, 12, 31)]
    assert calendar.as_date(int(calendar.nde_werkdag(21, np.array([17]))[0])) == calendar.STAND

"""From judgements to the expected year (R4.6): what is known on a peildatum, completed, forecast and kept."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from config.settings import Settings
from config.words import Sector
from forecasting.schatting.completion import KWANTIEL_80
from forecasting.schatting.panel import panel
from forecasting.wlz.schatting import bewaard
from forecasting.wlz.schatting.verwachting import _gewicht_op_het_jaar, _voltooiingsfout, nakomers, verwachting
from loaders.tijd.workdays import kalenderdagen, zelfde_werkdag

PEILDATUM = date(2026, 6, 23)
DAG_CENT = 1_000_000


def judgements(
    until: date, *, providers: int = 4, first: str = "2025-01", late: frozenset[tuple[str, str]] = frozenset()
) -> pd.DataFrame:
    """Care of the same amount a day; 90% of a month is granted in the month after, 10% a month later. `late`: provider
    and month of which nothing comes before two months later."""
    rows = []
    for maand in pd.period_range(first, pd.Period(until, "M"), freq="M"):
        for number in range(providers):
            agb = f"0600{number:04}"
            cent = DAG_CENT * (number + 1) * maand.days_in_month
            for share, months in ((0.9, 1), (0.1, 2)):
                wait = months + (2 if (agb, str(maand)) in late else 0)
                when = (maand + wait).start_time.date() + timedelta(days=14)
                if when <= until:
                    rows.append(
                        (agb, f"55{number % 2:02}", "V&V", maand.start_time, pd.Timestamp(when), int(cent * share))
                    )
    columns = ["aanbieder", "uzovi", "sector", "zorgmaand", "beoordeeld", "goedgekeurd_cent"]
    return pd.DataFrame(rows, columns=columns)


def test_months_are_compared_on_the_same_working_day():
    """R3.1: claims follow working days; 23 June 2026 is the 17th, as 27 May is of May (three holidays and Whitsun)."""
    assert zelfde_werkdag(PEILDATUM, date(2026, 5, 1)) == date(2026, 5, 27)
    assert zelfde_werkdag(date(2026, 5, 31), date(2026, 2, 1)) == date(2026, 2, 28)
    assert zelfde_werkdag(date(2026, 1, 1), date(2025, 12, 1)) == date(2025, 12, 1)


def test_a_month_is_completed_by_its_run_off():
    found = panel(judgements(PEILDATUM), PEILDATUM)
    assert found is not None
    assert found.laatste_maand() == pd.Period("2026-05", "M")
    per_month = pd.Series(found.verwacht.sum(axis=0), found.maanden)
    assert per_month["2026-05"] == pytest.approx(10 * DAG_CENT * 31, rel=0.01)
    assert found.bekend.sum(axis=0)[-2] == pytest.approx(9 * DAG_CENT * 31)


def test_a_file_that_is_late_is_not_a_provider_that_stopped():
    """Two earlier months of another provider came late and came whole; so a third is expected to come."""
    late = frozenset(
        {("06000003", "2025-06"), ("06000002", "2025-10"), ("06000001", "2026-01"), ("06000003", "2026-05")}
    )
    found = panel(judgements(PEILDATUM, late=late), PEILDATUM)
    assert found is not None
    assert found.bekend[3, -2] == 0
    assert found.verwacht[3, -2] > 0.6 * 4 * DAG_CENT * 31


def test_n7_who_is_late_ranks_by_what_it_does_to_the_range():
    """The effect of a month is what its becoming known takes from the width that completion gives the sector."""
    late = frozenset({("06000003", "2025-06"), ("06000002", "2025-10"), ("06000000", "2026-05")})
    found = panel(judgements(PEILDATUM, late=late), PEILDATUM)
    assert found is not None
    laatste = found.laatste_maand()
    weight = _gewicht_op_het_jaar(found, laatste)
    made = verwachting(found, 2026)
    ranked = nakomers(made.aanbieders, made, {"06000000": "Voorbeeld"})
    assert (ranked[0].agb, ranked[0].naam, ranked[0].maand) == ("06000000", "Voorbeeld", date(2026, 5, 1))
    widths = [n.breedte_cent for n in ranked]
    assert widths == sorted(widths, reverse=True)
    for n in ranked:
        row = int(np.flatnonzero(found.reeksen["aanbieder"] == n.agb)[0])
        without = found.fout.copy()
        without[row, (pd.Period(n.maand, "M") - found.maanden[0]).n] = 0
        known = _gewicht_op_het_jaar(replace(found, fout=without), laatste)
        narrower = 2 * KWANTIEL_80 * (weight.sum() - known.sum())
        assert n.breedte_cent == pytest.approx(narrower, abs=1)


@pytest.mark.parametrize("first", ["2026-01", "2022-01"])
def test_what_another_sector_had_and_since_when_changes_nothing(first: str):
    """A sector of which the first months come late too: nothing in it is learned from, or lent to, another."""
    late = frozenset({("06000003", "2025-06"), ("06000002", "2025-10"), ("06000003", "2026-05")})
    mine = judgements(PEILDATUM, first="2025-05", late=late)
    other = judgements(PEILDATUM, providers=2, first=first).assign(sector="GZ", aanbieder="06999999")
    alone, both = panel(mine, PEILDATUM), panel(pd.concat([other, mine], ignore_index=True), PEILDATUM)
    assert alone is not None
    assert both is not None
    rows = np.flatnonzero(both.reeksen["sector"] == "V&V")
    columns = both.maanden.get_indexer(alone.maanden)
    for what in ("bekend", "verwacht", "fout"):
        found = pd.DataFrame(getattr(both, what)[rows]).reindex(columns=columns, fill_value=0.0)
        np.testing.assert_array_equal(found.iloc[:, columns >= 0], getattr(alone, what)[:, columns >= 0])
    assert both.samenhang[Sector.VV] == alone.samenhang[Sector.VV]


def test_no_p10_lies_below_what_is_approved_and_certain():
    """A month of 100 times as much stands approved: nothing that completion may be off takes it away, until a credit
    shows that it can."""
    oordelen = judgements(PEILDATUM)
    oordelen.loc[(oordelen["aanbieder"] == "06000002") & (oordelen["zorgmaand"] == "2026-02"), "goedgekeurd_cent"] *= (
        100
    )
    found = panel(oordelen, PEILDATUM)
    assert found is not None
    assert not found.gecrediteerd.any()
    approved = found.bekend[:, found.maanden.year == 2026].sum(axis=1)
    wide = replace(found, fout=found.fout + 0.5 * approved[:, None])
    for one, certain in zip(verwachting(wide, 2026).aanbieders, approved, strict=True):
        assert one.kwantielen[0] >= certain
    credit = oordelen.iloc[[0]].assign(beoordeeld=oordelen["beoordeeld"].max(), goedgekeurd_cent=-100)
    after = panel(pd.concat([oordelen, credit]), PEILDATUM)
    assert after is not None
    assert after.gecrediteerd.tolist() == [True, False, False, False]


@pytest.mark.parametrize("samen", [0.0, 0.4, 1.0])
def test_errors_of_months_add_up_as_far_as_they_go_together(samen: float):
    """Standard deviations 3 and 4: 5 when each month errs by itself (3-4-5), 7 when one habit moves both."""
    found = panel(judgements(PEILDATUM), PEILDATUM)
    assert found is not None
    fout = np.zeros_like(found.fout)
    fout[0, -4], fout[1, -3] = 3.0, 4.0  # March and April of two providers of one sector
    made = replace(found, fout=fout, samenhang={Sector.VV: samen}, totaal={Sector.VV: 1.0})
    draws = _voltooiingsfout(made, found.laatste_maand(), np.zeros((len(fout), 40_000)), seed=0).sum(axis=0)
    assert draws.std() == pytest.approx(np.sqrt(25 + samen * 24), rel=0.02)


def test_the_year_of_even_care_is_its_days():
    found = verwachting(panel(judgements(PEILDATUM), PEILDATUM), 2026)
    draws = sum(p.trekkingen for p in found.plaatsen.values())
    year = 10 * DAG_CENT * sum(kalenderdagen(date(2026, m, 1)) for m in range(1, 13))
    assert np.median(draws) == pytest.approx(year, rel=0.01)
    assert np.quantile(draws, 0.1) < year < np.quantile(draws, 0.9)
    assert len(draws) >= 2_000
    assert sorted(found.plaatsen) == [("5500", Sector.VV), ("5501", Sector.VV)]


def test_what_was_known_later_changes_nothing():
    """R1.1: the same peildatum, the same figure."""
    later = judgements(date(2026, 9, 30))
    then = later[later["beoordeeld"] <= pd.Timestamp(PEILDATUM)].reset_index(drop=True)
    a, b = (verwachting(panel(x, PEILDATUM), 2026) for x in (judgements(PEILDATUM), then))
    assert a.plaatsen.keys() == b.plaatsen.keys()
    assert all((a.plaatsen[k].trekkingen == b.plaatsen[k].trekkingen).all() for k in a.plaatsen)


@pytest.mark.parametrize(
    ("oordelen", "jaar", "reden"),
    [
        (judgements(PEILDATUM).iloc[:0], 2026, "geen goedgekeurde productie"),
        (judgements(PEILDATUM, first="2026-04"), 2026, "te weinig historie: van de 3 maanden die nodig zijn is er 2"),
        (judgements(PEILDATUM), 2027, "nog geen maand"),
    ],
)
def test_too_little_is_said_not_guessed(oordelen: pd.DataFrame, jaar: int, reden: str):
    found = verwachting(panel(oordelen, PEILDATUM), jaar)
    assert not found.plaatsen
    assert reden in found.redenen[0]


def test_a_new_provider_counts_before_it_can_be_forecast():
    new = judgements(PEILDATUM)
    new = new[(new["aanbieder"] != "06000003") | (new["zorgmaand"] >= "2026-04-01")].reset_index(drop=True)
    found = verwachting(panel(new, PEILDATUM), 2026)
    theirs = next(a for a in found.aanbieders if a.aanbieder == "06000003")
    days = sum(kalenderdagen(date(2026, m, 1)) for m in range(4, 13))
    assert theirs.kwantielen[1] == pytest.approx(4 * DAG_CENT * days, rel=0.1)


def test_a_past_year_is_nearly_known():
    found = verwachting(panel(judgements(PEILDATUM), PEILDATUM), 2025)
    draws = sum(p.trekkingen for p in found.plaatsen.values())
    assert draws.mean() == pytest.approx(10 * DAG_CENT * 365, rel=0.002)
    assert np.ptp(draws) < 0.01 * draws.mean()


def test_a_forecast_is_read_as_it_was_kept(tmp_path: Path):
    settings = Settings(data=tmp_path)
    oordelen = judgements(PEILDATUM)
    oordelen.loc[oordelen["zorgmaand"] == "2026-05", "goedgekeurd_cent"] *= 2
    found = verwachting(panel(oordelen, PEILDATUM), 2026)
    # May came at twice what the months before told: 151 days at 1, and 31 of them once more, or all from May on at 2
    sprong = found.sprongen[None, Sector.VV]
    assert sprong.deel_fractie == pytest.approx(1.0, abs=0.1)
    assert sprong.terug_cent == pytest.approx(10 * DAG_CENT * (365 + 31), rel=0.05)
    assert sprong.blijft_cent == pytest.approx(10 * DAG_CENT * (120 + 2 * 245), rel=0.05)
    place = bewaard.pad(settings, oordelen, PEILDATUM, 2026)
    assert bewaard.lees(place) is None
    bewaard.bewaar(place, found)
    again = bewaard.lees(place)
    assert again is not None
    assert again.redenen == found.redenen
    assert again.laatste_maand == found.laatste_maand == date(2026, 5, 1)
    assert again.aanbieders == found.aanbieders
    assert again.sprongen == found.sprongen
    for key, plaats in found.plaatsen.items():
        assert (again.plaatsen[key].trekkingen == plaats.trekkingen).all()
        assert again.plaatsen[key].verwacht == plaats.verwacht


def test_a_stored_forecast_is_named_by_what_was_known(tmp_path: Path):
    settings = Settings(data=tmp_path)
    oordelen = judgements(PEILDATUM)
    other = oordelen.assign(goedgekeurd_cent=oordelen["goedgekeurd_cent"] + 1)
    names = {
        bewaard.pad(settings, o, d, 2026)
        for o, d in [(oordelen, PEILDATUM), (other, PEILDATUM), (oordelen, date(2026, 6, 24))]
    }
    assert len(names) == 3
    assert bewaard.pad(settings, oordelen.copy(), PEILDATUM, 2026) in names

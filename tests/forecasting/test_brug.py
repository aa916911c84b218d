"""R7.5: the bridge. Sums worked by hand, and the property that counts: no cent is left over."""

import random
import tempfile
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.errors import OngeldigeInvoer
from config.settings import Settings
from config.words import Sector, Site
from forecasting.wlz import vooruitblik
from forecasting.wlz.brug import Brug, Bruggen, Kant, Oorzaak, brug, stappen, tegen_oude_prijzen
from forecasting.wlz.brug_run import bruggen
from forecasting.wlz.outlook import Oordeelsgrond, SectorOutlook, Toets
from loaders import run
from loaders.tijd.workdays import kalenderdagen
from tests.forecasting import slow
from tests.forecasting.worlds import decide, deliver, world
from tests.made import Inbox
from tests.vragen import vraag

JAN, FEB, MRT = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
ZK = Site.ZILVEREN_KRUIS
KOLOMMEN = ["aanbieder", "uzovi", "sector", "groep", "prestatiecode", "tijdseenheid", "zorgmaand"]
BEDRAGEN = ["goedgekeurd_cent", "in_behandeling_cent", "aantal_toegekend"]
PLAATS = ("06000001", "5505", Sector.VV)


def claims(*rows: tuple[date, int, int]) -> pd.DataFrame:
    """Month, approved cents and days of one provider."""
    where = ("06000001", "5505", "V&V", "regulier", "Z053", "14")
    frame = pd.DataFrame([(*where, pd.Timestamp(m), cent, 0, n) for m, cent, n in rows], columns=[*KOLOMMEN, *BEDRAGEN])
    return frame.astype(dict.fromkeys(BEDRAGEN, "int64"))


def sector(e_cent: int, ruimte_cent: int | None, verplicht_cent: int = 0) -> SectorOutlook:
    korting = None
    if ruimte_cent is not None:
        korting = Fraction(max(0, e_cent - ruimte_cent + verplicht_cent), e_cent)
    toets = Toets(ruimte_cent, korting, korting is not None and korting > Fraction(1, 50))
    line = Fraction(1, 50), Fraction(1, 200)
    return SectorOutlook(Sector.VV, None, verplicht_cent, 0, 0, 0, e_cent, *line, toets, toets, ())


def kant(
    dag: date,
    laatste: date,
    frame: pd.DataFrame,
    uitkomst: SectorOutlook,
    besluiten: dict | None = None,
    jaar: int = 2026,
) -> Kant:
    return Kant(
        jaar, dag, laatste, frame, frame.iloc[:0], lambda maand, _: kalenderdagen(maand), "nul", besluiten or {},
        [uitkomst], [],
    )  # fmt: skip


def per_oorzaak(found: Bruggen) -> dict[Oorzaak, int]:
    (one,) = found.sectoren
    return {s.oorzaak: s.geextrapoleerd_cent for s in one.stappen if s.geextrapoleerd_cent}


def test_each_cause_has_its_own_cents():
    # 100 per dag. 24-02: januari 31 dagen = 3.100 goedgekeurd, E = 3.100 + 3.100/31 x 334 = 36.500.
    # 24-03: van januari is 310 alsnog beoordeeld en 620 nagekomen, 31 gecrediteerd: A[jan] = 3.999;
    # E op januari = 3.999 + 3.999/31 x 334 = 47.085 (43.085,87 afgerond: 43.086 + 3.999)
    # februari: 27 dagen, samen 3.080; E = 3.999 + 3.080 + 3.080/28 x 306 = 40.739
    voor = kant(date(2026, 2, 24), JAN, claims((JAN, 3_100, 31)), sector(36_500, 36_000))
    na = kant(date(2026, 3, 24), FEB, claims((JAN, 3_999, 31), (FEB, 3_080, 27)), sector(40_739, 36_000))
    beoordeeld, nagekomen = claims((JAN, 3_410, 31), (FEB, 0, 0)), claims((JAN, 4_030, 31), (FEB, 3_080, 27))
    gedaan = stappen(voor, na, beoordeeld, nagekomen)
    found = brug(ZK, voor, na, gedaan, {})
    assert sum(per_oorzaak(found).values()) == 40_739 - 36_500
    assert per_oorzaak(found)[Oorzaak.BEOORDEELD] == (3_410 + 36_740) - 36_500
    assert per_oorzaak(found)[Oorzaak.NAGEKOMEN] == (4_030 + 43_420) - (3_410 + 36_740)
    assert per_oorzaak(found)[Oorzaak.GECORRIGEERD] == (3_999 + 43_086) - (4_030 + 43_420)
    # tegen de prijs van januari (3.999 / 31 = 129 per dag) was februari 27 x 129 = 3.483 geweest, en de rest 38.064
    assert per_oorzaak(found)[Oorzaak.BASISMAAND] == (3_999 + 3_483 + 38_064) - (3_999 + 43_086)
    assert per_oorzaak(found)[Oorzaak.TARIEF] == 40_739 - (3_999 + 3_483 + 38_064)
    (aanbieder,) = found.aanbieders
    assert (aanbieder.agb, aanbieder.geextrapoleerd_cent) == ("06000001", 40_739 - 36_500)


def test_months_at_old_prices_are_units_times_the_old_price():
    # februari: 10 dagen tegen 5/3 cent = 16,67, dus 17; zonder dagen of zonder oude prijs blijft het bedrag staan
    repriced = tegen_oude_prijzen(claims((JAN, 5, 3), (FEB, 40, 10), (MRT, 7, 0)), JAN)
    assert list(repriced["goedgekeurd_cent"]) == [5, 17, 7]
    assert list(tegen_oude_prijzen(claims((JAN, 0, 0), (FEB, 40, 10)), JAN)["goedgekeurd_cent"]) == [0, 40]


def test_room_commitments_and_decisions_are_steps_of_their_own():
    # E 36.500 blijft; ruimte 36.000 naar 35.500, verplichtingen 0 naar 100, besluit + 1.000
    frame = claims((JAN, 3_100, 31))
    voor = kant(date(2026, 2, 24), JAN, frame, sector(36_500, 36_000))
    na = kant(date(2026, 2, 25), JAN, frame, sector(37_500, 35_500, 100), {PLAATS: 1_000})
    (one,) = brug(ZK, voor, na, stappen(voor, na, frame, frame), {}).sectoren
    assert [(s.oorzaak, s.geextrapoleerd_cent, s.contracteerruimte_cent) for s in one.stappen] == [
        (Oorzaak.BESLUITEN, 1_000, 0), (Oorzaak.RUIMTE, 0, -500), (Oorzaak.VERPLICHTINGEN, 0, 0),
    ]  # fmt: skip
    assert [s.korting_punten for s in one.stappen] == [
        Fraction(1_500, 37_500) - Fraction(500, 36_500), Fraction(500, 37_500), Fraction(100, 37_500),
    ]  # fmt: skip
    assert sum(s.korting_punten or 0 for s in one.stappen) == Fraction(2_100, 37_500) - Fraction(500, 36_500)


def test_what_is_not_known_is_no_zero():
    frame = claims((JAN, 3_100, 31))
    voor = kant(date(2026, 2, 24), JAN, frame.iloc[:0], sector(0, None))
    na = kant(date(2026, 2, 25), JAN, frame, sector(36_500, 36_000))
    (one,) = brug(ZK, voor, na, stappen(voor, na, frame.iloc[:0], frame), {}).sectoren
    (step,) = one.stappen
    assert (step.geextrapoleerd_cent, step.contracteerruimte_cent, step.korting_punten) == (36_500, None, None)


def test_two_years_are_one_step():
    voor = kant(date(2026, 2, 24), JAN, claims((JAN, 3_100, 31)), sector(36_500, 36_000))
    na = kant(
        date(2027, 2, 24), date(2027, 1, 1), claims((date(2027, 1, 1), 6_200, 31)), sector(73_000, 36_000), jaar=2027
    )
    assert per_oorzaak(brug(ZK, voor, na, stappen(voor, na, voor.claims, voor.claims), {})) == {
        Oorzaak.ANDER_JAAR: 36_500
    }


def sluit(one: Brug) -> bool:
    return sum(s.geextrapoleerd_cent for s in one.stappen) == one.geextrapoleerd_cent


@settings(max_examples=6, deadline=None)
@given(st.randoms(use_true_random=True), st.integers(1, 6), st.integers(0, 3))
def test_no_cent_is_left_over_in_any_world(rng: random.Random, streams: int, odd: int):
    jaar, wereld = world(rng, streams, odd)
    with tempfile.TemporaryDirectory() as folder:
        inbox, mine = Inbox(Path(folder) / "inbox"), Settings(data=Path(folder) / "data")
        deliver(wereld, jaar, inbox)
        run.load(mine, [inbox.path])
        decide(wereld, jaar, mine)
        van = slow.closes_on(date(jaar, 1, 1)) + timedelta(days=rng.randint(0, 200))
        naar = van + timedelta(days=rng.randint(1, 150))
        for site in Site:
            before, after = (vraag(vooruitblik.outlook, mine, jaar, day, site) for day in (van, naar))
            found = vraag(bruggen, mine, jaar, van, naar, site)
            for now, was, one in zip(after.sectoren, before.sectoren, found.sectoren, strict=True):
                assert one.geextrapoleerd_cent == now.geextrapoleerd_cent - was.geextrapoleerd_cent
                assert sluit(one)
                mine_ = [a.geextrapoleerd_cent for a in found.aanbieders if a.sector is one.sector]
                assert sum(mine_) == one.geextrapoleerd_cent
                judged = {Oordeelsgrond.OORDEEL} == {was.oordeelsgrond, now.oordeelsgrond}
                if judged and was.zonder.korting_fractie is not None and now.zonder.korting_fractie is not None:
                    points = sum((s.korting_punten or Fraction(0) for s in one.stappen), Fraction(0))
                    assert points == now.zonder.korting_fractie - was.zonder.korting_fractie
            assert all(map(sluit, found.regios))


def test_the_bridge_goes_forward(settings: Settings):
    with pytest.raises(OngeldigeInvoer, match="vooruit in de tijd"):
        vraag(bruggen, settings, 2026, date(2026, 6, 23), date(2026, 6, 23), ZK)

"""R4.3, R4.6: the state of a sector over the year enters early and leaves late (S-08)."""

from dataclasses import replace
from fractions import Fraction

import pytest

from config.words import Sector
from forecasting.expected.signaal import Grenzen, met_signaalstanden, signaalstand
from forecasting.outlook import SectorOutlook, Signaalstand
from tests.dashboard import examples

GRENZEN = Grenzen(*map(Fraction, ("0.25", "0.15", "0.5", "0.4", "0.005", "0.007")))
N, A, D = Signaalstand.NORMAAL, Signaalstand.NADERT, Signaalstand.DREIGT


def sector(korting: str, kans: float) -> SectorOutlook:
    """A sector with this official korting and this probability of ending above 2%."""
    made = examples.met_schatting(examples.sector_met_korting(Sector.VV, 812_345_600, Fraction(korting)))
    assert made.verwacht is not None
    assert made.verwacht.zonder is not None
    return replace(made, verwacht=replace(made.verwacht, zonder=replace(made.verwacht.zonder, boven_drempel=kans)))


@pytest.mark.parametrize(
    ("korting", "kans", "vorige", "stand"),
    [
        ("0", 0.1, None, N),
        ("0.0151", 0.1, None, A),  # 0,49 point below the line
        ("0", 0.26, None, A),
        ("0", 0.2, A, A),  # not low enough to leave
        ("0", 0.15, A, N),
        ("0.0135", 0.1, A, A),  # 0,65 point: would not begin, may last
        ("0.0135", 0.1, None, N),
        ("0.021", 0.0, None, D),  # the official figure is above the line, whatever the estimate says
        ("0", 0.51, None, D),
        ("0", 0.45, D, D),
        ("0", 0.4, D, A),
        ("0", 0.1, D, N),
    ],
)
def test_r4_6_a_state_enters_and_leaves_at_its_own_limit(korting: str, kans: float, vorige, stand):
    assert signaalstand(sector(korting, kans), vorige, GRENZEN) is stand


def test_days_follow_each_other_and_a_day_without_room_is_no_state():
    days = [examples.outlook(s) for s in (sector("0", 0.6), sector("0", 0.45), examples.GGZ_ZONDER_RUIMTE)]
    found = met_signaalstanden(days, GRENZEN)
    states = [d.sectoren[0].verwacht and d.sectoren[0].verwacht.signaal for d in found]
    assert states == [D, D, None]

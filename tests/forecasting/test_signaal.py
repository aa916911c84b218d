"""R4.3, R4.6: the state of a sector over the year enters early and leaves late (S-08)."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from config.settings import Settings
from config.words import Sector, Site
from forecasting.wlz.outlook import Bandbreedte, Gezegd, Kans, Signaalstand
from forecasting.wlz.schatting import gezegd
from forecasting.wlz.schatting.signaal import Grenzen, met_signaalstanden, signaalstand
from tests.dashboard import examples

GRENZEN = Grenzen(*map(Fraction, ("0.25", "0.15", "0.5", "0.4", "0.005", "0.007")))
N, A, D = Signaalstand.NORMAAL, Signaalstand.NADERT, Signaalstand.DREIGT


def said(korting: str, kans: float, day: int = 1) -> Gezegd:
    """This official korting, and this probability of ending above 2%."""
    made = Kans(kans, Bandbreedte(Fraction(0), Fraction(korting), Fraction("0.05")), None)
    above = Fraction(korting) > Fraction("0.02")
    return Gezegd(date(2026, 6, day), Sector.VV, None, Fraction("0.02"), Fraction(korting), above, made)


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
    assert signaalstand(said(korting, kans), vorige, GRENZEN) is stand


def test_days_follow_each_other_and_sectors_do_not():
    gz = replace(said("0", 0.45, 2), sector=Sector.GZ)
    found = met_signaalstanden([said("0", 0.6), said("0", 0.45, 2), gz, said("0", 0.1, 3)], GRENZEN)
    assert [g.signaal for g in found] == [D, D, A, N]


def test_without_an_estimate_the_official_figure_alone_speaks():
    found = met_signaalstanden([replace(said("0.021", 0.9), kans=None), replace(said("0", 0.9, 2), kans=None)], GRENZEN)
    assert [g.signaal for g in found] == [D, N]


def test_what_was_said_is_read_as_it_was_kept(tmp_path: Path):
    """To the exact fraction: the same day gives the same state, whatever was stored when."""
    outlook = examples.outlook(examples.met_schatting(examples.VV), examples.GGZ_ZONDER_RUIMTE)
    day = gezegd.uit(replace(outlook, regios=()))
    assert [g.sector for g in day] == [Sector.VV]  # without room nothing can be said
    place = gezegd.pad(Settings(data=tmp_path), "7", 2026, date(2026, 6, 23), Site.FRIESLAND)
    assert gezegd.lees(place) is None
    gezegd.bewaar(place, day)
    assert gezegd.lees(place) == day
    assert gezegd.pad(Settings(data=tmp_path), "8", 2026, date(2026, 6, 23), Site.FRIESLAND) != place

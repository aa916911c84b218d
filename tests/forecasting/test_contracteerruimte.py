"""R4.1: the newest row per part as known on the peildatum; expected money in the scenario only."""

from datetime import date

import pytest

from config.words import Onderdeel, Sector, Zekerheid
from forecasting.wlz.contracteerruimte import Ruimte, RuimteRij, VerplichtingRij, contracteerruimte, verplichtingen_cent

DEFINITIEF, VERWACHT = Zekerheid.DEFINITIEF, Zekerheid.VERWACHT


def rij(onderdeel: str, cent: int, zekerheid: Zekerheid, bekend_op: date) -> RuimteRij:
    return RuimteRij("5515", Sector.VV, Onderdeel(onderdeel), cent, zekerheid, bekend_op)


RIJEN = [
    rij("regulier", 1_000, DEFINITIEF, date(2025, 10, 15)),
    rij("regulier", 1_100, DEFINITIEF, date(2026, 5, 20)),
    rij("regulier", 9_999, VERWACHT, date(2026, 6, 1)),
    rij("herverdeling", 50, VERWACHT, date(2026, 4, 1)),
    rij("herverdeling", 70, VERWACHT, date(2026, 6, 1)),
    rij("herverdeling", 60, DEFINITIEF, date(2026, 9, 1)),
    rij("meerzorg", 500, DEFINITIEF, date(2025, 10, 15)),
]


@pytest.mark.parametrize(
    ("peildatum", "ruimte"),
    [
        (date(2025, 10, 14), None),
        (date(2025, 10, 15), Ruimte(1_000, 1_000)),
        (date(2026, 4, 1), Ruimte(1_000, 1_050)),
        (date(2026, 5, 20), Ruimte(1_100, 1_150)),
        (date(2026, 6, 1), Ruimte(1_100, 1_170)),  # an expected regular row does not count
        (date(2026, 9, 1), Ruimte(1_160, 1_160)),  # granted: now it belongs to the room itself
    ],
)
def test_what_was_known_on_a_day(peildatum: date, ruimte: Ruimte | None):
    # R4.1; meerzorg is earmarked and never part of it (R2.3)
    assert contracteerruimte(RIJEN, peildatum) == ruimte


def test_expected_money_alone_is_no_room():
    assert contracteerruimte([rij("regulier", 1_000, VERWACHT, date(2025, 1, 1))], date(2026, 1, 1)) is None


def test_commitments_add_up_from_the_day_they_are_known():
    # R4.2: "commitments outside AW319 for that sector first lower R"
    rijen = [
        VerplichtingRij("5515", Sector.VV, cent, dag) for cent, dag in ((10, date(2026, 2, 1)), (5, date(2026, 3, 1)))
    ]
    assert [verplichtingen_cent(rijen, d) for d in (date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 1))] == [
        0,
        10,
        15,
    ]


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_rows_of_one_day_the_definite_one_counts(order: int):
    # R4.1: op 1 april kwamen een verwacht en een definitief bedrag binnen; het definitieve is het nieuwste woord
    dag = date(2026, 4, 1)
    rijen = [
        rij("regulier", 1_000, DEFINITIEF, date(2025, 10, 15)),
        rij("herverdeling", 70, VERWACHT, dag),
        rij("herverdeling", 50, DEFINITIEF, dag),
    ]
    assert contracteerruimte(rijen[::order], dag) == Ruimte(1_050, 1_050)

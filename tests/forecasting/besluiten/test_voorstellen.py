"""What there is to decide, in what order, and which notice or decision is the last (R3.6, R3.7)."""

from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any

import pytest

from config.words import BesluitSoort, Sector, Uitkomst
from forecasting.wlz.besluiten.voorstellen import (
    Maatwerk,
    Melding,
    Voorstel,
    geldende_meldingen,
    is_nieuw,
    laatste_besluiten,
    naar_effect,
)
from loaders.grootboek.besluiten import Besluit
from loaders.grootboek.waarden import Maandbedrag, Waarde

PEILDATUM = date(2026, 10, 1)
VV = Sector.VV


def melding(op: int, maand: int = 11, **more: Any) -> Melding:
    plain: dict[str, Any] = {"agb": "06000001", "uzovi": "5515", "sector": VV}
    return Melding(
        **{**plain, **more},
        vanaf_maand=date(2026, maand, 1),
        bedrag_per_maand_cent=op,
        reden="reden",
        gemeld_op=date(2026, 9, op),
    )


def test_the_newest_notice_per_month_counts():
    # R3.7: "Een latere melding over dezelfde maand vervangt de eerdere"; die van na de peildatum is nog niet bekend
    for order in permutations([melding(3), melding(1), melding(2, 12), melding(9)]):
        assert set(geldende_meldingen(order, date(2026, 9, 5))) == {melding(3), melding(2, 12)}
    assert geldende_meldingen([melding(3)], date(2026, 9, 3)) == [melding(3)]


def test_notices_of_other_providers_regions_and_sectors_stand_beside_each_other():
    others = [melding(1), melding(2, agb="06000002"), melding(3, uzovi="5521"), melding(4, sector=Sector.GZ)]
    assert geldende_meldingen(others, PEILDATUM) == others


@pytest.mark.parametrize(
    ("gestart_op", "nieuw"),
    [
        (date(2025, 10, 2), True),
        (date(2025, 10, 1), False),  # twaalf maanden is niet minder dan twaalf maanden
        (date(2025, 9, 30), False),
        (date(2024, 12, 31), False),
        (date(2026, 12, 1), True),  # die nog moet beginnen, is het ook
        (PEILDATUM, True),
        (None, False),
    ],
)
def test_new_is_less_than_twelve_months(gestart_op: date | None, nieuw: bool):
    # R3.6: "minder dan 12 maanden voor de peildatum"
    assert is_nieuw(gestart_op, PEILDATUM, 12) is nieuw


def voorstel(agb: str, effect: int | None, soort: BesluitSoort = BesluitSoort.CORRECTIE) -> Voorstel:
    return Voorstel(soort, agb, "5515", VV, None, effect, Maatwerk(0, ""))


def test_the_largest_effect_comes_first_whichever_way_it_goes_and_what_has_none_last():
    inorder = [
        voorstel("4", -900),
        voorstel("1", 500),
        voorstel("2", -500),  # even groot: naar soort, dan naar AGB
        voorstel("0", 500, BesluitSoort.TREND),
        voorstel("3", 0),
        voorstel("2", None, BesluitSoort.BEHANDELING),
        voorstel("2", None),
        voorstel("5", None),
    ]
    for order in (inorder, inorder[::-1], inorder[3:] + inorder[:3]):
        assert list(naar_effect(order)) == inorder


def besluit(nummer: int, waarde: Waarde, **more: Any) -> Besluit:
    plain: dict[str, Any] = {"agb": "06000001", "uzovi": "5515", "sector": VV, "vanaf": PEILDATUM}
    return Besluit(
        nummer, BesluitSoort.MELDING, Uitkomst.ACCEPTEREN, 2026, **{**plain, **more}, waarde=waarde, door="A",
        reden="gezien", genomen_op=datetime(2026, 10, 1, tzinfo=UTC),
    )  # fmt: skip


def test_the_last_decision_about_a_subject_is_that_with_the_highest_number():
    nov, later, dec = (
        besluit(1, Maandbedrag(date(2026, 11, 1), 1)),
        besluit(3, Maandbedrag(date(2026, 11, 1), 1)),
        besluit(2, Maandbedrag(date(2026, 12, 1), 1)),
    )
    asked = Voorstel(
        BesluitSoort.MELDING, "06000001", "5515", VV, None, 0, melding(3), Maandbedrag(date(2026, 11, 1), 1)
    )  # fmt: skip
    for register in permutations([nov, later, dec, besluit(4, Maandbedrag(date(2026, 11, 1), 1), agb="06000002")]):
        found = laatste_besluiten(register)
        assert (found[asked.onderwerp], len(found)) == (later, 3)

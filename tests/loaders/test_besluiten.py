"""The register of decisions (R3.4-R3.7): nothing is overwritten, and every peildatum knows its own decisions (R1.1)."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import OngeldigeInvoer
from config.settings import Settings
from config.words import BesluitSoort, Sector, Uitkomst
from loaders import queries
from loaders.grootboek.besluiten import Besluit, besluit_json, besluiten, geldend, neem_besluit
from loaders.grootboek.waarden import Maandbedrag, Niets, Plekken, to_waarde
from tests.vragen import uit_grootboek, vraag

JUNI = datetime(2026, 6, 10, 12, tzinfo=UTC)
PLEKKEN = Plekken(3)


def besluit(nummer: int, **more: Any) -> Besluit:
    plain = Besluit(
        nummer, BesluitSoort.CRISIS, Uitkomst.ACCEPTEREN, 2026, "06000001", "5515", Sector.VV, date(2026, 6, 1),
        PLEKKEN, "A. Voorbeeld", "bezetting te laag", JUNI,
    )  # fmt: skip
    return replace(plain, **more)


def neem(settings: Settings, **more: Any) -> Besluit:
    plain: dict[str, Any] = {
        "soort": BesluitSoort.CRISIS, "uitkomst": Uitkomst.ACCEPTEREN, "jaar": 2026, "agb": "06000001", "uzovi": "5515",
        "sector": Sector.VV, "vanaf": date(2026, 6, 1), "waarde": {"plekken": 3}, "door": "A. Voorbeeld",
        "reden": "bezetting te laag", "genomen_op": JUNI,
    }  # fmt: skip
    return neem_besluit(settings, **{**plain, **more})


def test_a_decision_is_kept_as_it_was_taken(settings: Settings):
    taken = neem(settings)
    assert uit_grootboek(besluiten, settings, 2026) == [taken] == [besluit(taken.nummer)]
    assert uit_grootboek(besluiten, settings, 2025) == []
    assert besluit_json(taken)["waarde"] == {"plekken": 3}


def test_a_new_decision_is_a_new_state_of_the_data(settings: Settings):
    before = vraag(queries.stand, settings).versie
    neem(settings)
    assert vraag(queries.stand, settings).versie != before


def test_a_later_decision_stands_beside_the_earlier_one(settings: Settings):
    first = neem(settings)
    second = neem(
        settings, uitkomst=Uitkomst.WEIGEREN, waarde={}, vanaf=date(2026, 7, 1), genomen_op=JUNI + timedelta(9)
    )
    found = uit_grootboek(besluiten, settings, 2026)
    assert found == [first, second]
    assert geldend(found, date(2026, 6, 30)) == (first,)
    assert geldend(found, date(2026, 7, 1)) == (second,)


def test_it_counts_from_its_day_and_never_before_it_was_taken():
    # R1.1: taken on 10 June, meant from 1 June: the figure of 9 June stays what it was
    assert geldend([besluit(1)], date(2026, 6, 9)) == ()
    assert geldend([besluit(1)], date(2026, 6, 10)) == (besluit(1),)
    later = besluit(1, vanaf=date(2026, 9, 1))
    assert geldend([later], date(2026, 8, 31)) == ()
    assert geldend([later], date(2026, 9, 1)) == (later,)


def test_the_day_is_that_of_the_netherlands():
    # 23.30 uur UTC on 9 June is 10 June in summer time
    late = besluit(1, genomen_op=datetime(2026, 6, 9, 23, 30, tzinfo=UTC))
    assert late.telt_vanaf == date(2026, 6, 10)


def test_subjects_stand_apart():
    other_month = [
        besluit(n, soort=BesluitSoort.MELDING, waarde=Maandbedrag(m, 1))
        for n, m in ((2, date(2026, 8, 1)), (3, date(2026, 9, 1)))
    ]
    found = [besluit(1), *other_month, besluit(4, uzovi="5533")]
    assert geldend(found, date(2026, 12, 31)) == tuple(found)


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 60), st.integers(0, 60)), max_size=8),
    st.integers(0, 70),
    st.randoms(),
)
def test_what_counts_does_not_depend_on_order_or_on_later_decisions(
    taken: list[tuple[int, int, int]], dag: int, toeval: random.Random
):
    # R1.1: the same peildatum gives the same decisions, whatever is decided on a later day
    start = date(2026, 3, 1)
    found = [
        besluit(
            n,
            agb=f"0600000{who}",
            vanaf=start + timedelta(vanaf),
            genomen_op=datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(op),
        )
        for n, (who, vanaf, op) in enumerate(taken, start=1)
    ]
    peildatum = start + timedelta(dag)
    counted = geldend(found, peildatum)
    assert geldend(toeval.sample(found, len(found)), peildatum) == counted
    assert geldend([b for b in found if b.genomen_op.date() <= peildatum], peildatum) == counted
    assert len({b.onderwerp for b in counted}) == len(counted)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"reden": "  "}, "reden"),
        ({"door": ""}, "door"),
        ({"agb": None}, "agb"),
        ({"waarde": {}}, "plekken"),
        ({"waarde": {"plekken": "drie"}}, "geheel getal"),
        ({"reden": "mevrouw 999999990"}, "BSN"),
        ({"agb": "123"}, "AGB"),
        ({"uzovi": "9999"}, "UZOVI"),
        ({"waarde": {"plekken": -1}}, "minder dan niets"),
        ({"soort": BesluitSoort.MELDING, "uitkomst": Uitkomst.WEIGEREN, "waarde": {}}, "de maand"),
        ({"soort": BesluitSoort.MELDING, "waarde": {"maand": "11-2026", "bedrag_per_maand_cent": 1}}, "JJJJ-MM"),
        ({"soort": BesluitSoort.VASTE_VOLUMES, "waarde": {}}, "ruimte fixeer"),
        ({"soort": BesluitSoort.VASTE_VOLUMES, "uitkomst": Uitkomst.WEIGEREN, "waarde": {}}, "de site"),
        ({"soort": BesluitSoort.BEHANDELING}, "laat de regio weg"),
        ({"soort": BesluitSoort.BEHANDELING, "uzovi": None, "waarde": {"aandeel": "1.5"}}, "tussen 0 en 1"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_kept(settings: Settings, more: dict[str, Any], says: str):
    with pytest.raises(OngeldigeInvoer, match=says):
        neem(settings, **more)
    assert uit_grootboek(besluiten, settings, 2026) == []


def test_the_old_code_of_friesland_names_the_same_region(settings: Settings):
    assert neem(settings, uzovi="5502").uzovi == "5533"  # R2.1


def test_a_refusal_needs_no_value(settings: Settings):
    assert neem(settings, uitkomst=Uitkomst.WEIGEREN, waarde={}).waarde == Niets()


def test_pairs_that_are_none_are_refused():
    with pytest.raises(OngeldigeInvoer, match="NAAM=WAARDE"):
        to_waarde(["plekken"])

"""What is kept for good comes back exactly as it was, and what would not is not kept."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.words import Sector, Site
from forecasting.uitkomsten.bevroren import NietTeLezen, afdruk, bewaar, lees


class Kleur(StrEnum):
    ROOD = "rood"
    BLAUW = "blauw"


@dataclass(frozen=True)
class Deel:
    sector: Sector | None
    dag: date
    fractie: Fraction | None
    centen: tuple[int, ...]


@dataclass(frozen=True)
class Geheel:
    naam: str
    kleur: Kleur
    site: Site
    op: datetime
    kans: float
    waar: bool
    delen: tuple[Deel, ...]
    per_naam: dict[str, int]
    paren: tuple[tuple[str, date], ...]
    beste: Deel | None = None


FRACTIES = st.fractions()
DELEN = st.builds(
    Deel, st.none() | st.sampled_from(Sector), st.dates(), st.none() | FRACTIES, st.lists(st.integers()).map(tuple)
)
TEKST = st.text(st.characters(exclude_categories=["Cs"]))
GEHELEN = st.builds(
    Geheel, TEKST, st.sampled_from(Kleur), st.sampled_from(Site), st.datetimes(timezones=st.just(UTC)),
    st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.lists(DELEN, max_size=3).map(tuple),
    st.dictionaries(TEKST, st.integers(), max_size=3), st.lists(st.tuples(TEKST, st.dates()), max_size=3).map(tuple),
    st.none() | DELEN,
)  # fmt: skip


@given(GEHELEN)
def test_what_is_kept_comes_back_as_it_was(geheel: Geheel):
    kept = bewaar(Geheel, geheel)
    back = lees(Geheel, kept.tekst, kept.sha256)
    assert back == geheel
    assert [type(getattr(back, name)) for name in vars(geheel)] == [type(value) for value in vars(geheel).values()]
    assert bewaar(Geheel, back) == kept


EEN = Geheel(
    "é", Kleur.ROOD, Site.FRIESLAND, datetime(2026, 9, 7, 12, tzinfo=UTC), 0.1, True,
    (Deel(Sector.VV, date(2026, 6, 1), Fraction(1, 3), (1, 2)),), {"b": 1, "a": 2}, (("x", date(2026, 1, 1)),),
)  # fmt: skip


def test_the_text_is_canonical_and_can_be_read_by_people():
    kept = bewaar(Geheel, EEN)
    assert kept.tekst == (
        '{"beste":null,"delen":[{"centen":[1,2],"dag":"2026-06-01","fractie":"1/3","sector":"V&V"}],"kans":0.1,'
        '"kleur":"rood","naam":"é","op":"2026-09-07T12:00:00Z","paren":[["x","2026-01-01"]],"per_naam":{"a":2,"b":1},'
        '"site":"friesland","waar":true}'
    )
    assert bewaar(Geheel, replace(EEN, per_naam={"a": 2, "b": 1})) == kept
    assert bewaar(Geheel, replace(EEN, naam="e")).sha256 != kept.sha256


def test_a_text_that_was_changed_or_has_another_form_is_not_read():
    kept = bewaar(Geheel, EEN)
    with pytest.raises(NietTeLezen):
        lees(Geheel, kept.tekst.replace("rood", "blauw"), kept.sha256)
    with pytest.raises(NietTeLezen):
        lees(Deel, kept.tekst, kept.sha256)
    for wrong in ('{"centen":["1"],"dag":"2026-06-01","fractie":null,"sector":null}', "{", "[]"):
        with pytest.raises(NietTeLezen):
            lees(Deel, wrong, afdruk(wrong))


@pytest.mark.parametrize("wrong", [replace(EEN, kans=float("nan")), replace(EEN, kans=float("inf"))])
def test_what_would_not_come_back_is_not_kept(wrong: Geheel):
    with pytest.raises(TypeError):
        bewaar(Geheel, wrong)

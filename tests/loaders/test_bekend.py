"""R1.1 for tables: what was known on a day stays so, whatever comes in later and in whatever order it is loaded."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.reference import ReferenceTable, reference_tables
from config.settings import Settings
from loaders import run
from loaders.grootboek.deliveries import Bekend, Row
from loaders.tabellen.bekend import bekende_rijen, botsingen, levensloop
from loaders.tabellen.vraag import reference_rows
from tests.made import AANBIEDERS, Inbox
from tests.vragen import uit_grootboek

DAG = date(2026, 3, 1)
KOP = "agb,naam,hoofdsector,concern,gestart_op\n"
KOPPELTABEL, REGISTRATIE = reference_tables()["koppeltabel"], reference_tables()["crisisregistratie"]
BETALINGEN = reference_tables()["betalingen"]
Levering = tuple[int, list[tuple[str, int, int, str]]]
"""Day received (after DAG), and rows: prestatiecode, first and last year, sector."""

RIJEN = st.lists(
    st.tuples(st.sampled_from("AB"), st.integers(2024, 2027), st.integers(0, 2), st.sampled_from(["V&V", "GZ"])),
    max_size=3,
    unique_by=lambda row: row[0],  # a table holds no two rows that share a day
)
LEVERINGEN = st.lists(st.tuples(st.integers(0, 4), RIJEN), max_size=6)


def koppelrij(sha: str, regel: int, code: str, jaar: int, lang: int, sector: str) -> Row:
    known: Row = {column.stored_as: None for column in KOPPELTABEL.columns}
    period: Row = {"geldig_van": date(jaar, 1, 1), "geldig_tot": date(jaar + lang, 12, 31)}
    return {**known, **period, "prestatiecode": code, "sector": sector, "levering": sha, "regel": regel}


def gegeven(leveringen: list[Levering]) -> tuple[list[Row], dict[str, Bekend]]:
    rows = [koppelrij(f"{n:02}", i, *row) for n, (_, mine) in enumerate(leveringen) for i, row in enumerate(mine)]
    return rows, {f"{n:02}": Bekend(DAG + timedelta(dag), n) for n, (dag, _) in enumerate(leveringen)}


def inhoud(table: ReferenceTable, rows: list[Row]) -> list[str]:
    return sorted(repr([row[column.stored_as] for column in table.columns]) for row in rows)


def voor_de_hand(leveringen: list[Levering], peildatum: date) -> list[str]:
    """One delivery after another, of those that had come in: a row takes the place of what it shares a day with."""
    stand: list[Row] = []
    for n in sorted(range(len(leveringen)), key=lambda n: (leveringen[n][0], n)):
        dag, rows = leveringen[n]
        if DAG + timedelta(dag) <= peildatum:
            for row in (koppelrij("", 0, *row) for row in rows):
                stand = [
                    s for s in stand
                    if s["prestatiecode"] != row["prestatiecode"]
                    or s["geldig_tot"] < row["geldig_van"] or row["geldig_tot"] < s["geldig_van"]  # type: ignore[operator]
                ]  # fmt: skip
                stand.append(row)
    return inhoud(KOPPELTABEL, stand)


@given(LEVERINGEN, st.randoms())
def test_what_is_known_is_what_had_come_in_by_then_in_any_order(leveringen: list[Levering], toeval):
    rows, wanneer = gegeven(leveringen)
    toeval.shuffle(rows)
    gekend = levensloop(KOPPELTABEL, rows, wanneer)
    for n in range(-1, 6):
        peildatum = DAG + timedelta(n)
        assert inhoud(KOPPELTABEL, bekende_rijen(gekend, peildatum)) == voor_de_hand(leveringen, peildatum)


@given(LEVERINGEN, st.tuples(st.integers(0, 4), RIJEN))
def test_a_later_delivery_changes_no_day_before_it(leveringen: list[Levering], later: Levering):
    before = levensloop(KOPPELTABEL, *gegeven(leveringen))
    after = levensloop(KOPPELTABEL, *gegeven([*leveringen, later]))
    for n in range(later[0]):
        peildatum = DAG + timedelta(n)
        assert bekende_rijen(before, peildatum) == bekende_rijen(after, peildatum)


@given(LEVERINGEN, st.tuples(st.integers(0, 4), RIJEN))
def test_a_delivery_that_contradicts_none_changes_nothing_that_was_known(leveringen: list[Levering], meer: Levering):
    """Only with --vervang may a row give way; a delivery that clashes with none only adds."""
    rows, wanneer = gegeven(leveringen)
    extra, when = gegeven([*leveringen, meer])
    mine = [row for row in extra if row["levering"] == f"{len(leveringen):02}"]
    if botsingen(KOPPELTABEL, rows, wanneer, mine, when[f"{len(leveringen):02}"]):
        return
    before, after = levensloop(KOPPELTABEL, rows, wanneer), levensloop(KOPPELTABEL, extra, when)
    for n in range(6):
        peildatum = DAG + timedelta(n)
        had = inhoud(KOPPELTABEL, bekende_rijen(before, peildatum))
        assert not set(had) - set(inhoud(KOPPELTABEL, bekende_rijen(after, peildatum)))


def test_a_row_is_known_from_the_earliest_delivery_that_holds_it():
    rows, wanneer = gegeven([(3, [("A", 2026, 0, "GZ")]), (1, [("A", 2026, 0, "GZ")])])
    (known,) = levensloop(KOPPELTABEL, rows, wanneer)
    assert (known.van, known.tot, known.rij["levering"]) == (DAG + timedelta(1), date.max, "01")


def test_a_delivery_of_stays_is_the_whole_registration_of_its_region():
    # R5.1: the stay of 5515 got another day of leaving and weight; 5521 delivered nothing new and stays as it was
    def stay(sha: str, uzovi: str, zwaarte: str, eind: int) -> Row:
        row: Row = {"agb": "06000001", "uzovi": uzovi, "zwaarte": zwaarte, "begindatum": date(2026, 1, 1)}
        return {**row, "einddatum": date(2026, 1, eind), "levering": sha, "regel": eind}

    first = [stay("a", "5515", "licht", 31), stay("a", "5515", "licht", 30), stay("a", "5521", "licht", 9)]
    rows = [*first, stay("b", "5515", "zwaar", 21)]
    gekend = levensloop(REGISTRATIE, rows, {"a": Bekend(DAG, 1), "b": Bekend(DAG + timedelta(5), 2)})
    assert inhoud(REGISTRATIE, bekende_rijen(gekend, DAG + timedelta(4))) == inhoud(REGISTRATIE, first)
    assert inhoud(REGISTRATIE, bekende_rijen(gekend, DAG + timedelta(5))) == inhoud(REGISTRATIE, [first[2], rows[3]])
    assert BETALINGEN.geheel == ("uzovi", "jaar")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_table_put_right_counts_from_its_day_in_any_order(order: tuple[int, ...], settings: Settings, inbox: Inbox):
    names = ("Een", "Twee", "Drie")
    days = ("2026-02-01", "2026-03-01", "2026-04-01")
    for n in order:
        path = inbox.put(days[n], "a.csv", f"{KOP}06000001,Zorg {names[n]},V&V,,\n".encode())
        assert not run.load(settings, [path], vervang=True).geweigerd

    def naam(peildatum: date) -> list[str]:
        return [row["naam"] for row in uit_grootboek(reference_rows, settings, "aanbieders", peildatum)]

    known = [naam(date(2026, m, d)) for m, d in ((1, 31), (2, 1), (2, 28), (3, 1), (3, 31), (4, 1))]
    assert known == [[], ["Zorg Een"], ["Zorg Een"], ["Zorg Twee"], ["Zorg Twee"], ["Zorg Drie"]]


def test_without_asking_a_delivery_replaces_nothing_before_or_after_it(settings: Settings, inbox: Inbox):
    run.load(settings, [inbox.put("2026-03-01", "b.csv", AANBIEDERS.encode())])
    for day in ("2026-02-01", "2026-04-01"):
        other = inbox.put(day, "a.csv", AANBIEDERS.replace("Een", day).encode())
        (refused,) = run.load(settings, [other]).geweigerd
        assert "b.csv, regel 2" in refused.redenen[0].tekst
        assert refused.redenen[0].regel == 2


def test_the_first_load_without_a_day_was_always_known_and_later_ones_count_from_theirs(
    settings: Settings, inbox: Inbox
):
    # R1.1: the position to start from; a later table without a day counts from the day on which it is loaded
    run.load(settings, [inbox.table("a.csv", AANBIEDERS), inbox.table("b.csv", f"{KOP}06000003,Zorg Drie,GZ,,\n")])
    run.load(settings, [inbox.table("c.csv", f"{KOP}06000001,Zorg Nieuw,V&V,,\n")], vervang=True)

    def namen(peildatum: date) -> set[str]:
        return {row["naam"] for row in uit_grootboek(reference_rows, settings, "aanbieders", peildatum)}

    first = {"Voorbeeldzorg Een", "Voorbeeldzorg Twee", "Zorg Drie"}
    assert namen(date(2001, 1, 1)) == namen(date(2026, 1, 1)) == first
    assert namen(date.max) == first - {"Voorbeeldzorg Een"} | {"Zorg Nieuw"}
    # after a delivery with a day, one without it is no start: earlier peildata keep what they said
    kop = "agb,uzovi,zorgmaand,dagen,tarief_eur\n"
    run.load(settings, [inbox.put("2026-02-10", "o.csv", f"{kop}06000001,5515,2026-01,3,240.00\n".encode())])
    run.load(settings, [inbox.table("p.csv", f"{kop}06000001,5515,2025-12,3,240.00\n")])
    assert [
        len(uit_grootboek(reference_rows, settings, "crisis_onbezet", d)) for d in (date(2026, 2, 9), DAG, date.max)
    ] == [0, 1, 2]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_table_that_comes_back_as_it_was_counts_from_that_day(
    order: tuple[int, ...], settings: Settings, inbox: Inbox
):
    # R1.1: V&V in February, GZ in March, and in April the very file of February again
    for n in order:
        sector, day = ("V&V", "GZ", "V&V")[n], ("2026-02-01", "2026-03-01", "2026-04-01")[n]
        path = inbox.put(day, "a.csv", f"{KOP}06000001,Zorg,{sector},,\n".encode())
        assert run.load(settings, [path], vervang=True).verwerkt == 1
    known = [
        uit_grootboek(reference_rows, settings, "aanbieders", date(2026, month, 9))[0]["hoofdsector"]
        for month in (2, 3, 4)
    ]
    assert known == ["V&V", "GZ", "V&V"]
    assert run.load(settings, [inbox.path], vervang=True).al_bekend == 3

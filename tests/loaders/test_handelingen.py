"""One door for acts of staff: who and why, no BSN (R1.6), whole or not at all, and to each the row that is its own."""

import ast
import random
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier
from typing import Any, get_args

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from config.errors import OngeldigeInvoer
from config.settings import Settings
from config.words import BesluitSoort, Sector, Site, Uitkomst
from loaders.grootboek import handelingen, schema, store
from loaders.grootboek.bsn import elfproef, lijkt_bsn
from loaders.grootboek.deliveries import Intrekbesluit
from loaders.grootboek.handelingsoorten import (
    BesluitNemen,
    Bevriezen,
    LeveringIntrekken,
    Ronde,
    RondeVastleggen,
    ScenarioBewaren,
    Soort,
    Verantwoording,
    Verrekenen,
    VolumesFixeren,
    VolumeVast,
    vrije_teksten,
)
from loaders.grootboek.waarden import Helling, Niets, VasteVolumes, gebreken, gezegd, lees, uit_register, vormen

ROOT = Path(__file__).parents[2]
DAG = date(2026, 6, 1)
WIE = Verantwoording("A. Voorbeeld", "gezien", datetime(2026, 6, 1, 12, tzinfo=UTC))
TREND = BesluitNemen(
    BesluitSoort.TREND, Uitkomst.ACCEPTEREN, 2026, "06000001", "5515", Sector.VV, DAG, Helling(100)
)  # fmt: skip
VOLUMES = BesluitNemen(
    BesluitSoort.VASTE_VOLUMES, Uitkomst.ACCEPTEREN, 2026, None, None, Sector.VV, DAG,
    VasteVolumes(Site.ZILVEREN_KRUIS, DAG),
)  # fmt: skip
HANDELINGEN: list[Soort] = [
    TREND,
    VolumesFixeren(VOLUMES, (VolumeVast("06000001", "5515", Sector.VV, 3, 2, 1),)),
    LeveringIntrekken("a" * 64, Intrekbesluit.INTREKKING, DAG),
    Bevriezen(2026, DAG, DAG, "definitief", "h", "{}", "h", "{}", "h", "1"),
    RondeVastleggen(1, "06000001", Ronde.AKKOORD, DAG),
    Verrekenen(2026, Sector.VV, "06000001", "5515", "06000002", "5515", 5),
    ScenarioBewaren(2026, "groei", {"groei": [{"procent": "1.5", "sector": "", "agb": "06000001"}]}),
]
TABELLEN = (
    "besluiten", "vaste_volumes", "intrekkingen", "herschikkingen", "herschikking_rondes", "verrekeningen", "scenarios",
)  # fmt: skip
BSN = ("999999990", "9999.99.990", "999 999 990", "999-999-990", "99 99 99 990", "10000008", "1000 0008")
each_act = pytest.mark.parametrize("handeling", HANDELINGEN, ids=lambda h: type(h).__name__)


def rows(settings: Settings) -> int:
    with store.open_ledger(settings).connect() as connection:
        counts = (sa.select(sa.func.count()).select_from(schema.metadata.tables[name]) for name in TABELLEN)
        return sum(connection.scalar(query) or 0 for query in counts)


def test_every_kind_of_act_is_tried_here():
    assert {type(h) for h in HANDELINGEN} == set(get_args(Soort))


@each_act
@pytest.mark.parametrize("bsn", BSN)
@pytest.mark.parametrize("veld", ["door", "reden"])
def test_no_act_takes_a_bsn_of_who_and_why(handeling: Soort, bsn: str, veld: str):
    # R1.6
    named = handeling.REDEN if veld == "reden" else veld
    with pytest.raises(OngeldigeInvoer, match=f"BSN te staan in: {named}") as why:
        handelingen.toets(handeling, replace(WIE, **{veld: f"cliënt {bsn}, zie dossier"}))
    assert bsn not in str(why.value)


def free_texts(handeling: Soort) -> list[tuple[str, Soort]]:
    """The act once for every text in it that a person types, with a BSN in that text."""
    free = [f.name for f in fields(handeling) if f.metadata.get("vrije_tekst", True)]
    found = [
        (name, replace(handeling, **{name: "van 999999990"})) for name in free if type(getattr(handeling, name)) is str
    ]
    if isinstance(handeling, ScenarioBewaren):
        typed = ({"procent": "999999990"}, {"999999990": "1"}, {"procent": "1", "agb": "999999990"})
        found += [("aannames", replace(handeling, aannames={"groei": [row]})) for row in typed]
    return found


@pytest.mark.parametrize(
    ("veld", "handeling"), [pair for h in HANDELINGEN for pair in free_texts(h)], ids=lambda x: str(x)[:20]
)
def test_no_act_takes_a_bsn_in_a_text_of_its_own(veld: str, handeling: Soort):
    with pytest.raises(OngeldigeInvoer, match=f"BSN te staan in: {veld}"):
        handelingen.toets(handeling, WIE)


def test_a_text_is_free_unless_it_is_marked_otherwise():
    assert dict(vrije_teksten(HANDELINGEN[3])) == {"naam": "definitief"}
    assert dict(vrije_teksten(WIE)) == {"door": "A. Voorbeeld", "reden": "gezien"}
    assert list(vrije_teksten(TREND)) == []
    marked = {f.name for h in HANDELINGEN for f in fields(h) if not f.metadata.get("vrije_tekst", True)}
    assert not marked & {"naam", "door", "reden", "toelichting", "aannames"}


@each_act
def test_who_is_always_asked(handeling: Soort):
    with pytest.raises(OngeldigeInvoer, match="door"):
        handelingen.toets(handeling, replace(WIE, door=" "))


@given(st.integers(10_000_000, 999_999_999), st.randoms())
def test_a_number_is_a_bsn_by_the_eleven_test_however_it_is_written(nummer: int, toeval: random.Random):
    digits = str(nummer)
    places = sorted(toeval.sample(range(1, len(digits)), toeval.randint(0, 3)))
    marks = [toeval.choice((" ", ".", "-", " - ")) for _ in places]
    parts = [digits[a:b] for a, b in zip([0, *places], [*places, None], strict=True)]
    written = "".join(part + mark for part, mark in zip(parts, [*marks, ""], strict=True))
    if elfproef(digits):
        day = re.fullmatch(r"\d{1,2}([-. ])\d{1,2}\1\d{4}|\d{4}([-.])\d\d\2\d\d|\d{4} ?- ?\d{4}", written)
        assert lijkt_bsn(f"Cliënt {written}.") or day
    if not places:
        assert lijkt_bsn(digits) is elfproef(digits)
    assert not lijkt_bsn(digits, frozenset({digits}))


@pytest.mark.parametrize(
    "tekst", ["", "per 01-06-2026", "van 2024-06-01 tot 2026-12-31", "over 2024-2025", "€ 123.456.782,00", "besluit 7"]
)
def test_what_staff_write_every_day_is_no_bsn(tekst: str):
    assert not lijkt_bsn(tekst)


def test_the_agb_code_an_act_is_about_may_be_named():
    agb = "10000008"  # passes the 11-test
    about = replace(TREND, agb=agb)
    handelingen.toets(about, replace(WIE, reden=f"gesprek met {agb}"))
    with pytest.raises(OngeldigeInvoer, match="BSN"):
        handelingen.toets(TREND, replace(WIE, reden=f"gesprek met {agb}"))


def frozen_first(settings: Settings) -> None:
    """A herschikking to hang rounds on, and a delivery to withdraw."""
    handelingen.verricht(settings, HANDELINGEN[3], WIE)
    row = {"sha256": "a" * 64, "nummer": 1, "naam": "x", "soort": "AW319", "status": "verwerkt", "leesbaar": True}
    with store.open_ledger(settings).begin() as connection:
        connection.execute(sa.insert(schema.leveringen).values(**row, geladen_op=WIE.op, gemaakt=False))


@each_act
def test_an_act_gives_back_its_own_row_whatever_others_do_at_once(handeling: Soort, ledger: Settings):
    frozen_first(ledger)
    names = [f"Medewerker {n}" for n in range(4)]
    barrier = Barrier(len(names))

    def act(name: str) -> dict[str, Any]:
        barrier.wait()
        return handelingen.verricht(ledger, handeling, replace(WIE, door=name))

    with ThreadPoolExecutor(len(names)) as pool:
        kept = list(pool.map(act, names))
    assert [row["door"] for row in kept] == names
    assert len({row.get("nummer", row.get("id")) for row in kept}) == len(names)
    moments = [value for row in kept for value in row.values() if isinstance(value, datetime)]
    assert moments == [WIE.op] * len(names)


def test_an_act_is_written_whole_or_not_at_all(ledger: Settings):
    twice = VolumeVast("06000001", "5515", Sector.VV, 3, 2, 1)
    before = rows(ledger)
    with pytest.raises(OngeldigeInvoer):
        handelingen.verricht(ledger, VolumesFixeren(VOLUMES, (twice, twice)), WIE)
    with pytest.raises(OngeldigeInvoer, match="staat niet"):
        handelingen.verricht(ledger, RondeVastleggen(9, "06000001", Ronde.AKKOORD, DAG), WIE)
    assert rows(ledger) == before


@pytest.mark.parametrize("soort", BesluitSoort)
@pytest.mark.parametrize("uitkomst", Uitkomst)
def test_what_is_decided_comes_back_from_the_register_as_it_went_in(soort: BesluitSoort, uitkomst: Uitkomst):
    said: dict[str, int | str] = {
        "helling_cent": -5, "maand": "2026-09", "bedrag_per_maand_cent": -7, "bedrag_cent": 3, "aandeel": "0.35",
        "plekken": 2, "site": "friesland", "peildatum": "2026-06-23",
    }  # fmt: skip
    for vorm in vormen(soort, uitkomst):
        typed = {name: value for name, value in said.items() if name in {f.name for f in fields(vorm)}}
        waarde, wrong = lees(soort, uitkomst, typed)
        assert (type(waarde), wrong, gebreken(soort, uitkomst, waarde)) == (vorm, [], [])
        assert gezegd(waarde) == typed
        assert uit_register(soort, uitkomst, typed) == (waarde, ())
        assert uit_register(soort, uitkomst, {**typed, "notitie": "x"}) == (waarde, (("notitie", "x"),))


def test_what_a_decision_does_not_know_is_refused_without_repeating_it():
    waarde, wrong = lees(BesluitSoort.TREND, Uitkomst.ACCEPTEREN, {"helling_cent": 1, "999999990": "999999990"})
    assert waarde == Niets()
    assert wrong == ["dit besluit kent niet alles wat is gezegd: gebruik alleen helling_cent"]


def writes(source: str) -> set[str]:
    """Tables of acts of staff to which a module writes: inserts, updates and deletes, of a table by its name in
    `schema`, by a name given to that, or in the text of a statement."""
    tree = ast.parse(source)
    known = given_names(tree.body)
    found = writes_in(tree, known)
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef):  # a name given in one function says nothing in another
            found |= writes_in(scope, known | given_names(list(ast.walk(scope))))
    return found


def given_names(nodes: Sequence[ast.AST]) -> dict[str, str]:
    """Names given to a table: `table = schema.besluiten`, and what is imported under its own name."""
    found = {t: t for t in TABELLEN}
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Attribute) and node.value.attr in TABELLEN:
            found |= {t.id: node.value.attr for t in node.targets if isinstance(t, ast.Name)}
    return found


def writes_in(scope: ast.AST, names: dict[str, str]) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(scope):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if re.search(r"insert|update|delete|merge", called):
                on = [node.func.value] if isinstance(node.func, ast.Attribute) else []
                for part in (*on, *node.args):
                    if isinstance(part, ast.Attribute) and part.attr in TABELLEN:
                        found.add(part.attr)
                    elif isinstance(part, ast.Name) and part.id in names:
                        found.add(names[part.id])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= set(re.findall(rf"(?i)(?:insert into|update|delete from) ({'|'.join(TABELLEN)})\b", node.value))
    return found


@pytest.mark.parametrize(
    "source",
    [
        "sa.insert(schema.besluiten)",
        "table = schema.besluiten\nsa.update(table)",
        "def f():\n    table = schema.besluiten\n    sa.update(table)",
        "schema.besluiten.insert()",
        "_insert(connection, schema.besluiten, rows)",
        "text('DELETE FROM besluiten')",
    ],
)
def test_a_write_is_seen(source: str):
    assert writes(source) == {"besluiten"}


def test_no_other_module_writes_what_staff_decide():
    modules = [p for top in ("config", "loaders", "forecasting", "dashboard") for p in (ROOT / top).rglob("*.py")]
    writers = {
        p.relative_to(ROOT).as_posix(): found
        for p in modules
        if "migrations" not in p.parts and (found := writes(p.read_text(encoding="utf-8")))
    }
    assert writers.keys() == {"loaders/grootboek/handelingen.py"}

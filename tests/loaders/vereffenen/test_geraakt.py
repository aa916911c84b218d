"""A load that looks only at what it can change ends as one that looks at everything (R1.3-R1.5)."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import hypothesis
import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import strategies as st

from config.errors import OngeldigeInvoer
from config.settings import Settings
from config.words import Machine
from loaders import productie, queries, run
from loaders.archief import archive
from loaders.archief.vindplaatsen import Vindplaatsen
from loaders.check import check
from loaders.grootboek import creditboekingen, schema, store
from loaders.grootboek.deliveries import Intrekbesluit
from loaders.intrekken import decide
from loaders.vereffenen import corrections
from loaders.vereffenen.versie import feiten, versie
from tests.made import Inbox, Oordeel, Regel, answer, claim, maandregel, noen
from tests.vragen import productie_nu, uit_grootboek

JAN = date(2026, 1, 1)
FEB = date(2026, 2, 1)
PAYEES = ("06000001", "06000002")
REFERENTIES = ("R1", "R2", "R3", "R4")


@dataclass(frozen=True)
class Bericht:
    """A claim or its return: the day it came in (of February), its name and content."""

    dag: int
    naam: str
    inhoud: bytes


@dataclass(frozen=True)
class Besluit:
    """A delivery withdrawn or restored from a day on."""

    naam: str
    dag: int
    besluit: Intrekbesluit


Stap = list[Bericht] | Besluit


def lines() -> st.SearchStrategy[Regel]:
    """Few references, so that lines meet: debits across a year end or not, credits of any of them or of none."""
    return st.builds(
        lambda ref, cent, dc, vorige, begin, dagen: Regel(
            ref, begin, begin + timedelta(dagen), cent, aantal=dagen + 1, dc=dc, vorige=vorige if dc == "C" else ""
        ),
        st.sampled_from(REFERENTIES),
        st.integers(1, 9_999),
        st.sampled_from("DDC"),
        st.sampled_from((*REFERENTIES, "ONBEKEND", "")),
        st.sampled_from((JAN, date(2025, 12, 20), date(2020, 12, 20), date(2020, 6, 1))),  # R1.5: five years
        st.sampled_from((0, 27)),
    )


@st.composite
def histories(draw: st.DrawFn) -> list[Stap]:
    """Claims and returns loaded in any order and grouping, some again on another day, and decisions in between."""
    messages: list[Bericht] = []
    for n in range(draw(st.integers(2, 7))):
        regels, factuur = (
            draw(st.lists(lines(), min_size=1, max_size=3)),
            draw(st.sampled_from(("F1", "F2", "F3", "F4"))),
        )
        kop = {"instellingscode": draw(st.sampled_from(PAYEES))}
        messages.append(Bericht(draw(st.integers(1, 9)), f"c{n}", claim(factuur, regels, **kop)))
        for place in range(draw(st.integers(0, 2))):
            judged = [Oordeel(0, draw(st.integers(0, regels[0].cent)))] if draw(st.booleans()) else []
            dated = f"202602{draw(st.integers(10, 12))}"
            inhoud = answer(factuur, regels, judged, dagtekening_retour=dated, **kop)
            messages.append(Bericht(draw(st.integers(1, 12)), f"a{n}{place}", inhoud))
    again = draw(st.lists(st.sampled_from(messages), max_size=2))
    order = draw(st.permutations([*messages, *(Bericht(draw(st.integers(1, 12)), b.naam, b.inhoud) for b in again)]))
    stappen: list[Stap] = []
    while order:
        size = draw(st.integers(1, 4))
        stappen.append(list(order[:size]))
        order = order[size:]
        if draw(st.booleans()):
            naam, dag = draw(st.sampled_from(messages)).naam, draw(st.integers(1, 14))
            stappen.append(Besluit(naam, dag, draw(st.sampled_from(list(Intrekbesluit)))))
    return stappen


def take(settings: Settings, inbox: Inbox, stap: Stap) -> None:
    """One step; a decision that cannot be taken is left out."""
    if isinstance(stap, Besluit):
        try:
            per = FEB + timedelta(stap.dag)
            decide(settings, stap.besluit, stap.naam, reden="toets", door="T", per=per, nu=noen(per))
        except OngeldigeInvoer:
            return
    else:
        run.load(settings, [inbox.put(f"2026-02-{b.dag:02}", b.naam, b.inhoud) for b in stap])


def kept(settings: Settings) -> list[object]:
    """All that ledger and PRODUCTIE say, but for when it was taken down."""
    found: list[object] = []
    leave_out = {"id", "geladen_op", "vastgelegd_op"}
    with store.open_ledger(settings).connect() as connection:
        for table in (schema.leveringen, schema.redenen, schema.afwijkende_regels, schema.intrekkingen, schema.stand):
            columns = [c for c in table.c if c.name not in leave_out]
            found.append(sorted(map(repr, connection.execute(sa.select(*columns)))))
    return [*found, rows(settings)]


def rows(settings: Settings) -> list[tuple[object, ...]]:
    current = productie_nu(settings)
    if current is None:
        return []
    with duckdb.connect() as db:
        return db.execute("SELECT * FROM read_parquet(?)", [str(current[1])]).fetchall()


@hypothesis.settings(max_examples=8)
@hypothesis.given(histories())
def test_looking_at_what_changed_is_looking_at_everything(stappen: list[Stap]):
    with tempfile.TemporaryDirectory() as folder:
        inbox = Inbox(Path(folder) / "inbox")
        some, everything = Settings(data=Path(folder) / "some"), Settings(data=Path(folder) / "everything")
        for stap in stappen:
            take(some, inbox, stap)
            shutil.rmtree(everything.vindplaatsen, ignore_errors=True)  # nothing says what was settled before
            shutil.rmtree(everything.productie, ignore_errors=True)
            take(everything, inbox, stap)
            assert kept(some) == kept(everything)
        anew = rows(some)
        if anew:
            productie.rebuild(some, Machine.DUCKDB)
            assert rows(some) == anew


def parts(settings: Settings) -> list[Path]:
    """The files with marks."""
    return sorted(settings.vindplaatsen.rglob("*.merken"))


def faults(settings: Settings) -> list[str]:
    return [b.tekst for b in check(settings) if b.fout]


def two_months(settings: Settings, inbox: Inbox) -> Path:
    """A line loaded; beside it, not loaded yet, that line doubled and credited."""
    run.load(settings, [inbox.put("2026-02-05", "een", claim("F1", [maandregel("R1", JAN, 10_000)]))])
    again = [maandregel("R1", JAN, 10_000), maandregel("C1", JAN, 10_000, dc="C", vorige="R1")]
    return inbox.put("2026-03-05", "twee", claim("F2", again))


def test_a_load_unpacks_only_parts_with_what_it_touches(
    settings: Settings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
):
    for n in range(1, 5):
        run.load(settings, [inbox.put(f"2026-02-0{n}", "claim", claim(f"F{n}", [maandregel(f"R{n}", JAN, n)]))])
    unpacked: list[list[str]] = []
    view = archive.view

    def spy(db: duckdb.DuckDBPyConnection, root: Path, delen: list[str], *rest: str) -> None:
        unpacked.append([pad for pad in delen if pad.startswith("regels/")])
        view(db, root, delen, *rest)

    monkeypatch.setattr(archive, "view", spy)
    credit = maandregel("C3", JAN, 3, dc="C", vorige="R3")
    run.load(settings, [inbox.put("2026-03-01", "credit", claim("F9", [credit]))])
    seen = {pad for delen in unpacked for pad in delen}
    assert len(seen) == 2  # that of the credit, and that of the line it names; not the three others
    assert not faults(settings)


def test_a_line_that_comes_to_count_leaves_the_other_counts_of_its_delivery(settings: Settings, inbox: Inbox):
    # R1.3: two credits wait for their lines; one line comes in, the other credit keeps waiting, and that is told
    credits_ = [maandregel(f"C{n}", JAN, 100 * n, dc="C", vorige=f"R{n}") for n in (1, 2)]
    run.load(settings, [inbox.put("2026-02-05", "credits", claim("F1", credits_))])
    run.load(settings, [inbox.put("2026-03-05", "regel", claim("F2", [maandregel("R1", JAN, 100)]))])
    found = next(x for x in uit_grootboek(queries.leveringen, settings) if x.naam == "credits")
    assert (found.uitval.credit_zonder_regel, found.telling.uitval_cent) == (1, -200)
    assert [r.regel for r in uit_grootboek(queries.redenen, settings, found.sha256)] == [5]
    assert not faults(settings)


@pytest.mark.parametrize("harm", ["removed", "cut", "empty", "changed", "all removed", "no stand"])
def test_marks_that_are_lost_or_damaged_are_made_again(harm: str, settings: Settings, inbox: Inbox):
    later = two_months(settings, inbox)
    file = next(path for path in parts(settings) if "regels" in str(path))
    content = file.read_bytes()
    other = {
        "cut": content[:-8],
        "empty": b"",
        "changed": content[:-8] + bytes(8),
    }
    if harm == "removed":
        file.unlink()
    elif harm == "all removed":
        shutil.rmtree(settings.vindplaatsen)
    elif harm == "no stand":
        next(settings.vindplaatsen.rglob("stand")).unlink()
    else:
        file.write_bytes(other[harm])
    verslag = run.load(settings, [later])
    # R1.5: R1 was known; R1.3: the credit counts, for R1 does
    assert (verslag.telling.regels_uitval, verslag.telling.geaccepteerd_cent) == (1, -10_000)
    assert file.read_bytes() == content or harm == "all removed"
    assert not faults(settings)


def test_what_was_settled_up_to_another_stand_says_nothing(settings: Settings, inbox: Inbox):
    # an older copy of the ledger put back beside a newer archive, or the other way round
    later = two_months(settings, inbox)
    ledger = (settings.data / "ruimte.db").read_bytes()
    run.load(settings, [later])
    (settings.data / "ruimte.db").write_bytes(ledger)
    verslag = run.load(settings, [later])
    assert (verslag.telling.regels_uitval, verslag.telling.geaccepteerd_cent) == (1, -10_000)
    assert not faults(settings)


def test_another_reading_of_where_messages_begin_is_settled_at_the_next_load(
    settings: Settings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
):
    # R1.3: a credit on care before the messages begin counts without its line
    credit = maandregel("C1", date(2025, 1, 1), 500, dc="C", vorige="ONBEKEND")
    path = inbox.put("2026-02-05", "credit", claim("F1", [credit]))
    assert run.load(settings, [path]).telling.uitval_cent == -500
    monkeypatch.setattr(corrections, "begin_van_de_berichten", lambda: date(2025, 6, 1))
    run.load(settings, [path])
    with store.open_ledger(settings).connect() as connection:
        assert [b.credit_cent for b in store.boekingen(connection)] == [0]
    assert not faults(settings)


def test_check_says_where_what_is_kept_and_what_comes_out_part(settings: Settings, inbox: Inbox):
    run.load(settings, [two_months(settings, inbox)])
    engine = store.open_ledger(settings)
    with engine.begin() as connection:
        connection.execute(
            sa.update(schema.leveringen).where(schema.leveringen.c.naam == "twee").values(dubbel_regels=0)
        )
        connection.execute(sa.delete(schema.afwijkende_regels))
    told = faults(settings)
    assert told[0] == "Levering twee: dubbel_regels is 0 en hoort 1 te zijn."
    assert told[1] == "Levering twee: bewaard is dat andere regels meetellen, of op andere dagen."
    assert "Verwijder de map vindplaatsen" in told[2]
    shutil.rmtree(settings.vindplaatsen)
    run.load(settings, [inbox.path])  # all of it known
    assert not faults(settings)


def test_check_makes_wrong_marks_right_and_sweeps_what_belongs_to_no_part(settings: Settings, inbox: Inbox):
    two_months(settings, inbox)
    file = next(path for path in parts(settings) if "regels" in str(path))
    content = file.read_bytes()
    none = np.zeros(3, "<u8").tobytes()  # says that it has no marks, and is right about that
    file.write_bytes(none)
    file.with_name("wees.merken").write_bytes(content)
    told = [b.tekst for b in check(settings)]
    assert any("vindplaatsen klopten niet" in text for text in told)
    assert any("1 resten" in text for text in told)
    assert parts(settings) == [file]
    assert file.read_bytes() == content


def test_the_version_is_that_of_all_facts(settings: Settings, inbox: Inbox):
    two_months(settings, inbox)
    run.load(settings, [inbox.path])
    per = date(2026, 3, 9)
    decide(settings, Intrekbesluit.INTREKKING, "een", reden="toets", door="T", per=per, nu=noen(per))
    with store.open_ledger(settings).connect() as connection:
        booked = creditboekingen.creditboekingen(connection)
        facts = feiten(
            store.boekingen(connection), store.intrekkingen(connection), store.afwijkingen(connection), booked
        )
        assert store.versie(connection) == versie(facts)
        assert Vindplaatsen(settings, corrections.hoe()).stand == versie(facts)

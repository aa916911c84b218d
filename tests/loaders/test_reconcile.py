"""R1.5: nothing is lost between delivery, archive and PRODUCTIE; and where something is, it is told where."""

import os
import re
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from config.reference import reference_tables
from config.settings import Settings
from loaders import run
from loaders.check import check
from loaders.grootboek import schema, store
from loaders.grootboek.deliveries import Intrekbesluit, Levering, Soort, Status, Telling
from loaders.intrekken import decide
from loaders.reconcile import Bedragen, LeveringSom, aansluiting
from tests.made import Inbox, Oordeel, Regel, answer, claim, maandregel, noen
from tests.vragen import productie_nu, vraag

JAN, FEB = date(2026, 1, 1), date(2026, 2, 1)


def fill(settings: Settings, inbox: Inbox) -> None:
    """Two providers, a line across a month end, a refusal, one pending, uitval, a doubled line, a withdrawal."""
    regels = [
        Regel("R1", date(2026, 1, 30), date(2026, 2, 2), 400, aantal=4),  # 200 in January, 200 in February
        maandregel("R2", JAN, 1_000),
        Regel("R3", FEB, JAN, 50),  # uitval
        maandregel("R4", JAN, 30, dc="C", vorige="X"),  # uitval
    ]
    inbox.put("2026-03-05", "een", claim("F1", regels))
    inbox.put("2026-03-09", "een terug", answer("F1", regels, [Oordeel(1, 600), Oordeel(2, 0), Oordeel(3, 0)]))
    inbox.put("2026-03-06", "twee", claim("F2", [maandregel("R2", JAN, 1_000), maandregel("R5", FEB, 70)]))
    inbox.put("2026-03-06", "ander", claim("F1", [maandregel("S1", FEB, 5)], instellingscode="06000002"))
    inbox.put("2026-03-07", "weg", claim("F9", [maandregel("W1", JAN, 9_999)]))
    head = ",".join(reference_tables()["productie"].header)
    row = "06000001,5515,V&V,regulier,Z053,14,2025-12,2026-01-05,2026-01-09,31,100000,90000"
    inbox.table("extract.csv", f"{head}\n{row}\n")
    run.load(settings, [inbox.path])
    per = date(2026, 3, 8)
    decide(settings, Intrekbesluit.INTREKKING, "weg", reden="toets", door="A. Toetser", per=per, nu=noen(per))


def test_submitted_is_granted_and_refused_and_pending_per_delivery_and_per_provider_and_month(
    ledger: Settings, inbox: Inbox
):
    fill(ledger, inbox)
    found = vraag(aansluiting, ledger)
    assert not found.verschillende_leveringen
    assert not found.verschillende_cellen
    # een: 400 + 1000 - 30 + 50 read, of which 1400 counts: 400 left out and so granted, 600 of 1000 granted
    assert {x.levering.naam: (x.regels, x.gelezen_cent, x.bedragen) for x in found.leveringen} == {
        "een": (4, 1_420, Bedragen(1_400, 1_000, 400, 0)),
        "twee": (2, 1_070, Bedragen(70, 0, 0, 70)),
        "ander": (1, 5, Bedragen(5, 0, 0, 5)),
        "weg": (1, 9_999, Bedragen()),
    }
    assert {(c.aanbieder, c.zorgmaand): c.productie for c in found.cellen if c.productie != Bedragen()} == {
        ("06000001", date(2025, 12, 1)): Bedragen(100_000, 90_000, 10_000, 0),
        ("06000001", JAN): Bedragen(1_200, 800, 400, 0),
        ("06000001", FEB): Bedragen(270, 200, 0, 70),
        ("06000002", FEB): Bedragen(5, 0, 0, 5),
    }
    assert not [b for b in check(ledger) if b.fout]


def test_a_credit_that_came_before_its_line_is_counted_on_both_sides(settings: Settings, inbox: Inbox):
    # R1.3: de credit telt vanaf de dag waarop ook haar regel bekend is, en dus nu: 100 - 40
    inbox.put("2026-03-05", "credit", claim("F1", [maandregel("C1", JAN, 40, dc="C", vorige="R1")]))
    inbox.put("2026-03-09", "regel", claim("F2", [maandregel("R1", JAN, 100)]))
    run.load(settings, [inbox.path])
    found = vraag(aansluiting, settings)
    assert [(c.archief, c.klopt) for c in found.cellen] == [(Bedragen(60, 0, 0, 60), True)]
    assert not found.verschillende_leveringen


def test_a_delivery_is_right_where_it_read_what_the_archive_holds_and_counts_what_it_accepted():
    # R1.5: gelezen = geaccepteerd + geweigerd + uitval; ingediend = toegekend + afgewezen + in behandeling
    telling = Telling(3, 2, 0, 1, 100, 90, 0, 10)
    levering = Levering(
        "sha", "een", Soort.AW319, None, Status.VERWERKT, JAN, datetime(2026, 1, 2, tzinfo=UTC), "5515", "06000001",
        "F1", False, telling,
    )  # fmt: skip
    good = LeveringSom(levering, 3, 100, Bedragen(90, 50, 30, 10))
    assert good.klopt
    for regels, gelezen, bedragen in (
        (2, 100, good.bedragen),
        (3, 99, good.bedragen),
        (3, 100, Bedragen(89, 49, 30, 10)),
        (3, 100, Bedragen(90, 50, 30, 11)),
    ):
        assert not LeveringSom(levering, regels, gelezen, bedragen).klopt


def change_productie(settings: Settings, tmp_path: Path, sql: str) -> None:
    current = productie_nu(settings)
    assert current is not None
    with duckdb.connect() as db:
        db.execute(f"COPY ({sql.format(path=current[1])}) TO '{tmp_path / 'anders'}' (FORMAT parquet)")
    shutil.rmtree(current[1])
    current[1].mkdir()
    (tmp_path / "anders").rename(current[1] / "anders.parquet")


def one_cent_more(settings: Settings, tmp_path: Path) -> None:
    sql = "SELECT * REPLACE (toegekend_cent + (zorgmaand = DATE '2026-01-01')::INT AS toegekend_cent) FROM '{path}'"
    change_productie(settings, tmp_path, sql)


def a_provider_lost(settings: Settings, tmp_path: Path) -> None:
    change_productie(settings, tmp_path, "SELECT * FROM '{path}' WHERE aanbieder <> '06000002'")


def moved_to_another_month(settings: Settings, tmp_path: Path) -> None:
    # in total nothing differs
    sql = "SELECT * REPLACE ((zorgmaand + INTERVAL 1 MONTH)::DATE AS zorgmaand) FROM '{path}'"
    change_productie(settings, tmp_path, sql)


def ledger_changed(settings: Settings, tmp_path: Path) -> None:
    with store.open_ledger(settings).begin() as connection:
        mine = sa.update(schema.leveringen).where(schema.leveringen.c.naam == "twee")
        connection.execute(mine.values(gelezen_cent=1_071))


def a_line_left_out_without_reason(settings: Settings, tmp_path: Path) -> None:
    with store.open_ledger(settings).begin() as connection:
        sha256 = connection.scalar(sa.select(schema.leveringen.c.sha256).where(schema.leveringen.c.naam == "een"))
        connection.execute(sa.insert(schema.afwijkende_regels).values(levering=sha256, regel=5))


def received_on_another_day(settings: Settings, tmp_path: Path) -> None:
    # no amount differs, but the figures of an earlier peildatum do (R1.1)
    change_productie(settings, tmp_path, "SELECT * REPLACE (ontvangen + 1 AS ontvangen) FROM '{path}'")


def unreadable(settings: Settings, tmp_path: Path) -> None:
    current = productie_nu(settings)
    assert current
    os.truncate(current[1] / "2026-03.parquet", 100)


BREUKEN: dict[str, tuple[Callable[[Settings, Path], None], str]] = {
    "toekenning": (
        one_cent_more,
        "Aanbieder 06000001, zorgmaand 01-2026: .*toegekend archief € 8,00 en PRODUCTIE € 8,0[1-9]",
    ),
    "aanbieder": (
        a_provider_lost,
        "Aanbieder 06000002, zorgmaand 02-2026: .*ingediend archief € 0,05 en PRODUCTIE € 0,00",
    ),
    "maand": (moved_to_another_month, "Aanbieder 06000002, zorgmaand 03-2026: .*archief € 0,00 en PRODUCTIE € 0,05"),
    "dag": (received_on_another_day, "Aanbieder 06000001, zorgmaand 12-2025: 2 rijen van PRODUCTIE .*anders dan"),
    "onleesbaar": (unreadable, "PRODUCTIE is beschadigd"),
    "grootboek": (ledger_changed, "Levering twee: grootboek 2 regels en € 10,71 .*archief 2 regels en € 10,70"),
    "regel": (a_line_left_out_without_reason, "Levering een: .*€ 14,00 geaccepteerd; archief .*€ 4,00 geteld"),
}


@pytest.mark.parametrize("breuk", BREUKEN)
def test_a_break_is_told_with_its_place_and_cents(breuk: str, settings: Settings, inbox: Inbox, tmp_path: Path):
    harm, text = BREUKEN[breuk]
    fill(settings, inbox)
    harm(settings, tmp_path)
    told = [b.tekst for b in check(settings) if b.fout]
    assert re.search(text, "\n".join(told)), told
    assert "Verwijder" in told[-1]


def test_a_ledger_changed_by_something_else_is_told(settings: Settings, inbox: Inbox):
    # a day of receipt: all amounts stay what they were, the figures of earlier peildata do not (R1.1)
    fill(settings, inbox)
    with store.open_ledger(settings).begin() as connection:
        mine = sa.update(schema.leveringen).where(schema.leveringen.c.naam == "twee")
        connection.execute(mine.values(ontvangen=date(2026, 3, 8)))
    assert any(b.fout and "niet door de monitor" in b.tekst for b in check(settings))


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0xFF
    path.write_bytes(content)


def another_person(path: Path) -> None:
    part = pq.ParquetFile(path).read()
    place = part.schema.get_field_index("client")
    pq.write_table(part.set_column(place, "client", pa.array([7] * len(part))), path)


@pytest.mark.parametrize("harm", [flipped, another_person, lambda path: os.truncate(path, 100)])
def test_a_part_of_the_archive_that_is_not_what_it_was_is_told(
    harm: Callable[[Path], None], settings: Settings, inbox: Inbox
):
    fill(settings, inbox)
    part = next((settings.archief / "regels").rglob("*.parquet"))
    harm(part)
    told = [b.tekst for b in check(settings) if b.fout]
    assert "1 archiefdelen zijn beschadigd" in told[0]
    assert part.name in told[0]


def test_a_damaged_version_of_productie_does_not_stop_the_next_load(settings: Settings, inbox: Inbox):
    fill(settings, inbox)
    unreadable(settings, inbox.path)
    run.load(settings, [inbox.put("2026-03-20", "meer", claim("F20", [maandregel("R20", FEB, 80)]))])
    assert not [b for b in check(settings) if b.fout]


def test_nothing_loaded_has_nothing_to_reconcile(settings: Settings):
    assert vraag(aansluiting, settings).cellen == ()

"""PRODUCTIE made again from the archive is row for row the same, by DuckDB and by Spark."""

import shutil
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from config.errors import GegevensOntbreken, RuimteFout
from config.settings import Settings
from config.words import Machine, Schaal
from loaders import productie, run
from loaders.demo.run import make_demo
from loaders.grootboek.deliveries import Intrekbesluit
from loaders.intrekken import decide
from tests.made import KOPPELTABEL, Inbox, Oordeel, answer, claim, maandregel, noen
from tests.vragen import productie_nu


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("herbouw")
    make_demo(folder / "inbox", Schaal.KLEIN, seed=3)
    settings = Settings(data=folder / "data")
    run.load(settings, [folder / "inbox"])
    return settings


def rows(settings: Settings) -> pa.Table:
    found = productie_nu(settings)
    assert found is not None
    table = pq.read_table(found[1])
    return pa.table(
        table.columns, names=table.column_names
    )  # values and types; whether a column may hold nulls is left


@pytest.mark.parametrize("machine", list(Machine))
def test_rebuilt_is_row_for_row_the_same(machine: Machine, loaded: Settings):
    before = rows(loaded)
    assert len(before) > 1000
    path, count = productie.rebuild(loaded, machine)
    assert [p.name for p in loaded.productie.iterdir()] == [path.name]
    assert count == len(before)
    assert rows(loaded).equals(before)
    assert not (loaded.data / "werk" / "spark").exists()


@pytest.mark.parametrize("machine", list(Machine))
def test_both_engines_on_what_few_rows_cannot_have(machine: Machine, settings: Settings, inbox: Inbox):
    # a revision, a pending line, a line granted in part, an unknown sector, and no archive part of returns at first
    regels = [maandregel(f"R{n}", date(2026, 1, 1), 1_000 * n, prestatiecode=code) for n, code in
              enumerate(("Z053", "Z433", "Q999", "CVV1"), start=1)]  # fmt: skip
    inbox.put("2026-02-05", "claim", claim("F1", regels))
    inbox.table("k.csv", KOPPELTABEL)
    run.load(settings, [inbox.path])
    before = rows(settings)
    productie.rebuild(settings, machine)
    assert rows(settings).equals(before)
    inbox.put("2026-02-10", "eerste", answer("F1", regels, [Oordeel(0, 0), Oordeel(3, 3_999)]))
    inbox.put("2026-02-20", "tweede", answer("F1", regels, [Oordeel(1, 7)]))
    inbox.put("2026-02-21", "wacht", claim("F2", [maandregel("R9", date(2026, 1, 1), 5, zzp_code="000")]))
    run.load(settings, [inbox.path])
    before = rows(settings)
    productie.rebuild(settings, machine)
    assert rows(settings).equals(before)
    assert None in before["beoordeeld"].to_pylist()


def test_both_engines_on_what_counts_for_a_time(settings: Settings, inbox: Inbox):
    # R1.3, R1.5: a withdrawn claim, one withdrawn return, lines that count from a later day or not at all
    jan = date(2026, 1, 1)
    regels = [maandregel("R1", jan, 10_000), maandregel("R2", jan, 4_000)]
    inbox.put("2026-02-05", "claim", claim("F1", regels))
    inbox.put("2026-02-08", "een", answer("F1", regels, [Oordeel(1, 2_000)], dagtekening_retour="20260208"))
    inbox.put("2026-02-12", "twee", answer("F1", regels, dagtekening_retour="20260212"))
    inbox.put("2026-02-06", "credit", claim("F2", [maandregel("C1", jan, 5, dc="C", vorige="R9")]))
    inbox.put("2026-02-09", "weer", claim("F3", [maandregel("R2", jan, 4_000), maandregel("R9", jan, 70)]))
    run.load(settings, [inbox.path])
    for naam, dag, besluit in (
        ("twee", 15, Intrekbesluit.INTREKKING),
        ("claim", 20, Intrekbesluit.INTREKKING),
        ("claim", 25, Intrekbesluit.HERSTEL),
    ):
        per = date(2026, 2, dag)
        decide(settings, besluit, naam, reden="toets", door="A. Toetser", per=per, nu=noen(per))
    before = rows(settings)
    assert min(before["ingediend_cent"].to_pylist()) < 0
    productie.rebuild(settings, Machine.SPARK)
    assert rows(settings).equals(before)


def test_spark_reads_the_archive_where_it_is_said_to_be(settings: Settings, inbox: Inbox, tmp_path: Path):
    inbox.put("2026-02-05", "claim", claim("F1", [maandregel("R1", date(2026, 1, 1), 10)]))
    run.load(settings, [inbox.path])
    before = rows(settings)
    shutil.move(settings.archief, tmp_path / "opslag")
    elsewhere = Settings(data=settings.data, archief_url=(tmp_path / "opslag").as_uri())
    productie.rebuild(elsewhere, Machine.SPARK)
    assert rows(settings).equals(before)


def test_without_pyspark_or_java_it_is_said_and_nothing_is_dropped(
    settings: Settings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
):
    inbox.put("2026-02-05", "claim", claim("F1", [maandregel("R1", date(2026, 1, 1), 10)]))
    run.load(settings, [inbox.path])
    there = list(settings.productie.iterdir())
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "pyspark.sql", None)
        with pytest.raises(RuimteFout, match="pip install"):
            productie.rebuild(settings, Machine.SPARK)
    with monkeypatch.context() as patch:
        patch.setattr("loaders.archief.spark.shutil.which", lambda _: None)
        patch.delenv("JAVA_HOME", raising=False)
        with pytest.raises(RuimteFout, match="Java 17"):
            productie.rebuild(settings, Machine.SPARK)
    assert list(settings.productie.iterdir()) == there


def test_nothing_to_rebuild_is_said(settings: Settings):
    settings.data.mkdir()
    with pytest.raises(GegevensOntbreken, match="ruimte load"):
        productie.rebuild(settings, Machine.DUCKDB)

"""The table `productie` as CSV, XLSX and Parquet: the same facts, the same checks, an alternative to messages."""

import io
import shutil
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from config.settings import Settings
from config.words import Machine, Schaal, Site
from dashboard.contract import vooruitblik
from forecasting.wlz import vooruitblik as forecasting
from loaders import productie, queries, run
from loaders.check import check
from loaders.demo.run import make_demo
from loaders.grootboek import store
from loaders.grootboek.deliveries import Status
from loaders.productie import dagen
from loaders.tabellen import extract
from tests.made import Inbox
from tests.vragen import productie_nu, uit_grootboek, vraag

KOP = list(extract.table().header)
RIJ: dict[str, Any] = {
    "agb": "06000001",
    "uzovi": "5515",
    "sector": "V&V",
    "groep": "regulier",
    "prestatiecode": "Z053",
    "tijdseenheid": "14",
    "zorgmaand": date(2026, 1, 1),
    "ontvangen": date(2026, 2, 5),
    "beoordeeld": date(2026, 2, 9),
    "aantal": 31,
    "ingediend_cent": 100_000,
    "toegekend_cent": 90_000,
}
WACHT = {**RIJ, "zorgmaand": date(2026, 2, 1), "ontvangen": date(2026, 3, 5), "beoordeeld": None, "toegekend_cent": 0}
CREDIT = {**RIJ, "agb": "06000002", "aantal": -3, "ingediend_cent": -700, "toegekend_cent": -700}
GOED = [RIJ, WACHT, CREDIT]


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    lines = [",".join("" if row[name] is None else str(row[name]) for name in KOP) for row in rows]
    return "\n".join([",".join(KOP), *lines, ""]).encode()


def as_xlsx(rows: list[dict[str, Any]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(KOP)
    for row in rows:
        sheet.append([row[name] for name in KOP])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_parquet(rows: list[dict[str, Any]], **types: pa.DataType) -> bytes:
    """Columns in the natural types; where cells are of mixed types, as text."""
    columns: dict[str, pa.Array] = {}
    for name in KOP:
        cells = [row[name] for row in rows]
        try:
            columns[name] = pa.array(cells, types.get(name))
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            columns[name] = pa.array([None if cell is None else str(cell) for cell in cells])
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


VORMEN: dict[str, Callable[[list[dict[str, Any]]], bytes]] = {"csv": as_csv, "xlsx": as_xlsx, "parquet": as_parquet}


@pytest.fixture(params=list(VORMEN))
def vorm(request: pytest.FixtureRequest) -> Callable[[list[dict[str, Any]]], bytes]:
    return VORMEN[request.param]


def rows(settings: Settings) -> list[tuple[Any, ...]]:
    current = productie_nu(settings)
    assert current is not None
    with duckdb.connect() as db:
        return db.execute("SELECT * FROM read_parquet(?) ORDER BY ALL", [str(current[1])]).fetchall()


CODES = ("5515", "V&V", "regulier", "Z053", "14")
JAN, FEB = (date(2026, 1, 1), date(2026, 2, 5), date(2026, 2, 9)), (date(2026, 2, 1), date(2026, 3, 5), None)
WANT = [
    ("06000001", *CODES, *JAN, 31, 0, 100_000, 90_000),
    ("06000001", *CODES, *FEB, 31, 0, 100_000, 0),
    ("06000002", *CODES, *JAN, -3, -3, -700, -700),
]
"""By hand: as claimed and granted; units of rows granted in full only (R5.1)."""


def test_every_form_gives_the_same_production(vorm: Callable[..., bytes], settings: Settings, inbox: Inbox):
    path = inbox.put("2026-03-06", "uitvoer", vorm(GOED))
    assert run.load(settings, [path]).verwerkt == 1
    assert rows(settings) == WANT
    assert not [b for b in check(settings) if b.fout]
    assert run.load(settings, [path]).al_bekend == 1
    assert [x.tabel for x in uit_grootboek(queries.leveringen, settings)] == ["productie"]


FOUT: dict[str, tuple[str, Any]] = {
    "geen agb": ("agb", "0600000"),
    "agb leeg": ("agb", None),
    "onbekende regio": ("uzovi", "9999"),
    "onbekende sector": ("sector", "VV"),
    "onbekende groep": ("groep", "krisis"),
    "code leeg": ("prestatiecode", " "),
    "onbekende eenheid": ("tijdseenheid", "15"),
    "geen maand": ("zorgmaand", "2026-13"),
    "maand leeg": ("zorgmaand", None),
    "maand voor de Wlz": ("zorgmaand", date(2012, 12, 1)),
    "maand na ontvangst": ("zorgmaand", date(2026, 3, 1)),
    "geen datum": ("ontvangen", "5-2-2026"),
    "oordeel voor ontvangst": ("beoordeeld", date(2026, 2, 4)),
    "oordeel in het jaar 9999": ("beoordeeld", date(9999, 12, 31)),
    "oordeel over wat wacht": ("beoordeeld", None),
    "aantal met decimalen": ("aantal", 1.5),
    "geen getal": ("ingediend_cent", "1e"),
    "te groot": ("ingediend_cent", 10**14),
    "te klein": ("toegekend_cent", -(10**14)),
    "cent leeg": ("toegekend_cent", None),
}


def test_pages_know_what_came_in_when_there_are_extracts_only(settings: Settings, inbox: Inbox):
    # a page shows nothing before the first day received, and asks on the last day anything became known (R1.1)
    run.load(settings, [inbox.put("2026-03-06", "csv", as_csv(GOED))])
    stand = vraag(queries.stand, settings)
    assert (stand.eerste_ontvangst, stand.laatste_ontvangst) == (date(2026, 2, 5), date(2026, 3, 5))
    received = vraag(queries.ontvangst, settings, date(2026, 2, 20))
    assert (received.aantal, received.eerste, received.laatste) == (1, date(2026, 2, 5), date(2026, 2, 9))
    received = vraag(queries.ontvangst, settings, date(2026, 2, 4))
    assert (received.aantal, received.eerste, received.laatste) == (0, None, None)


@pytest.mark.parametrize("naam", FOUT)
def test_every_form_is_checked_alike(naam: str, settings: Settings, inbox: Inbox):
    column, cell = FOUT[naam]
    bad = [RIJ, {**RIJ, "agb": "06000003", column: cell}]
    for name, form in VORMEN.items():
        inbox.put("2026-03-06", name, form(bad))
    verslag = run.load(settings, [inbox.path])
    found = {a.bestand: a.redenen for a in verslag.geweigerd}
    assert found.keys() == set(VORMEN)
    texts = {tuple((r.veld, r.tekst) for r in redenen) for redenen in found.values()}
    assert len(texts) == 1
    assert {r.regel for r in found["csv"]} == {r.regel for r in found["xlsx"]} == {3}
    assert {r.regel for r in found["parquet"]} == {2}
    assert len(found["csv"]) == 1
    if cell not in (None, " "):
        assert str(cell) not in str(texts)
    assert rows(settings) == []


@pytest.fixture
def in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "REGELS_PER_KEER", 2)
    monkeypatch.setattr(extract, "RIJEN_PER_KEER", 4)
    monkeypatch.setattr(dagen, "REGELS_PER_SNEDE", 1)


@pytest.mark.usefixtures("in_pieces")
def test_pieces_are_one_extract(vorm: Callable[..., bytes], settings: Settings, inbox: Inbox):
    many = [{**RIJ, "agb": f"{6000001 + n:08}", "ontvangen": date(2026, 2, 1 + n)} for n in range(8)] + [WACHT]
    run.load(settings, [inbox.put("2026-03-06", "een", vorm(many))])
    run.load(settings, [inbox.put("2026-03-07", "twee", vorm([*many[:3], {**many[3], "aantal": 30}]))], vervang=True)
    assert sorted(row[9] for row in rows(settings)) == [-1, *[31] * 9]  # 30 from 7 March on: 31 - 1 (R1.1)
    bad = [{**row, "sector": "x"} if n in {0, 3, 8} else row for n, row in enumerate(many)]
    redenen = run.load(settings, [inbox.put("2026-03-08", "fout", vorm(bad))]).geweigerd[0].redenen
    first = redenen[0].regel or 0
    assert [(r.regel or 0) - first for r in redenen] == [0, 3, 8]
    twice = run.load(settings, [inbox.put("2026-03-09", "dubbel", vorm([*many, many[0]]))]).geweigerd[0].redenen
    assert twice[0].tekst.startswith("rij heeft dezelfde sleutel als regel")


def test_a_csv_that_breaks_off_further_on_is_refused_whole(settings: Settings, inbox: Inbox):
    # what stood before the fault was read, and must not count
    good = as_csv([{**RIJ, "agb": f"{6000001 + n:08}"} for n in range(2_000)])
    inbox.put("2026-03-06", "tekens", good + b"\xe9\n")
    inbox.put("2026-03-06", "aanhalingstekens", good + b'06000001,"55"15\n')
    inbox.put("2026-03-06", "kolom", good + b"06000001,5515\n")
    found = {a.bestand: a.redenen[0].tekst.split(";")[0] for a in run.load(settings, [inbox.path]).geweigerd}
    assert found == {
        "tekens": "verkeerde tekenset",
        "aanhalingstekens": "geen geldige CSV (aanhalingstekens?)",
        "kolom": "2 kolommen in plaats van 12",
    }
    assert rows(settings) == []
    assert not [b.tekst for b in check(settings) if b.fout]


def test_a_row_twice_is_refused_in_every_form(vorm: Callable[..., bytes], settings: Settings, inbox: Inbox):
    inbox.put("2026-03-06", "uitvoer", vorm([WACHT, RIJ, WACHT, {**WACHT, "aantal": 1}]))
    first, second = run.load(settings, [inbox.path]).geweigerd[0].redenen
    assert (second.regel or 0) - (first.regel or 0) == 1
    assert "heeft dezelfde sleutel als regel" in first.tekst
    assert rows(settings) == []


def test_rows_known_before_count_once_and_other_values_are_refused(
    vorm: Callable[..., bytes], settings: Settings, inbox: Inbox
):
    run.load(settings, [inbox.put("2026-03-06", "een", vorm([RIJ, WACHT]))])
    run.load(settings, [inbox.put("2026-03-07", "twee", vorm(GOED))])
    assert rows(settings) == WANT
    changed = inbox.put("2026-03-08", "drie", vorm([{**RIJ, "toegekend_cent": 1}, CREDIT]))
    reden = run.load(settings, [changed]).geweigerd[0].redenen[0]
    assert "bestand twee" in reden.tekst
    assert "--vervang" in reden.tekst
    assert rows(settings) == WANT
    assert run.load(settings, [changed], vervang=True).verwerkt == 1
    assert [row[-1] for row in rows(settings)] == [90_000, 1 - 90_000, 0, -700]
    assert rows(settings)[1][7:9] == (date(2026, 3, 8), date(2026, 3, 8))  # R1.1: from the day it was put right
    assert {x.status for x in uit_grootboek(queries.leveringen, settings)} == {Status.VERWERKT}
    assert not [b for b in check(settings) if b.fout]


def test_forms_may_contradict_each_other_and_are_told(settings: Settings, inbox: Inbox):
    run.load(settings, [inbox.put("2026-03-06", "een.csv", as_csv([RIJ]))])
    run.load(settings, [inbox.put("2026-03-06", "twee.parquet", as_parquet([{**RIJ, "aantal": 30}]))])
    assert [(x.naam, x.status) for x in uit_grootboek(queries.leveringen, settings)] == [
        ("twee.parquet", Status.GEWEIGERD),
        ("een.csv", Status.VERWERKT),
    ]


def test_two_in_one_load_that_contradict_each_other(settings: Settings, inbox: Inbox):
    inbox.put("2026-03-06", "een", as_parquet([RIJ]))
    inbox.put("2026-03-06", "twee", as_parquet([{**RIJ, "aantal": 30}, CREDIT]))
    verslag = run.load(settings, [inbox.path])
    assert [a.bestand for a in verslag.geweigerd] == ["twee"]
    assert len(rows(settings)) == 1


def test_parquet_in_other_types_is_read_as_a_workbook_is(settings: Settings, inbox: Inbox):
    cells: list[dict[str, Any]] = [
        {
            **row,
            "agb": int(row["agb"]),
            "uzovi": int(row["uzovi"]),
            "tijdseenheid": int(row["tijdseenheid"]),
            "zorgmaand": f"{row['zorgmaand']:%Y-%m}",
            "ontvangen": datetime.combine(row["ontvangen"], datetime.min.time()),
            "aantal": float(row["aantal"]),
            "ingediend_cent": Decimal(row["ingediend_cent"]),
        }
        for row in GOED
    ]
    types = {"ontvangen": pa.timestamp("ns"), "aantal": pa.float32(), "sector": pa.dictionary(pa.int8(), pa.string())}
    inbox.put("2026-03-06", "uitvoer", as_parquet(cells, **types))
    assert run.load(settings, [inbox.path]).verwerkt == 1
    assert rows(settings) == WANT


def other_columns(*names: str) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table({name: [1] for name in names}), buffer)
    return buffer.getvalue()


SLECHT = {
    "afgebroken": (as_parquet(GOED)[:-20], "beschadigd"),
    "alleen het begin": (b"PAR1" + b"x" * 50, "beschadigd"),
    "andere kolommen": (other_columns(*KOP[:-1], "bsn"), "onbekende kolom"),
    "tekstkolom ontbreekt": (other_columns(*KOP[1:]), "kolom ontbreekt"),
    "geen enkele kolom": (other_columns("x"), "onbekend soort bestand"),
    "lijsten": (as_parquet([{**RIJ, "aantal": [1, 2]}]), "onbekend type"),
    "bytes": (as_parquet([{**RIJ, "prestatiecode": b"Z053"}]), "onbekend type"),
    "te lange tekst": (as_parquet([{**RIJ, "prestatiecode": "Z" * 1000}]), "tekst is te lang"),
}


@pytest.mark.parametrize("naam", SLECHT)
def test_bad_parquet_is_refused(naam: str, settings: Settings, inbox: Inbox):
    content, text = SLECHT[naam]
    inbox.put("2026-03-06", "uitvoer", content)
    redenen = run.load(settings, [inbox.path]).geweigerd[0].redenen
    assert any(text in r.tekst for r in redenen)


def test_a_parquet_bomb_is_refused_and_reasons_are_limited(
    settings: Settings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
):
    many = pa.table({name: pa.repeat(pa.scalar(RIJ[name]), 20_000) for name in KOP})
    buffer = io.BytesIO()
    pq.write_table(many.set_column(KOP.index("sector"), "sector", pa.repeat(pa.scalar("x"), 20_000)), buffer)
    inbox.put("2026-03-06", "fouten", buffer.getvalue())
    redenen = run.load(settings, [inbox.path]).geweigerd[0].redenen
    assert redenen[-1].tekst == "en nog 19001 redenen"
    monkeypatch.setattr(extract, "MAX_RIJEN", 1_000)
    bomb = inbox.put("2026-03-06", "bom", b"")
    pq.write_table(many, bomb)
    assert "meer dan 1000 rijen" in run.load(settings, [bomb]).geweigerd[0].redenen[0].tekst


def test_messages_exported_as_an_extract_give_the_same_outlook(tmp_path: Path):
    messages, extracted = Settings(data=tmp_path / "berichten"), Settings(data=tmp_path / "uitvoer")
    make_demo(tmp_path / "inbox", Schaal.KLEIN, seed=5)
    run.load(messages, [tmp_path / "inbox"])
    current = productie_nu(messages)
    assert current is not None
    target = tmp_path / "uitvoer.parquet"
    with duckdb.connect() as db:
        columns = ", ".join(["aanbieder AS agb", *KOP[1:]])
        db.sql(f"SELECT {columns} FROM read_parquet('{current[1]}')").write_parquet(str(target))
    run.load(extracted, [target, tmp_path / "inbox" / "referentie"])
    assert uit_grootboek(queries.leveringen, extracted)
    for site in Site:
        for peildatum in (date(2026, 3, 24), date(2026, 7, 23), date(2026, 10, 23)):
            want, got = (
                vooruitblik.outlook_json(vraag(forecasting.outlook, settings, 2026, peildatum, site))
                for settings in (messages, extracted)
            )
            for row in (*want["sectoren"], *want["regios"], *got["sectoren"], *got["regios"]):
                del row["korting_herschikking"]  # days of crisis lines granted in full: a summed extract cannot tell
            assert want["sectoren"] == got["sectoren"]
            assert want["regios"] == got["regios"]
    assert not [b for b in check(extracted) if b.fout]
    before = rows(extracted)
    productie.rebuild(extracted, Machine.DUCKDB)
    assert rows(extracted) == before


def test_spark_counts_extracts_too(settings: Settings, inbox: Inbox):
    inbox.put("2026-03-06", "een", as_parquet(GOED))
    inbox.put("2026-03-07", "twee", as_csv(GOED[:2]))
    run.load(settings, [inbox.path])
    productie.rebuild(settings, Machine.SPARK)
    assert rows(settings) == WANT


def test_extracts_of_an_older_ledger_move_to_the_archive(settings: Settings, inbox: Inbox):
    engine = store.open_ledger(settings)
    run.load(settings, [inbox.put("2026-03-06", "uitvoer", as_csv(GOED))])
    sha = uit_grootboek(queries.leveringen, settings)[0].sha256
    with engine.begin() as connection:  # as it was before: the rows in the ledger, nothing in the archive
        config = Config(attributes={"connection": connection, "archief": settings.archief})
        config.set_main_option("script_location", str(store.MIGRATIES))
        connection.execute(sa.delete(store.schema.archiefdelen))
        types = {"datum": "DATE", "maand": "DATE", "geheel": "BIGINT"}
        names = ", ".join(f"{c.stored_as} {types.get(c.soort, 'TEXT')}" for c in extract.table().columns)
        connection.execute(sa.text(f"CREATE TABLE ref_productie (levering TEXT, regel INTEGER, {names})"))
        old = sa.table("ref_productie", *[sa.column(n) for n in ("levering", "regel", *KOP)])
        values = [{n: v.isoformat() if isinstance(v, date) else v for n, v in row.items()} for row in GOED]
        connection.execute(sa.insert(old), [{"levering": sha, "regel": n, **row} for n, row in enumerate(values, 2)])
        connection.execute(sa.text("ALTER TABLE leveringen DROP COLUMN volgnummer"))  # of 0007
        connection.execute(sa.text("ALTER TABLE ref_crisisafspraken DROP COLUMN zwaarte"))  # of 0012
        connection.execute(sa.text("DROP TABLE ref_maatwerkopslag"))  # of 0012
        connection.execute(sa.text("ALTER TABLE leveringen DROP COLUMN beginstand"))  # of 0010
        connection.execute(sa.text("DROP TABLE creditboekingen"))  # of 0015
        for name in ("uitkomst", "uitkomst_sha256", "uitkomst_versie"):  # of 0008
            connection.execute(sa.text(f"ALTER TABLE herschikkingen DROP COLUMN {name}"))
        command.stamp(config, "0005", purge=True)
    shutil.rmtree(settings.productie)
    shutil.rmtree(settings.archief)
    assert rows(settings) == WANT
    assert not [b for b in check(settings) if b.fout]


PEILDATA = (date(2026, 5, 27), date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 15), date(2026, 6, 16))
APRIL = {**RIJ, "zorgmaand": date(2026, 4, 1), "ontvangen": date(2026, 5, 6), "beoordeeld": None, "aantal": 30}
APRIL |= {"ingediend_cent": 900_000, "toegekend_cent": 0}
BEOORDEELD = {**APRIL, "beoordeeld": date(2026, 6, 2), "toegekend_cent": 900_000}
DEEL = {**BEOORDEELD, "aantal": 20, "ingediend_cent": 600_000, "toegekend_cent": 600_000}
REST = {**APRIL, "aantal": 10, "ingediend_cent": 300_000}
JUNI = {
    # granted and pending (in thousands of cents) on each of PEILDATA, when the extract of June holds these rows
    "all of it is judged": ([BEOORDEELD], [(0, 900), (0, 900), (900, 0), (900, 0), (900, 0)]),
    "part of it is judged": ([DEEL, REST], [(0, 900), (0, 900), (600, 300), (600, 300), (600, 300)]),
    "nothing is judged yet": ([APRIL], [(0, 900)] * 5),
    # R1.1: what does not add up to what was pending was put right, from the day it came in
    "it is judged and less": ([DEEL], [(0, 900), (0, 900), (0, 900), (0, 900), (600, 0)]),
}


@pytest.mark.parametrize("naam", JUNI)
@pytest.mark.parametrize("order", [("mei", "juni"), ("juni", "mei")])
def test_what_was_pending_is_judged_in_a_later_extract(
    naam: str, order: tuple[str, str], settings: Settings, inbox: Inbox
):
    # R1.4: the same piece, once pending and once judged, is one piece, in whatever order the two are loaded
    june, want = JUNI[naam]
    inbox.put("2026-05-20", "mei", as_csv([APRIL, RIJ]))
    inbox.put("2026-06-16", "juni", as_csv([*june, RIJ]))
    folders = {"mei": "2026-05-20", "juni": "2026-06-16"}
    for one in order:
        assert not run.load(settings, [inbox.path / folders[one]]).geweigerd
    current = productie_nu(settings)
    assert current is not None
    found = []
    for peildatum in PEILDATA:
        april = productie.stand_op(current[1], peildatum, date(2026, 4, 1), date(2026, 4, 1))
        found.append((april["goedgekeurd_cent"].sum() // 1000, april["in_behandeling_cent"].sum() // 1000))
    assert found == want
    assert not [b.tekst for b in check(settings) if b.fout]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_a_row_put_right_keeps_what_earlier_peildata_said(order: tuple[int, ...], settings: Settings, inbox: Inbox):
    # R1.1: 900 granted by the extract of 5 June, 800 by that of 16 June, 850 by that of 1 July
    days, granted = (date(2026, 6, 5), date(2026, 6, 16), date(2026, 7, 1)), (900_000, 800_000, 850_000)
    for n, (day, cent) in enumerate(zip(days, granted, strict=True)):
        inbox.put(f"{day}", f"nr{n}", as_csv([{**BEOORDEELD, "toegekend_cent": cent}]))
    for n in order:
        assert not run.load(settings, [inbox.path / f"{days[n]}"], vervang=True).geweigerd
    current = productie_nu(settings)
    assert current is not None
    for peildatum, cent, units in (
        (date(2026, 6, 2), 900_000, 30),
        (date(2026, 6, 15), 900_000, 30),
        (date(2026, 6, 16), 800_000, 0),  # R5.1: not granted in full
        (date(2026, 6, 30), 800_000, 0),
        (date(2026, 7, 1), 850_000, 0),
    ):
        found = productie.stand_op(current[1], peildatum, date(2026, 4, 1), date(2026, 4, 1))
        assert (found["goedgekeurd_cent"].sum(), found["aantal_toegekend"].sum()) == (cent, units), peildatum
        assert found["in_behandeling_cent"].sum() == 0
    assert not [b.tekst for b in check(settings) if b.fout]

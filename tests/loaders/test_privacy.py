"""R1.6: marked values in every personal field leave no trace in data folder, temporary folder, log, report or page.

The layout tables say which fields there are; whatever is not named in GELEZEN holds a mark of its own.
"""

import io
import json
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from config.layouts import Field, Layout, aw319, aw320
from config.reference import reference_tables
from config.settings import Settings
from loaders import queries, run
from loaders.berichten import aw319 as aw319_reader
from loaders.berichten import aw320 as aw320_reader
from loaders.berichten.record import edit, format_line
from loaders.grootboek import store
from tests.made import CONTRACTEERRUIMTE_KOP, KOPPELTABEL, Inbox, Oordeel, Regel, answer, claim, maandregel
from tests.vragen import uit_grootboek

ROOT = Path(__file__).parents[2]
PAGINAS = sorted(p.stem for p in (ROOT / "dashboard" / "web" / "paginas").glob("*.py") if p.stem != "__init__")
BSN = 987_654_329  # made for this test
GEBOREN = date(1937, 6, 13)
KORTST = 5
"""A mark of fewer characters is found by chance."""

GELEZEN = {
    *("kenmerk_record", "identificatie_detailrecord", "uzovi", "code_indicatieorgaan", "doorsturen_toegestaan"),
    *("functiecode", "zzp_code", "begindatum_prestatie", "einddatum_prestatie", "prestatiecodelijst", "prestatiecode"),
    *("aantal", "tijdseenheid", "agb_uitvoerder", "agb_voorschrijver", "specialisme_uitvoerder"),
    *("specialisme_voorschrijver", "verrekenpercentage", "tarief", "berekend_bedrag", "debet_credit_1"),
    *("btw_percentage", "declaratiebedrag", "debet_credit_2", "referentienummer", "referentienummer_vorig"),
    *("berekend_bedrag_zorgkantoor", "debet_credit_3", "toegekend_bedrag", "debet_credit_4", "regelnummer"),
    *("retourcode_1", "retourcode_2", "retourcode_3"),
}
"""Fields of detail records that say what care was given, not to whom."""
VAST = {"bsn": f"{BSN}", "geboortedatum": f"{GEBOREN:%Y%m%d}"}


def mark(layout: Layout, record: str, field: Field) -> str:
    """The value that stands in a field that is not read, unlike that of any other."""
    if field.name in VAST:
        return VAST[field.name]
    number = 7 + 13 * list(layout.records[record]).index(field.name) + 1000 * int(record)
    text = f"{number * 7919:09}" if field.type == "N" else f"Zq{number:05}xJ" + "w" * 120
    return text[-field.length :] if field.type == "N" else text[: field.length]


def marks_of(layout: Layout, record: str) -> dict[str, str]:
    return {n: mark(layout, record, f) for n, f in layout.records[record].items() if n not in GELEZEN}


MERKEN = {
    value
    for layout in (aw319(), aw320())
    for record in ("02", "04", "98")
    for value in marks_of(layout, record).values()
    if len(value) >= KORTST
}


def marked(layout: Layout, message: bytes) -> bytes:
    """The message with every mark in every detail record, and a comment under the first of them."""
    lines = message.splitlines()
    comment = {**marks_of(layout, "98"), "identificatie_detailrecord": 2, "regelnummer": 1}
    lines.insert(2, format_line(layout, "98", comment))
    for place, line in enumerate(lines):
        record = line[:2].decode()
        if record in {"02", "04"}:
            for name, value in marks_of(layout, record).items():
                line = edit(layout, line, name, value)  # noqa: PLW2901 (field after field)
            lines[place] = line
        if record == "01":
            lines[place] = edit(layout, line, "reserve", marks_of(layout, "98")["reserve"])
    return b"\r\n".join(lines) + b"\r\n"


REGELS = [
    maandregel("R1", date(2026, 1, 1), 10_000, bsn=BSN),
    maandregel("R2", date(2026, 1, 1), 4_000, bsn=BSN),
    Regel("R3", date(2026, 1, 5), date(2026, 1, 2), 7, bsn=BSN),  # uitval
]
SLUIT = {"aantal_commentaarrecords": 1, "totaal_detailrecords": 7}


def marked_claim(factuur: str, regels: Sequence[Regel] = REGELS, sluit: dict[str, Any] | None = None, **kop: str):
    return marked(aw319(), claim(factuur, regels, {**SLUIT, **(sluit or {})}, **kop))


def bad_files() -> Iterator[bytes]:
    """Everything a message can be refused for, or lines of it, with the marks in it."""
    n = iter(range(100, 999))

    def good() -> bytes:
        return marked_claim(f"F{next(n)}", [maandregel(f"B{next(n)}{i}", date(2026, 1, 1), 5, bsn=BSN) for i in "abc"])

    layout = aw319()
    yield good().replace(b"\r\n04", b"\r\n4", 1)
    yield good()[:-500]
    yield good().replace(b"\r\n04", b"\r\n07", 1)
    yield good().decode("latin-1").replace("J", "é", 1).encode("utf-8")
    yield good().decode("latin-1").encode("utf-16")
    yield b"\xef\xbb\xbf" + good()
    yield good().replace(b"\r\n", b"")
    yield b"\r\n".join(reversed(good().splitlines()))
    yield marked_claim("F1")  # the invoice again, with other content
    yield marked_claim("F3")  # all lines known before
    yield marked_claim("F4", soort_bericht="T")
    yield marked_claim("F5", code_ei_bericht="428")
    yield marked_claim("F6", uzovi="9999")
    yield marked_claim("F7", sluit={"totaal_declaratiebedrag": 3})
    yield marked_claim("F8", sluit={"aantal_commentaarrecords": 0})
    for name, field in layout.records["04"].items():  # letters of a name where digits belong, in each field
        lines = good().splitlines()
        place = next(i for i, line in enumerate(lines) if line[:2] == b"04")
        lines[place] = edit(layout, lines[place], name, "Zq07999xJ"[: field.length])
        yield b"\r\n".join(lines) + b"\r\n"
    regels = [maandregel(f"A{i}", date(2026, 1, 1), 5, bsn=BSN) for i in "abc"]
    yield marked(aw320(), answer("F900", regels, [Oordeel(1, 4), Oordeel(2, 0)]))  # no claim
    yield marked(aw320(), answer("F1", REGELS, [Oordeel(1, 4)], sluit={"totaal_toegekend_bedrag": 1}))
    yield marked(aw320(), answer("F1", regels, [Oordeel(1, 4)]))  # lines of another claim


def bad_tables() -> Iterator[bytes]:
    """Persons in a reference table: where they do not belong, every cell of each table in turn."""
    for table in reference_tables().values():
        row = [marks_of(aw319(), "02")["naam_1"] if c.keuze or c.soort != "tekst" else "x" for c in table.columns]
        yield f"{','.join(table.header)}\n{','.join(row)}\n".encode()
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(list(table.header))
        sheet.append([BSN if c.soort != "tekst" else "x" for c in table.columns])
        buffer = io.BytesIO()
        book.save(buffer)
        yield buffer.getvalue()
    yield marked_claim("F10")[314:]  # a message without its first line, taken for a table


def found_in(content: str | bytes) -> set[str]:
    raw = content.encode() if isinstance(content, str) else content
    raw = raw + raw.decode("utf-16-le", "ignore").encode()
    return {m for m in MERKEN if m.encode() in raw}


def traces(*folders: Path) -> dict[str, set[str]]:
    """Per file the marks in it: in its bytes, as a number of 4 or 8 bytes, and in the columns of Parquet."""
    numbers = {int(m) for m in MERKEN if m.isdigit() and len(m) >= 8}
    found: dict[str, set[str]] = {}
    files = [p for folder in folders for p in folder.rglob("*") if p.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        here = found_in(content)
        here |= {
            str(n) for n in numbers for size in (4, 8) for end in ("little", "big") if n.to_bytes(size, end) in content
        }
        if path.suffix == ".parquet":
            table = pq.ParquetFile(path).read()
            values = {value for column in table.columns for value in column.to_pylist()}
            here |= {str(v) for v in values if v in numbers or v == GEBOREN}
            here |= found_in("\n".join(v for v in values if isinstance(v, str)))
        if here:
            found[path.name] = here
    return found


@pytest.fixture
def environment(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    temporary = tmp_path / "tijdelijk"
    temporary.mkdir()
    for name, value in {"RUIMTE_DATA": settings.data, "RUIMTE_LOGNIVEAU": "DEBUG", "TMPDIR": temporary}.items():
        monkeypatch.setenv(name, str(value))
    return dict(os.environ)


def ruimte(environment: dict[str, str], *args: str, code: str = "import cli; cli.main()") -> tuple[int, str]:
    """Exit code and all that is said on stdout and stderr."""
    command = [sys.executable, "-X", "dev", "-W", "ignore", "-c", code, *args]
    done = subprocess.run(command, capture_output=True, env=environment, cwd=ROOT, check=False, timeout=300)
    return done.returncode, (done.stdout + done.stderr).decode()


def fill(inbox: Inbox) -> int:
    inbox.put("2026-02-05", "goed", marked_claim("F1"))
    inbox.put("2026-02-06", "antwoord", marked(aw320(), answer("F1", REGELS, [Oordeel(1, 0, "0551"), Oordeel(2, 0)])))
    bad = list(bad_files())
    for n, content in enumerate(bad):
        inbox.put("2026-02-07", f"bericht{n}", content)
    for n, content in enumerate(bad_tables()):
        inbox.put("2026-02-07", f"tabel{n}", content)
    with zipfile.ZipFile(inbox.put("2026-02-07", "bericht.zip", b""), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("goed", marked_claim("F20"))
        archive.writestr("slecht", marked_claim("F21").replace(b"\r\n04", b"\r\n4", 1))
    inbox.table("koppeltabel.csv", KOPPELTABEL)
    inbox.table("ruimte.csv", CONTRACTEERRUIMTE_KOP + "2026,5515,V&V,regulier,1.00,definitief,2025-10-15,voorbeeld\n")
    return len(bad)


def test_the_marks_are_in_the_messages():
    for layout, message in ((aw319(), marked_claim("F1")), (aw320(), marked(aw320(), answer("F1", REGELS)))):
        there = {m for r in ("02", "04", "98") for m in marks_of(layout, r).values() if len(m) >= KORTST}
        sought = found_in(message)
        assert sought >= there if layout.name == "AW319" else sought
    assert len(MERKEN) > 20


def test_marked_values_are_nowhere_after_loading(
    settings: Settings, inbox: Inbox, environment: dict[str, str], tmp_path: Path
):
    bad = fill(inbox)
    code, said = ruimte(environment, "load", str(inbox.path), "--json")
    assert code == 3
    assert found_in(said) == set()
    report = json.loads(said[: said.rindex("}") + 1])
    assert report["regels"] > 100
    assert len(report["geweigerd"]) + len(report["uitval"]) > bad
    _, said = ruimte(environment, "load", str(inbox.path))
    assert found_in(said) == set()
    _, said = ruimte(environment, "check")
    assert found_in(said) == set()
    assert traces(settings.data, tmp_path / "tijdelijk") == {}
    found = [
        r
        for x in uit_grootboek(queries.leveringen, settings)
        for r in uit_grootboek(queries.redenen, settings, x.sha256)
    ]
    assert len(found) > 100
    assert found_in(str(found)) == set()


@pytest.mark.parametrize("pagina", PAGINAS)
def test_marked_values_are_on_no_page(pagina: str, settings: Settings, inbox: Inbox, environment: dict[str, str]):
    fill(inbox)
    run.load(settings, [inbox.path])
    st.cache_data.clear()
    page = AppTest.from_string(f"from dashboard.web.paginas import {pagina}\n{pagina}.page()", default_timeout=60).run()
    st.cache_data.clear()
    shown = str(page._tree)
    assert len(shown) > 500
    assert found_in(shown) == set()


CRASH = """
import cli, sys
import {module} as module
whole = module.{name}
def fail(*args, **more):
    found = whole(*args, **more)
    raise ValueError(f"{{args!r}} {{found!r}}", open(sys.argv[-1], encoding="latin-1").read())
module.{name} = fail
cli.main()
"""


@pytest.mark.parametrize(
    ("module", "name"),
    [("loaders.grootboek.store", "apply"), ("loaders.archief.archive", "connect"), ("loaders.run", "settle")],
)
def test_a_crash_says_where_and_not_what(
    module: str, name: str, settings: Settings, inbox: Inbox, environment: dict[str, str], tmp_path: Path
):
    path = inbox.put("2026-02-05", "goed", marked_claim("F1"))
    code, said = ruimte(environment, "load", str(path), code=CRASH.format(module=module, name=name))
    assert code == 1
    assert "Onverwachte fout (ValueError in" in said
    assert found_in(said) == set()
    assert traces(settings.data, tmp_path / "tijdelijk") == {}


def test_no_core_dump_of_a_process_that_reads_messages(environment: dict[str, str]):
    shown = "import cli; cli.app = lambda **_: print(open('/proc/self/limits').read()); cli.main()"
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    assert hard != 0, "this machine allows no core dumps at all: nothing can be told"
    _, said = ruimte(environment, code=shown)
    assert next(line.split()[4:6] for line in said.splitlines() if line.startswith("Max core file")) == ["0", "0"]
    assert resource.getrlimit(resource.RLIMIT_CORE)[1] == hard


def test_the_key_is_readable_by_its_owner_only(settings: Settings, inbox: Inbox):
    inbox.put("2026-02-05", "goed", claim("F1", REGELS))
    run.load(settings, [inbox.path])
    assert settings.sleutel.stat().st_mode & 0o777 == 0o600
    assert len(settings.sleutel.read_bytes()) == 32


def test_returns_repeat_the_bsn_and_it_is_not_kept():
    assert "bsn" in aw320().records["04"]
    personal = {n for r in ("02", "04", "98") for n in marks_of(aw320(), r)}
    assert not personal & {*aw319_reader.REGELS.names, *aw320_reader.OORDELEN.names}
    assert not personal & {column.name for table in store.schema.metadata.tables.values() for column in table.columns}

"""Many messages at once, one message, and a message in pieces give the same rows, facts and reasons; all are held to
the slow, obvious reader in `slow.py`, line for line, on good and on broken messages."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from config.layouts import Layout, aw319, aw320
from loaders.archief.archive import Writer
from loaders.berichten import large, reading
from loaders.berichten.digits import Cijfers
from loaders.berichten.reading import Gelezen, Inhoud, Lezer
from loaders.berichten.record import format_line
from loaders.grootboek.boekingen import nummer
from loaders.grootboek.deliveries import Reden
from loaders.split import maanddelen, split_over_months, verdeel
from tests.loaders.berichten import slow
from tests.made import Oordeel, Regel, answer, claim, maandregel

JAN = date(2026, 1, 1)
ONTVANGEN = date(2026, 3, 15)
REGELS = [
    maandregel("R1", JAN, 10_000),
    Regel("R2", date(2026, 1, 20), date(2026, 2, 10), 2_501, aantal=22, dc="C", vorige="R0"),
    Regel("R3", date(2025, 12, 30), date(2026, 3, 2), 99_999_999, aantal=63),
]
CLAIM = claim("F1", REGELS)
RETURN = answer("F1", REGELS, [Oordeel(0, 9_000, "0611"), Oordeel(1, 2_500), Oordeel(2, 1)])
LAYOUTS: dict[str, Layout] = {"AW319": aw319(), "AW320": aw320()}
BYTES = b" 0159AZDCTX\xe9\x00\r\n,"


@st.composite
def harmed(draw: st.DrawFn, good: bytes, name: str) -> bytes:
    """A good message with fields of it changed, and its lines dropped, doubled, swapped, or the file cut."""
    layout = LAYOUTS[name]
    lines = good.removesuffix(b"\r\n").split(b"\r\n")
    records = [line[:2].decode() for line in lines]
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(lines) - 1))
        field = draw(st.sampled_from(list(layout.records[records[place]].values())))
        old = lines[place][field.slice]
        kind = draw(st.sampled_from(["blank", "zero", "digits", "byte", "dates"]))
        new = {
            "blank": b" " * field.length,
            "zero": b"0" * field.length,
            "digits": draw(st.text("0123456789", min_size=field.length, max_size=field.length)).encode(),
            "byte": old[:-1] + bytes([draw(st.sampled_from(BYTES))]),
            "dates": draw(st.sampled_from([b"20260228", b"20260230", b"19800101", b"21050101", b"20121231"])),
        }[kind]
        if len(new) == field.length:
            lines[place] = lines[place][: field.slice.start] + new + lines[place][field.slice.stop :]
    i, j = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
    wrong = ["drop", "double", "swap", "cut", "utf8", "lf", "short", "mixed", "last"]
    match draw(st.sampled_from(["nothing"] * 6 + wrong)):
        case "drop":
            del lines[i]
        case "double":
            lines.insert(j, lines[i])
        case "swap":
            lines[i], lines[j] = lines[j], lines[i]
        case "cut":
            return (b"\r\n".join(lines))[: draw(st.integers(40, len(good)))]
        case "utf8":
            return b"\r\n".join([*lines, b""]).decode("latin-1").encode("utf-8")
        case "lf" | "short" as ends:
            if ends == "short":  # one line is a character short and ends in CRLF
                lines[i] = lines[i][:-1] + b"\r"
            return b"\n".join([*lines, b""])
        case "mixed":
            return b"\r\n".join(lines[:i]) + b"\n".join([b"", *lines[i:], b""])
        case "last":
            return b"\r\n".join(lines)
    return b"\r\n".join([*lines, b""])


def read(contents: list[bytes]) -> tuple[list[Gelezen], dict[str, list[slow.Row]]]:
    """Messages in one buffer, as the loader reads them; archive rows by kind."""
    buffer, files, place = bytearray(b"".join(contents)), [], 0
    for n, content in enumerate(contents):
        files.append(Inhoud(f"b{n}", ONTVANGEN, buffer, place, place + len(content)))
        place += len(content)
    partij = Lezer(None, set(), lambda bsn: bsn).contents(files)
    return list(partij.bestanden), {soort: in_rows(tables) for soort, tables in partij.rijen.items()}


def in_rows(tables: list[pa.Table]) -> list[slow.Row]:
    found = [row for table in tables for row in table.to_pylist()]
    return sorted(found, key=lambda row: (row["levering"], row["regel"], str(row["zorgmaand"])))


def in_pieces(content: bytes, folder: Path) -> tuple[Gelezen, dict[str, list[slow.Row]]]:
    """One message, read as if it were too large."""
    path = folder / str(ONTVANGEN) / "groot"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    kept: dict[str, list[pa.Table]] = {"regels": [], "oordelen": []}

    class Keep:
        def __init__(self, tables: list[pa.Table]) -> None:
            self.add = tables.append

    keep: Mapping[str, Any] = {soort: Keep(tables) for soort, tables in kept.items()}
    with patch.object(large, "STUK_BYTES", 800), ThreadPoolExecutor(2) as pool:
        found = Lezer(None, set(), lambda bsn: bsn).large(path, len(content), pool, keep)
    return found, {soort: in_rows(tables) for soort, tables in kept.items()}


def mine(rows: list[slow.Row], read: Gelezen) -> list[slow.Row]:
    key = nummer(str(read.sha256))
    return [{k: v for k, v in row.items() if k != "levering"} for row in rows if row["levering"] == key]


def check_claim(content: bytes, read: Gelezen, rows: list[slow.Row]) -> None:
    expected = slow.read_claim(content, ONTVANGEN)
    assert read.feiten is not None
    assert read.feiten["leesbaar"] is (expected is not None)
    if expected is None:
        assert read.redenen
        return
    assert (read.feiten["regels"], read.feiten["gelezen_cent"]) == (expected.regels, expected.cent)
    assert read.feiten["fout_regels"] == len(expected.uitval)
    assert {reden.regel for _, reden in read.redenen} == expected.uitval
    assert rows == expected.rows


@given(harmed(CLAIM, "AW319"), harmed(RETURN, "AW320"))
@settings(max_examples=400, deadline=None)
def test_many_at_once_agree_with_the_slow_reader(harmed_claim: bytes, harmed_return: bytes):
    assume(harmed_claim != harmed_return)  # equal content is read once
    other = claim("F7", [maandregel("X1", JAN, 5)])
    contents = [other, harmed_return, harmed_claim, claim("F8", REGELS[:1])]
    found, rows = read(contents)
    for content, read_ in zip(contents, found, strict=True):
        if read_.sha256 is None:  # no longer looks like a message
            continue
        assert read_.feiten is not None
        if read_.feiten["soort"] == "AW319":
            check_claim(content, read_, mine(rows["regels"], read_))
        else:
            expected = slow.read_return(content)
            assert read_.feiten["leesbaar"] is (expected is not None)
            assert mine(rows["oordelen"], read_) == (expected or [])


@given(st.one_of(harmed(CLAIM, "AW319"), harmed(RETURN, "AW320")))
@settings(max_examples=300, deadline=None)
def test_a_message_in_pieces_is_read_as_in_one(tmp_path_factory: pytest.TempPathFactory, content: bytes):
    whole, rows = read([content])
    pieces, piece_rows = in_pieces(content, tmp_path_factory.mktemp("groot"))
    if pieces.sha256 is None:  # lines of other lengths are left to the reader of one message
        return
    assert (pieces.sha256, pieces.ontvangen) == (whole[0].sha256, whole[0].ontvangen)
    assert pieces.feiten is not None
    assert whole[0].feiten is not None
    if not any("tekens" in reden.tekst for _, reden in pieces.redenen):
        assert pieces.redenen == whole[0].redenen
        assert pieces.feiten == whole[0].feiten
    else:
        assert not whole[0].feiten["leesbaar"]
    if pieces.feiten["leesbaar"]:
        assert piece_rows == rows


def test_reasons_are_kept_as_far_as_anyone_reads_them():
    redenen = large.Redenen()
    redenen.add([Reden(n, None, "x") for n in range(large.MAX_REDENEN)])
    redenen.add([Reden(1, None, "x"), Reden(2, None, "x")])
    assert len(redenen.all()) == large.MAX_REDENEN + 1
    assert redenen.all()[-1].tekst == "en nog 2 redenen"


def test_doubtful_and_good_lines_of_one_message_both_count():
    # a line with an impossible date, one with a letter outside ASCII in its reference, one good one
    regels = [Regel("R1", date(2026, 1, 5), date(2026, 1, 2), 100), maandregel("R\xe9", JAN, 30), REGELS[0]]
    found, rows = read([claim("F1", regels), claim("F2", REGELS)])
    assert found[0].feiten is not None
    assert (found[0].feiten["fout_regels"], found[0].feiten["fout_cent"]) == (1, 100)
    assert [row["referentie"] for row in mine(rows["regels"], found[0])] == ["R1", "R\xe9", "R1"]


def test_the_same_content_twice_in_a_batch_is_read_once():
    found, rows = read([CLAIM, CLAIM])
    assert [f.feiten is None for f in found] == [False, True]
    assert len(rows["regels"]) == 1 + 2 + 4


@given(
    st.lists(st.tuples(st.dates(date(2013, 1, 1), date(2040, 1, 1)), st.integers(0, 500), st.integers(-(10**8), 10**8)))
)
def test_many_lines_are_split_as_one(lines: list[tuple[date, int, int]]):
    # R1.2: `verdeel` is the rule; the vectorised way must agree with it on every line
    begin = np.array([b for b, _, _ in lines], "datetime64[D]")
    eind = begin + np.array([n for _, n, _ in lines], "timedelta64[D]")
    whole = np.array([w for _, _, w in lines], np.int64)
    place, (van, tot), (parts,) = split_over_months(begin, eind, whole)
    expected = []
    for line, (b, n, w) in enumerate(lines):
        delen = maanddelen(b, date.fromordinal(b.toordinal() + n))
        shares = verdeel(w, [(t - v).days + 1 for v, t in delen])
        expected += [(line, v, t, share) for (v, t), share in zip(delen, shares, strict=True)]
    places = range(len(lines)) if place is None else place.tolist()
    assert list(zip(places, van.tolist(), tot.tolist(), parts.tolist(), strict=True)) == expected


@given(st.lists(st.binary(min_size=16, max_size=16), min_size=1, max_size=20), st.data())
def test_digits_are_those_of_int(rows: list[bytes], data: st.DataObject):
    field = data.draw(st.sampled_from([f for f in aw319().records["04"].values() if f.type == "N" and f.length <= 16]))
    texts = [data.draw(st.sampled_from([row[: field.length], b"0123456789012345"[-field.length :]])) for row in rows]
    line = format_line(aw319(), "04", {})
    block = b"".join(line[: field.slice.start] + t + line[field.slice.stop :] for t in texts)
    numbers, faults = Cijfers([field])(np.frombuffer(block, np.uint8).reshape(-1, 310))
    for text, number, fault in zip(texts, numbers[field.name].tolist(), faults[field.name].tolist(), strict=True):
        assert (fault == 0) is text.isdigit()
        assert not text.isdigit() or number == int(text)


def test_batches_keep_the_order_of_files_and_their_size(tmp_path: Path):
    paths = [tmp_path / f"{n:02}" for n in range(7)]
    for path in paths:
        path.write_bytes(b"x" * 100)
    with patch.object(reading, "PARTIJ_BYTES", 250):
        batches = list(reading.partijen([*paths, tmp_path / "weg"]))
    assert [len(batch) for batch in batches] == [2, 2, 2, 2]
    assert [path for batch in batches for path, _ in batch] == [*paths, tmp_path / "weg"]


def test_parts_are_named_by_what_they_hold(tmp_path: Path):
    _, rows = read([CLAIM])
    assert rows["regels"]
    table = Lezer(None, set(), lambda bsn: bsn).contents([Inhoud("b", ONTVANGEN, CLAIM, 0, len(CLAIM))]).rijen["regels"]
    with ThreadPoolExecutor(2) as pool:
        parts = []
        for _ in range(2):
            writer = Writer(tmp_path, "regels", pool)
            writer.add(table[0])
            parts.append(writer.close())
    assert parts[0] == parts[1]
    assert [(pad.split("/")[1], rijen) for pad, _, rijen in parts[0]] == [("zorgjaar=2025", 1), ("zorgjaar=2026", 6)]

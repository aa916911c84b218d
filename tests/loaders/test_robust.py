"""Whatever happens to a good message, it is read or refused with a reason; nothing crashes and nothing is lost."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.berichten.aw319 import count_claims, read_aw319
from loaders.berichten.aw320 import read_aw320
from loaders.berichten.files import kind
from loaders.berichten.messages import Geweigerd
from loaders.grootboek.deliveries import Soort
from loaders.tabellen.tables import open_table, read_table
from tests.made import KOPPELTABEL, Oordeel, Regel, answer, claim, maandregel

JAN = date(2026, 1, 1)
REGELS = [
    maandregel("R1", JAN, 10_000),
    Regel("R2", date(2026, 1, 20), date(2026, 2, 10), 2_500, aantal=22, dc="C", vorige="R0"),
]
GOOD = claim("F1", REGELS)
RETURN = answer("F1", REGELS, [Oordeel(0, 9_000, "0611"), Oordeel(1, 2_500)])


@st.composite
def harmed(draw: st.DrawFn, good: bytes) -> bytes:
    """A good message after some harm: bytes changed, lines dropped, doubled, swapped, or the file cut."""
    content = bytearray(good)
    for _ in range(draw(st.integers(0, 4))):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.sampled_from(b" 0159AZDCTX\xe9\x00\r\n"))
    lines = bytes(content).split(b"\r\n")
    match draw(st.sampled_from(["nothing", "drop", "double", "swap", "cut", "utf8"])):
        case "drop":
            del lines[draw(st.integers(0, len(lines) - 1))]
        case "double":
            lines.insert(0, lines[draw(st.integers(0, len(lines) - 1))])
        case "swap":
            i, j = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
            lines[i], lines[j] = lines[j], lines[i]
        case "cut":
            return b"\r\n".join(lines)[: draw(st.integers(0, len(good)))]
        case "utf8":
            return b"\r\n".join(lines).decode("latin-1").encode("utf-8")
    return b"\r\n".join(lines)


@given(harmed(GOOD))
@settings(max_examples=400)
def test_a_harmed_claim_is_read_or_refused(content: bytes):
    try:
        claims = read_aw319(content, date(2026, 3, 1), lambda bsn: bsn)
    except Geweigerd as refused:
        assert refused.redenen
        assert count_claims(content)[0] >= 0
        return
    rows = claims.parts.to_pylist()
    counted = [row for row in rows if row["zorgmaand"] is not None]
    assert sum(row["ingediend_cent"] for row in rows) == claims.gelezen_cent
    assert sum(row["ingediend_cent"] for row in counted) == claims.gelezen_cent - claims.fout_cent
    assert len({row["regel"] for row in rows}) == claims.regels
    assert len({row["regel"] for row in counted}) == claims.regels - claims.fout_regels
    assert {reden.regel for reden in claims.redenen} == {row["regel"] for row in rows} - {
        row["regel"] for row in counted
    }


@given(harmed(RETURN))
@settings(max_examples=400)
def test_a_harmed_return_is_read_or_refused(content: bytes):
    try:
        answers = read_aw320(content)
    except Geweigerd as refused:
        assert refused.redenen
        return
    assert answers.parts.num_rows >= 0


@given(st.one_of(harmed(GOOD), harmed(KOPPELTABEL.encode()), st.binary(max_size=400)))
@settings(max_examples=400)
def test_any_content_has_a_kind_or_a_reason(content: bytes):
    try:
        if kind(content) is Soort.TABEL:
            read_table(open_table(content))
    except Geweigerd as refused:
        assert refused.redenen

"""Coverage-guided fuzz of everything that reads a delivery: `make fuzz` (10 minutes; FUZZ_SECONDS for another time).

Begins from messages, tables, workbooks, extracts and zips of the demo, and keeps what it learns in `.cache/fuzz`. A
message must agree with the slow, obvious reader, line for line; whatever else it is, it is read or refused with a
reason, within bounds of time and memory, and no reason repeats what stands in a message. What it finds becomes a test.
"""

import io
import os
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["loaders", "config"]):
    from loaders.tabellen import extract
    from loaders.tabellen import tables
    from loaders.berichten import bulk, large, lines, reading, zips  # noqa: F401 (to be followed)
    from loaders.berichten.content import Onleesbaar, read_all
    from loaders.berichten.files import kind
    from loaders.berichten.messages import Geweigerd
    from loaders.grootboek.deliveries import Reden, Soort

from config.words import Schaal
from loaders.demo.run import make_demo
from tests.loaders.berichten import slow
from tests.loaders.berichten.test_bulk import check_claim, mine, read
from tests.loaders.test_extract import GOED, VORMEN
from tests.loaders.berichten.test_files import packed, workbook

FOLDER = Path(".cache/fuzz")
SECONDS = int(os.environ.get("FUZZ_SECONDS", "600"))
MAX_BYTES, MAX_S, MAX_MB = 8_192, 20, 2_048
LANG_GETAL = re.compile(r"\d{8,}")
"""No reason holds so long a number: it would be a BSN, a birth date or an amount out of the message."""
KLEINSTE = 12


def one(data: bytes) -> None:
    """One delivery, of whatever kind it looks like."""
    try:
        inhoud = read_all(io.BytesIO(data))
    except Onleesbaar:
        return
    if inhoud.startswith(zips.KENMERK):
        packed_file(inhoud)
    else:
        opened(inhoud)


def packed_file(inhoud: bytes) -> None:
    try:
        archive = zips.open_zip(io.BytesIO(inhoud))
        if zips.holds_workbook(archive):
            zips.check_workbook(archive)
            table(inhoud)
            return
        for _, member, reden in zips.members(archive):
            if reden is None:
                opened(member)
    except Onleesbaar as why:
        told([Reden(None, None, str(why))])


def opened(inhoud: bytes) -> None:
    try:
        soort = kind(inhoud)
    except Geweigerd as refused:
        told(refused.redenen)
        return
    if soort is Soort.TABEL:
        table(inhoud)
        return
    found, rows = read([inhoud])
    message = found[0]
    assert message.sha256 is not None
    assert message.feiten is not None
    told([reden for _, reden in message.redenen])
    if soort is Soort.AW319:
        check_claim(inhoud, message, mine(rows["regels"], message))
    else:
        expected = slow.read_return(inhoud)
        assert message.feiten["leesbaar"] is (expected is not None)
        assert mine(rows["oordelen"], message) == (expected or [])


def table(inhoud: bytes) -> None:
    try:
        if extract.is_parquet(inhoud):
            assert all(len(part) for part in extract.read_parquet(inhoud))
            return
        blad = tables.open_table(inhoud)
        if blad.table.name == extract.NAAM:
            assert all(len(part) for part in extract.read_sheet(blad))
        else:
            tables.read_table(blad)
    except Geweigerd as refused:
        told(refused.redenen)


def told(redenen: list[Reden]) -> None:
    """Why a delivery, or a line of it, does not count: said in words, without what stands in it."""
    for reden in redenen:
        assert reden.tekst
        assert not LANG_GETAL.search(reden.tekst), "a reason repeats the message"


def seeds(folder: Path) -> Iterator[bytes]:
    """Small deliveries of every kind, made by the demo."""
    make_demo(folder, Schaal.KLEIN, seed=1)
    files = sorted((p for p in folder.rglob("*") if p.is_file()), key=lambda p: p.stat().st_size)
    messages = [p.read_bytes() for p in files if p.suffix != ".csv"]
    for code in (b"187", b"188"):
        smallest = [content for content in messages if content[2:5] == code][:KLEINSTE]
        yield from smallest
        yield packed({f"b{n}": content for n, content in enumerate(smallest[:2])})
    for path in files:
        if path.suffix == ".csv":
            yield b"\n".join(path.read_bytes().splitlines()[:4])
    yield from (form(GOED) for form in VORMEN.values())
    yield workbook()
    yield packed({"stil": b"x" * 300}, zipfile.ZIP_STORED)


def main() -> None:
    corpus = FOLDER / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ruimte-fuzz-") as folder:
        for number, content in enumerate(seeds(Path(folder))):
            (corpus / f"zaad{number:03}").write_bytes(content)
    limits = [f"-max_len={MAX_BYTES}", f"-timeout={MAX_S}", f"-rss_limit_mb={MAX_MB}", f"-max_total_time={SECONDS}"]
    given = [f"-artifact_prefix={FOLDER}/", "-print_final_stats=1", str(corpus)]
    atheris.Setup([sys.argv[0], *limits, *given, *sys.argv[1:]], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

"""What changed on disk never gives other euros in silence: it is made again, or named before any figure (R1.5)."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from config.errors import RuimteFout
from config.settings import Settings
from loaders import productie, run
from loaders.archief import gaaf
from loaders.productie import productiemap
from tests.made import Inbox, Oordeel, answer, claim, maandregel
from tests.vragen import productie_nu

REGELS = [maandregel("R1", date(2026, 1, 1), 12_300), maandregel("R2", date(2026, 1, 1), 45_600)]


def flipped(content: bytes) -> bytes:
    """One bit in the middle is another one."""
    place = len(content) // 2
    return content[:place] + bytes([content[place] ^ 0x10]) + content[place + 1 :]


HARM: dict[str, Callable[[Path], object]] = {
    "een bit": lambda path: path.write_bytes(flipped(path.read_bytes())),
    "afgekapt": lambda path: os.truncate(path, path.stat().st_size // 2),
    "leeg": lambda path: path.write_bytes(b""),
    "weg": Path.unlink,
}


@pytest.fixture
def loaded(settings: Settings, inbox: Inbox) -> Settings:
    run.load(settings, [inbox.put("2026-02-05", "claim", claim("F1", REGELS))])
    run.load(settings, [inbox.put("2026-03-05", "antwoord", answer("F1", REGELS, [Oordeel(0, 12_300)]))])
    return settings


def asked_anew(settings: Settings) -> int:
    """Cents approved, as another process would find them: nothing was seen sound before."""
    gaaf._gezien.clear()
    productiemap._gezien.clear()
    current = productie_nu(settings)
    assert current is not None
    frame = productie.stand_op(current[1], date(2026, 6, 1), date(2026, 1, 1), date(2026, 12, 31))
    return int(frame["goedgekeurd_cent"].sum())


@pytest.mark.parametrize("naam", HARM)
def test_a_damaged_productie_is_made_again(naam: str, loaded: Settings):
    assert asked_anew(loaded) == 57_900  # 123,00 + 456,00
    current = productie_nu(loaded)
    assert current is not None
    file = max(current[1].glob("*.parquet"), key=lambda path: path.stat().st_size)
    stand = file.stat()
    HARM[naam](file)
    if file.exists():
        os.utime(file, ns=(stand.st_atime_ns, stand.st_mtime_ns))  # as a disk does it: nothing tells
    assert asked_anew(loaded) == 57_900


def test_a_load_builds_on_no_damaged_productie(loaded: Settings, inbox: Inbox):
    current = productie_nu(loaded)
    assert current is not None
    file = max(current[1].glob("*.parquet"), key=lambda path: path.stat().st_size)
    HARM["een bit"](file)
    gaaf._gezien.clear()
    productiemap._gezien.clear()
    run.load(loaded, [inbox.put("2026-04-05", "nog", claim("F2", [maandregel("R3", date(2026, 1, 1), 100)]))])
    assert asked_anew(loaded) == 57_900


@pytest.mark.parametrize("soort", ["regels", "oordelen"])
def test_a_damaged_archive_part_is_named_before_any_figure(soort: str, loaded: Settings, inbox: Inbox):
    assert asked_anew(loaded) == 57_900
    part = next((loaded.archief / soort).rglob("*.parquet"))
    whole = part.read_bytes()
    part.write_bytes(flipped(whole))
    later = inbox.put("2026-04-05", "nog", claim("F2", [maandregel("R3", date(2026, 1, 1), 100)]))
    for question in (lambda: asked_anew(loaded), lambda: run.load(loaded, [later])):
        with pytest.raises(RuimteFout, match=part.name):
            question()
    part.write_bytes(whole)
    assert asked_anew(loaded) == 57_900


def test_a_part_that_nothing_tells_of_is_read_before_it_is_used(loaded: Settings):
    # a disk that loses a bit changes neither size nor time; PRODUCTIE is made of it all the same, so it is read first
    assert asked_anew(loaded) == 57_900
    part = next((loaded.archief / "regels").rglob("*.parquet"))
    stand = part.stat()
    part.write_bytes(flipped(part.read_bytes()))
    os.utime(part, ns=(stand.st_atime_ns, stand.st_mtime_ns))
    for version in productiemap.versions(loaded):
        productiemap.remove(version)
    with pytest.raises(RuimteFout, match=part.name):
        asked_anew(loaded)
    assert productiemap.versions(loaded) == []


def test_a_part_that_was_read_is_not_read_again(loaded: Settings, monkeypatch: pytest.MonkeyPatch):
    asked_anew(loaded)
    asked: list[str] = []
    monkeypatch.setattr(gaaf.archive, "damaged", lambda _, delen: asked.extend(delen) or [])
    asked_anew(loaded)
    assert asked == []

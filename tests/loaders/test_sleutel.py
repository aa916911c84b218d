"""R1.6: a new key for the pseudonyms. A person stays one person, the old pseudonyms stand nowhere any more, and who is
cut off at any moment has all of the old or all of the new."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import RuimteFout
from config.settings import Settings
from loaders import run, sleutel
from loaders.berichten.pseudonym import ZONDER_BSN, Pseudonyms, new_key, rekey
from loaders.check import check
from loaders.grootboek import store
from loaders.sleutel import geldende_sleutel, rotate
from tests.made import Inbox, Regel, claim, maandregel
from tests.vragen import productie_nu

JAN = date(2026, 1, 1)
PERSONEN = [999_999_990, 123_456_782, 111_222_333, ZONDER_BSN]  # made, pass the 11-test


def regels(name: str, count: int = 12) -> list[Regel]:
    lines = [maandregel(f"{name}{n}", JAN, 100 + n, bsn=PERSONEN[n % len(PERSONEN)]) for n in range(count)]
    uitval = Regel(f"{name}X", date(2026, 1, 5), date(2026, 1, 2), 7)  # archived without a client
    return [*lines, uitval, maandregel(f"{name}Y", date(2025, 12, 1), 9)]


def fill(settings: Settings, inbox: Inbox, name: str) -> None:
    run.load(settings, [inbox.put("2026-02-05", name, claim(name, regels(name)))])


def clients(settings: Settings) -> dict[str, int | None]:
    """Pseudonym by reference, of every line in a part that counts."""
    with store.open_ledger(settings).connect() as connection:
        parts = store.archiefdelen(connection, "regels")
    tables = [pq.read_table(settings.archief / pad, partitioning=None) for pad in parts]
    rows = [row for table in tables for row in table.select(["referentie", "client"]).to_pylist()]
    return {row["referentie"]: row["client"] for row in rows}


def expected(settings: Settings, *names: str) -> dict[str, int | None]:
    """The same, from the BSNs of the made lines and the key that holds."""
    pseudonym = Pseudonyms(geldende_sleutel(settings, store.open_ledger(settings)))
    return {
        regel.referentie: None if regel.eind < regel.begin else int(pseudonym(np.array([regel.bsn]))[0])
        for name in names
        for regel in regels(name)
    }


def figures(settings: Settings) -> tuple[str, bytes]:
    found = productie_nu(settings)
    assert found is not None
    return found[0], b"".join(file.read_bytes() for file in sorted(found[1].iterdir()))


def traces(folder: Path, pseudonyms: set[int]) -> list[str]:
    """Files that hold one of these pseudonyms: as bytes, as text, or in a column of a Parquet file."""
    marks = [p.to_bytes(8, order, signed=True) for p in pseudonyms for order in ("little", "big")]
    marks += [str(p).encode() for p in pseudonyms]
    found = []
    for path in (p for p in folder.rglob("*") if p.is_file()):
        values: set[object] = set()
        if path.suffix == ".parquet":
            table = pq.ParquetFile(path).read()
            values = {value for column in table.columns for value in column.to_pylist()}
        if values & pseudonyms or any(mark in path.read_bytes() for mark in marks):
            found.append(path.name)
    return found


@given(st.lists(st.integers(0, 999_999_999), max_size=20), st.integers(1, 4))
def test_what_is_rekeyed_is_what_a_new_load_gives(personen: list[int], rotations: int):
    bsn = np.array(personen, dtype=np.int64)
    keten = new_key()
    archived = Pseudonyms(keten)(bsn)
    for _ in range(rotations):
        key = new_key()
        archived, keten = rekey(archived, key), keten + key
    assert archived.tolist() == Pseudonyms(keten)(bsn).tolist()
    assert ((archived == 0) == (bsn == ZONDER_BSN)).all()


def test_a_pseudonym_worked_by_hand():
    k1, k2 = bytes(range(32)), bytes(range(32, 64))
    once = blake2b(b"123456782", digest_size=8, key=k1).digest()
    twice = blake2b(once, digest_size=8, key=k2).digest()
    bsn = np.array([123_456_782])
    assert Pseudonyms(k1)(bsn).tolist() == [int.from_bytes(once, "big", signed=True)]
    assert Pseudonyms(k1 + k2)(bsn).tolist() == [int.from_bytes(twice, "big", signed=True)]


def test_rotation_keeps_persons_and_figures_and_leaves_no_old_pseudonym(settings: Settings, inbox: Inbox):
    fill(settings, inbox, "F1")
    before, key = figures(settings), settings.sleutel.read_bytes()
    old = {c for c in clients(settings).values() if c}
    assert len(old) == 3
    assert traces(settings.data, old)
    done = rotate(settings)
    assert (done.sleutels, done.archiefdelen) == (2, 3)  # 2025, 2026 and uitval
    assert traces(settings.data, old) == []
    assert figures(settings) == before
    fill(settings, inbox, "F2")
    rotate(settings)
    fill(settings, inbox, "F3")
    assert clients(settings) == expected(settings, "F1", "F2", "F3")
    assert len({c for c in clients(settings).values() if c}) == 3  # three persons, in three loads under three keys
    assert settings.sleutel.read_bytes().startswith(key)
    assert len(settings.sleutel.read_bytes()) == 3 * 32
    assert [(p.name, p.stat().st_mode & 0o777) for p in settings.sleutel.parent.iterdir()] == [("sleutel", 0o600)]
    assert not [b for b in check(settings) if b.fout]


def test_rotation_of_an_empty_product(settings: Settings, inbox: Inbox):
    assert rotate(settings).archiefdelen == 0
    fill(settings, inbox, "F1")
    assert clients(settings) == expected(settings, "F1")


class Stroom(Exception):
    """The power goes."""


def cut(patch: pytest.MonkeyPatch, owner: Any, name: str, *, after: bool, time: int = 1) -> None:
    """The power goes before or after the n-th call of `owner.name`."""
    whole: Callable[..., Any] = getattr(owner, name)
    calls = 0

    def call(*args: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == time and not after:
            raise Stroom
        done = whole(*args, **more)
        if calls == time and after:
            raise Stroom
        return done

    patch.setattr(owner, name, call)


MOMENTEN = [
    (sleutel, "new_key", False, 1),
    (sleutel, "_write", False, 1),
    (sleutel, "_write", True, 1),
    (sleutel.archive, "rewrite", False, 1),
    (sleutel.archive, "rewrite", True, 2),
    (sleutel.archive, "rewrite", True, 3),
    (sleutel.store, "put_vingerafdruk", True, 1),
    (sleutel.store, "replace_parts", True, 1),
    (sleutel, "_finish", False, 1),
    (sleutel.archive, "sweep", False, 1),
    (sleutel.archive, "sweep", True, 1),
    (sleutel, "_sync", True, 1),
    (sleutel, "_sync", True, 2),
    (sleutel, "_finish", True, 1),
]


@pytest.mark.parametrize("moment", range(len(MOMENTEN)))
def test_a_rotation_cut_off_at_any_moment_is_all_or_nothing(
    moment: int, settings: Settings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
):
    fill(settings, inbox, "F1")
    before = figures(settings)
    owner, name, after, number = MOMENTEN[moment]
    with monkeypatch.context() as patch:
        cut(patch, owner, name, after=after, time=number)
        with pytest.raises(Stroom):
            rotate(settings)
    old = {c for c in clients(settings).values() if c}
    assert figures(settings) == before
    fill(settings, inbox, "F2")  # goes on under whichever key holds
    assert clients(settings) == expected(settings, "F1", "F2")
    rotate(settings)
    assert traces(settings.data, old) == []
    assert clients(settings) == expected(settings, "F1", "F2")
    assert not [b for b in check(settings) if b.fout]
    assert [p.name for p in settings.sleutel.parent.iterdir()] == ["sleutel"]


def test_kill_9_during_rotations(settings: Settings, inbox: Inbox):
    fill(settings, inbox, "F1")
    before = figures(settings)
    command = [sys.executable, "-c", "from cli import app; app()", "key", "rotate"]
    environment = {**os.environ, "RUIMTE_DATA": str(settings.data)}
    for moment in range(5):
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while process.poll() is None and not sleutel._beside(settings.sleutel).exists():
            assert time.monotonic() < deadline
            time.sleep(0.001)
        time.sleep(moment * 0.004)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert clients(settings) == expected(settings, "F1")
        assert figures(settings) == before


def test_a_lost_or_foreign_key_stops_a_load(settings: Settings, inbox: Inbox):
    # with another key one person would become two, without a word
    fill(settings, inbox, "F1")
    key = settings.sleutel.read_bytes()
    later = inbox.put("2026-02-06", "F2", claim("F2", regels("F2")))
    settings.sleutel.unlink()
    for wrong in (None, new_key(), key + new_key(), key[:20]):
        if wrong is not None:
            settings.sleutel.write_bytes(wrong)
        with pytest.raises(RuimteFout, match=r"[Ss]leutel .*reservekopie"):
            run.load(settings, [later])
        with pytest.raises(RuimteFout, match=r"[Ss]leutel .*reservekopie"):
            rotate(settings)
    settings.sleutel.write_bytes(key)
    assert run.load(settings, [later]).verwerkt == 1
    assert clients(settings) == expected(settings, "F1", "F2")


def test_a_ledger_from_before_fingerprints_takes_the_key_that_is_there(settings: Settings, inbox: Inbox):
    key = new_key()
    settings.sleutel.parent.mkdir(parents=True)
    settings.sleutel.write_bytes(key)
    fill(settings, inbox, "F1")
    assert settings.sleutel.read_bytes() == key
    assert clients(settings) == expected(settings, "F1")

"""A disk that is full, read-only or broken ends a command in words, and what counted still does."""

import errno
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from config.settings import Settings
from config.words import Schaal
from loaders import run
from loaders.archief import schijf
from loaders.check import check
from loaders.demo.run import make_demo
from loaders.grootboek.deliveries import Intrekbesluit
from loaders.intrekken import decide
from loaders.vereffenen.settle import NIET_GEMAAKT
from tests.loaders.figures import everything
from tests.made import Inbox, answer, claim, maandregel

LIMIETEN_KB = (8, 150, 400)
"""A file may not grow larger: the ledger cannot be made, cannot hold a load, and one that nearly fits."""


def load(data: Path, inbox: Path, limit_kb: int) -> subprocess.CompletedProcess[str]:
    command = f"ulimit -f {limit_kb}; exec {sys.executable} -m cli load {inbox}"
    return subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, "RUIMTE_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_disk_that_fills_up_during_a_load(tmp_path: Path):
    make_demo(tmp_path / "inbox", Schaal.KLEIN, seed=2)
    first, *_ = sorted(p for p in (tmp_path / "inbox").iterdir() if p.name.startswith("2025"))
    settings, alone = Settings(data=tmp_path / "vol"), Settings(data=tmp_path / "ruim")
    run.load(settings, [first])
    before = everything(settings)
    for limit in LIMIETEN_KB:
        done = load(settings.data, tmp_path / "inbox", limit)
        assert (done.returncode, done.stderr.splitlines()[-1]) in [(1, schijf.VOL), (1, schijf.DICHT)]
        assert everything(settings) == before
        assert not [b.tekst for b in check(settings) if b.fout]
    run.load(settings, [tmp_path / "inbox"])
    run.load(alone, [first])
    run.load(alone, [tmp_path / "inbox"])
    assert everything(settings) == everything(alone)


@pytest.mark.parametrize(
    ("why", "told"),
    [
        (OSError(errno.ENOSPC, "x"), schijf.VOL),
        (OSError(errno.EROFS, "x"), schijf.DICHT),
        (PermissionError(errno.EACCES, "x"), schijf.DICHT),
        (duckdb.IOException(f"Could not write: {os.strerror(errno.ENOSPC)}"), schijf.VOL),
        (duckdb.IOException(f"Could not open: {os.strerror(errno.EACCES)}"), schijf.DICHT),
        (FileNotFoundError(errno.ENOENT, "x"), None),
        (duckdb.BinderException("x"), None),
        (ValueError("x"), None),
    ],
)
def test_what_a_disk_refuses_is_told_and_nothing_else(why: Exception, told: str | None):
    assert schijf.geweigerd(why) == told


def test_a_ledger_that_cannot_be_written(tmp_path: Path):
    (tmp_path / "ruimte.db").mkdir()
    (tmp_path / "inbox").mkdir()
    done = load(tmp_path, tmp_path / "inbox", 1_000_000)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, schijf.DICHT)


@pytest.mark.parametrize("command", ["load", "intrekken"])
def test_what_the_ledger_holds_counts_although_productie_cannot_be_made(command: str, settings: Settings, inbox: Inbox):
    # exit 1 means that nothing changed, and this did: the ledger has it, and PRODUCTIE is made of it when it can be
    regels = [maandregel("R1", date(2026, 1, 1), 10_000)]
    inbox.put("2026-02-05", "claim", claim("F1", regels))
    paths = [inbox.put("2026-02-06", "antwoord", answer("F1", regels))]
    if command == "intrekken":
        run.load(settings, [inbox.path])
        shutil.rmtree(settings.productie)
        paths = [Path("antwoord"), Path("--reden=x"), Path("--door=y")]
    else:
        run.load(settings, [inbox.path / "2026-02-05"])
        shutil.rmtree(settings.productie)
    settings.productie.touch()  # in the place of the folder
    done = subprocess.run(
        [sys.executable, "-m", "cli", command, *map(str, paths)],
        env={**os.environ, "RUIMTE_DATA": str(settings.data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert NIET_GEMAAKT in done.stderr
    settings.productie.unlink()
    alone = Settings(data=settings.data / "alleen")
    run.load(alone, [inbox.path])
    if command == "intrekken":
        decide(alone, Intrekbesluit.INTREKKING, "antwoord", reden="x", door="y")
    assert everything(settings) == everything(alone)

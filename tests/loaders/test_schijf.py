"""A disk that is full, read-only or broken ends a command in words, and what counted still does."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from config.settings import Settings
from config.words import Schaal
from loaders import run, schijf
from loaders.check import check
from loaders.demo.run import make_demo
from tests.loaders.figures import everything

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

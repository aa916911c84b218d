"""What a load that was cut off left behind is swept, and what is lost or changed is found (kills: `test_kill.py`)."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import pytest

from config.settings import Settings
from config.words import Schaal
from loaders import queries, run
from loaders.check import check
from loaders.demo.run import make_demo
from tests.loaders.figures import everything
from tests.vragen import productie_nu, vraag


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "inbox"
    make_demo(path, Schaal.KLEIN, seed=2)
    return path


def test_a_crash_before_the_ledger_leaves_orphans_that_check_sweeps(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    settings = Settings(data=tmp_path)

    def fail(*_: object) -> None:
        raise RuntimeError("stroom weg")

    day = sorted(p for p in inbox.iterdir() if p.name.startswith("2025"))[0]
    run.load(settings, [day])
    before = everything(settings)
    with monkeypatch.context() as patch:
        patch.setattr("loaders.grootboek.store.apply", fail)
        with pytest.raises(RuntimeError, match="stroom weg"):
            run.load(settings, [inbox])
    assert everything(settings) == before
    orphans = len(list(settings.archief.rglob("*.parquet")))
    assert any("opgeruimd" in b.tekst for b in check(settings))
    assert len(list(settings.archief.rglob("*.parquet"))) < orphans
    assert everything(settings) == before


def test_a_lost_productie_is_made_again(inbox: Path, tmp_path: Path):
    settings = Settings(data=tmp_path)
    run.load(settings, [inbox])
    want = everything(settings)
    shutil.rmtree(settings.productie)
    assert everything(settings) == want


def test_check_finds_a_missing_part_and_a_changed_productie(inbox: Path, tmp_path: Path):
    settings = Settings(data=tmp_path)
    run.load(settings, [inbox])
    current = productie_nu(settings)
    assert current is not None
    with duckdb.connect() as db:
        db.execute(
            "COPY (SELECT * REPLACE (ingediend_cent + 1 AS ingediend_cent) FROM read_parquet($path)) TO $to",
            {"path": str(current[1]), "to": str(tmp_path / "anders.parquet")},
        )
    shutil.rmtree(current[1])
    current[1].mkdir()
    (tmp_path / "anders.parquet").rename(current[1] / "anders.parquet")
    assert any(b.fout and "verschillen" in b.tekst for b in check(settings))
    next(settings.archief.rglob("*.parquet")).unlink()
    assert any(b.fout and "archiefdelen ontbreken" in b.tekst for b in check(settings))


def test_check_does_not_sweep_what_a_load_added_while_it_waited(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    settings = Settings(data=tmp_path)
    first, *rest = sorted(p for p in inbox.iterdir() if p.name.startswith("2025"))
    run.load(settings, [first])

    @contextmanager
    def meanwhile(_: object) -> Iterator[None]:
        run.load(settings, rest)
        yield

    monkeypatch.setattr("loaders.check.FileLock", meanwhile)
    assert not [b.tekst for b in check(settings) if b.fout]
    assert not [b.tekst for b in check(settings) if "opgeruimd" in b.tekst]


def test_two_loads_at_once_do_not_hurt_each_other(inbox: Path, tmp_path: Path):
    settings = Settings(data=tmp_path / "samen")
    environment = {**os.environ, "RUIMTE_DATA": str(settings.data)}
    command = [sys.executable, "-m", "cli", "load", str(inbox)]
    loads = [subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert {load.wait(timeout=120) for load in loads} <= {0, 3}
    alone = Settings(data=tmp_path / "alleen")
    run.load(alone, [inbox])
    assert everything(settings) == everything(alone)
    assert vraag(queries.stand, settings).laatste_ontvangst == vraag(queries.stand, alone).laatste_ontvangst != date.min

"""A question needs no write: a snapshot that was put back, and a full disk, still give their figures."""

import errno
import os
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from config.errors import RuimteFout
from config.settings import Settings
from forecasting.uitkomsten.bewaren import bewaar
from loaders import productie, run
from loaders.grootboek import alleenlezen, store
from tests.made import Inbox, claim, maandregel
from tests.vragen import productie_nu


@pytest.fixture
def snapshot(settings: Settings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """What was loaded, in a folder in which from now on nothing can be written."""
    run.load(settings, [inbox.put("2026-02-05", "claim", claim("F1", [maandregel("R1", date(2026, 1, 1), 12_300)]))])
    monkeypatch.setattr(alleenlezen.os, "access", lambda path, mode: mode != os.W_OK)
    return settings


def test_a_snapshot_answers_and_nothing_of_it_changes(snapshot: Settings):
    before = {path: path.stat().st_mtime_ns for path in snapshot.data.rglob("*")}
    current = productie_nu(snapshot)
    assert current is not None
    frame = productie.stand_op(current[1], date(2026, 3, 1), date(2026, 1, 1), date(2026, 12, 31))
    assert frame["in_behandeling_cent"].tolist() == [12_300]
    assert {path: path.stat().st_mtime_ns for path in snapshot.data.rglob("*")} == before
    with pytest.raises(sa.exc.OperationalError, match="readonly"), store.open_ledger(snapshot).begin() as connection:
        connection.execute(sa.text("DELETE FROM leveringen"))


def test_changes_that_wait_beside_a_snapshot_are_not_left_out_in_silence(snapshot: Settings):
    (snapshot.data / "ruimte.db-wal").write_bytes(b"x" * 64)
    with pytest.raises(RuimteFout, match="wachten wijzigingen"):
        productie_nu(snapshot)


@pytest.mark.parametrize("nummer", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_what_cannot_be_kept_is_answered_all_the_same(nummer: int, tmp_path: Path):
    def schrijf(klad: Path) -> None:
        klad.write_bytes(b"half")
        raise OSError(nummer, os.strerror(nummer))

    bewaar(tmp_path / "map" / "a.parquet", schrijf, 3)
    assert list((tmp_path / "map").iterdir()) == []


def test_another_fault_of_a_disk_is_told(tmp_path: Path):
    def schrijf(klad: Path) -> None:
        raise OSError(errno.EIO, "x")

    with pytest.raises(OSError, match="x"):
        bewaar(tmp_path / "a.parquet", schrijf, 3)

"""A load that is killed, at whatever moment and on either database, leaves the old state or the new one; running it
again gives the figures of one clean run (R1.5: nothing is lost and nothing is counted twice)."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import pytest

from config.settings import Settings
from config.words import Schaal
from loaders import queries, run
from loaders.check import check
from loaders.demo.run import make_demo
from loaders.grootboek import schema, store
from loaders.grootboek.deliveries import Intrekbesluit, Status
from loaders.intrekken import decide
from loaders.productie import make
from tests.database import emptied
from tests.loaders.figures import everything
from tests.made import noen
from tests.vragen import uit_grootboek

MOMENTEN = 50
DAGEN = 4
"""Days of demo deliveries that are loaded."""
KEER = 5
"""Kills before a load is let run to its end."""


@pytest.fixture(scope="module")
def server() -> ForkServerContext:
    """Processes that begin with everything imported, so that kills fall in the load and not in Python's start."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.loaders.test_kill"])
    return context


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Some days of deliveries, refused ones and reference tables with them."""
    inbox = tmp_path_factory.mktemp("demo") / "inbox"
    make_demo(inbox, Schaal.KLEIN, seed=2)
    days = sorted(p for p in inbox.iterdir() if p.name.startswith("20"))
    return [*(p for p in inbox.iterdir() if p not in days), *days[:DAGEN]]


@pytest.fixture(scope="module")
def want(paths: list[Path], tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    """All of PRODUCTIE after one clean run."""
    clean = Settings(data=tmp_path_factory.mktemp("schoon"))
    run.load(clean, paths)
    found = everything(clean)
    assert found
    return found


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Settings]:
    """Makes empty products, one after the other, on each of the two databases."""
    url = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    made: list[Settings] = []

    def make() -> Settings:
        if url:
            emptied(url)
        made.append(Settings(data=tmp_path / str(len(made)), database_url=url))
        return made[-1]

    return make


def start(server: ForkServerContext, what: Callable[..., None], *args: Any) -> multiprocessing.process.BaseProcess:
    process = server.Process(target=what, args=args)
    process.start()
    return process


def finished(settings: Settings, paths: list[Path], want: list[tuple[object, ...]]) -> None:
    """Run to its end, a load gives the figures of one clean run, and nothing is wrong or left behind."""
    run.load(settings, paths)
    assert everything(settings) == want
    assert not [b.tekst for b in check(settings) if b.fout]
    assert not [p for p in settings.data.rglob(".*") if p.is_file()]
    assert run.load(settings, paths).verwerkt == 0


def test_fifty_kills_at_random_moments(
    server: ForkServerContext, fresh: Callable[[], Settings], paths: list[Path], want: list[tuple[object, ...]]
):
    durations = []
    for _ in range(4):
        begin = time.monotonic()
        load = start(server, run.load, fresh(), paths)
        load.join()
        durations.append(time.monotonic() - begin)
        assert load.exitcode == 0
    whole = min(durations)
    rng = random.Random(20260623)
    settings, killed, since = fresh(), 0, 0
    while killed < MOMENTEN:
        load = start(server, run.load, settings, paths)
        load.join(rng.uniform(0, whole))
        if load.exitcode is None:
            os.kill(load.pid or 0, signal.SIGKILL)
            load.join()
        killed += load.exitcode == -signal.SIGKILL
        since += 1
        state = everything(settings)
        assert state in ([], want)
        if state or since == KEER:
            finished(settings, paths, want)
            settings, since = fresh(), 0
    finished(settings, paths, want)


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def death_after(owner: object, name: str, nth: int = 1) -> Iterator[None]:
    """The process is killed when `owner.name` has been called `nth` times."""
    whole = getattr(owner, name)
    calls = 0

    def last(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        found = whole(*args, **kwargs)
        calls += 1
        if calls == nth:
            die()
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, last)
        yield


STAPPEN: dict[str, tuple[object, str, int]] = {
    "in het maken van het grootboek": (schema.metadata, "create_all", 1),
    "na het maken van het grootboek": (store, "_make", 1),
    "na het eerste archiefdeel": (Path, "rename", 1),
    "na het tweede archiefdeel": (Path, "rename", 2),
    "na het schrijven van het grootboek": (store, "apply", 1),
    "bij het maken van PRODUCTIE": (make, "_tables", 1),
}
"""Where a load is cut off: the function after which the process dies, and at which call."""


def load_and_die(stap: str, settings: Settings, paths: list[Path]) -> None:
    with death_after(*STAPPEN[stap]):
        run.load(settings, paths)


@pytest.mark.parametrize("stap", STAPPEN)
def test_a_kill_in_every_step(
    stap: str,
    server: ForkServerContext,
    fresh: Callable[[], Settings],
    paths: list[Path],
    want: list[tuple[object, ...]],
):
    settings = fresh()
    load = start(server, load_and_die, stap, settings, paths)
    load.join()
    assert load.exitcode == -signal.SIGKILL
    assert everything(settings) in ([], want)
    finished(settings, paths, want)


def withdraw_and_die(settings: Settings, naam: str) -> None:
    with death_after(store, "apply"):
        decide(settings, Intrekbesluit.INTREKKING, naam, reden="toets", door="A. Toetser", nu=noen(date(2027, 1, 1)))


def test_a_withdrawal_that_is_killed_was_not_taken(
    server: ForkServerContext, fresh: Callable[[], Settings], paths: list[Path], want: list[tuple[object, ...]]
):
    settings = fresh()
    run.load(settings, paths)
    some = next(
        x for x in uit_grootboek(queries.leveringen, settings) if x.status is Status.VERWERKT and x.telling.regels
    )
    taking = start(server, withdraw_and_die, settings, some.sha256)
    taking.join()
    assert taking.exitcode == -signal.SIGKILL
    assert uit_grootboek(queries.intrekkingen, settings) == []
    finished(settings, paths, want)
    nu = noen(date(2027, 1, 1))
    decide(settings, Intrekbesluit.INTREKKING, some.sha256, reden="toets", door="A. Toetser", nu=nu)
    assert everything(settings) != want

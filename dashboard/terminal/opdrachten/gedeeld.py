"""What the commands of `ruimte` share: options, exit codes, JSON on stdout, progress and log on stderr."""

import gc
import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any

import typer

from config.settings import Settings
from config.words import Site
from loaders.tijd.kalender import EERSTE_DAG, LAATSTE_DAG

GEWEIGERD = 3
MISLUKT = 1
VERKEERD_GEBRUIK = 2


def to_day(text: str) -> date:
    """A day as the user writes it. Raises BadParameter, which typer tells with the option's name.

    >>> to_day("2026-06-23")
    datetime.date(2026, 6, 23)
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is geen dag; schrijf JJJJ-MM-DD, zoals 2026-06-23.") from None
    if not EERSTE_DAG <= found <= LAATSTE_DAG:
        raise typer.BadParameter(f"'{text}' ligt niet tussen {EERSTE_DAG.year} en {LAATSTE_DAG.year}.")
    return found


def to_month(text: str) -> date:
    """The first day of a month as the user writes it.

    >>> to_month("2026-05")
    datetime.date(2026, 5, 1)
    """
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise typer.BadParameter(f"'{text}' is geen maand; schrijf JJJJ-MM, zoals 2026-05.") from None


def day(help: str) -> Any:
    """An option that is a day."""
    return typer.Option(parser=to_day, metavar="JJJJ-MM-DD", help=help)


Json = Annotated[bool, typer.Option("--json", help="Eén JSON-object op stdout.")]
Jaar = Annotated[int, typer.Option(help="Jaar van de zorg.")]
Peildatum = Annotated[date, day("Reken met wat aan het einde van deze dag bekend was.")]
Sitekeuze = Annotated[Site, typer.Option(help="Groep regio's met een eigen publicatie.")]
LaatsteMaand = Annotated[
    date | None, typer.Option(parser=to_month, metavar="JJJJ-MM", help="Zet de laatste maand vast (R3.1).")
]
BesluitenTot = Annotated[date | None, day("Tel besluiten t/m deze dag; standaard de peildatum.")]


def log_to_stderr(settings: Settings) -> None:
    """Log lines go to stderr, from the level of the settings on; never content of a message."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log = logging.getLogger("ruimte")  # ours alone: what a library logs could hold what it was given
    log.handlers = [handler]
    log.setLevel(logging.getLevelNamesMapping().get(settings.logniveau.upper(), logging.WARNING))


class _NoPandas:
    """A finder of modules that says of pandas that it is not there."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


BEURT_SECONDEN = 0.0002
"""For how long a thread keeps the interpreter when another one wants it."""


@contextmanager
def alone_in_the_process() -> Iterator[None]:
    """A command that loads is all that its process does, so it may set what holds for all of it.

    A load keeps a record per file, none of which point in a circle: looking for circles among them, over and over, is a
    fifth of the work when files are small. Its threads each want the interpreter for a moment, thousands of times a
    second: with the usual turns of 5 ms they wait for one another a tenth of the time.
    """
    was, usual = gc.isenabled(), sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(BEURT_SECONDEN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
        if was:
            gc.enable()


@contextmanager
def without_pandas() -> Iterator[None]:
    """What runs in here does not import pandas. pyarrow would, at the first array it makes, to know a frame when it
    sees one; a command without frames is spared a tenth of a second."""
    sys.meta_path.insert(0, _NoPandas)
    try:
        yield
    finally:
        sys.meta_path.remove(_NoPandas)


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal, nothing when piped."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))

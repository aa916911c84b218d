"""What the commands of `ruimte` share: the app, options, exit codes, JSON on stdout, progress and log on stderr."""

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any

import typer

from config.words import Site

GEWEIGERD = 3
MISLUKT = 1
VERKEERD_GEBRUIK = 2

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Monitor van de Wlz-contracteerruimte.")
key_app = typer.Typer(no_args_is_help=True, help="De sleutel van de pseudoniemen.")
app.add_typer(key_app, name="key", rich_help_panel="Beheer")
Json = Annotated[bool, typer.Option("--json", help="Eén JSON-object op stdout.")]
Jaar = Annotated[int, typer.Option(help="Jaar van de zorg.")]
Dag = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="JJJJ-MM-DD.")]
Plaats = Annotated[Site, typer.Option(help="Groep regio's met een eigen publicatie.")]
Maand = Annotated[datetime | None, typer.Option(formats=["%Y-%m"], help="Laatste maand vastzetten: JJJJ-MM.")]
BesluitenTot = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Tel besluiten t/m deze dag; standaard de peildatum.")
]


def log_to_stderr() -> None:
    """Log lines go to stderr, from the level RUIMTE_LOGNIVEAU on (default WARNING); never content of a message."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log = logging.getLogger("ruimte")  # ours alone: what a library logs could hold what it was given
    log.handlers = [handler]
    log.setLevel(getattr(logging, os.environ.get("RUIMTE_LOGNIVEAU", "").upper(), logging.WARNING))


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

"""What the commands of `ruimte` share: options, exit codes, JSON on stdout, progress and log on stderr."""

import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Concatenate, ParamSpec, TypeVar

import typer

from config.settings import Settings
from config.words import Site
from loaders.grootboek.deliveries import EERSTE_DAG, LAATSTE_DAG

if TYPE_CHECKING:
    from loaders.grootboek.lezer import Inzage

P = ParamSpec("P")
T = TypeVar("T")
GEWEIGERD = 3
MISLUKT = 1
VERKEERD_GEBRUIK = 2
DAG = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""Python reads more as a day: a week date (2026-W10-1), digits without dashes."""


def to_day(text: str) -> date:
    """A day as the user writes it. Raises BadParameter, which typer tells with the option's name.

    >>> to_day("2026-06-23")
    datetime.date(2026, 6, 23)
    """
    try:
        found = date.fromisoformat(text if DAG.fullmatch(text) else "")
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
        return to_day(f"{text}-01")
    except typer.BadParameter:
        raise typer.BadParameter(f"'{text}' is geen maand; schrijf JJJJ-MM, zoals 2026-05.") from None


def day(help: str) -> Any:
    """An option that is a day."""
    return typer.Option(parser=to_day, metavar="JJJJ-MM-DD", help=help)


Json = Annotated[bool, typer.Option("--json", help="Eén JSON-object op stdout.")]
EERSTE_JAAR, LAATSTE_JAAR = EERSTE_DAG.year, LAATSTE_DAG.year
HOOGSTE_NUMMER = 2**31 - 1
"""The ledger counts no further."""


def to_new_file(text: str) -> Path:
    """A file to write, in a folder that is there."""
    path = Path(text)
    if path.is_dir():
        raise typer.BadParameter(f"'{text}' is een map; geef de naam van een bestand.")
    if not path.absolute().parent.is_dir():
        raise typer.BadParameter(f"de map van '{text}' bestaat niet; maak die eerst.")
    return path


def year(help: str) -> Any:
    """An option that is a year."""
    return typer.Option(min=EERSTE_JAAR, max=LAATSTE_JAAR, help=help)


def number(help: str) -> Any:
    """An argument that is a number of the ledger."""
    return typer.Argument(min=1, max=HOOGSTE_NUMMER, help=help)


Jaar = Annotated[int, year("Jaar van de zorg.")]
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


def vraag(functie: "Callable[Concatenate[Inzage, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
    """The answer to a question about figures, on one look at the ledger."""
    from loaders.inzage import inzage

    with inzage(Settings()) as blik:
        return functie(blik, *args, **kwargs)


def uit_grootboek(functie: "Callable[Concatenate[Inzage, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
    """The answer to a question about the ledger alone."""
    from loaders.grootboek.lezer import lees

    with lees(Settings()) as blik:
        return functie(blik, *args, **kwargs)


def print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))

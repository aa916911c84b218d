"""`ruimte` on the installation: is all well, make anew, keys, serve."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from config.settings import Settings
from config.words import Machine
from dashboard.terminal.opdrachten.gedeeld import MISLUKT

app = typer.Typer()
key_app = typer.Typer(no_args_is_help=True, help="De sleutel van de pseudoniemen.")
PANEEL = "Beheer"


@app.command(rich_help_panel=PANEEL)
def check() -> None:
    """Controleer instellingen, grootboek en gegevens; zeg wat er mis is en hoe het te herstellen is."""
    from dashboard.terminal import beheer as terminal
    from forecasting.wlz.herschikking.bevroren import nagerekend
    from loaders.check import check as run_check

    settings = Settings()
    bevindingen = [*run_check(settings), *nagerekend(settings)]
    typer.echo(terminal.bevindingen(bevindingen))
    if any(bevinding.fout for bevinding in bevindingen):
        raise typer.Exit(MISLUKT)


@app.command(rich_help_panel=PANEEL)
def rebuild(
    machine: Annotated[Machine, typer.Option("--engine", help="Wat PRODUCTIE maakt.")] = Machine.DUCKDB,
) -> None:
    """Maak PRODUCTIE opnieuw uit archief en grootboek; de rijen zijn dezelfde."""
    from dashboard.terminal import beheer as terminal
    from loaders import productie

    typer.echo(terminal.herbouwd(*productie.rebuild(Settings(), machine)))


@key_app.command()
def rotate() -> None:
    """Leg een nieuwe sleutel over de pseudoniemen; geen cijfer verandert."""
    from dashboard.terminal import beheer as terminal
    from loaders.sleutel import rotate as run_rotate

    settings = Settings()
    typer.echo(terminal.rotatie(run_rotate(settings), settings.sleutel))


app.add_typer(key_app, name="key", rich_help_panel=PANEEL)


@app.command(rich_help_panel=PANEEL)
def serve(poort: Annotated[int, typer.Option(min=1, max=65_535, help="Poort op 127.0.0.1.")] = 8501) -> None:
    """Start de webpagina's, alleen op deze machine (http://127.0.0.1)."""
    entry = str(Path(__file__).parents[3] / "streamlit_app.py")
    address = ["--server.address", "127.0.0.1", "--server.port", str(poort)]
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", entry, *address])  # noqa: S606 (our own entry)

"""`ruimte` on the year: the outlook, what is expected, crisis beds."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from config.errors import OngeldigeInvoer
from config.settings import Settings
from dashboard.terminal.opdrachten.gedeeld import (
    Jaar,
    Json,
    LaatsteMaand,
    Peildatum,
    Sitekeuze,
    day,
    print_json,
    vraag,
    year,
)

app = typer.Typer()
PANEEL = "Dit jaar"


@app.command(rich_help_panel=PANEEL)
def outlook(
    jaar: Jaar, peildatum: Peildatum, site: Sitekeuze, laatste_maand: LaatsteMaand = None, als_json: Json = False
) -> None:
    """De vooruitblik van een site: productie, contracteerruimte en korting per sector."""
    from dashboard.contract import vooruitblik as contract
    from dashboard.terminal import ditjaar as terminal
    from forecasting.wlz import vooruitblik

    found = vraag(vooruitblik.outlook, jaar, peildatum, site, laatste_maand)
    if als_json:
        print_json(contract.outlook_json(found))
    else:
        typer.echo(terminal.outlook(found))


@app.command(rich_help_panel=PANEEL)
def brug(
    jaar: Jaar,
    van: Annotated[date, day("De eerdere peildatum.")],
    naar: Annotated[date, day("De latere peildatum.")],
    site: Sitekeuze,
    jaar_van: Annotated[int | None, year("Jaar van de eerdere vooruitblik; standaard hetzelfde jaar.")] = None,
    als_json: Json = False,
) -> None:
    """Waarom de vooruitblik anders is dan op een eerdere peildatum: elke oorzaak, tot op de cent."""
    from dashboard.contract.brug import brug_json
    from dashboard.terminal import brug as terminal
    from forecasting.wlz.brug_run import bruggen

    found = vraag(bruggen, jaar, van, naar, site, jaar_van)
    if als_json:
        print_json(brug_json(found))
    else:
        typer.echo(terminal.brug(found))


@app.command(rich_help_panel=PANEEL)
def forecast(
    jaar: Annotated[int | None, year("Jaar van de zorg; standaard dat van de peildatum.")] = None,
    peildatum: Annotated[date | None, day("Standaard de dag van de laatste levering.")] = None,
) -> None:
    """Bereken en bewaar de schatting op de peildatum en elke eerdere sluitdag van het jaar."""
    from dashboard.terminal import ditjaar as terminal
    from forecasting.wlz.schatting.run import laatste_levering
    from forecasting.wlz.vooruitblik import bewaar_schatting
    from loaders.inzage import inzage

    with inzage(Settings()) as blik:
        dag = peildatum or laatste_levering(blik)
        kept = bewaar_schatting(blik, jaar or dag.year, dag)
    typer.echo(terminal.forecast(kept))


@app.command(rich_help_panel=PANEEL)
def backtest(
    jaar: Annotated[int | None, year("Jaar van de zorg, over wat geladen is.")] = None,
    csv: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Eigen paneel: series_id, sector, region, ...")
    ] = None,
    als_json: Json = False,
) -> None:
    """De trefzekerheid: wat is voorspeld, en wat bekend werd."""
    from dashboard.contract import trefzekerheid as contract
    from dashboard.terminal import backtest as terminal
    from forecasting.wlz.backtest import run

    if (jaar is None) == (csv is None):
        raise OngeldigeInvoer("Geef --jaar of --csv.")
    found = run.backtest_csv(csv) if csv else vraag(run.backtest, jaar or 0)
    if als_json:
        print_json(contract.backtest_json(found))
    else:
        typer.echo(terminal.backtest(found))


@app.command(rich_help_panel=PANEEL)
def crisis(jaar: Jaar, peildatum: Peildatum, laatste_maand: LaatsteMaand = None, als_json: Json = False) -> None:
    """De bezetting van crisisbedden tegen de 70%-lijn."""
    from dashboard.contract import vooruitblik as contract
    from dashboard.terminal import ditjaar as terminal
    from forecasting.wlz import vooruitblik

    found = vraag(vooruitblik.crisis, jaar, peildatum, laatste_maand)
    if als_json:
        print_json(contract.crisis_json(found))
    else:
        typer.echo(terminal.crisis(found))
        typer.echo(terminal.crisis_vooruit(found))

"""`ruimte` on what comes in: made, loaded, withdrawn."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from config.errors import OngeldigeInvoer
from config.reference import reference_tables
from config.settings import Settings
from config.words import Schaal
from dashboard.terminal.opdrachten.gedeeld import (
    GEWEIGERD,
    Json,
    day,
    log_to_stderr,
    print_json,
    progress_bar,
    without_pandas,
)

app = typer.Typer()
PANEEL = "Leveringen"


@app.command(rich_help_panel=PANEEL)
def demo(
    schaal: Annotated[
        Schaal, typer.Option(help="Regels: klein 5 duizend, normaal 1 miljoen, groot 10 miljoen.")
    ] = Schaal.NORMAAL,
    seed: Annotated[int, typer.Option(min=0, max=2**63 - 1, help="Zelfde getal, zelfde gegevens.")] = 1,
) -> None:
    """Maak voorbeeldleveringen (AW319, AW320) en referentietabellen in de inbox."""
    from dashboard.terminal import leveringen as terminal
    from loaders.demo.run import make_demo

    settings = Settings()
    with progress_bar("Demo maken") as progress:
        verslag = make_demo(settings.inbox, schaal, seed, progress)
    typer.echo(terminal.demo(verslag, settings.inbox))


@app.command(rich_help_panel=PANEEL)
@without_pandas()
def load(
    paden: Annotated[list[Path], typer.Argument(exists=True, help="Bestand, inboxmap of een boom daarvan.")],
    ontvangen: Annotated[date | None, day("Dag van ontvangst buiten een datummap.")] = None,
    vervang: Annotated[
        bool, typer.Option("--vervang", help="Rijen van referentietabellen vervangen eerdere rijen.")
    ] = False,
    als_json: Json = False,
) -> None:
    """Laad berichten en referentietabellen, in elke volgorde en zo vaak als nodig."""
    from dashboard.terminal import leveringen as terminal
    from loaders.run import load as run_load
    from loaders.run import report_json

    settings = Settings()
    log_to_stderr(settings)
    with progress_bar("Laden") as progress:
        verslag = run_load(settings, paden, ontvangen=ontvangen, vervang=vervang, progress=progress)
    if als_json:
        print_json(report_json(verslag))
    else:
        typer.echo(terminal.laadverslag(verslag))
    if verslag.achterstand:
        typer.echo(verslag.achterstand, err=True)
    if verslag.geweigerd or verslag.uitval or verslag.achterstand:
        raise typer.Exit(GEWEIGERD)


@app.command(rich_help_panel=PANEEL)
def intrekken(
    levering: Annotated[str, typer.Argument(help="Bestandsnaam, of het begin van de sha256.")],
    reden: Annotated[str, typer.Option(help="Waarom.")],
    door: Annotated[str, typer.Option(help="Naam van wie besluit.")],
    per: Annotated[date | None, day("Vanaf deze dag; standaard vandaag.")] = None,
    herstel: Annotated[bool, typer.Option("--herstel", help="Maak een intrekking ongedaan.")] = False,
) -> None:
    """Trek een levering in: vanaf die dag telt zij niet meer; eerdere peildata houden haar."""
    from dashboard.terminal import leveringen as terminal
    from loaders.grootboek.deliveries import Intrekbesluit
    from loaders.intrekken import decide

    settings = Settings()
    log_to_stderr(settings)
    besluit = Intrekbesluit.HERSTEL if herstel else Intrekbesluit.INTREKKING
    verslag = decide(settings, besluit, levering, reden=reden, door=door, per=per)
    typer.echo(terminal.besluit(verslag))
    if verslag.achterstand:
        typer.echo(verslag.achterstand, err=True)
        raise typer.Exit(GEWEIGERD)


@app.command(rich_help_panel=PANEEL)
def template(naam: Annotated[str, typer.Argument(help="Naam van een referentietabel.")]) -> None:
    """Druk een lege referentietabel af (CSV)."""
    if naam not in reference_tables():
        raise OngeldigeInvoer(f"Onbekende tabel. Kies uit: {', '.join(reference_tables())}.")
    typer.echo(",".join(reference_tables()[naam].header))

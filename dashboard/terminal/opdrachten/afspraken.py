"""`ruimte` on what is decided and agreed: decisions, herschikking, vaste volumes, scenarios, nacalculatie."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from config.errors import OngeldigeInvoer
from config.settings import Settings
from config.words import BesluitSoort, Sector, Uitkomst
from dashboard.terminal.opdrachten.gedeeld import (
    BesluitenTot,
    Jaar,
    Json,
    LaatsteMaand,
    Peildatum,
    Sitekeuze,
    day,
    number,
    print_json,
    to_new_file,
    uit_grootboek,
    vraag,
)

app = typer.Typer()
PANEEL = "Afspraken"


@app.command(rich_help_panel=PANEEL)
def voorstellen(jaar: Jaar, peildatum: Peildatum, site: Sitekeuze, als_json: Json = False) -> None:
    """Waarover te besluiten is, het grootste effect in euro's eerst."""
    from dashboard.contract.besluiten import voorstellen_json
    from dashboard.terminal import besluiten as terminal
    from forecasting.wlz.besluiten.run import voorstellen as found_by

    found = vraag(found_by, jaar, peildatum, site)
    if als_json:
        print_json(voorstellen_json(found))
    else:
        typer.echo(terminal.voorstellen(found))


@app.command(rich_help_panel=PANEEL)
def besluit(
    soort: Annotated[BesluitSoort, typer.Argument(help="Waarover; `ruimte voorstellen` noemt wat er ligt.")],
    uitkomst: Annotated[Uitkomst, typer.Argument(help="Wat is besloten.")],
    jaar: Jaar,
    door: Annotated[str, typer.Option(help="Naam van wie besluit.")],
    reden: Annotated[str, typer.Option(help="Waarom; noem geen cliënten.")],
    vanaf: Annotated[date | None, day("Telt vanaf; standaard vandaag.")] = None,
    agb: Annotated[str | None, typer.Option(help="AGB-code van de aanbieder.")] = None,
    uzovi: Annotated[str | None, typer.Option(help="Regio (UZOVI-code).")] = None,
    sector: Annotated[Sector | None, typer.Option(help="Sector waarover het gaat.")] = None,
    waarde: Annotated[
        list[str] | None, typer.Option(help="Wat is besloten: NAAM=WAARDE, zoals bedrag_cent=125000.")
    ] = None,
) -> None:
    """Leg een besluit vast; het register wordt alleen aangevuld, nooit gewijzigd."""
    from dashboard.terminal import besluiten as terminal
    from loaders.grootboek.besluiten import neem_besluit
    from loaders.grootboek.waarden import to_waarde
    from loaders.tijd.workdays import dag_in_nederland

    now = datetime.now(UTC)
    taken = neem_besluit(
        Settings(), soort, uitkomst, jaar=jaar, vanaf=vanaf or dag_in_nederland(now), door=door, reden=reden,
        genomen_op=now, agb=agb, uzovi=uzovi, sector=sector, waarde=to_waarde(waarde or []),
    )  # fmt: skip
    typer.echo(terminal.genomen(taken))


@app.command(rich_help_panel=PANEEL)
def besluiten(jaar: Jaar, als_json: Json = False) -> None:
    """Het register van besluiten over een jaar, ook die door een later besluit zijn vervangen."""
    from dashboard.terminal import besluiten as terminal
    from loaders.grootboek.besluiten import besluit_json
    from loaders.grootboek.besluiten import besluiten as register

    found = uit_grootboek(register, jaar)
    if als_json:
        print_json({"jaar": jaar, "besluiten": [besluit_json(b) for b in found]})
    else:
        typer.echo(terminal.register(found))


@app.command(rich_help_panel=PANEEL)
def herschikking(
    jaar: Jaar,
    peildatum: Peildatum,
    laatste_maand: LaatsteMaand = None,
    besluiten_tot: BesluitenTot = None,
    als_json: Json = False,
    xlsx: Annotated[
        Path | None,
        typer.Option(parser=to_new_file, metavar="BESTAND", help="Schrijf het werkboek voor de NZa naar dit bestand."),
    ] = None,
) -> None:
    """De herschikking van een jaar: elke stap per aanbieder, op wat op de peildatum bekend was."""
    from dashboard.brieven import uitvoer
    from dashboard.contract import herschikking
    from dashboard.terminal import herschikking as terminal
    from forecasting.wlz.herschikking import run
    from loaders.inzage import inzage

    if als_json and xlsx:
        raise OngeldigeInvoer("Kies --json of --xlsx, niet allebei.")
    with inzage(Settings()) as blik:
        found = run.bereken(blik, jaar, peildatum, laatste_maand, besluiten_tot)
        verschil = run.verschil_met_vorige(blik, found)
    if als_json:
        print_json(herschikking.herschikking_json(found, verschil))
    elif xlsx:
        xlsx.write_bytes(uitvoer.herschikkingswerkboek(found, verschil))
        typer.echo(terminal.geschreven([xlsx], xlsx.parent))
    else:
        typer.echo(terminal.herschikking(found, verschil))


@app.command(rich_help_panel=PANEEL)
def bevries(
    jaar: Jaar,
    peildatum: Peildatum,
    naam: Annotated[str, typer.Option(help="Naam, zoals 'repetitie juli'.")],
    door: Annotated[str, typer.Option(help="Wie bevriest.")],
    reden: Annotated[str, typer.Option(help="Waarom.")],
    laatste_maand: LaatsteMaand = None,
    besluiten_tot: BesluitenTot = None,
) -> None:
    """Bevries een herschikking zonder open fouten, voorgoed."""
    from dashboard.terminal import herschikking as terminal
    from forecasting.wlz.herschikking import run

    found = vraag(run.bereken, jaar, peildatum, laatste_maand, besluiten_tot)
    kept = run.bevries(Settings(), found, naam=naam, door=door, reden=reden, bevroren_op=datetime.now(UTC))
    typer.echo(terminal.bevroren(kept))


@app.command(rich_help_panel=PANEEL)
def brieven(
    nummer: Annotated[int, number("Nummer van een bevroren herschikking.")],
    map_: Annotated[
        Path | None, typer.Option("--map", file_okay=False, help="Waar de bestanden komen; standaard in de datamap.")
    ] = None,
) -> None:
    """Schrijf het werkboek, de brieven en de bladen van een bevroren herschikking."""
    from dashboard.brieven.uitvoer import schrijf_bevroren
    from dashboard.terminal import herschikking as terminal
    from loaders.tijd.workdays import dag_in_nederland

    written, folder = uit_grootboek(schrijf_bevroren, nummer, dag_in_nederland(datetime.now(UTC)), map_)
    typer.echo(terminal.geschreven(written, folder))


@app.command(rich_help_panel=PANEEL)
def volumes(jaar: Jaar, peildatum: Peildatum, als_json: Json = False) -> None:
    """De vaste volumes zoals zij zouden worden vastgesteld, per sector boven de drempel."""
    from dashboard.contract import herschikking
    from dashboard.terminal import herschikking as terminal
    from forecasting.wlz.herschikking import run

    found, invoer = vraag(run.volumes, jaar, peildatum)
    if als_json:
        print_json(herschikking.volumes_json(found))
    else:
        typer.echo(terminal.volumes(found, {a.agb: a.naam for a in invoer.aanbieders}))


@app.command(rich_help_panel=PANEEL)
def fixeer(
    jaar: Jaar,
    peildatum: Peildatum,
    site: Sitekeuze,
    sector: Annotated[Sector, typer.Option(help="Sector die overgaat op vaste volumes.")],
    door: Annotated[str, typer.Option(help="Naam van wie besluit.")],
    reden: Annotated[str, typer.Option(help="Waarom; ook hoe herverdelingsmiddelen zijn meegewogen.")],
) -> None:
    """Leg het besluit vast om een sector om te zetten in vaste volumes, met de bedragen."""
    from dashboard.terminal import herschikking as terminal
    from forecasting.wlz.herschikking import run

    now = datetime.now(UTC)
    nummer = run.fixeer(Settings(), jaar, peildatum, site, sector, door=door, reden=reden, nu=now)
    typer.echo(terminal.gefixeerd(nummer))


@app.command(rich_help_panel=PANEEL)
def volumebrieven(nummer: Annotated[int, number("Nummer van het besluit over vaste volumes.")], jaar: Jaar) -> None:
    """Schrijf de brieven over vaste volumes in de datamap."""
    from dashboard.brieven import uitvoer
    from dashboard.terminal import herschikking as terminal
    from loaders.tijd.workdays import dag_in_nederland

    today = dag_in_nederland(datetime.now(UTC))
    written, folder = vraag(uitvoer.schrijf_volumebrieven, jaar, nummer, today)
    typer.echo(terminal.geschreven(written, folder))


@app.command(rich_help_panel=PANEEL)
def scenario(
    bestand: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="TOML met naam en aannames.")],
    jaar: Jaar,
    door: Annotated[str, typer.Option(help="Wie het scenario maakt.")],
    reden: Annotated[str, typer.Option(help="Waarom.")],
) -> None:
    """Bewaar een scenario naast het beleid; zie docs/herschikking.md voor het bestand."""
    from dashboard.terminal import herschikking as terminal
    from forecasting.wlz.herschikking import scenarios_run

    kept = scenarios_run.bewaar_bestand(Settings(), jaar, bestand, door=door, reden=reden, nu=datetime.now(UTC))
    typer.echo(terminal.scenario_bewaard(kept))


@app.command(rich_help_panel=PANEEL)
def scenarios(jaar: Jaar, peildatum: Peildatum, als_json: Json = False) -> None:
    """Alle bewaarde scenario's van een jaar naast het beleid."""
    from dashboard.contract import herschikking
    from dashboard.terminal import herschikking as terminal
    from forecasting.wlz.herschikking import scenarios_run

    found = vraag(scenarios_run.vergelijk, jaar, peildatum)
    if als_json:
        print_json(herschikking.scenarios_json(found))
    else:
        typer.echo(terminal.scenarios(found))


@app.command(rich_help_panel=PANEEL)
def nacalculatie(
    nummer: Annotated[int, number("Nummer van de bevroren herschikking van het jaar.")],
    peildatum: Peildatum,
    als_json: Json = False,
) -> None:
    """De nacalculatie: wat is gemaakt tegen wat is afgesproken, na verrekening binnen concerns."""
    from dashboard.contract import herschikking
    from dashboard.terminal import herschikking as terminal
    from forecasting.wlz.herschikking import nacalculatie_run

    found = vraag(nacalculatie_run.bereken, nummer, peildatum)
    if als_json:
        print_json(herschikking.nacalculatie_json(found))
    else:
        typer.echo(terminal.nacalculatie(found))

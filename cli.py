"""`ruimte`, the terminal entry. No logic: it parses, calls, prints. Each command imports what it needs, so that a
question is answered before the tools for loading are even read.

Exit codes (fixed): 0 done, 1 failed and nothing changed, 2 wrong use, 3 done but something was refused.
"""

import json
import logging
import os
import resource
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from config.errors import OngeldigeInvoer, RuimteFout
from config.reference import reference_tables
from config.settings import Settings
from config.words import BesluitSoort, Machine, Schaal, Sector, Site, Uitkomst

GEWEIGERD = 3
MISLUKT = 1
VERKEERD_GEBRUIK = 2

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Monitor van de Wlz-contracteerruimte.")
key_app = typer.Typer(no_args_is_help=True, help="De sleutel van de pseudoniemen.")
app.add_typer(key_app, name="key")
Json = Annotated[bool, typer.Option("--json", help="Eén JSON-object op stdout.")]
Jaar = Annotated[int, typer.Option(help="Jaar van de zorg.")]
Dag = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="JJJJ-MM-DD.")]
Plaats = Annotated[Site, typer.Option(help="Groep regio's met een eigen publicatie.")]
Maand = Annotated[datetime | None, typer.Option(formats=["%Y-%m"], help="Laatste maand vastzetten: JJJJ-MM.")]
BesluitenTot = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Tel besluiten t/m deze dag; standaard de peildatum.")
]


def main() -> None:
    """Run the command; every failure ends with its exit code and, for a user's error, a Dutch text."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # R1.6: no message in a core dump, nor in one of a child
    try:
        app()
    except OngeldigeInvoer as why:
        _stop(str(why), VERKEERD_GEBRUIK)
    except RuimteFout as why:
        _stop(str(why), MISLUKT)
    except Exception as why:  # its text could hold what a message says: only its kind and place are told
        place = traceback.extract_tb(why.__traceback__)[-1]
        what = f"{type(why).__name__} in {Path(place.filename).name}, regel {place.lineno}"
        _stop(f"Onverwachte fout ({what}). Er is niets veranderd; geef deze melding door aan de beheerder.", MISLUKT)


def _log_to_stderr() -> None:
    """Log lines go to stderr, from the level RUIMTE_LOGNIVEAU on (default WARNING); never content of a message."""
    import structlog

    structlog.configure(
        processors=[structlog.processors.TimeStamper("iso"), structlog.processors.LogfmtRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(
            getattr(logging, os.environ.get("RUIMTE_LOGNIVEAU", "WARNING").upper(), logging.WARNING)
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _stop(text: str, code: int) -> None:
    typer.echo(text, err=True)
    sys.exit(code)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal, nothing when piped."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


@app.command()
def demo(
    schaal: Annotated[
        Schaal, typer.Option(help="Aantal regels: klein 5 000, normaal 1, groot 10 miljoen.")
    ] = Schaal.NORMAAL,
    seed: Annotated[int, typer.Option(help="Zelfde getal, zelfde gegevens.")] = 1,
) -> None:
    """Maak gemaakte leveringen (AW319, AW320) en referentietabellen in de inbox."""
    from dashboard import terminal
    from loaders.demo.run import make_demo

    settings = Settings()
    with _progress("Demo maken") as progress:
        verslag = make_demo(settings.inbox, schaal, seed, progress)
    typer.echo(terminal.demo(verslag, settings.inbox))


@app.command()
def load(
    paden: Annotated[list[Path], typer.Argument(exists=True, help="Bestand, inboxmap of een boom daarvan.")],
    ontvangen: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Dag van ontvangst buiten een datummap.")
    ] = None,
    vervang: Annotated[
        bool, typer.Option("--vervang", help="Rijen van referentietabellen vervangen eerdere rijen.")
    ] = False,
    als_json: Json = False,
) -> None:
    """Laad berichten en referentietabellen, in elke volgorde en zo vaak als nodig."""
    from dashboard import terminal
    from loaders.run import load as run_load
    from loaders.run import report_json

    _log_to_stderr()
    with _progress("Laden") as progress:
        verslag = run_load(
            Settings(), paden, ontvangen=ontvangen and ontvangen.date(), vervang=vervang, progress=progress
        )
    if als_json:
        _print_json(report_json(verslag))
    else:
        typer.echo(terminal.laadverslag(verslag))
    if verslag.geweigerd or verslag.uitval:
        raise typer.Exit(GEWEIGERD)


@app.command()
def intrekken(
    levering: Annotated[str, typer.Argument(help="Bestandsnaam, of het begin van de sha256.")],
    reden: Annotated[str, typer.Option(help="Waarom.")],
    door: Annotated[str, typer.Option(help="Naam van wie besluit.")],
    per: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Vanaf deze dag; standaard vandaag.")
    ] = None,
    herstel: Annotated[bool, typer.Option("--herstel", help="Maak een intrekking ongedaan.")] = False,
) -> None:
    """Trek een levering in: vanaf die dag telt zij niet meer; eerdere peildata houden haar."""
    from dashboard import terminal_leveringen
    from loaders.deliveries import Besluit
    from loaders.withdraw import decide

    _log_to_stderr()
    besluit = Besluit.HERSTEL if herstel else Besluit.INTREKKING
    verslag = decide(Settings(), besluit, levering, reden=reden, door=door, per=per and per.date())
    typer.echo(terminal_leveringen.besluit(verslag))


@app.command()
def outlook(jaar: Jaar, peildatum: Dag, site: Plaats, laatste_maand: Maand = None, als_json: Json = False) -> None:
    """De vooruitblik van een site: productie, contracteerruimte en korting per sector."""
    from dashboard import terminal
    from forecasting import report, run

    found = run.outlook(Settings(), jaar, peildatum.date(), site, laatste_maand and laatste_maand.date())
    if als_json:
        _print_json(report.outlook_json(found))
    else:
        typer.echo(terminal.outlook(found))


@app.command()
def forecast(
    jaar: Annotated[int | None, typer.Option(help="Jaar van de zorg; standaard dat van de peildatum.")] = None,
    peildatum: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="JJJJ-MM-DD; standaard de laatste levering.")
    ] = None,
) -> None:
    """Bereken en bewaar de schatting op de peildatum en elke eerdere sluitdag van het jaar."""
    from dashboard import terminal
    from forecasting.expected import run

    settings = Settings()
    dag = peildatum.date() if peildatum else run.laatste_levering(settings)
    typer.echo(terminal.forecast(run.forecast(settings, jaar or dag.year, dag)))


@app.command()
def backtest(
    jaar: Annotated[int | None, typer.Option(help="Jaar van de zorg, over wat geladen is.")] = None,
    csv: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Eigen paneel: series_id, sector, region, ...")
    ] = None,
    als_json: Json = False,
) -> None:
    """De trefzekerheid: wat is voorspeld, en wat bekend werd."""
    from dashboard import terminal_backtest
    from forecasting.backtest import report, run

    if (jaar is None) == (csv is None):
        raise OngeldigeInvoer("Geef --jaar of --csv.")
    found = run.backtest_csv(csv) if csv else run.backtest(Settings(), jaar or 0)
    if als_json:
        _print_json(report.backtest_json(found))
    else:
        typer.echo(terminal_backtest.backtest(found))


@app.command()
def crisis(jaar: Jaar, peildatum: Dag, laatste_maand: Maand = None, als_json: Json = False) -> None:
    """De bezetting van crisisbedden tegen de 70%-lijn."""
    from dashboard import terminal
    from forecasting import report, run

    found = run.crisis(Settings(), jaar, peildatum.date(), laatste_maand and laatste_maand.date())
    if als_json:
        _print_json(report.crisis_json(found))
    else:
        typer.echo(terminal.crisis(found))
        typer.echo(terminal.crisis_vooruit(found))


@app.command()
def voorstellen(jaar: Jaar, peildatum: Dag, site: Plaats, als_json: Json = False) -> None:
    """Waarover te besluiten is, het grootste effect in euro's eerst."""
    from dashboard import terminal_besluiten
    from forecasting.besluiten.report import voorstellen_json
    from forecasting.besluiten.run import voorstellen as found_by

    found = found_by(Settings(), jaar, peildatum.date(), site)
    if als_json:
        _print_json(voorstellen_json(found))
    else:
        typer.echo(terminal_besluiten.voorstellen(found))


@app.command()
def herschikking(
    jaar: Jaar,
    peildatum: Dag,
    laatste_maand: Maand = None,
    besluiten_tot: BesluitenTot = None,
    als_json: Json = False,
    xlsx: Annotated[Path | None, typer.Option(help="Schrijf het werkboek voor de NZa naar dit bestand.")] = None,
) -> None:
    """De herschikking van een jaar: elke stap per aanbieder, op wat op de peildatum bekend was."""
    from dashboard import terminal_herschikking, uitvoer
    from forecasting.herschikking import report, run

    if als_json and xlsx:
        raise OngeldigeInvoer("Kies --json of --xlsx, niet allebei.")
    found = run.bereken(
        Settings(),
        jaar,
        peildatum.date(),
        laatste_maand and laatste_maand.date(),
        besluiten_tot and besluiten_tot.date(),
    )
    verschil = run.verschil_met_vorige(Settings(), found)
    if als_json:
        _print_json(report.herschikking_json(found, verschil))
    elif xlsx:
        xlsx.write_bytes(uitvoer.herschikkingswerkboek(found, verschil))
        typer.echo(terminal_herschikking.geschreven([xlsx], xlsx.parent))
    else:
        typer.echo(terminal_herschikking.herschikking(found, verschil))


@app.command()
def bevries(
    jaar: Jaar,
    peildatum: Dag,
    naam: Annotated[str, typer.Option(help="Naam, zoals 'repetitie juli'.")],
    door: Annotated[str, typer.Option(help="Wie bevriest.")],
    reden: Annotated[str, typer.Option(help="Waarom.")],
    laatste_maand: Maand = None,
    besluiten_tot: BesluitenTot = None,
) -> None:
    """Bevries een herschikking zonder open fouten, voorgoed."""
    from dashboard import terminal_herschikking
    from forecasting.herschikking import run

    found = run.bereken(
        Settings(),
        jaar,
        peildatum.date(),
        laatste_maand and laatste_maand.date(),
        besluiten_tot and besluiten_tot.date(),
    )
    kept = run.bevries(Settings(), found, naam=naam, door=door, reden=reden, bevroren_op=datetime.now(UTC))
    typer.echo(terminal_herschikking.bevroren(kept))


@app.command()
def brieven(
    nummer: Annotated[int, typer.Argument(help="Nummer van een bevroren herschikking.")],
    map_: Annotated[
        Path | None, typer.Option("--map", help="Waar de bestanden komen; standaard in de datamap.")
    ] = None,
) -> None:
    """Schrijf het werkboek, de brieven en de bladen van een bevroren herschikking."""
    from dashboard import terminal_herschikking
    from dashboard.uitvoer import schrijf_bevroren

    written, folder = schrijf_bevroren(Settings(), nummer, datetime.now(UTC).date(), map_)
    typer.echo(terminal_herschikking.geschreven(written, folder))


@app.command()
def volumes(jaar: Jaar, peildatum: Dag, als_json: Json = False) -> None:
    """De vaste volumes zoals zij zouden worden vastgesteld, per sector boven de drempel."""
    from dashboard import terminal_herschikking
    from forecasting.herschikking import report, run

    found, _ = run.volumes(Settings(), jaar, peildatum.date())
    if als_json:
        _print_json(report.volumes_json(found))
    else:
        typer.echo(terminal_herschikking.volumes(found))


@app.command()
def fixeer(
    jaar: Jaar,
    peildatum: Dag,
    site: Plaats,
    sector: Annotated[Sector, typer.Option(help="Sector die overgaat op vaste volumes.")],
    door: Annotated[str, typer.Option(help="Naam van wie besluit.")],
    reden: Annotated[str, typer.Option(help="Waarom; ook hoe herverdelingsmiddelen zijn meegewogen.")],
) -> None:
    """Leg het besluit vast om een sector om te zetten in vaste volumes, met de bedragen."""
    from dashboard import terminal_herschikking
    from forecasting.herschikking import run

    now = datetime.now(UTC)
    nummer = run.fixeer(Settings(), jaar, peildatum.date(), site, sector, door=door, reden=reden, nu=now)
    typer.echo(terminal_herschikking.gefixeerd(nummer))


@app.command()
def volumebrieven(
    nummer: Annotated[int, typer.Argument(help="Nummer van het besluit over vaste volumes.")], jaar: Jaar
) -> None:
    """Schrijf de brieven over vaste volumes in de datamap."""
    from dashboard import terminal_herschikking, uitvoer

    written, folder = uitvoer.schrijf_volumebrieven(Settings(), jaar, nummer, datetime.now(UTC).date())
    typer.echo(terminal_herschikking.geschreven(written, folder))


@app.command()
def nacalculatie(
    nummer: Annotated[int, typer.Argument(help="Nummer van de bevroren herschikking van het jaar.")],
    peildatum: Dag,
    als_json: Json = False,
) -> None:
    """De nacalculatie: wat is gemaakt tegen wat is afgesproken, na verrekening binnen concerns."""
    from dashboard import terminal_herschikking
    from forecasting.herschikking import nacalculatie_run, report

    found = nacalculatie_run.bereken(Settings(), nummer, peildatum.date())
    if als_json:
        _print_json(report.nacalculatie_json(found))
    else:
        typer.echo(terminal_herschikking.nacalculatie(found))


@app.command()
def scenario(
    bestand: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="TOML met naam en aannames.")],
    jaar: Jaar,
    door: Annotated[str, typer.Option(help="Wie het scenario maakt.")],
    reden: Annotated[str, typer.Option(help="Waarom.")],
) -> None:
    """Bewaar een scenario naast het beleid; zie docs/herschikking.md voor het bestand."""
    from dashboard import terminal_herschikking
    from forecasting.herschikking import scenarios_run

    kept = scenarios_run.bewaar_bestand(Settings(), jaar, bestand, door=door, reden=reden, nu=datetime.now(UTC))
    typer.echo(terminal_herschikking.scenario_bewaard(kept))


@app.command()
def scenarios(jaar: Jaar, peildatum: Dag, als_json: Json = False) -> None:
    """Alle bewaarde scenario's van een jaar naast het beleid."""
    from dashboard import terminal_herschikking
    from forecasting.herschikking import report, scenarios_run

    found = scenarios_run.vergelijk(Settings(), jaar, peildatum.date())
    if als_json:
        _print_json(report.scenarios_json(found))
    else:
        typer.echo(terminal_herschikking.scenarios(found))


@app.command()
def besluit(
    soort: BesluitSoort,
    uitkomst: Uitkomst,
    jaar: Jaar,
    door: Annotated[str, typer.Option(help="Naam van wie besluit.")],
    reden: Annotated[str, typer.Option(help="Waarom; noem geen cliënten.")],
    vanaf: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Telt vanaf; standaard vandaag.")] = None,
    agb: Annotated[str | None, typer.Option(help="AGB-code van de aanbieder.")] = None,
    uzovi: Annotated[str | None, typer.Option(help="Regio.")] = None,
    sector: Annotated[Sector | None, typer.Option()] = None,
    waarde: Annotated[
        list[str] | None, typer.Option(help="Wat is besloten: NAAM=WAARDE, zoals bedrag_cent=125000.")
    ] = None,
) -> None:
    """Leg een besluit vast; het register wordt alleen aangevuld, nooit gewijzigd."""
    from dashboard import terminal_besluiten
    from loaders.besluiten import neem_besluit, to_waarde

    now = datetime.now(UTC)
    taken = neem_besluit(
        Settings(), soort, uitkomst, jaar=jaar, vanaf=(vanaf or now).date(), door=door, reden=reden, genomen_op=now,
        agb=agb, uzovi=uzovi, sector=sector, waarde=to_waarde(waarde or []),
    )  # fmt: skip
    typer.echo(terminal_besluiten.genomen(taken))


@app.command()
def besluiten(jaar: Jaar, als_json: Json = False) -> None:
    """Het register van besluiten over een jaar, ook die door een later besluit zijn vervangen."""
    from dashboard import terminal_besluiten
    from loaders.besluiten import besluit_json
    from loaders.besluiten import besluiten as register

    found = register(Settings(), jaar)
    if als_json:
        _print_json({"jaar": jaar, "besluiten": [besluit_json(b) for b in found]})
    else:
        typer.echo(terminal_besluiten.register(found))


@app.command()
def template(naam: Annotated[str, typer.Argument(help="Naam van een referentietabel.")]) -> None:
    """Druk een lege referentietabel af (CSV)."""
    if naam not in reference_tables():
        raise OngeldigeInvoer(f"Onbekende tabel. Kies uit: {', '.join(reference_tables())}.")
    typer.echo(",".join(reference_tables()[naam].header))


@app.command()
def rebuild(
    machine: Annotated[Machine, typer.Option("--engine", help="Wat PRODUCTIE maakt.")] = Machine.DUCKDB,
) -> None:
    """Maak PRODUCTIE opnieuw uit archief en grootboek; de rijen zijn dezelfde."""
    from dashboard import terminal
    from loaders import productie

    typer.echo(terminal.herbouwd(*productie.rebuild(Settings(), machine)))


@key_app.command()
def rotate() -> None:
    """Leg een nieuwe sleutel over de pseudoniemen; geen cijfer verandert."""
    from dashboard import terminal
    from loaders.sleutel import rotate as run_rotate

    settings = Settings()
    typer.echo(terminal.rotatie(run_rotate(settings), settings.sleutel))


@app.command()
def serve(poort: Annotated[int, typer.Option(help="Poort op 127.0.0.1.")] = 8501) -> None:
    """Start de webpagina's op http://127.0.0.1:8501."""
    entry = str(Path(__file__).parent / "streamlit_app.py")
    address = ["--server.address", "127.0.0.1", "--server.port", str(poort)]
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", entry, *address])  # noqa: S606 (our own entry)


@app.command()
def check() -> None:
    """Controleer instellingen, grootboek en gegevens; zeg wat er mis is en hoe het te herstellen is."""
    from dashboard import terminal
    from loaders.check import check as run_check

    bevindingen = run_check(Settings())
    typer.echo(terminal.bevindingen(bevindingen))
    if any(bevinding.fout for bevinding in bevindingen):
        raise typer.Exit(MISLUKT)


if __name__ == "__main__":
    main()

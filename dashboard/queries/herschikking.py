"""Where pages ask for herschikkingen and hand in what staff decided. Results are kept per state of the ledger."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from config.settings import Settings
from config.words import Sector, Site
from dashboard.brieven import uitvoer
from dashboard.queries import bewaard, uit_grootboek, vraag
from forecasting.wlz.herschikking import nacalculatie_run, run, scenarios_run
from forecasting.wlz.herschikking.bevroren import lees_bevroren
from forecasting.wlz.herschikking.invoer import Invoer
from forecasting.wlz.herschikking.nacalculatie import Verzoek
from forecasting.wlz.herschikking.nacalculatie_run import Nacalculatie
from forecasting.wlz.herschikking.scenarios import Aannames
from forecasting.wlz.herschikking.scenarios_run import Scenario, Uitwerking
from forecasting.wlz.herschikking.uitkomst import Herschikking
from forecasting.wlz.herschikking.verschil import Verschil, verschillen
from forecasting.wlz.herschikking.volumes import SectorVolumes, Volume
from forecasting.wlz.plaats import Plaats
from loaders.grootboek import herschikkingen
from loaders.grootboek.besluiten import Besluit
from loaders.grootboek.handelingsoorten import Ronde
from loaders.grootboek.herschikkingen import Afstemming, Bevroren
from loaders.grootboek.lezer import Inzage
from loaders.tijd.workdays import dag_in_nederland

Verschillen = Mapping[Plaats, Verschil]


@bewaard(24, "De herschikking wordt berekend…")
def bereken(
    blik: Inzage, jaar: int, peildatum: date, laatste_maand: date | None, besluiten_tot: date | None
) -> Herschikking:
    """R6 on a peildatum."""
    return run.bereken(blik, jaar, peildatum, laatste_maand, besluiten_tot)


def bevroren(jaar: int) -> list[Bevroren]:
    """The frozen ones of a year, the last first; asked anew every time, for they are added to."""
    return uit_grootboek(herschikkingen.bevroren, jaar)


@bewaard(24, "De bevroren herschikking wordt gelezen…", cijfers=False)
def _lees(blik: Inzage, nummer: int) -> Herschikking:
    return lees_bevroren(blik, nummer)[1]


def lees(nummer: int) -> Herschikking:
    """A frozen one; it never changes, whatever is loaded."""
    return _lees("", nummer)


def verschil(nu: Herschikking, eerder: Herschikking | None) -> Verschillen:
    """Step by step against an earlier one; empty without."""
    return {} if eerder is None else {v.plaats: v for v in verschillen(nu, eerder)}


def bevries(found: Herschikking, naam: str, door: str, reden: str) -> Bevroren:
    """Freeze what is on screen."""
    return run.bevries(Settings(), found, naam=naam, door=door, reden=reden, bevroren_op=datetime.now(UTC))


def afstemmingen(nummer: int) -> list[Afstemming]:
    """Every step with every provider about a frozen one, in order."""
    return uit_grootboek(herschikkingen.afstemmingen, nummer)


def leg_vast(nummer: int, agb: str, ronde: Ronde, datum: date, door: str, toelichting: str) -> Afstemming:
    """Add a step with a provider."""
    row = Afstemming(nummer, agb, ronde, datum, door, toelichting, datetime.now(UTC))
    return herschikkingen.leg_vast(Settings(), row)


def schrijf(nummer: int) -> tuple[list[Path], Path]:
    """Workbook, letters and sheets of a frozen one, into the data folder."""
    return uit_grootboek(uitvoer.schrijf_bevroren, nummer, dag_in_nederland(datetime.now(UTC)))


@bewaard(24, "De vaste volumes worden berekend…")
def volumes(blik: Inzage, jaar: int, peildatum: date) -> tuple[tuple[SectorVolumes, ...], Invoer]:
    """What would be fixed, and the input it rests on."""
    return run.volumes(blik, jaar, peildatum)


def gefixeerd(jaar: int) -> list[tuple[Besluit, tuple[Volume, ...]]]:
    """The decisions on fixed volumes that hold, with their amounts."""
    return uit_grootboek(run.gefixeerd, jaar)


def fixeer(jaar: int, peildatum: date, site: Site, sector: Sector, door: str, reden: str) -> int:
    """Record the decision of a person."""
    return run.fixeer(Settings(), jaar, peildatum, site, sector, door=door, reden=reden, nu=datetime.now(UTC))


def nacalculatie(nummer: int, peildatum: date) -> Nacalculatie:
    """Realised against agreed, with the settlements recorded so far; asked anew every time, for they are added to."""
    return vraag(nacalculatie_run.bereken, nummer, peildatum)


def vraag_verrekening(found: Nacalculatie, verzoek: Verzoek, door: str, reden: str) -> Verzoek:
    """Record a request to settle."""
    return nacalculatie_run.vraag_verrekening(Settings(), found, verzoek, door=door, reden=reden, nu=datetime.now(UTC))


def scenarios(jaar: int) -> list[Scenario]:
    """The kept scenarios of a year; asked anew every time, for they are added to."""
    return uit_grootboek(scenarios_run.scenarios, jaar)


@bewaard(24, "De scenario's worden uitgewerkt…")
def uitwerkingen(blik: Inzage, jaar: int, peildatum: date, aantal: int) -> tuple[Uitwerking, ...]:
    """The policy run and its scenarios; `aantal` (scenarios are only added) is part of the key only."""
    return scenarios_run.vergelijk(blik, jaar, peildatum)


def bewaar_scenario(jaar: int, naam: str, aannames: Aannames, door: str, reden: str) -> Scenario:
    """Keep a scenario beside the others."""
    return scenarios_run.bewaar(Settings(), jaar, naam, aannames, door=door, reden=reden, nu=datetime.now(UTC))

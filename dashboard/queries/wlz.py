"""The only place where pages ask for results. Results are kept per state of the ledger (`Stand.versie`), so a load
that changed anything is seen at once and an old result is never shown for new data.
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from config.errors import ProductieOntbreekt
from config.settings import Settings
from config.words import Site, Uitkomst
from dashboard.queries import bewaard, uit_grootboek, vraag
from forecasting.schatting.toets.scores import Backtest
from forecasting.wlz import brug_run
from forecasting.wlz import vooruitblik as forecasting_run
from forecasting.wlz.backtest import run as backtest_run
from forecasting.wlz.besluiten import run as besluiten_run
from forecasting.wlz.besluiten.voorstellen import Voorstel, Voorstellen
from forecasting.wlz.brug import Bruggen
from forecasting.wlz.outlook import CrisisOutlook, Gezegd, Outlook
from forecasting.wlz.volledigheid import Volledigheid
from loaders import queries as ledger
from loaders import reconcile
from loaders.grootboek import besluiten
from loaders.grootboek.besluiten import Besluit
from loaders.grootboek.deliveries import Intrekking, Levering, Reden, Stand
from loaders.grootboek.lezer import Inzage
from loaders.grootboek.waarden import Waarde
from loaders.reconcile import Aansluiting
from loaders.tabellen.vraag import reference_rows


def inbox() -> Path:
    """Where deliveries are laid ready."""
    return Settings().inbox


def stand() -> Stand:
    """What has been loaded so far; cheap, so asked anew every time."""
    try:
        return uit_grootboek(ledger.stand)
    except ProductieOntbreekt:  # where there are extracts, their days stand in it
        return vraag(ledger.stand)


@bewaard(64, "De vooruitblik wordt berekend…")
def outlook(blik: Inzage, jaar: int, peildatum: date, site: Site) -> Outlook:
    """Outlook of a site for a year as of a peildatum."""
    return forecasting_run.outlook(blik, jaar, peildatum, site)


@bewaard(32, "Eerdere peildata worden opgehaald…", ttl=timedelta(minutes=1))
def verloop(blik: Inzage, jaar: int, peildatum: date, site: Site) -> tuple[Gezegd, ...]:
    """What was said on earlier closing days of the year; soon asked anew, because `ruimte forecast` adds to them
    without a load."""
    return forecasting_run.verloop(blik, jaar, peildatum, site)


@bewaard(16, "De verschillen worden berekend…")
def brug(blik: Inzage, jaar: int, van: date, naar: date, site: Site) -> Bruggen:
    """What moved the outlook of a site between two days."""
    return brug_run.bruggen(blik, jaar, van, naar, site)


@bewaard(8, "De trefzekerheid wordt opgehaald…", ttl=timedelta(minutes=1))
def trefzekerheid(blik: Inzage, jaar: int) -> Backtest | None:
    """The backtest of a year, None until it was made; soon asked anew, because making one needs no load."""
    return backtest_run.lees(blik, jaar)


def toets(jaar: int) -> None:
    """Make the backtest of a year and keep it. Raises RuimteFout that says why it cannot be made."""
    vraag(backtest_run.backtest, jaar)
    trefzekerheid.clear()


@bewaard(32, "De crisisbedden worden berekend…")
def crisis(blik: Inzage, jaar: int, peildatum: date) -> CrisisOutlook:
    """Crisis beds of a year as of a peildatum."""
    return forecasting_run.crisis(blik, jaar, peildatum)


@bewaard(16, "De voorstellen worden berekend…")
def voorstellen(blik: Inzage, jaar: int, peildatum: date, site: Site) -> Voorstellen:
    """Proposals for a site, and the register of the year."""
    return besluiten_run.voorstellen(blik, jaar, peildatum, site)


@bewaard(8, "Het register wordt opgehaald…", cijfers=False)
def register(blik: Inzage, jaar: int) -> list[Besluit]:
    """The register of decisions about a year."""
    return besluiten.besluiten(blik, jaar)


def neem_besluit(
    voorstel: Voorstel, uitkomst: Uitkomst, jaar: int, vanaf: date, waarde: Waarde | None, door: str, reden: str
) -> Besluit:
    """Record what staff decided about a proposal. Raises OngeldigeInvoer with what is missing."""
    return besluiten.neem_besluit(
        Settings(), voorstel.soort, uitkomst, jaar=jaar, vanaf=vanaf, door=door, reden=reden,
        genomen_op=datetime.now(UTC), agb=voorstel.agb, uzovi=voorstel.uzovi, sector=voorstel.sector, waarde=waarde,
    )  # fmt: skip


@bewaard(2, "De leveringen worden opgehaald…", cijfers=False)
def leveringen(blik: Inzage) -> list[Levering]:
    """Every delivery, newest first."""
    return ledger.leveringen(blik)


@bewaard(256, cijfers=False)
def redenen(blik: Inzage, sha256: str) -> list[Reden]:
    """Why a delivery or its lines were not counted."""
    return ledger.redenen(blik, sha256)


@bewaard(2, cijfers=False)
def intrekkingen(blik: Inzage) -> list[Intrekking]:
    """Decisions to withdraw deliveries or to undo that."""
    return ledger.intrekkingen(blik)


@bewaard(2, "Archief en PRODUCTIE worden vergeleken…")
def aansluiting(blik: Inzage) -> Aansluiting:
    """Archive beside ledger and PRODUCTIE (R1.5)."""
    return reconcile.aansluiting(blik)


@bewaard(2, cijfers=False)
def aanbiedernamen(blik: Inzage) -> dict[str, str]:
    """Names of providers by AGB code, from the register."""
    return {row["agb"]: row["naam"] for row in reference_rows(blik, "aanbieders")}


@bewaard(16, "De volledigheid wordt berekend…")
def volledigheid(blik: Inzage, jaar: int, peildatum: date) -> Volledigheid:
    """What providers claimed beside what was expected."""
    return forecasting_run.volledigheid(blik, jaar, peildatum)

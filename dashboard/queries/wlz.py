"""The only place where pages ask for results. Results are kept per state of the ledger (`Stand.versie`), so a load
that changed anything is seen at once and an old result is never shown for new data.
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import streamlit as st

from config.regelingen import WLZ
from config.settings import Settings
from config.words import Site, Uitkomst
from forecasting.schatting.toets.scores import Backtest
from forecasting.wlz import vooruitblik as forecasting_run
from forecasting.wlz.backtest import run as backtest_run
from forecasting.wlz.besluiten import run as besluiten_run
from forecasting.wlz.besluiten.voorstellen import Voorstel, Voorstellen
from forecasting.wlz.outlook import CrisisOutlook, Gezegd, Outlook
from forecasting.wlz.volledigheid import Volledigheid
from loaders import queries as ledger
from loaders import reconcile
from loaders.grootboek import besluiten
from loaders.grootboek.besluiten import Besluit, Waarde
from loaders.grootboek.deliveries import Intrekking, Levering, Reden, Stand
from loaders.reconcile import Aansluiting

BEWAREN = timedelta(hours=12)


def inbox() -> Path:
    """Where deliveries are laid ready."""
    return Settings().inbox


def stand() -> Stand:
    """What has been loaded so far; cheap, so asked anew every time."""
    return ledger.stand(Settings())


@st.cache_data(ttl=BEWAREN, max_entries=64, show_spinner="De vooruitblik wordt berekend…")
def outlook(versie: str, jaar: int, peildatum: date, site: Site) -> Outlook:
    """Outlook of a site for a year as of a peildatum; `versie` is part of the key only."""
    return forecasting_run.outlook(Settings(), jaar, peildatum, site)


@st.cache_data(ttl=timedelta(minutes=1), max_entries=32, show_spinner="Eerdere peildata worden opgehaald…")
def verloop(versie: str, jaar: int, peildatum: date, site: Site) -> tuple[Gezegd, ...]:
    """What was said on earlier closing days of the year; soon asked anew, because `ruimte forecast` adds to them
    without a load. `versie` is part of the key only."""
    return forecasting_run.verloop(Settings(), jaar, peildatum, site)


@st.cache_data(ttl=timedelta(minutes=1), max_entries=8, show_spinner="De trefzekerheid wordt opgehaald…")
def trefzekerheid(versie: str, jaar: int) -> Backtest | None:
    """The backtest of a year, None until it was made; soon asked anew, because making one needs no load."""
    return backtest_run.lees(Settings(), jaar)


def toets(jaar: int) -> None:
    """Make the backtest of a year and keep it. Raises RuimteFout that says why it cannot be made."""
    backtest_run.backtest(Settings(), jaar)
    trefzekerheid.clear()


@st.cache_data(ttl=BEWAREN, max_entries=32, show_spinner="De crisisbedden worden berekend…")
def crisis(versie: str, jaar: int, peildatum: date) -> CrisisOutlook:
    """Crisis beds of a year as of a peildatum; `versie` is part of the key only."""
    return forecasting_run.crisis(Settings(), jaar, peildatum)


@st.cache_data(ttl=BEWAREN, max_entries=16, show_spinner="De voorstellen worden berekend…")
def voorstellen(versie: str, jaar: int, peildatum: date, site: Site) -> Voorstellen:
    """Proposals for a site, and the register of the year; `versie` is part of the key only."""
    return besluiten_run.voorstellen(Settings(), jaar, peildatum, site)


@st.cache_data(ttl=BEWAREN, max_entries=8, show_spinner="Het register wordt opgehaald…")
def register(versie: str, jaar: int) -> list[Besluit]:
    """The register of decisions about a year; `versie` is part of the key only."""
    return besluiten.besluiten(Settings(), jaar)


def neem_besluit(
    voorstel: Voorstel, uitkomst: Uitkomst, jaar: int, vanaf: date, waarde: Waarde, door: str, reden: str
) -> Besluit:
    """Record what staff decided about a proposal. Raises OngeldigeInvoer with what is missing."""
    return besluiten.neem_besluit(
        Settings(), voorstel.soort, uitkomst, jaar=jaar, vanaf=vanaf, door=door, reden=reden,
        genomen_op=datetime.now(UTC), agb=voorstel.agb, uzovi=voorstel.uzovi, sector=voorstel.sector, waarde=waarde,
    )  # fmt: skip


@st.cache_data(ttl=BEWAREN, max_entries=2, show_spinner="De leveringen worden opgehaald…")
def leveringen(versie: str) -> list[Levering]:
    """Every delivery, newest first; `versie` is part of the key only."""
    return [v for v in ledger.leveringen(Settings()) if v.domein == WLZ.domein]


@st.cache_data(ttl=BEWAREN, max_entries=256, show_spinner=False)
def redenen(versie: str, sha256: str) -> list[Reden]:
    """Why a delivery or its lines were not counted; `versie` is part of the key only."""
    return ledger.redenen(Settings(), sha256)


@st.cache_data(ttl=BEWAREN, max_entries=2, show_spinner=False)
def intrekkingen(versie: str) -> list[Intrekking]:
    """Decisions to withdraw deliveries or to undo that; `versie` is part of the key only."""
    return ledger.intrekkingen(Settings())


@st.cache_data(ttl=BEWAREN, max_entries=2, show_spinner="Archief en PRODUCTIE worden vergeleken…")
def aansluiting(versie: str) -> Aansluiting:
    """Archive beside ledger and PRODUCTIE (R1.5); `versie` is part of the key only."""
    return reconcile.aansluiting(Settings()).van(WLZ)


@st.cache_data(ttl=BEWAREN, max_entries=2, show_spinner=False)
def aanbiedernamen(versie: str) -> dict[str, str]:
    """Names of providers by AGB code, from the register; `versie` is part of the key only."""
    return {row["agb"]: row["naam"] for row in ledger.reference_rows(Settings(), "aanbieders")}


@st.cache_data(ttl=BEWAREN, max_entries=16, show_spinner="De volledigheid wordt berekend…")
def volledigheid(versie: str, jaar: int, peildatum: date) -> Volledigheid:
    """What providers claimed beside what was expected; `versie` is part of the key only."""
    return forecasting_run.volledigheid(Settings(), jaar, peildatum)

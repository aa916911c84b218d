"""The steps from PRODUCTIE to what a year is expected to come to: read what was kept, or make and keep it."""

from datetime import date

from config.errors import GegevensOntbreken, RuimteFout
from config.policy import policy
from forecasting.schatting.panel import panel
from forecasting.wlz.peil import NIETS_GELADEN
from forecasting.wlz.schatting import bewaard
from forecasting.wlz.schatting.verwachting import Verwachting, verwachting
from loaders import productie
from loaders.grootboek.lezer import Inzage
from loaders.tijd.workdays import maanden, sluitdag


def expected(blik: Inzage, jaar: int, peildatum: date) -> Verwachting:
    """What `jaar` was expected to come to on `peildatum` (R4.6), of all regions; made at the first question and kept.

    Raises GegevensOntbreken when nothing was loaded.
    """
    current = productie.gereed(blik)
    if current is None:
        raise GegevensOntbreken(NIETS_GELADEN)
    oordelen = productie.oordelen_tot(current, peildatum)
    bestand = bewaard.pad(blik.settings, oordelen, peildatum, jaar)
    found = bewaard.lees(bestand)
    if found is None:
        found = verwachting(panel(oordelen, peildatum), jaar)
        bewaard.bewaar(bestand, found)
    return found


def is_bewaard(blik: Inzage, jaar: int, peildatum: date) -> bool:
    """Whether that forecast can be read without being made."""
    current = productie.gereed(blik)
    if current is None:
        return False
    return bewaard.pad(blik.settings, productie.oordelen_tot(current, peildatum), peildatum, jaar).exists()


def peildata(jaar: int, tot: date) -> tuple[date, ...]:
    """The days up to `tot` on which a month of `jaar` closed for claiming (R3.1): when a new outlook could be given."""
    termijn = policy("declaratietermijn_werkdagen", jaar, tot).geheel
    return tuple(dag for maand in maanden(jaar) if (dag := sluitdag(maand, termijn)) <= tot)


def laatste_levering(blik: Inzage) -> date:
    """The last day on which anything that counts became known. Raises GegevensOntbreken when nothing was loaded."""
    current = productie.gereed(blik)
    laatste = productie.bekende_dagen(current)[1] if current else None
    if laatste is None:
        raise GegevensOntbreken(NIETS_GELADEN)
    return laatste


def forecast(blik: Inzage, jaar: int, tot: date) -> tuple[date, ...]:
    """Make and keep what the year was expected to come to on `tot` and every closing day before it, so that pages only
    read it; what was made before from the same data is not made again. Returns those days."""
    dagen = tuple(sorted({*peildata(jaar, tot), tot}))
    for dag in dagen:
        expected(blik, jaar, dag)
    if not is_bewaard(blik, jaar, tot):
        raise RuimteFout("De schatting kan niet worden bewaard: de datamap (RUIMTE_DATA) is vol of alleen-lezen.")
    return dagen

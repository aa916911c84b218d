"""The steps from PRODUCTIE to what a year is expected to come to: read what was kept, or make and keep it."""

from datetime import date

from config.errors import GegevensOntbreken
from config.policy import policy
from config.regelingen import WLZ
from config.settings import Settings
from forecasting.wlz.peil import NIETS_GELADEN
from forecasting.wlz.schatting import bewaard
from forecasting.wlz.schatting.paneel import paneel
from forecasting.wlz.schatting.verwachting import Verwachting, verwachting
from loaders import productie
from loaders.tijd.workdays import maanden, sluitdag


def expected(settings: Settings, jaar: int, peildatum: date) -> Verwachting:
    """What `jaar` was expected to come to on `peildatum` (R4.6), of all regions; made at the first question and kept.

    Raises GegevensOntbreken when nothing was loaded.
    """
    current = productie.current(settings)
    if current is None:
        raise GegevensOntbreken(NIETS_GELADEN)
    oordelen = productie.oordelen_tot(current[1], WLZ, peildatum)
    bestand = bewaard.pad(settings, oordelen, peildatum, jaar)
    found = bewaard.lees(bestand)
    if found is None:
        found = verwachting(paneel(oordelen, peildatum), jaar)
        bewaard.bewaar(bestand, found)
    return found


def is_bewaard(settings: Settings, jaar: int, peildatum: date) -> bool:
    """Whether that forecast can be read without being made."""
    current = productie.current(settings)
    if current is None:
        return False
    return bewaard.pad(settings, productie.oordelen_tot(current[1], WLZ, peildatum), peildatum, jaar).exists()


def peildata(jaar: int, tot: date) -> tuple[date, ...]:
    """The days up to `tot` on which a month of `jaar` closed for claiming (R3.1): when a new outlook could be given."""
    termijn = policy("declaratietermijn_werkdagen", jaar, tot).geheel
    return tuple(dag for maand in maanden(jaar) if (dag := sluitdag(maand, termijn)) <= tot)


def laatste_levering(settings: Settings) -> date:
    """The last day on which anything that counts became known. Raises GegevensOntbreken when nothing was loaded."""
    current = productie.current(settings)
    laatste = productie.bekende_dagen(current[1], WLZ)[1] if current else None
    if laatste is None:
        raise GegevensOntbreken(NIETS_GELADEN)
    return laatste


def forecast(settings: Settings, jaar: int, tot: date) -> tuple[date, ...]:
    """Make and keep what the year was expected to come to on `tot` and every closing day before it, so that pages only
    read it; what was made before from the same data is not made again. Returns those days."""
    dagen = tuple(sorted({*peildata(jaar, tot), tot}))
    for dag in dagen:
        expected(settings, jaar, dag)
    return dagen

"""What a question is about, fetched once: the year, the peildatum, L, and what was loaded by then. An edge."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from config.codes import zorgkantoren
from config.errors import GegevensOntbreken, OngeldigeInvoer
from config.policy import policy
from config.settings import Settings
from forecasting.outlook import Herkomst
from loaders import productie
from loaders.queries import ontvangst, reference_rows
from loaders.split import einde_maand, maanden_terug
from loaders.store import Ontvangst
from loaders.workdays import laatste_gedeclareerde_maand, sluitdag

MAANDEN_VOORAF = 3
"""Months before L with which its amount is compared (R3.3)."""
NIETS_GELADEN = "Er is nog niets geladen. Maak gegevens met 'ruimte demo' en laad ze met 'ruimte load'."


@dataclass(frozen=True)
class Peil:
    """What a question is about: the year, the peildatum, L, and PRODUCTIE with what it was made from."""

    jaar: int
    peildatum: date
    laatste_maand: date
    versie: str
    productie: Path
    ontvangst: Ontvangst

    def herkomst(self, besluiten: Iterable[int] = ()) -> Herkomst:
        """Where figures come from; `besluiten` are the numbers of the decisions in them."""
        return Herkomst(
            peildatum=self.peildatum,
            laatste_maand=self.laatste_maand,
            laatste_ontvangst=self.ontvangst.laatste,
            aantal_leveringen=self.ontvangst.aantal,
            productie_hash=self.versie,
            code_versie=version("ruimtemonitor"),
            gemaakte_gegevens=self.ontvangst.gemaakt,
            besluiten=tuple(besluiten),
        )


def peil(settings: Settings, jaar: int, peildatum: date, laatste_maand: date | None = None) -> Peil:
    """What was loaded, and L by R3.1 or as fixed by hand.

    Raises GegevensOntbreken when nothing was loaded, OngeldigeInvoer when no month of the year is closed yet, or the
    month fixed by hand is of another year or not over on the peildatum.
    """
    current = productie.current(settings)
    if current is None:
        raise GegevensOntbreken(NIETS_GELADEN)
    termijn = policy("declaratietermijn_werkdagen", jaar, peildatum).geheel
    if laatste_maand is None:
        laatste_maand = laatste_gedeclareerde_maand(jaar, peildatum, termijn)
    if laatste_maand is None:
        first = sluitdag(date(jaar, 1, 1), termijn)
        raise OngeldigeInvoer(
            f"Op {peildatum:%d-%m-%Y} is nog geen maand van {jaar} gesloten voor declaratie; "
            f"kies een peildatum vanaf {first:%d-%m-%Y} of een eerder jaar."
        )
    if laatste_maand.year != jaar:
        raise OngeldigeInvoer(f"De laatste maand ligt niet in {jaar}.")
    if einde_maand(laatste_maand) > peildatum:
        raise OngeldigeInvoer(
            f"De maand {laatste_maand:%m-%Y} is op {peildatum:%d-%m-%Y} nog niet voorbij en kan dus niet de laatste "
            "gedeclareerde maand zijn; kies een eerdere maand of een latere peildatum."
        )
    return Peil(jaar, peildatum, laatste_maand, *current, ontvangst(settings, peildatum))


def stand(peil: Peil, uzovi: tuple[str, ...], vanaf: date | None = None) -> pd.DataFrame:
    """PRODUCTIE of these regions as known on the peildatum (`productie.stand_op`), through the end of the year.

    It begins at `vanaf`, or with the months that R3.3 looks back to.
    """
    first = date(peil.jaar, 1, 1)
    before = maanden_terug(peil.laatste_maand, MAANDEN_VOORAF)
    found = productie.stand_op(peil.productie, peil.peildatum, vanaf or min(first, before), date(peil.jaar, 12, 31))
    return found[found["uzovi"].isin(uzovi)]


def regio(uzovi: str) -> str:
    """The code under which a region's figures are kept (R2.1)."""
    return zorgkantoren()[uzovi].regio_uzovi


def names(settings: Settings) -> dict[str, str]:
    """Names of providers by AGB code, from the register."""
    return {row["agb"]: row["naam"] for row in reference_rows(settings, "aanbieders")}

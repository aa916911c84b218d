"""What a question is about, fetched once: the year, the peildatum, L, and what was loaded by then. An edge."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from config.codes import regio
from config.errors import GegevensOntbreken, OngeldigeInvoer
from config.policy import PolicyValue, policy
from config.words import Onderdeel, Sector, Zekerheid
from forecasting.wlz.contracteerruimte import (
    Ruimte,
    RuimteRij,
    VerplichtingRij,
    contracteerruimte,
    oormerk_meerzorg_cent,
    verplichtingen_cent,
)
from forecasting.wlz.outlook import Herkomst
from forecasting.wlz.plaats import RegioSector
from loaders import productie
from loaders.grootboek.lezer import Inzage
from loaders.grootboek.store import Ontvangst
from loaders.queries import ontvangst
from loaders.tabellen.vraag import reference_rows
from loaders.tijd.kalender import einde_maand, maanden_terug
from loaders.tijd.workdays import dag_in_nederland, dagen, laatste_gedeclareerde_maand, sluitdag

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
    toekomst: bool = False
    """The peildatum is still to come, so nobody knows yet what will be known then (R1.1)."""

    def beleid(self, naam: str) -> PolicyValue:
        """A policy value or reading of the year, as known on the peildatum."""
        return policy(naam, self.jaar, self.peildatum)

    @property
    def zonder_l(self) -> str:
        """What stands for the rest of the year of a provider with nothing approved in L (`jaarverloop`)."""
        return str(self.beleid("lezing_geen_declaratie_in_l").waarde)

    def dagen(self, maand: date, tijdseenheid: str) -> int:
        """D[m] of R3.2, by the reading of the year."""
        return dagen(maand, tijdseenheid, str(self.beleid("lezing_dagweging").waarde))

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


def peil(blik: Inzage, jaar: int, peildatum: date, laatste_maand: date | None = None) -> Peil:
    """What was loaded, and L by R3.1 or as fixed by hand.

    Raises GegevensOntbreken when nothing was loaded, OngeldigeInvoer when no month of the year is closed yet, or the
    month fixed by hand is of another year or not over on the peildatum.
    """
    current = productie.gereed(blik)
    if current is None or blik.versie is None:
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
    toekomst = peildatum > dag_in_nederland(datetime.now(UTC))
    return Peil(jaar, peildatum, laatste_maand, blik.versie, current, ontvangst(blik, peildatum), toekomst)


def stand(peil: Peil, uzovis: Sequence[str] | None = None, vanaf: date | None = None) -> pd.DataFrame:
    """PRODUCTIE as known on the peildatum (`productie.stand_op`), through the end of the year; of all regions or these.

    It begins at `vanaf`, or with the months that R3.3 looks back to.
    """
    first = date(peil.jaar, 1, 1)
    before = maanden_terug(peil.laatste_maand, MAANDEN_VOORAF)
    found = productie.stand_op(peil.productie, peil.peildatum, vanaf or min(first, before), date(peil.jaar, 12, 31))
    return found if uzovis is None else found[found["uzovi"].isin(uzovis)]


def jaarrijen(blik: Inzage, tabel: str, jaren: Container[int], peildatum: date) -> list[dict[str, Any]]:
    """Rows of a reference table about these years as known on the peildatum (R1.1), the region under the code of its
    figures (R2.1)."""
    return [
        {**row, "uzovi": regio(row["uzovi"]), "sector": Sector(row["sector"])}
        for row in reference_rows(blik, tabel, peildatum)
        if row["jaar"] in jaren
    ]


def ruimtes(blik: Inzage, asked: Peil) -> dict[RegioSector, Ruimte]:
    """The contracteerruimte of every region and sector of which a definite one was known (R4.1)."""
    rijen: dict[RegioSector, list[RuimteRij]] = {}
    for place, rij in _ruimterijen(blik, asked):
        rijen.setdefault(place, []).append(rij)
    known = {place: contracteerruimte(found, asked.peildatum) for place, found in rijen.items()}
    return {place: ruimte for place, ruimte in known.items() if ruimte is not None}


def _ruimterijen(blik: Inzage, asked: Peil) -> Iterator[tuple[RegioSector, RuimteRij]]:
    for row in jaarrijen(blik, "contracteerruimte", {asked.jaar}, asked.peildatum):
        part, certainty = Onderdeel(row["onderdeel"]), Zekerheid(row["zekerheid"])
        rij = RuimteRij(row["uzovi"], row["sector"], part, row["bedrag_cent"], certainty, row["bekend_op"])
        yield (rij.uzovi, rij.sector), rij


def oormerken(blik: Inzage, asked: Peil) -> dict[RegioSector, int]:
    """The earmark for meerzorg of every region and sector of which a definite one was known, in cents (R4.7)."""
    rijen: dict[RegioSector, list[RuimteRij]] = {}
    for place, rij in _ruimterijen(blik, asked):
        rijen.setdefault(place, []).append(rij)
    known = {place: oormerk_meerzorg_cent(found, asked.peildatum) for place, found in rijen.items()}
    return {place: cent for place, cent in known.items() if cent is not None}


def verplichtingen(blik: Inzage, asked: Peil) -> dict[RegioSector, int]:
    """The commitments of every region and sector that were known, in cents (R4.2)."""
    rijen: dict[RegioSector, list[VerplichtingRij]] = {}
    for row in jaarrijen(blik, "verplichtingen", {asked.jaar}, asked.peildatum):
        rij = VerplichtingRij(row["uzovi"], row["sector"], row["bedrag_cent"], row["bekend_op"])
        rijen.setdefault((rij.uzovi, rij.sector), []).append(rij)
    return {place: verplichtingen_cent(found, asked.peildatum) for place, found in rijen.items()}


def names(blik: Inzage, peildatum: date) -> dict[str, str]:
    """Names of providers by AGB code, from the register as known on the peildatum."""
    return {row["agb"]: row["naam"] for row in reference_rows(blik, "aanbieders", peildatum)}

"""R4.1: what there is to spend, as known on a peildatum, and the commitments that come first (R4.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from config.words import Onderdeel, Sector, Zekerheid


@dataclass(frozen=True)
class RuimteRij:
    """A row of the table `contracteerruimte` of one year."""

    uzovi: str
    sector: Sector
    onderdeel: Onderdeel
    bedrag_cent: int
    zekerheid: Zekerheid
    bekend_op: date


@dataclass(frozen=True)
class Ruimte:
    """Contracteerruimte for regular production of one region and sector: as granted, and with the herverdelingsmiddelen
    that are expected."""

    definitief_cent: int
    met_herverdeling_cent: int


def contracteerruimte(rijen: Iterable[RuimteRij], peildatum: date) -> Ruimte | None:
    """The contracteerruimte of one region and sector as known on `peildatum`; None when no definite one was.

    The newest row per part counts. Herverdelingsmiddelen that are definite belong to the contracteerruimte; expected
    ones count in the scenario only. Meerzorg has its own earmarked part and is left out (R2.3).

    Bron: regel R4.1; Inkoopbeleid Wlz Zilveren Kruis 2021-2023, par. 5.6: "We hanteren voor elke sector een eigen
    contracteerruimte".
    """
    known = [rij for rij in rijen if rij.bekend_op <= peildatum]
    definite = [rij for rij in known if rij.zekerheid is Zekerheid.DEFINITIEF]
    regulier = _newest(definite, Onderdeel.REGULIER)
    if regulier is None:
        return None
    herverdeling = _newest(definite, Onderdeel.HERVERDELING) or 0
    expected = _newest(known, Onderdeel.HERVERDELING) or 0
    return Ruimte(regulier + herverdeling, regulier + expected)


def oormerk_meerzorg_cent(rijen: Iterable[RuimteRij], peildatum: date) -> int | None:
    """What is earmarked for meerzorg in one region and sector as known on `peildatum`, in cents; None when no definite
    amount was.

    Bron: regel R4.7; Inkoopbeleid Wlz Zilveren Kruis 2021-2023, wijzigingen 2022-2023: "We oormerken een deel van de
    contracteerruimte voor meerzorg".
    """
    definite = (r for r in rijen if r.bekend_op <= peildatum and r.zekerheid is Zekerheid.DEFINITIEF)
    return _newest(definite, Onderdeel.MEERZORG)


def _newest(rijen: Iterable[RuimteRij], onderdeel: Onderdeel) -> int | None:
    part = [rij for rij in rijen if rij.onderdeel is onderdeel]
    if not part:
        return None
    return max(part, key=lambda rij: (rij.bekend_op, rij.zekerheid is Zekerheid.DEFINITIEF)).bedrag_cent


@dataclass(frozen=True)
class VerplichtingRij:
    """A row of the table `verplichtingen` of one year: a commitment outside AW319."""

    uzovi: str
    sector: Sector
    bedrag_cent: int
    bekend_op: date


def verplichtingen_cent(rijen: Iterable[VerplichtingRij], peildatum: date) -> int:
    """All commitments known on `peildatum`; they first lower the contracteerruimte.

    Bron: regel R4.2 (toezeggingen en regionale ontwikkeling).
    """
    return sum(rij.bedrag_cent for rij in rijen if rij.bekend_op <= peildatum)

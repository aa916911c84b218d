"""The bridge (R7.5) as tables: a sector step by step, its regions, and the providers that moved it most."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from dashboard import texts
from dashboard.tables import AANBIEDER, REGIO
from dashboard.texts import waarom_anders as woorden
from dashboard.vormen.tabel import EURO_TEKEN, PUNTEN, TEKST, Kolom, Tabel, Waarde, maak
from forecasting.wlz.brug import AanbiederBrug, Brug, Bruggen

GENOEMD = 5


class _Rij(NamedTuple):
    naam: str
    geextrapoleerd_cent: int
    contracteerruimte_cent: int | None
    korting_punten: Fraction | None


def _punten(rij: _Rij) -> Waarde:
    return rij.korting_punten


STAPPEN: tuple[Kolom[_Rij], ...] = (
    Kolom("Oorzaak", TEKST, lambda r: r.naam),
    Kolom("Verwachte productie", EURO_TEKEN, lambda r: r.geextrapoleerd_cent, nul=texts.NIETS),
)
RUIMTE: Kolom[_Rij] = Kolom("Contracteerruimte", EURO_TEKEN, lambda r: r.contracteerruimte_cent, nul=texts.NIETS)
KORTING: Kolom[_Rij] = Kolom("Korting", PUNTEN, _punten, nul=texts.NIETS)


def stappen(brug: Brug, titel: str) -> Tabel:
    """The steps of one sector, and their sum; room and korting where either moved."""
    rows = [
        _Rij(woorden.OORZAAK[s.oorzaak], s.geextrapoleerd_cent, s.contracteerruimte_cent, s.korting_punten)
        for s in brug.stappen
    ]
    points = [r.korting_punten for r in rows]
    rooms = [r.contracteerruimte_cent for r in rows]
    total = _Rij(
        "Samen",
        brug.geextrapoleerd_cent,
        None if None in rooms else sum(r for r in rooms if r is not None),
        None if None in points else sum((p for p in points if p is not None), Fraction(0)),
    )
    columns = [*STAPPEN, *([RUIMTE] if any(rooms) else []), *([] if None in points else [KORTING])]
    return maak(titel, columns, rows, totaal=total)


REGIOS: tuple[Kolom[Brug], ...] = (
    REGIO,
    Kolom("Verwachte productie", EURO_TEKEN, lambda b: b.geextrapoleerd_cent, nul=texts.NIETS),
    Kolom("Grootste oorzaak", TEKST, lambda b: woorden.OORZAAK[s.oorzaak] if (s := woorden.grootste(b)) else ""),
)


def regios(bruggen: Sequence[Brug], titel: str) -> Tabel:
    """What each region of a sector did."""
    return maak(titel, REGIOS, [b for b in bruggen if b.stappen])


AANBIEDERS: tuple[Kolom[AanbiederBrug], ...] = (
    AANBIEDER,
    REGIO,
    Kolom("Verwachte productie", EURO_TEKEN, lambda a: a.geextrapoleerd_cent),
    Kolom("Vooral door", TEKST, woorden.vooral),
)


def aanbieders(found: Bruggen, brug: Brug, titel: str) -> Tabel:
    """The providers that moved a sector most."""
    mine = [a for a in found.aanbieders if a.sector is brug.sector and brug.uzovi in {None, a.uzovi}]
    return maak(titel, AANBIEDERS, mine[:GENOEMD])

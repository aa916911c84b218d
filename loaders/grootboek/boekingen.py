"""What the ledger keeps of deliveries, and all that one load changes in it: frozen rows, no SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from config.reference import ReferenceTable
from loaders.grootboek.deliveries import Bekend, Levering, Reden, Row, Soort, Status, Telling, Uitval
from loaders.grootboek.periods import BEGIN, Periode
from loaders.tijd.workdays import dag_in_nederland


@dataclass(frozen=True)
class Boeking:
    """A row of `leveringen`: what the ledger keeps of a delivery (columns as in `schema.py`).

    `volgnummer` counts deliveries as they are loaded. It tells which of two was first: a clock can be set back.
    `beginstand`: a table of the first load of its kind, without a day of receipt.
    """

    sha256: str
    naam: str
    soort: Soort
    status: Status
    leesbaar: bool
    geladen_op: datetime
    volgnummer: int = 0
    ontvangen: date | None = None
    beginstand: bool = False
    tabel: str | None = None
    uzovi: str | None = None
    agb: str | None = None
    betaald_agb: str | None = None
    factuurnummer: str | None = None
    gemaakt: bool = False
    dagtekening_retour: str | None = None
    heel_afgekeurd: bool | None = None
    totaal_ingediend_cent: int | None = None
    totaal_toegekend_cent: int | None = None
    beantwoordt: str | None = None
    regels: int = 0
    gelezen_cent: int = 0
    fout_regels: int = 0
    fout_cent: int = 0
    dubbel_regels: int = 0
    dubbel_cent: int = 0
    credit_regels: int = 0
    credit_cent: int = 0

    @cached_property
    def nummer(self) -> int:
        """Its key in the archive: the first 64 bits of the content's SHA-256, signed."""
        return nummer(self.sha256)

    @property
    def dag_van_ontvangst(self) -> str:
        """The day it came in, as users read it in a reason: 23-06-2026."""
        return f"{self.ontvangen:%d-%m-%Y}" if self.ontvangen else "onbekend"

    @property
    def factuur(self) -> tuple[str | None, str | None]:
        """Under what an invoice is known: payee and invoice number (R1.5)."""
        return self.betaald_agb, self.factuurnummer

    @property
    def bekend(self) -> Bekend:
        """Since when the rows of a table are known: the day of receipt, or where it is not told of loading; those
        of the first load were always known (R1.1)."""
        dag = BEGIN if self.beginstand else self.ontvangen or dag_in_nederland(self.geladen_op)
        return Bekend(dag, self.volgnummer)

    @property
    def telling(self) -> Telling:
        """Lines and cents, by what became of them (R1.5: the parts add up to what was read)."""
        if self.status in {Status.GEWEIGERD, Status.INGETROKKEN}:
            return Telling(
                regels=self.regels,
                regels_geweigerd=self.regels,
                gelezen_cent=self.gelezen_cent,
                geweigerd_cent=self.gelezen_cent,
            )
        uitval = self.fout_regels + self.dubbel_regels + self.credit_regels
        uitval_cent = self.fout_cent + self.dubbel_cent + self.credit_cent
        return Telling(
            regels=self.regels,
            regels_geaccepteerd=self.regels - uitval,
            regels_uitval=uitval,
            gelezen_cent=self.gelezen_cent,
            geaccepteerd_cent=self.gelezen_cent - uitval_cent,
            uitval_cent=uitval_cent,
        )

    def levering(self) -> Levering:
        return Levering(
            sha256=self.sha256,
            naam=self.naam,
            soort=self.soort,
            tabel=self.tabel,
            status=self.status,
            ontvangen=self.ontvangen,
            geladen_op=self.geladen_op,
            uzovi=self.uzovi,
            agb=self.agb,
            factuurnummer=self.factuurnummer,
            gemaakt=self.gemaakt,
            telling=self.telling,
            leesbaar=self.leesbaar,
            uitval=Uitval(self.fout_regels, self.dubbel_regels, self.credit_regels),
        )


def nummer(sha256: str) -> int:
    return int.from_bytes(bytes.fromhex(sha256[:16]), "big", signed=True)


class RedenSoort(StrEnum):
    """To what a reason belongs: the file, one line, a doubled line, a credit without its line, or a delivery beside
    the others."""

    BESTAND = "bestand"
    REGEL = "regel"
    DUBBEL = "dubbel"
    CREDIT = "credit"
    KOPPELING = "koppeling"


Afwijkingen = Mapping[int, tuple[Periode, ...]]
"""Line number of one delivery to the periods in which that line counts; none: never."""


@dataclass(frozen=True)
class Boekregel:
    """A row of what a credit line books where it does not book what it says (R1.3): under the month of its line, known
    from `ontvangen` and judged on `beoordeeld` on (None: pending). Rows of one line add up. `reden`: why (`credit`)."""

    prestatiecode: str
    zzp_code: str | None
    tijdseenheid: str
    zorgmaand: date
    begin: date
    ontvangen: date
    beoordeeld: date | None
    aantal: int
    aantal_toegekend: int
    ingediend_cent: int
    toegekend_cent: int
    reden: str


Creditboekingen = Mapping[int, tuple[Boekregel, ...]]
"""Line number of one delivery to what that credit books instead of what it says."""


@dataclass(frozen=True)
class Wijziging:
    """All that one load changes in the ledger; it is written in one transaction or not at all.

    `gelezen`: the deliveries read in this load; of others only what they mean to each other can change. `afwijkingen`:
    the deliveries whose lines do not simply count with them, where that changed, with all of those lines; so too
    `creditboekingen`. `vorige`: the
    version before; `dagen`: the days received under which PRODUCTIE is not what it was then (None: not known).
    """

    boekingen: Sequence[Boeking]
    gelezen: frozenset[str]
    redenen: Mapping[str, Sequence[tuple[str, Reden]]]
    archiefdelen: Sequence[tuple[str, str, int]]
    tabelrijen: Sequence[tuple[str, ReferenceTable, Mapping[int, Row]]]
    afwijkingen: Mapping[str, Afwijkingen]
    creditboekingen: Mapping[str, Creditboekingen]
    vorige: str | None
    versie: str
    dagen: frozenset[date] | None

"""What is known of a delivery: the words of the ledger, frozen."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Soort(StrEnum):
    """Kind of a delivery, told by its content; a reference table is kept under its own name."""

    AW319 = "AW319"
    AW320 = "AW320"
    TABEL = "tabel"
    ONBEKEND = "onbekend"


class Status(StrEnum):
    """What became of a delivery.

    VERWERKT counts. WACHT is an AW320 whose AW319 has not come in. GEWEIGERD is refused whole (R1.5). UITVAL is an
    AW320 whose granted lines do not add up (R1.4): kept, shown, not counted. INGETROKKEN was withdrawn by staff: it
    counts up to the day of that decision and no longer (R1.5).
    """

    VERWERKT = "verwerkt"
    WACHT = "wacht"
    GEWEIGERD = "geweigerd"
    UITVAL = "uitval"
    INGETROKKEN = "ingetrokken"


class Intrekbesluit(StrEnum):
    """What staff may decide about a delivery: withdraw it, or undo that."""

    INTREKKING = "intrekking"
    HERSTEL = "herstel"


@dataclass(frozen=True)
class Intrekking:
    """A decision on a delivery that counts from the day `per` on, with who took it and why; never changed, only
    followed by another one."""

    levering: str
    besluit: Intrekbesluit
    per: date
    reden: str
    door: str
    vastgelegd_op: datetime


@dataclass(frozen=True)
class Telling:
    """Lines and cents of a delivery (04 records of AW319, signed cents of 0429; rows of a reference table).

    R1.5: gelezen = geaccepteerd + geweigerd + uitval, for lines and for cents.
    """

    regels: int = 0
    regels_geaccepteerd: int = 0
    regels_geweigerd: int = 0
    regels_uitval: int = 0
    gelezen_cent: int = 0
    geaccepteerd_cent: int = 0
    geweigerd_cent: int = 0
    uitval_cent: int = 0


@dataclass(frozen=True)
class Uitval:
    """Lines of a delivery in uitval, by why: they cannot be placed, were known before, or credit a line that does not
    count (R1.3, R1.5)."""

    niet_te_plaatsen: int = 0
    al_bekend: int = 0
    credit_zonder_regel: int = 0


@dataclass(frozen=True)
class Levering:
    """One delivery as the ledger knows it. `tabel` is the reference table's name, else None; `leesbaar`: read as what
    it is, its counts and totals being those of its record 99."""

    sha256: str
    naam: str
    soort: Soort
    tabel: str | None
    status: Status
    ontvangen: date | None
    geladen_op: datetime
    uzovi: str | None
    agb: str | None
    factuurnummer: str | None
    gemaakt: bool
    telling: Telling
    leesbaar: bool = True
    uitval: Uitval = Uitval()


@dataclass(frozen=True)
class Reden:
    """Why a delivery or one of its lines was not counted: line number (1-based, None for the file), field, text."""

    regel: int | None
    veld: str | None
    tekst: str


Value = str | int | date | None
Row = dict[str, Value]
"""A row of a reference table: values by the name under which they are stored, amounts in cents."""


@dataclass(frozen=True, order=True)
class Bekend:
    """Since when the rows of a table are known, and the place of its delivery among those of one day: in order of
    loading (R1.1)."""

    dag: date
    volgnummer: int


EERSTE_DAG, LAATSTE_DAG = date(2000, 1, 1), date(2100, 12, 31)
"""A day of receipt outside these is a slip of the pen."""
OPEN_EINDE = date.max
"""The end of a period that has none."""


@dataclass(frozen=True)
class Stand:
    """What has been loaded so far, in short. `versie` changes with every load that took or refused anything and
    with every decision; `leveringen` counts all deliveries, refused ones too.

    `eerste_ontvangst` and `laatste_ontvangst` are the first and last day on which a message or a row of an extract came
    in (None when none did); `gemaakt` says that some of it is made data. `vaste_volumes`: year, site, sector and day of
    every decision on fixed volumes that holds (R4.5).
    """

    versie: str
    leveringen: int
    eerste_ontvangst: date | None
    laatste_ontvangst: date | None
    gemaakt: bool
    vaste_volumes: tuple[tuple[int, str, str, date], ...] = ()

"""What asks for work now (S-01): deliveries, months, sectors near the line, and the next closing day. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from config.words import Sector, Site
from forecasting.wlz.distance import Status as Afstand
from forecasting.wlz.distance import status
from forecasting.wlz.outlook import Outlook, SectorOutlook
from forecasting.wlz.volledigheid import Achterstand
from loaders.grootboek.deliveries import Levering, Status
from loaders.tijd.workdays import is_werkdag


class Werk(Enum):
    """A kind of work, in the order in which it is shown."""

    BOVEN = "boven"
    NADERT = "nadert"
    GEEN_OORDEEL = "geen_oordeel"
    GEWEIGERD = "geweigerd"
    UITVAL = "uitval"
    WACHT = "wacht"
    ACHTERSTAND = "achterstand"


@dataclass(frozen=True)
class Punt:
    """One thing to look at: how many of it, the cents it is about, and in which sectors of which sites."""

    werk: Werk
    aantal: int
    cent: int = 0
    waar: tuple[tuple[Site, Sector], ...] = ()


def punten(
    leveringen: Iterable[Levering], outlooks: Iterable[Outlook], laat: Sequence[Achterstand]
) -> tuple[Punt, ...]:
    """The list of work; only of what there is."""
    all_ = list(leveringen)
    refused = [v for v in all_ if v.status in {Status.GEWEIGERD, Status.UITVAL}]
    partly = [v for v in all_ if v.status is Status.VERWERKT and v.telling.regels_uitval]
    waiting = [v for v in all_ if v.status is Status.WACHT]
    sectoren = [(outlook.site, s) for outlook in outlooks for s in outlook.sectoren]
    found = (
        *(_sectoren(werk, afstand, sectoren) for werk, afstand in AFSTANDEN.items()),
        Punt(Werk.GEWEIGERD, len(refused), sum(v.telling.geweigerd_cent for v in refused)),
        Punt(Werk.UITVAL, len(partly), sum(v.telling.uitval_cent for v in partly)),
        Punt(Werk.WACHT, len(waiting)),
        Punt(Werk.ACHTERSTAND, len(laat), sum(x.maand.effect_cent for x in laat)),
    )
    return tuple(punt for punt in found if punt.aantal)


AFSTANDEN = {
    Werk.BOVEN: Afstand.BOVEN,
    Werk.NADERT: Afstand.NADERT,
    Werk.GEEN_OORDEEL: Afstand.GEEN_OORDEEL,
}


def _sectoren(werk: Werk, afstand: Afstand, sectoren: Iterable[tuple[Site, SectorOutlook]]) -> Punt:
    mine = tuple((site, s.sector) for site, s in sectoren if status(s, s.zonder) is afstand)
    return Punt(werk, len(mine), waar=mine)


def werkdagen_tot(vandaag: date, dag: date) -> int:
    """Working days after `vandaag`, up to and with `dag` (R3.1).

    >>> werkdagen_tot(date(2026, 6, 19), date(2026, 6, 23))  # from Friday to Tuesday
    2
    """
    return sum(is_werkdag(vandaag + timedelta(days=n)) for n in range(1, (dag - vandaag).days + 1))

"""R5.2 and R5.3: how far a year's occupancy may lie from what is expected, from blocks of months drawn again."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor

import numpy as np
import numpy.typing as npt

from forecasting.wlz.outlook import Bezettingsband, VolgendJaar

MAANDEN_JAAR = 12


@dataclass(frozen=True)
class Maand:
    """Occupied and available days of one month in the past."""

    bezet: int
    beschikbaar: int


@dataclass(frozen=True)
class Trekking:
    """Readings of the bootstrap: how many months a block holds, how often it is drawn, and with which seed."""

    blok_maanden: int
    aantal: int
    zaad: int


def getrokken_maanden(uit: int, lengte: int, trekking: Trekking) -> npt.NDArray[np.int64]:
    """Places 0..`uit`-1 of months, drawn in blocks that follow each other and go round: `aantal` rows of `lengte`.

    Blocks keep together what belongs together: a bed that is empty this month is often empty the next.
    """
    blocks = -(-lengte // trekking.blok_maanden)
    starts = np.random.default_rng(trekking.zaad).integers(0, uit, (trekking.aantal, blocks))
    months = (starts[:, :, None] + np.arange(trekking.blok_maanden)) % uit
    drawn: npt.NDArray[np.int64] = months.reshape(trekking.aantal, -1)[:, :lengte]
    return drawn


def jaarbandbreedte(
    historie: Sequence[Maand], bezet: int, beschikbaar_rest: Sequence[int], beschikbaar_jaar: int, kans: Fraction,
    trekking: Trekking,
) -> Bezettingsband | None:  # fmt: skip
    """Occupancy at the end of the year if the months to come are like blocks of the months known.

    `bezet`: days occupied so far this year; `beschikbaar_rest`: available days of each month to come. `kans` of the
    outcomes lie inside. None when nothing is available in the year or no month is known.

    Bron: regel R5.2 ("expected"), N9.
    """
    rates = np.array([m.bezet / m.beschikbaar for m in historie if m.beschikbaar])
    if not beschikbaar_jaar or (beschikbaar_rest and not rates.size):
        return None
    if not beschikbaar_rest:
        known = float(Fraction(bezet, beschikbaar_jaar))
        return Bezettingsband(known, known, kans, len(rates))
    drawn = rates[getrokken_maanden(rates.size, len(beschikbaar_rest), trekking)]
    laag, hoog = _interval((bezet + drawn @ np.array(beschikbaar_rest)) / beschikbaar_jaar, kans)
    return Bezettingsband(laag, hoog, kans, len(rates))


class Oordeel(StrEnum):
    """How last year's occupancy stands to the line (R5.3)."""

    LAGER = "significant lager"
    GELIJK = "niet significant anders"
    HOGER = "significant hoger"


def volgend_jaar(
    maanden: Sequence[Maand], plekken: int, vraag_per_dag: Fraction, drempel: Fraction, kans: Fraction,
    trekking: Trekking,
) -> VolgendJaar | None:  # fmt: skip
    """Places for next year: those of now, unless the occupancy of the last twelve months was significantly above or
    below the line: its interval leaves the line out.

    `vraag_per_dag`: mean number of stays a day in those months, also above the places. Then (**lezing**) it becomes the
    largest whole number of places that this demand would occupy to at least the line. None with fewer than twelve
    months in which places were agreed.

    Bron: regel R5.3; Inkoopbeleid Wlz Zilveren Kruis 2021-2023, par. 10.5: "tenzij de bezettingsgraad het afgelopen
    jaar significant hoger of lager was dan 70%".
    """
    days = np.array([m.bezet for m in maanden], dtype=np.int64)
    available = np.array([m.beschikbaar for m in maanden], dtype=np.int64)
    if len(maanden) < MAANDEN_JAAR or not available.all():
        return None
    drawn = getrokken_maanden(len(maanden), MAANDEN_JAAR, trekking)
    laag, hoog = _interval(days[drawn].sum(axis=1) / available[drawn].sum(axis=1), kans)
    passend = floor(vraag_per_dag / drempel)
    oordeel, aantal = Oordeel.GELIJK, plekken
    if hoog < float(drempel):
        oordeel, aantal = Oordeel.LAGER, min(plekken, passend)
    elif laag > float(drempel):
        oordeel, aantal = Oordeel.HOGER, max(plekken, passend)
    occupancy = Fraction(int(days.sum()), int(available.sum()))
    return VolgendJaar(aantal, oordeel.value, occupancy, Bezettingsband(laag, hoog, kans, len(maanden)))


def _interval(outcomes: npt.NDArray[np.float64], kans: Fraction) -> tuple[float, float]:
    tail = float(1 - kans) / 2
    laag, hoog = np.quantile(outcomes, [tail, 1 - tail])
    return float(laag), float(hoog)

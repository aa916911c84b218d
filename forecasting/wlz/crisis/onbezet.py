"""R5.4: paid unoccupied crisis days count in production."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from config.words import TIJDSEENHEID_ETMAAL, Groep, Sector

PRESTATIE = "onbezet"
"""Stands where a claim has its prestatiecode: these days are not claimed but come in by a table."""


@dataclass(frozen=True)
class Onbezet:
    """A row of `crisis_onbezet` as known on the peildatum: days paid for, not occupied.

    `toegekend_cent`: what was granted of claims of the same provider, region and month; it counts there already.
    `is_gedeclareerd`: they were claimed, whatever became of it.
    """

    agb: str
    uzovi: str
    zorgmaand: date
    dagen: int
    tarief_cent: int
    toegekend_cent: int = 0
    is_gedeclareerd: bool = False

    @property
    def bedrag_cent(self) -> int:
        return self.dagen * self.tarief_cent

    @property
    def telt_cent(self) -> int:
        """What of the row counts: all that was paid beyond what the claims hold."""
        return max(0, self.bedrag_cent - self.toegekend_cent)

    @property
    def telt_dagen(self) -> int:
        """Its days in proportion, half a day up."""
        bedrag = self.bedrag_cent
        return (2 * self.dagen * self.telt_cent + bedrag) // (2 * bedrag) if self.toegekend_cent else self.dagen


def sector_van(afgesproken: Iterable[Sector], hoofdsector: Sector | None) -> Sector:
    """The sector to which unoccupied days belong: that of the places agreed in the month; where there are none, or of
    more than one sector, the hoofdsector; else unknown (R2.2).

    >>> sector_van([Sector.GZ], Sector.VV), sector_van([], None)
    (<Sector.GZ: 'GZ'>, <Sector.ONBEKEND: 'onbekend'>)
    """
    found = set(afgesproken)
    return found.pop() if len(found) == 1 else hoofdsector or Sector.ONBEKEND


def naast_declaraties(rijen: Iterable[Onbezet], stand: pd.DataFrame) -> list[Onbezet]:
    """The rows, each with what the claims of its month hold: what was granted there counts there, once, and what was
    refused (or is not answered yet) leaves the paid days of the table counting.

    `stand`: `productie.stand_op`.

    Bron: regels R5.4 and R1.4.
    """
    claims = stand[stand["groep"] == Groep.CRISIS_ONBEZET]
    per_month = claims.groupby(["aanbieder", "uzovi", "zorgmaand"], as_index=False)["goedgekeurd_cent"].sum()
    granted = {(agb, uzovi, maand.date()): int(cent) for agb, uzovi, maand, cent in per_month.itertuples(index=False)}
    found = []
    for rij in rijen:
        place = rij.agb, rij.uzovi, rij.zorgmaand
        if place not in granted:
            found.append(rij)
            continue
        mine = min(rij.bedrag_cent, max(0, granted[place]))
        granted[place] -= mine
        found.append(replace(rij, toegekend_cent=mine, is_gedeclareerd=True))
    return found


def als_productie(rijen: Sequence[Onbezet], sector: Callable[[Onbezet], Sector]) -> pd.DataFrame:
    """Unoccupied days as rows of PRODUCTIE (`productie.stand_op`): approved, per etmaal, in their own zorgmaand.

    So they count up to L, and the extrapolation continues those of L by day (R3.2).

    Bron: regel R5.4; Inkoopbeleid Wlz Zilveren Kruis 2021-2023, par. 10.5: "Zorgaanbieders ontvangen een vergoeding
    voor die onbenutte crisisdagen, omdat zij daarvoor beschikbaarheid van zorg garanderen".
    """
    return pd.DataFrame(
        {
            "aanbieder": [rij.agb for rij in rijen],
            "uzovi": [rij.uzovi for rij in rijen],
            "sector": [sector(rij).value for rij in rijen],
            "groep": Groep.CRISIS_ONBEZET.value,
            "prestatiecode": PRESTATIE,
            "tijdseenheid": TIJDSEENHEID_ETMAAL,
            "zorgmaand": pd.to_datetime([rij.zorgmaand for rij in rijen]),
            "goedgekeurd_cent": pd.Series([rij.telt_cent for rij in rijen], dtype="int64"),
            "in_behandeling_cent": pd.Series([0] * len(rijen), dtype="int64"),
            "aantal_toegekend": pd.Series([rij.telt_dagen for rij in rijen], dtype="int64"),
        }
    )

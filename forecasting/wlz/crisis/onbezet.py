"""R5.4: paid unoccupied crisis days count in production."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from config.words import TIJDSEENHEID_ETMAAL, Groep, Sector

PRESTATIE = "onbezet"
"""Stands where a claim has its prestatiecode: these days are not claimed but come in by a table."""


@dataclass(frozen=True)
class Onbezet:
    """A row of `crisis_onbezet` as known on the peildatum: days paid for, not occupied."""

    agb: str
    uzovi: str
    zorgmaand: date
    dagen: int
    tarief_cent: int

    @property
    def bedrag_cent(self) -> int:
        return self.dagen * self.tarief_cent


def sector_van(afgesproken: Iterable[Sector], hoofdsector: Sector | None) -> Sector:
    """The sector to which unoccupied days belong: that of the places agreed in the month; where there are none, or of
    more than one sector, the hoofdsector; else unknown (R2.2).

    >>> sector_van([Sector.GZ], Sector.VV), sector_van([], None)
    (<Sector.GZ: 'GZ'>, <Sector.ONBEKEND: 'onbekend'>)
    """
    found = set(afgesproken)
    return found.pop() if len(found) == 1 else hoofdsector or Sector.ONBEKEND


def al_gedeclareerd(rijen: Iterable[Onbezet], stand: pd.DataFrame) -> list[Onbezet]:
    """Rows whose month also has unoccupied days in the claims: counting both would pay them twice."""
    claims = stand.loc[stand["groep"] == Groep.CRISIS_ONBEZET, ["aanbieder", "uzovi", "zorgmaand"]]
    claimed = {(agb, uzovi, maand.date()) for agb, uzovi, maand in claims.itertuples(index=False)}
    return [rij for rij in rijen if (rij.agb, rij.uzovi, rij.zorgmaand) in claimed]


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
            "goedgekeurd_cent": pd.Series([rij.bedrag_cent for rij in rijen], dtype="int64"),
            "in_behandeling_cent": pd.Series([0] * len(rijen), dtype="int64"),
            "aantal_toegekend": pd.Series([rij.dagen for rij in rijen], dtype="int64"),
        }
    )

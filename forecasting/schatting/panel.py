"""The series to forecast: what every provider will have had granted per month, completed from its run-off (R4.6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from config.words import SECTOREN, Sector
from forecasting.schatting.completion import Getallen, Gewoonte, aandelen, compleet_uit, gewoonte, staart
from forecasting.schatting.credibility import eigen_aandelen
from loaders.tijd.workdays import zelfde_werkdag

MEESTE_MAANDEN = 72
"""Older months of care tell nothing about claims of today."""
MEESTE_LEEFTIJD = 24
"""Months after which nothing more is expected to come in."""
AFGELOPEN_LEEFTIJD = 4
"""From this age on a month says whether a provider was late or has stopped."""
BRUIKBAAR_COMPLEET = 0.5
"""From this share on a month that is not yet closed adds to the forecast."""


@dataclass(frozen=True)
class Panel:
    """Months of care as known on a peildatum, in cents. Arrays are series x months.

    `reeksen` names the series by aanbieder, uzovi and sector. `gecrediteerd`: series of which an amount ever came down
    after it was approved. `fout` is what `verwacht` may be off (one standard
    deviation), shared out so that the series of a sector add up to what its run-off was off in the past; `samenhang`,
    per sector, how far the errors of its months go together, and `totaal` how far off they were together
    (`completion.Gewoonte`).
    """

    peildatum: date
    reeksen: pd.DataFrame
    maanden: pd.PeriodIndex
    bekend: Getallen
    verwacht: Getallen
    fout: Getallen
    gecrediteerd: npt.NDArray[np.bool_]
    samenhang: Mapping[Sector, float]
    totaal: Mapping[Sector, float]

    def laatste_maand(self) -> pd.Period:
        """The newest month that is over and of which enough is known to build on (`BRUIKBAAR_COMPLEET`)."""
        bekend, verwacht = self.bekend.sum(axis=0), self.verwacht.sum(axis=0)
        over = self.maanden < pd.Period(self.peildatum, "M")
        bruikbaar = self.maanden[over & (bekend >= BRUIKBAAR_COMPLEET * verwacht) & (verwacht > 0)]
        return bruikbaar[-1] if len(bruikbaar) else self.maanden[0]


def panel(oordelen: pd.DataFrame, peildatum: date) -> Panel | None:
    """Every provider, region and sector with granted production known on `peildatum`; None when there is none.

    `oordelen`: `loaders.productie.oordelen_tot`. Ages run between the peildatum and the same working day of earlier
    months. Each sector learns its run-off from all its regions; every series its own, pooled toward the sector's.
    """
    nu = pd.Period(peildatum, "M")
    zorgmaand = oordelen["zorgmaand"].dt.to_period("M")
    telt = oordelen["sector"].isin([s.value for s in SECTOREN]) & (zorgmaand <= nu) & (zorgmaand > nu - MEESTE_MAANDEN)
    gekozen = oordelen[telt]
    if gekozen.empty:
        return None
    maanden = pd.period_range(zorgmaand[telt].min(), nu, freq="M")
    reeksen, nummer = _reeksen(gekozen)
    c = _driehoeken(gekozen, nummer, len(reeksen), maanden, diagonalen(peildatum, maanden))
    dagen = maanden.days_in_month.to_numpy(dtype=np.float64)
    bekend, verwacht, fout = (np.zeros(c.shape[:2]) for _ in range(3))
    gecrediteerd = np.asarray((np.nan_to_num(np.diff(c, axis=2, prepend=0.0)) < 0).any(axis=(1, 2)))
    samenhang: dict[Sector, float] = {}
    totaal: dict[Sector, float] = {}
    for sector in SECTOREN:
        mijn = np.flatnonzero(reeksen["sector"] == sector.value)
        if mijn.size:
            begin = int(np.argmax((np.nan_to_num(c[mijn]) != 0).any(axis=(0, 2))))
            plaats = np.ix_(mijn, np.arange(begin, len(maanden)))
            bekend[plaats], verwacht[plaats], fout[plaats], geleerd = _sector(c[mijn, begin:], dagen[begin:])
            samenhang[sector], totaal[sector] = geleerd.samenhang, geleerd.totaal
    return Panel(peildatum, reeksen, maanden, bekend, verwacht, fout, gecrediteerd, samenhang, totaal)


def _sector(c: Getallen, dagen: Getallen) -> tuple[Getallen, Getallen, Getallen, Gewoonte]:
    """Known, expected and its error (series x months), and the habit, of the series of one sector from its own first
    month on: what other sectors had, and since when, makes no difference."""
    c = c[:, :, : c.shape[1]]
    leeftijd = np.minimum(np.arange(c.shape[1])[::-1], c.shape[2] - 1)
    bekend = c[:, np.arange(c.shape[1]), leeftijd]
    geleerd, eigen = _habits(c, dagen)
    verwacht = np.array([geleerd.verwacht(rij, dagen, compleet) for rij, compleet in zip(c, eigen, strict=True)])
    verwacht = _nog_niets_bekend(c, bekend, verwacht, leeftijd)
    fout = geleerd.fout[leeftijd] * np.abs(verwacht)
    return bekend, verwacht, _naar_wat_ontbreekt(fout, np.maximum(verwacht - bekend, 0)), geleerd


def _naar_wat_ontbreekt(fout: Getallen, ontbreekt: Getallen) -> Getallen:
    """Share out the error of a sector's month over its series by what each has still to declare: who is late is what
    the sector is unsure of. The sum stays; where nothing is missing the error stays where it is."""
    samen = ontbreekt.sum(axis=0)
    deel = np.divide(ontbreekt, samen, out=np.zeros_like(ontbreekt), where=samen > 0)
    return np.where(samen > 0, deel * fout.sum(axis=0), fout)


def _nog_niets_bekend(c: Getallen, bekend: Getallen, verwacht: Getallen, leeftijd: npt.NDArray[np.int64]) -> Getallen:
    """Replace what is expected of months of which nothing is known yet, of providers that had production before.

    Nothing known says little about how much will come: the file is late, or the provider has stopped. Per age, such
    months count for the level of the three months before times what earlier ones of that age turned out to be of it.
    """
    eerder = _drie_ervoor(bekend)
    afgelopen = leeftijd >= AFGELOPEN_LEEFTIJD
    voltooid = verwacht.copy()
    for leeftijd_nu in range(min(AFGELOPEN_LEEFTIJD, c.shape[2])):
        leeg = (c[:, :, leeftijd_nu] == 0) & (eerder > 0) & afgelopen
        if leeg.any():
            een_reeks = eerder[eerder > 0].mean()  # one undecided case beside those that were seen
            deel = (bekend[leeg].sum() + een_reeks / 2) / (eerder[leeg].sum() + een_reeks)
            nu = (bekend == 0) & (eerder > 0) & (leeftijd == leeftijd_nu)
            voltooid[nu] = np.clip(deel, 0.0, 1.0) * _drie_ervoor(voltooid)[nu]
    return voltooid


def _drie_ervoor(bedragen: Getallen) -> Getallen:
    """Mean of the three months before each month; 0 where there are none."""
    ervoor = np.zeros_like(bedragen)
    ervoor[:, 3:] = (bedragen[:, :-3] + bedragen[:, 1:-2] + bedragen[:, 2:-1]) / 3
    return ervoor


def diagonalen(peildatum: date, maanden: Sequence[pd.Period] | pd.PeriodIndex) -> list[date]:
    """The day in each of these months on which they are compared, the last of them the peildatum."""
    return [zelfde_werkdag(peildatum, date(m.year, m.month, 1)) for m in maanden[:-1]] + [peildatum]


def _reeksen(oordelen: pd.DataFrame) -> tuple[pd.DataFrame, npt.NDArray[np.int64]]:
    sleutel = ["aanbieder", "uzovi", "sector"]
    nummer: npt.NDArray[np.int64] = oordelen.groupby(sleutel).ngroup().to_numpy().astype(np.int64)
    return oordelen[sleutel].drop_duplicates().sort_values(sleutel, ignore_index=True), nummer


def _driehoeken(
    oordelen: pd.DataFrame,
    nummer: npt.NDArray[np.int64],
    aantal: int,
    maanden: pd.PeriodIndex,
    dagen: Sequence[date],
) -> Getallen:
    """Cumulative cents, series x zorgmaanden x ages; NaN where an age has not been reached."""
    zorgmaand = maanden.get_indexer(oordelen["zorgmaand"].dt.to_period("M"))
    grens = pd.DatetimeIndex(list(dagen))
    stand = grens.searchsorted(oordelen["beoordeeld"].dt.normalize().to_numpy(), side="left")
    leeftijden = min(len(maanden), MEESTE_LEEFTIJD + 1)
    c = np.zeros((aantal, len(maanden), leeftijden))
    leeftijd = np.clip(stand - zorgmaand, 0, leeftijden - 1)
    np.add.at(c, (nummer, zorgmaand, leeftijd), oordelen["goedgekeurd_cent"].to_numpy(dtype=np.float64))
    c = np.cumsum(c, axis=2)
    rij, kolom = np.indices(c.shape[1:])
    c[:, rij + kolom >= len(maanden)] = np.nan
    return c


def _habits(c: Getallen, dagen: Getallen) -> tuple[Gewoonte, Getallen]:
    """The run-off of a sector, and per series the share known at each age (series x ages)."""
    samen = c.sum(axis=0)
    deel = aandelen(samen)
    return gewoonte(samen, dagen), compleet_uit(eigen_aandelen(c, deel), staart(deel))

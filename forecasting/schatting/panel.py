"""The series to forecast: what every provider will have had granted per month, completed from its run-off (R4.6)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecasting.schatting.completion import Getallen, Gewoonte, aandelen, compleet_uit, gewoonte, staart
from forecasting.schatting.credibility import eigen_aandelen

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

    `reeksen` names the series by aanbieder, uzovi and sector. `fout` is what `verwacht` may be off (one standard
    deviation), shared out so that the series of a sector add up to what its run-off was off in the past; `samenhang`,
    per sector, how far the errors of its months go together (`completion.Gewoonte`).
    """

    peildatum: date
    reeksen: pd.DataFrame
    maanden: pd.PeriodIndex
    bekend: Getallen
    verwacht: Getallen
    fout: Getallen
    samenhang: Mapping[str, float]

    def laatste_maand(self) -> pd.Period:
        """The newest month that is over and of which enough is known to build on (`BRUIKBAAR_COMPLEET`)."""
        bekend, verwacht = self.bekend.sum(axis=0), self.verwacht.sum(axis=0)
        over = self.maanden < pd.Period(self.peildatum, "M")
        bruikbaar = self.maanden[over & (bekend >= BRUIKBAAR_COMPLEET * verwacht) & (verwacht > 0)]
        return bruikbaar[-1] if len(bruikbaar) else self.maanden[0]


def panel(
    oordelen: pd.DataFrame, peildatum: date, sectoren: Sequence[str], zelfde_dag: Callable[[date, date], date]
) -> Panel | None:
    """Every provider, region and sector with granted production known on `peildatum`; None when there is none.

    `oordelen`: a row per series, month of care and day (aanbieder, uzovi, sector, zorgmaand, beoordeeld,
    goedgekeurd_cent). `sectoren`: those that count, in order; what is claimed alike is a sector. Ages run between the
    peildatum and `zelfde_dag` of it in each earlier month. Each sector learns its run-off from all its regions; every
    series its own, pooled toward the sector's.
    """
    nu = pd.Period(peildatum, "M")
    zorgmaand = oordelen["zorgmaand"].dt.to_period("M")
    telt = oordelen["sector"].isin(sectoren) & (zorgmaand <= nu) & (zorgmaand > nu - MEESTE_MAANDEN)
    gekozen = oordelen[telt]
    if gekozen.empty:
        return None
    maanden = pd.period_range(zorgmaand[telt].min(), nu, freq="M")
    reeksen, nummer = _reeksen(gekozen)
    c = _driehoeken(gekozen, nummer, len(reeksen), maanden, diagonalen(peildatum, maanden, zelfde_dag))
    dagen = maanden.days_in_month.to_numpy(dtype=np.float64)
    leeftijd = np.minimum(np.arange(len(maanden))[::-1], c.shape[2] - 1)
    verwacht, relatief = np.zeros(c.shape[:2]), np.zeros(c.shape[:2])
    samenhang: dict[str, float] = {}
    for sector in sectoren:
        mijn = (reeksen["sector"] == sector).to_numpy()
        if mijn.any():
            geleerd, eigen = _habits(c[mijn], dagen)
            samenhang[sector] = geleerd.samenhang
            relatief[mijn] = geleerd.fout[leeftijd]
            for plaats, compleet in zip(np.flatnonzero(mijn), eigen, strict=True):
                verwacht[plaats] = geleerd.verwacht(c[plaats], dagen, compleet)
    bekend = c[:, np.arange(len(maanden)), leeftijd]
    verwacht = _nog_niets_bekend(c, bekend, verwacht, leeftijd)
    fout = relatief * np.abs(verwacht)
    for sector in sectoren:
        mijn = (reeksen["sector"] == sector).to_numpy()
        fout[mijn] = _naar_wat_ontbreekt(fout[mijn], np.maximum(verwacht[mijn] - bekend[mijn], 0))
    return Panel(peildatum, reeksen, maanden, bekend, verwacht, fout, samenhang)


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


def diagonalen(
    peildatum: date, maanden: Sequence[pd.Period] | pd.PeriodIndex, zelfde_dag: Callable[[date, date], date]
) -> list[date]:
    """The day in each of these months on which they are compared, the last of them the peildatum."""
    return [zelfde_dag(peildatum, date(m.year, m.month, 1)) for m in maanden[:-1]] + [peildatum]


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

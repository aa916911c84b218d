"""R3: the year by the policy's extrapolation, per aanbieder, regio, sector, groep and prestatie."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pandas as pd

from loaders.tijd.workdays import maanden

SLEUTEL = ["aanbieder", "uzovi", "sector", "groep", "prestatiecode", "tijdseenheid"]

PLAATS = ["aanbieder", "uzovi", "sector"]
NUL, LAATSTE_EIGEN_MAAND = "nul", "laatste_eigen_maand"
"""Values of `lezing_geen_declaratie_in_l`: what stands for the rest of the year of who has nothing approved in L."""

Cents = npt.NDArray[np.int64]


def rest_van_het_jaar(laatste_maand_cent: Cents, dagen_laatste_maand: Cents, dagen_rest: Cents) -> Cents:
    """The part of E for months after L: A[L] / D[L] * sum(D[m], m > L), in whole cents, half a cent away from zero.

    Bron: regel R3.2; "De gegevens van de laatste gedeclareerde maand op deze peildatum extrapoleren we naar de rest
    van het jaar" (Inkoopbeleid Wlz Zilveren Kruis 2021-2023, herschikking, stap 5).

    >>> int(rest_van_het_jaar(np.array([31_000_000]), np.array([31]), np.array([214]))[0])
    214000000
    """
    cents = (2 * np.abs(laatste_maand_cent) * dagen_rest + dagen_laatste_maand) // (2 * dagen_laatste_maand)
    return np.asarray(np.sign(laatste_maand_cent) * cents, dtype=np.int64)


def jaarverloop(
    stand: pd.DataFrame, laatste_maand: date, dagen: Callable[[date, str], int], zonder_l: str = NUL
) -> pd.DataFrame:
    """The twelve months of the year of L, per SLEUTEL: what is known and what the extrapolation adds (R3.2).

    `stand`: SLEUTEL, zorgmaand, goedgekeurd_cent, in_behandeling_cent (`productie.stand_op`); months of other years
    are left aside. `dagen(maand, tijdseenheid)` is D[m]. `zonder_l` (`lezing_geen_declaratie_in_l`): a provider with
    nothing approved of any kind in L adds nothing for the rest of the year (`nul`), or its own last month with
    anything takes the place of L, also for the months between (`laatste_eigen_maand`).

    Returns one row per SLEUTEL and month with goedgekeurd_cent, in_behandeling_cent and rest_cent, in whole cents;
    rest_cent is 0 up to L (or that own month), and adds up over the months after it to `rest_van_het_jaar`. E is the
    sum of goedgekeurd_cent up to L and rest_cent; goedgekeurd_cent after L is known but does not count in E.
    """
    months = maanden(laatste_maand.year)
    in_year = stand[stand["zorgmaand"].between(pd.Timestamp(months[0]), pd.Timestamp(months[-1]))]
    columns = ["goedgekeurd_cent", "in_behandeling_cent"]
    summed = in_year.groupby([*SLEUTEL, "zorgmaand"], observed=True)[columns].sum()
    keys = in_year[SLEUTEL].drop_duplicates().sort_values(SLEUTEL, ignore_index=True)
    index = pd.MultiIndex.from_frame(keys.merge(pd.DataFrame({"zorgmaand": pd.to_datetime(list(months))}), how="cross"))
    verloop = summed.reindex(index, fill_value=0).astype("int64")
    known = verloop["goedgekeurd_cent"].to_numpy().reshape(len(keys), len(months))
    weights = {eenheid: [dagen(maand, eenheid) for maand in months] for eenheid in keys["tijdseenheid"].unique()}
    days = np.array([weights[eenheid] for eenheid in keys["tijdseenheid"]], np.int64).reshape(known.shape)
    last = months.index(laatste_maand)
    base = np.full((len(keys), 1), last)
    if zonder_l == LAATSTE_EIGEN_MAAND:
        base = _laatste_eigen_maand(
            known[:, : last + 1], np.asarray(keys.groupby(PLAATS, sort=False).ngroup(), dtype=np.int64)
        )
    days_so_far = np.cumsum(np.where(np.arange(len(months)) > base, days, 0), axis=1)
    of_base = [np.take_along_axis(values, base, axis=1) for values in (known, days)]
    rest = np.diff(rest_van_het_jaar(of_base[0], of_base[1], days_so_far), axis=1, prepend=0)
    return verloop.assign(rest_cent=rest.ravel()).reset_index()


def _laatste_eigen_maand(known: Cents, place: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Per row the last month up to L in which its provider had anything approved there; L where there is none."""
    anything = np.zeros((place.max(initial=-1) + 1, known.shape[1]), dtype=bool)
    np.logical_or.at(anything, place, known != 0)
    last = known.shape[1] - 1
    own = last - np.argmax(anything[:, ::-1], axis=1)
    return np.asarray(np.where(anything.any(axis=1), own, last)[place], dtype=np.int64).reshape(-1, 1)


def half_van_nul(bedrag: Fraction) -> int:
    """Whole cents, half a cent away from zero: as amounts of the rest of the year are rounded.

    >>> half_van_nul(Fraction(5, 2)), half_van_nul(Fraction(-5, 2))
    (3, -3)
    """
    cents = int(abs(bedrag) + Fraction(1, 2))
    return -cents if bedrag < 0 else cents


@dataclass(frozen=True)
class MaandSignaal:
    """R3.3: an aanbieder whose last declared month asks for a look. `gemiddelde_cent`: of the three months before, or
    of as many as there are since its first; `gedeclareerd`: whether anything was declared over that month,
    `in_behandeling_cent` how much of it is not yet assessed."""

    aanbieder: str
    uzovi: str
    sector: str
    laatste_maand_cent: int
    gemiddelde_cent: Fraction
    gedeclareerd: bool = False
    in_behandeling_cent: int = 0

    @property
    def geen_declaratie(self) -> bool:
        return self.laatste_maand_cent == 0 and not self.gedeclareerd


def maandsignalen(stand: pd.DataFrame, laatste_maand: date, drempel_fractie: Fraction) -> list[MaandSignaal]:
    """R3.3, per aanbieder, region and sector: production before L and none in L, or an A[L] that differs more than
    `drempel_fractie` from the mean of the three months before. Months before the first with approved production are not
    known as zero, so they are not in the mean; without any production in those three there is nothing to compare with.
    Who has declared over L is not called silent, whatever became of it (R1.4).

    `stand` as in `jaarverloop`, with at least the three months before L, of whichever year, and the year so far.
    """
    last = pd.Period(laatste_maand, "M")
    months = stand["zorgmaand"].dt.to_period("M")
    amounts = stand.assign(
        laatste=stand["goedgekeurd_cent"].where(months == last, 0),
        drie=stand["goedgekeurd_cent"].where((months >= last - 3) & (months < last), 0),
        eerder=stand["goedgekeurd_cent"].where(months < last, 0),
        wacht=stand["in_behandeling_cent"].where(months == last, 0),
        regels=months == last,
    )
    found = []
    summed = amounts.groupby(PLAATS, as_index=False)[["laatste", "drie", "eerder", "wacht", "regels"]].sum()
    first = stand[stand["goedgekeurd_cent"] != 0].groupby(PLAATS)["zorgmaand"].min().dt.to_period("M")
    for aanbieder, uzovi, sector, laatste, drie, eerder, wacht, regels in summed.to_numpy().tolist():
        since = first.get((aanbieder, uzovi, sector), last)
        mean = Fraction(drie, min(3, max(1, (last - since).n)))
        stopped = laatste == 0 and eerder != 0
        differs = laatste != 0 and drie != 0 and abs(laatste - mean) > drempel_fractie * abs(mean)
        if stopped or differs:
            found.append(MaandSignaal(aanbieder, uzovi, sector, laatste, mean, regels > 0, wacht))
    return found

"""R4.6: the probability that the year ends above the line, from simulated year totals."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from forecasting.wlz.distance import beschikbaar_cent
from forecasting.wlz.korting import korting_fractie
from forecasting.wlz.outlook import Bandbreedte, Kans, MaandCompleet
from loaders.tijd.workdays import kalenderdagen, maanden

Trekkingen = npt.NDArray[np.int64]
"""Simulated year totals in cents, at least 2 000; draw n of every part of a sum belongs to the same future."""
PERCENTIELEN = (0.1, 0.5, 0.9)


def bandbreedte(trekkingen: Trekkingen) -> Bandbreedte:
    """p10, p50 and p90 in whole cents: an 80% interval and its middle.

    >>> bandbreedte(np.arange(101) * 100)
    Bandbreedte(p10=1000, p50=5000, p90=9000)
    """
    return Bandbreedte(*(round(float(q)) for q in np.quantile(trekkingen, PERCENTIELEN)))


def kans(
    trekkingen: Trekkingen,
    contracteerruimte_cent: int,
    verplichtingen_cent: int,
    drempel: Fraction,
    bekend: Sequence[MaandCompleet],
    laatste_maand: date,
) -> Kans:
    """The korting of the year over all simulated totals, against one contracteerruimte (R4.2, R4.3, R4.6).

    Passing is decided per draw as for the official figure: E > R / (1 - drempel), strictly and in whole cents.

    >>> totalen = np.array([99, 100, 101, 102] * 500) * 1000
    >>> kans(totalen, 98_000, 0, Fraction("0.02"), [], date(2026, 12, 1)).boven_drempel
    0.5
    """
    beschikbaar = beschikbaar_cent(contracteerruimte_cent, verplichtingen_cent)
    totaal = bandbreedte(trekkingen)
    return Kans(
        boven_drempel=float(_boven(trekkingen, beschikbaar, drempel).mean()),
        korting=Bandbreedte(*(korting_fractie(int(q), beschikbaar) for q in (totaal.p10, totaal.p50, totaal.p90))),
        maand=_maand(trekkingen, beschikbaar, drempel, bekend, laatste_maand),
    )


def _boven(cent: Trekkingen, beschikbaar: int, drempel: Fraction) -> npt.NDArray[np.bool_]:
    grens = max(0, beschikbaar * drempel.denominator // (drempel.denominator - drempel.numerator))
    return np.asarray(cent > grens)


def _maand(
    trekkingen: Trekkingen, beschikbaar: int, drempel: Fraction, bekend: Sequence[MaandCompleet], laatste_maand: date
) -> date | None:
    """The first month whose production since January passes the line of the whole year in half of the draws. What is
    left of a year total after L is spread over the days left."""
    months = maanden(laatste_maand.year)
    tot_nu = sum(m.verwacht_cent for m in bekend if m.maand <= laatste_maand)
    dagen_rest = sum(kalenderdagen(m) for m in months if m > laatste_maand)
    gelopen, dagen = 0, 0
    for maand in months:
        if maand <= laatste_maand:
            gelopen += sum(m.verwacht_cent for m in bekend if m.maand == maand)
            stand = np.full_like(trekkingen, gelopen)
        else:
            dagen += kalenderdagen(maand)
            stand = tot_nu + np.rint((trekkingen - tot_nu) * (dagen / dagen_rest)).astype(np.int64)
        if _boven(trekkingen if maand == months[-1] else stand, beschikbaar, drempel).mean() >= 0.5:
            return maand
    return None

"""R4.6: the probability that the year ends above the 2% line, from simulated year totals."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from forecasting.schatting.kans import Trekkingen, eerste_maand_boven, kans_boven, percentielen
from forecasting.wlz.distance import beschikbaar_cent
from forecasting.wlz.korting import korting_fractie
from forecasting.wlz.outlook import Bandbreedte, Kans, MaandCompleet


def bandbreedte(trekkingen: Trekkingen) -> Bandbreedte:
    """p10, p50 and p90 in whole cents: an 80% interval and its middle."""
    return Bandbreedte(*percentielen(trekkingen))


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

    >>> import numpy as np
    >>> totalen = np.array([99, 100, 101, 102] * 500) * 1000
    >>> kans(totalen, 98_000, 0, Fraction("0.02"), [], date(2026, 12, 1)).boven_drempel
    0.5
    """
    beschikbaar = beschikbaar_cent(contracteerruimte_cent, verplichtingen_cent)
    lijn = max(0, beschikbaar * drempel.denominator // (drempel.denominator - drempel.numerator))
    return Kans(
        boven_drempel=kans_boven(trekkingen, lijn),
        korting=Bandbreedte(*(korting_fractie(q, beschikbaar) for q in percentielen(trekkingen))),
        maand=eerste_maand_boven(trekkingen, lijn, {m.maand: m.verwacht_cent for m in bekend}, laatste_maand),
    )

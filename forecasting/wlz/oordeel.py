"""R4.8: whether there is ground for a verdict on a sector, and what it would be with what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import pandas as pd

from config.words import Groep, Sector
from forecasting.wlz import sectors
from forecasting.wlz.outlook import Lezing, Lezingen, Oordeelsgrond, SectorOutlook, Toets
from forecasting.wlz.plaats import RegioSector
from loaders.extrapolation import SLEUTEL
from loaders.tijd.kalender import maanden_terug
from loaders.tijd.workdays import kalenderdagen

MAANDEN_VOORAF = 3


@dataclass(frozen=True)
class Ontvangen:
    """What was received over the months up to L, in cents without sign: a credit and its line are two things received.

    `laatste_cent`: over L, of which `goedgekeurd_cent` is approved. `eerder_cent_per_dag`: of each of the three months
    before L over which anything was received. `ooit`: whether anything was received over the year.
    """

    laatste_cent: int = 0
    goedgekeurd_cent: int = 0
    eerder_cent_per_dag: tuple[Fraction, ...] = ()
    ooit: bool = False


def ontvangen(claims: pd.DataFrame, laatste_maand: date) -> dict[RegioSector, Ontvangen]:
    """What was received per region and sector, by claims of regular production and crisis.

    `claims`: `peil.stand`, with at least the three months before L. What tables pay (R5.4) is no declaration.
    """
    counted = claims[~claims["groep"].isin([Groep.MEERZORG, Groep.CRISIS_ONBEZET])]
    cents = ["ingediend_cent", "goedgekeurd_cent"]
    per_sleutel = counted.groupby([*SLEUTEL, "zorgmaand"], as_index=False)[cents].sum()
    per_sleutel[cents] = per_sleutel[cents].abs()
    summed = per_sleutel.groupby(["uzovi", "sector", "zorgmaand"], as_index=False)[cents].sum()
    last, first = pd.Timestamp(laatste_maand), pd.Timestamp(maanden_terug(laatste_maand, MAANDEN_VOORAF))
    found: dict[RegioSector, Ontvangen] = {}
    for (uzovi, sector), rows in summed.groupby(["uzovi", "sector"]):
        total = rows.set_index("zorgmaand")["ingediend_cent"]
        before = total[(total.index >= first) & (total.index < last) & (total > 0)]
        found[str(uzovi), Sector(str(sector))] = Ontvangen(
            laatste_cent=int(total.get(last, 0)),
            goedgekeurd_cent=int(rows.loc[rows["zorgmaand"] == last, "goedgekeurd_cent"].sum()),
            eerder_cent_per_dag=tuple(
                Fraction(int(cent), kalenderdagen(maand.date()))
                for maand, cent in zip(pd.DatetimeIndex(before.index), before, strict=True)
            ),
            ooit=bool((total[total.index >= pd.Timestamp(laatste_maand.year, 1, 1)] > 0).any()),
        )
    return found


def samen(delen: Iterable[Ontvangen]) -> Ontvangen:
    """What was received of a sector over all its regions; the months before as a sum of means."""
    mine = list(delen)
    means = [_gemiddeld(d.eerder_cent_per_dag) for d in mine if d.eerder_cent_per_dag]
    return Ontvangen(
        laatste_cent=sum(d.laatste_cent for d in mine),
        goedgekeurd_cent=sum(d.goedgekeurd_cent for d in mine),
        eerder_cent_per_dag=(sum(means, Fraction(0)),) if means else (),
        ooit=any(d.ooit for d in mine),
    )


def is_onvolledig(gezien: Ontvangen, laatste_maand: date, grens_fractie: Fraction) -> bool:
    """Whether so much less was received over L than over the months before that L cannot be whole.

    >>> even = (Fraction(100), Fraction(100), Fraction(100))
    >>> is_onvolledig(Ontvangen(1_499, 1_499, even), date(2026, 6, 1), Fraction(1, 2))
    True
    >>> is_onvolledig(Ontvangen(1_500, 0, even), date(2026, 6, 1), Fraction(1, 2))
    False
    """
    if not gezien.eerder_cent_per_dag:
        return False
    mean = _gemiddeld(gezien.eerder_cent_per_dag)
    return Fraction(gezien.laatste_cent, kalenderdagen(laatste_maand)) < grens_fractie * mean


def _gemiddeld(amounts: Sequence[Fraction]) -> Fraction:
    return sum(amounts, Fraction(0)) / len(amounts)


@dataclass(frozen=True)
class Maatstaf:
    """What one question holds every sector against: L, the share of `signaal_onvolledige_maand`, and whether the
    peildatum is still to come."""

    laatste_maand: date
    onvolledig_fractie: Fraction
    toekomst: bool


def oordeelsgrond(
    gezien: Ontvangen, lezingen: Lezingen, maatstaf: Maatstaf, *, deel_zonder_levering: bool = False
) -> Oordeelsgrond:
    """Whether a sector can be judged, and if not, the first reason that holds.

    One provider that is missing is no missing month, unless its own last month would put the sector across the line.
    `deel_zonder_levering`: of a region with a contracteerruimte of its own nothing was received in the year, so its
    room counts and its production does not. Where the contracteerruimte is nothing and nothing was received, nothing
    is missing.

    Bron: regel R4.8; R3.1 ("laatste gedeclareerde maand") rests on a month that is declared.
    """
    room = lezingen.letterlijk.zonder.contracteerruimte_cent
    reasons = {
        Oordeelsgrond.TOEKOMST: maatstaf.toekomst,
        Oordeelsgrond.RUIMTE_ONBEKEND: room is None,
        Oordeelsgrond.GEEN_LEVERING: not gezien.ooit and room != 0,
        Oordeelsgrond.NIET_GEDECLAREERD: gezien.ooit and not gezien.laatste_cent,
        Oordeelsgrond.NIETS_GOEDGEKEURD: gezien.ooit and not gezien.goedgekeurd_cent,
        Oordeelsgrond.IN_BEHANDELING: _andere_kant(lezingen.letterlijk, lezingen.als_beoordeeld),
        Oordeelsgrond.ONVOLLEDIG: deel_zonder_levering
        or is_onvolledig(gezien, maatstaf.laatste_maand, maatstaf.onvolledig_fractie)
        or _andere_kant(lezingen.letterlijk, lezingen.laatste_eigen_maand),
    }
    return next((reason for reason, holds in reasons.items() if holds), Oordeelsgrond.OORDEEL)


def niet_binnen(
    gezien: Mapping[RegioSector, Ontvangen], ruimte_cent: Mapping[RegioSector, int]
) -> dict[RegioSector, Oordeelsgrond]:
    """Regions and sectors over whose L nothing is approved, with the reason: no agreement for a year can rest on it."""
    found: dict[RegioSector, Oordeelsgrond] = {}
    for place in sorted(gezien.keys() | ruimte_cent.keys()):
        seen = gezien.get(place, Ontvangen())
        if not seen.ooit and ruimte_cent.get(place):
            found[place] = Oordeelsgrond.GEEN_LEVERING
        elif seen.ooit and not seen.goedgekeurd_cent:
            declared = seen.laatste_cent
            found[place] = Oordeelsgrond.NIETS_GOEDGEKEURD if declared else Oordeelsgrond.NIET_GEDECLAREERD
    return found


def beoordeeld(
    sectoren: Sequence[SectorOutlook],
    regios: Sequence[SectorOutlook],
    gezien: Mapping[RegioSector, Ontvangen],
    als_beoordeeld_cent: Mapping[RegioSector, int],
    laatste_eigen_maand_cent: Mapping[RegioSector, int],
    maatstaf: Maatstaf,
) -> tuple[tuple[SectorOutlook, ...], tuple[SectorOutlook, ...]]:
    """The sectors of a site and their regions, each with its ground and readings (R4.8). E on the other readings is
    given per region and sector; that of a sector is their sum."""
    found: list[SectorOutlook] = []
    for row in (*sectoren, *regios):
        mine = [r for r in regios if r.sector is row.sector and row.uzovi in {None, r.uzovi}]
        places = [(str(r.uzovi), r.sector) for r in mine]
        seen = samen(gezien.get(place, Ontvangen()) for place in places)
        lezingen = Lezingen(
            Lezing(row.geextrapoleerd_cent, row.zonder, row.met_herverdeling),
            *(
                _lezing(row, sum(other.get(place, 0) for place in places))
                for other in (als_beoordeeld_cent, laatste_eigen_maand_cent)
            ),
        )
        empty = any(
            r.zonder.contracteerruimte_cent and not gezien.get(place, Ontvangen()).ooit
            for r, place in zip(mine, places, strict=True)
        )
        grond = oordeelsgrond(seen, lezingen, maatstaf, deel_zonder_levering=empty)
        found.append(_geoordeeld(row, grond, lezingen, seen))
    return tuple(found[: len(sectoren)]), tuple(found[len(sectoren) :])


def _lezing(row: SectorOutlook, geextrapoleerd_cent: int) -> Lezing:
    zonder, met = (
        sectors.toets(geextrapoleerd_cent, t.contracteerruimte_cent, row.verplichtingen_cent, row.drempel_fractie)
        for t in (row.zonder, row.met_herverdeling)
    )
    return Lezing(geextrapoleerd_cent, zonder, met)


def _geoordeeld(sector: SectorOutlook, grond: Oordeelsgrond, lezingen: Lezingen, gezien: Ontvangen) -> SectorOutlook:
    """The sector with its ground; without korting and verdict where nothing over L is approved, or where the pending
    part would put it across the line (R4.8). Against each room apart."""
    nothing = not gezien.goedgekeurd_cent and (gezien.ooit or sector.zonder.contracteerruimte_cent != 0)
    pairs = [
        (sector.zonder, lezingen.letterlijk.zonder, lezingen.als_beoordeeld.zonder),
        (sector.met_herverdeling, lezingen.letterlijk.met_herverdeling, lezingen.als_beoordeeld.met_herverdeling),
    ]
    zonder, met = (
        Toets(mine.contracteerruimte_cent, None, None)
        if nothing or letterlijk.boven_drempel != beoordeeld.boven_drempel
        else mine
        for mine, letterlijk, beoordeeld in pairs
    )
    return replace(sector, oordeelsgrond=grond, lezingen=lezingen, zonder=zonder, met_herverdeling=met)


def _andere_kant(one: Lezing, other: Lezing) -> bool:
    return one.zonder.boven_drempel != other.zonder.boven_drempel

"""R4.4: sums per sector, of a site and of its regions, held against their contracteerruimte."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pandas as pd

from config.words import SECTOREN, Groep, Sector
from forecasting.wlz.contracteerruimte import Ruimte
from forecasting.wlz.korting import boven_drempel, korting_fractie
from forecasting.wlz.outlook import MaandStand, SectorOutlook, Toets, Totaal
from forecasting.wlz.plaats import RegioSector
from loaders.tijd.workdays import maanden

CENTS = ["goedgekeurd_cent", "in_behandeling_cent", "rest_cent"]


@dataclass(frozen=True)
class Drempels:
    """Policy values of one year: the line (R4.3) and how close below it is near, both as fractions."""

    drempel_fractie: Fraction
    nadert_fractie: Fraction


def regulier(verloop: pd.DataFrame) -> pd.DataFrame:
    """The months of regular production including crisis: what is held against the contracteerruimte (R2.3, R4.2)."""
    return verloop[verloop["groep"] != Groep.MEERZORG]


def telt_mee(verloop: pd.DataFrame, laatste_maand: date) -> pd.DataFrame:
    """The months of `extrapolation.jaarverloop` with what they add to E: goedgekeurd_cent up to L only, and
    geextrapoleerd_cent with the rest after it (R3.2)."""
    tot_nu = verloop["goedgekeurd_cent"].where(verloop["zorgmaand"] <= pd.Timestamp(laatste_maand), 0)
    return verloop.assign(goedgekeurd_cent=tot_nu, geextrapoleerd_cent=tot_nu + verloop["rest_cent"])


def geextrapoleerd_per_plaats(verloop: pd.DataFrame, laatste_maand: date) -> dict[RegioSector, int]:
    """E of regular production per region and sector, in cents (R3.2)."""
    return per_plaats(telt_mee(regulier(verloop), laatste_maand))


def per_plaats(counted: pd.DataFrame) -> dict[RegioSector, int]:
    """geextrapoleerd_cent of `telt_mee` per region and sector."""
    summed = counted.groupby(["uzovi", "sector"], as_index=False)["geextrapoleerd_cent"].sum()
    return {(uzovi, Sector(sector)): int(cent) for uzovi, sector, cent in summed.itertuples(index=False)}


def met_productie(verloop: pd.DataFrame) -> set[RegioSector]:
    """Regions and sectors with regular production in any month, pending included: where the contracteerruimte must be
    known (R4.1)."""
    summed = regulier(verloop).groupby(["uzovi", "sector", "zorgmaand"])[CENTS].sum()
    return {(uzovi, Sector(sector)) for uzovi, sector, _ in summed.index[(summed != 0).any(axis=1)]}


def geextrapoleerd_cent(verloop: pd.DataFrame, laatste_maand: date) -> int:
    """E: what is approved up to L and what the extrapolation adds (R3.2)."""
    so_far = verloop["zorgmaand"] <= pd.Timestamp(laatste_maand)
    return int(verloop.loc[so_far, "goedgekeurd_cent"].sum() + verloop["rest_cent"].sum())


def toets(geextrapoleerd: int, ruimte_cent: int | None, verplichtingen: int, drempel_fractie: Fraction) -> Toets:
    """Hold extrapolated production against one contracteerruimte, commitments first taken from it (R4.2, R4.3)."""
    if ruimte_cent is None:
        return Toets(None, None, None)
    korting = korting_fractie(geextrapoleerd, ruimte_cent - verplichtingen)
    return Toets(ruimte_cent, korting, boven_drempel(korting, drempel_fractie))


def regio_outlooks(
    verloop: pd.DataFrame,
    regios: Sequence[str],
    ruimte: Mapping[RegioSector, Ruimte],
    verplichtingen: Mapping[RegioSector, int],
    laatste_maand: date,
    drempels: Drempels,
) -> tuple[SectorOutlook, ...]:
    """Every region and sector of a site. `verloop`: `extrapolation.jaarverloop` of the site."""
    months = maanden(laatste_maand.year)
    summed = regulier(verloop).groupby(["uzovi", "sector", "zorgmaand"])[CENTS].sum()
    if not regios:
        return ()
    places = [(uzovi, sector) for uzovi in regios for sector in SECTOREN]
    index = pd.MultiIndex.from_tuples([(*place, pd.Timestamp(maand)) for place in places for maand in months])
    cents = summed.reindex(index, fill_value=0).astype("int64").to_numpy().reshape(len(places), len(months), len(CENTS))
    return tuple(
        _sector(
            sector,
            uzovi,
            [MaandStand(maand, *map(int, row)) for maand, row in zip(months, rows, strict=True)],
            ruimte.get((uzovi, sector)),
            verplichtingen.get((uzovi, sector), 0),
            laatste_maand,
            drempels,
        )
        for (uzovi, sector), rows in zip(places, cents, strict=True)
    )


def site_outlooks(
    regios: Sequence[SectorOutlook], laatste_maand: date, drempels: Drempels
) -> tuple[SectorOutlook, ...]:
    """Sectors over all regions of a site: sums of their regions. The line is judged here (R4.4, lezing).

    A contracteerruimte is known only where it is known for every region with production (claimed, or expected by a
    decision of staff) or commitments.
    """
    return tuple(
        _sector(
            sector,
            None,
            [_sum_months(same) for same in zip(*(r.maanden for r in mine), strict=True)],
            _sum_rooms(mine),
            sum(r.verplichtingen_cent for r in mine),
            laatste_maand,
            drempels,
        )
        for sector in SECTOREN
        for mine in [[r for r in regios if r.sector is sector]]
    )


def totaal(sectoren: Sequence[SectorOutlook]) -> Totaal:
    """All sectors of a site together; no line is judged here (R4.4)."""
    rooms = [s.zonder.contracteerruimte_cent for s in sectoren if s.zonder.contracteerruimte_cent is not None]
    unknown = any(
        s.zonder.contracteerruimte_cent is None and (s.geextrapoleerd_cent or s.verplichtingen_cent) for s in sectoren
    )
    return Totaal(
        geextrapoleerd_cent=sum(s.geextrapoleerd_cent for s in sectoren),
        verplichtingen_cent=sum(s.verplichtingen_cent for s in sectoren),
        contracteerruimte_cent=None if unknown or not rooms else sum(rooms),
    )


def _sum_months(same: Sequence[MaandStand]) -> MaandStand:
    return MaandStand(
        same[0].maand,
        sum(m.goedgekeurd_cent for m in same),
        sum(m.in_behandeling_cent for m in same),
        sum(m.rest_cent for m in same),
    )


def _sum_rooms(regios: Sequence[SectorOutlook]) -> Ruimte | None:
    rooms = []
    for regio in regios:
        zonder, met = regio.zonder.contracteerruimte_cent, regio.met_herverdeling.contracteerruimte_cent
        if zonder is not None and met is not None:
            rooms.append(Ruimte(zonder, met))
        elif regio.verplichtingen_cent or any(
            m.goedgekeurd_cent or m.in_behandeling_cent or m.rest_cent for m in regio.maanden
        ):
            return None
    if not rooms:
        return None
    return Ruimte(sum(r.definitief_cent for r in rooms), sum(r.met_herverdeling_cent for r in rooms))


def _sector(
    sector: Sector,
    uzovi: str | None,
    months: Sequence[MaandStand],
    ruimte: Ruimte | None,
    verplichtingen: int,
    laatste_maand: date,
    drempels: Drempels,
) -> SectorOutlook:
    approved = sum(m.goedgekeurd_cent for m in months if m.maand <= laatste_maand)
    expected = approved + sum(m.rest_cent for m in months)
    return SectorOutlook(
        sector=sector,
        uzovi=uzovi,
        verplichtingen_cent=verplichtingen,
        goedgekeurd_cent=approved,
        na_laatste_maand_cent=sum(m.goedgekeurd_cent for m in months if m.maand > laatste_maand),
        in_behandeling_cent=sum(m.in_behandeling_cent for m in months),
        geextrapoleerd_cent=expected,
        drempel_fractie=drempels.drempel_fractie,
        nadert_fractie=drempels.nadert_fractie,
        zonder=toets(expected, ruimte.definitief_cent if ruimte else None, verplichtingen, drempels.drempel_fractie),
        met_herverdeling=toets(
            expected, ruimte.met_herverdeling_cent if ruimte else None, verplichtingen, drempels.drempel_fractie
        ),
        maanden=tuple(months),
    )

"""R4.7: meerzorg against its own earmark."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from config.words import SECTOREN, Sector
from forecasting.wlz import sectors
from forecasting.wlz.outlook import Meerzorg
from forecasting.wlz.plaats import RegioSector


def meerzorgstanden(
    verloop: pd.DataFrame, oormerk_cent: Mapping[RegioSector, int], uzovis: Sequence[str], laatste_maand: date
) -> tuple[Meerzorg, ...]:
    """Every sector of the site and every region with meerzorg or an earmark, in that order.

    `verloop`: the rows of group meerzorg of `extrapolation.jaarverloop`. The earmark of a sector is known where that of
    every region with meerzorg is.

    Bron: regel R4.7; Inkoopbeleid Wlz Zilveren Kruis 2021-2023, wijzigingen 2022-2023: "We oormerken een deel van de
    contracteerruimte voor meerzorg", "om de ontwikkeling van kosten voor meerzorg te kunnen volgen".
    """
    used = sectors.per_plaats(sectors.telt_mee(verloop, laatste_maand))
    regios = [
        Meerzorg(sector, uzovi, oormerk_cent.get((uzovi, sector)), used.get((uzovi, sector), 0))
        for uzovi in uzovis
        for sector in SECTOREN
        if used.get((uzovi, sector)) or (uzovi, sector) in oormerk_cent
    ]
    return (*(_samen(sector, regios) for sector in SECTOREN if any(r.sector is sector for r in regios)), *regios)


def _samen(sector: Sector, regios: Sequence[Meerzorg]) -> Meerzorg:
    mine = [r for r in regios if r.sector is sector]
    earmarks = [r.oormerk_cent for r in mine if r.oormerk_cent is not None]
    unknown = any(r.oormerk_cent is None for r in mine)
    return Meerzorg(sector, None, None if unknown else sum(earmarks), sum(r.geextrapoleerd_cent for r in mine))

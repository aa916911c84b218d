"""The series of the Wlz as the estimate takes them: its sectors, and months compared on the same working day (R4.6)."""

from datetime import date

import pandas as pd

from config.words import SECTOREN
from forecasting.schatting.panel import Panel, panel
from loaders.tijd.workdays import zelfde_werkdag


def paneel(oordelen: pd.DataFrame, peildatum: date) -> Panel | None:
    """Every provider, region and sector with granted production known on `peildatum`; None when there is none.

    `oordelen`: `loaders.productie.oordelen_tot`.
    """
    return panel(oordelen, peildatum, [sector.value for sector in SECTOREN], zelfde_werkdag)

"""`ruimte backtest` on a terminal: what was said against what became known."""

from dashboard.tables import trefzekerheid as tabellen
from dashboard.texts.trefzekerheid import NOG_NIET_AFGELOPEN
from dashboard.vormen.tekst import table
from forecasting.schatting.toets.scores import Backtest


def backtest(found: Backtest) -> str:
    """Scores per horizon and sector, and of the probabilities."""
    kop = [f"Trefzekerheid {', '.join(map(str, found.jaren))} ({found.bron})"]
    if not found.afgelopen:
        return "\n".join([*kop, NOG_NIET_AFGELOPEN])
    delen = [*kop, tabellen.samenvatting(found)]
    for scores in (
        tabellen.per_horizon(found),
        tabellen.per_sector(found),
        tabellen.per_grootte(found),
        tabellen.kansen(found),
        tabellen.betrouwbaarheid(found),
    ):
        if len(scores):
            delen += ["", scores.titel, *table(scores)]
    return "\n".join(delen)

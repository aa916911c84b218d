"""The terminal contract of `ruimte backtest --json`: scores as plain numbers, null where nothing can be judged."""

import math
from typing import Any

import pandas as pd

from forecasting.schatting.toets.scores import Backtest, betrouwbaarheid, brier, scores

Json = dict[str, Any]


def backtest_json(backtest: Backtest) -> Json:
    """Scores by level: per horizon (maanden_bekend), per sector, and per size of provider; probability and its
    reliability. Errors are fractions of what became known."""
    voorspellingen, kansen = backtest.voorspellingen, backtest.kansen
    return {
        "bron": backtest.bron,
        "jaren": list(backtest.jaren),
        "afgelopen": backtest.afgelopen,
        "peildata": sorted(voorspellingen["peildatum"].unique().tolist()),
        "voorspellingen": len(voorspellingen),
        "horizon": records(scores(voorspellingen, ("niveau", "methode", "maanden_bekend"))),
        "sector": records(scores(voorspellingen, ("niveau", "methode", "sector"))),
        "grootte": records(
            scores(voorspellingen[voorspellingen["grootte"] != ""], ("niveau", "methode", "sector", "grootte"))
        ),
        "kans": records(brier(kansen, ("niveau", "methode"))),
        "kans_sector": records(brier(kansen, ("niveau", "methode", "sector"))),
        "betrouwbaarheid": records(betrouwbaarheid(kansen)),
    }


def records(tabel: pd.DataFrame) -> list[Json]:
    """Rows as objects; NaN becomes null."""
    return [
        {
            str(naam): None if isinstance(waarde, float) and math.isnan(waarde) else waarde
            for naam, waarde in rij.items()
        }
        for rij in tabel.to_dict("records")
    ]

"""How good forecasts were: error, bias, range and probability, over what was said and what became known."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

BELEIDSREGEL, SCHATTING, GELIJKE_MAANDEN, VORIG_JAAR = "beleidsregel", "schatting", "gelijke maanden", "vorig jaar"
METHODEN = (BELEIDSREGEL, SCHATTING, GELIJKE_MAANDEN, VORIG_JAAR)
"""The official figure, the estimate, and two naive methods that anything should beat: the months so far times twelve
divided by their number, and last year's total as it was known then."""

# Contracts of the two tables of a backtest, held where they are read and written.
VOORSPELLINGEN = {
    "jaar": "year forecast",
    "peildatum": "day (YYYY-MM-DD) or month (YYYY-MM) up to which was known",
    "maanden_bekend": "zorgmaanden of the year that counted in the official figure, 1 to 12",
    "niveau": "site, regio, aanbieder, or reeks (a panel of the user's own)",
    "naam": "site, region, AGB or series",
    "sector": "sector",
    "grootte": "klein, middel or groot among the series of its sector; empty for sites and regions",
    "methode": "beleidsregel, schatting, gelijke maanden or vorig jaar",
    "voorspeld": "year total said, in cents (a panel: its own unit)",
    "p10": "lower end of the 80% interval; empty for methods without one",
    "p90": "upper end",
    "werkelijk": "year total that became known; empty while the year is not over",
}
KANSEN = {
    "jaar": "year forecast",
    "peildatum": "as above",
    "maanden_bekend": "as above",
    "niveau": "as above",
    "naam": "as above",
    "sector": "sector",
    "methode": "beleidsregel (0 or 1) or schatting",
    "lijn": "total above which the line is passed",
    "kans": "probability said that the year would end above the line",
    "boven": "1 when it did, 0 when not; empty while the year is not over",
}
KLASSEN = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
"""Limits of the classes in which probabilities are held against what happened."""
BUITEN_80 = 2 / 0.2
"""What a miss outside an 80% interval counts for in the interval score (Gneiting and Raftery, 2007)."""


@dataclass(frozen=True, eq=False)
class Backtest:
    """The tables of one backtest (`VOORSPELLINGEN`, `KANSEN`); `bron` says over what."""

    bron: str
    jaren: tuple[int, ...]
    voorspellingen: pd.DataFrame
    kansen: pd.DataFrame

    @property
    def afgelopen(self) -> bool:
        """Whether anything can be judged yet."""
        return bool(self.voorspellingen["werkelijk"].notna().any())


def scores(voorspellingen: pd.DataFrame, per: Sequence[str] = ("methode", "maanden_bekend")) -> pd.DataFrame:
    """Per group: aantal, fout (mean absolute error), mediaan (of it), vertekening (mean signed error), dekking (share
    inside the 80% interval) and intervalscore (mean; lower is better), all as a fraction of what became known.

    What is not known yet, or came to nothing, is left out.
    """
    telt = voorspellingen[(voorspellingen["werkelijk"] > 0) & voorspellingen["voorspeld"].notna()]
    echt = telt["werkelijk"]
    afwijking = telt["voorspeld"] / echt - 1
    heeft = telt["p10"].notna()
    binnen = ((telt["p10"] <= echt) & (echt <= telt["p90"])).where(heeft).astype("float64")
    ernaast = (telt["p10"] - echt).clip(lower=0) + (echt - telt["p90"]).clip(lower=0)
    score = (telt["p90"] - telt["p10"] + BUITEN_80 * ernaast) / echt
    per_rij = telt[list(per)].assign(
        aantal=1, fout=afwijking.abs(), mediaan=afwijking.abs(), vertekening=afwijking, dekking=binnen, score=score
    )
    found = per_rij.groupby(list(per), as_index=False, sort=True).agg(
        aantal=("aantal", "sum"),
        fout=("fout", "mean"),
        mediaan=("mediaan", "median"),
        vertekening=("vertekening", "mean"),
        dekking=("dekking", "mean"),
        intervalscore=("score", "mean"),
    )
    return _in_volgorde(found)


def brier(kansen: pd.DataFrame, per: Sequence[str] = ("methode",)) -> pd.DataFrame:
    """Per group: aantal, Brier score (mean squared distance of the probability from what happened; 0 is perfect, 0.25
    is a coin), gemiddelde_kans and boven (share that ended above the line)."""
    telt = kansen[kansen["boven"].notna()]
    per_rij = telt[list(per)].assign(
        aantal=1, brier=(telt["kans"] - telt["boven"]) ** 2, gemiddelde_kans=telt["kans"], boven=telt["boven"]
    )
    found = per_rij.groupby(list(per), as_index=False, sort=True).agg(
        aantal=("aantal", "sum"),
        brier=("brier", "mean"),
        gemiddelde_kans=("gemiddelde_kans", "mean"),
        boven=("boven", "mean"),
    )
    return _in_volgorde(found)


def betrouwbaarheid(kansen: pd.DataFrame) -> pd.DataFrame:
    """Reliability of the estimate's probabilities: of the times that it said about this, how often did it happen.

    Per class of `KLASSEN`: van, tot, aantal, gemiddelde_kans, boven; classes never used are left out.
    """
    telt = kansen[(kansen["methode"] == SCHATTING) & kansen["boven"].notna()]
    klasse = np.clip(np.searchsorted(KLASSEN, telt["kans"].to_numpy(dtype=np.float64), side="right") - 1, 0, None)
    klasse = np.minimum(klasse, len(KLASSEN) - 2)
    return pd.DataFrame(
        [
            {
                "van": KLASSEN[nummer],
                "tot": KLASSEN[nummer + 1],
                "aantal": len(deel),
                "gemiddelde_kans": float(deel["kans"].mean()),
                "boven": float(deel["boven"].mean()),
            }
            for nummer in range(len(KLASSEN) - 1)
            if len(deel := telt[klasse == nummer])
        ],
        columns=["van", "tot", "aantal", "gemiddelde_kans", "boven"],
    )


def grootte(werkelijk: pd.Series, sector: pd.Series) -> pd.Series:
    """Third of its sector to which a series belongs by its amount: klein, middel, groot."""
    rang = werkelijk.groupby(sector).rank(method="first", pct=True)
    return pd.Series(np.select([rang <= 1 / 3, rang <= 2 / 3], ["klein", "middel"], "groot"), werkelijk.index)


def _in_volgorde(found: pd.DataFrame) -> pd.DataFrame:
    """Methods in the order of `METHODEN`."""
    rang = found["methode"].map({naam: nummer for nummer, naam in enumerate(METHODEN)})
    return found.assign(_rang=rang).sort_values(["_rang"], kind="stable", ignore_index=True).drop(columns="_rang")

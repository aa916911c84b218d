"""The tables of page Trefzekerheid and of `ruimte backtest`: scores as preformatted text."""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from config.words import Sector
from dashboard import texts
from dashboard.texts import trefzekerheid as woorden
from dashboard.texts.trefzekerheid import NIVEAU
from forecasting.schatting.toets import scores
from forecasting.schatting.toets.scores import SCHATTING, Backtest

VOLGORDE: tuple[str, ...] = (*Sector, "klein", "middel", "groot")
NIVEAUS = ("site", "regio", "aanbieder", "reeks")


def per_horizon(backtest: Backtest) -> pd.DataFrame:
    """Error and range by the number of months that were known."""
    return _fouten(backtest, ["maanden_bekend"])


def per_sector(backtest: Backtest) -> pd.DataFrame:
    """Error and range by sector."""
    return _fouten(backtest, ["sector"])


def per_grootte(backtest: Backtest) -> pd.DataFrame:
    """Error and range by size of provider (or series)."""
    return _fouten(backtest, ["grootte"])


def _fouten(backtest: Backtest, per: Sequence[str]) -> pd.DataFrame:
    """A row per group: the error of every method side by side, then bias and range of the estimate."""
    telt = backtest.voorspellingen
    if "grootte" in per:
        telt = telt[telt["grootte"] != ""]
    found = scores.scores(telt, ["niveau", *per, "methode"])
    rijen: list[dict[str, Any]] = []
    for sleutel, groep in found.groupby(["niveau", *per]):
        methode = {r["methode"]: r for r in groep.to_dict("records")}
        schatting: dict[Any, Any] = methode.get(SCHATTING, {})
        rijen.append(
            {
                "_plaats": (NIVEAUS.index(str(sleutel[0])), *map(_rang, sleutel[1:])),
                "Wat": NIVEAU[str(sleutel[0])],
                **{KOPPEN[naam]: str(waarde) for naam, waarde in zip(per, sleutel[1:], strict=True)},
                "Aantal": texts.aantal(int(groep["aantal"].max())),
                **{f"Fout {naam}": procent(methode.get(naam, {}).get("fout", NAN)) for naam in scores.METHODEN},
                "Vertekening schatting": procent(schatting.get("vertekening", NAN), teken=True),
                "Dekking 80% schatting": procent(schatting.get("dekking", NAN), decimalen=False),
                "Intervalscore schatting": procent(schatting.get("intervalscore", NAN)),
            }
        )
    kolommen = ["Wat", *(KOPPEN[naam] for naam in per), *FOUTKOLOMMEN]
    gesorteerd = sorted(rijen, key=lambda rij: rij["_plaats"])
    return pd.DataFrame(gesorteerd, columns=kolommen)


def _rang(waarde: Any) -> tuple[int, Any]:
    """Sectors in the order of every page, sizes from small to large; other values in their own order, after them."""
    return (VOLGORDE.index(waarde), "") if waarde in VOLGORDE else (len(VOLGORDE), waarde)


def samenvatting(backtest: Backtest) -> str:
    """How often we were right, in two sentences: of sites (of a panel: its series), over the days with an estimate."""
    alle = backtest.voorspellingen
    niveau = next(n for n in NIVEAUS if n in set(alle["niveau"]))
    geschat = alle[(alle["niveau"] == niveau) & (alle["methode"] == SCHATTING) & alle["voorspeld"].notna()]
    gezegd_ = scores.scores(alle.merge(geschat[WAAROVER], on=WAAROVER), ["methode"])
    per = {r["methode"]: {str(k): v for k, v in r.items()} for r in gezegd_.to_dict("records")}
    if SCHATTING not in per:
        return ""
    zin = woorden.SAMENVATTING.format(
        jaren=", ".join(map(str, backtest.jaren)),
        schatting=procent(per[SCHATTING]["fout"]),
        regel=procent(per[scores.BELEIDSREGEL]["fout"]),
        dekking=procent(per[SCHATTING]["dekking"], decimalen=False),
        wat=woorden.SAMENVATTING_WAT.get(niveau, NIVEAU[niveau]),
        aantal=texts.aantal(int(per[SCHATTING]["aantal"])),
    )
    kansen_ = scores.brier(backtest.kansen[backtest.kansen["niveau"] == niveau], ["methode"])
    for r in kansen_[kansen_["methode"] == SCHATTING].to_dict("records"):
        kans, boven = (procent(r[naam], decimalen=False) for naam in ("gemiddelde_kans", "boven"))
        zin = f"{zin} {woorden.SAMENVATTING_KANS.format(kans=kans, boven=boven)}"
    return zin


WAAROVER = ["jaar", "peildatum", "niveau", "naam", "sector"]
KOPPEN = {"maanden_bekend": "Maanden bekend", "sector": "Sector", "grootte": "Grootte"}
FOUTKOLOMMEN = [
    "Aantal",
    *(f"Fout {naam}" for naam in scores.METHODEN),
    "Vertekening schatting",
    "Dekking 80% schatting",
    "Intervalscore schatting",
]
NAN = float("nan")


def kansen(backtest: Backtest) -> pd.DataFrame:
    """Brier score of the probabilities, the estimate's and the policy's as 0 or 1."""
    return pd.DataFrame(
        [
            {
                "Wat": NIVEAU[r["niveau"]],
                "Methode": r["methode"],
                "Aantal": texts.aantal(int(r["aantal"])),
                "Brierscore": getal(r["brier"]),
                "Gemiddelde kans": procent(r["gemiddelde_kans"], decimalen=False),
                "Werkelijk boven": procent(r["boven"], decimalen=False),
            }
            for r in scores.brier(backtest.kansen, ["niveau", "methode"])
            .sort_values("niveau", key=lambda n: n.map(NIVEAUS.index), kind="stable")
            .to_dict("records")
        ],
        columns=["Wat", "Methode", "Aantal", "Brierscore", "Gemiddelde kans", "Werkelijk boven"],
    )


def betrouwbaarheid(backtest: Backtest) -> pd.DataFrame:
    """How often it happened when a probability in this class was given."""
    return pd.DataFrame(
        [
            {
                "Kans die we noemden": f"{r['van']:.0%} tot {r['tot']:.0%}",
                "Aantal": texts.aantal(int(r["aantal"])),
                "Gemiddeld genoemd": procent(r["gemiddelde_kans"], decimalen=False),
                "Kwam uit": procent(r["boven"], decimalen=False),
            }
            for r in scores.betrouwbaarheid(backtest.kansen).to_dict("records")
        ],
        columns=["Kans die we noemden", "Aantal", "Gemiddeld genoemd", "Kwam uit"],
    )


def gezegd(backtest: Backtest, sector: str, naam: str) -> pd.DataFrame:
    """What was said of one sector of a site on each day, and what became known."""
    telt = backtest.voorspellingen
    telt = telt[(telt["niveau"] == "site") & (telt["sector"] == sector) & (telt["naam"] == naam)]
    rijen = []
    for peildatum, dag in telt.groupby("peildatum"):
        per = {r["methode"]: {str(k): v for k, v in r.items()} for r in dag.to_dict("records")}
        schatting, regel = per[SCHATTING], per[scores.BELEIDSREGEL]
        bekend = not math.isnan(schatting["werkelijk"])
        rijen.append(
            {
                "Peildatum": texts.datum_kort(pd.Timestamp(str(peildatum)).date()),
                "Beleidsregel": bedrag(regel["voorspeld"]),
                "Ernaast": _ernaast(regel) if bekend else texts.NIETS,
                "Schatting": bedrag(schatting["voorspeld"]),
                "80%-interval": texts.NIETS
                if math.isnan(schatting["p10"])
                else f"{bedrag(schatting['p10'])} – {bedrag(schatting['p90'])}",
                "Schatting ernaast": _ernaast(schatting) if bekend else texts.NIETS,
                "Werd bekend": bedrag(schatting["werkelijk"]),
            }
        )
    return pd.DataFrame(rijen, columns=GEZEGD_KOLOMMEN)


GEZEGD_KOLOMMEN = [
    "Peildatum",
    "Beleidsregel",
    "Ernaast",
    "Schatting",
    "80%-interval",
    "Schatting ernaast",
    "Werd bekend",
]


def _ernaast(rij: dict[str, Any]) -> str:
    return procent(rij["voorspeld"] / rij["werkelijk"] - 1, teken=True)


def bedrag(cent: float) -> str:
    """A yearly amount, short; a dash when it was not said."""
    return texts.NIETS if math.isnan(cent) else texts.euro_mln(round(cent))


def procent(waarde: float, *, teken: bool = False, decimalen: bool = True) -> str:
    """A fraction as a percentage; a dash when there is none.

    >>> procent(0.0123), procent(-0.0123, teken=True), procent(0.81, decimalen=False), procent(float("nan"))
    ('1,2%', '-1,2%', '81%', '–')
    """
    if math.isnan(waarde):
        return texts.NIETS
    if not decimalen:
        return f"{round(waarde * 100)}%"
    tekst = texts.procent(Fraction(waarde))
    return f"+{tekst}" if teken and waarde >= 0.0005 else tekst


def getal(waarde: float) -> str:
    """A score in four decimals, never three (X-03).

    >>> getal(0.0894)
    '0,0894'
    """
    return f"{waarde:.4f}".replace(".", ",")

"""The tables of page Trefzekerheid and of `ruimte backtest`: scores, and what was said."""

import math
from collections.abc import Iterator
from datetime import date
from typing import Any

from config.words import Sector
from dashboard import texts
from dashboard.texts import trefzekerheid as woorden
from dashboard.texts.getallen import procent_rond
from dashboard.texts.trefzekerheid import NIVEAU
from dashboard.vormen.tabel import (
    AANTAL,
    DATUM,
    EURO_BEREIK,
    EURO_KORT,
    PROCENT,
    PROCENT_ROND,
    PROCENT_TEKEN,
    SCORE,
    TEKST,
    Bereik,
    Kolom,
    Soort,
    Tabel,
    maak,
)
from forecasting.schatting.toets import scores
from forecasting.schatting.toets.scores import SCHATTING, Backtest

VOLGORDE: tuple[str, ...] = (*Sector, "klein", "middel", "groot")
NIVEAUS = ("site", "regio", "aanbieder", "reeks")
WAAROVER = ["jaar", "peildatum", "niveau", "naam", "sector"]
Meting = dict[str, Any]
"""A row of scores by name."""


def _of_niets(waarde: Any) -> Any:
    """NaN is not known."""
    return None if waarde is None or math.isnan(waarde) else waarde


def _uit(kop: str, soort: Soort, naam: str) -> Kolom[Meting]:
    return Kolom(kop, soort, lambda r: _of_niets(r[naam]), texts.NIETS)


def _van(kop: str, soort: Soort, methode: str, naam: str) -> Kolom[Meting]:
    """A score of one method; a dash where the method said nothing."""
    return Kolom(kop, soort, lambda r: _of_niets(r.get(methode, {}).get(naam)), texts.NIETS)


FOUTKOLOMMEN: tuple[Kolom[Meting], ...] = (
    Kolom("Aantal", AANTAL, lambda r: int(r["aantal"])),
    *(_van(f"Fout {naam}", PROCENT, naam, "fout") for naam in scores.METHODEN),
    _van("Vertekening schatting", PROCENT_TEKEN, SCHATTING, "vertekening"),
    _van("Dekking 80% schatting", PROCENT_ROND, SCHATTING, "dekking"),
    _van("Intervalscore schatting", PROCENT, SCHATTING, "intervalscore"),
)
WAT = Kolom[Meting]("Wat", TEKST, lambda r: NIVEAU[r["niveau"]])


def per_horizon(backtest: Backtest) -> Tabel:
    """Error and range by the number of months that were known."""
    bekend = Kolom[Meting]("Maanden bekend", AANTAL, lambda r: int(r["groep"]))
    return _fouten(backtest, "Naar het aantal maanden dat bekend was", "maanden_bekend", bekend)


def per_sector(backtest: Backtest) -> Tabel:
    """Error and range by sector."""
    return _fouten(backtest, "Per sector", "sector", Kolom("Sector", TEKST, lambda r: str(r["groep"])))


def per_grootte(backtest: Backtest) -> Tabel:
    """Error and range by size of provider (or series)."""
    grootte = Kolom[Meting]("Grootte", TEKST, lambda r: str(r["groep"]))
    return _fouten(backtest, "Naar grootte van de aanbieder", "grootte", grootte)


def _fouten(backtest: Backtest, titel: str, per: str, kolom: Kolom[Meting]) -> Tabel:
    """A row per group: the error of every method side by side, then bias and range of the estimate."""
    telt = backtest.voorspellingen
    if per == "grootte":
        telt = telt[telt["grootte"] != ""]
    rijen: list[Meting] = [
        {
            "niveau": str(niveau),
            "groep": groep,
            "aantal": deel["aantal"].max(),
            **{r["methode"]: r for r in deel.to_dict("records")},
        }
        for (niveau, groep), deel in scores.scores(telt, ["niveau", per, "methode"]).groupby(["niveau", per])
    ]
    rijen.sort(key=lambda r: (NIVEAUS.index(r["niveau"]), _rang(r["groep"])))
    return maak(titel, [WAT, kolom, *FOUTKOLOMMEN], rijen)


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
        dekking=_rond(per[SCHATTING]["dekking"]),
        wat=woorden.SAMENVATTING_WAT.get(niveau, NIVEAU[niveau]),
        aantal=texts.aantal(int(per[SCHATTING]["aantal"])),
    )
    kansen_ = scores.brier(backtest.kansen[backtest.kansen["niveau"] == niveau], ["methode"])
    for r in kansen_[kansen_["methode"] == SCHATTING].to_dict("records"):
        kans, boven = (_rond(r[naam]) for naam in ("gemiddelde_kans", "boven"))
        zin = f"{zin} {woorden.SAMENVATTING_KANS.format(kans=kans, boven=boven)}"
    return zin


def procent(waarde: float, *, teken: bool = False) -> str:
    """A fraction as a percentage; a dash when there is none.

    >>> procent(0.0123), procent(-0.0123, teken=True), procent(float("nan"))
    ('1,2%', '-1,2%', '–')
    """
    return texts.NIETS if math.isnan(waarde) else (PROCENT_TEKEN if teken else PROCENT).toon(waarde)


def _rond(waarde: float) -> str:
    return texts.NIETS if math.isnan(waarde) else procent_rond(waarde)


KANSEN: tuple[Kolom[Meting], ...] = (
    WAT,
    Kolom("Methode", TEKST, lambda r: r["methode"]),
    Kolom("Aantal", AANTAL, lambda r: int(r["aantal"])),
    _uit("Brierscore", SCORE, "brier"),
    _uit("Gemiddelde kans", PROCENT_ROND, "gemiddelde_kans"),
    _uit("Werkelijk boven", PROCENT_ROND, "boven"),
)
BETROUWBAARHEID: tuple[Kolom[Meting], ...] = (
    Kolom("Kans die we noemden", TEKST, lambda r: f"{r['van']:.0%} tot {r['tot']:.0%}"),
    Kolom("Aantal", AANTAL, lambda r: int(r["aantal"])),
    _uit("Gemiddeld genoemd", PROCENT_ROND, "gemiddelde_kans"),
    _uit("Kwam uit", PROCENT_ROND, "boven"),
)


def _records(frame: Any) -> list[Meting]:
    return [{str(naam): waarde for naam, waarde in r.items()} for r in frame.to_dict("records")]


def kansen(backtest: Backtest) -> Tabel:
    """Brier score of the probabilities, the estimate's and the policy's as 0 or 1."""
    found = _records(scores.brier(backtest.kansen, ["niveau", "methode"]))
    titel = "Kans dat het jaar boven de drempel eindigt"
    return maak(titel, KANSEN, sorted(found, key=lambda r: NIVEAUS.index(r["niveau"])))


def betrouwbaarheid(backtest: Backtest) -> Tabel:
    """How often it happened when a probability in this class was given."""
    return maak("Genoemde kans en wat uitkwam", BETROUWBAARHEID, _records(scores.betrouwbaarheid(backtest.kansen)))


def _ernaast(kop: str, methode: str) -> Kolom[Meting]:
    """How far above or below what became known; a dash while that is not known."""
    return Kolom(
        kop,
        PROCENT_TEKEN,
        lambda r: _of_niets(r[methode]["voorspeld"] / r[SCHATTING]["werkelijk"] - 1),
        texts.NIETS,
    )


def _interval(r: Meting) -> Bereik | None:
    laag, hoog = r[SCHATTING]["p10"], r[SCHATTING]["p90"]
    return None if math.isnan(laag) else Bereik(round(laag), round(hoog))


def _cent(kop: str, methode: str, naam: str) -> Kolom[Meting]:
    """A yearly amount; a dash when it was not said."""
    return Kolom(kop, EURO_KORT, lambda r: None if math.isnan(w := r[methode][naam]) else round(w), texts.NIETS)


GEZEGD: tuple[Kolom[Meting], ...] = (
    Kolom("Peildatum", DATUM, lambda r: r["peildatum"]),
    _cent("Beleidsregel", scores.BELEIDSREGEL, "voorspeld"),
    _ernaast("Ernaast", scores.BELEIDSREGEL),
    _cent("Schatting", SCHATTING, "voorspeld"),
    Kolom("80%-interval", EURO_BEREIK, _interval, texts.NIETS),
    _ernaast("Schatting ernaast", SCHATTING),
    _cent("Werd bekend", SCHATTING, "werkelijk"),
)


def gezegd(backtest: Backtest, sector: str, naam: str, titel: str) -> Tabel:
    """What was said of one sector of a site on each day, and what became known."""
    return maak(titel, GEZEGD, _dagen(backtest, sector, naam))


def _dagen(backtest: Backtest, sector: str, naam: str) -> Iterator[Meting]:
    telt = backtest.voorspellingen
    telt = telt[(telt["niveau"] == "site") & (telt["sector"] == sector) & (telt["naam"] == naam)]
    for peildatum, dag in telt.groupby("peildatum"):
        yield {"peildatum": date.fromisoformat(str(peildatum)), **{r["methode"]: r for r in _records(dag)}}

"""Completion: what months of care will come to, from what is known of them now (R4.6, late claims).

Everything here works on a plain development triangle, so that anyone can call it: a DataFrame with one row per
zorgmaand (a monthly `Period`, every month once, in order), one column per age in months (0, 1, 2, ...) and in each cell
the amount known at that age, cumulative; NaN where that age has not been reached. Credits may make an amount go down.

>>> from forecasting.schatting.completion import driehoek_uit, voltooi
>>> lang = pd.DataFrame(
...     [(f"2025-{m:02}", leeftijd, bedrag) for m in range(1, 7)
...      for leeftijd, bedrag in enumerate((600.0, 300.0, 100.0)) if m + leeftijd <= 6],
...     columns=["zorgmaand", "leeftijd", "bedrag"])
>>> voltooi(driehoek_uit(lang))[["bekend", "verwacht"]].tail(2).round(-1).values.tolist()
[[900.0, 1000.0], [600.0, 1000.0]]

The expected amount of a month weighs two answers: chain ladder (what is known / the share usually known at that age),
and an anchor (the daily level of the months before it that are as good as complete, times its days: Bornhuetter and
Ferguson, 1972). At a high age chain ladder is nearly exact; where only a few percent is known it fails and the anchor
holds. How much each counts is measured on past diagonals, and so is the range: Mack's textbook standard errors (1993,
`mack`) are too narrow on real claims and serve only where there is no past yet.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

Getallen = npt.NDArray[np.float64]

GEHEUGEN_MAANDEN = 6.0
"""Half-life of a diagonal: habits of claiming change, so what happened six months ago counts half."""
UITSCHIETER = 3.0
"""A month whose share lies further from the median than this many robust deviations counts up to there: one huge late
file, or one large credit, does not become the habit."""
HOOGSTE_AANDEEL = 2.0
"""More than twice what stays is no habit but a mistake that is being mended."""
VOLDOENDE_COMPLEET = 0.9
"""From this share on a month may tell the level for others."""
NIVEAU_MAANDEN = 3.0
"""Half-life of a complete month in the level of the anchor."""
VOORKENNIS = 4.0
"""How many past diagonals the textbook error counts for, beside those that were really seen."""
VOORKENNIS_TOTAAL = 1.0
"""The same for all months of a diagonal together."""
NORMAAL = float(np.sqrt(np.pi / 2))
"""Standard deviations in the mean distance of a normal error."""
STAART_HOOGSTE = 0.25
"""The most that may be still to come after the oldest age that was seen."""
STAART_FOUT = 0.3
"""How far off that is as a rule, as a part of it (one standard deviation)."""
ANKER_FOUT = 0.05
"""Relative error the anchor has at least: a year of even months says nothing about the tariffs of next January."""
KWANTIEL_80 = 1.2816


@dataclass(frozen=True)
class Mack:
    """Chain ladder as in the textbook (Mack, 1993): forward factors, variances, and per month ultimate and error."""

    factoren: Getallen
    sigma: Getallen
    verwacht: Getallen
    standaardfout: Getallen


def driehoek_uit(lang: pd.DataFrame) -> pd.DataFrame:
    """The triangle of a long form: columns zorgmaand (month, as Period or text), leeftijd (whole months) and bedrag
    (what was added at that age, credits negative). The newest diagonal is the latest that occurs.

    Raises ValueError when an age is negative or an amount is not a finite number.
    """
    maanden = pd.PeriodIndex(lang["zorgmaand"], freq="M")
    leeftijden = lang["leeftijd"].to_numpy(dtype=np.int64)
    bedragen = lang["bedrag"].to_numpy(dtype=np.float64)
    if (leeftijden < 0).any() or not np.isfinite(bedragen).all():
        raise ValueError("leeftijd is een heel aantal maanden vanaf 0 en bedrag een getal")
    eerste, stand = maanden.min(), max(m + int(k) for m, k in zip(maanden, leeftijden, strict=True))
    alle = pd.period_range(eerste, maanden.max(), freq="M")
    erbij = np.zeros((len(alle), (stand - eerste).n + 1))
    np.add.at(erbij, (alle.get_indexer(maanden), leeftijden), bedragen)
    return pd.DataFrame(_tot_nu(np.cumsum(erbij, axis=1)), index=alle)


def _tot_nu(bekend: Getallen) -> Getallen:
    """Leave only what lies on or above the newest diagonal: the last column of the first row."""
    rij, kolom = np.indices(bekend.shape)
    return np.where(rij + kolom < bekend.shape[1], bekend, np.nan)


def mack(driehoek: pd.DataFrame) -> Mack:
    """Volume-weighted chain ladder with Mack's standard errors, on the whole triangle, nothing smoothed or left out.

    The errors by Mack's own recursion, which does not divide by a factor: all of a month may be credited. The last
    variance is his choice too: min(s[k-1]^4 / s[k-2]^2, s[k-2]^2, s[k-1]^2). Same factors and errors as
    `chainladder.MackChainladder` with `sigma_interpolation="mack"`; a test holds it.
    """
    c = driehoek.to_numpy(dtype=np.float64)
    stappen = c.shape[1] - 1
    factoren, variantie, basis = np.ones(stappen), np.zeros(stappen), np.zeros(stappen)
    for k in range(stappen):
        paar = np.isfinite(c[:, k + 1]) & (c[:, k] > 0)
        van, naar = c[paar, k], c[paar, k + 1]
        basis[k] = van.sum()
        if basis[k] > 0:
            factoren[k] = naar.sum() / basis[k]
        if paar.sum() > 1:
            variantie[k] = (van * (naar / van - factoren[k]) ** 2).sum() / (paar.sum() - 1)
        elif k > 1 and variantie[k - 2] > 0:
            variantie[k] = min(variantie[k - 1] ** 2 / variantie[k - 2], variantie[k - 2], variantie[k - 1])
    verwacht, fout = np.zeros(len(c)), np.zeros(len(c))
    for i, rij in enumerate(c):
        nu = _laatste(rij)
        stand, kwadraat = rij[nu], 0.0
        for k in range(nu, stappen):
            vers = variantie[k] * (stand + stand**2 / basis[k]) if stand > 0 and basis[k] > 0 else 0.0
            kwadraat = factoren[k] ** 2 * kwadraat + vers
            stand *= factoren[k]
        verwacht[i], fout[i] = stand, np.sqrt(kwadraat)
    return Mack(factoren, np.sqrt(variantie), verwacht, fout)


def _laatste(rij: Getallen) -> int:
    """Age of a month now: the last known cell of its row."""
    return int(np.flatnonzero(np.isfinite(rij))[-1])


def aandelen(c: Getallen, geheugen: float = GEHEUGEN_MAANDEN) -> Getallen:
    """Per age, the share of the next age's amount that was known: sum(w C[k]) / sum(w C[k+1]), recent diagonals
    heavier and outliers drawn in. `c`: months x ages. The inverse of the forward factor, defined where nothing is known
    yet (0) and where credits follow (above 1)."""
    stappen = c.shape[1] - 1
    deel = np.ones(stappen)
    for k in range(stappen):
        paar = np.flatnonzero(np.isfinite(c[:, k + 1]) & (c[:, k + 1] > 0))
        if paar.size:
            naar, eigen = c[paar, k + 1], c[paar, k] / c[paar, k + 1]
            gewicht = naar * 0.5 ** ((paar[-1] - paar) / geheugen)
            deel[k] = np.clip((gewicht * _ingetrokken(eigen, geheugen)).sum() / gewicht.sum(), 0.0, HOOGSTE_AANDEEL)
    return deel


def _ingetrokken(eigen: Getallen, geheugen: float) -> Getallen:
    """Shares with outliers drawn in, measured against the recent ones; a handful of months is left as it is."""
    recent = eigen[-int(2 * geheugen) :]
    if recent.size < 4:
        return eigen
    midden = float(np.median(recent))
    marge = UITSCHIETER * max(1.4826 * float(np.median(np.abs(recent - midden))), 0.001)
    return np.clip(eigen, midden - marge, midden + marge)


def compleetheid(driehoek: pd.DataFrame, geheugen: float = GEHEUGEN_MAANDEN) -> pd.Series:
    """Share of the final amount that is known at each age; below 1 at the last age where more is still to come
    (`staart`). Below 0 and above 1 (credits to come) do not occur for long: the share is what past months had, not a
    wish."""
    deel = aandelen(driehoek.to_numpy(np.float64), geheugen)
    return pd.Series(compleet_uit(deel, staart(deel)), driehoek.columns, name="compleet")


def staart(deel: Getallen) -> float:
    """Share of the final amount that is still to come after the oldest age seen, from the shares of the next age.

    What comes in halves every month; by the last step seen, or the one before it where that says less, for a last step
    is one month. Where years are seen nothing is left; in a first year it is what no month has shown yet.

    >>> staart(np.array([0.5, 0.75, 0.875])), staart(np.array([0.5, 0.75, 1.0]))
    (0.125, 0.0)
    """
    if deel.size < 2:
        return 0.0
    return float(np.clip(min(1 - deel[-1], (1 - deel[-2]) / 2), 0.0, STAART_HOOGSTE))


def compleet_uit(deel: Getallen, staart: float) -> Getallen:
    """Share of the final amount per age from the shares of the next age (`aandelen`) and what comes after the last;
    also for many rows at once.

    >>> compleet_uit(np.array([0.5, 0.9]), 0.0).round(2).tolist()
    [0.45, 0.9, 1.0]
    """
    achteruit = np.cumprod(deel[..., ::-1], axis=-1)[..., ::-1]
    return np.concatenate([achteruit, np.ones((*deel.shape[:-1], 1))], axis=-1) * (1 - staart)


def voltooi(driehoek: pd.DataFrame, dagen: pd.Series | None = None, geheugen: float = GEHEUGEN_MAANDEN) -> pd.DataFrame:
    """What every month will come to. `dagen`: days by which a month weighs in the level (default: calendar days).

    Returns per zorgmaand: leeftijd, bekend, compleet (bekend / verwacht; NaN where nothing is expected), verwacht,
    laag and hoog (80% interval). Raises ValueError when months are missing, double or out of order.
    """
    maanden = _maanden(driehoek)
    c = driehoek.to_numpy(dtype=np.float64)
    d = np.asarray(maanden.days_in_month if dagen is None else dagen.reindex(maanden), dtype=np.float64)
    if not (d > 0).all():
        raise ValueError("dagen moet voor elke maand een getal boven 0 hebben")
    leeftijd = np.array([_laatste(rij) for rij in c])
    bekend = c[np.arange(len(c)), leeftijd]
    model = gewoonte(c, d, geheugen)
    verwacht = model.verwacht(c, d)
    marge = KWANTIEL_80 * model.fout[leeftijd] * np.maximum(np.abs(verwacht), np.abs(bekend))
    return pd.DataFrame(
        {
            "leeftijd": leeftijd,
            "bekend": bekend,
            "compleet": np.divide(bekend, verwacht, out=np.full(len(c), np.nan), where=verwacht != 0),
            "verwacht": verwacht,
            "laag": verwacht - marge,
            "hoog": verwacht + marge,
        },
        index=maanden,
    )


def voltooi_totaal(
    driehoek: pd.DataFrame, maanden: int = 12, dagen: pd.Series | None = None, geheugen: float = GEHEUGEN_MAANDEN
) -> pd.Series:
    """What the newest `maanden` months will come to together: bekend, verwacht, laag and hoog (80% interval).

    The range is that of the sum, as far off as sums were on past diagonals: errors of months partly undo each other.
    Raises ValueError as `voltooi` does.
    """
    laatste = voltooi(driehoek, dagen, geheugen).iloc[-maanden:]
    d = np.asarray(_maanden(driehoek).days_in_month if dagen is None else dagen.reindex(_maanden(driehoek)), np.float64)
    model = gewoonte(driehoek.to_numpy(dtype=np.float64), d, geheugen)
    groot = np.maximum(np.abs(laatste["verwacht"]), np.abs(laatste["bekend"])).to_numpy()
    fout = model.totaal * fout_van_som(model.fout[laatste["leeftijd"]] * groot, model.samenhang)
    verwacht = float(laatste["verwacht"].sum())
    marge = KWANTIEL_80 * fout
    return pd.Series(
        {"bekend": laatste["bekend"].sum(), "verwacht": verwacht, "laag": verwacht - marge, "hoog": verwacht + marge}
    )


def _maanden(driehoek: pd.DataFrame) -> pd.PeriodIndex:
    maanden = pd.PeriodIndex(driehoek.index, freq="M")
    if len(maanden) == 0 or not maanden.equals(pd.period_range(maanden[0], periods=len(maanden), freq="M")):
        raise ValueError("de driehoek heeft elke zorgmaand één keer nodig, in volgorde")
    if driehoek.isna().all(axis=1).any():
        raise ValueError("elke zorgmaand heeft ten minste één bekende leeftijd nodig")
    return maanden


@dataclass(frozen=True)
class Gewoonte:
    """How a sector is claimed: per age the share known, the weight of chain ladder against the anchor, and the
    relative error (one standard deviation) of the two together, measured on past diagonals. `samenhang`: how far the
    errors of the months of one diagonal go together, 0 (each by itself) to 1 (one habit moves them all). `totaal`: how
    far all months of a diagonal together were off, in times what `fout` and `samenhang` say of their sum."""

    compleet: Getallen
    gewicht: Getallen
    fout: Getallen
    samenhang: float
    totaal: float

    def verwacht(self, c: Getallen, dagen: Getallen, compleet: Getallen | None = None) -> Getallen:
        """Expected final amount per month. `compleet` replaces the shares, for a provider with habits of its own."""
        ladder, anker, leeftijd = _twee(c, dagen, self.compleet if compleet is None else compleet)
        gewicht = self.gewicht[leeftijd]
        return np.where(np.isnan(anker), ladder, gewicht * ladder + (1 - gewicht) * anker)


def _twee(c: Getallen, dagen: Getallen, compleet: Getallen) -> tuple[Getallen, Getallen, npt.NDArray[np.int64]]:
    """Chain ladder and anchor per month, and its age. Chain ladder with nothing usually known is what is known. Months
    before the first amount tell no level: care had not begun."""
    leeftijd = np.array([_laatste(rij) for rij in c])
    bekend, deel = c[np.arange(len(c)), leeftijd], compleet[leeftijd]
    ladder = np.divide(bekend, deel, out=bekend.copy(), where=deel > 0)
    volledig = np.flatnonzero((deel >= VOLDOENDE_COMPLEET) & (np.cumsum(bekend != 0) > 0))
    anker = np.full(len(c), np.nan)
    for i in range(len(c)):
        eerder = volledig[volledig < i]
        if eerder.size:
            gewicht = 0.5 ** ((eerder[-1] - eerder) / NIVEAU_MAANDEN)
            anker[i] = dagen[i] * (gewicht * ladder[eerder] / dagen[eerder]).sum() / gewicht.sum()
    return ladder, anker, leeftijd


def gewoonte(c: Getallen, dagen: Getallen, geheugen: float = GEHEUGEN_MAANDEN) -> Gewoonte:
    """Replay every past diagonal with only what was known then, and weigh by the errors that were made."""
    k = c.shape[1]
    deel = aandelen(c, geheugen)
    compleet = compleet_uit(deel, staart(deel))
    nu = _twee(c, dagen, compleet)[0]
    uitkomst = np.where([compleet[_laatste(rij)] >= VOLDOENDE_COMPLEET for rij in c], nu, np.nan)
    fouten: list[tuple[int, int, float, float, float]] = []
    laatste = max(i + _laatste(rij) for i, rij in enumerate(c))
    for terug in range(1, laatste):
        toen, eerste = _toen(c, laatste - terug)
        if len(toen) < 3:
            break
        deel_toen = aandelen(toen, geheugen)
        ladder, anker, leeftijd = _twee(
            toen, dagen[eerste : eerste + len(toen)], compleet_uit(deel_toen, staart(deel_toen))
        )
        for i in range(len(toen)):
            waar = uitkomst[eerste + i]
            if leeftijd[i] < k - 1 and waar > 0 and np.isfinite(anker[i]):
                fouten.append((leeftijd[i], terug, waar, ladder[i] / waar - 1, anker[i] / waar - 1))
    found = _gewogen(fouten, compleet, _boekfout(c), geheugen)
    return replace(found, fout=np.hypot(found.fout, STAART_FOUT * staart(deel)))


def _toen(c: Getallen, diagonaal: int) -> tuple[Getallen, int]:
    """The triangle as it stood on an earlier diagonal: later cells unknown, months not begun left out."""
    rij, kolom = np.indices(c.shape)
    toen = np.where(rij + kolom <= diagonaal, c, np.nan)
    begonnen = np.flatnonzero(np.isfinite(toen).any(axis=1))
    eerste = int(begonnen[0]) if begonnen.size else 0
    return toen[begonnen], eerste


def _boekfout(driehoek: Getallen) -> Getallen:
    """Mack's relative standard error at each age, from the month that has that age now; 0 at the last age."""
    boek = mack(pd.DataFrame(driehoek))
    fout = np.zeros(driehoek.shape[1])
    for rij, verwacht, standaardfout in zip(driehoek, boek.verwacht, boek.standaardfout, strict=True):
        fout[_laatste(rij)] = standaardfout / verwacht if verwacht > 0 else 1.0
    return np.minimum(fout, 1.0)


def _gewogen(
    fouten: list[tuple[int, int, float, float, float]], compleet: Getallen, boekfout: Getallen, geheugen: float
) -> Gewoonte:
    """Weights and errors per age, from (age, diagonals ago, what it came to, relative error of chain ladder, of the
    anchor) on past diagonals; the textbook's error and `ANKER_FOUT` fill in where the past is short."""
    leeftijd, terug = np.array([f[:2] for f in fouten], dtype=np.int64).reshape(-1, 2).T
    uitkomst, ladder, anker = np.array([f[2:] for f in fouten], dtype=np.float64).reshape(-1, 3).T
    gewicht = 0.5 ** (terug / (2 * geheugen))
    anker_var = max(_gemiddeld(gewicht, anker**2, ANKER_FOUT**2), ANKER_FOUT**2)
    aandeel, fout = np.ones(len(compleet)), np.zeros(len(compleet))
    samen = np.zeros(len(fouten))
    for k in range(len(compleet) - 1):
        mijn = leeftijd == k
        open_deel = 1 - min(1.0, compleet[k])
        vooraf = max(
            boekfout[k] ** 2, anker_var * open_deel / max(1 - open_deel, 0.01)
        )  # Bornhuetter-Ferguson's weight
        ladder_var = _gemiddeld(gewicht[mijn], ladder[mijn] ** 2, vooraf)
        som = anker_var + ladder_var
        aandeel[k] = anker_var / som if som > 0 else 1.0
        samen[mijn] = aandeel[k] * ladder[mijn] + (1 - aandeel[k]) * anker[mijn]
        fout[k] = np.sqrt(_gemiddeld(gewicht[mijn], samen[mijn] ** 2, anker_var * ladder_var / som if som > 0 else 0.0))
    echt, gezegd = uitkomst * samen, uitkomst * fout[leeftijd]
    samenhang = _samenhang(terug, gewicht, echt, gezegd)
    return Gewoonte(compleet, aandeel, fout, samenhang, _totaal(terug, gewicht, echt, gezegd, samenhang))


def fout_van_som(fout: Getallen, samenhang: float) -> float:
    """Error of a sum (one standard deviation) from those of its parts, as far as they go together.

    >>> fout_van_som(np.array([3.0, 4.0]), 0.0), fout_van_som(np.array([3.0, 4.0]), 1.0)
    (5.0, 7.0)
    """
    los, samen = float((fout**2).sum()), float(fout.sum()) ** 2
    return float(np.sqrt((1 - samenhang) * los + samenhang * samen))


def _totaal(
    terug: npt.NDArray[np.int64], gewicht: Getallen, fout: Getallen, verwacht: Getallen, samenhang: float
) -> float:
    """How far the sum of a diagonal was off, in times `fout_van_som`: errors of months that undo each other, or that go
    further together than any of them alone. `VOORKENNIS_TOTAAL` diagonals that were as said are counted with it."""
    som, los = VOORKENNIS_TOTAAL, VOORKENNIS_TOTAAL
    for diagonaal in np.unique(terug):
        mijn = terug == diagonaal
        gezegd = fout_van_som(verwacht[mijn], samenhang)
        if gezegd > 0:
            som += gewicht[mijn][0] * NORMAAL * abs(fout[mijn].sum()) / gezegd
            los += gewicht[mijn][0]
    return som / los


def _samenhang(terug: npt.NDArray[np.int64], gewicht: Getallen, fout: Getallen, verwacht: Getallen) -> float:
    """How far errors of one diagonal go together: the products of every two of them, over those of the errors that were
    to be expected. `VOORKENNIS` diagonals in which they did so wholly are counted with it: with no past the range is as
    careful as it can be."""
    samen, los = VOORKENNIS, VOORKENNIS
    for diagonaal in np.unique(terug):
        mijn = terug == diagonaal
        paren = verwacht[mijn].sum() ** 2 - (verwacht[mijn] ** 2).sum()
        if paren > 0:
            weegt = gewicht[mijn][0]
            samen += weegt * (fout[mijn].sum() ** 2 - (fout[mijn] ** 2).sum()) / paren
            los += weegt
    return float(np.clip(samen / los, 0.0, 1.0))


def _gemiddeld(gewicht: Getallen, kwadraat: Getallen, vooraf: float) -> float:
    return float(((gewicht * kwadraat).sum() + VOORKENNIS * vooraf) / (gewicht.sum() + VOORKENNIS))

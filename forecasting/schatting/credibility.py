"""A provider's own habit of claiming, as far as it may be believed: between its past and its sector's (R4.6)."""

import numpy as np

from forecasting.schatting.completion import GEHEUGEN_MAANDEN, HOOGSTE_AANDEEL, Getallen


def eigen_aandelen(c: Getallen, sector: Getallen, geheugen: float = GEHEUGEN_MAANDEN) -> Getallen:
    """Share of the next age's amount that is known, per series and age, pooled toward the sector's.

    `c`: series x months x ages, cumulative, NaN where not reached; `sector`: shares per age (`completion.aandelen`).
    Each series counts for Z = a V / (a V + s2): V its amount (recent months heavier), s2 how much its own months
    differ among themselves, a how much series differ from each other beyond that. A series without a past is its
    sector.

    Bron: Bühlmann and Straub (1970), credibility with unequal weights.

    >>> jaar = np.tile([50.0, 100.0], (6, 1))
    >>> np.round(eigen_aandelen(np.stack([jaar, jaar, jaar * [1.2, 1]]), np.array([0.5])), 2).tolist()
    [[0.5], [0.5], [0.6]]
    """
    van, naar = c[:, :, :-1], c[:, :, 1:]
    telt = np.isfinite(naar) & (naar > 0)
    recent = 0.5 ** (np.arange(c.shape[1])[::-1] / geheugen)
    gewicht = np.where(telt, naar, 0.0) * recent[None, :, None]
    eigen = np.clip(np.divide(van, naar, out=np.zeros_like(naar), where=telt), 0.0, HOOGSTE_AANDEEL)
    volume, aantal = gewicht.sum(axis=1), telt.sum(axis=1)
    gemiddeld = _gedeeld((gewicht * eigen).sum(axis=1), volume)
    binnen = _gedeeld(
        (gewicht * (eigen - gemiddeld[:, None, :]) ** 2).sum(axis=(0, 1)), np.maximum(aantal - 1, 0).sum(axis=0)
    )
    totaal, reeksen = volume.sum(axis=0), (aantal > 0).sum(axis=0)
    tussen = _gedeeld(
        (volume * (gemiddeld - sector) ** 2).sum(axis=0) - np.maximum(reeksen - 1, 0) * binnen,
        totaal - _gedeeld((volume**2).sum(axis=0), totaal),
    )
    eigen_deel = np.maximum(tussen, 0.0) * volume
    z = _gedeeld(eigen_deel, eigen_deel + binnen)
    return np.asarray(z * gemiddeld + (1 - z) * sector)


def _gedeeld(boven: Getallen, onder: Getallen) -> Getallen:
    """Divided, and 0 where there is nothing to divide by."""
    return np.divide(boven, onder, out=np.zeros(np.shape(boven)), where=np.asarray(onder) > 0)

"""The contracteerruimte of the made world, chosen so that the sectors end up where they are interesting.

Assumed throughout: amounts follow from the expected year (R3.2) as known on the stand date, not from any policy rule.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from config.codes import sites, sites_per_regio
from config.words import SECTOREN, Groep, Sector, Site
from loaders.demo import calendar
from loaders.demo.catalogue import CODES, INDEX, tarief_cent
from loaders.demo.outcome import SECTORVOLGORDE, Afloop, verwacht_jaar_cent

DOEL_KORTING = {
    (2026, "zilveren-kruis", Sector.VV): 0.017,
    (2026, "zilveren-kruis", Sector.GZ): 0.023,
    (2026, "zilveren-kruis", Sector.GGZ): -0.015,
    (2026, "friesland", Sector.VV): -0.030,
    (2026, "friesland", Sector.GZ): 0.005,
    (2026, "friesland", Sector.GGZ): -0.010,
}
"""(E - R) / E per site as of the stand date, commitments taken off; below 0 there is room to spare."""
DOEL_EERDER_JAAR = -0.004
HERVERDELING_FRACTIE = {Sector.VV: 0.003, Sector.GZ: 0.008}
"""Expected herverdelingsmiddelen against E: brings GZ under the line, leaves V&V where it is."""
SPREIDING_REGIO = 0.02
"""Regions lie at most about this far from their site; the site stays where it is."""
VOORLOPIG_FRACTIE = 0.985
"""First contracteerruimte (October of the year before) against the revision of May."""
MEERZORG_RUIM = 1.03
TOEZEGGING_FRACTIE, ONTWIKKELING_FRACTIE = 0.0015, 0.001
"""Commitments outside AW319 against E, by kind."""

Sleutel = tuple[int, str, Sector]


@dataclass(frozen=True)
class Bedragen:
    """Cents of one year, region and sector. `ruimte` is the revised regular part."""

    verwacht: int
    meerzorg: int
    toezegging: int
    ontwikkeling: int
    ruimte: int
    herverdeling: int


def bedragen(outcomes: Sequence[Afloop], rng: np.random.Generator) -> dict[Sleutel, Bedragen]:
    """Every amount of the contracteerruimte, by (jaar, uzovi, sector)."""
    regular, extra = _verwacht(outcomes)
    found = {}
    for jaar in calendar.JAREN:
        for site in sites(calendar.STAND):
            for sector in SECTOREN:
                keys = [k for k in sorted(regular) if k[0] == jaar and k[2] is sector and _site(k[1]) is site]
                goal = DOEL_KORTING.get((jaar, site, sector), DOEL_EERDER_JAAR)
                deviation = rng.uniform(-SPREIDING_REGIO, SPREIDING_REGIO, len(keys))
                weight = np.array([regular[k] for k in keys], dtype=np.float64)
                if weight.sum() > 0:
                    deviation = deviation - float((deviation * weight).sum() / weight.sum())
                for key, own in zip(keys, deviation.tolist(), strict=True):
                    found[key] = _bedragen(regular[key], extra.get(key, 0), sector, goal + own)
    return found


def _bedragen(verwacht: int, meerzorg: int, sector: Sector, korting: float) -> Bedragen:
    promised = _euro(verwacht * TOEZEGGING_FRACTIE) if sector is not Sector.GGZ else 0
    regional = _euro(verwacht * ONTWIKKELING_FRACTIE) if sector is Sector.VV else 0
    return Bedragen(
        verwacht=verwacht,
        meerzorg=_euro(meerzorg * MEERZORG_RUIM),
        toezegging=promised,
        ontwikkeling=regional,
        ruimte=_euro(verwacht * (1 - korting)) + promised + regional,
        herverdeling=_euro(verwacht * HERVERDELING_FRACTIE.get(sector, 0.0)),
    )


def _verwacht(outcomes: Sequence[Afloop]) -> tuple[Mapping[Sleutel, int], Mapping[Sleutel, int]]:
    """E per year, region and sector: regular production with crisis (also unoccupied days), and meerzorg."""
    meerzorg = np.array([c.groep is Groep.MEERZORG for c in CODES])
    regular: dict[Sleutel, int] = {}
    extra: dict[Sleutel, int] = {}
    for jaar in calendar.JAREN:
        for outcome in outcomes:
            expected = verwacht_jaar_cent(outcome.bekend + onbezet(outcome), jaar)
            for sector in SECTOREN:
                column = expected[:, SECTORVOLGORDE.index(sector)]
                key = (jaar, outcome.vestiging.uzovi, sector)
                regular[key] = regular.get(key, 0) + int(column[~meerzorg].sum())
                extra[key] = extra.get(key, 0) + int(column[meerzorg].sum())
    return regular, extra


def verwacht_vestiging_cent(outcome: Afloop, jaar: int) -> int:
    """E of a vestiging over all its sectors."""
    return int(verwacht_jaar_cent(outcome.bekend, jaar).sum())


def onbezette_dagen(outcome: Afloop) -> list[int]:
    """Unoccupied days of the agreed crisis places per zorgmaand, up to the last declared month."""
    places = outcome.vestiging.crisisplekken
    days = [calendar.laatste_dag(m) - calendar.eerste_dag(m) + 1 for m in range(calendar.LAATSTE_MAAND + 1)]
    occupied = outcome.crisisdagen.tolist()
    return [max(0, places * of_month - taken) for of_month, taken in zip(days, occupied, strict=False)]


def onbezet_tarief_cent(maand: int) -> int:
    return int(tarief_cent(calendar.jaar_van(maand))[INDEX["CON1"]])


def onbezet(outcome: Afloop) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Cents of unoccupied crisis days, by code, sector and zorgmaand like the outcome itself."""
    out = np.zeros_like(outcome.bekend)
    sector = SECTORVOLGORDE.index(outcome.vestiging.aanbieder.sector)
    for maand, days in enumerate(onbezette_dagen(outcome)):
        out[INDEX["CON1"], sector, maand] = days * onbezet_tarief_cent(maand)
    return out


def _site(uzovi: str) -> Site | None:
    return sites_per_regio(calendar.STAND).get(uzovi)


def _euro(cent: float) -> int:
    """Whole euros, in cents."""
    return round(cent / 100) * 100

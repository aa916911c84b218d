"""Year totals of every region and sector as expected on a peildatum (R4.6): completion first, then the forecast."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd

from config.words import Sector
from forecasting.schatting.completion import KWANTIEL_80, Getallen
from forecasting.schatting.kans import Trekkingen, bandbreedte, kans
from forecasting.schatting.panel import Panel
from forecasting.wlz.outlook import Kans, MaandCompleet, Nakomer, SectorOutlook, Sprong, Toets, Verwacht
from forecasting.wlz.plaats import RegioSector
from loaders.tijd.workdays import maanden

MINSTE_MAANDEN = 3
"""Months of care a series needs before it is forecast by itself, and the product says anything at all."""
MEESTE_NAKOMERS = 8
DOORWERKING = 0.75
"""Part of an error in the last month's completion that goes on into every month still to come: what the forecast of a
sector moved by when its last month was moved (median 0.8, quartiles 0.6 and 0.9 on two real panels; docs/method.md)."""

VOORWAARDEN = (
    "uitgaand van gelijkblijvende declaratiegewoonten, van het beleid zoals het nu is en van de contracteerruimte "
    "zoals die op de peildatum bekend was; besluiten over trend, raming en melding tellen er niet in mee"
)


@dataclass(frozen=True)
class PlaatsVerwachting:
    """One region and sector: simulated year totals, and its twelve months in cents (known, expected, one standard
    deviation of the expected amount). Draw n of every place is the same future, so places add up draw by draw."""

    trekkingen: Trekkingen
    bekend: tuple[int, ...]
    verwacht: tuple[int, ...]
    fout: tuple[int, ...]


@dataclass(frozen=True)
class AanbiederVerwachting:
    """One provider in one region and sector, in cents: p10, p50 and p90 of its year total; per month of the year what
    it has still to declare (by estimate), and what that is worth in the 80% interval of its sector (N7)."""

    aanbieder: str
    uzovi: str
    sector: Sector
    kwantielen: tuple[int, int, int]
    ontbreekt: tuple[int, ...]
    breedte: tuple[int, ...]


@dataclass(frozen=True)
class Verwachting:
    """What a year is expected to come to, as known on a peildatum. Empty with a reason where it cannot be said.

    `laatste_maand`: the newest zorgmaand of the year that counts. `sprongen`: by region (None: all of them) and sector,
    where that month lies far from what was to be expected.
    """

    jaar: int
    laatste_maand: date
    plaatsen: Mapping[RegioSector, PlaatsVerwachting]
    aanbieders: tuple[AanbiederVerwachting, ...]
    redenen: tuple[str, ...]
    sprongen: Mapping[tuple[str | None, Sector], Sprong] = field(default_factory=dict)


def niets(jaar: int, reden: str) -> Verwachting:
    """Nothing can be said, and why."""
    return Verwachting(jaar, date(jaar, 1, 1), {}, (), (reden,))


def verwachting(panel: Panel | None, jaar: int, seed: int = 0) -> Verwachting:
    """Complete the months, forecast every provider, and add up by region and sector.

    What was not seen on past diagonals of the run-off is not in the range: it is conditioned on habits of claiming and
    on policy staying within what the past shows.
    """
    if panel is None:
        return niets(jaar, "er is geen goedgekeurde productie bekend")
    laatste = min(panel.laatste_maand(), pd.Period(f"{jaar}-12", "M"))
    aantal = (laatste - panel.maanden[0]).n + 1
    if laatste.year < jaar:
        return niets(jaar, f"van {jaar} is nog geen maand genoeg bekend om op te bouwen")
    if aantal < MINSTE_MAANDEN:
        return niets(
            jaar, f"te weinig historie: van de {MINSTE_MAANDEN} maanden die nodig zijn is er {aantal} bruikbaar"
        )
    totalen, redenen, sprongen = _totalen(panel, laatste, seed)
    if totalen is None:
        return niets(jaar, f"te weinig historie: geen aanbieder met {MINSTE_MAANDEN} maanden productie")
    totalen = np.maximum(totalen + _voltooiingsfout(panel, laatste, totalen, seed), _zeker(panel, jaar)[:, None])
    trekkingen = np.rint(totalen).astype(np.int64)
    plaats = pd.MultiIndex.from_frame(panel.reeksen[["uzovi", "sector"]])
    return Verwachting(
        jaar,
        laatste.start_time.date(),
        {
            (uzovi, Sector(sector)): _plaats(panel, jaar, trekkingen, np.asarray(plaats == (uzovi, sector)))
            for uzovi, sector in plaats.unique()
        },
        _aanbieders(panel, laatste, trekkingen),
        redenen,
        sprongen,
    )


def _totalen(
    panel: Panel, laatste: pd.Period, seed: int
) -> tuple[Getallen | None, tuple[str, ...], dict[tuple[str | None, Sector], Sprong]]:
    """Series x draws, in cents; reasons; and newest months out of line. A provider too new to be forecast by itself
    follows the policy's rule, with the relative range of its sector."""
    from forecasting.schatting.year_total import forecast_many  # noqa: PLC0415 (slow to import, and results are stored)

    aantal = (laatste - panel.maanden[0]).n + 1
    bedragen, maanden_ = panel.verwacht[:, :aantal], panel.maanden[:aantal]
    begonnen = np.argmax(bedragen != 0, axis=1)
    eigen = (bedragen != 0).any(axis=1) & (aantal - begonnen >= MINSTE_MAANDEN)
    if not eigen.any():
        return None, (), {}
    namen = panel.reeksen[["sector", "uzovi", "aanbieder"]]
    vanaf_begin = np.where(np.arange(aantal)[None, :] >= begonnen[:, None], bedragen, np.nan)
    breed = pd.DataFrame(vanaf_begin[eigen].T, maanden_, pd.MultiIndex.from_frame(namen[eigen]))
    found = forecast_many(breed, laatste.year, laatste.month, seed=seed)
    trekkingen = {sleutel: total.samples for sleutel, total in found.providers.items()}
    totalen = np.zeros((len(namen), len(next(iter(trekkingen.values())))))
    for rij, sleutel in enumerate(namen.itertuples(index=False, name=None)):
        if eigen[rij]:
            totalen[rij] = trekkingen[sleutel]
        elif bedragen[rij].any():
            collegas = [t for (sector, _, _), t in trekkingen.items() if sector == sleutel[0]]
            totalen[rij] = _letterlijk(bedragen[rij], maanden_) * _spreiding(collegas)
    sprongen = {
        (name[1] if len(name) > 1 else None, Sector(name[0])): Sprong(
            laatste.start_time.date(), jump.part, round(jump.stays), round(jump.returns)
        )
        for name, jump in found.jumps.items()
    }
    return totalen, (VOORWAARDEN,), sprongen


def _spreiding(collegas: list[Getallen]) -> Getallen | float:
    """Draws of a sector relative to their mean; 1 where there are none."""
    som = np.sum(collegas, axis=0) if collegas else np.zeros(1)
    return som / float(som.mean()) if som.mean() > 0 else 1.0


def _letterlijk(bedragen: Getallen, maanden_: pd.PeriodIndex) -> float:
    """R3.2 on completed months: those of the year so far, and the last one per calendar day for the rest."""
    dit_jaar = maanden_.year == maanden_[-1].year
    per_dag = bedragen[-1] / maanden_[-1].days_in_month
    return float(bedragen[dit_jaar].sum() + per_dag * _dagen_rest(maanden_[-1]))


def _voltooiingsfout(panel: Panel, laatste: pd.Period, totalen: Getallen, seed: int) -> Getallen:
    """What completion may be off, per series and draw: a shock per sector, whose habits move together, and one per
    month of it, in the proportion in which past errors of months went together."""
    fout = _gewicht_op_het_jaar(panel, laatste)
    erbij = np.zeros_like(totalen)
    for nummer, sector in enumerate(Sector):
        mijn = (panel.reeksen["sector"] == sector.value).to_numpy()
        if mijn.any():
            schok = np.random.default_rng([seed, nummer, 1]).standard_normal((1 + fout.shape[1], totalen.shape[1]))
            samen = panel.samenhang[sector]
            erbij[mijn] = fout[mijn] @ (np.sqrt(samen) * schok[:1] + np.sqrt(1 - samen) * schok[1:])
    return erbij


def _gewicht_op_het_jaar(panel: Panel, laatste: pd.Period) -> Getallen:
    """What the error of each month of the year does to the year (one standard deviation, cents; series x months up to
    the last one): itself, and in the last month also `DOORWERKING` of it for every day still to come; as far as the
    months of the sector together were off (`Panel.totaal`)."""
    aantal = (laatste - panel.maanden[0]).n + 1
    fout = panel.fout[:, :aantal][:, panel.maanden[:aantal].year == laatste.year].copy()
    fout[:, -1] *= 1 + DOORWERKING * _dagen_rest(laatste) / laatste.days_in_month
    fout *= np.array([[panel.totaal[Sector(sector)]] for sector in panel.reeksen["sector"]])
    return fout


def _zeker(panel: Panel, jaar: int) -> Getallen:
    """What is approved of the year per series: no total lies below it, unless months of the series came down after
    approval before (credits); then a year may come out lower, and nothing is certain."""
    goedgekeurd = panel.bekend[:, panel.maanden.year == jaar].sum(axis=1)
    return np.where(panel.gecrediteerd, -np.inf, goedgekeurd)


def _dagen_rest(laatste: pd.Period) -> int:
    return int((pd.Period(f"{laatste.year}-12", "M").end_time - laatste.end_time).days)


def _plaats(panel: Panel, jaar: int, trekkingen: Trekkingen, mijn: np.ndarray) -> PlaatsVerwachting:
    def per_maand(bedragen: Getallen) -> tuple[int, ...]:
        reeks = pd.Series(bedragen[mijn].sum(axis=0), panel.maanden)
        return tuple(round(float(reeks.get(pd.Period(maand, "M"), 0.0))) for maand in maanden(jaar))

    return PlaatsVerwachting(
        trekkingen[mijn].sum(axis=0),
        per_maand(panel.bekend),
        per_maand(panel.verwacht),
        per_maand(panel.fout),
    )


def _aanbieders(panel: Panel, laatste: pd.Period, trekkingen: Trekkingen) -> tuple[AanbiederVerwachting, ...]:
    breedte = np.rint(2 * KWANTIEL_80 * _gewicht_op_het_jaar(panel, laatste)).astype(np.int64)
    eerste = (laatste - panel.maanden[0]).n + 1 - breedte.shape[1]
    ontbreekt = np.rint(panel.verwacht - panel.bekend).astype(np.int64)[:, eerste : eerste + breedte.shape[1]]
    vooraf = (0,) * (laatste.month - breedte.shape[1])
    found = []
    for rij, (aanbieder, uzovi, sector) in enumerate(panel.reeksen.itertuples(index=False, name=None)):
        breed = bandbreedte(trekkingen[rij])
        found.append(
            AanbiederVerwachting(
                aanbieder,
                uzovi,
                Sector(sector),
                (int(breed.p10), int(breed.p50), int(breed.p90)),
                (*vooraf, *ontbreekt[rij].tolist()),
                (*vooraf, *breedte[rij].tolist()),
            )
        )
    return tuple(found)


def met_verwachting(
    sectoren: tuple[SectorOutlook, ...],
    plaatsen: tuple[SectorOutlook, ...],
    gevonden: Verwachting,
    vast: Mapping[RegioSector, tuple[int, ...]],
    namen: Mapping[str, str],
) -> tuple[SectorOutlook, ...]:
    """The sectors of an outlook with what they are expected to come to. `plaatsen`: the regions that make them up (a
    region is made up of itself). `vast`: cents per month of production that does not come in by claims, taken as it
    is."""
    met_vast = {plaats: _erbij(deel, vast.get(plaats)) for plaats, deel in gevonden.plaatsen.items()}
    found = []
    for sector in sectoren:
        mijn = {p.uzovi for p in plaatsen if p.sector is sector.sector and sector.uzovi in (None, p.uzovi)}
        delen = [deel for (uzovi, naam), deel in met_vast.items() if uzovi in mijn and naam is sector.sector]
        laat = nakomers(
            [a for a in gevonden.aanbieders if a.uzovi in mijn and a.sector is sector.sector], gevonden, namen
        )
        verwacht = _verwacht(sector, delen, laat, gevonden)
        sprong = _sprong(sector, mijn, vast, gevonden)
        found.append(replace(sector, verwacht=replace(verwacht, sprong=sprong) if delen else verwacht))
    return tuple(found)


def _sprong(
    sector: SectorOutlook,
    regios: AbstractSet[str | None],
    vast: Mapping[RegioSector, tuple[int, ...]],
    gevonden: Verwachting,
) -> Sprong | None:
    """The newest month out of line, of a region, or of a site that has all regions of which anything is known; both
    readings with the production that does not come in by claims."""
    alle = {uzovi for uzovi, naam in gevonden.plaatsen if naam is sector.sector}
    found = gevonden.sprongen.get((sector.uzovi, sector.sector))
    if found is None or (sector.uzovi is None and not alle <= regios):
        return None
    erbij = sum(sum(vast.get((uzovi, sector.sector), ())) for uzovi in alle if uzovi in regios)
    return replace(found, blijft_cent=found.blijft_cent + erbij, terug_cent=found.terug_cent + erbij)


def nakomers(
    aanbieders: Iterable[AanbiederVerwachting], gevonden: Verwachting, namen: Mapping[str, str]
) -> tuple[Nakomer, ...]:
    """Who has still to declare what, the largest effect on the interval of the sector first (N7)."""
    found = [
        Nakomer(a.aanbieder, namen.get(a.aanbieder), a.uzovi, maand, ontbreekt, breedte)
        for a in aanbieders
        for maand, ontbreekt, breedte in zip(maanden(gevonden.jaar), a.ontbreekt, a.breedte, strict=False)
        if ontbreekt > 0 and breedte > 0
    ]
    return tuple(sorted(found, key=lambda n: (-n.breedte_cent, n.agb, n.maand))[:MEESTE_NAKOMERS])


def _erbij(deel: PlaatsVerwachting, vast: tuple[int, ...] | None) -> PlaatsVerwachting:
    """A place with a fixed amount per month added."""
    if vast is None:
        return deel
    return PlaatsVerwachting(
        deel.trekkingen + sum(vast),
        tuple(a + b for a, b in zip(deel.bekend, vast, strict=True)),
        tuple(a + b for a, b in zip(deel.verwacht, vast, strict=True)),
        deel.fout,
    )


def _verwacht(
    sector: SectorOutlook, delen: list[PlaatsVerwachting], laat: tuple[Nakomer, ...], gevonden: Verwachting
) -> Verwacht:
    if not delen:
        return Verwacht(redenen=gevonden.redenen if not gevonden.plaatsen else ("geen goedgekeurde productie bekend",))
    trekkingen = np.sum([deel.trekkingen for deel in delen], axis=0)
    months = tuple(
        MaandCompleet(
            maand,
            sum(deel.bekend[i] for deel in delen),
            sum(deel.verwacht[i] for deel in delen),
            sum(deel.verwacht[i] - round(KWANTIEL_80 * deel.fout[i]) for deel in delen),
            sum(deel.verwacht[i] + round(KWANTIEL_80 * deel.fout[i]) for deel in delen),
        )
        for i, maand in enumerate(maanden(gevonden.jaar))
        if maand <= gevonden.laatste_maand
    )

    def tegen(toets: Toets) -> Kans | None:
        if toets.contracteerruimte_cent is None:
            return None
        return kans(
            trekkingen,
            toets.contracteerruimte_cent,
            sector.verplichtingen_cent,
            sector.drempel_fractie,
            months,
            gevonden.laatste_maand,
        )

    return Verwacht(
        bandbreedte(trekkingen),
        tegen(sector.zonder),
        tegen(sector.met_herverdeling),
        gevonden.laatste_maand,
        months,
        laat,
        gevonden.redenen,
    )

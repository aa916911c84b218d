"""The steps from PRODUCTIE and reference tables to an outlook: fetch, compute by pure rules, put together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pandas as pd

from config.codes import regios
from config.policy import policy
from config.words import Groep, Sector, Site
from forecasting.wlz import oordeel, sectors, signalen
from forecasting.wlz.besluiten.aanpassing import benoemd, met_aanpassingen
from forecasting.wlz.besluiten.run import aanpassingen_van
from forecasting.wlz.contracteerruimte import Ruimte
from forecasting.wlz.crisis.run import crisis
from forecasting.wlz.grondslag import herschikkingskortingen, met_herschikkingskorting
from forecasting.wlz.grondslag import signalen as grondslagsignalen
from forecasting.wlz.herschikking.verzamelen import verzamel
from forecasting.wlz.jaarbeeld import Jaarbeeld, jaarbeeld
from forecasting.wlz.meerzorg import meerzorgstanden
from forecasting.wlz.outlook import Gezegd, Outlook, SectorOutlook
from forecasting.wlz.peil import Peil, names, oormerken, peil, ruimtes, stand, verplichtingen
from forecasting.wlz.plaats import RegioSector
from forecasting.wlz.schatting import gezegd
from forecasting.wlz.schatting.run import expected, forecast, is_bewaard, peildata
from forecasting.wlz.schatting.signaal import Grenzen, met_signaalstanden
from forecasting.wlz.schatting.verwachting import met_verwachting
from forecasting.wlz.volledigheid import Volledigheid, aanbiedermaanden
from loaders.extrapolation import LAATSTE_EIGEN_MAAND, jaarverloop, maandsignalen
from loaders.grootboek.besluiten import Besluit, tellende
from loaders.grootboek.lezer import Inzage
from loaders.queries import stand as ledger_stand
from loaders.tijd.workdays import maanden

__all__ = ["bewaar_schatting", "crisis", "outlook", "per_aanbieder", "verloop"]


def outlook(
    blik: Inzage,
    jaar: int,
    peildatum: date,
    site: Site,
    laatste_maand: date | None = None,
) -> Outlook:
    """The outlook of a site for `jaar`, on what was known at the end of `peildatum`.

    `laatste_maand` fixes L by hand, as the herschikkingsprocedure may (R3.1). What is expected (R4.6) builds on all
    that was known; it is made at the first question and kept.

    Raises GegevensOntbreken when nothing was loaded, OngeldigeInvoer when no month of the year is closed yet.
    """
    found = officieel(blik, jaar, peildatum, site, laatste_maand)
    asked, beeld, verloop, genomen = found.asked, found.beeld, found.verloop, found.genomen
    gedaan, per_sector, per_regio = beeld.aanpassingen, found.sectoren, found.regios
    onbekend = sectors.regulier(verloop[verloop["sector"] == Sector.ONBEKEND])
    meerzorg = verloop[verloop["groep"] == Groep.MEERZORG]
    oormerkstanden = meerzorgstanden(meerzorg, oormerken(blik, asked), regios(site), asked.laatste_maand)
    kortingen = herschikkingskortingen(verzamel(blik, jaar, peildatum, laatste_maand), found.ruimte)
    grondslag = str(asked.beleid("lezing_korting_grondslag").waarde)
    per_regio = met_herschikkingskorting(per_regio, kortingen, site, grondslag)
    per_sector = met_herschikkingskorting(per_sector, kortingen, site, grondslag)
    verwacht, vast = expected(blik, jaar, peildatum), _vast(beeld.onbezet, asked)
    return Outlook(
        jaar=jaar,
        site=site,
        herkomst=asked.herkomst(sorted({aanpassing.besluit for aanpassing in gedaan})),
        sectoren=met_verwachting(per_sector, per_regio, verwacht, vast, beeld.namen),
        regios=met_verwachting(per_regio, per_regio, verwacht, vast, beeld.namen),
        totaal=sectors.totaal(per_sector),
        onbekend_geextrapoleerd_cent=sectors.geextrapoleerd_cent(onbekend, asked.laatste_maand),
        meerzorg_geextrapoleerd_cent=sectors.geextrapoleerd_cent(meerzorg, asked.laatste_maand),
        signalen=(
            *signalen.vaste_volumes(genomen, site),
            *signalen.niet_bevestigd(asked.beleid("drempel_korting"), jaar),
            *signalen.ruimte(per_regio, jaar),
            *grondslagsignalen((*per_sector, *per_regio)),
            *signalen.oordeelsgrond(per_sector, per_regio, asked.laatste_maand),
            *signalen.meerzorg(oormerkstanden),
            *beeld.over_onbezet,
            *beeld.signalen,
        ),
        aanpassingen=gedaan,
        meerzorg=oormerkstanden,
    )


@dataclass(frozen=True)
class Officieel:
    """The policy's figures of a site and what they rest on. `verloop`: the year with what decisions add."""

    asked: Peil
    genomen: Sequence[Besluit]
    beeld: Jaarbeeld
    verloop: pd.DataFrame
    ruimte: Mapping[RegioSector, Ruimte]
    sectoren: tuple[SectorOutlook, ...]
    regios: tuple[SectorOutlook, ...]


def officieel(blik: Inzage, jaar: int, peildatum: date, site: Site, laatste_maand: date | None = None) -> Officieel:
    """Sectors and regions by the policy, each with its ground for a verdict (R4.8). Raises as `outlook`."""
    asked = peil(blik, jaar, peildatum, laatste_maand)
    genomen = tellende(blik, jaar, peildatum)
    beeld = jaarbeeld(blik, asked, regios(site), genomen)
    gedaan = beeld.aanpassingen
    verloop = met_aanpassingen(beeld.verloop, gedaan)
    drempels = sectors.Drempels(asked.beleid("drempel_korting").fractie, asked.beleid("signaal_nadert").fractie)
    ruimte, vooraf = ruimtes(blik, asked), verplichtingen(blik, asked)
    shown = _regions_with_anything(site, verloop, {*ruimte, *vooraf})
    per_regio = benoemd(sectors.regio_outlooks(verloop, shown, ruimte, vooraf, asked.laatste_maand, drempels), gedaan)
    per_sector = benoemd(sectors.site_outlooks(per_regio, asked.laatste_maand, drempels), gedaan)
    per_sector, per_regio = oordeel.beoordeeld(
        per_sector,
        per_regio,
        oordeel.ontvangen(beeld.claims, asked.laatste_maand),
        *_andere_lezingen(blik, asked, beeld, regios(site), genomen),
        oordeel.Maatstaf(asked.laatste_maand, asked.beleid("signaal_onvolledige_maand").fractie, asked.toekomst),
    )
    return Officieel(asked, genomen, beeld, verloop, ruimte, per_sector, per_regio)


def _andere_lezingen(
    blik: Inzage, asked: Peil, beeld: Jaarbeeld, uzovis: Sequence[str], genomen: Sequence[Besluit]
) -> tuple[dict[RegioSector, int], dict[RegioSector, int]]:
    """E per region and sector as if all that is pending is granted, and with the last month of their own for who has
    nothing approved in L (R4.8); decisions of staff count in each."""
    known, pending = beeld.productie["goedgekeurd_cent"], beeld.productie["in_behandeling_cent"]
    found = []
    for productie, zonder_l in (
        (beeld.productie.assign(goedgekeurd_cent=known + pending), asked.zonder_l),
        (beeld.productie, LAATSTE_EIGEN_MAAND),
    ):
        verloop = jaarverloop(productie, asked.laatste_maand, asked.dagen, zonder_l)
        gedaan = aanpassingen_van(blik, asked, verloop, genomen, uzovis)
        found.append(sectors.geextrapoleerd_per_plaats(met_aanpassingen(verloop, gedaan), asked.laatste_maand))
    return found[0], found[1]


def volledigheid(blik: Inzage, jaar: int, peildatum: date) -> Volledigheid:
    """What every provider has claimed of each month beside what was expected, as known at the end of `peildatum`; the
    regular production that is held against the contracteerruimte (R2.3). Raises as `outlook`."""
    asked = peil(blik, jaar, peildatum)
    afwijking = asked.beleid("signaal_afwijking").fractie
    opvallend = maandsignalen(sectors.regulier(stand(asked)), asked.laatste_maand, afwijking)
    return Volledigheid(
        jaar=jaar,
        herkomst=asked.herkomst(),
        afwijking_fractie=afwijking,
        aanbieders=aanbiedermaanden(
            sectors.regulier(stand(asked, vanaf=date(jaar - 1, 1, 1))),
            asked.laatste_maand,
            afwijking,
            asked.dagen,
            {(s.aanbieder, s.uzovi, s.sector): s for s in opvallend},
            names(blik, peildatum),
        ),
    )


def verloop(blik: Inzage, jaar: int, tot: date, site: Site) -> tuple[Gezegd, ...]:
    """What was said of a site on every closing day of the year up to `tot` of which the estimate was kept, each with
    the state of its signals after the day before (R4.6). A day is looked up once and kept."""
    versie = ledger_stand(blik).versie
    dagen_: list[Gezegd] = []
    for dag in peildata(jaar, tot):
        bestand = gezegd.pad(blik.settings, versie, jaar, dag, site)
        found = gezegd.lees(bestand)
        if found is None and is_bewaard(blik, jaar, dag):
            found = gezegd.uit(outlook(blik, jaar, dag, site))
            gezegd.bewaar(bestand, found)
        dagen_ += found or ()
    return met_signaalstanden(dagen_, _signaalgrenzen(jaar, tot))


def bewaar_schatting(blik: Inzage, jaar: int, tot: date) -> tuple[date, ...]:
    """Make and keep the estimate on `tot` and every closing day before it, and what it said of every site, so that
    pages only read. Returns those days."""
    dagen_ = forecast(blik, jaar, tot)
    for site in Site:
        verloop(blik, jaar, tot, site)
    return dagen_


def _signaalgrenzen(jaar: int, peildatum: date) -> Grenzen:
    def value(naam: str) -> Fraction:
        return policy(naam, jaar, peildatum).fractie

    return Grenzen(
        kans_nadert=value("signaal_kans_nadert"),
        kans_nadert_weg=value("signaal_kans_nadert_weg"),
        kans_dreigt=value("signaal_kans_dreigt"),
        kans_dreigt_weg=value("signaal_kans_dreigt_weg"),
        afstand_nadert=value("signaal_nadert"),
        afstand_nadert_weg=value("signaal_nadert_weg"),
    )


def per_aanbieder(blik: Inzage, jaar: int, peildatum: date) -> pd.DataFrame:
    """The policy's figure of every provider's claims (R3.2), all regions: aanbieder, uzovi, sector, and in cents
    goedgekeurd_cent (up to L) and geextrapoleerd_cent. Raises as `outlook`."""
    asked = peil(blik, jaar, peildatum)
    verloop = jaarverloop(stand(asked), asked.laatste_maand, asked.dagen, asked.zonder_l)
    telt_mee = sectors.telt_mee(sectors.regulier(verloop), asked.laatste_maand)
    return telt_mee.groupby(["aanbieder", "uzovi", "sector"], as_index=False)[
        ["goedgekeurd_cent", "geextrapoleerd_cent"]
    ].sum()


def _vast(onbezet: pd.DataFrame, asked: Peil) -> dict[RegioSector, tuple[int, ...]]:
    """Paid unoccupied crisis days per region, sector and month of the year (R5.4): they do not come in by claims, so
    the estimate takes them as the policy's figure does."""
    if onbezet.empty:
        return {}
    verloop = jaarverloop(onbezet, asked.laatste_maand, asked.dagen)
    telt_mee = sectors.telt_mee(verloop, asked.laatste_maand)
    found: dict[RegioSector, tuple[int, ...]] = {}
    for plaats, rows in telt_mee.groupby(["uzovi", "sector"]):
        uzovi, sector = map(str, plaats)
        per_maand = rows.groupby("zorgmaand")["geextrapoleerd_cent"].sum()
        found[uzovi, Sector(sector)] = tuple(int(per_maand.get(pd.Timestamp(m), 0)) for m in maanden(asked.jaar))
    return found


def _regions_with_anything(site: Site, verloop: pd.DataFrame, plaatsen: Iterable[RegioSector]) -> list[str]:
    present = set(verloop["uzovi"]) | {uzovi for uzovi, _ in plaatsen}
    return [uzovi for uzovi in regios(site) if uzovi in present]

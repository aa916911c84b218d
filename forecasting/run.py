"""The steps from PRODUCTIE and reference tables to an outlook: fetch, compute by pure rules, put together."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

import pandas as pd

from config.codes import regios, zorgkantoren
from config.errors import GegevensOntbreken
from config.policy import policy
from config.settings import Settings
from config.words import BesluitSoort, Groep, Onderdeel, Sector, Site, Uitkomst, Zekerheid
from forecasting import sectors, store
from forecasting.besluiten.aanpassing import aanpassingen, benoemd, goedgekeurd_per_plaats, met_aanpassingen
from forecasting.besluiten.run import behandelcorrecties, nieuwe_aanbieders
from forecasting.contracteerruimte import Ruimte, RuimteRij, VerplichtingRij, contracteerruimte, verplichtingen_cent
from forecasting.crisis.run import crisis, onbezette_productie
from forecasting.outlook import Aanpassing, Outlook, SectorOutlook, Signaal
from forecasting.panel import panel
from forecasting.peil import NIETS_GELADEN, Peil, names, peil, regio, stand
from forecasting.verwachting import Verwachting, met_verwachting, verwachting
from loaders import productie
from loaders.besluiten import Besluit, besluiten, geldend
from loaders.extrapolation import jaarverloop, maandsignalen
from loaders.queries import ontvangst, reference_rows
from loaders.workdays import dag_in_nederland, dagen, maanden, sluitdag

__all__ = ["crisis", "forecast", "laatste_levering", "outlook", "peildata", "verloop"]


def outlook(
    settings: Settings,
    jaar: int,
    peildatum: date,
    site: Site,
    laatste_maand: date | None = None,
    *,
    genomen: Sequence[Besluit] | None = None,
) -> Outlook:
    """The outlook of a site for `jaar`, on what was known at the end of `peildatum`.

    `laatste_maand` fixes L by hand, as the herschikkingsprocedure may (R3.1). `genomen`: the decisions of staff to go
    by, as a herschikking or scenario has frozen them; else those that count on the peildatum. What is expected (R4.6)
    builds on all that was known; it is made at the first question and kept.

    Raises GegevensOntbreken when nothing was loaded, OngeldigeInvoer when no month of the year is closed yet.
    """
    asked = peil(settings, jaar, peildatum, laatste_maand)
    claims = stand(asked, regios(site))
    onbezet, opgemerkt = onbezette_productie(settings, asked, regios(site), claims)
    weging = str(policy("lezing_dagweging", jaar, peildatum).waarde)
    everything = pd.concat([claims, onbezet], ignore_index=True) if len(onbezet) else claims
    plain = jaarverloop(everything, asked.laatste_maand, lambda maand, eenheid: dagen(maand, eenheid, weging))
    gedaan = aanpassingen_van(settings, asked, plain, genomen)
    verloop = met_aanpassingen(plain, gedaan)
    drempels = sectors.Drempels(
        policy("drempel_korting", jaar, peildatum).fractie, policy("signaal_nadert", jaar, peildatum).fractie
    )
    ruimte, verplichtingen = rooms(settings, jaar, peildatum)
    shown = _regions_with_anything(site, verloop, ruimte, verplichtingen)
    per_regio = benoemd(
        sectors.regio_outlooks(verloop, shown, ruimte, verplichtingen, asked.laatste_maand, drempels), gedaan
    )
    onbekend = sectors.regulier(verloop[verloop["sector"] == Sector.ONBEKEND])
    meerzorg = verloop[verloop["groep"] == Groep.MEERZORG]
    afwijking = policy("signaal_afwijking", jaar, peildatum).fractie
    per_sector = benoemd(sectors.site_outlooks(per_regio, asked.laatste_maand, drempels), gedaan)
    naam = names(settings)
    verwacht = _verwachting(settings, asked)
    return Outlook(
        jaar=jaar,
        site=site,
        herkomst=asked.herkomst(sorted({aanpassing.besluit for aanpassing in gedaan})),
        sectoren=met_verwachting(per_sector, per_regio, verwacht),
        regios=met_verwachting(per_regio, per_regio, verwacht),
        totaal=sectors.totaal(per_sector),
        onbekend_geextrapoleerd_cent=sectors.geextrapoleerd_cent(onbekend, asked.laatste_maand),
        meerzorg_geextrapoleerd_cent=sectors.geextrapoleerd_cent(meerzorg, asked.laatste_maand),
        signalen=(
            *_vaste_volumes(settings, asked, site, genomen),
            *_ruimtesignalen(per_regio, jaar),
            *opgemerkt,
            *nieuwe_zonder_raming(settings, asked, plain, gedaan, naam),
            *signalen_per_maand(claims, asked, afwijking, naam),
        ),
        aanpassingen=gedaan,
    )


def laatste_levering(settings: Settings) -> date:
    """The day the last message that counts came in. Raises GegevensOntbreken when nothing was loaded."""
    laatste = ontvangst(settings, date.max).laatste
    if laatste is None:
        raise GegevensOntbreken(NIETS_GELADEN)
    return laatste


def peildata(jaar: int, tot: date) -> tuple[date, ...]:
    """The days up to `tot` on which a month of `jaar` closed for claiming (R3.1): when a new outlook could be given."""
    return tuple(
        dag
        for maand in maanden(jaar)
        if (dag := sluitdag(maand, policy("declaratietermijn_werkdagen", jaar, tot).geheel)) <= tot
    )


def forecast(settings: Settings, jaar: int, tot: date) -> tuple[date, ...]:
    """Make and keep what the year was expected to come to (R4.6) on `tot` and every closing day before it, so that
    pages only read it; what was made before from the same data is not made again. Returns those days. Raises as
    `outlook`."""
    dagen_ = sorted({*peildata(jaar, tot), tot})
    for dag in dagen_:
        _verwachting(settings, peil(settings, jaar, dag))
    return tuple(dagen_)


def verloop(settings: Settings, jaar: int, tot: date, site: Site) -> tuple[Outlook, ...]:
    """The outlooks of a site on every closing day of the year up to `tot`, of which the forecast was kept."""
    found = []
    for dag in peildata(jaar, tot):
        asked = peil(settings, jaar, dag)
        oordelen = productie.oordelen_tot(asked.productie, dag)
        if store.pad(settings, oordelen, dag, jaar).exists():
            found.append(outlook(settings, jaar, dag, site))
    return tuple(found)


def _verwachting(settings: Settings, asked: Peil) -> Verwachting:
    oordelen = productie.oordelen_tot(asked.productie, asked.peildatum)
    bestand = store.pad(settings, oordelen, asked.peildatum, asked.jaar)
    found = store.lees(bestand)
    if found is None:
        found = verwachting(panel(oordelen, asked.peildatum), asked.jaar)
        store.bewaar(bestand, found)
    return found


def _vaste_volumes(settings: Settings, asked: Peil, site: Site, genomen: Sequence[Besluit] | None) -> list[Signaal]:
    """The sectors of the site that were turned into fixed volumes: whatever shows this outlook says so (R4.5)."""
    counted = geldend(besluiten(settings, asked.jaar), asked.peildatum) if genomen is None else genomen
    return [
        Signaal(
            "vaste_volumes",
            f"vaste volumes sinds {dag_in_nederland(b.genomen_op):%d-%m-%Y} (besluit {b.nummer}); "
            "productie daarboven wordt niet betaald",
            sector=b.sector,
        )
        for b in counted
        if b.soort is BesluitSoort.VASTE_VOLUMES
        and b.uitkomst is Uitkomst.ACCEPTEREN
        and b.waarde.get("site") == site.value
    ]


def aanpassingen_van(
    settings: Settings, asked: Peil, verloop: pd.DataFrame, genomen: Sequence[Besluit] | None
) -> tuple[Aanpassing, ...]:
    """What the decisions that count do to E; nothing is fetched or computed where there are none (R3.4-R3.7)."""
    counted = geldend(besluiten(settings, asked.jaar), asked.peildatum) if genomen is None else genomen
    if not counted:
        return ()
    refused = any(b.soort is BesluitSoort.BEHANDELING and b.uitkomst is Uitkomst.WEIGEREN for b in counted)
    everywhere = stand(asked, tuple(zorgkantoren())) if refused else None
    correcties = {} if everywhere is None else behandelcorrecties(settings, asked, everywhere, counted)
    return aanpassingen(counted, verloop, asked.laatste_maand, correcties)


def nieuwe_zonder_raming(
    settings: Settings, asked: Peil, verloop: pd.DataFrame, gedaan: Sequence[Aanpassing], naam: Mapping[str, str]
) -> list[Signaal]:
    """R3.6: a new provider whose E stands for want of an estimate is marked."""
    started = nieuwe_aanbieders(settings, asked.jaar, asked.peildatum)
    estimated = {(a.agb, a.uzovi, a.sector) for a in gedaan if a.soort is BesluitSoort.RAMING}
    places = goedgekeurd_per_plaats(verloop, asked.laatste_maand).keys() - estimated
    return [
        Signaal(
            "nieuw",
            f"gestart op {started[agb]:%d-%m-%Y}: E staat, want er is geen raming",
            agb,
            uzovi,
            sector,
            naam.get(agb),
        )
        for agb, uzovi, sector in sorted(places)
        if agb in started
    ]


def rooms(
    settings: Settings, jaar: int, peildatum: date
) -> tuple[dict[tuple[str, Sector], Ruimte], dict[tuple[str, Sector], int]]:
    """Contracteerruimte and commitments by region and sector, as known on the peildatum (R4.1, R4.2)."""
    by_place: dict[tuple[str, Sector], list[RuimteRij]] = {}
    for row in reference_rows(settings, "contracteerruimte"):
        if row["jaar"] == jaar:
            uzovi, sector = regio(row["uzovi"]), Sector(row["sector"])
            part, certainty = Onderdeel(row["onderdeel"]), Zekerheid(row["zekerheid"])
            rij = RuimteRij(uzovi, sector, part, row["bedrag_cent"], certainty, row["bekend_op"])
            by_place.setdefault((uzovi, sector), []).append(rij)
    commitments: dict[tuple[str, Sector], list[VerplichtingRij]] = {}
    for row in reference_rows(settings, "verplichtingen"):
        if row["jaar"] == jaar:
            uzovi, sector = regio(row["uzovi"]), Sector(row["sector"])
            commitments.setdefault((uzovi, sector), []).append(
                VerplichtingRij(uzovi, sector, row["bedrag_cent"], row["bekend_op"])
            )
    known = {place: contracteerruimte(rijen, peildatum) for place, rijen in by_place.items()}
    return (
        {place: ruimte for place, ruimte in known.items() if ruimte is not None},
        {place: verplichtingen_cent(rijen, peildatum) for place, rijen in commitments.items()},
    )


def _regions_with_anything(
    site: Site,
    verloop: pd.DataFrame,
    ruimte: Mapping[tuple[str, Sector], Ruimte],
    verplichtingen: Mapping[tuple[str, Sector], int],
) -> list[str]:
    present = set(verloop["uzovi"]) | {uzovi for uzovi, _ in (*ruimte, *verplichtingen)}
    return [uzovi for uzovi in regios(site) if uzovi in present]


def _ruimtesignalen(per_regio: tuple[SectorOutlook, ...], jaar: int) -> list[Signaal]:
    found = []
    for place in per_regio:
        ruimte = place.zonder.contracteerruimte_cent
        if ruimte is None and (place.geextrapoleerd_cent or place.in_behandeling_cent or place.verplichtingen_cent):
            text = f"geen definitieve contracteerruimte {jaar} bekend; vul de tabel contracteerruimte aan"
            found.append(Signaal("contracteerruimte_ontbreekt", text, None, place.uzovi, place.sector))
        elif ruimte is not None and place.verplichtingen_cent > ruimte:
            text = "de verplichtingen zijn groter dan de contracteerruimte"
            found.append(Signaal("verplichtingen_boven_ruimte", text, None, place.uzovi, place.sector))
    return found


def signalen_per_maand(
    stand: pd.DataFrame, asked: Peil, afwijking: Fraction, names: Mapping[str, str]
) -> list[Signaal]:
    """R3.3 as signals, the largest difference first."""
    found = maandsignalen(sectors.regulier(stand), asked.laatste_maand, afwijking)
    return [
        Signaal(
            soort="geen_declaratie" if signal.geen_declaratie else "afwijkende_maand",
            tekst="geen declaratie in de laatste maand: telt niet mee in de rest van het jaar"
            if signal.geen_declaratie
            else f"laatste maand wijkt meer dan {float(afwijking):.0%} af van het gemiddelde van drie maanden ervoor",
            agb=signal.aanbieder,
            uzovi=signal.uzovi,
            sector=Sector(signal.sector),
            naam=names.get(signal.aanbieder),
            laatste_maand_cent=signal.laatste_maand_cent,
            gemiddelde_cent=round(signal.gemiddelde_cent),
        )
        for signal in sorted(found, key=lambda s: -abs(s.laatste_maand_cent - s.gemiddelde_cent))
    ]

"""The steps from PRODUCTIE and reference tables to an outlook: fetch, compute by pure rules, put together."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction

import pandas as pd

from config.codes import regios, zorgkantoren
from config.policy import policy
from config.settings import Settings
from config.words import BesluitSoort, Groep, Onderdeel, Sector, Site, Uitkomst, Zekerheid
from forecasting import sectors
from forecasting.besluiten.aanpassing import aanpassingen, benoemd, goedgekeurd_per_plaats, met_aanpassingen
from forecasting.besluiten.run import behandelcorrecties, nieuwe_aanbieders
from forecasting.contracteerruimte import Ruimte, RuimteRij, VerplichtingRij, contracteerruimte, verplichtingen_cent
from forecasting.crisis.run import crisis, onbezette_productie
from forecasting.expected import gezegd_store
from forecasting.expected.run import expected, forecast, is_bewaard, peildata
from forecasting.expected.signaal import Grenzen, met_signaalstanden
from forecasting.expected.verwachting import met_verwachting
from forecasting.outlook import Aanpassing, Gezegd, Outlook, SectorOutlook, Signaal
from forecasting.peil import Peil, names, peil, regio, stand
from forecasting.volledigheid import Volledigheid, aanbiedermaanden
from loaders.besluiten import Besluit, besluiten, geldend
from loaders.extrapolation import jaarverloop, maandsignalen
from loaders.queries import reference_rows
from loaders.queries import stand as ledger_stand
from loaders.workdays import dag_in_nederland, dagen, maanden

__all__ = ["bewaar_schatting", "crisis", "outlook", "per_aanbieder", "verloop"]


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
    everything = pd.concat([claims, onbezet], ignore_index=True) if len(onbezet) else claims
    plain = _jaarverloop(everything, asked)
    gedaan = aanpassingen_van(settings, asked, plain, genomen, regios(site))
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
    verwacht, vast = expected(settings, jaar, peildatum), _vast(onbezet, asked)
    return Outlook(
        jaar=jaar,
        site=site,
        herkomst=asked.herkomst(sorted({aanpassing.besluit for aanpassing in gedaan})),
        sectoren=met_verwachting(per_sector, per_regio, verwacht, vast, naam),
        regios=met_verwachting(per_regio, per_regio, verwacht, vast, naam),
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


def volledigheid(settings: Settings, jaar: int, peildatum: date) -> Volledigheid:
    """What every provider has claimed of each month beside what was expected, as known at the end of `peildatum`; the
    regular production that is held against the contracteerruimte (R2.3). Raises as `outlook`."""
    asked = peil(settings, jaar, peildatum)
    everywhere = tuple(zorgkantoren())
    afwijking = policy("signaal_afwijking", jaar, peildatum).fractie
    signalen = maandsignalen(sectors.regulier(stand(asked, everywhere)), asked.laatste_maand, afwijking)
    return Volledigheid(
        jaar=jaar,
        herkomst=asked.herkomst(),
        afwijking_fractie=afwijking,
        aanbieders=aanbiedermaanden(
            sectors.regulier(stand(asked, everywhere, date(jaar - 1, 1, 1))),
            asked.laatste_maand,
            afwijking,
            _dagen(asked),
            {(s.aanbieder, s.uzovi, s.sector): s for s in signalen},
            names(settings),
        ),
    )


def verloop(settings: Settings, jaar: int, tot: date, site: Site) -> tuple[Gezegd, ...]:
    """What was said of a site on every closing day of the year up to `tot` of which the estimate was kept, each with
    the state of its signals after the day before (R4.6). A day is looked up once and kept."""
    versie = ledger_stand(settings).versie
    dagen_: list[Gezegd] = []
    for dag in peildata(jaar, tot):
        bestand = gezegd_store.pad(settings, versie, jaar, dag, site)
        found = gezegd_store.lees(bestand)
        if found is None and is_bewaard(settings, jaar, dag):
            found = gezegd_store.uit(outlook(settings, jaar, dag, site))
            gezegd_store.bewaar(bestand, found)
        dagen_ += found or ()
    return met_signaalstanden(dagen_, _signaalgrenzen(jaar, tot))


def bewaar_schatting(settings: Settings, jaar: int, tot: date) -> tuple[date, ...]:
    """Make and keep the estimate on `tot` and every closing day before it, and what it said of every site, so that
    pages only read. Returns those days."""
    dagen_ = forecast(settings, jaar, tot)
    for site in Site:
        verloop(settings, jaar, tot, site)
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


def per_aanbieder(settings: Settings, jaar: int, peildatum: date) -> pd.DataFrame:
    """The policy's figure of every provider's claims (R3.2), all regions: aanbieder, uzovi, sector, and in cents
    goedgekeurd_cent (up to L) and geextrapoleerd_cent. Raises as `outlook`."""
    asked = peil(settings, jaar, peildatum)
    telt_mee = sectors.telt_mee(
        sectors.regulier(_jaarverloop(stand(asked, tuple(zorgkantoren())), asked)), asked.laatste_maand
    )
    return telt_mee.groupby(["aanbieder", "uzovi", "sector"], as_index=False)[
        ["goedgekeurd_cent", "geextrapoleerd_cent"]
    ].sum()


def _jaarverloop(rows: pd.DataFrame, asked: Peil) -> pd.DataFrame:
    return jaarverloop(rows, asked.laatste_maand, _dagen(asked))


def _dagen(asked: Peil) -> Callable[[date, str], int]:
    weging = str(policy("lezing_dagweging", asked.jaar, asked.peildatum).waarde)
    return lambda maand, eenheid: dagen(maand, eenheid, weging)


def _vast(onbezet: pd.DataFrame, asked: Peil) -> dict[tuple[str, Sector], tuple[int, ...]]:
    """Paid unoccupied crisis days per region, sector and month of the year (R5.4): they do not come in by claims, so
    the estimate takes them as the policy's figure does."""
    if onbezet.empty:
        return {}
    telt_mee = sectors.telt_mee(_jaarverloop(onbezet, asked), asked.laatste_maand)
    found: dict[tuple[str, Sector], tuple[int, ...]] = {}
    for plaats, rows in telt_mee.groupby(["uzovi", "sector"]):
        uzovi, sector = map(str, plaats)
        per_maand = rows.groupby("zorgmaand")["geextrapoleerd_cent"].sum()
        found[uzovi, Sector(sector)] = tuple(int(per_maand.get(pd.Timestamp(m), 0)) for m in maanden(asked.jaar))
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
    settings: Settings,
    asked: Peil,
    verloop: pd.DataFrame,
    genomen: Sequence[Besluit] | None,
    uzovis: Sequence[str],
) -> tuple[Aanpassing, ...]:
    """What the decisions that count do to E; nothing is fetched or computed where there are none (R3.4-R3.7)."""
    counted = geldend(besluiten(settings, asked.jaar), asked.peildatum) if genomen is None else genomen
    if not counted:
        return ()
    refused = any(b.soort is BesluitSoort.BEHANDELING and b.uitkomst is Uitkomst.WEIGEREN for b in counted)
    everywhere = stand(asked, tuple(zorgkantoren())) if refused else None
    correcties = {} if everywhere is None else behandelcorrecties(settings, asked, everywhere, counted)
    return aanpassingen(counted, verloop, asked.laatste_maand, correcties, uzovis)


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
            f"gestart op {started[agb]:%d-%m-%Y}: er is nog geen raming, dus telt de gewone extrapolatie",
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

"""The steps from PRODUCTIE and reference tables to an outlook: fetch, compute by pure rules, put together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from config.codes import regios, zorgkantoren
from config.errors import GegevensOntbreken, OngeldigeInvoer
from config.policy import policy
from config.settings import Settings
from config.words import Groep, Onderdeel, Sector, Site, Zekerheid
from forecasting import sectors
from forecasting.contracteerruimte import Ruimte, RuimteRij, VerplichtingRij, contracteerruimte, verplichtingen_cent
from forecasting.crisisbedden import Afspraak, crisis_stand
from forecasting.expected.run import NIETS_GELADEN, expected, is_bewaard, peildata
from forecasting.expected.verwachting import met_verwachting
from forecasting.outlook import CrisisOutlook, Herkomst, Outlook, SectorOutlook, Signaal
from loaders import productie
from loaders.extrapolation import jaarverloop, maandsignalen
from loaders.queries import ontvangst, reference_rows
from loaders.store import Ontvangst
from loaders.workdays import dagen, laatste_gedeclareerde_maand, sluitdag

MAANDEN_VOORAF = 3
"""Months before L with which its amount is compared (R3.3)."""


@dataclass(frozen=True)
class _Peil:
    """What a question is about: the year, the peildatum, L, and PRODUCTIE with what it was made from."""

    jaar: int
    peildatum: date
    laatste_maand: date
    versie: str
    productie: Path
    ontvangst: Ontvangst

    def herkomst(self) -> Herkomst:
        return Herkomst(
            peildatum=self.peildatum,
            laatste_maand=self.laatste_maand,
            laatste_ontvangst=self.ontvangst.laatste,
            aantal_leveringen=self.ontvangst.aantal,
            productie_hash=self.versie,
            code_versie=version("ruimtemonitor"),
            gemaakte_gegevens=self.ontvangst.gemaakt,
        )


def outlook(
    settings: Settings,
    jaar: int,
    peildatum: date,
    site: Site,
    laatste_maand: date | None = None,
) -> Outlook:
    """The outlook of a site for `jaar`, on what was known at the end of `peildatum`.

    `laatste_maand` fixes L by hand, as the herschikkingsprocedure may (R3.1); what is expected (R4.6) builds on all
    that was known; it is made at the first question and kept.

    Raises GegevensOntbreken when nothing was loaded, OngeldigeInvoer when no month of the year is closed yet.
    """
    peil = _peil(settings, jaar, peildatum, laatste_maand)
    stand = _stand(peil, regios(site))
    verloop = _jaarverloop(stand, peil)
    drempels = sectors.Drempels(
        policy("drempel_korting", jaar, peildatum).fractie, policy("signaal_nadert", jaar, peildatum).fractie
    )
    ruimte, verplichtingen = _rooms(settings, jaar, peildatum)
    shown = _regions_with_anything(site, verloop, ruimte, verplichtingen)
    per_regio = sectors.regio_outlooks(verloop, shown, ruimte, verplichtingen, peil.laatste_maand, drempels)
    onbekend = sectors.regulier(verloop[verloop["sector"] == Sector.ONBEKEND])
    meerzorg = verloop[verloop["groep"] == Groep.MEERZORG]
    afwijking = policy("signaal_afwijking", jaar, peildatum).fractie
    per_sector = sectors.site_outlooks(per_regio, peil.laatste_maand, drempels)
    verwacht = expected(settings, jaar, peildatum)
    return Outlook(
        jaar=jaar,
        site=site,
        herkomst=peil.herkomst(),
        sectoren=met_verwachting(per_sector, per_regio, verwacht),
        regios=met_verwachting(per_regio, per_regio, verwacht),
        totaal=sectors.totaal(per_sector),
        onbekend_geextrapoleerd_cent=sectors.geextrapoleerd_cent(onbekend, peil.laatste_maand),
        meerzorg_geextrapoleerd_cent=sectors.geextrapoleerd_cent(meerzorg, peil.laatste_maand),
        signalen=(
            *_ruimtesignalen(per_regio, jaar),
            *_niet_geteld(settings, jaar, site),
            *_maandsignalen(stand, peil, afwijking, _names(settings)),
        ),
    )


def crisis(settings: Settings, jaar: int, peildatum: date, laatste_maand: date | None = None) -> CrisisOutlook:
    """Crisis beds of every agreement of `jaar`, on what was known at the end of `peildatum`. Raises as `outlook`."""
    peil = _peil(settings, jaar, peildatum, laatste_maand)
    stand = _stand(peil, tuple(zorgkantoren()))
    drempel = policy("drempel_crisisbezetting", jaar, peildatum).fractie
    place = ["aanbieder", "uzovi", "sector", "zorgmaand"]
    days = stand[stand["groep"] == Groep.CRISIS].groupby(place, as_index=False)["aantal_toegekend"].sum()
    bezet: dict[tuple[str, str, str], dict[date, int]] = {}
    for agb, uzovi, sector, maand, aantal in days.to_numpy().tolist():
        bezet.setdefault((agb, uzovi, sector), {})[maand.date()] = aantal
    agreed: dict[tuple[str, str, str], list[Afspraak]] = {}
    for row in reference_rows(settings, "crisisafspraken"):
        if row["jaar"] == jaar:
            agreed.setdefault((row["agb"], _regio(row["uzovi"]), row["sector"]), []).append(
                Afspraak(row["plekken"], row["vanaf"], row["tot"])
            )
    names = _names(settings)
    return CrisisOutlook(
        jaar=jaar,
        herkomst=peil.herkomst(),
        drempel_fractie=drempel,
        afspraken=tuple(
            crisis_stand(
                agb,
                names.get(agb),
                uzovi,
                Sector(sector),
                found,
                bezet.get((agb, uzovi, sector), {}),
                peil.laatste_maand,
                drempel,
            )
            for (agb, uzovi, sector), found in sorted(agreed.items())
        ),
        signalen=tuple(
            Signaal(
                "crisis_zonder_afspraak",
                "crisisdagen zonder afspraak over plekken",
                agb,
                uzovi,
                Sector(sector),
                names.get(agb),
            )
            for (agb, uzovi, sector) in sorted(bezet.keys() - agreed.keys())
        ),
    )


def _peil(settings: Settings, jaar: int, peildatum: date, laatste_maand: date | None) -> _Peil:
    current = productie.current(settings)
    if current is None:
        raise GegevensOntbreken(NIETS_GELADEN)
    termijn = policy("declaratietermijn_werkdagen", jaar, peildatum).geheel
    if laatste_maand is None:
        laatste_maand = laatste_gedeclareerde_maand(jaar, peildatum, termijn)
    if laatste_maand is None:
        first = sluitdag(date(jaar, 1, 1), termijn)
        raise OngeldigeInvoer(
            f"Op {peildatum} is nog geen maand van {jaar} gesloten voor declaratie; "
            f"kies een peildatum vanaf {first} of een eerder jaar."
        )
    if laatste_maand.year != jaar:
        raise OngeldigeInvoer(f"De laatste maand ligt niet in {jaar}.")
    return _Peil(jaar, peildatum, laatste_maand, *current, ontvangst(settings, peildatum))


def _stand(peil: _Peil, uzovi: tuple[str, ...]) -> pd.DataFrame:
    first = date(peil.jaar, 1, 1)
    before = (pd.Period(peil.laatste_maand, "M") - MAANDEN_VOORAF).start_time.date()
    stand = productie.stand_op(peil.productie, peil.peildatum, min(first, before), date(peil.jaar, 12, 31))
    return stand[stand["uzovi"].isin(uzovi)]


def verloop(settings: Settings, jaar: int, tot: date, site: Site) -> tuple[Outlook, ...]:
    """The outlooks of a site on every closing day of the year up to `tot`, of which the estimate was kept (R4.6)."""
    return tuple(outlook(settings, jaar, dag, site) for dag in peildata(jaar, tot) if is_bewaard(settings, jaar, dag))


def per_aanbieder(settings: Settings, jaar: int, peildatum: date) -> pd.DataFrame:
    """The policy's figure of every provider (R3.2), all regions: aanbieder, uzovi, sector, and in cents
    goedgekeurd_cent (up to L) and geextrapoleerd_cent. Raises as `outlook`."""
    peil = _peil(settings, jaar, peildatum, None)
    verloop_ = sectors.regulier(_jaarverloop(_stand(peil, tuple(zorgkantoren())), peil))
    telt = verloop_["zorgmaand"] <= pd.Timestamp(peil.laatste_maand)
    verloop_ = verloop_.assign(goedgekeurd_cent=verloop_["goedgekeurd_cent"].where(telt, 0))
    found = verloop_.groupby(["aanbieder", "uzovi", "sector"], as_index=False)[["goedgekeurd_cent", "rest_cent"]].sum()
    return found.assign(geextrapoleerd_cent=found["goedgekeurd_cent"] + found["rest_cent"]).drop(columns="rest_cent")


def _jaarverloop(stand: pd.DataFrame, peil: _Peil) -> pd.DataFrame:
    weging = str(policy("lezing_dagweging", peil.jaar, peil.peildatum).waarde)
    return jaarverloop(stand, peil.laatste_maand, lambda maand, eenheid: dagen(maand, eenheid, weging))


def _regio(uzovi: str) -> str:
    return zorgkantoren()[uzovi].regio_uzovi


def _rooms(
    settings: Settings, jaar: int, peildatum: date
) -> tuple[dict[tuple[str, Sector], Ruimte], dict[tuple[str, Sector], int]]:
    """Contracteerruimte and commitments by region and sector, as known on the peildatum (R4.1, R4.2)."""
    rooms: dict[tuple[str, Sector], list[RuimteRij]] = {}
    for row in reference_rows(settings, "contracteerruimte"):
        if row["jaar"] == jaar:
            regio, sector = _regio(row["uzovi"]), Sector(row["sector"])
            part, certainty = Onderdeel(row["onderdeel"]), Zekerheid(row["zekerheid"])
            rij = RuimteRij(regio, sector, part, row["bedrag_cent"], certainty, row["bekend_op"])
            rooms.setdefault((regio, sector), []).append(rij)
    commitments: dict[tuple[str, Sector], list[VerplichtingRij]] = {}
    for row in reference_rows(settings, "verplichtingen"):
        if row["jaar"] == jaar:
            regio, sector = _regio(row["uzovi"]), Sector(row["sector"])
            commitments.setdefault((regio, sector), []).append(
                VerplichtingRij(regio, sector, row["bedrag_cent"], row["bekend_op"])
            )
    known = {place: contracteerruimte(rijen, peildatum) for place, rijen in rooms.items()}
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
    for regio in per_regio:
        ruimte = regio.zonder.contracteerruimte_cent
        if ruimte is None and (regio.geextrapoleerd_cent or regio.in_behandeling_cent or regio.verplichtingen_cent):
            text = f"geen definitieve contracteerruimte {jaar} bekend; vul de tabel contracteerruimte aan"
            found.append(Signaal("contracteerruimte_ontbreekt", text, None, regio.uzovi, regio.sector))
        elif ruimte is not None and regio.verplichtingen_cent > ruimte:
            text = "de verplichtingen zijn groter dan de contracteerruimte"
            found.append(Signaal("verplichtingen_boven_ruimte", text, None, regio.uzovi, regio.sector))
    return found


def _niet_geteld(settings: Settings, jaar: int, site: Site) -> list[Signaal]:
    """What was loaded for this site and year but does not count yet: paid unoccupied crisis days (R5.4)."""
    cents = sum(
        row["dagen"] * row["tarief_cent"]
        for row in reference_rows(settings, "crisis_onbezet")
        if row["zorgmaand"].year == jaar and _regio(row["uzovi"]) in regios(site)
    )
    if not cents:
        return []
    text = "betaalde onbezette crisisdagen zijn geladen maar tellen nog niet mee in de verwachte productie"
    return [Signaal("nog_niet_geteld", f"{text}: € {cents // 100:,}".replace(",", "."))]


def _maandsignalen(stand: pd.DataFrame, peil: _Peil, afwijking: Fraction, names: Mapping[str, str]) -> list[Signaal]:
    """R3.3 as signals, the largest difference first."""
    found = maandsignalen(sectors.regulier(stand), peil.laatste_maand, afwijking)
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


def _names(settings: Settings) -> dict[str, str]:
    """Names of providers by AGB code, from the register."""
    return {row["agb"]: row["naam"] for row in reference_rows(settings, "aanbieders")}

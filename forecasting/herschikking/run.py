"""The steps of a herschikking: gather what was known, freeze it, compute by pure rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from importlib.metadata import version
from typing import Any

import pandas as pd
from pydantic import ValidationError

from config.codes import regios
from config.errors import GegevensOntbreken, OngeldigeInvoer
from config.policy import policy
from config.settings import Settings
from config.words import SECTOREN, BesluitSoort, Groep, Sector, Site, Uitkomst
from forecasting import run as outlook
from forecasting import sectors
from forecasting.besluiten.behandeling import Correctie as Behandelcorrectie
from forecasting.besluiten.run import behandelcorrecties
from forecasting.crisis.bezetting import Afspraak
from forecasting.crisis.run import crisis, onbezette_productie
from forecasting.herschikking.fouten import splits_crisissignalen
from forecasting.herschikking.invoer import (
    Aanbieder,
    Aanpassing,
    Correctie,
    Crisisplaatsen,
    Invoer,
    Productie,
    Ruimtedeel,
    Verplichting,
    canoniek,
    from_json,
    invoer_hash,
    to_json,
)
from forecasting.herschikking.plaatsen import crisisplaatsen, crisistarief_cent
from forecasting.herschikking.stappen import herschikking
from forecasting.herschikking.uitkomst import Herschikking, Plaats, uitkomst_hash
from forecasting.herschikking.verschil import Verschil, verschillen
from forecasting.herschikking.volumes import SectorVolumes, Volume, sector_volumes
from forecasting.outlook import Aanpassing as Gedaan
from forecasting.outlook import CrisisOutlook, Signaal
from forecasting.peil import names, peil, regio, stand
from loaders import herschikkingen
from loaders.besluiten import Besluit, besluiten, geldend
from loaders.extrapolation import SLEUTEL, jaarverloop
from loaders.herschikkingen import Bevroren
from loaders.queries import reference_rows
from loaders.workdays import dag_in_nederland, dagen

Row = Mapping[str, Any]


_FOUTEN_GENOEMD = 5
"""Errors the message of a refused freeze spells out."""


def bereken(
    settings: Settings,
    jaar: int,
    peildatum: date,
    laatste_maand: date | None = None,
    besluiten_tot: date | None = None,
) -> Herschikking:
    """R6 on what was known at the end of `peildatum`, of both sites.

    `laatste_maand`: L as the procedure fixes it. `besluiten_tot`: the last day of which decisions of staff count; they
    decide in September about claims of August. Without, it is the peildatum.

    Raises GegevensOntbreken when nothing was loaded, OngeldigeInvoer when no month of the year is closed yet.
    """
    return herschikking(verzamel(settings, jaar, peildatum, laatste_maand, besluiten_tot))


def bevries(
    settings: Settings, found: Herschikking, *, naam: str, door: str, reden: str, bevroren_op: datetime
) -> Bevroren:
    """Keep a herschikking as it is, for good: its input, and the hash of what came out.

    Raises OngeldigeInvoer while it has open errors (R6: it can be looked at, but not frozen).
    """
    if found.fouten:
        raise OngeldigeInvoer(
            f"Deze herschikking heeft open fouten ({len(found.fouten)}) en kan nog niet worden bevroren: "
            + "; ".join(f"{f.agb}: {f.tekst}" if f.agb else f.tekst for f in found.fouten[:_FOUTEN_GENOEMD])
            + ". Alle open fouten staan op de pagina Herschikking."
        )
    text = to_json(found.invoer)
    return herschikkingen.bevries(
        settings,
        text,
        jaar=found.invoer.jaar,
        peildatum=found.invoer.peildatum,
        laatste_maand=found.invoer.laatste_maand,
        naam=naam,
        invoer_hash=invoer_hash(text),
        uitkomst_hash=uitkomst_hash(found),
        code_versie=version("ruimtemonitor"),
        door=door,
        reden=reden,
        bevroren_op=bevroren_op,
    )


def lees_bevroren(settings: Settings, nummer: int) -> tuple[Bevroren, Herschikking]:
    """A frozen herschikking as it was. Raises GegevensOntbreken when it is not there or no longer the same."""
    bevroren, text = herschikkingen.met_invoer(settings, nummer)
    changed = GegevensOntbreken(
        f"Herschikking {nummer} geeft niet meer dezelfde uitkomst als toen zij werd bevroren (versie "
        f"{bevroren.code_versie}). Gebruik die versie, of bevries een nieuwe."
    )
    try:
        found = herschikking(from_json(text))
    except ValidationError:
        raise changed from None
    if invoer_hash(text) != bevroren.invoer_hash or uitkomst_hash(found) != bevroren.uitkomst_hash:
        raise changed
    return bevroren, found


def volumes(settings: Settings, jaar: int, peildatum: date) -> tuple[tuple[SectorVolumes, ...], Invoer]:
    """R4.5 on what was known at the end of `peildatum`: what would be fixed, sector by sector, and on what input.

    Raises as `bereken`.
    """
    invoer = verzamel(settings, jaar, peildatum)
    return sector_volumes(invoer, policy("drempel_korting", jaar, peildatum).fractie), invoer


def fixeer(
    settings: Settings, jaar: int, peildatum: date, site: Site, sector: Sector, *, door: str, reden: str, nu: datetime
) -> int:
    """Record the decision of a person to turn a sector into fixed volumes, with the amounts (R4.3, R4.5).

    Returns the number of the decision. Raises OngeldigeInvoer when the outlook of that day is not above the line.
    """
    found = [v for v in volumes(settings, jaar, peildatum)[0] if (v.site, v.sector) == (site, sector)]
    if not found or not found[0].boven_drempel:
        raise OngeldigeInvoer(
            f"{sector.value} is op {peildatum:%d-%m-%Y} niet boven de drempel; vaste volumes zijn dan niet aan de orde."
        )
    besluit = {
        "soort": BesluitSoort.VASTE_VOLUMES, "uitkomst": Uitkomst.ACCEPTEREN, "jaar": jaar, "agb": None,
        "uzovi": None, "sector": sector, "vanaf": dag_in_nederland(nu), "door": door, "reden": reden,
        "waarde": {"site": site.value, "peildatum": peildatum.isoformat()}, "genomen_op": nu,
    }  # fmt: skip
    return herschikkingen.fixeer_volumes(settings, besluit, [asdict(v) for v in found[0].volumes])


def gefixeerd(settings: Settings, jaar: int) -> list[tuple[Besluit, tuple[Volume, ...]]]:
    """The decisions on fixed volumes that hold now, with the amounts as they were fixed."""
    return [
        (
            b,
            tuple(
                Volume(**{**row, "sector": Sector(row["sector"])}) for row in herschikkingen.volumes(settings, b.nummer)
            ),
        )
        for b in geldend(besluiten(settings, jaar), date.max)
        if b.soort is BesluitSoort.VASTE_VOLUMES and b.uitkomst is Uitkomst.ACCEPTEREN
    ]


def verschil_met_vorige(settings: Settings, found: Herschikking, voor: int | None = None) -> dict[Plaats, Verschil]:
    """Against the last one frozen for that year (before number `voor`); empty when there is none."""
    earlier = [b for b in herschikkingen.bevroren(settings, found.invoer.jaar) if voor is None or b.nummer < voor]
    if not earlier:
        return {}
    return {v.plaats: v for v in verschillen(found, lees_bevroren(settings, earlier[0].nummer)[1])}


def verzamel(
    settings: Settings,
    jaar: int,
    peildatum: date,
    laatste_maand: date | None = None,
    besluiten_tot: date | None = None,
) -> Invoer:
    """All that a herschikking rests on, gathered; raises as `bereken`. Tables that name no day count as they are now:
    what is frozen keeps them."""
    asked = peil(settings, jaar, peildatum, laatste_maand)
    ours = tuple(uzovi for site in Site for uzovi in regios(site))
    claims = stand(asked, ours)
    weging = str(policy("lezing_dagweging", jaar, peildatum).waarde)
    onbezet, _ = onbezette_productie(settings, asked, ours, claims)
    everything = pd.concat([claims, onbezet], ignore_index=True) if len(onbezet) else claims
    verloop = jaarverloop(everything, asked.laatste_maand, lambda maand, eenheid: dagen(maand, eenheid, weging))
    register = besluiten(settings, jaar)
    cutoff = besluiten_tot or peildatum
    genomen = geldend(register, cutoff)
    gedaan = outlook.aanpassingen_van(settings, asked, verloop, genomen, ours)
    bedden = crisis(settings, jaar, peildatum, asked.laatste_maand, genomen=genomen)
    koppeltabel = _koppeltabel(settings, jaar)
    plaatsen = _crisis(settings, jaar, bedden, claims, koppeltabel, ours)
    rooms, _ = outlook.rooms(settings, jaar, peildatum)
    naam = names(settings)
    afwijking = policy("signaal_afwijking", jaar, peildatum).fractie
    crisisfouten, crisissignalen = splits_crisissignalen(bedden.signalen, plaatsen, ours)
    return canoniek(
        Invoer(
            jaar=jaar,
            peildatum=peildatum,
            laatste_maand=asked.laatste_maand,
            besluiten_tot=cutoff,
            niveau=str(policy("lezing_herschikking_niveau", jaar, peildatum).waarde),
            productie_hash=asked.versie,
            gemaakte_gegevens=asked.ontvangst.gemaakt,
            productie=_productie(everything, verloop, asked.laatste_maand, weging, koppeltabel),
            ruimte=tuple(Ruimtedeel(u, s, r.definitief_cent) for (u, s), r in rooms.items() if u in ours),
            verplichtingen=_verplichtingen(settings, jaar, peildatum, ours),
            crisis=plaatsen,
            correcties=_correcties(settings, jaar, ours, genomen),
            aanpassingen=(
                *_aanpassingen(gedaan, register),
                *_behandeling(behandelcorrecties(settings, asked, claims, genomen), genomen, gedaan, ours),
            ),
            aanbieders=tuple(
                Aanbieder(r["agb"], r["naam"], r["concern"] or "") for r in reference_rows(settings, "aanbieders")
            ),
            signalen=(
                *outlook.signalen_per_maand(claims, asked, afwijking, naam),
                *outlook.nieuwe_zonder_raming(settings, asked, verloop, gedaan, naam),
                *crisissignalen,
                *_later_besloten(register, cutoff),
            ),
            fouten=tuple(crisisfouten),
            in_gebruik=tuple(p for p in sectors.met_productie(verloop) if p[1] in SECTOREN),
        )
    )


def _later_besloten(register: Sequence[Besluit], cutoff: date) -> list[Signaal]:
    """Decisions that do not count yet are said, never left out in silence."""
    later = [b for b in register if b.telt_vanaf > cutoff]
    if not later:
        return []
    text = f"{len(later)} besluiten tellen pas na {cutoff:%d-%m-%Y} en zijn niet meegerekend; kies een latere dag"
    return [Signaal("besluit_telt_later", text)]


def _aanpassingen(gedaan: Iterable[Gedaan], register: Iterable[Besluit]) -> tuple[Aanpassing, ...]:
    reasons = {b.nummer: b.reden for b in register}
    return tuple(
        Aanpassing(a.agb, a.uzovi, a.sector, a.soort.value, a.bedrag_cent, a.besluit, reasons.get(a.besluit, ""))
        for a in gedaan
    )


def _behandeling(
    correcties: Mapping[tuple[str, Sector], Behandelcorrectie],
    genomen: Sequence[Besluit],
    gedaan: Iterable[Gedaan],
    ours: Sequence[str],
) -> tuple[Aanpassing, ...]:
    """R3.5 in step 4: above the agreed share the correction counts, unless staff decided that passing it was agreed.

    What of it is in the outlook already (`gedaan`) comes from there; here is the rest: without a decision, above a
    share of its own, and where L is December and no decision changes E. R4.5 goes by the outlook, so it has no number.
    """
    in_outlook = {a.besluit for a in gedaan}
    decided = {
        (str(b.agb), Sector(str(b.sector))): b
        for b in genomen
        if b.soort is BesluitSoort.BEHANDELING and b.agb and b.sector
    }
    found = []
    for (agb, sector), correctie in sorted(correcties.items()):
        besluit = decided.get((agb, sector))
        if besluit and besluit.nummer in in_outlook:
            continue
        reden = f"besluit {besluit.nummer}: {besluit.reden}" if besluit else ""
        found += [
            Aanpassing(agb, uzovi, sector, BesluitSoort.BEHANDELING.value, cent, 0, reden)
            for uzovi, cent in correctie.per_regio_cent
            if uzovi in ours and cent
        ]
    return tuple(found)


def _correcties(
    settings: Settings, jaar: int, ours: Sequence[str], genomen: Iterable[Besluit]
) -> tuple[Correctie, ...]:
    """Step 3: the table, unless staff decided otherwise for that provider, region and sector."""
    decided = {
        (b.agb, regio(b.uzovi), b.sector): b
        for b in genomen
        if b.soort is BesluitSoort.CORRECTIE and b.agb and b.uzovi and b.sector
    }
    found = [
        Correctie(b.agb, uzovi, sector, int(b.waarde["bedrag_cent"]), f"besluit {b.nummer}: {b.reden}")
        for (_, uzovi, sector), b in decided.items()
        if b.agb and b.uitkomst is Uitkomst.ACCEPTEREN and uzovi in ours
    ]
    for r in reference_rows(settings, "maatwerkcorrecties"):
        place = (r["agb"], regio(r["uzovi"]), Sector(r["sector"]))
        if r["jaar"] == jaar and place[1] in ours and place not in decided:
            found.append(Correctie(*place, r["bedrag_cent"], r["reden"]))
    return tuple(found)


def _koppeltabel(settings: Settings, jaar: int) -> dict[str, Row]:
    """Rows of the koppeltabel that hold on the last day of the year, by prestatiecode; else the last that held."""
    rows = sorted(reference_rows(settings, "koppeltabel"), key=lambda r: r["geldig_van"])
    return {row["prestatiecode"]: row for row in rows if row["geldig_van"] <= date(jaar, 12, 31)}


def _productie(
    claims: pd.DataFrame, verloop: pd.DataFrame, laatste_maand: date, weging: str, koppeltabel: Mapping[str, Row]
) -> tuple[Productie, ...]:
    """E per provider and prestatie, in cents and in units (R3.2)."""
    cents = verloop
    units = jaarverloop(
        claims.assign(goedgekeurd_cent=claims["aantal_toegekend"]),
        laatste_maand,
        lambda maand, eenheid: dagen(maand, eenheid, weging),
    )
    so_far = cents["zorgmaand"] <= pd.Timestamp(laatste_maand)
    counted = cents.assign(
        goedgekeurd_cent=cents["goedgekeurd_cent"].where(so_far, 0),
        aantal=units["goedgekeurd_cent"].where(so_far, 0) + units["rest_cent"],
    )
    summed = counted.groupby(SLEUTEL, as_index=False)[["goedgekeurd_cent", "rest_cent", "aantal"]].sum()
    found = []
    for agb, uzovi, sector, groep, code, eenheid, goedgekeurd, rest, aantal in summed.to_numpy().tolist():
        row = koppeltabel.get(code, {})
        group = Groep(groep)
        form = (row.get("leveringsvorm") if group is Groep.REGULIER else None) or group.value
        text = row.get("omschrijving") or ""
        where = (agb, uzovi, Sector(sector), group, code, eenheid)
        if goedgekeurd or rest:
            found.append(Productie(*where, form, text, goedgekeurd, rest, aantal))
    return tuple(found)


def _verplichtingen(settings: Settings, jaar: int, peildatum: date, ours: tuple[str, ...]) -> tuple[Verplichting, ...]:
    return tuple(
        Verplichting(regio(r["uzovi"]), Sector(r["sector"]), r["agb"] or "", r["soort"], r["bedrag_cent"])
        for r in reference_rows(settings, "verplichtingen")
        if r["jaar"] == jaar and r["bekend_op"] <= peildatum and regio(r["uzovi"]) in ours
    )


def _crisistarieven(koppeltabel: Iterable[Row], sector: Sector, jaar: int) -> set[int]:
    """Tariffs of the crisis prestaties of a sector that hold at the end of the year; where none does, of those that
    held in it. What ended in an earlier year is no tariff of this one."""
    rows = [r for r in koppeltabel if r["groep"] == Groep.CRISIS and r["sector"] == sector and r["tarief_cent"]]
    for dag in (date(jaar, 12, 31), date(jaar, 1, 1)):
        if found := {r["tarief_cent"] for r in rows if (r["geldig_tot"] or date.max) >= dag}:
            return found
    return set()


def _crisis(
    settings: Settings,
    jaar: int,
    bedden: CrisisOutlook,
    claims: pd.DataFrame,
    koppeltabel: Mapping[str, Row],
    ours: Sequence[str],
) -> tuple[Crisisplaatsen, ...]:
    """Places by R5 with their tariff, per provider, region and sector with an agreement (step 2)."""
    agreed: dict[Plaats, list[Afspraak]] = {}
    for r in reference_rows(settings, "crisisafspraken"):
        if r["jaar"] == jaar:
            place = (r["agb"], regio(r["uzovi"]), Sector(r["sector"]))
            agreed.setdefault(place, []).append(Afspraak(r["plekken"], r["vanaf"], r["tot"]))
    days = claims[(claims["groep"] == Groep.CRISIS) & (claims["zorgmaand"].dt.year == jaar)]
    paid = days.groupby(["aanbieder", "uzovi", "sector"])[["goedgekeurd_cent", "aantal_toegekend"]].sum()
    found = []
    for stand_ in bedden.afspraken:
        if stand_.uzovi not in ours:
            continue
        tarieven = _crisistarieven(koppeltabel.values(), stand_.sector, jaar)
        key = (stand_.agb, stand_.uzovi, stand_.sector.value)
        own = tuple(int(x) for x in paid.loc[key]) if key in paid.index else (0, 0)
        afspraken = agreed[stand_.agb, stand_.uzovi, stand_.sector]
        found.append(crisisplaatsen(stand_, afspraken, jaar, crisistarief_cent(tarieven, *own)))
    return tuple(found)

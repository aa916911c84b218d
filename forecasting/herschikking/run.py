"""The steps of a herschikking: gather what was known, freeze it, compute by pure rules."""

from collections.abc import Mapping
from datetime import date, datetime
from importlib.metadata import version
from typing import Any

import pandas as pd

from config.codes import regios, zorgkantoren
from config.errors import GegevensOntbreken, OngeldigeInvoer
from config.policy import policy
from config.settings import Settings
from config.words import Groep, Sector, Site
from forecasting import run as outlook
from forecasting.crisisbedden import Afspraak
from forecasting.herschikking.fouten import fout
from forecasting.herschikking.invoer import (
    Aanbieder,
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
from loaders import herschikkingen
from loaders.extrapolation import SLEUTEL, jaarverloop
from loaders.herschikkingen import Bevroren
from loaders.queries import reference_rows
from loaders.workdays import dagen

Row = Mapping[str, Any]


def bereken(settings: Settings, jaar: int, peildatum: date, laatste_maand: date | None = None) -> Herschikking:
    """R6 on what was known at the end of `peildatum`, of both sites. `laatste_maand`: L as the procedure fixes it.

    Raises GegevensOntbreken when nothing was loaded, OngeldigeInvoer when no month of the year is closed yet.
    """
    return herschikking(verzamel(settings, jaar, peildatum, laatste_maand))


def bevries(
    settings: Settings, found: Herschikking, *, naam: str, door: str, reden: str, bevroren_op: datetime
) -> Bevroren:
    """Keep a herschikking as it is, for good: its input, and the hash of what came out.

    Raises OngeldigeInvoer while it has open errors (R6: it can be looked at, but not frozen).
    """
    if found.fouten:
        raise OngeldigeInvoer(
            f"Deze herschikking heeft {len(found.fouten)} open fouten en kan nog niet worden bevroren: "
            f"{', '.join(dict.fromkeys(f.soort for f in found.fouten))}."
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
    found = herschikking(from_json(text))
    if invoer_hash(text) != bevroren.invoer_hash or uitkomst_hash(found) != bevroren.uitkomst_hash:
        raise GegevensOntbreken(
            f"Herschikking {nummer} geeft niet meer dezelfde uitkomst als toen zij werd bevroren (versie "
            f"{bevroren.code_versie}). Gebruik die versie, of bevries een nieuwe."
        )
    return bevroren, found


def verschil_met_vorige(settings: Settings, found: Herschikking, voor: int | None = None) -> dict[Plaats, Verschil]:
    """Against the last one frozen for that year (before number `voor`); empty when there is none."""
    earlier = [b for b in herschikkingen.bevroren(settings, found.invoer.jaar) if voor is None or b.nummer < voor]
    if not earlier:
        return {}
    return {v.plaats: v for v in verschillen(found, lees_bevroren(settings, earlier[0].nummer)[1])}


def verzamel(settings: Settings, jaar: int, peildatum: date, laatste_maand: date | None = None) -> Invoer:
    """All that a herschikking rests on, as known at the end of `peildatum`. Raises as `bereken`."""
    peil = outlook._peil(settings, jaar, peildatum, laatste_maand)
    ours = tuple(uzovi for site in Site for uzovi in regios(site))
    stand = outlook._stand(peil, ours)
    weging = str(policy("lezing_dagweging", jaar, peildatum).waarde)
    koppeltabel = _koppeltabel(settings, jaar)
    names = outlook._names(settings)
    afwijking = policy("signaal_afwijking", jaar, peildatum).fractie
    rooms, _ = outlook._rooms(settings, jaar, peildatum)
    return canoniek(
        Invoer(
            jaar=jaar,
            peildatum=peildatum,
            laatste_maand=peil.laatste_maand,
            niveau=str(policy("lezing_herschikking_niveau", jaar, peildatum).waarde),
            productie_hash=peil.versie,
            gemaakte_gegevens=peil.ontvangst.gemaakt,
            productie=_productie(stand, peil.laatste_maand, weging, koppeltabel),
            ruimte=tuple(Ruimtedeel(u, s, r.definitief_cent) for (u, s), r in rooms.items() if u in ours),
            verplichtingen=_verplichtingen(settings, jaar, peildatum, ours),
            crisis=_crisis(settings, jaar, peildatum, peil.laatste_maand, stand, koppeltabel),
            correcties=tuple(
                Correctie(r["agb"], _regio(r), Sector(r["sector"]), r["bedrag_cent"], r["reden"])
                for r in reference_rows(settings, "maatwerkcorrecties")
                if r["jaar"] == jaar and _regio(r) in ours
            ),
            aanpassingen=(),
            aanbieders=tuple(
                Aanbieder(r["agb"], r["naam"], r["concern"] or "") for r in reference_rows(settings, "aanbieders")
            ),
            signalen=tuple(outlook._maandsignalen(stand, peil, afwijking, names)),
            fouten=tuple(
                fout("registratie_onmogelijk", r["agb"], _regio(r), Sector.GZ)
                for r in reference_rows(settings, "crisisregistratie")
                if r["einddatum"] is not None and r["einddatum"] < r["begindatum"] and _regio(r) in ours
            ),
        )
    )


def _regio(row: Row) -> str:
    return zorgkantoren()[row["uzovi"]].regio_uzovi


def _koppeltabel(settings: Settings, jaar: int) -> dict[str, Row]:
    """Rows of the koppeltabel that hold on the last day of the year, by prestatiecode; else the last that held."""
    rows = sorted(reference_rows(settings, "koppeltabel"), key=lambda r: r["geldig_van"])
    return {row["prestatiecode"]: row for row in rows if row["geldig_van"] <= date(jaar, 12, 31)}


def _productie(
    stand: pd.DataFrame, laatste_maand: date, weging: str, koppeltabel: Mapping[str, Row]
) -> tuple[Productie, ...]:
    """E per provider and prestatie, in cents and in units (R3.2)."""
    cents = jaarverloop(stand, laatste_maand, lambda maand, eenheid: dagen(maand, eenheid, weging))
    units = jaarverloop(
        stand.assign(goedgekeurd_cent=stand["aantal_toegekend"]),
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
        Verplichting(_regio(r), Sector(r["sector"]), r["agb"] or "", r["soort"], r["bedrag_cent"])
        for r in reference_rows(settings, "verplichtingen")
        if r["jaar"] == jaar and r["bekend_op"] <= peildatum and _regio(r) in ours
    )


def _crisis(
    settings: Settings,
    jaar: int,
    peildatum: date,
    laatste_maand: date,
    stand: pd.DataFrame,
    koppeltabel: Mapping[str, Row],
) -> tuple[Crisisplaatsen, ...]:
    """Places by R5 with their tariff, per provider, region and sector with an agreement (step 2)."""
    agreed: dict[tuple[str, str, str], list[Afspraak]] = {}
    for r in reference_rows(settings, "crisisafspraken"):
        if r["jaar"] == jaar:
            agreed.setdefault((r["agb"], _regio(r), r["sector"]), []).append(
                Afspraak(r["plekken"], r["vanaf"], r["tot"])
            )
    days = stand[(stand["groep"] == Groep.CRISIS) & (stand["zorgmaand"].dt.year == jaar)]
    paid = days.groupby(["aanbieder", "uzovi", "sector"])[["goedgekeurd_cent", "aantal_toegekend"]].sum()
    found = []
    for crisis in outlook.crisis(settings, jaar, peildatum, laatste_maand).afspraken:
        place = (crisis.agb, crisis.uzovi, crisis.sector.value)
        if zorgkantoren()[crisis.uzovi].site is None:
            continue
        tarieven = {
            r["tarief_cent"]
            for r in koppeltabel.values()
            if r["groep"] == Groep.CRISIS and r["sector"] == crisis.sector and r["tarief_cent"]
        }
        own = tuple(int(x) for x in paid.loc[place]) if place in paid.index else (0, 0)
        tarief = crisistarief_cent(tarieven, *own)
        found.append(crisisplaatsen(crisis, agreed[place], jaar, tarief))
    return tuple(found)

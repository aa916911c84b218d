"""What a herschikking rests on, gathered as it was known on a peildatum. An edge."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from config.codes import ONZE_REGIOS, regio
from config.words import SECTOREN, BesluitSoort, Groep, Sector, als_woord
from forecasting.wlz import sectors
from forecasting.wlz.besluiten.aanpassing import goedgekeurd_per_plaats
from forecasting.wlz.besluiten.behandeling import Correctie as Behandelcorrectie
from forecasting.wlz.besluiten.run import behandelcorrecties
from forecasting.wlz.crisis.prijs import dagprijzen, dagtarieven
from forecasting.wlz.crisis.run import afspraken, crisis
from forecasting.wlz.herschikking.fouten import splits_crisissignalen, zonder_grond
from forecasting.wlz.herschikking.invoer import (
    Aanbieder,
    Aanpassing,
    Correctie,
    Crisisplaatsen,
    Invoer,
    Opslag,
    Productie,
    Ruimtedeel,
    Verplichting,
    canoniek,
)
from forecasting.wlz.herschikking.plaatsen import ONBEZET_TARIEF, Tarieven, crisisplaatsen
from forecasting.wlz.jaarbeeld import Jaarbeeld, jaarbeeld
from forecasting.wlz.oordeel import niet_binnen, ontvangen
from forecasting.wlz.outlook import Aanpassing as Gedaan
from forecasting.wlz.outlook import CrisisOutlook, Signaal
from forecasting.wlz.peil import Peil, jaarrijen, peil, ruimtes, stand
from forecasting.wlz.plaats import RegioSector
from loaders.extrapolation import SLEUTEL, jaarverloop
from loaders.grootboek.besluiten import Besluit, besluiten, geldend
from loaders.grootboek.lezer import Inzage
from loaders.grootboek.waarden import Bedrag
from loaders.tabellen.vraag import reference_rows

Row = Mapping[str, Any]


def verzamel(
    blik: Inzage,
    jaar: int,
    peildatum: date,
    laatste_maand: date | None = None,
    besluiten_tot: date | None = None,
) -> Invoer:
    """All that a herschikking rests on, gathered; raises as `bereken`. Tables as known on the peildatum (R1.1)."""
    asked = peil(blik, jaar, peildatum, laatste_maand)
    register = besluiten(blik, jaar)
    cutoff = besluiten_tot or peildatum
    genomen = geldend(register, cutoff)
    beeld = jaarbeeld(blik, asked, ONZE_REGIOS, genomen)
    bedden = crisis(blik, jaar, peildatum, asked.laatste_maand, genomen=genomen)
    koppeltabel = _koppeltabel(blik, jaar, peildatum)
    plaatsen = _crisis(blik, asked, bedden, beeld.claims)
    crisisfouten, crisissignalen = splits_crisissignalen(bedden.signalen, plaatsen, ONZE_REGIOS)
    definitief = {place: r.definitief_cent for place, r in ruimtes(blik, asked).items() if place[0] in ONZE_REGIOS}
    return canoniek(
        Invoer(
            jaar=jaar,
            peildatum=peildatum,
            laatste_maand=asked.laatste_maand,
            besluiten_tot=cutoff,
            niveau=str(asked.beleid("lezing_herschikking_niveau").waarde),
            productie_hash=asked.versie,
            gemaakte_gegevens=asked.ontvangst.gemaakt,
            productie=_productie(beeld, asked, koppeltabel),
            ruimte=tuple(Ruimtedeel(*place, cent) for place, cent in definitief.items()),
            verplichtingen=_verplichtingen(blik, asked),
            crisis=plaatsen,
            correcties=_correcties(blik, asked, genomen),
            aanpassingen=(
                *_aanpassingen(beeld.aanpassingen, register),
                *_behandeling(behandelcorrecties(blik, asked, stand(asked), genomen), genomen, beeld.aanpassingen),
            ),
            aanbieders=tuple(
                Aanbieder(r["agb"], r["naam"], r["concern"] or "")
                for r in reference_rows(blik, "aanbieders", peildatum)
            ),
            signalen=(
                *beeld.signalen,
                *crisissignalen,
                *_zonder_onbezet_tarief(asked, plaatsen),
                *_later_besloten(register, cutoff),
            ),
            fouten=(*crisisfouten, *_zonder_grond(beeld, asked, definitief)),
            opslagen=tuple(
                Opslag(r["agb"], Sector(r["sector"]), r["opslag"])
                for r in reference_rows(blik, "maatwerkopslag", peildatum)
                if r["jaar"] == jaar
            ),
            lezing_correctie=str(asked.beleid("lezing_herschikking_correctie").waarde),
            lezing_vaste_volumes=str(asked.beleid("lezing_vaste_volumes_grondslag").waarde),
            lezing_afronding=str(asked.beleid("lezing_herschikking_afronding").waarde),
            in_gebruik=tuple(p for p in sectors.met_productie(beeld.verloop) if p[1] in SECTOREN),
        )
    )


def _zonder_grond(beeld: Jaarbeeld, asked: Peil, ruimte_cent: Mapping[RegioSector, int]) -> list[Signaal]:
    aanbieders: dict[RegioSector, set[str]] = {}
    for agb, uzovi, sector in goedgekeurd_per_plaats(beeld.verloop, asked.laatste_maand):
        aanbieders.setdefault((uzovi, sector), set()).add(agb)
    besloten = {
        (a.agb, a.uzovi, a.sector) for a in beeld.aanpassingen if a.soort in {BesluitSoort.RAMING, BesluitSoort.MELDING}
    }
    missing = niet_binnen(ontvangen(beeld.claims, asked.laatste_maand), ruimte_cent)
    return zonder_grond(missing, aanbieders, besloten, toekomst=asked.toekomst)


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
        Aanpassing(
            a.agb, a.uzovi, a.sector, a.soort.value, a.bedrag_cent, a.besluit, reasons.get(a.besluit, ""),
            a.per_maand if a.soort is not BesluitSoort.BEHANDELING else (),
        )
        for a in gedaan
    )  # fmt: skip


def _behandeling(
    correcties: Mapping[tuple[str, Sector], Behandelcorrectie],
    genomen: Sequence[Besluit],
    gedaan: Iterable[Gedaan],
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
            if uzovi in ONZE_REGIOS and cent
        ]
    return tuple(found)


def _correcties(blik: Inzage, asked: Peil, genomen: Iterable[Besluit]) -> tuple[Correctie, ...]:
    """Step 3: the table, unless staff decided otherwise for that provider, region and sector."""
    decided = {b.plaats: b for b in genomen if b.soort is BesluitSoort.CORRECTIE and b.plaats}
    found = [
        Correctie(*place, b.waarde.bedrag_cent, f"besluit {b.nummer}: {b.reden}")
        for place, b in decided.items()
        if b.geaccepteerd and place[1] in ONZE_REGIOS and isinstance(b.waarde, Bedrag)
    ]
    for r in jaarrijen(blik, "maatwerkcorrecties", {asked.jaar}, asked.peildatum):
        place = (r["agb"], r["uzovi"], r["sector"])
        if r["uzovi"] in ONZE_REGIOS and place not in decided:
            found.append(Correctie(*place, r["bedrag_cent"], r["reden"]))
    return tuple(found)


def _koppeltabel(blik: Inzage, jaar: int, peildatum: date) -> dict[str, Row]:
    """Rows of the koppeltabel that hold on the last day of the year, by prestatiecode; else the last that held."""
    rows = sorted(reference_rows(blik, "koppeltabel", peildatum), key=lambda r: r["geldig_van"])
    return {row["prestatiecode"]: row for row in rows if row["geldig_van"] <= date(jaar, 12, 31)}


def _productie(beeld: Jaarbeeld, asked: Peil, koppeltabel: Mapping[str, Row]) -> tuple[Productie, ...]:
    """E per provider and prestatie, in cents and in units (R3.2)."""
    verloop = beeld.verloop
    as_cents = beeld.productie.assign(goedgekeurd_cent=beeld.productie["aantal_toegekend"])
    units = jaarverloop(as_cents, asked.laatste_maand, asked.dagen, asked.zonder_l)
    so_far = verloop["zorgmaand"] <= pd.Timestamp(asked.laatste_maand)
    counted = verloop.assign(
        goedgekeurd_cent=verloop["goedgekeurd_cent"].where(so_far, 0),
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
            inclusief = group is Groep.REGULIER and row.get("behandeling") == "inclusief"
            found.append(Productie(*where, form, text, goedgekeurd, rest, aantal, inclusief))
    return tuple(found)


def _verplichtingen(blik: Inzage, asked: Peil) -> tuple[Verplichting, ...]:
    return tuple(
        Verplichting(r["uzovi"], r["sector"], r["agb"] or "", als_woord(r["soort"]), r["bedrag_cent"])
        for r in jaarrijen(blik, "verplichtingen", {asked.jaar}, asked.peildatum)
        if r["bekend_op"] <= asked.peildatum and r["uzovi"] in ONZE_REGIOS
    )


def _crisis(blik: Inzage, asked: Peil, bedden: CrisisOutlook, claims: pd.DataFrame) -> tuple[Crisisplaatsen, ...]:
    """Places by R5 with their tariff, per provider, region and sector with an agreement (step 2)."""
    jaar, agreed = asked.jaar, afspraken(blik, {asked.jaar}, asked.peildatum)
    koppeltabel = reference_rows(blik, "koppeltabel", asked.peildatum)
    rates = {sector: dagtarieven(koppeltabel, sector) for sector in SECTOREN}
    prices = dagprijzen(claims[claims["zorgmaand"].dt.year == jaar], rates)
    unoccupied = _onbezette_tarieven(blik, asked) if _eigen_onbezet_tarief(asked) else {}
    lezing = str(asked.beleid("lezing_crisistarief").waarde)
    found = []
    for stand_ in bedden.afspraken:
        if stand_.uzovi not in ONZE_REGIOS:
            continue
        place = (stand_.agb, stand_.uzovi, stand_.sector)
        own = None if (price := prices.get(place)) is None else int(price + Fraction(1, 2))
        known = Tarieven(rates[stand_.sector], own, unoccupied.get(place[:2]), lezing)
        found.append(crisisplaatsen(stand_, agreed[place], jaar, known))
    return tuple(found)


def _eigen_onbezet_tarief(asked: Peil) -> bool:
    return asked.beleid("lezing_onbezet_tarief").waarde == ONBEZET_TARIEF


def _onbezette_tarieven(blik: Inzage, asked: Peil) -> dict[tuple[str, str], int]:
    """The tariff of an unoccupied day by provider and region: the newest month of the year that was known."""
    rows = [r for r in reference_rows(blik, "crisis_onbezet", asked.peildatum) if r["zorgmaand"].year == asked.jaar]
    ordered = sorted(rows, key=lambda r: (r["zorgmaand"], r["tarief_cent"]))
    return {(r["agb"], regio(r["uzovi"])): r["tarief_cent"] for r in ordered}


def _zonder_onbezet_tarief(asked: Peil, plaatsen: Iterable[Crisisplaatsen]) -> list[Signaal]:
    """Where unoccupied days would have their own tariff and the full one counts: it is not known, or nothing is
    expected."""
    text = "het tarief van onbezette dagen (of de verwachte bezetting) is niet bekend: alle plaatsdagen tellen vol"
    return [
        Signaal("onbezet_tarief_ontbreekt", text, c.agb, c.uzovi, c.sector)
        for c in plaatsen
        if _eigen_onbezet_tarief(asked) and c.plaatsdagen and c.onbezet_tarief_cent is None
    ]

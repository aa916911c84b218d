"""The steps from what was loaded to proposals, and to what decisions do to E (R3.4-R3.7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from config.codes import regio, regios
from config.policy import policy
from config.words import SECTOREN, TIJDSEENHEID_ETMAAL, BesluitSoort, Groep, Sector, Site
from forecasting.wlz.besluiten.aanpassing import (
    aanpassingen,
    goedgekeurd_per_plaats,
    melding_per_maand,
    rest_per_plaats,
)
from forecasting.wlz.besluiten.behandeling import (
    Correctie,
    Verblijfsdagen,
    correctie,
    koppelrijen,
    verblijfsdagen,
)
from forecasting.wlz.besluiten.trend import dagbedrag_cent, trend, trend_per_maand, venster
from forecasting.wlz.besluiten.voorstellen import (
    Maatwerk,
    Melding,
    Nieuw,
    Voorstel,
    Voorstellen,
    geldende_meldingen,
    is_nieuw,
    laatste_besluiten,
    naar_effect,
)
from forecasting.wlz.crisis.prijs import dagprijzen, dagtarieven
from forecasting.wlz.crisis.run import crisis
from forecasting.wlz.outlook import Aanpassing
from forecasting.wlz.peil import Peil, jaarrijen, names, peil, stand
from forecasting.wlz.plaats import Plaats
from loaders.extrapolation import jaarverloop
from loaders.grootboek.besluiten import Besluit, besluiten, geldend
from loaders.grootboek.lezer import Inzage
from loaders.grootboek.waarden import Aandeel, Bedrag, Helling, Maandbedrag, Plekken
from loaders.tabellen.vraag import reference_rows
from loaders.tijd.kalender import einde_maand, maanden_terug
from loaders.tijd.workdays import dagen, kalenderdagen, maanden


def voorstellen(blik: Inzage, jaar: int, peildatum: date, site: Site) -> Voorstellen:
    """All proposals for a site on what was known on `peildatum`, the largest effect first. Raises as `outlook`."""
    asked = peil(blik, jaar, peildatum)
    history = asked.beleid("lezing_trend_maanden_hoogstens").geheel
    first = min(date(jaar, 1, 1), maanden_terug(asked.laatste_maand, history - 1))
    everything = stand(asked, vanaf=first)
    here = everything[everything["uzovi"].isin(regios(site))]
    verloop = jaarverloop(here, asked.laatste_maand, asked.dagen)
    rest = rest_per_plaats(verloop)
    expected = {
        place: cent + sum(rest.get(place, {}).values())
        for place, cent in goedgekeurd_per_plaats(verloop, asked.laatste_maand).items()
    }
    register = besluiten(blik, jaar)
    correcties = behandelcorrecties(blik, asked, everything, geldend(register, peildatum))
    found = [
        *_trends(here, asked, rest),
        *_meldingen(blik, asked, regios(site)),
        *_nieuw(blik, asked, expected),
        *_behandeling(correcties, regios(site)),
        *_crisisplekken(blik, asked, here, regios(site)),
        *_maatwerk(blik, asked, regios(site)),
    ]
    naam, last = names(blik, peildatum), laatste_besluiten(register)
    shown = [replace(v, naam=naam.get(v.agb), besluit=last.get(v.onderwerp)) for v in found]
    return Voorstellen(jaar, asked.herkomst(), naar_effect(shown), tuple(reversed(register)))


def aanpassingen_van(
    blik: Inzage,
    asked: Peil,
    verloop: pd.DataFrame,
    genomen: Sequence[Besluit],
    uzovis: Sequence[str],
) -> tuple[Aanpassing, ...]:
    """What the decisions that count do to E; nothing is fetched or computed where there are none (R3.4-R3.7)."""
    if not genomen:
        return ()
    refused = any(b.soort is BesluitSoort.BEHANDELING and not b.geaccepteerd for b in genomen)
    correcties = behandelcorrecties(blik, asked, stand(asked), genomen) if refused else {}
    nieuw = nieuwe_aanbieders(blik, asked.jaar, asked.peildatum)
    return aanpassingen(genomen, verloop, asked.laatste_maand, correcties, uzovis, nieuw)


def behandelcorrecties(
    blik: Inzage, asked: Peil, productie: pd.DataFrame, genomen: Iterable[Besluit]
) -> dict[tuple[str, Sector], Correctie]:
    """The correction inclusief behandeling by provider and sector, where there is one (R3.5).

    `productie`: `peil.stand` of all regions, for the share was agreed over all of them. An accepted agreement with a
    share of its own takes the place of last year's; one without a share lets any share pass.
    """
    agreed = {
        (row["agb"], Sector(row["sector"])): Fraction(row["aandeel"])
        for row in reference_rows(blik, "behandelaandeel", asked.peildatum)
        if row["jaar"] == asked.jaar - 1
    }
    for besluit in genomen:
        if besluit.soort is BesluitSoort.BEHANDELING and besluit.geaccepteerd:
            own = besluit.waarde
            agreed[str(besluit.agb), Sector(str(besluit.sector))] = (
                own.aandeel if isinstance(own, Aandeel) else Fraction(1)
            )
    if not agreed:
        return {}
    found, spreiding = {}, str(asked.beleid("lezing_behandeling_spreiding").waarde)
    for place, stays in _verblijfsdagen(blik, asked, productie).items():
        if place in agreed and (counted := correctie(stays, agreed[place], spreiding)) is not None:
            found[place] = counted
    return found


def _verblijfsdagen(
    blik: Inzage, asked: Peil, productie: pd.DataFrame
) -> dict[tuple[str, Sector], list[Verblijfsdagen]]:
    """Expected days of stay over the year per provider and sector: known up to L, those of L by day after it (R3.2).

    Of a prestatie the row of the koppeltabel that holds in the month counts; where it ended before, its last one of the
    year: days at the price of their own period.
    """
    months = maanden(asked.jaar)
    rows = [
        row
        for row in sorted(reference_rows(blik, "koppeltabel", asked.peildatum), key=lambda r: r["geldig_van"])
        if row["geldig_van"] <= einde_maand(months[-1]) and (row["geldig_tot"] or date.max) >= months[0]
    ]
    by_month = {m: koppelrijen(rows, m) for m in months}
    days = productie[
        (productie["groep"] == Groep.REGULIER)
        & (productie["tijdseenheid"] == TIJDSEENHEID_ETMAAL)
        & productie["zorgmaand"].between(pd.Timestamp(months[0]), pd.Timestamp(asked.laatste_maand))
    ]
    per = ["aanbieder", "sector", "uzovi", "prestatiecode", "zorgmaand"]
    summed = days.groupby(per, as_index=False)["aantal_toegekend"].sum()
    in_l = kalenderdagen(asked.laatste_maand)
    found: dict[tuple[str, Sector], list[Verblijfsdagen]] = {}
    for agb, sector, uzovi, code, zorgmaand, known in summed.itertuples(index=False):
        parts = {zorgmaand.date(): Fraction(int(known))}
        if zorgmaand.date() == asked.laatste_maand:
            parts |= {m: Fraction(int(known) * kalenderdagen(m), in_l) for m in months if m > asked.laatste_maand}
        for maand, aantal in parts.items():
            stay = verblijfsdagen(by_month[maand], uzovi, code, aantal)
            if stay is not None:
                found.setdefault((agb, Sector(sector)), []).append(stay)
    return found


def _trends(productie: pd.DataFrame, asked: Peil, rest: Mapping[Plaats, Mapping[date, int]]) -> list[Voorstel]:
    """R3.4: on the daily amounts of the last months up to L, from the provider's first month with production."""
    minimum = asked.beleid("lezing_trend_maanden_minstens").geheel
    maximum = asked.beleid("lezing_trend_maanden_hoogstens").geheel
    p_grens = asked.beleid("lezing_trend_p_waarde").fractie
    months = venster(asked.laatste_maand, minimum, maximum, str(asked.beleid("lezing_trend_venster").waarde))
    window = productie[(productie["groep"] == Groep.REGULIER) & productie["zorgmaand"].isin(pd.to_datetime(months))]
    per = ["aanbieder", "uzovi", "sector", "zorgmaand", "tijdseenheid"]
    amounts: dict[Plaats, dict[date, dict[str, int]]] = {}
    summed = window.groupby(per, as_index=False)["goedgekeurd_cent"].sum()
    for agb, uzovi, sector, maand, unit, cent in summed.itertuples(index=False):
        amounts.setdefault((agb, uzovi, Sector(sector)), {}).setdefault(maand.date(), {})[unit] = int(cent)
    units = sorted(window["tijdseenheid"].unique())
    days = {m: {unit: dagen(m, unit, "dagen") for unit in units} for m in {*months, *maanden(asked.jaar)}}
    year = {unit: sum(days[m][unit] for m in maanden(asked.jaar)) for unit in units}
    found = []
    for place, by_month in sorted(amounts.items()):
        started = next((n for n, m in enumerate(months) if any(by_month.get(m, {}).values())), len(months))
        series = [dagbedrag_cent(by_month.get(m, {}), days[m], year) for m in months[started:]]
        seen = trend(series, minimum, maximum, p_grens) if series and series[-1] else None
        if seen is not None:
            effect = sum(trend_per_maand(seen.helling_cent, asked.laatste_maand, rest.get(place, {})).values())
            found.append(Voorstel(BesluitSoort.TREND, *place, None, effect, seen, Helling(seen.helling_cent)))
    return found


def _meldingen(blik: Inzage, asked: Peil, uzovi: Sequence[str]) -> list[Voorstel]:
    notices = [
        Melding(
            r["agb"], regio(r["uzovi"]), Sector(r["sector"]), r["vanaf_maand"], r["bedrag_per_maand_cent"], r["reden"],
            r["gemeld_op"],
        )
        for r in reference_rows(blik, "meldingen", asked.peildatum)
        if r["vanaf_maand"].year == asked.jaar and regio(r["uzovi"]) in uzovi
    ]  # fmt: skip
    return [
        Voorstel(
            BesluitSoort.MELDING, m.agb, m.uzovi, m.sector, None,
            sum(melding_per_maand(m.vanaf_maand, m.bedrag_per_maand_cent, asked.laatste_maand).values()), m,
            Maandbedrag(m.vanaf_maand, m.bedrag_per_maand_cent),
        )
        for m in geldende_meldingen(notices, asked.peildatum)
    ]  # fmt: skip


def nieuwe_aanbieders(blik: Inzage, jaar: int, peildatum: date) -> dict[str, date]:
    """Providers that started less than twelve months before the peildatum, with their first day (R3.6)."""
    months = policy("lezing_nieuwe_aanbieder_maanden", jaar, peildatum).geheel
    return {
        row["agb"]: row["gestart_op"]
        for row in reference_rows(blik, "aanbieders", peildatum)
        if is_nieuw(row["gestart_op"], peildatum, months)
    }


def _nieuw(blik: Inzage, asked: Peil, expected: Mapping[Plaats, int]) -> list[Voorstel]:
    started = nieuwe_aanbieders(blik, asked.jaar, asked.peildatum)
    return [
        Voorstel(BesluitSoort.RAMING, *place, None, None, Nieuw(started[place[0]], cent))
        for place, cent in sorted(expected.items())
        if place[0] in started
    ]


def _behandeling(correcties: Mapping[tuple[str, Sector], Correctie], uzovi: Sequence[str]) -> list[Voorstel]:
    """One per provider and sector; its effect is that of the regions of the site."""
    found = []
    for (agb, sector), counted in sorted(correcties.items()):
        here = [cent for region, cent in counted.per_regio_cent if region in uzovi]
        if here:
            found.append(Voorstel(BesluitSoort.BEHANDELING, agb, None, sector, None, sum(here), counted))
    return found


def _crisisplekken(blik: Inzage, asked: Peil, productie: pd.DataFrame, uzovi: Sequence[str]) -> list[Voorstel]:
    """R5.2: fewer places, and what that is over a year at the mean price of the provider's crisis days."""
    koppeltabel = reference_rows(blik, "koppeltabel", asked.peildatum)
    price = dagprijzen(productie, {sector: dagtarieven(koppeltabel, sector) for sector in SECTOREN})
    year = sum(map(kalenderdagen, maanden(asked.jaar)))
    found = []
    for s in crisis(blik, asked.jaar, asked.peildatum).afspraken:
        if s.uzovi not in uzovi or s.voorstel_plekken is None or s.voorstel_plekken == s.plekken:
            continue
        per_day = price.get((s.agb, s.uzovi, s.sector))
        effect = None if per_day is None else round((s.voorstel_plekken - s.plekken) * year * per_day)
        waarde = Plekken(s.voorstel_plekken)
        found.append(Voorstel(BesluitSoort.CRISIS, s.agb, s.uzovi, s.sector, None, effect, s, waarde))
    return found


def _maatwerk(blik: Inzage, asked: Peil, uzovi: Sequence[str]) -> list[Voorstel]:
    """R6: corrections that were delivered, all of one provider, region and sector together."""
    sums: dict[Plaats, list[Mapping[str, Any]]] = {}
    for r in jaarrijen(blik, "maatwerkcorrecties", {asked.jaar}, asked.peildatum):
        if r["uzovi"] in uzovi:
            sums.setdefault((r["agb"], r["uzovi"], r["sector"]), []).append(r)
    return [
        Voorstel(
            BesluitSoort.CORRECTIE, *place, None, -cent, Maatwerk(cent, "; ".join(r["reden"] for r in rows)),
            Bedrag(cent),
        )
        for place, rows in sorted(sums.items())
        for cent in [sum(r["bedrag_cent"] for r in rows)]
    ]  # fmt: skip

"""The steps from claims, registration and agreements to the crisis beds of a year (R5)."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from config.codes import regio
from config.words import BesluitSoort, Groep, Sector
from forecasting.wlz.crisis import signalen
from forecasting.wlz.crisis.bandbreedte import MAANDEN_JAAR, Maand, Trekking, jaarbandbreedte, volgend_jaar
from forecasting.wlz.crisis.bezetting import (
    Afspraak,
    beschikbare_dagen,
    binnen_afspraak,
    crisis_stand,
    gewogen,
    plekken_op,
)
from forecasting.wlz.crisis.onbezet import Onbezet, als_productie, naast_declaraties, sector_van
from forecasting.wlz.crisis.registratie import Geregistreerd, Registratie, Verblijf, registratie
from forecasting.wlz.outlook import CrisisOutlook, CrisisStand, Signaal
from forecasting.wlz.peil import Peil, jaarrijen, names, peil, stand
from forecasting.wlz.plaats import Plaats
from forecasting.wlz.signalen import niet_bevestigd
from loaders.grootboek.besluiten import Besluit, tellende
from loaders.grootboek.lezer import Inzage
from loaders.grootboek.waarden import Plekken
from loaders.tabellen.vraag import reference_rows
from loaders.tijd.kalender import einde_maand, maanden_terug


@dataclass(frozen=True)
class _Lezingen:
    """Policy values and readings of the year."""

    drempel_fractie: Fraction
    trekking: Trekking
    historie_maanden: int
    kans_dit_jaar: Fraction
    kans_volgend_jaar: Fraction
    rest: str
    boven_plekken: str
    afgelopen_jaar: str


@dataclass(frozen=True)
class _Bron:
    """Occupied days by month of one provider, region and sector (None: not known), and all days that were asked for:
    claimed (V&V) or registered (GZ), also above or outside the agreed places."""

    afspraken: Sequence[Afspraak]
    bezet: Mapping[date, int] | None
    vraag: Mapping[date, int] | None = None
    geregistreerd: Registratie | None = None


def crisis(
    blik: Inzage,
    jaar: int,
    peildatum: date,
    laatste_maand: date | None = None,
    *,
    genomen: Sequence[Besluit] | None = None,
) -> CrisisOutlook:
    """Crisis beds of every agreement of `jaar`, on what was known at the end of `peildatum`. Raises as `outlook`.

    `genomen`: the decisions to go by, as frozen by a herschikking; else those that count on the peildatum.
    """
    asked = peil(blik, jaar, peildatum, laatste_maand)
    lezingen = _lezingen(asked)
    vanaf = min(date(jaar, 1, 1), maanden_terug(asked.laatste_maand, lezingen.historie_maanden - 1))
    agreed = afspraken(blik, {jaar}, peildatum)
    last_year = afspraken(blik, {jaar - 1}, peildatum).keys()
    all_years = afspraken(blik, range(vanaf.year, jaar + 1), peildatum)
    productie = stand(asked, vanaf=vanaf)
    claims = _crisisdagen(productie)
    in_l = _produceert(productie, asked.laatste_maand)
    geregistreerd = _geregistreerd(blik, peildatum)
    besluiten = tellende(blik, jaar, peildatum) if genomen is None else genomen
    besloten = {b.plaats: b for b in besluiten if b.soort is BesluitSoort.CRISIS}
    naam = names(blik, peildatum)
    found, seen = [], []
    for place, this_year in sorted(agreed.items()):
        bron = _bron(place, all_years[place], claims, geregistreerd, vanaf, asked, lezingen)
        plain = crisis_stand(
            place[0], naam.get(place[0]), place[1], place[2], this_year, bron.bezet, asked.laatste_maand,
            lezingen.drempel_fractie, produceert_in_l=place[2] is Sector.GZ or place[:2] in in_l,
            lezing_rest=lezingen.rest,
        )  # fmt: skip
        found.append(_aangevuld(plain, this_year, bron, asked, lezingen, besloten.get(place)))
        seen += signalen.over_de_afspraak(found[-1], this_year, jaar, last_year)
        seen += signalen.van_afspraak(
            found[-1], bron.bezet, bron.vraag or {}, this_year, bron.geregistreerd, asked.laatste_maand
        )
    return CrisisOutlook(
        jaar=jaar,
        herkomst=asked.herkomst(sorted(s.besluit for s in found if s.besluit)),
        drempel_fractie=lezingen.drempel_fractie,
        afspraken=tuple(found),
        signalen=(
            *niet_bevestigd(asked.beleid("drempel_crisisbezetting"), jaar),
            *signalen.zonder_afspraak(claims, geregistreerd.verblijven, agreed, jaar, naam),
            *seen,
            *signalen.registratie(geregistreerd, naam, einde_maand(asked.laatste_maand)),
        ),
        registratie_van=min((d for d in geregistreerd.geleverd.values() if d > date.min), default=None),
    )


def onbezette_productie(
    blik: Inzage, asked: Peil, uzovi: Sequence[str], claims: pd.DataFrame
) -> tuple[pd.DataFrame, list[Signaal]]:
    """Paid unoccupied days of these regions as rows of PRODUCTIE, and what is remarkable about them (R5.4).

    A row counts from the day on which its delivery was known: the table itself names no day (R1.1, **lezing**).
    """
    agreed = afspraken(blik, {asked.jaar}, asked.peildatum)
    register = reference_rows(blik, "aanbieders", asked.peildatum)
    hoofdsector = {r["agb"]: r["hoofdsector"] for r in register if r["hoofdsector"]}

    def here(rows: Iterable[Mapping[str, Any]]) -> list[Onbezet]:
        return [
            Onbezet(r["agb"], regio(r["uzovi"]), r["zorgmaand"], r["dagen"], r["tarief_cent"])
            for r in rows
            if r["zorgmaand"].year == asked.jaar and regio(r["uzovi"]) in uzovi
        ]

    def sector(rij: Onbezet) -> Sector:
        places = [
            s
            for (agb, region, s), found in agreed.items()
            if (agb, region) == (rij.agb, rij.uzovi)
            and any(a.dagen(rij.zorgmaand, einde_maand(rij.zorgmaand)) for a in found)
        ]
        own = hoofdsector.get(rij.agb)
        return sector_van(places, Sector(own) if own else None)

    known = here(reference_rows(blik, "crisis_onbezet", asked.peildatum))
    beside = naast_declaraties(known, claims)
    everything = here(reference_rows(blik, "crisis_onbezet"))
    counted = [rij for rij in beside if rij.telt_cent]
    said = signalen.onbezet(everything, beside, asked.laatste_maand)
    return als_productie(counted, sector), [*said, *signalen.te_veel_onbezet(counted, agreed)]


def _lezingen(asked: Peil) -> _Lezingen:
    blok, trekkingen = asked.beleid("lezing_crisis_blok_maanden"), asked.beleid("lezing_crisis_trekkingen")
    return _Lezingen(
        drempel_fractie=asked.beleid("drempel_crisisbezetting").fractie,
        trekking=Trekking(blok_maanden=blok.geheel, aantal=trekkingen.geheel, zaad=asked.jaar),
        historie_maanden=asked.beleid("lezing_crisis_historie_maanden").geheel,
        kans_dit_jaar=asked.beleid("lezing_crisis_bandbreedte").fractie,
        kans_volgend_jaar=asked.beleid("lezing_crisis_interval").fractie,
        rest=str(asked.beleid("lezing_crisis_rest").waarde),
        boven_plekken=str(asked.beleid("lezing_crisis_gz_boven_plekken").waarde),
        afgelopen_jaar=str(asked.beleid("lezing_crisis_afgelopen_jaar").waarde),
    )


def afspraken(blik: Inzage, jaren: Container[int], peildatum: date) -> dict[Plaats, list[Afspraak]]:
    """Agreements about crisis places of these years, as known on the peildatum, by provider, region and sector."""
    agreed: dict[Plaats, list[Afspraak]] = {}
    for row in jaarrijen(blik, "crisisafspraken", jaren, peildatum):
        place = (row["agb"], row["uzovi"], row["sector"])
        agreed.setdefault(place, []).append(Afspraak(row["plekken"], row["vanaf"], row["tot"], row["zwaarte"] or ""))
    return {place: gewogen(found) for place, found in agreed.items()}


def _crisisdagen(productie: pd.DataFrame) -> dict[Plaats, dict[date, int]]:
    """Crisis days by provider, region, sector and month, of lines granted in full (R5.1)."""
    place = ["aanbieder", "uzovi", "sector", "zorgmaand"]
    days = productie[productie["groep"] == Groep.CRISIS].groupby(place, as_index=False)["aantal_toegekend"].sum()
    bezet: dict[Plaats, dict[date, int]] = {}
    for agb, uzovi, sector, maand, aantal in days.to_numpy().tolist():
        bezet.setdefault((agb, uzovi, Sector(sector)), {})[maand.date()] = aantal
    return bezet


def _produceert(productie: pd.DataFrame, laatste_maand: date) -> set[tuple[str, str]]:
    """Providers and regions of which anything of any kind was approved over L."""
    in_l = productie[(productie["zorgmaand"] == pd.Timestamp(laatste_maand)) & (productie["goedgekeurd_cent"] != 0)]
    return set(zip(in_l["aanbieder"], in_l["uzovi"], strict=True))


def _geregistreerd(blik: Inzage, peildatum: date) -> Geregistreerd:
    """Registered stays as known on the peildatum, and since when of each region."""
    stays: dict[tuple[str, str], list[Verblijf]] = {}
    geleverd: dict[str, date] = {}
    for row in reference_rows(blik, "crisisregistratie", peildatum):
        uzovi = regio(row["uzovi"])
        stays.setdefault((row["agb"], uzovi), []).append(Verblijf(row["zwaarte"], row["begindatum"], row["einddatum"]))
        geleverd[uzovi] = row["bekend_vanaf"]
    return Geregistreerd(stays, geleverd)


def _bron(
    place: Plaats,
    afspraken: Sequence[Afspraak],
    claims: Mapping[Plaats, Mapping[date, int]],
    bekend: Geregistreerd,
    vanaf: date,
    asked: Peil,
    lezingen: _Lezingen,
) -> _Bron:
    if place[2] is Sector.VV:
        claimed = claims.get(place, {})
        return _Bron(afspraken, binnen_afspraak(claimed, afspraken), claimed)
    if place[2] is Sector.GGZ or place[1] not in bekend.geleverd:
        return _Bron(afspraken, None)
    counted = registratie(
        bekend.verblijven.get(place[:2], ()), afspraken, vanaf, einde_maand(asked.laatste_maand),
        hooguit_plekken=lezingen.boven_plekken == "tellen_niet",
    )  # fmt: skip
    return _Bron(afspraken, counted.bezet, counted.verblijfsdagen, counted)


def _aangevuld(
    plain: CrisisStand,
    this_year: Sequence[Afspraak],
    bron: _Bron,
    asked: Peil,
    lezingen: _Lezingen,
    besluit: Besluit | None,
) -> CrisisStand:
    """The range of this year, places for next year, registered stays and the decision, beside R5.1 and R5.2. Where
    there is no ground for a judgement on the year there is no range either."""
    if plain.bezette_dagen is None or plain.beschikbare_dagen_jaar is None or bron.bezet is None:
        return plain
    months = [maanden_terug(asked.laatste_maand, n) for n in range(lezingen.historie_maanden - 1, -1, -1)]
    historie = [_maand(bron, maand) for maand in months]
    rest = [date(asked.jaar, m, 1) for m in range(asked.laatste_maand.month + 1, MAANDEN_JAAR + 1)]
    demand = bron.vraag or {}
    last_year = months[-MAANDEN_JAAR:]
    if lezingen.afgelopen_jaar == "kalenderjaar":
        last_year = [date(asked.jaar - 1, m, 1) for m in range(1, MAANDEN_JAAR + 1)]
    window = (einde_maand(last_year[-1]) - last_year[0]).days + 1
    said = besluit.waarde if besluit and besluit.geaccepteerd else None
    return replace(
        plain,
        verblijfsdagen=sum(n for m, n in bron.geregistreerd.verblijfsdagen.items() if m.year == asked.jaar)
        if bron.geregistreerd
        else None,
        per_zwaarte=bron.geregistreerd.per_zwaarte if bron.geregistreerd else (),
        bandbreedte=None
        if plain.verwachte_dagen is None
        else jaarbandbreedte(
            historie,
            plain.bezette_dagen,
            [beschikbare_dagen(this_year, maand, einde_maand(maand)) for maand in rest],
            plain.beschikbare_dagen_jaar,
            lezingen.kans_dit_jaar,
            lezingen.trekking,
        ),
        volgend_jaar=volgend_jaar(
            [_maand(bron, maand) for maand in last_year],
            plekken_op(this_year, date.max),
            Fraction(sum(demand.get(maand, 0) for maand in last_year), window),
            lezingen.drempel_fractie,
            lezingen.kans_volgend_jaar,
            lezingen.trekking,
        ),
        besluit=besluit.nummer if besluit else None,
        besloten_plekken=said.plekken if isinstance(said, Plekken) else None,
    )


def _maand(bron: _Bron, maand: date) -> Maand:
    bezet = (bron.bezet or {}).get(maand, 0)
    return Maand(bezet, beschikbare_dagen(bron.afspraken, maand, einde_maand(maand)))

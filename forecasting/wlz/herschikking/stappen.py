"""R6: the five steps in the policy's order, over frozen input."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from config.codes import zorgkantoren
from config.words import SECTOREN, Groep, Sector, Site
from forecasting.wlz.herschikking.fouten import fouten, signalen
from forecasting.wlz.herschikking.invoer import (
    CORRECTIE_IN_SECTOR,
    GROOTSTE_REST,
    Aanpassing,
    Correctie,
    Crisisplaatsen,
    Invoer,
    Productie,
    Verplichting,
)
from forecasting.wlz.herschikking.uitkomst import Afspraak, Basis, Herschikking, Totaal
from forecasting.wlz.herschikking.verdeling import naar_rato
from forecasting.wlz.korting import korting_fractie
from forecasting.wlz.plaats import Plaats, RegioSector
from loaders.split import hele_centen

Pot = tuple[Site, Sector, str | None]
"""Where one percentage holds: a sector of a site, or (reading `regio`) of one region."""
Rij = TypeVar("Rij", Productie, Verplichting, Crisisplaatsen, Correctie, Aanpassing)


def herschikking(invoer: Invoer) -> Herschikking:
    """The definite agreements of a year, every step a line per provider, region and sector.

    Bron: regel R6; Inkoopbeleid Wlz Zilveren Kruis 2021-2023, "We volgen bij de herschikking de keuze van de klant":
    1 toezeggingen, 2 crisiszorg, 3 correctie op maatwerkafspraken, 4 and 5 geëxtrapoleerde goedgekeurde productie,
    and "Als de middelen per sector niet toereikend zijn, dan passen wij een procentuele korting toe".
    """
    bases = stappen_1_tot_4(invoer)
    loose = [v for v in invoer.verplichtingen if not v.agb]
    rooms = {(r.uzovi, r.sector): r.bedrag_cent for r in invoer.ruimte}
    korting: dict[Plaats, int | None] = {}
    percentages: dict[Pot, Fraction | None] = {}
    places = _places(bases, loose, [*rooms, *invoer.in_gebruik])
    for pot in dict.fromkeys(_pot(*place, invoer.niveau) for place in places):
        mine = [b for b in bases if _pot(b.uzovi, b.sector, invoer.niveau) == pot]
        room = _room([p for p in places if _pot(*p, invoer.niveau) == pot], rooms)
        correctie = invoer.lezing_correctie == CORRECTIE_IN_SECTOR
        rest = _of(pot, invoer.niveau, loose)
        beschikbaar = None if room is None else beschikbaar_cent(room, mine, rest, correctie_in_sector=correctie)
        percentages[pot] = None if beschikbaar is None else herschikkingskorting_fractie(mine, beschikbaar)
        cuts = stap_5(mine, beschikbaar, invoer.lezing_afronding)
        korting |= zip((b.plaats for b in mine), cuts, strict=True)
    afspraken = tuple(Afspraak(b, korting[b.plaats]) for b in bases)
    regios = _regio_totalen(places, afspraken, loose, rooms, percentages, invoer.niveau)
    sectoren = _sector_totalen(regios, percentages)
    return Herschikking(
        invoer=invoer,
        afspraken=afspraken,
        sectoren=sectoren,
        regios=regios,
        apart_cent={
            "meerzorg": sum(p.verwacht_cent for p in invoer.productie if p.groep is Groep.MEERZORG),
            "onbekend": sum(p.verwacht_cent for p in invoer.productie if p.sector is Sector.ONBEKEND),
        },
        fouten=fouten(invoer, afspraken, sectoren, regios),
        signalen=signalen(invoer, afspraken, regios),
    )


def stappen_1_tot_4(invoer: Invoer) -> list[Basis]:
    """What every provider has before the korting, in order of site, sector, region and AGB code.

    Step 4 is all production but crisis (step 2 pays for the places, occupied or not) and meerzorg (its own room); a
    sector that is not known takes part in no step and is an open error.
    """
    regular = [p for p in invoer.productie if p.groep is Groep.REGULIER and p.sector is not Sector.ONBEKEND]
    verplichtingen = _per_plaats(v for v in invoer.verplichtingen if v.agb)
    crisis, correcties = _per_plaats(invoer.crisis), _per_plaats(invoer.correcties)
    productie, aanpassingen = _per_plaats(regular), _per_plaats(invoer.aanpassingen)
    places = verplichtingen.keys() | crisis.keys() | correcties.keys() | productie.keys() | aanpassingen.keys()
    return [
        Basis(
            *place,
            verplichtingen=verplichtingen.get(place, ()),
            crisis=crisis.get(place, ()),
            correcties=correcties.get(place, ()),
            productie=productie.get(place, ()),
            aanpassingen=aanpassingen.get(place, ()),
        )
        for place in sorted(places, key=lambda p: (*_volgorde(p[1], p[2]), p[0]))
    ]


def beschikbaar_cent(
    ruimte_cent: int, bases: Iterable[Basis], zonder_aanbieder: Iterable[Verplichting], *, correctie_in_sector: bool
) -> int:
    """What steps 1 and 2 leave for step 4: R - commitments - crisis.

    `correctie_in_sector` (**lezing** `lezing_herschikking_correctie`): what step 3 took off comes on top of it, so that
    the agreements add up to the contracteerruimte; as the rule is written it does not, and stays over.

    Bron: regel R6, step 5 ("R - commitments - crisis").
    """
    first = sum(b.verplichtingen_cent + b.crisis_cent - b.correctie_cent * correctie_in_sector for b in bases)
    return ruimte_cent - first - sum(v.bedrag_cent for v in zonder_aanbieder)


def herschikkingskorting_fractie(bases: Sequence[Basis], beschikbaar: int) -> Fraction:
    """k = max(0, E4 - beschikbaar) / E4, over all of step 4, credits included; at most 1. Where step 4 comes to nothing
    or less there is nothing to cut: the percentage of the fixed volumes over the same amounts (R4.5).

    Bron: regel R6, step 5.
    """
    return korting_fractie(sum(b.productie_cent for b in bases), beschikbaar)


def stap_5(bases: Sequence[Basis], beschikbaar: int | None, afronding: str) -> list[int | None]:
    """The korting of each, in whole cents: what is left adds up to `beschikbaar` when there is a korting (R6).

    A provider whose step 4 is negative falls by the same percentage. None for all where the contracteerruimte is not
    known: no percentage is made up. `afronding`: `lezing_herschikking_afronding`.
    """
    if beschikbaar is None:
        return [None] * len(bases)
    k, amounts = herschikkingskorting_fractie(bases, beschikbaar), [b.productie_cent for b in bases]
    if not k:
        return [0] * len(bases)
    left = (hele_centen if afronding == GROOTSTE_REST else naar_rato)([cent * (1 - k) for cent in amounts])
    return [cent - part for cent, part in zip(amounts, left, strict=True)]


def _per_plaats(rows: Iterable[Rij]) -> dict[Plaats, tuple[Rij, ...]]:
    """Rows by provider, region and sector, in an order that does not depend on how they came."""
    found: dict[Plaats, list[Rij]] = {}
    for row in rows:
        found.setdefault((row.agb, row.uzovi, row.sector), []).append(row)
    return {place: tuple(sorted(mine, key=repr)) for place, mine in found.items()}


def site_van(uzovi: str) -> Site:
    """The site of a region; a region outside both has no site of its own and is not read (`run`)."""
    site = zorgkantoren()[uzovi].site
    if site is None:
        raise ValueError("region without a site")
    return site


def _volgorde(uzovi: str, sector: Sector) -> tuple[int, int, str]:
    return list(Site).index(site_van(uzovi)), SECTOREN.index(sector), uzovi


def _pot(uzovi: str, sector: Sector, niveau: str) -> Pot:
    return site_van(uzovi), sector, uzovi if niveau == "regio" else None


def _of(pot: Pot, niveau: str, loose: Iterable[Verplichting]) -> list[Verplichting]:
    return [v for v in loose if _pot(v.uzovi, v.sector, niveau) == pot]


def _places(bases: Iterable[Basis], loose: Iterable[Verplichting], other: Iterable[RegioSector]) -> list[RegioSector]:
    """Every region and sector with anything, in order."""
    found = {(b.uzovi, b.sector) for b in bases} | {(v.uzovi, v.sector) for v in loose} | set(other)
    return sorted(found, key=lambda place: _volgorde(*place))


def _room(places: Iterable[RegioSector], rooms: Mapping[RegioSector, int]) -> int | None:
    """The contracteerruimte of the places of a pot; None while that of one with anything in it is not known."""
    found = [rooms.get(place) for place in places]
    return None if None in found else sum(cent for cent in found if cent is not None)


def _regio_totalen(
    places: Sequence[RegioSector],
    afspraken: Sequence[Afspraak],
    loose: Sequence[Verplichting],
    rooms: Mapping[RegioSector, int],
    percentages: Mapping[Pot, Fraction | None],
    niveau: str,
) -> tuple[Totaal, ...]:
    found = []
    for uzovi, sector in places:
        mine = [a for a in afspraken if (a.basis.uzovi, a.basis.sector) == (uzovi, sector)]
        own = sum(v.bedrag_cent for v in loose if (v.uzovi, v.sector) == (uzovi, sector))
        cuts = [a.korting_cent for a in mine if a.korting_cent is not None]
        found.append(
            Totaal(
                site=site_van(uzovi),
                sector=sector,
                uzovi=uzovi,
                ruimte_cent=rooms.get((uzovi, sector)),
                verplichtingen_cent=own + sum(a.basis.verplichtingen_cent for a in mine),
                zonder_aanbieder_cent=own,
                crisis_cent=sum(a.basis.crisis_cent for a in mine),
                correctie_cent=sum(a.basis.correctie_cent for a in mine),
                productie_cent=sum(a.basis.productie_cent for a in mine),
                korting_cent=sum(cuts) if len(cuts) == len(mine) else None,
                korting_fractie=percentages[_pot(uzovi, sector, niveau)],
            )
        )
    return tuple(found)


def _sector_totalen(regios: Sequence[Totaal], percentages: Mapping[Pot, Fraction | None]) -> tuple[Totaal, ...]:
    found = []
    for site, sector in dict.fromkeys((r.site, r.sector) for r in regios):
        mine = [r for r in regios if (r.site, r.sector) == (site, sector)]
        rooms = [r.ruimte_cent for r in mine if r.ruimte_cent is not None]
        cuts = [r.korting_cent for r in mine if r.korting_cent is not None]
        found.append(
            Totaal(
                site=site,
                sector=sector,
                uzovi=None,
                ruimte_cent=sum(rooms) if len(rooms) == len(mine) else None,
                verplichtingen_cent=sum(r.verplichtingen_cent for r in mine),
                zonder_aanbieder_cent=sum(r.zonder_aanbieder_cent for r in mine),
                crisis_cent=sum(r.crisis_cent for r in mine),
                correctie_cent=sum(r.correctie_cent for r in mine),
                productie_cent=sum(r.productie_cent for r in mine),
                korting_cent=sum(cuts) if len(cuts) == len(mine) else None,
                korting_fractie=percentages.get((site, sector, None)),
            )
        )
    return tuple(found)

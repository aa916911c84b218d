"""R4.5: what every provider's volume would be if geld-volgt-klant were turned into fixed volumes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from config.words import SECTOREN, Groep, Sector, Site
from forecasting.wlz.herschikking.invoer import UITZONDERINGEN_HEEL, Invoer
from forecasting.wlz.herschikking.stappen import site_van
from forecasting.wlz.korting import boven_drempel, korting_fractie
from forecasting.wlz.plaats import Plaats
from loaders.split import hele_centen

REGIONALE_ONTWIKKELING = "regionale_ontwikkeling"
"""The kind of commitment that comes on top of a fixed volume."""


@dataclass(frozen=True)
class Volume:
    """A provider's fixed volume in one region and sector, in cents. `geextrapoleerd_cent` is E with crisis."""

    agb: str
    uzovi: str
    sector: Sector
    geextrapoleerd_cent: int
    na_korting_cent: int
    regionaal_cent: int

    @property
    def plaats(self) -> Plaats:
        return self.agb, self.uzovi, self.sector

    @property
    def volume_cent(self) -> int:
        return self.na_korting_cent + self.regionaal_cent


@dataclass(frozen=True)
class SectorVolumes:
    """A sector of a site: its korting by R4.2 against the line, and the volumes it would lead to.

    `korting_fractie` is None where the contracteerruimte is not known; then there are no volumes. `percentage_fractie`
    is what is taken off what is not left whole (`lezing_vaste_volumes_grondslag`); the same where nothing is.
    """

    site: Site
    sector: Sector
    geextrapoleerd_cent: int
    beschikbaar_cent: int | None
    korting_fractie: Fraction | None
    drempel_fractie: Fraction
    boven_drempel: bool | None
    volumes: tuple[Volume, ...]
    percentage_fractie: Fraction | None = None


def beletsel(sector: SectorVolumes) -> str | None:
    """Why these volumes cannot be fixed yet, in Dutch; None when they can.

    Bron: regel R4.5; a volume below nothing is none, and commitments above the contracteerruimte leave nothing to
    divide: that is to be solved first.
    """
    if (sector.beschikbaar_cent or 0) < 0:
        return "de verplichtingen zijn groter dan de contracteerruimte; verlaag ze of vraag ruimte"
    below = sorted({v.agb for v in sector.volumes if v.volume_cent < 0})
    if below:
        return f"het volume van {', '.join(below)} is lager dan nul; controleer de creditregels en de besluiten"
    return None


def vaste_volumes(
    geextrapoleerd: Mapping[Plaats, int],
    korting: Fraction,
    regionaal: Mapping[Plaats, int],
    heel: Mapping[Plaats, int] | None = None,
    grondslag: Mapping[Plaats, int] | None = None,
) -> tuple[Volume, ...]:
    """`E x (1 - korting of its sector) + its financial agreements for regional development`, in whole cents.

    Largest remainder, so that the sector adds up. Credits (a negative E) fall by the same percentage. By the other
    `lezing_vaste_volumes_grondslag` the percentage is taken of `grondslag` only, and `heel` is left whole.

    Bron: regel R4.5; Inkoopbeleid Wlz Zilveren Kruis 2021-2023, par. 5.9: "de goedgekeurde geëxtrapoleerde productie
    van de maand waarop de gepubliceerde zorgkosten betrekking hebben, inclusief de daarbij behorende procentuele
    korting en de financiële afspraken in het kader van regionale ontwikkeling".
    """
    whole, base = heel or {}, geextrapoleerd if grondslag is None else grondslag
    places = sorted(geextrapoleerd.keys() | regionaal.keys() | whole.keys())
    parts = hele_centen([base.get(place, 0) * (1 - korting) for place in places])
    return tuple(
        Volume(*place, geextrapoleerd.get(place, 0), whole.get(place, 0) + part, regionaal.get(place, 0))
        for place, part in zip(places, parts, strict=True)
    )


def uitgezonderd(invoer: Invoer) -> tuple[dict[Plaats, int], dict[Plaats, int]]:
    """What of every provider, region and sector already has an agreement and is left whole, and the rest of step 4 that
    a percentage is taken of, in cents (`lezing_vaste_volumes_grondslag` uitzonderingen_heel).

    Bron: Inkoopbeleid Wlz Zilveren Kruis 2021-2023: "We maken geen initiële afspraken over volumes. Uitzonderingen
    hierop zijn crisiszorg ... en plekken inclusief behandeling ... en eventuele financiële afspraken in relatie tot
    regionale ontwikkeling". Crisis places come by step 2 of R6; what staff decided is in the rest.
    """
    regular = [p for p in invoer.productie if p.groep is Groep.REGULIER and p.sector is not Sector.ONBEKEND]
    crisis = (((c.agb, c.uzovi, c.sector), c.bedrag_cent) for c in invoer.crisis)
    inclusive = (((p.agb, p.uzovi, p.sector), p.verwacht_cent) for p in regular if p.is_inclusief)
    other = (((p.agb, p.uzovi, p.sector), p.verwacht_cent) for p in regular if not p.is_inclusief)
    decided = (((a.agb, a.uzovi, a.sector), a.bedrag_cent) for a in invoer.aanpassingen if a.besluit)
    return _sums((*crisis, *inclusive)), _sums((*other, *decided))


def sector_volumes(invoer: Invoer, drempel_fractie: Fraction) -> tuple[SectorVolumes, ...]:
    """Every sector of every site with production, judged as the outlook judges it (R4.2-R4.4)."""
    expected = geextrapoleerd_per_plaats(invoer)
    regional = _sums(
        ((v.agb, v.uzovi, v.sector), v.bedrag_cent)
        for v in invoer.verplichtingen
        if v.agb and v.soort == REGIONALE_ONTWIKKELING
    )
    found = []
    for site in Site:
        for sector in SECTOREN:
            mine, own = _van(expected, site, sector), _van(regional, site, sector)
            if mine:
                found.append(_sector(invoer, site, sector, mine, own, drempel_fractie))
    return tuple(found)


def _sector(
    invoer: Invoer,
    site: Site,
    sector: Sector,
    expected: Mapping[Plaats, int],
    regional: Mapping[Plaats, int],
    drempel_fractie: Fraction,
) -> SectorVolumes:
    total = sum(expected.values())
    rooms = {r.uzovi: r.bedrag_cent for r in invoer.ruimte if (site_van(r.uzovi), r.sector) == (site, sector)}
    first = [v for v in invoer.verplichtingen if (site_van(v.uzovi), v.sector) == (site, sector)]
    used = {uzovi for uzovi, own in invoer.in_gebruik if (site_van(uzovi), own) == (site, sector)}
    if not used | {uzovi for _, uzovi, _ in expected} | {v.uzovi for v in first} <= rooms.keys():
        return SectorVolumes(site, sector, total, None, None, drempel_fractie, None, ())
    room = sum(rooms.values()) - sum(v.bedrag_cent for v in first)
    korting = korting_fractie(total, room)
    above = boven_drempel(korting, drempel_fractie)
    taken = korting
    if invoer.lezing_vaste_volumes == UITZONDERINGEN_HEEL:
        heel, rest = (_van(amounts, site, sector) for amounts in uitgezonderd(invoer))
        taken = korting_fractie(sum(rest.values()), room - sum(heel.values()))
        volumes = vaste_volumes(expected, taken, regional, heel, rest)
    else:
        volumes = vaste_volumes(expected, korting, regional)
    return SectorVolumes(site, sector, total, room, korting, drempel_fractie, above, volumes, taken)


def _van(bedragen: Mapping[Plaats, int], site: Site, sector: Sector) -> dict[Plaats, int]:
    return {p: cent for p, cent in bedragen.items() if (site_van(p[1]), p[2]) == (site, sector)}


def geextrapoleerd_per_plaats(invoer: Invoer) -> dict[Plaats, int]:
    """E of every provider, region and sector, as in the outlook: regular production with crisis and what staff decided
    (R4.2). What the policy corrects by itself in the herschikking (R6) is not in it."""
    produced = (
        ((p.agb, p.uzovi, p.sector), p.verwacht_cent)
        for p in invoer.productie
        if p.groep is not Groep.MEERZORG and p.sector is not Sector.ONBEKEND
    )
    decided = (((a.agb, a.uzovi, a.sector), a.bedrag_cent) for a in invoer.aanpassingen if a.besluit)
    return _sums((*produced, *decided))


@dataclass(frozen=True)
class Gebruik:
    """A fixed volume beside what was made since: approved so far, and expected over the year, in cents."""

    volume: Volume
    goedgekeurd_cent: int
    verwacht_cent: int

    @property
    def boven_cent(self) -> int:
        """Expected production above the fixed volume (without regional development, which is no production)."""
        return max(0, self.verwacht_cent - self.volume.na_korting_cent)


def gebruik(volumes: Sequence[Volume], invoer: Invoer) -> tuple[Gebruik, ...]:
    """Production of `invoer` (of a later peildatum) against volumes that were fixed; new providers have volume 0."""
    sector_keys = {(site_van(v.uzovi), v.sector) for v in volumes}
    expected = geextrapoleerd_per_plaats(invoer)
    approved = _sums(
        ((p.agb, p.uzovi, p.sector), p.goedgekeurd_cent) for p in invoer.productie if p.groep is not Groep.MEERZORG
    )
    fixed = {v.plaats: v for v in volumes}
    new = [p for p in expected if p not in fixed and (site_van(p[1]), p[2]) in sector_keys]
    everyone = [*volumes, *(Volume(*p, 0, 0, 0) for p in sorted(new))]
    return tuple(Gebruik(v, approved.get(v.plaats, 0), expected.get(v.plaats, 0)) for v in everyone)


def _sums(rows: Iterable[tuple[Plaats, int]]) -> dict[Plaats, int]:
    found: dict[Plaats, int] = {}
    for place, cent in rows:
        found[place] = found.get(place, 0) + cent
    return found

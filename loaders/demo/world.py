"""The made world: regions, providers and their stories, and the course of volume over the months.

Calibrated (domain README, section 7): sector shares of money, growth 2025 to 2026, growth and season inside a year.
Assumed: number, size and region of providers; inhabitants per region are rounded.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from config.codes import onze_regios
from config.words import SECTOREN, Schaal, Sector
from loaders.demo.calendar import LAATSTE_MAAND, MAANDEN, STAND
from loaders.demo.catalogue import TARIEFINDEX_2026, maandwaarde_cent, regels_per_maand

Floats = npt.NDArray[np.float64]


REGELS = {Schaal.KLEIN: 5_000, Schaal.NORMAAL: 1_000_000, Schaal.GROOT: 10_000_000}

INWONERS_DUIZEND = {
    "5503": 500, "5504": 480, "5506": 330, "5509": 1_300, "5510": 450, "5511": 260, "5513": 400, "5514": 340,
    "5515": 1_000, "5521": 650, "5533": 660,
}  # fmt: skip
"""Rough inhabitants per region, in thousands (assumed): the share of each region in care."""

GELDAANDEEL = {Sector.VV: 0.574, Sector.GZ: 0.356, Sector.GGZ: 0.070}
"""Share of money per sector. Calibrated: contracteerruimte 2022."""

JAARGROEI = 0.107
"""Growth of the yearly total 2025 to 2026, tariffs and volume together. Calibrated: declared cost 2022 to 2023.
The providers with a story add about half a percent."""
GROEI_BINNEN_JAAR = 0.02
"""Growth of volume from January to December. Calibrated: 1 to 3%."""
SEIZOEN = (0.996, 1.002, 0.998, 1.004)
"""Season by quarter (level per day, calibrated roughly on 77.1, 79.1, 79.2, 80.4 less the growth)."""

REGISTER_SINDS = date(2015, 1, 1)
START_NIEUW = date(2026, 3, 1)
CRISIS_PLEKKEN_FRACTIE = 0.01
"""Crisis places against client places of a provider with a crisis agreement (assumed)."""
BEZETTING_GOED, BEZETTING_LAAG = 0.88, 0.55
"""Occupancy of crisis places that are well used and of those that are not: the line is 70% (R5.2)."""
NEVENAANDEEL = 0.15
"""Share of its places that a provider of two sectors has in its second sector (assumed)."""


class Verhaal(StrEnum):
    """What makes a provider worth looking at."""

    GEWOON = "gewoon"
    NIEUW = "nieuw"  # starts 2026-03-01
    GESTOPT = "gestopt"  # no care after May 2026
    GROEIER = "groeier"  # 3% a month more in 2026
    STIL = "stil"  # delivers, but does not declare care from July 2026
    ZONDER_SECTOR = "zonder_sector"  # no hoofdsector: sector `onbekend`


@dataclass(frozen=True)
class Aanbieder:
    agb: str
    naam: str
    sector: Sector
    neven: Sector | None
    concern: str
    verhaal: Verhaal
    regios: tuple[str, ...]

    @property
    def gestart_op(self) -> date:
        return START_NIEUW if self.verhaal is Verhaal.NIEUW else REGISTER_SINDS

    @property
    def hoofdsector(self) -> Sector | None:
        return None if self.sector is Sector.ONBEKEND else self.sector


@dataclass(frozen=True)
class Vestiging:
    """A provider in a region: the unit of work. `plaatsen` client places at the January 2025 level of volume."""

    aanbieder: Aanbieder
    uzovi: str
    nummer: int
    """Number within the provider: part of its invoice and reference numbers."""
    plaatsen: int
    crisisplekken: int
    crisisbezetting: float
    eerste_client: int
    """First client number; those of this vestiging follow it (see `care`)."""


@dataclass(frozen=True)
class Omvang:
    """How many providers have how many regions, per sector."""

    regios_per_aanbieder: dict[Sector, tuple[int, ...]]


_KLEIN = Omvang(
    {Sector.VV: (3, 3, 3, 2, 2, 2, 2, 2, 1, 1, 1), Sector.GZ: (3, 3, 3, 3, 3, 3, 2, 1, 1), Sector.GGZ: (2, 2)}
)
_GROOT = Omvang(
    {
        Sector.VV: (1,) * 23 + (2,) * 6 + (3,) * 3,
        Sector.GZ: (1,) * 11 + (2,) * 5 + (3,) * 4,
        Sector.GGZ: (3, 3, 3, 2),
    }
)
_WOORDEN = (
    "Noorderlicht", "Zuiderzon", "Oosterweide", "Westerduin", "Morgenster", "Avondrood", "Lindelaan", "Wilgenhof",
    "Kastanje", "Esdoorn", "Zilverreiger", "Leeuwerik",
)  # fmt: skip
_GROOTTE = {Verhaal.NIEUW: 0.25, Verhaal.GESTOPT: 0.5, Verhaal.STIL: 0.5}
"""Size of a provider with a story against others: small, so that the totals keep their course."""
FRIESLAND = "5533"
"""Of its providers none stops or grows: they are few."""
_CONCERN = "Voorbeeldconcern Waterlijn"
_SOORTNAAM = {
    Sector.VV: "Voorbeeldzorg", Sector.GZ: "Voorbeeld Gehandicaptenzorg", Sector.GGZ: "Voorbeeld GGZ",
    Sector.ONBEKEND: "Voorbeeld Thuiszorg",
}  # fmt: skip


def regios_van_de_wereld() -> tuple[str, ...]:
    return tuple(sorted(onze_regios(STAND)))


def aanbieders(schaal: Schaal) -> tuple[Aanbieder, ...]:
    """All providers; the same for every seed. Regions are dealt round, so each has at least two per large sector."""
    omvang = _KLEIN if schaal is Schaal.KLEIN else _GROOT
    plan: list[tuple[Sector, Verhaal, tuple[str, ...]]] = []
    for sector, aantallen in omvang.regios_per_aanbieder.items():
        plan += [(sector, Verhaal.GEWOON, regios) for regios in _deal(aantallen, backward=sector is Sector.GGZ)]
    stories = iter(((Sector.VV, Verhaal.GESTOPT), (Sector.VV, Verhaal.STIL), (Sector.GZ, Verhaal.GROEIER)))
    wanted = next(stories)
    for number, (sector, _, where) in enumerate(plan):
        if sector is wanted[0] and len(where) == 1 and where[0] != FRIESLAND:
            plan[number] = (sector, wanted[1], where)
            if (following := next(stories, None)) is None:
                break
            wanted = following
    plan += [(Sector.VV, Verhaal.NIEUW, ("5509",)), (Sector.ONBEKEND, Verhaal.ZONDER_SECTOR, ("5515",))]
    return tuple(_aanbieder(number, *row) for number, row in enumerate(plan))


def _deal(aantallen: tuple[int, ...], *, backward: bool) -> list[tuple[str, ...]]:
    """Regions for each provider: consecutive ones from the circle of regions, so never twice the same.

    `backward` starts at the last region (Friesland), so that few GGZ providers still serve both sites.
    """
    circle = regios_van_de_wereld()[:: -1 if backward else 1]
    bounds = np.concatenate([[0], np.cumsum(aantallen)]).tolist()
    return [tuple(circle[i % len(circle)] for i in range(a, b)) for a, b in pairwise(bounds)]


def _aanbieder(number: int, sector: Sector, verhaal: Verhaal, waar: tuple[str, ...]) -> Aanbieder:
    naam = f"{_SOORTNAAM[sector]} {_WOORDEN[number % len(_WOORDEN)]} {number + 1:02d}"
    gewoon = verhaal is Verhaal.GEWOON
    neven = Sector.GZ if gewoon and sector is Sector.VV and number % 8 == 4 else None
    concern = _CONCERN if gewoon and sector in (Sector.VV, Sector.GZ) and number % 13 == 6 else ""
    return Aanbieder(f"06{number + 1:06d}", naam, sector, neven, concern, verhaal, waar)


def volume() -> Floats:
    """Level of volume per zorgmaand, 2025 about 1: growth and season inside a year, and the step at New Year."""
    month = np.arange(MAANDEN)
    course = (1 + GROEI_BINNEN_JAAR * (month % 12) / 11) * np.array(SEIZOEN)[month % 12 // 3]
    level: Floats = np.where(month < 12, course, course * (1 + JAARGROEI) / TARIEFINDEX_2026)
    return level


def verloop(verhaal: Verhaal) -> Floats:
    """Level of a provider against the course of all, by its story."""
    month = np.arange(MAANDEN)
    if verhaal is Verhaal.NIEUW:
        return (month >= 14).astype(np.float64)
    if verhaal is Verhaal.GESTOPT:
        return (month <= 16).astype(np.float64)
    if verhaal is Verhaal.GROEIER:
        return 1 + 0.03 * np.clip(month - 11, 0, None).astype(np.float64)
    return np.ones(MAANDEN)


def vestigingen(schaal: Schaal, rng: np.random.Generator) -> tuple[Vestiging, ...]:
    """Every provider in each of its regions, with client places so that lines and sector shares come out."""
    pairs = [(a, uzovi) for a in aanbieders(schaal) for uzovi in a.regios]
    weights = _gewichten(pairs, rng)
    # V&V providers with a second sector move money to GZ; it is taken off their first sector
    per_sector = {s: GELDAANDEEL[s] / maandwaarde_cent(s) for s in SECTOREN}
    months = LAATSTE_MAAND + 1
    lines = sum(per_sector[s] * regels_per_maand(s) for s in SECTOREN) * float(volume()[:months].sum()) * 1.045
    places = {s: REGELS[schaal] * per_sector[s] / lines for s in SECTOREN}
    shift = sum(w for w, (a, _) in zip(weights, pairs, strict=True) if a.neven) * NEVENAANDEEL * places[Sector.VV]
    places[Sector.VV] += shift * maandwaarde_cent(Sector.GZ) / maandwaarde_cent(Sector.VV)
    places[Sector.GZ] -= shift
    places[Sector.ONBEKEND] = max(1.0, 0.002 * sum(places.values()))
    counts = _verdeel(pairs, weights, places)
    found, client = [], 0
    elke = 8 if schaal is Schaal.KLEIN else 4
    for number, ((aanbieder, uzovi), plaatsen) in enumerate(zip(pairs, counts, strict=True)):
        crisis = _crisis(aanbieder, number, elke)
        plekken = max(1, round(plaatsen * CRISIS_PLEKKEN_FRACTIE)) if crisis else 0
        vestiging = Vestiging(aanbieder, uzovi, aanbieder.regios.index(uzovi) + 1, plaatsen, plekken, crisis, client)
        found.append(vestiging)
        client += ruimte_clienten(vestiging)
    return tuple(found)


CLIENTEN_PER_PLAATS, CLIENTEN_PER_PLEK = 8, 100
"""Client numbers reserved for a place and for a crisis place: one after another in 24 months."""


def ruimte_clienten(vestiging: Vestiging) -> int:
    """Client numbers reserved for a vestiging."""
    return hoogste_plaatsen(vestiging) * CLIENTEN_PER_PLAATS + vestiging.crisisplekken * CLIENTEN_PER_PLEK


def niveau(vestiging: Vestiging) -> Floats:
    """Level of places in use per zorgmaand, against `plaatsen`."""
    return volume() * verloop(vestiging.aanbieder.verhaal)


def hoogste_plaatsen(vestiging: Vestiging) -> int:
    """Places in use in the busiest month (at least one)."""
    return max(1, round(vestiging.plaatsen * float(niveau(vestiging).max())))


def _gewichten(pairs: list[tuple[Aanbieder, str]], rng: np.random.Generator) -> list[float]:
    """Share of each pair in its sector: inhabitants of the region, divided over its providers by random size."""
    size = rng.lognormal(0.0, 0.4, len(pairs))
    raw = []
    for (aanbieder, uzovi), own in zip(pairs, size.tolist(), strict=True):
        story = _GROOTTE.get(aanbieder.verhaal, 1.0)
        others = sum(1 for a, u in pairs if u == uzovi and a.sector is aanbieder.sector)
        raw.append(INWONERS_DUIZEND[uzovi] * story * own / others)
    totals = {s: sum(w for w, (a, _) in zip(raw, pairs, strict=True) if a.sector is s) for s in Sector}
    return [w / totals[a.sector] for w, (a, _) in zip(raw, pairs, strict=True)]


def _verdeel(pairs: list[tuple[Aanbieder, str]], weights: list[float], places: dict[Sector, float]) -> list[int]:
    """Whole places per pair, at least one, adding up per sector (largest remainder)."""
    exact = np.array([w * places[a.sector] for w, (a, _) in zip(weights, pairs, strict=True)])
    whole = np.maximum(np.floor(exact), 1).astype(int)
    for sector in Sector:
        of = np.array([a.sector is sector for a, _ in pairs])
        missing = round(places[sector]) - int(whole[of].sum())
        order = np.nonzero(of)[0][np.argsort(-(exact - whole)[of], kind="stable")]
        whole[order[: max(0, missing)]] += 1
    return [int(n) for n in whole]


def _crisis(aanbieder: Aanbieder, number: int, elke: int) -> float:
    """Expected occupancy of the crisis places of a pair, 0 when it has no agreement: one pair in `elke` has one."""
    eligible = aanbieder.verhaal is Verhaal.GEWOON and aanbieder.neven is None
    if not eligible or aanbieder.sector not in (Sector.VV, Sector.GZ) or number % elke != 1:
        return 0.0
    return BEZETTING_LAAG if number // elke % 3 == 1 else BEZETTING_GOED

"""R7.5: the bridge from one outlook to another of the same site: what moved E, the contracteerruimte and the korting.

Each step is a difference between two ways to reckon E, the first of which is the outlook before and the last the
outlook after; so the steps add up to the cent, whatever happened. Pure.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

import pandas as pd

from config.words import Sector, Site
from forecasting.wlz.korting import korting_fractie
from forecasting.wlz.outlook import Oordeelsgrond, SectorOutlook, letterlijk
from forecasting.wlz.plaats import Plaats
from forecasting.wlz.sectors import regulier, telt_mee
from loaders.extrapolation import PLAATS, SLEUTEL, jaarverloop

BEDRAGEN = ["goedgekeurd_cent", "in_behandeling_cent", "aantal_toegekend"]
E = Mapping[Plaats, int]
"""E of regular production in cents, by provider, region and sector."""


class Oorzaak(StrEnum):
    """Why a figure is not what it was, in the order in which the steps are taken (**lezing**: no text gives one)."""

    BEOORDEELD = "beoordeeld"
    """Claims of months up to the old L that had come in and are assessed since."""
    NAGEKOMEN = "nagekomen"
    """Claims of those months that came in since."""
    GECORRIGEERD = "gecorrigeerd"
    """Credits, withdrawals and other verdicts on those months since."""
    BASISMAAND = "basismaand"
    """Another last month from which the rest of the year follows: volume and mix, at the prices of the old one."""
    TARIEF = "tarief"
    """The prices of the months after the old L against those of the old L."""
    ONBEZET = "onbezet"
    """Paid unoccupied crisis days (R5.4)."""
    BESLUITEN = "besluiten"
    """What decisions of staff add (R3.4-R3.7)."""
    WAARDEN = "waarden"
    """Policy values and readings."""
    ANDER_JAAR = "ander_jaar"
    """Two years have no month in common: all of E is another."""
    RUIMTE = "ruimte"
    """The definite contracteerruimte (R4.1)."""
    VERPLICHTINGEN = "verplichtingen"
    """Commitments outside AW319, that come before production (R4.2)."""


@dataclass(frozen=True)
class Kant:
    """All that E of one outlook rests on.

    `claims`: PRODUCTIE of the year as known on the peildatum, of the regions of the site (`productie.stand_op`);
    `onbezet`: paid unoccupied days in the same columns; `dagen(maand, tijdseenheid)` is D[m] and `zonder_l` the reading
    of who has nothing in L (R3.2); `besluiten_cent`: what decisions of staff add.
    """

    jaar: int
    peildatum: date
    laatste_maand: date
    claims: pd.DataFrame
    onbezet: pd.DataFrame
    dagen: Callable[[date, str], int]
    zonder_l: str
    besluiten_cent: Mapping[Plaats, int]
    sectoren: Sequence[SectorOutlook]
    regios: Sequence[SectorOutlook]


@dataclass(frozen=True)
class Stap:
    """One cause. `contracteerruimte_cent` is None where the room of one of both days is not known, `korting_punten`
    (a fraction: 1/100 is a point) where one of both has no korting or no ground for a verdict."""

    oorzaak: Oorzaak
    geextrapoleerd_cent: int
    contracteerruimte_cent: int | None
    korting_punten: Fraction | None


@dataclass(frozen=True)
class Brug:
    """One sector, of the site (`uzovi` None) or of a region: as it was, the steps, as it is."""

    sector: Sector
    uzovi: str | None
    van: SectorOutlook
    naar: SectorOutlook
    stappen: tuple[Stap, ...]

    @property
    def geextrapoleerd_cent(self) -> int:
        return self.naar.geextrapoleerd_cent - self.van.geextrapoleerd_cent

    @property
    def zonder_oordeel(self) -> Oordeelsgrond | None:
        """Why there is no korting to compare, where that is so (R4.8)."""
        grounds = (s.oordeelsgrond for s in (self.van, self.naar))
        return next((grond for grond in grounds if grond is not Oordeelsgrond.OORDEEL), None)


@dataclass(frozen=True)
class AanbiederBrug:
    """What one provider did to a sector in a region, in cents of E, by cause."""

    agb: str
    uzovi: str
    sector: Sector
    naam: str | None
    per_oorzaak: tuple[tuple[Oorzaak, int], ...]

    @property
    def geextrapoleerd_cent(self) -> int:
        return sum(cent for _, cent in self.per_oorzaak)


@dataclass(frozen=True)
class Dag:
    """Of which outlook: the year, the peildatum and L."""

    jaar: int
    peildatum: date
    laatste_maand: date


@dataclass(frozen=True)
class Bruggen:
    """The bridge of a site. `aanbieders`: everybody whose E changed, the largest change first."""

    site: Site
    van: Dag
    naar: Dag
    sectoren: tuple[Brug, ...]
    regios: tuple[Brug, ...]
    aanbieders: tuple[AanbiederBrug, ...]


def e_per_plaats(claims: pd.DataFrame, kant: Kant, onbezet: pd.DataFrame | None = None) -> dict[Plaats, int]:
    """E (R3.2) of these claims and unoccupied days by the L and the readings of one outlook, without decisions."""
    days = kant.onbezet if onbezet is None else onbezet
    productie = pd.concat([claims, days], ignore_index=True) if len(days) else claims
    verloop = regulier(jaarverloop(productie, kant.laatste_maand, kant.dagen, kant.zonder_l))
    summed = telt_mee(verloop, kant.laatste_maand).groupby(PLAATS, as_index=False)["geextrapoleerd_cent"].sum()
    return {(agb, uzovi, Sector(s)): int(cent) for agb, uzovi, s, cent in summed.itertuples(index=False)}


def tegen_oude_prijzen(claims: pd.DataFrame, oude_maand: date) -> pd.DataFrame:
    """The claims, with months after `oude_maand` at the price per unit of that month; where either has no units the
    amounts stand.

    Bron: regel R7.5.
    """
    old = claims[claims["zorgmaand"] == pd.Timestamp(oude_maand)]
    base = old.groupby(SLEUTEL, observed=True)[["goedgekeurd_cent", "aantal_toegekend"]].sum()
    base = base[(base["aantal_toegekend"] > 0) & (base["goedgekeurd_cent"] > 0)]
    base = base.set_axis(["oud_cent", "oud_aantal"], axis=1)
    old_cent, old_units = (claims.join(base, on=SLEUTEL)[name].fillna(0).astype("int64") for name in base.columns)
    units, months = claims["aantal_toegekend"], claims["zorgmaand"]
    later = (months > pd.Timestamp(oude_maand)) & (old_units > 0) & (units > 0)
    below = old_units.where(later, 1)
    repriced = (2 * units * old_cent + below) // (2 * below)  # whole cents, half a cent up
    return claims.assign(goedgekeurd_cent=repriced.where(later, claims["goedgekeurd_cent"]))


def stappen(van: Kant, naar: Kant, beoordeeld: pd.DataFrame, nagekomen: pd.DataFrame) -> list[tuple[Oorzaak, E]]:
    """What each cause does to E, per provider, region and sector; together E of `naar` less E of `van`.

    `beoordeeld`: the claims as known on the day of `naar` of what had come in by the day of `van`; `nagekomen`: that,
    and all that came in between and claims something.

    Bron: regel R7.5.
    """
    first = _plus(e_per_plaats(van.claims, van), van.besluiten_cent)
    last = _plus(e_per_plaats(naar.claims, naar), naar.besluiten_cent)
    if van.jaar != naar.jaar:
        return [(Oorzaak.ANDER_JAAR, _min(last, first))]
    plain = e_per_plaats(van.claims, van)
    basis = _als(naar, van)  # the new L by the readings of before
    course: list[tuple[Oorzaak, E]] = [
        (Oorzaak.BEOORDEELD, e_per_plaats(beoordeeld, van)),
        (Oorzaak.NAGEKOMEN, e_per_plaats(nagekomen, van)),
        (Oorzaak.GECORRIGEERD, e_per_plaats(naar.claims, van)),
    ]
    if naar.laatste_maand != van.laatste_maand:
        priced = tegen_oude_prijzen(naar.claims, min(van.laatste_maand, naar.laatste_maand))
        course.append((Oorzaak.BASISMAAND, e_per_plaats(priced, basis, van.onbezet)))
        course.append((Oorzaak.TARIEF, e_per_plaats(naar.claims, basis, van.onbezet)))
    course.append((Oorzaak.ONBEZET, e_per_plaats(naar.claims, basis)))
    with_old = [(oorzaak, _plus(e, van.besluiten_cent)) for oorzaak, e in course]
    with_old.append((Oorzaak.BESLUITEN, _plus(course[-1][1], naar.besluiten_cent)))
    with_old.append((Oorzaak.WAARDEN, last))
    before = _plus(plain, van.besluiten_cent)
    found: list[tuple[Oorzaak, E]] = []
    for oorzaak, e in with_old:
        found.append((oorzaak, _min(e, before)))
        before = e
    return found


def brug(site: Site, van: Kant, naar: Kant, gedaan: Sequence[tuple[Oorzaak, E]], namen: Mapping[str, str]) -> Bruggen:
    """The bridge of every sector and region of a site, from what each cause does to E (`stappen`)."""
    per_plaats: dict[Plaats, list[tuple[Oorzaak, int]]] = defaultdict(list)
    for oorzaak, e in gedaan:
        for place, cent in e.items():
            if cent:
                per_plaats[place].append((oorzaak, cent))
    moved = [AanbiederBrug(*place, namen.get(place[0]), tuple(found)) for place, found in per_plaats.items()]
    return Bruggen(
        site=site,
        van=Dag(van.jaar, van.peildatum, van.laatste_maand),
        naar=Dag(naar.jaar, naar.peildatum, naar.laatste_maand),
        sectoren=tuple(_bruggen(van.sectoren, naar.sectoren, gedaan)),
        regios=tuple(_bruggen(van.regios, naar.regios, gedaan)),
        aanbieders=tuple(sorted(moved, key=lambda a: (-abs(a.geextrapoleerd_cent), a.agb, a.uzovi, a.sector))),
    )


def _bruggen(
    van: Sequence[SectorOutlook], naar: Sequence[SectorOutlook], gedaan: Sequence[tuple[Oorzaak, E]]
) -> Iterable[Brug]:
    before, after = ({(s.uzovi, s.sector): s for s in side} for side in (van, naar))
    for place in dict.fromkeys([*before, *after]):
        was, now = before.get(place), after.get(place)
        some = was or now
        if some is None:
            continue
        was, now = was or _leeg(some), now or _leeg(some)
        cents = [
            (oorzaak, sum(cent for (_, uzovi, s), cent in e.items() if s is place[1] and place[0] in {None, uzovi}))
            for oorzaak, e in gedaan
        ]
        yield Brug(place[1], place[0], was, now, tuple(_met_korting(was, now, cents)))


def _leeg(like: SectorOutlook) -> SectorOutlook:
    """A sector or region of which the other day knew nothing at all: nothing was produced, and no room was known."""
    nothing = type(like.zonder)(None, None, None)
    return SectorOutlook(
        like.sector, like.uzovi, 0, 0, 0, 0, 0, like.drempel_fractie, like.nadert_fractie, nothing, nothing, ()
    )


def _met_korting(van: SectorOutlook, naar: SectorOutlook, cents: Sequence[tuple[Oorzaak, int]]) -> Iterable[Stap]:
    """The steps of one sector, each with what it does to the korting, taken one after the other."""
    rooms = van.zonder.contracteerruimte_cent, naar.zonder.contracteerruimte_cent
    judged = all(s.oordeelsgrond is Oordeelsgrond.OORDEEL for s in (van, naar))
    judged &= all(letterlijk(s).korting_fractie is not None for s in (van, naar))
    e, room, committed = van.geextrapoleerd_cent, rooms[0], van.verplichtingen_cent
    rows = [(oorzaak, cent, 0, 0) for oorzaak, cent in cents]
    if rooms[0] is not None and rooms[1] is not None:
        rows.append((Oorzaak.RUIMTE, 0, rooms[1] - rooms[0], 0))
    rows.append((Oorzaak.VERPLICHTINGEN, 0, 0, naar.verplichtingen_cent - van.verplichtingen_cent))
    for oorzaak, cent, more, extra in rows:
        points = None
        if judged and room is not None:
            before = korting_fractie(e, room - committed)
            points = korting_fractie(e + cent, room + more - committed - extra) - before
        e, committed = e + cent, committed + extra
        room = None if room is None else room + more
        if cent or more or extra:
            yield Stap(oorzaak, cent, None if None in rooms else more, points)


def _als(kant: Kant, lezing: Kant) -> Kant:
    return Kant(**{**vars(kant), "dagen": lezing.dagen, "zonder_l": lezing.zonder_l})


def _plus(e: E, other: Mapping[Plaats, int]) -> dict[Plaats, int]:
    total = Counter(dict(e))
    total.update(other)
    return dict(total)


def _min(e: E, before: E) -> dict[Plaats, int]:
    return {place: cent for place in {*e, *before} if (cent := e.get(place, 0) - before.get(place, 0))}

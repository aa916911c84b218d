"""R6, worked slowly and obviously, on what `tests.forecasting.slow` says is known."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.forecasting import slow

Plaats = tuple[str, str, str]
"""Provider, region, sector."""


Stappen = tuple[int, int, int, int]
"""Steps 1 to 4; step 3 is taken off."""


@dataclass(frozen=True)
class Pot:
    """A sector of a site: what is left for step 4 after steps 1 and 2, and the percentage of step 5."""

    over_cent: int
    korting: Fraction


@dataclass(frozen=True)
class Herschikking:
    """Steps by provider, region and sector; pots by site and sector (None: contracteerruimte not known)."""

    stappen: Mapping[Plaats, Stappen]
    potten: Mapping[tuple[str, str], Pot | None]


def herschikking(wereld: slow.Wereld, jaar: int, peildatum: date) -> Herschikking:
    """R6 without an agreed share inclusief behandeling."""
    first: dict[Plaats, int] = defaultdict(int)
    for v in wereld.verplichtingen:
        if v.bekend_op <= peildatum:
            first[v.agb, slow.region(v.uzovi), v.sector] += v.cent
    second = crisis(wereld, jaar, peildatum)
    third: dict[Plaats, int] = defaultdict(int)
    for c in wereld.correcties:
        third[c.agb, slow.region(c.uzovi), c.sector] += c.cent
    fourth = productie(wereld, jaar, peildatum)
    steps = {p: (first[p], second[p], third[p], fourth[p]) for p in {*first, *second, *third, *fourth}}
    busy = in_use(wereld, jaar, peildatum)
    pots = {
        (site, sector): None
        if any(rooms[u] is None and (u, sector) in busy for u in regions)
        else pot({p: step for p, step in steps.items() if p[1] in regions and p[2] == sector}, rooms)
        for site, regions in slow.SITES.items()
        for sector in slow.SECTOREN
        for rooms in [{u: slow.room(wereld, u, sector, peildatum) for u in regions}]
    }
    return Herschikking({place: step for place, step in steps.items() if place[0]}, pots)


def in_use(wereld: slow.Wereld, jaar: int, peildatum: date) -> set[tuple[str, str]]:
    """Regions and sectors with any regular production, pending included: their room must be known, as for R4.1."""
    found = slow.known(wereld, peildatum)
    pieces: dict[tuple[str, str], list[slow.Stuk]] = defaultdict(list)
    for s in [*found, *slow.unoccupied(wereld, found, peildatum)]:
        if s.maand.year == jaar and s.groep != "meerzorg":
            pieces[s.uzovi, s.sector].append(s)
    return {place for place, mine in pieces.items() if slow.has_money(mine)}


def crisis(wereld: slow.Wereld, jaar: int, peildatum: date) -> dict[Plaats, int]:
    """Step 2: agreed or proposed places x days x tariff; a proposal raises no period with fewer places."""
    found: dict[Plaats, int] = defaultdict(int)
    for (agb, uzovi), bed in slow.crisis(wereld, jaar, peildatum).items():
        for a in wereld.afspraken:
            if (a.agb, slow.region(a.uzovi)) == (agb, uzovi):
                places = min(a.plekken, bed["voorstel_plekken"]) if bed["onder_drempel"] else a.plekken
                for d in (d for m in slow.months_of(jaar) for d in slow.days_of(m) if a.vanaf <= d <= a.tot):
                    found[agb, uzovi, "V&V"] += places * tarief(wereld, d)
    return found


def tarief(wereld: slow.Wereld, dag: date) -> int:
    """The tariff of a crisis day of the V&V on that day."""
    (cent,) = {
        c.tarief_cent or 0
        for c in wereld.codes
        if c.groep == "crisis" and c.sector == "V&V" and c.van <= dag <= (c.tot or date.max)
    }
    return cent


def productie(wereld: slow.Wereld, jaar: int, peildatum: date) -> dict[Plaats, int]:
    """Step 4: E of all production but crisis and meerzorg, where the sector is known, with what staff decided."""
    ours = [u for regions in slow.SITES.values() for u in regions]
    by_prestatie: dict[tuple[str, ...], list[slow.Stuk]] = defaultdict(list)
    for s in slow.known(wereld, peildatum):
        if s.groep == "regulier" and s.uzovi in ours and s.sector in slow.SECTOREN:
            by_prestatie[s.prestatie].append(s)
    found: dict[Plaats, int] = defaultdict(int)
    for (agb, uzovi, sector, *_), mine in by_prestatie.items():
        if cent := slow.extrapolated(mine, slow.last_month(jaar, peildatum)):
            found[agb, uzovi, sector] += cent
    for place, cent in slow.decided(wereld, slow.known(wereld, peildatum), jaar, peildatum).items():
        found[place] += cent
    return found


def pot(steps: Mapping[Plaats, Stappen], rooms: Mapping[str, tuple[int, int] | None]) -> Pot | None:
    """Step 5: k = max(0, E4 - (R - commitments - crisis)) / E4, credits included."""
    if any(rooms[uzovi] is None for _, uzovi, _ in steps):
        return None
    left = sum(r[0] for r in rooms.values() if r is not None) - sum(a + b for a, b, _, _ in steps.values())
    e4 = sum(d for *_, d in steps.values())
    return Pot(left, min(Fraction(1), Fraction(max(0, e4 - left), e4)) if e4 > 0 else Fraction(0))

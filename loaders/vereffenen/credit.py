"""R1.3: what a credit takes back. Nothing takes back more than there was: per line, granted debit and granted credits
never go below zero, on any day. Pure; `credits.py` asks the archive for the lines."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from loaders.grootboek.boekingen import Boekregel
from loaders.grootboek.deliveries import OPEN_EINDE
from loaders.split import verdeel

Maand = date


@dataclass(frozen=True)
class Deel:
    """The part of a line in one month of care: its first day there, units and cents as claimed, in a credit below 0."""

    begin: date
    aantal: int
    ingediend_cent: int


@dataclass(frozen=True)
class Stuk:
    """How a line stands from `van` up to, not including, `tot`: pending (`toegekend_cent` None), or what was granted by
    month, and the units that count as granted (R5.1: none of a line that was not granted in full)."""

    van: date
    tot: date
    toegekend_cent: Mapping[Maand, int] | None
    aantal_toegekend: Mapping[Maand, int]


Plek = tuple[int, int]
"""A line: number of its delivery, and its number there."""


@dataclass(frozen=True)
class Regel:
    """A line with its parts by month of care and the stretches in which it counts. `rang`: its place among the lines
    of its payee: by day received, then by reference, so that the order of loading says nothing."""

    plek: Plek
    rang: tuple[date, str, int]
    prestatiecode: str
    zzp_code: str | None
    tijdseenheid: str
    delen: Mapping[Maand, Deel]
    stukken: Sequence[Stuk]

    def op(self, dag: date) -> Stuk | None:
        """How it stands at the end of `dag`; None while it does not count."""
        return next((stuk for stuk in self.stukken if stuk.van <= dag < stuk.tot), None)


@dataclass(frozen=True)
class Stand:
    """What a credit books on a day: whether it is judged, and by month of care units, granted units, cents claimed and
    cents granted (all 0 or less)."""

    beoordeeld: bool
    maanden: Mapping[Maand, tuple[int, int, int, int]]


NIETS = (0, 0, 0, 0)
HOOGSTENS, ANDERE_MAANDEN = "hoogstens_toegekend", "andere_maanden"
"""Why a credit is not booked as it says: it asks for more than was granted on its line; its line lies in other
months."""


def geboekt(regels: Mapping[Plek, Regel], noemt: Mapping[Plek, Collection[Plek]]) -> dict[Plek, tuple[Boekregel, ...]]:
    """What credits book: only those that do not simply book what they say.

    `regels`: lines that hang together; `noemt`: the lines that each credit among them names. Of several credits on one
    line the one known first takes first; a credit on a credit takes from the line of that one. A credit is judged from
    the day on which both it and its line are. One that names other months than its line counts in those of the line.

    Bron: regel R1.3.
    """
    days = {dag for regel in regels.values() for stuk in regel.stukken for dag in (stuk.van, stuk.tot)}
    standen: dict[Plek, list[tuple[date, Stand | None]]] = {plek: [] for plek in noemt}
    plain: dict[Plek, list[tuple[date, Stand | None]]] = {plek: [] for plek in noemt}
    for dag in sorted(days - {OPEN_EINDE}):
        there = {plek: stuk for plek, regel in regels.items() if (stuk := regel.op(dag))}
        booked: dict[Plek, Stand] = {}
        for group in samenhang({plek: noemt.get(plek, ()) for plek in there}):
            lines = [plek for plek in group if plek not in noemt]
            credits = sorted((plek for plek in group if plek in noemt), key=lambda plek: regels[plek].rang)
            booked |= _boek([(regels[p], there[p]) for p in lines], [(regels[p], there[p]) for p in credits])
        for plek in noemt:
            standen[plek].append((dag, booked.get(plek)))
            plain[plek].append((dag, _zoals_gezegd(regels[plek], there[plek]) if plek in there else None))
    begin = {maand: deel.begin for regel in regels.values() for maand, deel in regel.delen.items()}
    return {
        plek: tuple(_regels(regels[plek], begin, standen[plek], _redenen(plain[plek], standen[plek])))
        for plek in noemt
        if standen[plek] != plain[plek]
    }


def samenhang(noemt: Mapping[Plek, Iterable[Plek]]) -> list[list[Plek]]:
    """These lines in groups that hang together by what they name among each other.

    >>> samenhang({(1, 2): [], (1, 3): [(1, 2), (9, 9)], (1, 4): []})
    [[(1, 2), (1, 3)], [(1, 4)]]
    """
    beside: dict[Plek, set[Plek]] = {plek: set() for plek in noemt}
    for plek, named in noemt.items():
        for other in named:
            if other in beside:
                beside[plek].add(other)
                beside[other].add(plek)
    found = []
    seen: set[Plek] = set()
    for start in sorted(beside):
        if start in seen:
            continue
        group, left = set(), {start}
        while left:
            group |= left
            left = {other for plek in left for other in beside[plek]} - group
        seen |= group
        found.append(sorted(group))
    return found


def _boek(lines: Sequence[tuple[Regel, Stuk]], credits: Sequence[tuple[Regel, Stuk]]) -> dict[Plek, Stand]:
    """What the credits on a line book on one day, in this order. Without a line (care of before the messages begin)
    they book what they say."""
    if not lines:
        return {credit.plek: _zoals_gezegd(credit, stuk) for credit, stuk in credits}
    claimed: Counter[Maand] = Counter()
    left: Counter[Maand] = Counter()
    units: Counter[Maand] = Counter()
    for line, stuk in lines:
        claimed.update({maand: abs(deel.ingediend_cent) for maand, deel in line.delen.items()})
        left.update(stuk.toegekend_cent or {})
        units.update(stuk.aantal_toegekend)
    judged = any(stuk.toegekend_cent is not None for _, stuk in lines)
    return {credit.plek: _stand(credit, stuk, claimed, left if judged else None, units) for credit, stuk in credits}


def _zoals_gezegd(credit: Regel, own: Stuk) -> Stand:
    granted = own.toegekend_cent or {}
    return Stand(
        own.toegekend_cent is not None,
        {
            maand: (deel.aantal, own.aantal_toegekend.get(maand, 0), deel.ingediend_cent, granted.get(maand, 0))
            for maand, deel in credit.delen.items()
        },
    )


def _stand(
    credit: Regel, own: Stuk, claimed: Counter[Maand], left: Counter[Maand] | None, units: Counter[Maand]
) -> Stand:
    """What one credit books; takes it from what is `left` of its line (cents, and `units`)."""
    here = _plaats(credit, claimed)
    if own.toegekend_cent is None or left is None:
        return Stand(False, {maand: (aantal, 0, cent, 0) for maand, (aantal, cent) in here.items()})
    cents = _neem(left, {m: -cent for m, cent in own.toegekend_cent.items()})
    counts = _neem(units, {m: -aantal for m, aantal in own.aantal_toegekend.items()})
    booked = {}
    for maand in [*here, *sorted((cents.keys() | counts.keys()) - here.keys())]:
        aantal, cent = here.get(maand, (0, 0))
        booked[maand] = (aantal, -counts.get(maand, 0), cent, -cents.get(maand, 0))
    return Stand(True, booked)


def _plaats(credit: Regel, claimed: Counter[Maand]) -> dict[Maand, tuple[int, int]]:
    """Units and cents claimed by month: as the credit says, where its months are among those of its line; else over
    the months of the line, by what it claimed."""
    own = {maand: (deel.aantal, deel.ingediend_cent) for maand, deel in credit.delen.items()}
    if own.keys() <= claimed.keys():
        return own
    maanden = sorted(claimed)
    weights = [claimed[maand] for maand in maanden]
    if not any(weights):
        weights = [1] * len(weights)
    parts = (verdeel(sum(pair[n] for pair in own.values()), weights) for n in (0, 1))
    return dict(zip(maanden, zip(*parts, strict=True), strict=True))


def _neem(left: Counter[Maand], asked: Mapping[Maand, int]) -> dict[Maand, int]:
    """Take what is asked of what is left, never more: month by month where each has it, else together, over the months
    that have something, by what they have."""
    wants = {maand: n for maand, n in asked.items() if n > 0}
    if any(n > left[maand] for maand, n in wants.items()):
        have = {maand: n for maand, n in sorted(left.items()) if n > 0}
        total = min(sum(wants.values()), sum(have.values()))
        wants = dict(zip(have, verdeel(total, list(have.values())), strict=True)) if total else {}
    left.subtract(wants)
    return wants


def _redenen(plain: Sequence[tuple[date, Stand | None]], standen: Sequence[tuple[date, Stand | None]]) -> str:
    found = []
    for (_, said), (_, booked) in zip(plain, standen, strict=True):
        if said and booked and said.beoordeeld and booked.beoordeeld:
            asked = sum(row[3] for row in said.maanden.values())
            if asked < sum(row[3] for row in booked.maanden.values()):
                found.append(HOOGSTENS)
        if said and booked and _claimed(said) != _claimed(booked):
            found.append(ANDERE_MAANDEN)
    return ",".join(sorted(set(found)))


def _claimed(stand: Stand) -> dict[Maand, int]:
    return {maand: row[2] for maand, row in stand.maanden.items() if row[2]}


def _regels(
    credit: Regel, begin: Mapping[Maand, date], standen: Sequence[tuple[date, Stand | None]], reden: str
) -> Iterable[Boekregel]:
    """The course of a credit as rows that add up: what is known on a day is the sum of the rows up to it (R1.1).
    `begin`: the first day of its line in each month."""
    begin = {**begin, **{maand: deel.begin for maand, deel in credit.delen.items()}}
    steps = [step for n, step in enumerate(standen) if n == 0 or step[1] != standen[n - 1][1]]
    before: Stand | None = None
    for n, (dag, stand) in enumerate(steps):
        if stand is before:
            continue
        booked, judged_on = stand, dag
        if before is None and stand and not stand.beoordeeld and n + 1 < len(steps):
            later, after = steps[n + 1]
            if after and after.beoordeeld and _gevraagd(after) == _gevraagd(stand):
                booked, judged_on = after, later  # pending until then
        yield from _verschil(credit, begin, before, booked, (dag, judged_on), reden)
        before = booked


def _gevraagd(stand: Stand) -> dict[Maand, tuple[int, int]]:
    return {maand: (aantal, cent) for maand, (aantal, _, cent, _) in stand.maanden.items() if aantal or cent}


def _verschil(
    credit: Regel,
    begin: Mapping[Maand, date],
    before: Stand | None,
    after: Stand | None,
    dagen: tuple[date, date],
    reden: str,
) -> Iterable[Boekregel]:
    """The rows of one step, that count from the first of `dagen` and, where judged, are judged on the second."""
    if before and after and before.beoordeeld != after.beoordeeld:
        yield from _verschil(credit, begin, before, None, dagen, reden)
        yield from _verschil(credit, begin, None, after, dagen, reden)
        return
    some = after or before
    if some is None:
        return
    old, new = (dict(s.maanden) if s else {} for s in (before, after))
    for maand in sorted(old.keys() | new.keys()):
        aantal, granted, claimed, cent = (
            b - a for a, b in zip(old.get(maand, NIETS), new.get(maand, NIETS), strict=True)
        )
        if aantal or granted or claimed or cent:
            yield Boekregel(
                credit.prestatiecode, credit.zzp_code, credit.tijdseenheid, maand, begin[maand],
                dagen[0], dagen[1] if some.beoordeeld else None, aantal, granted, claimed, cent, reden,
            )  # fmt: skip

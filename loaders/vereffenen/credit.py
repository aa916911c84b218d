"""R1.3: what a credit takes back. Nothing takes back more than there was: per line, granted debit and granted credits
never go below zero, on any day. Pure; `credits.py` asks the archive for the lines."""

from collections.abc import Iterable, Mapping, Sequence
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


@dataclass(frozen=True)
class Regel:
    """A line with its parts by month of care and the stretches in which it counts. `rang`: its place among the lines
    of its payee in order of becoming known."""

    levering: int
    regel: int
    rang: tuple[int, int]
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


def geboekt(debet: Sequence[Regel], credits: Sequence[Regel]) -> dict[tuple[int, int], tuple[Boekregel, ...]]:
    """What the credits on one line book, by delivery and line number: only of credits that do not simply book what
    they say.

    `debet`: the line, as it came in (again) in one delivery or more, of which at most one counts on a day. Of several
    credits the one known first takes first. A credit is judged from the day on which both it and its line are. One
    that names other months than its line counts in those of the line.

    Bron: regel R1.3.
    """
    days = {dag for regel in (*debet, *credits) for stuk in regel.stukken for dag in (stuk.van, stuk.tot)}
    begin = {maand: deel.begin for regel in debet for maand, deel in regel.delen.items()}
    order = sorted(credits, key=lambda c: c.rang)
    standen: dict[tuple[int, int], list[tuple[date, Stand | None]]] = {(c.levering, c.regel): [] for c in order}
    plain: dict[tuple[int, int], list[tuple[date, Stand | None]]] = {(c.levering, c.regel): [] for c in order}
    for dag in sorted(days - {OPEN_EINDE}):
        line = next((regel for regel in debet if regel.op(dag)), None)
        stuk = line.op(dag) if line else None
        left = None if stuk is None or stuk.toegekend_cent is None else dict(stuk.toegekend_cent)
        units = dict(stuk.aantal_toegekend) if stuk else {}
        for credit in order:
            own, name = credit.op(dag), (credit.levering, credit.regel)
            plain[name].append((dag, None if own is None else _zoals_gezegd(credit, own)))
            standen[name].append((dag, None if own is None else _stand(credit, own, line, left, units)))
    found = {}
    for credit in order:
        name = (credit.levering, credit.regel)
        if standen[name] != plain[name]:
            reden = _redenen(plain[name], standen[name])
            found[name] = tuple(_regels(credit, begin, standen[name], reden))
    return found


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
    credit: Regel, own: Stuk, line: Regel | None, left: dict[Maand, int] | None, units: dict[Maand, int]
) -> Stand:
    """What one credit books; takes it from what is `left` of its line (cents, and `units`)."""
    here = _plaats(credit, line)
    if own.toegekend_cent is None or left is None:
        return Stand(False, {maand: (aantal, 0, cent, 0) for maand, (aantal, cent) in here.items()})
    cents = _neem(left, {m: -cent for m, cent in own.toegekend_cent.items()})
    counts = _neem(units, {m: -aantal for m, aantal in own.aantal_toegekend.items()})
    booked = {}
    for maand in [*here, *sorted((cents.keys() | counts.keys()) - here.keys())]:
        aantal, cent = here.get(maand, (0, 0))
        booked[maand] = (aantal, -counts.get(maand, 0), cent, -cents.get(maand, 0))
    return Stand(True, booked)


def _plaats(credit: Regel, line: Regel | None) -> dict[Maand, tuple[int, int]]:
    """Units and cents claimed by month: as the credit says, where its months are among those of its line; else over
    the months of the line, by what it claimed."""
    own = {maand: (deel.aantal, deel.ingediend_cent) for maand, deel in credit.delen.items()}
    if line is None or own.keys() <= line.delen.keys():
        return own
    weights = [abs(deel.ingediend_cent) for deel in line.delen.values()]
    if not any(weights):
        weights = [1] * len(weights)
    parts = (verdeel(sum(pair[n] for pair in own.values()), weights) for n in (0, 1))
    return dict(zip(line.delen, zip(*parts, strict=True), strict=True))


def _neem(left: dict[Maand, int], asked: Mapping[Maand, int]) -> dict[Maand, int]:
    """Take what is asked of what is left, never more: month by month where each has it, else together, over the months
    that have something, by what they have."""
    wants = {maand: n for maand, n in asked.items() if n > 0}
    if any(n > left.get(maand, 0) for maand, n in wants.items()):
        have = {maand: n for maand, n in left.items() if n > 0}
        total = min(sum(wants.values()), sum(have.values()))
        wants = dict(zip(have, verdeel(total, list(have.values())), strict=True)) if total else {}
    for maand, n in wants.items():
        left[maand] -= n
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

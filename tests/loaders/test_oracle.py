"""Two ways must agree: the product on made deliveries in any order, and a slow, obvious reckoning of the same rules.

The reckoning below knows nothing of matrices, archives or SQL: it walks over the deliveries day by day (R1.1-R1.5), and
looks at each peildatum by itself: at what had come in by then.
"""

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from config.settings import Settings
from loaders import productie, run
from loaders.check import check
from loaders.grootboek.deliveries import Intrekbesluit
from loaders.intrekken import decide
from tests.made import Inbox, Oordeel, Regel, answer, claim, noen
from tests.vragen import productie_nu

BEGIN = date(2025, 12, 1)
INTREKKING, HERSTEL = Intrekbesluit.INTREKKING, Intrekbesluit.HERSTEL
Stand = dict[tuple[date, str], tuple[int, int, int]]


@dataclass(frozen=True)
class Declaratie:
    """A claim: the day it came in, its invoice number and lines."""

    dag: date
    factuur: str
    regels: tuple[Regel, ...]


@dataclass(frozen=True)
class Antwoord:
    """A return: the days it came in and was dated, the claim it answers, its verdicts, refused whole, wrong total."""

    dag: date
    gedateerd: date
    declaratie: Declaratie
    oordelen: tuple[Oordeel, ...]
    geweigerd: bool
    fout: bool


def world(rng: random.Random) -> tuple[list[Declaratie], list[Antwoord]]:
    """Claims and returns with all that happens: months crossed, credits, doubled lines and invoices, revisions."""
    claims: list[Declaratie] = []
    answers: list[Antwoord] = []
    for number in range(14):
        regels = tuple(a_line(rng, f"R{number:02}{place}") for place in range(rng.randint(1, 4)))
        if claims and rng.random() < 0.3:  # a line claimed again
            regels = (*regels, rng.choice(rng.choice(claims).regels))
        dag = max(regel.eind for regel in regels) + timedelta(days=rng.randint(0, 40))
        claims.append(Declaratie(dag, f"F{number}", regels))
    claims = [replace(c, regels=tuple(credited(rng, claims, r) for r in c.regels)) for c in claims]
    for original in rng.sample(claims, 3):  # an invoice number used again, on another day
        later = original.dag + timedelta(days=rng.randint(1, 9))
        claims.append(Declaratie(later, original.factuur, (a_line(rng, f"D{original.factuur}"),)))
    again = years_before(rng, claims)
    claims += again
    twice = {c.factuur for c in again}
    for declaratie in [*rng.sample(claims[:14], 11), *again]:
        for _ in range(rng.choice([1, 1, 2, 3])):
            early = 0 if declaratie.factuur in twice else -2  # whose number was used before, is not answered too early
            dag = declaratie.dag + timedelta(days=rng.randint(early, 25))
            if dag not in {a.dag for a in answers if a.declaratie is declaratie}:
                answers.append(an_answer(rng, dag, declaratie))
    return claims, answers


def years_before(rng: random.Random, claims: list[Declaratie]) -> list[Declaratie]:
    """Claims that came in 4, 5 or 6 years before others, with the same references; after more than five years the
    invoice number came back too (R1.5)."""

    def back(dag: date, years: int) -> date:
        return dag.replace(year=dag.year - years, day=min(dag.day, 28))

    found = []
    for place, original in enumerate(rng.sample(claims[:14], 4)):
        years = rng.choice([4, 5, 6])
        regels = tuple(replace(r, begin=back(r.begin, years), eind=back(r.eind, years)) for r in original.regels)
        factuur = original.factuur if years == 6 else f"O{place}"
        found.append(Declaratie(back(original.dag, years) + timedelta(days=4), factuur, regels))
    return found


def credited(rng: random.Random, claims: list[Declaratie], regel: Regel) -> Regel:
    """A credit names a line of any message, before or after it, another credit, one that nobody knows, or none."""
    known = [r.referentie for c in claims for r in c.regels]
    named = rng.choice([*rng.sample(known, 8), "ONBEKEND", ""])
    return replace(regel, vorige=named) if regel.dc == "C" else regel


def a_line(rng: random.Random, referentie: str) -> Regel:
    begin = BEGIN + timedelta(days=rng.randint(0, 110))
    dagen = rng.choice([1, 7, 28, 31, 45, 70])
    dc = "C" if rng.random() < 0.2 else "D"
    code = rng.choice(["Z053", "CVV1"])
    eind = begin + timedelta(days=dagen - 1)
    return Regel(referentie, begin, eind, rng.randint(1, 99_999), aantal=dagen, dc=dc, prestatiecode=code, vorige="")


def an_answer(rng: random.Random, dag: date, declaratie: Declaratie) -> Antwoord:
    gedateerd = dag - timedelta(days=rng.choice([0, 1, 5, 30]))
    if rng.random() < 0.15:
        return Antwoord(dag, gedateerd, declaratie, (), geweigerd=True, fout=False)
    oordelen = tuple(
        Oordeel(place, rng.choice([0, regel.cent, regel.cent // 2, max(0, regel.cent - 1)]))
        for place, regel in enumerate(declaratie.regels)
        if rng.random() < 0.6
    )
    return Antwoord(dag, gedateerd, declaratie, oordelen, geweigerd=False, fout=rng.random() < 0.15)


@dataclass(frozen=True)
class Beslissing:
    """Staff withdraw or restore the delivery with this name from a day on."""

    naam: str
    per: date
    besluit: Intrekbesluit


def decisions(rng: random.Random, days: dict[str, date]) -> list[Beslissing]:
    """Some deliveries withdrawn on or after the day they came in; some of those restored, some withdrawn again."""
    found = []
    for naam in rng.sample(sorted(days), 4):
        per = days[naam]
        for besluit in rng.choice(([INTREKKING], [INTREKKING, HERSTEL], [INTREKKING, HERSTEL, INTREKKING])):
            per += timedelta(days=rng.choice([0, 3, 20, 45]))
            found.append(Beslissing(naam, per, besluit))
    return found


def withdrawn(decided: list[Beslissing], naam: str, peildatum: date) -> bool:
    """Whether the last decision about a delivery by then is a withdrawal."""
    mine = [d.besluit for d in decided if d.naam == naam and d.per <= peildatum]
    return bool(mine) and mine[-1] is INTREKKING


def message(a: Antwoord) -> bytes:
    regels = a.declaratie.regels
    if a.geweigerd:
        return answer(
            a.declaratie.factuur,
            regels,
            sluit={"totaal_toegekend_bedrag": 0},
            retourcode_1="0001",
            dagtekening_retour=f"{a.gedateerd:%Y%m%d}",
        )
    wrong = {"totaal_toegekend_bedrag": 99_999_999_999} if a.fout else {}
    return answer(a.declaratie.factuur, regels, a.oordelen, sluit=wrong, dagtekening_retour=f"{a.gedateerd:%Y%m%d}")


def parts(amount: int, regel: Regel) -> dict[date, int]:
    """R1.2, worked with fractions: whole parts per month, largest remainder first, ties to the earliest."""
    dagen: dict[date, int] = defaultdict(int)
    dag = regel.begin
    while dag <= regel.eind:
        dagen[dag.replace(day=1)] += 1
        dag += timedelta(days=1)
    exact = {maand: Fraction(amount * n, sum(dagen.values())) for maand, n in dagen.items()}
    whole = {maand: int(share) for maand, share in exact.items()}
    for maand in sorted(exact, key=lambda m: (whole[m] - exact[m], m))[: amount - sum(whole.values())]:
        whole[maand] += 1
    return whole


def spread(amount: int, weights: dict[date, int]) -> dict[date, int]:
    """Whole parts by weight, largest remainder first, ties to the earliest month."""
    exact = {m: Fraction(amount * n, sum(weights.values())) for m, n in sorted(weights.items())}
    whole = {m: int(share) for m, share in exact.items()}
    for m in sorted(exact, key=lambda m: (whole[m] - exact[m], m))[: amount - sum(whole.values())]:
        whole[m] += 1
    return whole


Geboekt = tuple[Regel, bool, dict[date, int], dict[date, int], dict[date, date]]
"""A line, whether it is judged, and by month what it books (cents granted, or claimed while it waits; days granted) and
its first day of care."""


def booked(claims: list[Declaratie], answers: list[Antwoord]) -> list[Geboekt]:
    """What the lines that count book, of what had come in (R1.3, R1.4): a credit never more than was granted on its
    line and is not taken back yet, by the one known first; pending while its line is; in the months of its line."""
    lines = []
    for declaratie, place, regel in counting(sorted(claims, key=lambda c: c.dag)):
        granted = None
        came_in = [a for a in answers if a.declaratie is declaratie and not a.fout]
        if last := max(came_in, key=lambda a: (a.gedateerd, a.dag), default=None):
            granted = 0 if last.geweigerd else {o.place: o.toegekend_cent for o in last.oordelen}.get(place, regel.cent)
        lines.append((declaratie, regel, granted))
    groups: list[list[int]] = []
    for n, (_, regel, _) in enumerate(lines):
        linked = [g for g in groups if any(names(regel, lines[m][1]) or names(lines[m][1], regel) for m in g)]
        groups = [g for g in groups if g not in linked] + [[n, *(m for g in linked for m in g)]]
    found: list[Geboekt] = []
    for group in groups:
        debits = [lines[n] for n in sorted(group) if lines[n][1].dc == "D"]
        credits = sorted((lines[n] for n in group if lines[n][1].dc == "C"), key=lambda x: (x[0].dag, x[1].referentie))
        left, days, claimed = Counter[date](), Counter[date](), Counter[date]()
        first = {m: max(regel.begin, m) for _, regel, _ in debits for m in parts(regel.cent, regel)}
        for _, regel, granted in debits:
            claimed.update(parts(regel.cent, regel))
            mine = parts(regel.aantal, regel) if granted == regel.cent else {}
            left.update(parts(granted or 0, regel))
            days.update(mine)
            cents = parts(regel.cent if granted is None else granted, regel)
            found.append((regel, granted is not None, cents, mine, first))
        waits = bool(debits) and all(granted is None for _, _, granted in debits)
        for _, regel, granted in credits:
            own = first | {m: max(regel.begin, m) for m in parts(regel.cent, regel)}
            if granted is None or waits:
                asked = parts(regel.cent, regel)
                if debits and not asked.keys() <= claimed.keys():
                    asked = spread(regel.cent, claimed)
                found.append((regel, False, asked, {}, own))
                continue
            cents, mine = parts(granted, regel), parts(regel.aantal, regel) if granted == regel.cent else {}
            if debits:
                cents, mine = taken(left, cents), taken(days, mine)
            found.append((regel, True, cents, mine, own))
    return found


def taken(left: Counter[date], asked: dict[date, int]) -> dict[date, int]:
    """What can be had of it: each month its own where all have enough, else of all together."""
    if any(n > left[m] for m, n in asked.items()):
        total = min(sum(asked.values()), sum(left.values()))
        asked = spread(total, {m: n for m, n in left.items() if n}) if total else {}
    left.subtract(asked)
    return asked


def reckon(claims: list[Declaratie], answers: list[Antwoord], peildatum: date) -> Stand:
    """Approved cents, pending cents and days granted in full, by month and code, as known on the peildatum."""
    total: dict[tuple[date, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    there = [c for c in claims if c.dag <= peildatum]
    for regel, judged, cents, days, _ in booked(there, [a for a in answers if a.dag <= peildatum]):
        sign = -1 if regel.dc == "C" else 1
        for maand, cent in cents.items():
            total[maand, regel.prestatiecode][0 if judged else 1] += sign * cent
        for maand, aantal in days.items():
            total[maand, regel.prestatiecode][2] += sign * aantal
    return {key: (a, b, c) for key, (a, b, c) in total.items() if a or b or c}


def counting(known: list[Declaratie]) -> list[tuple[Declaratie, int, Regel]]:
    """The lines that count among claims in order of receipt: no invoice or reference twice within five years (R1.5),
    and no credit of a line that does not count itself (R1.3)."""
    invoices: dict[str, date] = {}
    references: dict[str, list[date]] = {}
    lines = []
    for declaratie in known:
        last = invoices.get(declaratie.factuur)
        invoices[declaratie.factuur] = declaratie.dag
        if last and within_five_years(last, declaratie.dag):
            continue
        for place, regel in enumerate(declaratie.regels):
            seen = references.setdefault(regel.referentie, [])
            if not any(within_five_years(eind, regel.eind) for eind in seen):
                lines.append((declaratie, place, regel))
            seen.append(regel.eind)
    counts = [line for line in lines if line[2].dc == "D"]
    rest = [line for line in lines if line[2].dc == "C"]
    while more := [line for line in rest if any(names(line[2], other) for _, _, other in counts)]:
        counts += more
        rest = [line for line in rest if line not in more]
    return counts


def names(regel: Regel, other: Regel) -> bool:
    """Whether a line is a credit of another."""
    return regel.dc == "C" and regel.vorige == other.referentie and within_five_years(regel.eind, other.eind)


def within_five_years(a: date, b: date) -> bool:
    first, last = sorted((a, b))
    day = 28 if (first.month, first.day) == (2, 29) else first.day
    return last <= date(first.year + 5, first.month, day)


def product(settings: Settings, peildatum: date) -> Stand:
    current = productie_nu(settings)
    assert current is not None
    frame = productie.stand_op(current[1], peildatum, date(2018, 1, 1), date(2027, 12, 31))
    columns = ["goedgekeurd_cent", "in_behandeling_cent", "aantal_toegekend"]
    summed = frame.groupby(["zorgmaand", "prestatiecode"], as_index=False)[columns].sum()
    return {(m.date(), code): (a, b, c) for m, code, a, b, c in summed.to_numpy().tolist() if a or b or c}


@pytest.mark.parametrize("seed", range(12))
def test_the_product_agrees_with_the_obvious_reckoning_in_any_order(seed: int, settings: Settings, inbox: Inbox):
    rng = random.Random(seed)
    claims, answers = world(rng)
    named: dict[str, Declaratie | Antwoord] = {f"c{n}": c for n, c in enumerate(claims)}
    named |= {f"a{n}": a for n, a in enumerate(answers)}
    contents = {
        name: message(x) if isinstance(x, Antwoord) else claim(x.factuur, x.regels) for name, x in named.items()
    }
    paths = [inbox.put(f"{named[name].dag}", name, content) for name, content in contents.items()]
    rng.shuffle(paths)
    decided = decisions(rng, {name: x.dag for name, x in named.items()}) if seed % 2 else []
    for start in range(0, len(paths), 12):
        some = paths[start : start + 12]
        run.load(settings, some)
        for d in [d for d in decided if d.naam in {path.name for path in some}]:
            decide(settings, d.besluit, d.naam, reden="toets", door="A. Toetser", per=d.per, nu=noen(d.per))
    for days in range(0, 220, 17):
        peildatum = BEGIN + timedelta(days=days)
        there = [x for name, x in named.items() if not withdrawn(decided, name, peildatum)]
        want = reckon(
            [x for x in there if isinstance(x, Declaratie)], [x for x in there if isinstance(x, Antwoord)], peildatum
        )
        assert product(settings, peildatum) == want, peildatum
    assert not [b.tekst for b in check(settings) if b.fout]

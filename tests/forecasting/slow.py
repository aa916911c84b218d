"""The monthly outlook, worked slowly and obviously, straight from the rules: no frames, no SQL, days and fractions.

It shares with the product the lists that are given (regions, ZZP codes, holidays) and nothing that is computed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any

import holidays

from config.codes import zzp_sectoren
from tests.made import Oordeel, Regel

SITES = {
    "zilveren-kruis": ["5503", "5504", "5506", "5509", "5510", "5511", "5513", "5514", "5515", "5521"],
    "friesland": ["5533"],
}
SECTOREN = ("V&V", "GZ", "GGZ")


@dataclass(frozen=True)
class Code:
    """A row of the koppeltabel."""

    prestatiecode: str
    sector: str
    tijdseenheid: str
    groep: str
    van: date
    tot: date | None
    tarief_cent: int | None = None


@dataclass(frozen=True)
class Declaratie:
    dag: date
    agb: str
    uzovi: str
    factuur: str
    regels: tuple[Regel, ...]


@dataclass(frozen=True)
class Antwoord:
    """A return: lines without a verdict are left out of it. `fout`: its record 99 does not add up."""

    dag: date
    declaratie: Declaratie
    oordelen: tuple[Oordeel, ...]
    geweigerd: bool
    fout: bool


@dataclass(frozen=True)
class Ruimte:
    uzovi: str
    sector: str
    onderdeel: str
    cent: int
    zekerheid: str
    bekend_op: date


@dataclass(frozen=True)
class Verplichting:
    """A commitment; an empty `agb` is one to nobody in particular."""

    agb: str
    uzovi: str
    sector: str
    cent: int
    bekend_op: date


@dataclass(frozen=True)
class Crisisafspraak:
    agb: str
    uzovi: str
    plekken: int
    vanaf: date
    tot: date

    def is_at(self, agb: str, uzovi: str, maand: date) -> bool:
        """Whether it holds on a day of the month."""
        place = (self.agb, region(self.uzovi)) == (agb, region(uzovi))
        return place and any(self.vanaf <= d <= self.tot for d in days_of(maand))


@dataclass(frozen=True)
class Onbezet:
    """Paid unoccupied crisis days of a month, delivered on `dag`."""

    dag: date
    agb: str
    uzovi: str
    maand: date
    dagen: int
    tarief_cent: int


@dataclass(frozen=True)
class Besluit:
    """An accepted melding (from `maand`, `cent` a month) or raming (`cent` for the year), taken on `dag`."""

    dag: date
    soort: str
    agb: str
    uzovi: str
    sector: str
    cent: int
    maand: date | None = None


@dataclass(frozen=True)
class Correctie:
    """Unmet conditions of a maatwerkafspraak."""

    agb: str
    uzovi: str
    sector: str
    cent: int


@dataclass(frozen=True)
class Wereld:
    codes: Sequence[Code]
    hoofdsectoren: Mapping[str, str]
    gestart: Mapping[str, date]
    declaraties: Sequence[Declaratie]
    antwoorden: Sequence[Antwoord]
    ruimte: Sequence[Ruimte]
    verplichtingen: Sequence[Verplichting]
    afspraken: Sequence[Crisisafspraak]
    onbezet: Sequence[Onbezet]
    besluiten: Sequence[Besluit]
    correcties: Sequence[Correctie]


@dataclass(frozen=True)
class Stuk:
    """What is known of one part of a line on the peildatum; `goedgekeurd` is None while it is pending."""

    agb: str
    uzovi: str
    sector: str
    groep: str
    prestatiecode: str
    eenheid: str
    maand: date
    ingediend: int
    goedgekeurd: int | None
    dagen: int

    @property
    def prestatie(self) -> tuple[str, ...]:
        return self.agb, self.uzovi, self.sector, self.groep, self.prestatiecode, self.eenheid


Line = tuple[Declaratie, int, Regel]
Amounts = dict[date, int]


def month_of(dag: date) -> date:
    return dag.replace(day=1)


def days_of(maand: date) -> list[date]:
    return [d for n in range(31) if month_of(d := maand + timedelta(days=n)) == maand]


def months_of(jaar: int) -> list[date]:
    return [date(jaar, m, 1) for m in range(1, 13)]


def is_working_day(dag: date) -> bool:
    return dag.weekday() < 5 and dag not in holidays.country_holidays("NL", years=dag.year)


def closes_on(maand: date) -> date:
    """R3.1: the 17th working day of the next month."""
    dag = days_of(maand)[-1]
    left = 17
    while left:
        dag += timedelta(days=1)
        left -= is_working_day(dag)
    return dag


def last_month(jaar: int, peildatum: date) -> date:
    """R3.1: the latest month of the year that is closed on the peildatum."""
    return max(m for m in months_of(jaar) if closes_on(m) <= peildatum)


def weight(maand: date, eenheid: str) -> int:
    """R3.2: D[m]."""
    return len(days_of(maand)) if eenheid == "14" else sum(map(is_working_day, days_of(maand)))


def away_from_zero(amount: Fraction) -> int:
    """Whole cents, half a cent away from zero."""
    return floor(amount + Fraction(1, 2)) if amount >= 0 else ceil(amount - Fraction(1, 2))


def parts(amount: int, begin: date, eind: date) -> dict[date, int]:
    """R1.2: by calendar day in whole parts, largest remainder first, ties to the earliest month."""
    days = [begin + timedelta(days=n) for n in range((eind - begin).days + 1)]
    exact = {m: Fraction(abs(amount) * sum(month_of(d) == m for d in days), len(days)) for m in map(month_of, days)}
    whole = {m: floor(share) for m, share in exact.items()}
    left = abs(amount) - sum(whole.values())
    for m in sorted(exact, key=lambda m: (whole[m] - exact[m], m))[:left]:
        whole[m] += 1
    return {m: -n if amount < 0 else n for m, n in whole.items()}


def known_lines(wereld: Wereld, peildatum: date) -> list[tuple[Declaratie, int, Regel]]:
    """Lines that count: received by then, and of credits those whose line counts itself (R1.3)."""
    lines = [(d, n, r) for d in wereld.declaraties if d.dag <= peildatum for n, r in enumerate(d.regels)]
    counts = {(d.agb, r.referentie) for d, _, r in lines if r.dc == "D"}
    more = True
    while more:
        credits = {(d.agb, r.referentie) for d, _, r in lines if r.dc == "C" and (d.agb, r.vorige) in counts}
        more = bool(credits - counts)
        counts |= credits
    return [(d, n, r) for d, n, r in lines if (d.agb, r.referentie) in counts]


def granted(wereld: Wereld, declaratie: Declaratie, place: int, regel: Regel, peildatum: date) -> int | None:
    """R1.4: what the return that holds granted of a line, unsigned; None while there is none."""
    came_in = [a for a in wereld.antwoorden if a.declaratie is declaratie and a.dag <= peildatum and not a.fout]
    if not came_in:
        return None
    holds = max(came_in, key=lambda a: a.dag)
    if holds.geweigerd:
        return 0
    return next((o.toegekend_cent for o in holds.oordelen if o.place == place), regel.cent)


def region(uzovi: str) -> str:
    """R2.1."""
    return "5533" if uzovi == "5502" else uzovi


def placed(wereld: Wereld, agb: str, regel: Regel, dag: date) -> tuple[str, str, str]:
    """R2.2 and R2.3: sector, group and time unit of (a part of) a line that begins on `dag`."""
    rows = [c for c in wereld.codes if c.prestatiecode == regel.prestatiecode and c.van <= dag <= (c.tot or date.max)]
    code = rows[0] if rows else None
    sector = (
        (code.sector if code else "")
        or str(zzp_sectoren().get(regel.zzp_code, ""))
        or wereld.hoofdsectoren.get(agb, "")
        or "onbekend"
    )
    eenheid = code.tijdseenheid if code and regel.tijdseenheid == "00" else regel.tijdseenheid
    return sector, code.groep if code else "regulier", eenheid


def known(wereld: Wereld, peildatum: date) -> list[Stuk]:
    """R1: every part of every line that counts on the peildatum."""
    lines = known_lines(wereld, peildatum)
    found = []
    for debet in lines:
        if not is_credit(debet[2]):
            mine = [c for c in lines if is_credit(c[2]) and named_line(c, lines) is debet]
            mine.sort(key=lambda c: (c[0].dag, c[2].referentie))
            found += line_with_credits(wereld, debet, mine, peildatum)
    return found


def is_credit(regel: Regel) -> bool:
    """A credit of nothing at all says nothing."""
    return regel.dc == "C" and (regel.cent != 0 or regel.aantal != 0)


def named_line(credit: Line, lines: Sequence[Line]) -> Line:
    """The debit line that a credit takes back from, over any number of credits; a number comes once here."""
    agb, named = credit[0].agb, credit[2].vorige
    other = next(line for line in lines if (line[0].agb, line[2].referentie) == (agb, named))
    return named_line(other, lines) if is_credit(other[2]) else other


def line_with_credits(wereld: Wereld, debet: Line, credits: Sequence[Line], peildatum: date) -> list[Stuk]:
    """R1.3: what a line and the credits on it come to: these wait for its verdict, take back what is left of what was
    granted, and stand in its months."""
    found: list[Stuk] = []

    def book(line: Line, cent: Amounts, granted_: Amounts | None, days: Amounts) -> None:
        d, _, mine = line
        for maand in sorted({*cent, *(granted_ or {}), *days}):
            own = month_of(mine.begin) <= maand <= mine.eind
            sector, groep, eenheid = placed(wereld, d.agb, mine, max(maand, (mine if own else debet[2]).begin))
            found.append(
                Stuk(
                    d.agb, region(d.uzovi), sector, groep, mine.prestatiecode, eenheid, maand, cent.get(maand, 0),
                    None if granted_ is None else granted_.get(maand, 0), days.get(maand, 0),
                )
            )  # fmt: skip

    declaratie, place, regel = debet
    verdict = granted(wereld, declaratie, place, regel, peildatum)
    claimed = parts(regel.cent, regel.begin, regel.eind)
    left = parts(verdict or 0, regel.begin, regel.eind)
    days_left = parts(regel.aantal if verdict == regel.cent else 0, regel.begin, regel.eind)
    book(debet, claimed, None if verdict is None else left, days_left)
    for credit in credits:
        d, n, mine = credit
        asked = parts(mine.cent, mine.begin, mine.eind)
        if not asked.keys() <= claimed.keys():
            asked = spread(mine.cent, claimed)
        asked = {m: -cent for m, cent in asked.items()}
        own = granted(wereld, d, n, mine, peildatum)
        if own is None or verdict is None:
            book(credit, asked, None, {})
            continue
        left, taken = take(left, parts(own, mine.begin, mine.eind))
        units = parts(mine.aantal if own == mine.cent else 0, mine.begin, mine.eind)
        days_left, days = take(days_left, units)
        book(credit, asked, {m: -n for m, n in taken.items()}, {m: -n for m, n in days.items()})
    return found


def take(left: Amounts, asked: Amounts) -> tuple[Amounts, Amounts]:
    """What is left after it, and what can be had: each month its own where all have enough, else of all together."""
    if any(n > left.get(m, 0) for m, n in asked.items()):
        total = min(sum(asked.values()), sum(left.values()))
        asked = spread(total, {m: n for m, n in left.items() if n}) if total else {}
    return {m: n - asked.get(m, 0) for m, n in left.items()}, asked


def spread(amount: int, weights: Amounts) -> Amounts:
    """Whole parts by weight, the largest remainder first, ties to the earliest month."""
    weights = weights if any(weights.values()) else dict.fromkeys(weights, 1)
    exact = {m: Fraction(amount * n, sum(weights.values())) for m, n in sorted(weights.items())}
    whole = {m: floor(share) for m, share in exact.items()}
    for m in sorted(exact, key=lambda m: (whole[m] - exact[m], m))[: amount - sum(whole.values())]:
        whole[m] += 1
    return whole


def unoccupied(wereld: Wereld, stukken: Sequence[Stuk], peildatum: date) -> list[Stuk]:
    """R5.4: paid unoccupied days as production, but for what was granted of claims of that month."""
    granted: dict[tuple[str, str, date], int] = defaultdict(int)
    for s in stukken:
        if s.groep == "crisis_onbezet":
            granted[s.agb, s.uzovi, s.maand] += s.goedgekeurd or 0
    found = []
    for o in wereld.onbezet:
        if o.dag > peildatum:
            continue
        sector = (
            "V&V"
            if any(a.is_at(o.agb, o.uzovi, o.maand) for a in wereld.afspraken)
            else wereld.hoofdsectoren.get(o.agb, "") or "onbekend"
        )
        paid, held = o.dagen * o.tarief_cent, granted[o.agb, region(o.uzovi), o.maand]
        cent = paid - min(paid, max(0, held))
        granted[o.agb, region(o.uzovi), o.maand] -= paid - cent
        found.append(
            Stuk(o.agb, region(o.uzovi), sector, "crisis_onbezet", "onbezet", "14", o.maand, cent, cent, o.dagen)
        )
    return found


def extrapolated(stukken: Iterable[Stuk], laatste: date) -> int:
    """R3.2: E of these parts, per provider, region, sector, group and prestatie."""
    amounts: dict[tuple[str, ...], dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for s in stukken:
        amounts[s.prestatie][s.maand] += s.goedgekeurd or 0
    total = 0
    for (*_, eenheid), a in amounts.items():
        total += sum(cent for m, cent in a.items() if m.year == laatste.year and m <= laatste)
        rest = sum(weight(m, eenheid) for m in months_of(laatste.year) if m > laatste)
        total += away_from_zero(Fraction(a[laatste] * rest, weight(laatste, eenheid)))
    return total


def decided(wereld: Wereld, stukken: Sequence[Stuk], jaar: int, peildatum: date) -> dict[tuple[str, str, str], int]:
    """R3.6 and R3.7: what accepted decisions add to E, by provider, region and sector. When L is December nothing is
    left to change."""
    laatste = last_month(jaar, peildatum)
    found: dict[tuple[str, str, str], int] = defaultdict(int)
    if laatste.month == 12:
        return {}
    counted = [b for b in wereld.besluiten if b.dag <= peildatum]
    estimated = {
        (b.agb, region(b.uzovi), b.sector): b.cent
        for b in counted
        if b.soort == "raming" and is_new(wereld, b.agb, peildatum)
    }
    for place, cent in estimated.items():
        mine = [s for s in stukken if (s.agb, s.uzovi, s.sector) == place and s.groep == "regulier"]
        found[place] = cent - extrapolated([s for s in mine if s.maand.year == jaar], laatste)
    for b in counted:
        place = (b.agb, region(b.uzovi), b.sector)
        if b.soort == "melding" and place not in estimated and b.maand is not None and b.maand > laatste:
            found[place] += b.cent * sum(m >= b.maand for m in months_of(jaar))
    return dict(found)


def is_new(wereld: Wereld, agb: str, peildatum: date) -> bool:
    """R3.6: started less than 12 months before the peildatum."""
    start = wereld.gestart.get(agb)
    return start is not None and (peildatum.year - 1, peildatum.month, peildatum.day) < (
        start.year,
        start.month,
        start.day,
    )


def room(wereld: Wereld, uzovi: str, sector: str, peildatum: date) -> tuple[int, int] | None:
    """R4.1: definite contracteerruimte, and that with the herverdelingsmiddelen that are expected."""
    rows = [r for r in wereld.ruimte if (region(r.uzovi), r.sector) == (uzovi, sector) and r.bekend_op <= peildatum]

    def newest(onderdeel: str, zekerheden: set[str]) -> int | None:
        part = [r for r in rows if r.onderdeel == onderdeel and r.zekerheid in zekerheden]
        return max(part, key=lambda r: (r.bekend_op, r.zekerheid == "definitief")).cent if part else None

    regulier = newest("regulier", {"definitief"})
    if regulier is None:
        return None
    expected = newest("herverdeling", {"definitief", "verwacht"}) or 0
    return regulier + (newest("herverdeling", {"definitief"}) or 0), regulier + expected


def tested(e: int, ruimte: int | None, verplicht: int) -> dict[str, Any]:
    """R4.2 and R4.3."""
    if ruimte is None:
        return {"contracteerruimte_cent": None, "korting": None, "boven_drempel": None}
    left = ruimte - verplicht
    korting = min(Fraction(1), Fraction(max(0, e - left), e)) if e > 0 else Fraction(0)
    return {"contracteerruimte_cent": ruimte, "korting": float(korting), "boven_drempel": e > 0 and 98 * e > 100 * left}


def outlook(wereld: Wereld, jaar: int, peildatum: date, site: str) -> dict[str, Any]:
    """The figures of `ruimte outlook --json` that are no estimates: by sector, and by region and sector."""
    laatste = last_month(jaar, peildatum)
    stukken = known(wereld, peildatum)
    stukken = [s for s in [*stukken, *unoccupied(wereld, stukken, peildatum)] if s.uzovi in SITES[site]]
    in_year = [s for s in stukken if s.maand.year == jaar]
    extra = decided(wereld, stukken, jaar, peildatum)

    def row(sector: str, regions: Sequence[str]) -> dict[str, Any]:
        mine = [s for s in in_year if s.sector == sector and s.uzovi in regions and s.groep != "meerzorg"]
        verplichtingen = [
            v for v in wereld.verplichtingen
            if v.sector == sector and region(v.uzovi) in regions and v.bekend_op <= peildatum
        ]  # fmt: skip
        needing = {u for u in regions if has_money([s for s in mine if s.uzovi == u])}
        needing |= {region(v.uzovi) for v in verplichtingen if v.cent}
        added = {place: cent for place, cent in extra.items() if place[1] in regions and place[2] == sector}
        needing |= {uzovi for _, uzovi, _ in added}
        rooms = {u: room(wereld, u, sector, peildatum) for u in regions}
        have = [r for r in rooms.values() if r is not None]
        complete = bool(have) and all(rooms[u] is not None for u in needing)
        e = extrapolated(mine, laatste) + sum(added.values())
        verplicht = sum(v.cent for v in verplichtingen)
        return {
            "sector": sector,
            "verplichtingen_cent": verplicht,
            "goedgekeurd_cent": sum(s.goedgekeurd or 0 for s in mine if s.maand <= laatste),
            "na_laatste_maand_cent": sum(s.goedgekeurd or 0 for s in mine if s.maand > laatste),
            "in_behandeling_cent": sum(s.ingediend for s in mine if s.goedgekeurd is None),
            "geextrapoleerd_cent": e,
            **tested(e, sum(r[0] for r in have) if complete else None, verplicht),
            "met_herverdeling": tested(e, sum(r[1] for r in have) if complete else None, verplicht),
        }

    signals = {
        (agb, uzovi, sector, kind)
        for agb, uzovi, sector in {(s.agb, s.uzovi, s.sector) for s in stukken}
        if (kind := month_signal(stukken, (agb, uzovi, sector), laatste))
    }
    return {
        "laatste_maand": f"{laatste:%Y-%m}",
        "sectoren": {sector: row(sector, SITES[site]) for sector in SECTOREN},
        "regios": {(u, sector): row(sector, [u]) for u in SITES[site] for sector in SECTOREN},
        "onbekend_geextrapoleerd_cent": extrapolated(
            [s for s in in_year if s.sector == "onbekend" and s.groep != "meerzorg"], laatste
        ),
        "meerzorg_geextrapoleerd_cent": extrapolated([s for s in in_year if s.groep == "meerzorg"], laatste),
        "signalen": signals,
    }


def has_money(stukken: Sequence[Stuk]) -> bool:
    """Whether anything is approved or pending in any month: what was all refused asks for no contracteerruimte."""
    return any(
        sum(s.goedgekeurd or 0 for s in stukken if s.maand == maand)
        or sum(s.ingediend for s in stukken if s.maand == maand and s.goedgekeurd is None)
        for maand in {s.maand for s in stukken}
    )


def month_signal(stukken: Iterable[Stuk], place: tuple[str, str, str], laatste: date) -> str | None:
    """R3.3: on what was claimed, over the months of the year up to L and at least the three before it; a month before
    the first with anything approved is not known as zero."""
    months = sorted({*months_of(laatste.year), *(month_before(laatste, n) for n in (1, 2, 3))})

    def amount(maand: date) -> int:
        mine = [s for s in stukken if (s.agb, s.uzovi, s.sector, s.maand) == (*place, maand) and s.groep != "meerzorg"]
        return sum(s.goedgekeurd or 0 for s in mine if s.prestatiecode != "onbezet")

    begun = [m for m in months if amount(m)]
    compared = [m for n in (1, 2, 3) if begun and (m := month_before(laatste, n)) >= begun[0]]
    mean = Fraction(sum(map(amount, compared)), len(compared)) if compared else 0
    if amount(laatste) == 0:
        return silence(stukken, place, laatste) if sum(amount(m) for m in months if m < laatste) else None
    return "afwijkende_maand" if mean and abs(amount(laatste) - mean) > abs(mean) / 4 else None


def silence(stukken: Iterable[Stuk], place: tuple[str, str, str], laatste: date) -> str:
    """R3.3, R1.4: why nothing of a month counts: nothing declared, not assessed yet, or all of it refused."""
    mine = [
        s
        for s in stukken
        if (s.agb, s.uzovi, s.sector, s.maand) == (*place, laatste)
        and s.groep != "meerzorg"
        and s.prestatiecode != "onbezet"
    ]
    if not mine:
        return "geen_declaratie"
    return "nog_te_beoordelen" if sum(s.ingediend for s in mine if s.goedgekeurd is None) else "niets_goedgekeurd"


def month_before(maand: date, number: int) -> date:
    for _ in range(number):
        maand = month_of(maand - timedelta(days=1))
    return maand


def crisis(wereld: Wereld, jaar: int, peildatum: date) -> dict[tuple[str, str], dict[str, Any]]:
    """R5.1 and R5.2 for the V&V: by provider and region, what `ruimte crisis --json` says of days and places."""
    laatste = last_month(jaar, peildatum)
    everything = known(wereld, peildatum)
    stukken = [s for s in everything if s.groep == "crisis" and s.sector == "V&V"]
    found = {}
    for agb, uzovi in {(a.agb, region(a.uzovi)) for a in wereld.afspraken}:
        agreed = [a for a in wereld.afspraken if (a.agb, region(a.uzovi)) == (agb, uzovi)]
        occupied: dict[date, int] = defaultdict(int)
        for s in stukken:
            if (s.agb, s.uzovi) == (agb, uzovi):
                occupied[s.maand] += s.dagen
        for m, n in list(occupied.items()):
            held = [sum(a.plekken for a in agreed if a.vanaf <= d <= a.tot) for d in days_of(m)]
            if not all(held):  # agreed on a part of the month, or on no day of it
                occupied[m] = min(n, sum(held)) if sum(held) else 0

        def places(dag: date, agreed: Sequence[Crisisafspraak] = agreed) -> int:
            return sum(a.plekken for a in agreed if a.vanaf <= dag <= a.tot)

        year = [d for m in months_of(jaar) for d in days_of(m)]
        to_date = [d for d in year if month_of(d) <= laatste]
        days = sum(occupied[m] for m in months_of(jaar) if m <= laatste)
        in_l = sum(bool(places(d)) for d in days_of(laatste))
        after = sum(bool(places(d)) for d in year if month_of(d) > laatste)
        expected = days + (Fraction(occupied[laatste] * after, in_l) if in_l else 0)
        available = sum(map(places, year))
        share = Fraction(expected) / available if available else Fraction(0)
        # R5.2: the most places, no more than were agreed last, that would be occupied for 70%
        per_place = sum(any(a.vanaf <= d <= a.tot and a.plekken for a in agreed) for d in year)
        now = max(agreed, key=lambda a: a.vanaf).plekken
        fits = [n for n in range(now + 1) if n == 0 or expected >= Fraction(7, 10) * n * per_place]
        below = share < Fraction(7, 10)
        approved: dict[tuple[str, ...], int] = defaultdict(int)
        for s in everything:
            if (s.agb, s.uzovi, s.maand) == (agb, uzovi, laatste):
                approved[s.prestatie] += s.goedgekeurd or 0
        # R5.2: what is expected rests on L; it says nothing where no place was agreed in it and later on there are, or
        # where nothing of any kind is approved yet
        if (not in_l and after) or (in_l and not any(approved.values())):
            found[agb, uzovi] = {
                "bezette_dagen": days,
                "beschikbare_dagen": sum(map(places, to_date)),
                **dict.fromkeys(["verwachte_dagen", "verwachte_bezetting", "onder_drempel", "voorstel_plekken"]),
            }
            continue
        found[agb, uzovi] = {
            "bezette_dagen": days,
            "beschikbare_dagen": sum(map(places, to_date)),
            "verwachte_dagen": float(expected),
            "verwachte_bezetting": float(share),
            "onder_drempel": below,
            "voorstel_plekken": max(fits) if below and per_place else now,
        }
    return found

"""The credits that do not simply book what they say (R1.3): the archive is asked for them, `credit.py` says what they
book."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from loaders.grootboek.boekingen import Afwijkingen, Boeking, Boekregel
from loaders.grootboek.periods import Periode
from loaders.vereffenen.credit import Deel, Plek, Regel, Stuk, geboekt, samenhang
from loaders.vereffenen.resolve import uniek_jaren

Stukken = Sequence[tuple[Periode, Sequence[Boeking]]]
"""The periods in which a claim counts, each with the returns that judge it there, in the order in which they hold."""


@dataclass(frozen=True)
class Claim:
    """A claim, when it counts and how it is judged, and its lines that do not simply count with it."""

    boeking: Boeking
    stukken: Stukken
    afwijkingen: Afwijkingen


def genoemd(db: duckdb.DuckDBPyConnection, betalers: Mapping[int, str | None]) -> list[tuple[Plek, Plek]]:
    """Every credit line among the lines (view `gewogen`) of these deliveries, with every line that it names."""
    columns = {
        "levering": pa.array(list(betalers), pa.int64()),
        "betaald_agb": pa.array(list(betalers.values()), pa.string()),
    }
    db.register("betaler_van", pa.table(columns))
    found = db.execute(GENOEMD, {"jaren": uniek_jaren()}).fetchall()
    db.unregister("betaler_van")
    return [((row[0], row[1]), (row[2], row[3])) for row in found]


Groep = dict[Plek, list[Plek]]
"""Lines that hang together, each with those that it names: none, where it is no credit."""


def opvallend(
    db: duckdb.DuckDBPyConnection, paren: Sequence[tuple[Plek, Plek]], claims: Mapping[int, Claim]
) -> list[Groep]:
    """Of credits and the lines they name the groups that may not simply book what they say. Where one credit takes back
    no more than its line in the same months, and both were granted as claimed by one return, the line's first, it
    books what it says.

    `db`: with view `gewogen`, and view `credit_oordelen` of the returns of these claims.
    """
    rows = [(*credit, *line) for credit, line in paren]
    _register(db, "paar", ("credit", "credit_regel", "debet", "debet_regel"), rows)
    judged = [
        (nummer, answers[0].nummer if answers else None, max(periode.van, _dag(answers[0])) if answers else None)
        for nummer, claim in claims.items()
        if len(claim.stukken) == 1
        for periode, answers in claim.stukken
        if len(answers) <= 1 and not (answers and answers[0].heel_afgekeurd)
    ]
    types = (pa.int64(), pa.int64(), pa.date32())
    columns = list(zip(*judged, strict=True)) or [(), (), ()]
    arrays = [pa.array(c, t) for c, t in zip(columns, types, strict=True)]
    db.register("gewoon", pa.table(arrays, names=["levering", "antwoord", "dag"]))
    plain = {(row[0], row[1]) for row in db.execute(GEWOON).fetchall()}
    db.unregister("gewoon")
    db.unregister("paar")
    noemt: Groep = {line: [] for _, line in paren}
    for credit, line in paren:
        noemt.setdefault(credit, []).append(line)
    found = []
    for group in samenhang(noemt):
        simple = len(group) == 2 and any(plek in plain for plek in group)
        if not simple or any(regel in claims[nummer].afwijkingen for nummer, regel in group):
            found.append({plek: noemt[plek] for plek in group})
    return found


def boekingen(
    db: duckdb.DuckDBPyConnection,
    groepen: Sequence[Groep],
    claims: Mapping[int, Claim],
) -> dict[Plek, tuple[Boekregel, ...]]:
    """What the credits of these groups book, of those that do not book what they say. `db`: with views `credit_regels`
    and `credit_oordelen` of these claims and their returns."""
    places = sorted({plek for groep in groepen for plek in groep})
    _register(db, "plek", ("levering", "regel"), places)
    rows = db.execute(REGELS).fetchall()
    verdicts = db.execute(OORDELEN).fetchall()
    db.unregister("plek")
    said: dict[tuple[int, int], dict[date, int]] = defaultdict(dict)
    for answer, detail, maand, cent in verdicts:
        said[answer, detail][maand] = cent
    parts: dict[Plek, list[tuple[Any, ...]]] = defaultdict(list)
    for levering, regel, *rest in rows:
        parts[levering, regel].append(tuple(rest))
    lines = {plek: _regel(plek, parts[plek], claims[plek[0]], said) for plek in places if plek in parts}
    found: dict[Plek, tuple[Boekregel, ...]] = {}
    for groep in groepen:
        mine = {plek: lines[plek] for plek in groep if plek in lines}
        found |= geboekt(mine, {plek: groep[plek] for plek in mine if groep[plek]})
    return found


def _regel(
    plek: Plek, parts: Sequence[tuple[Any, ...]], claim: Claim, said: Mapping[tuple[int, int], Mapping[date, int]]
) -> Regel:
    detail, referentie, code, zzp, eenheid = parts[0][:5]
    delen = {maand: Deel(begin, aantal, cent) for *_, maand, begin, aantal, cent in parts}
    counts = claim.afwijkingen.get(plek[1])
    stukken: list[Stuk] = []
    for periode, answers in claim.stukken:
        for counted in [periode] if counts is None else [p for c in counts if (p := c.doorsnede(periode))]:
            stukken += _stukken(counted, answers, delen, int(detail), said)
    return Regel(plek, (_dag(claim.boeking), referentie, plek[1]), code, zzp, eenheid, delen, stukken)


def _stukken(
    periode: Periode,
    answers: Sequence[Boeking],
    delen: Mapping[date, Deel],
    detail: int,
    said: Mapping[tuple[int, int], Mapping[date, int]],
) -> Iterable[Stuk]:
    """One period of a line, cut where a return begins to hold (R1.4)."""
    cuts = [max(periode.van, _dag(answer)) for answer in answers] + [periode.tot]
    if cuts[0] > periode.van:
        yield Stuk(periode.van, min(cuts[0], periode.tot), None, {})
    for answer, van, tot in zip(answers, cuts, cuts[1:], strict=False):
        if van >= min(tot, periode.tot):
            continue
        verdict = said.get((answer.nummer, detail), {})
        refused = bool(answer.heel_afgekeurd)
        granted = {m: verdict.get(m, 0 if refused else deel.ingediend_cent) for m, deel in delen.items()}
        whole = sum(granted.values()) == sum(deel.ingediend_cent for deel in delen.values())
        counts = whole and not refused
        units = {maand: deel.aantal if counts else 0 for maand, deel in delen.items()}
        yield Stuk(van, min(tot, periode.tot), granted, units)


def _dag(boeking: Boeking) -> date:
    return boeking.ontvangen or date.min


def _register(db: duckdb.DuckDBPyConnection, name: str, columns: Sequence[str], rows: Sequence[Sequence[int]]) -> None:
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    db.register(name, pa.table([pa.array(v, pa.int64()) for v in values], names=list(columns)))


HOE = ("creditboekingen", 1)
"""The rules of these two files, by name: raised when what credits book changes, so that all is settled anew."""
GEZIEN = """
    SELECT DISTINCT levering, regel FROM gewogen WHERE ingediend_cent < 0 OR aantal < 0
"""
"""Every credit line that was looked at."""
GENOEMD = """
    WITH credit AS (
        SELECT r.levering, r.regel, b.betaald_agb, r.vorige_referentie, max(r.eind) AS eind
        FROM gewogen r JOIN betaler_van b ON b.levering = r.levering
        WHERE r.zorgmaand IS NOT NULL AND (r.ingediend_cent < 0 OR r.aantal < 0)
        GROUP BY ALL
    ), gezocht AS (
        SELECT DISTINCT betaald_agb, vorige_referentie AS referentie FROM credit
    ), regel AS (
        SELECT r.levering, r.regel, b.betaald_agb, r.referentie, max(r.eind) AS eind
        FROM gewogen r
        JOIN betaler_van b ON b.levering = r.levering
        SEMI JOIN gezocht g ON g.betaald_agb = b.betaald_agb AND g.referentie = r.referentie
        WHERE r.zorgmaand IS NOT NULL
        GROUP BY ALL
    )
    SELECT c.levering, c.regel, d.levering, d.regel
    FROM credit c
    JOIN regel d
      ON d.betaald_agb = c.betaald_agb AND d.referentie = c.vorige_referentie
     AND d.eind <= c.eind + to_years($jaren) AND c.eind <= d.eind + to_years($jaren)
    WHERE (c.levering, c.regel) <> (d.levering, d.regel)
    ORDER BY ALL
"""
GEWOON = """
    WITH deel AS (
        SELECT p.credit, p.credit_regel, c.detailnummer AS credit_detail, c.ingediend_cent AS credit_cent,
               c.zorgmaand, p.debet, p.debet_regel,
               d.levering IS NULL OR -c.ingediend_cent > d.ingediend_cent OR -c.aantal > d.aantal AS meer
        FROM paar p
        JOIN gewogen c ON c.levering = p.credit AND c.regel = p.credit_regel
        LEFT JOIN gewogen d ON d.levering = p.debet AND d.regel = p.debet_regel AND d.zorgmaand = c.zorgmaand
    ), anders AS (
        SELECT DISTINCT g.levering, r.regel
        FROM (SELECT credit AS levering, credit_regel AS regel FROM paar UNION SELECT debet, debet_regel FROM paar) p
        JOIN gewoon g ON g.levering = p.levering
        JOIN gewogen r ON r.levering = p.levering AND r.regel = p.regel
        JOIN credit_oordelen o
          ON o.levering = g.antwoord AND o.detailnummer = r.detailnummer AND o.zorgmaand = r.zorgmaand
        WHERE o.toegekend_cent <> r.ingediend_cent
    )
    SELECT d.credit, d.credit_regel
    FROM deel d
    JOIN gewoon gc ON gc.levering = d.credit
    JOIN gewoon gd ON gd.levering = d.debet
    LEFT JOIN anders ac ON ac.levering = d.credit AND ac.regel = d.credit_regel
    LEFT JOIN anders ad ON ad.levering = d.debet AND ad.regel = d.debet_regel
    GROUP BY d.credit, d.credit_regel
    HAVING NOT bool_or(d.meer) AND bool_and(ac.regel IS NULL) AND bool_and(ad.regel IS NULL)
       AND bool_and(gc.dag IS NULL OR gd.dag <= gc.dag)
"""
REGELS = """
    SELECT r.levering, r.regel, r.detailnummer, r.referentie, r.prestatiecode, r.zzp_code, r.tijdseenheid, r.zorgmaand,
           r.begin, r.aantal, r.ingediend_cent
    FROM credit_regels r JOIN plek p ON p.levering = r.levering AND p.regel = r.regel
    WHERE r.zorgmaand IS NOT NULL
    ORDER BY ALL
"""
OORDELEN = """
    SELECT o.levering, o.detailnummer, o.zorgmaand, o.toegekend_cent FROM credit_oordelen o
    WHERE o.zorgmaand IS NOT NULL AND o.detailnummer IN (
        SELECT r.detailnummer FROM credit_regels r JOIN plek p ON p.levering = r.levering AND p.regel = r.regel
    )
"""

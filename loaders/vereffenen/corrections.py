"""Lines that do not count beside others (R1.3, R1.5): known before, or a credit of a line that does not count. The
questions are put to the archive; `resolve.py` says what the answers mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from config.policy import policy_values
from loaders.archief.vindplaatsen import hoe as hoe_gemerkt
from loaders.vereffenen import credits
from loaders.vereffenen.resolve import Gelding, Regelstand, uniek_jaren, volgorde


@dataclass(frozen=True)
class Regels:
    """Lines that do not count from the day their delivery does, and why: each with its cents."""

    dubbel: Sequence[tuple[Regelstand, int]]
    credit: Sequence[tuple[Regelstand, int]]


def begin_van_de_berichten() -> date:
    """The reading of where the messages begin: a credit on care before this day counts without its line (R1.3)."""
    return max(policy_values("begin_van_de_berichten"), key=lambda v: v.bekend_vanaf).datum


def hoe() -> str:
    """The rules of this file, by name: where they are others, what was settled before says nothing."""
    return hoe_gemerkt(repr((DUBBEL, CREDIT, begin_van_de_berichten(), uniek_jaren(), *credits.HOE)))


def regels(db: duckdb.DuckDBPyConnection, geldingen: Sequence[Gelding], begin: date) -> Regels:
    """Look up doubled lines and credits among the lines (view `gewogen`) of claims in the stretches they count in."""
    rang = {b.sha256: n for n, b in enumerate(sorted({g.claim for g in geldingen}, key=volgorde))}
    columns = {
        "levering": pa.array([g.claim.nummer for g in geldingen], pa.int64()),
        "betaald_agb": pa.array([g.claim.betaald_agb for g in geldingen], pa.string()),
        "tijdvak": pa.array([g.tijdvak for g in geldingen], pa.int32()),
        "rang": pa.array([rang[g.claim.sha256] for g in geldingen], pa.int64()),
        "van": pa.array([g.periode.van for g in geldingen], pa.date32()),
    }
    db.register("telt", pa.table(columns))
    db.execute(f"CREATE OR REPLACE TEMP TABLE dubbele_regel AS {DUBBEL}", {"jaren": uniek_jaren()})
    dubbel = db.execute("SELECT levering, regel, tijdvak, NULL, cent FROM dubbele_regel ORDER BY ALL").fetchall()
    credit = db.execute(CREDIT, {"begin": begin, "jaren": uniek_jaren()}).fetchall()
    db.execute("DROP TABLE dubbele_regel")
    db.unregister("telt")
    return Regels(
        dubbel=[(Regelstand(*row[:4]), int(row[4])) for row in dubbel],
        credit=[(Regelstand(*row[:4]), int(row[4])) for row in credit],
    )


# R1.5: of lines with the same payee and reference whose care (its last day) lies at most $jaren years apart, the one
# known first counts: a line is double when such a one was known before it, whatever became of that. The hash only
# finds what may be double. `eersten`: per day of care the line known first; a number that all lines have costs no more.
DUBBEL = """
    WITH vaker AS (
        SELECT hash(t.betaald_agb, t.tijdvak, r.referentie) AS sleutel
        FROM gewogen r JOIN telt t ON t.levering = r.levering
        WHERE r.zorgmaand IS NOT NULL
        GROUP BY ALL
        HAVING min(r.levering) < max(r.levering) OR min(r.regel) < max(r.regel)
    ), geteld AS (
        SELECT r.levering, r.regel, t.betaald_agb, t.tijdvak, r.referentie, sum(r.ingediend_cent) AS cent,
               max(r.eind) AS eind, row_number() OVER (ORDER BY t.rang, r.regel) AS volgorde
        FROM gewogen r
        JOIN telt t ON t.levering = r.levering
        JOIN vaker v ON v.sleutel = hash(t.betaald_agb, t.tijdvak, r.referentie)
        WHERE r.zorgmaand IS NOT NULL
        GROUP BY r.levering, r.regel, t.betaald_agb, t.tijdvak, t.rang, r.referentie
    ), eersten AS (
        SELECT betaald_agb, tijdvak, referentie, eind, min(volgorde) AS volgorde FROM geteld GROUP BY ALL
    )
    SELECT g.levering, g.regel, g.tijdvak, g.cent
    FROM geteld g
    SEMI JOIN eersten e
      ON e.betaald_agb IS NOT DISTINCT FROM g.betaald_agb AND e.tijdvak = g.tijdvak AND e.referentie = g.referentie
     AND e.volgorde < g.volgorde AND e.eind <= g.eind + to_years($jaren) AND g.eind <= e.eind + to_years($jaren)
"""

# R1.3: a credit counts from the day on which both it and the line it names are known, over any number of credits of
# credits: `bekend` starts with the debit lines that credits name (and credits of care before the messages begin) and
# grows by the credits that name what is known. A credit that is never reached names no line that counts. It names a
# line of which the care lies at most $jaren years from its own: longer ago the number was another line's.
CREDIT = """
    WITH RECURSIVE credit AS (
        SELECT r.levering, r.regel, t.betaald_agb, t.tijdvak, t.van, r.referentie, r.vorige_referentie,
               sum(r.ingediend_cent) AS cent, max(r.eind) AS eind, max(r.eind) < $begin AS voor_begin
        FROM gewogen r
        JOIN telt t ON t.levering = r.levering
        ANTI JOIN dubbele_regel d ON d.levering = r.levering AND d.regel = r.regel AND d.tijdvak = t.tijdvak
        WHERE r.zorgmaand IS NOT NULL AND (r.ingediend_cent < 0 OR r.aantal < 0)
        GROUP BY ALL
    ), genoemd AS (
        SELECT DISTINCT betaald_agb, tijdvak, vorige_referentie AS referentie FROM credit
    ), debet AS (
        SELECT r.levering, r.regel, t.betaald_agb, t.tijdvak, r.referentie, t.van, max(r.eind) AS eind
        FROM gewogen r
        JOIN telt t ON t.levering = r.levering
        SEMI JOIN genoemd g
          ON g.betaald_agb = t.betaald_agb AND g.tijdvak = t.tijdvak AND g.referentie = r.referentie
        ANTI JOIN dubbele_regel d ON d.levering = r.levering AND d.regel = r.regel AND d.tijdvak = t.tijdvak
        ANTI JOIN credit c ON c.levering = r.levering AND c.regel = r.regel AND c.tijdvak = t.tijdvak
        WHERE r.zorgmaand IS NOT NULL
        GROUP BY ALL
    ), bekend AS (
        SELECT levering, regel, betaald_agb, tijdvak, referentie, eind, van FROM debet
        UNION
        SELECT levering, regel, betaald_agb, tijdvak, referentie, eind, van FROM credit WHERE voor_begin
        UNION
        SELECT c.levering, c.regel, c.betaald_agb, c.tijdvak, c.referentie, c.eind, greatest(c.van, b.van)
        FROM bekend b
        JOIN credit c
          ON c.betaald_agb = b.betaald_agb AND c.tijdvak = b.tijdvak AND c.vorige_referentie = b.referentie
         AND b.eind <= c.eind + to_years($jaren) AND c.eind <= b.eind + to_years($jaren)
        WHERE NOT c.voor_begin
    )
    SELECT c.levering, c.regel, c.tijdvak, min(b.van) AS sinds, c.cent
    FROM credit c
    LEFT JOIN bekend b ON b.levering = c.levering AND b.regel = c.regel AND b.tijdvak = c.tijdvak
    GROUP BY c.levering, c.regel, c.tijdvak, c.van, c.cent
    HAVING sinds IS NULL OR sinds > c.van
    ORDER BY ALL
"""

"""Lines that do not count beside others (R1.3, R1.5): known before, or a credit of a line that does not count. The
questions are put to the archive; `resolve.py` says what the answers mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from config.policy import policy_values, value_on
from loaders.archief.vindplaatsen import hoe as hoe_gemerkt
from loaders.vereffenen.resolve import Gelding, Regelstand, volgorde

BEGIN = "begin_van_de_berichten"


@dataclass(frozen=True)
class Regels:
    """Lines that do not count from the day their delivery does, and why: each with its cents."""

    dubbel: Sequence[tuple[Regelstand, int]]
    credit: Sequence[tuple[Regelstand, int]]


Begin = Sequence[tuple[date, date]]
"""Days from which on it was known where the messages begin, each with that first day of care."""


def begin_van_de_berichten() -> Begin:
    """The reading of where the messages begin, since when: a credit on care before it counts without its line, from the
    day on which that was known (R1.3, R1.1)."""
    values = policy_values(BEGIN)
    days = sorted({v.bekend_vanaf for v in values})
    return [(day, value_on(values, BEGIN, day.year, day).datum) for day in days]


def hoe() -> str:
    """The rules of this file, by name: where they are others, what was settled before says nothing."""
    return hoe_gemerkt(repr((DUBBEL, CREDIT, begin_van_de_berichten())))


def regels(db: duckdb.DuckDBPyConnection, geldingen: Sequence[Gelding], begin: Begin) -> Regels:
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
    sinds, zorgdag = zip(*begin, strict=True)
    db.register("begin", pa.table({"sinds": pa.array(sinds, pa.date32()), "zorgdag": pa.array(zorgdag, pa.date32())}))
    db.execute(f"CREATE OR REPLACE TEMP TABLE dubbele_regel AS {DUBBEL}")
    dubbel = db.execute("SELECT levering, regel, tijdvak, NULL, cent FROM dubbele_regel ORDER BY ALL").fetchall()
    credit = db.execute(CREDIT).fetchall()
    db.execute("DROP TABLE dubbele_regel")
    db.unregister("telt")
    db.unregister("begin")
    return Regels(
        dubbel=[(Regelstand(*row[:4]), int(row[4])) for row in dubbel],
        credit=[(Regelstand(*row[:4]), int(row[4])) for row in credit],
    )


# R1.5: of lines with the same payee and reference the one known first counts. The hash only finds what may be double.
DUBBEL = """
    WITH vaker AS (
        SELECT hash(t.betaald_agb, t.tijdvak, r.referentie) AS sleutel
        FROM gewogen r JOIN telt t ON t.levering = r.levering
        WHERE r.zorgmaand IS NOT NULL
        GROUP BY ALL
        HAVING min(r.levering) < max(r.levering) OR min(r.regel) < max(r.regel)
    ), geteld AS (
        SELECT r.levering, r.regel, t.tijdvak, sum(r.ingediend_cent) AS cent,
               row_number() OVER (PARTITION BY t.betaald_agb, t.tijdvak, r.referentie
                                  ORDER BY t.rang, r.regel) AS volgorde
        FROM gewogen r
        JOIN telt t ON t.levering = r.levering
        JOIN vaker v ON v.sleutel = hash(t.betaald_agb, t.tijdvak, r.referentie)
        WHERE r.zorgmaand IS NOT NULL
        GROUP BY r.levering, r.regel, t.betaald_agb, t.tijdvak, t.rang, r.referentie
    )
    SELECT levering, regel, tijdvak, cent FROM geteld WHERE volgorde > 1
"""

# R1.3: a credit counts from the day on which both it and the line it names are known, over any number of credits of
# credits: `bekend` starts with the debit lines that credits name (and credits of care before the messages begin, from
# the day on which that was known) and
# grows by the credits that name what is known. A credit that is never reached names no line that counts.
CREDIT = """
    WITH RECURSIVE credit AS (
        SELECT r.levering, r.regel, t.betaald_agb, t.tijdvak, t.van, r.referentie, r.vorige_referentie,
               sum(r.ingediend_cent) AS cent, max(r.eind) AS eind
        FROM gewogen r
        JOIN telt t ON t.levering = r.levering
        ANTI JOIN dubbele_regel d ON d.levering = r.levering AND d.regel = r.regel AND d.tijdvak = t.tijdvak
        WHERE r.zorgmaand IS NOT NULL AND (r.ingediend_cent < 0 OR r.aantal < 0)
        GROUP BY ALL
    ), genoemd AS (
        SELECT DISTINCT betaald_agb, tijdvak, vorige_referentie AS referentie FROM credit
    ), debet AS (
        SELECT t.betaald_agb, t.tijdvak, r.referentie, t.van
        FROM gewogen r
        JOIN telt t ON t.levering = r.levering
        SEMI JOIN genoemd g
          ON g.betaald_agb = t.betaald_agb AND g.tijdvak = t.tijdvak AND g.referentie = r.referentie
        ANTI JOIN dubbele_regel d ON d.levering = r.levering AND d.regel = r.regel AND d.tijdvak = t.tijdvak
        ANTI JOIN credit c ON c.levering = r.levering AND c.regel = r.regel AND c.tijdvak = t.tijdvak
        WHERE r.zorgmaand IS NOT NULL
        GROUP BY ALL
    ), bekend AS (
        SELECT betaald_agb, tijdvak, referentie, van FROM debet
        UNION
        SELECT c.betaald_agb, c.tijdvak, c.referentie, greatest(c.van, b.sinds)
        FROM credit c JOIN begin b ON c.eind < b.zorgdag
        UNION
        SELECT c.betaald_agb, c.tijdvak, c.referentie, greatest(c.van, b.van)
        FROM bekend b
        JOIN credit c
          ON c.betaald_agb = b.betaald_agb AND c.tijdvak = b.tijdvak AND c.vorige_referentie = b.referentie
    ), eerst AS (
        SELECT betaald_agb, tijdvak, referentie, min(van) AS van FROM bekend GROUP BY ALL
    )
    SELECT c.levering, c.regel, c.tijdvak, b.van, c.cent
    FROM credit c
    LEFT JOIN eerst b ON b.betaald_agb = c.betaald_agb AND b.tijdvak = c.tijdvak AND b.referentie = c.referentie
    WHERE b.van IS NULL OR b.van > c.van
    ORDER BY ALL
"""

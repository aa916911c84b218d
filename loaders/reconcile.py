"""R1.5: does everything that was read come out again? The archive beside the ledger and beside PRODUCTIE.

The archive is added up here by itself, on what is known now; PRODUCTIE comes from `productie.sql`, which works with
differences by day. That both give the same is the self-check.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from config.settings import Settings
from loaders import productie
from loaders.archief import archive
from loaders.archief.engines import DuckDb
from loaders.grootboek.deliveries import OPEN_EINDE, Levering, Soort
from loaders.grootboek.lezer import Inzage
from loaders.productie import Bronnen, bijdrage
from loaders.vereffenen import extracten
from loaders.vereffenen.resolve import geldende_antwoorden, koppel


@dataclass(frozen=True)
class Bedragen:
    """What was claimed, by what became of it: ingediend = toegekend + afgewezen + in behandeling (R1.4)."""

    ingediend_cent: int = 0
    toegekend_cent: int = 0
    afgewezen_cent: int = 0
    in_behandeling_cent: int = 0

    def __add__(self, andere: "Bedragen") -> "Bedragen":
        return Bedragen(
            self.ingediend_cent + andere.ingediend_cent,
            self.toegekend_cent + andere.toegekend_cent,
            self.afgewezen_cent + andere.afgewezen_cent,
            self.in_behandeling_cent + andere.in_behandeling_cent,
        )

    @property
    def sluit(self) -> bool:
        return self.ingediend_cent == self.toegekend_cent + self.afgewezen_cent + self.in_behandeling_cent


@dataclass(frozen=True)
class LeveringSom:
    """An AW319 beside its lines in the archive: all lines and cents that were read, and the cents that count."""

    levering: Levering
    regels: int
    gelezen_cent: int
    bedragen: Bedragen

    @property
    def klopt(self) -> bool:
        """What the ledger read and accepted is what the archive holds and counts."""
        t = self.levering.telling
        read = (t.regels, t.gelezen_cent) == (self.regels, self.gelezen_cent)
        return read and t.geaccepteerd_cent == self.bedragen.ingediend_cent and self.bedragen.sluit


@dataclass(frozen=True)
class Cel:
    """A provider in a month of care: what the archive (with extracts) and PRODUCTIE say."""

    aanbieder: str
    zorgmaand: date
    archief: Bedragen
    productie: Bedragen

    @property
    def klopt(self) -> bool:
        return self.archief == self.productie and self.archief.sluit


@dataclass(frozen=True)
class Aansluiting:
    """Every readable AW319 and every provider and month of care, each with its two sides."""

    leveringen: tuple[LeveringSom, ...]
    cellen: tuple[Cel, ...]

    @property
    def verschillende_leveringen(self) -> tuple[LeveringSom, ...]:
        return tuple(som for som in self.leveringen if not som.klopt)

    @property
    def verschillende_cellen(self) -> tuple[Cel, ...]:
        return tuple(cel for cel in self.cellen if not cel.klopt)


def aansluiting(blik: Inzage) -> Aansluiting:
    """The two sides of everything that was loaded, on what is known now; empty while nothing was."""
    bronnen = productie.bronnen(blik)
    return Aansluiting((), ()) if bronnen is None else reconcile(blik.settings, bronnen)


def reconcile(settings: Settings, bronnen: Bronnen) -> Aansluiting:
    """As `aansluiting`, of these sources, of which PRODUCTIE stands."""
    target = productie.path(settings, bronnen.versie)
    with archive.connect(settings.data / "werk") as db:
        for soort in archive.SCHEMAS:
            archive.view(db, settings.archief, bronnen.delen, soort)
        _tables(db, bronnen)
        read = {row[0]: (int(row[1]), int(row[2])) for row in db.execute(GELEZEN).fetchall()}
        counted = db.execute(GETELD).fetchall()
        extracten.tel(DuckDb(db, settings.archief), bronnen.boekingen)
        extracts = extracten.cellen(db)
        said = db.execute(PRODUCTIE, [str(target)]).fetchall()
    per_levering: dict[int, Bedragen] = {}
    left: dict[tuple[str, date], Bedragen] = {}
    for levering, agb, zorgmaand, *amounts in counted:
        bedragen = Bedragen(*map(int, amounts))
        per_levering[levering] = per_levering.get(levering, Bedragen()) + bedragen
        left[agb, zorgmaand] = left.get((agb, zorgmaand), Bedragen()) + bedragen
    for agb, zorgmaand, claimed, granted, pending in extracts:
        bedragen = Bedragen(claimed, granted, claimed - granted - pending, pending)
        left[agb, zorgmaand] = left.get((agb, zorgmaand), Bedragen()) + bedragen
    right = {(row[0], row[1]): Bedragen(*map(int, row[2:])) for row in said}
    readable = [b for b in bronnen.boekingen if b.soort is Soort.AW319 and b.leesbaar]
    return Aansluiting(
        leveringen=tuple(
            LeveringSom(b.levering(), *read.get(b.nummer, (0, 0)), per_levering.get(b.nummer, Bedragen()))
            for b in readable
        ),
        cellen=tuple(
            Cel(agb, zorgmaand, left.get((agb, zorgmaand), Bedragen()), right.get((agb, zorgmaand), Bedragen()))
            for agb, zorgmaand in sorted(left.keys() | right.keys())
        ),
    )


def _tables(db: duckdb.DuckDBPyConnection, bronnen: Bronnen) -> None:
    """Give the questions what counts now: claims with the return that holds, and lines that do not count with them."""
    koppeling = koppel(bronnen.boekingen, bronnen.intrekkingen)
    now = [g for g in koppeling.geldingen if g.periode.tot == OPEN_EINDE]
    claims = []
    for g in now:
        held = geldende_antwoorden(r for r in g.antwoorden if r.beantwoordt == g.claim.sha256)
        answer = g.claim if bijdrage.goedkeuring() == "bij_ontvangst" else held[-1] if held else None
        refused = answer is not None and bool(answer.heel_afgekeurd)
        claims.append((g.claim.nummer, g.claim.agb, answer and answer.nummer, refused))
    out = [
        (g.claim.nummer, regel)
        for g in now
        for regel, perioden in bronnen.afwijkingen.get(g.claim.sha256, {}).items()
        if not any(p.tot == OPEN_EINDE for p in perioden)
    ]
    _register(
        db, "telt", {"levering": pa.int64(), "agb": pa.string(), "antwoord": pa.int64(), "weg": pa.bool_()}, claims
    )
    _register(db, "telt_niet", {"levering": pa.int64(), "regel": pa.int32()}, out)
    booked = [
        (g.claim.nummer, g.claim.agb, regel, row.zorgmaand, row.beoordeeld, row.ingediend_cent, row.toegekend_cent)
        for g in now
        for regel, rows in bronnen.creditboekingen.get(g.claim.sha256, {}).items()
        for row in rows
    ]
    types = {"levering": pa.int64(), "agb": pa.string(), "regel": pa.int32(), "zorgmaand": pa.date32()}
    types |= {"beoordeeld": pa.date32(), "ingediend_cent": pa.int64(), "toegekend_cent": pa.int64()}
    _register(db, "geboekt", types, booked)


def _register(
    db: duckdb.DuckDBPyConnection, name: str, types: dict[str, pa.DataType], rows: Sequence[Sequence[object]]
) -> None:
    columns = list(zip(*rows, strict=True)) or [()] * len(types)
    db.register(name, pa.table([pa.array(c, t) for c, t in zip(columns, types.values(), strict=True)], list(types)))


GELEZEN = """
    SELECT levering, count(*), sum(cent)
    FROM (SELECT levering, regel, sum(ingediend_cent) AS cent FROM regels GROUP BY levering, regel)
    GROUP BY levering
"""
GETELD = """
    WITH regel AS (
        SELECT r.levering, t.agb, r.zorgmaand, r.ingediend_cent, t.antwoord,
               CASE WHEN t.antwoord IS NULL THEN 0
                    WHEN o.levering IS NOT NULL THEN o.toegekend_cent
                    WHEN t.weg THEN 0
                    ELSE r.ingediend_cent END AS toegekend_cent
        FROM regels r
        JOIN telt t ON t.levering = r.levering
        LEFT JOIN oordelen o
          ON o.levering = t.antwoord AND o.detailnummer = r.detailnummer AND o.zorgmaand = r.zorgmaand
        ANTI JOIN telt_niet n ON n.levering = r.levering AND n.regel = r.regel
        ANTI JOIN geboekt b ON b.levering = r.levering AND b.regel = r.regel
        WHERE r.zorgmaand IS NOT NULL
        UNION ALL
        SELECT levering, agb, zorgmaand, ingediend_cent,
               CASE WHEN beoordeeld IS NULL THEN NULL ELSE 0 END AS antwoord, toegekend_cent
        FROM geboekt
    )
    SELECT levering, agb, zorgmaand, sum(ingediend_cent), sum(toegekend_cent),
           sum(CASE WHEN antwoord IS NULL THEN 0 ELSE ingediend_cent - toegekend_cent END),
           sum(CASE WHEN antwoord IS NULL THEN ingediend_cent ELSE 0 END)
    FROM regel GROUP BY levering, agb, zorgmaand
"""
PRODUCTIE = """
    SELECT aanbieder, zorgmaand, sum(ingediend_cent), sum(toegekend_cent),
           sum(CASE WHEN beoordeeld IS NULL THEN 0 ELSE ingediend_cent END) - sum(toegekend_cent),
           sum(CASE WHEN beoordeeld IS NULL THEN ingediend_cent ELSE 0 END)
    FROM read_parquet(?) GROUP BY aanbieder, zorgmaand
"""

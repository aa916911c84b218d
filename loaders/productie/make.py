"""PRODUCTIE is made from archive and ledger by one standard-SQL query, and kept as Parquet."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock

from config.codes import zorgkantoren, zzp_sectoren
from config.errors import GegevensOntbreken, ProductieOntbreekt
from config.settings import Settings
from config.words import Machine
from loaders.archief import archive
from loaders.archief.engines import DuckDb, Engine, engine
from loaders.archief.gaaf import eis_gaaf
from loaders.archief.vindplaatsen import Vindplaatsen, van_leveringen
from loaders.grootboek import creditboekingen, store
from loaders.grootboek.boekingen import Afwijkingen, Boeking, Creditboekingen
from loaders.grootboek.deliveries import Intrekking, Soort
from loaders.grootboek.lezer import Inzage, lees
from loaders.productie import bijdrage, productiemap
from loaders.productie.bijdrage import contributions
from loaders.productie.dagen import Bijdrage, sneden, veranderd, vingerafdrukken
from loaders.productie.plaatsing import (
    Wissel,
    alleen_verplaatst,
    gekend_van,
    met_wissels,
    momenten,
    verplaatst,
    wissels,
)
from loaders.productie.productiemap import REST
from loaders.tabellen import extract
from loaders.tabellen.bekend import Gekend
from loaders.tabellen.vraag import gekend
from loaders.vereffenen import corrections, extracten

QUERY = (Path(__file__).parent / "productie.sql").read_text(encoding="utf-8")

ORDER = QUERY[QUERY.rindex("ORDER BY") :]
"""The order of rows within a month received."""

ROWS = QUERY.removesuffix(ORDER)

REGELS_DIE_TELLEN = """
    levering NOT IN (SELECT levering FROM alleen_verplaatst)
    OR prestatiecode IN (SELECT prestatiecode FROM verplaatst WHERE prestatiecode IS NOT NULL)
"""
"""The lines that have rows under the days of a slice."""


@dataclass(frozen=True)
class Bronnen:
    """All that PRODUCTIE is made from, read from the ledger in one go."""

    versie: str
    boekingen: Sequence[Boeking]
    delen: Sequence[str]
    afwijkingen: Mapping[str, Afwijkingen]
    creditboekingen: Mapping[str, Creditboekingen]
    intrekkingen: Sequence[Intrekking]
    koppeltabel: Sequence[Gekend]
    aanbieders: Sequence[Gekend]

    @cached_property
    def wissels(self) -> tuple[Wissel, ...]:
        """The days on which lines move, for a table received then places them elsewhere (R1.1)."""
        return wissels(self.koppeltabel, self.aanbieders)

    @cached_property
    def bijdragen(self) -> list[Bijdrage]:
        """What every claim gives to the query."""
        found = contributions(self.boekingen, self.intrekkingen, self.afwijkingen, self.creditboekingen)
        return met_wissels(found, self.wissels)


def path(settings: Settings, versie: str) -> Path:
    """Where PRODUCTIE of this version stands; the query and the readings are part of its name."""
    how = hashlib.sha256((QUERY + extracten.GELDIG + bijdrage.goedkeuring()).encode()).hexdigest()
    return settings.productie / f"{versie[:24]}-{how[:8]}.parquet"


def build(settings: Settings, bronnen: Bronnen, machine: Machine = Machine.DUCKDB) -> Path:
    """Make PRODUCTIE of these sources where it does not stand yet; old versions go. Returns its path.

    DuckDB makes the days anew whose sources are not those of an earlier PRODUCTIE; Spark makes all of it in one go.
    """
    target = path(settings, bronnen.versie)
    if not target.exists():
        if machine is Machine.DUCKDB:
            eis_gaaf(settings, bronnen.delen, gelezen=True)
        tables, bijdragen = common(bronnen), bronnen.bijdragen
        with engine(settings, machine) as db:
            _prepare(db, bronnen, tables)
            with productiemap.in_place(settings, target) as folder:
                rest, nu = _rest(bronnen, tables), vingerafdrukken(bijdragen)
                if isinstance(db, DuckDb):
                    vorige, eerder = productiemap.earlier(settings, rest)
                    dagen, weights = veranderd(nu, eerder), list(bijdragen)
                    if vorige is None:
                        weights += (found := _extractdagen(db, bronnen))
                        dagen |= {dag for b in found for dag in b.dagen}
                    slices = _slices(db, bronnen, sneden(weights, dagen), folder)
                    productiemap.put(db, folder, vorige, dagen, slices, ORDER, {REST: rest, **nu})
                else:
                    for name, rows in _tables(bijdragen).items():
                        db.table(name, rows)
                    for soort in ("regels", "oordelen"):
                        db.parts(soort, bronnen.delen)
                    whole = folder / ".alles.tmp"
                    db.write(ROWS, whole)
                    with archive.connect(settings.data / "werk") as own:
                        here = DuckDb(own, settings.archief)
                        dagen = frozenset(here.days(f"read_parquet('{whole}')"))
                        productiemap.put(here, folder, None, dagen, [whole], ORDER, {REST: rest, **nu})
    return target


def verschillen(settings: Settings, bronnen: Bronnen) -> list[tuple[str, date, int]]:
    """Where PRODUCTIE as it stands parts from what archive and ledger give when it is made anew, days included (R1.1):
    provider, month of care, and how many rows are on one side only."""
    tables, bijdragen = common(bronnen), bronnen.bijdragen
    werk = settings.data / "werk"
    with archive.connect(werk) as own, TemporaryDirectory(dir=werk) as scratch:
        db = DuckDb(own, settings.archief)
        _prepare(db, bronnen, tables)
        weights = [*bijdragen, *_extractdagen(db, bronnen)]
        cut = sneden(weights, {dag for b in weights for dag in b.dagen})
        anew = _slices(db, bronnen, cut, Path(scratch))
        return db.differences(path(settings, bronnen.versie), anew)


def _extractdagen(db: DuckDb, bronnen: Bronnen) -> list[Bijdrage]:
    """The days received of the rows of extracts, with how many stand under each; and the days on which a later extract
    came in, that may put rows right."""
    by_day = dict.fromkeys(extracten.latere_dagen(bronnen.boekingen), 0)
    by_day |= db.days("extract JOIN extracten USING (levering)")
    return [Bijdrage({}, frozenset({dag}), rows) for dag, rows in by_day.items()]


def follow(settings: Settings, vorige: str | None, dagen: frozenset[date] | None) -> None:
    """Make PRODUCTIE of what the ledger holds now: out of that of version `vorige` where only these days changed since,
    reading no more than their sources; else as `build`."""
    file = vorige and path(settings, vorige)
    if file and dagen is not None and productiemap.is_gaaf(file) and (sources := bronnen_nu(settings, dagen)):
        target, tables, eerder = path(settings, sources.versie), common(sources), productiemap.notes(file)
        if target.exists():
            return
        moves = any(wissel.dag >= min(dagen, default=date.max) for wissel in sources.wissels)  # of more than these
        if (rest := _rest(sources, tables)) == eerder.pop(REST, None) and not moves:
            eis_gaaf(settings, sources.delen, gelezen=True)
            bijdragen = sources.bijdragen
            days = {dag.isoformat() for dag in dagen}
            nu = {dag: found for dag, found in vingerafdrukken(bijdragen).items() if dag in days}
            kept = {dag: found for dag, found in eerder.items() if dag not in days}
            with (
                archive.connect(settings.data / "werk") as own,
                productiemap.in_place(settings, target) as folder,
            ):
                db = DuckDb(own, settings.archief)
                _prepare(db, sources, tables)
                slices = _slices(db, sources, sneden(bijdragen, dagen), folder)
                productiemap.put(db, folder, file, dagen, slices, ORDER, {REST: rest, **kept, **nu})
            return
    if all_sources := bronnen_nu(settings):
        build(settings, all_sources)


def _prepare(db: Engine, bronnen: Bronnen, tables: Mapping[str, pa.Table]) -> None:
    """Give the engine what holds for every claim, and the extracts."""
    for name, rows in {**tables, **_moments(bronnen.wissels)}.items():
        db.table(name, rows)
    db.parts("extract", bronnen.delen)
    extracten.tel(db, bronnen.boekingen)


def _rest(bronnen: Bronnen, tables: Mapping[str, pa.Table]) -> str:
    """A hash of all that holds for every day: query, readings, reference tables, extracts."""
    geldende = [(b.nummer, str(b.bekend.dag)) for b in extracten.geldende(bronnen.boekingen)]
    how = [QUERY, extracten.GELDIG, geldende, *(table.to_pylist() for table in tables.values())]
    return hashlib.sha256(repr(how).encode()).hexdigest()


def _slices(db: DuckDb, bronnen: Bronnen, cut: Sequence[frozenset[date]], folder: Path) -> list[Path]:
    """Write the rows of these days, in slices that fit in memory."""
    slices, delen = [], bronnen.delen
    latere = extracten.latere_dagen(bronnen.boekingen)
    for number, snede in enumerate(cut or [frozenset()]):
        here = [b for b in bronnen.bijdragen if b.dagen & snede]
        moving = [wissel for wissel in bronnen.wissels if wissel.dag in snede]
        for name, rows in (_tables(here) | _moments(moving)).items():
            db.table(name, rows)
        db.snede(snede)
        db.parts_of("regels", delen, "levering", "claims")
        if moving:
            db.table("alleen_verplaatst", _table({"levering": "BIGINT"}, alleen_verplaatst(here, snede, moving)))
            db.narrow("regels", REGELS_DIE_TELLEN)
        db.parts_of("oordelen", delen, "levering", "antwoorden")
        if latere & snede:
            db.parts("extract", delen)  # what a later extract puts right stands under any day
        else:
            db.parts_of("extract", delen, "ontvangen", "snede")
        slices.append(folder / f".{number}.tmp")
        db.write_days(ROWS, slices[-1])
    return slices


def rebuild(settings: Settings, machine: Machine) -> tuple[Path, int]:
    """Drop PRODUCTIE and make it again from archive and ledger: its path and number of rows.

    Raises GegevensOntbreken while nothing was loaded, RuimteFout where the engine is not installed (then what there
    was still stands).
    """
    with FileLock(settings.data / "laden.slot"):
        sources = bronnen_nu(settings)
        if sources is None:
            raise GegevensOntbreken("Er is nog niets geladen. Laad eerst leveringen met: ruimte load PAD")
        with engine(settings, machine):  # it can be had
            pass
        for old in settings.productie.glob("*"):
            productiemap.remove(old)
        target = build(settings, sources, machine)
    return target, sum(pq.read_metadata(file).num_rows for file in target.glob("*.parquet"))


def _tables(bijdragen: Sequence[Bijdrage]) -> dict[str, pa.Table]:
    """The tables of the query that these contributions fill."""
    return {
        name: _table(types, [row for b in bijdragen for row in b.tabellen.get(name, ())])
        for name, types in TABELLEN.items()
    }


def common(bronnen: Bronnen) -> dict[str, pa.Table]:
    """The tables of the query that hold for every claim."""
    koppel_types = dict.fromkeys(["prestatiecode", "sector", "groep", "tijdseenheid"], "VARCHAR")
    koppel_types |= {"geldig_van": "DATE", "geldig_tot": "DATE"}
    register_types = {"agb": "VARCHAR", "hoofdsector": "VARCHAR"}
    known = {"bekend_van": "DATE", "bekend_tot": "DATE"}
    return {
        "zorgkantoren": _table(
            {"uzovi": "VARCHAR", "regio_uzovi": "VARCHAR"},
            [(z.uzovi, z.regio_uzovi) for z in zorgkantoren().values()],
        ),
        "zzp_codes": _table({"zzp_code": "VARCHAR", "sector": "VARCHAR"}, list(zzp_sectoren().items())),
        "koppeltabel": _table(koppel_types | known, gekend_van(bronnen.koppeltabel, list(koppel_types))),
        "aanbieders": _table(register_types | known, gekend_van(bronnen.aanbieders, list(register_types))),
    }


def _moments(gewisseld: Sequence[Wissel]) -> dict[str, pa.Table]:
    """The tables of the query that say when lines are placed, and which move."""
    return {
        "momenten": _table({"dag": "DATE", "teken": "INTEGER", "als_op": "DATE"}, momenten(gewisseld)),
        "verplaatst": _table({"dag": "DATE", "prestatiecode": "VARCHAR", "agb": "VARCHAR"}, verplaatst(gewisseld)),
    }


TABELLEN: dict[str, dict[str, str]] = {
    "claims": {
        "levering": "BIGINT",
        "periode": "INTEGER",
        "agb": "VARCHAR",
        "uzovi": "VARCHAR",
        "van": "DATE",
        "tot": "DATE",
    },
    "antwoorden": {
        "levering": "BIGINT",
        "aw319": "BIGINT",
        "periode": "INTEGER",
        "ontvangen": "DATE",
        "heel_afgekeurd": "BOOLEAN",
        "volgnummer": "INTEGER",
        "vervangen": "DATE",
    },
    "creditboekingen": {
        "levering": "BIGINT",
        "agb": "VARCHAR",
        "uzovi": "VARCHAR",
        "regel": "INTEGER",
        "prestatiecode": "VARCHAR",
        "zzp_code": "VARCHAR",
        "tijdseenheid": "VARCHAR",
        "zorgmaand": "DATE",
        "begin": "DATE",
        "ontvangen": "DATE",
        "beoordeeld": "DATE",
        "aantal": "BIGINT",
        "aantal_toegekend": "BIGINT",
        "ingediend_cent": "BIGINT",
        "toegekend_cent": "BIGINT",
    },
    "afwijkend": {"levering": "BIGINT", "periode": "INTEGER", "regel": "INTEGER", "van": "DATE", "tot": "DATE"},
}
"""The tables that claims fill."""


ARROW = {
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "BOOLEAN": pa.bool_(),
}


def _table(types: Mapping[str, str], rows: Sequence[Sequence[object]]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else [()] * len(types)
    arrays = [pa.array(list(column), ARROW[kind]) for column, kind in zip(columns, types.values(), strict=True)]
    return pa.table(arrays, names=list(types))


def staat_klaar(blik: Inzage) -> bool:
    """Whether PRODUCTIE of what was loaded stands as it was written; nothing loaded needs none. Raises RuimteFout that
    names archive parts that are damaged: no figure comes before that is told."""
    if not _staat(blik):
        return False
    eis_gaaf(blik.settings, store.archiefdelen(blik.connection))
    return True


def _staat(blik: Inzage) -> bool:
    return blik.versie is None or productiemap.is_gaaf(path(blik.settings, blik.versie))


def gereed(blik: Inzage) -> Path | None:
    """Where PRODUCTIE of this moment stands; None while nothing was loaded. Reads, and makes nothing.

    Raises ProductieOntbreekt where it does not stand: whoever opens a question has it made (`inzage`).
    """
    if not _staat(blik):
        raise ProductieOntbreekt("PRODUCTIE staat niet klaar. Maak haar opnieuw met 'ruimte rebuild'.")
    return None if blik.versie is None else path(blik.settings, blik.versie)


def maak(settings: Settings) -> None:
    """Make PRODUCTIE of what the ledger holds, where it does not stand or is no longer what was written. Raises
    RuimteFout that names archive parts that are damaged."""
    with FileLock(settings.data / "laden.slot"):  # no part may go while it is read; a load may be making it just now
        if sources := bronnen_nu(settings):
            target = path(settings, sources.versie)
            if target.exists() and not productiemap.is_gaaf(target):
                eis_gaaf(settings, sources.delen, gelezen=True)  # before what is damaged goes
                productiemap.remove(target)
            build(settings, sources)


def bronnen_nu(settings: Settings, dagen: Collection[date] | None = None) -> Bronnen | None:
    """`bronnen` at this moment."""
    with lees(settings) as blik:
        return bronnen(blik, dagen)


def bronnen(blik: Inzage, dagen: Collection[date] | None = None) -> Bronnen | None:
    """The sources as the ledger has them; None while nothing was loaded. With `dagen`: no fewer than those of the rows
    under these days received."""
    if blik.versie is None:
        return None
    connection = blik.connection
    delen = store.archiefdelen(connection)
    boekingen = store.boekingen(connection) if dagen is None else store.boekingen_op(connection, dagen)
    messages = [b for b in boekingen if b.soort in {Soort.AW319, Soort.AW320}]
    if dagen is not None:
        marks = van_leveringen([b.nummer for b in messages])
        here = Vindplaatsen(blik.settings, corrections.hoe()).where(delen, marks)
        delen = [pad for pad in delen if pad in here or pad.startswith(f"{extract.SOORT}/")]
    some = None if dagen is None else [b.sha256 for b in messages]
    return Bronnen(
        versie=blik.versie,
        boekingen=[*messages, *store.tabelboekingen(connection, extract.NAAM)],
        delen=delen,
        afwijkingen=store.afwijkingen(connection, some),
        creditboekingen=creditboekingen.creditboekingen(connection, some),
        intrekkingen=store.intrekkingen(connection),
        koppeltabel=gekend(blik, "koppeltabel"),
        aanbieders=gekend(blik, "aanbieders"),
    )

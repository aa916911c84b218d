"""The steps of loading, in the order in which they happen."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import structlog
from duckdb import DuckDBPyConnection as Database
from filelock import FileLock
from sqlalchemy import Connection

from config.reference import ReferenceTable
from config.settings import Settings
from loaders import archive, productie, resolve, store, tables
from loaders.deliveries import Reden, Row, Soort, Status, Telling
from loaders.files import Bestand, find, kind, open_file
from loaders.messages import Geweigerd
from loaders.pseudonym import Pseudonyms, read_key
from loaders.reading import WERKERS, Files, Inhoud, Lezer, Partij, in_order, is_large, partijen
from loaders.resolve import Koppeling
from loaders.store import Boeking, RedenSoort, Wijziging

MAX_REDENEN = 1000
"""Reasons kept per delivery, beside its doubled lines; the rest is counted in a last one."""

log = structlog.get_logger()
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Afkeuring:
    """A delivery with reasons, by the name under which it was found."""

    bestand: str
    redenen: tuple[Reden, ...]


@dataclass(frozen=True)
class LaadVerslag:
    """What one load did. `geweigerd`: refused whole; `uitval`: deliveries of which lines do not count."""

    bestanden: int
    verwerkt: int
    al_bekend: int
    geweigerd: tuple[Afkeuring, ...]
    uitval: tuple[Afkeuring, ...]
    telling: Telling


@dataclass
class _Batch:
    """What a load has gathered before anything of it counts."""

    settings: Settings
    known: dict[str, Boeking]
    delen: list[str]
    leesbaar: set[str]
    nieuwe_delen: list[archive.Deel] = field(default_factory=list)
    boekingen: dict[str, Boeking] = field(default_factory=dict)
    redenen: dict[str, list[tuple[str, Reden]]] = field(default_factory=dict)
    tabellen: list[tuple[str, ReferenceTable, dict[int, Row]]] = field(default_factory=list)
    al_bekend: int = 0
    bestanden: int = 0


def load(
    settings: Settings,
    paths: Sequence[Path],
    *,
    ontvangen: date | None = None,
    vervang: bool = False,
    progress: Progress | None = None,
) -> LaadVerslag:
    """Load every delivery under `paths` (any order, again and again): all of it counts at the end, or nothing.

    `ontvangen`: day received of messages outside a folder named as a date. `vervang`: rows of reference tables that
    clash with rows loaded before take their place. `progress(done, total)` in files.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    with FileLock(settings.data / "laden.slot"):
        engine = store.open_ledger(settings)
        with engine.connect() as connection:
            known = {b.sha256: b for b in store.boekingen(connection)}
            batch = _Batch(
                settings=settings,
                known=known,
                leesbaar={sha256 for sha256, boeking in known.items() if boeking.leesbaar},
                delen=store.archiefdelen(connection),
            )
        _read(batch, find(list(paths)), ontvangen, progress)
        with engine.begin() as connection:
            wijziging = _settle(batch, connection, vervang=vervang)
            store.apply(connection, wijziging)
        verslag = _report(batch, wijziging)
        log.info("geladen", bestanden=verslag.bestanden, verwerkt=verslag.verwerkt, geweigerd=len(verslag.geweigerd))
        if (sources := productie.bronnen(settings)) is not None:
            productie.build(settings, sources)
        return verslag


def _read(batch: _Batch, files: Sequence[Path], ontvangen: date | None, progress: Progress | None) -> None:
    """Read every file into the batch, messages into the archive, in the order of `files`."""
    lezer = Lezer(ontvangen, batch.leesbaar, Pseudonyms(read_key(batch.settings.sleutel)))
    done = 0
    with ThreadPoolExecutor(WERKERS) as pool:
        writers = {soort: archive.Writer(batch.settings.archief, soort, pool) for soort in archive.SCHEMAS}
        for large, some in groupby(partijen(files), is_large):
            how = partial(_read_large, batch, lezer, pool) if large else partial(in_order, pool, lezer.files)
            for paths, partij in how(some):
                _take(batch, partij, writers)
                for (path, _), file in zip(paths, partij.bestanden, strict=True):
                    if file.sha256 is None:
                        for bestand in open_file(path, ontvangen):
                            _take_other(batch, bestand, lezer, writers)
                done += len(paths)
                if progress:
                    progress(done, len(files))
        batch.nieuwe_delen += [part for writer in writers.values() for part in writer.close()]


def _read_large(
    batch: _Batch, lezer: Lezer, pool: ThreadPoolExecutor, batches: Iterable[Files]
) -> Iterator[tuple[Files, Partij]]:
    """Read messages one by one in pieces. Their rows have parts of their own, that are left out when it is refused."""
    for files in batches:
        (path, size) = files[0]
        own = {soort: archive.Writer(batch.settings.archief, soort, pool) for soort in archive.SCHEMAS}
        read = lezer.large(path, size, pool, own)
        parts = [part for writer in own.values() for part in writer.close()]
        if read.feiten and read.feiten["leesbaar"] and read.sha256 not in batch.boekingen:
            batch.nieuwe_delen += parts
        yield files, Partij([read], {})


def _take(batch: _Batch, partij: Partij, writers: Mapping[str, archive.Writer]) -> None:
    """Book the messages of a batch; of content met before in this load the rows fall away."""
    again = set()
    for read in partij.bestanden:
        if read.sha256 is None:
            continue
        batch.bestanden += 1
        if _known(batch, read.sha256, read.ontvangen):
            if read.feiten is not None:
                again.add(store.nummer(read.sha256))
        elif read.feiten is not None:
            _book(batch, read.sha256, read.naam, read.ontvangen, **read.feiten)
            batch.redenen[read.sha256] = read.redenen
    for soort, parts in partij.rijen.items():
        for part in parts:
            twice = pc.is_in(part["levering"], pa.array(again, pa.int64()))
            writers[soort].add(part.filter(pc.invert(twice)) if again else part)


def _known(batch: _Batch, sha256: str, ontvangen: date | None) -> bool:
    """Whether this content need not be read: it was before, and is known from the first of its days on."""
    earlier = batch.boekingen.get(sha256) or batch.known.get(sha256)
    if earlier is None or not (earlier.leesbaar or sha256 in batch.boekingen):
        return False
    batch.al_bekend += 1
    if ontvangen and earlier.ontvangen and ontvangen < earlier.ontvangen:
        batch.boekingen[sha256] = replace(earlier, ontvangen=ontvangen)
    return True


def _book(batch: _Batch, sha256: str, naam: str, ontvangen: date | None, *, leesbaar: bool, **feiten: Any) -> None:
    if leesbaar:
        batch.leesbaar.add(sha256)
    batch.boekingen[sha256] = Boeking(
        sha256=sha256,
        naam=naam,
        status=Status.VERWERKT if leesbaar else Status.GEWEIGERD,
        leesbaar=leesbaar,
        geladen_op=datetime.now(UTC),
        ontvangen=ontvangen,
        **feiten,
    )


def _take_other(batch: _Batch, bestand: Bestand, lezer: Lezer, writers: Mapping[str, archive.Writer]) -> None:
    """What is no message lying open: a message out of a zip, a reference table, or nothing that can be read."""
    partij = lezer.contents([Inhoud(bestand.naam, bestand.ontvangen, bestand.inhoud, 0, len(bestand.inhoud))])
    if partij.bestanden[0].sha256 is not None:
        _take(batch, partij, writers)
        return
    batch.bestanden += 1
    sha256 = hashlib.sha256(bestand.inhoud or bestand.naam.encode()).hexdigest()
    if _known(batch, sha256, bestand.ontvangen):
        return
    soort = Soort.ONBEKEND
    try:
        if bestand.reden:
            raise Geweigerd([Reden(None, None, bestand.reden)])
        soort = kind(bestand.inhoud)
        found = tables.read_table(bestand.inhoud)
    except Geweigerd as refused:
        _book(batch, sha256, bestand.naam, bestand.ontvangen, leesbaar=False, soort=soort)
        batch.redenen[sha256] = [(RedenSoort.BESTAND, reden) for reden in refused.redenen]
        return
    batch.tabellen.append((sha256, found.table, dict(found.rows)))
    _book(batch, sha256, bestand.naam, bestand.ontvangen, leesbaar=True, soort=soort, tabel=found.table.name)


def _settle(batch: _Batch, connection: Connection, *, vervang: bool) -> Wijziging:
    """What deliveries mean to each other: everything that changes in the ledger."""
    tabelrijen, vervallen = _settle_tables(batch, connection, vervang=vervang)
    everything = {**batch.known, **batch.boekingen}
    koppeling = resolve.koppel(everything.values())
    new_parts = batch.nieuwe_delen
    with archive.connect(batch.settings.data / "werk") as db:
        for soort in archive.SCHEMAS:
            archive.view(db, batch.settings.archief, sorted({*batch.delen, *(pad for pad, _, _ in new_parts)}), soort)
        _judge(batch, everything, koppeling, db)
        doubles = _settle_doubles(batch, everything, koppeling, db)
    return Wijziging(
        boekingen=list(batch.boekingen.values()),
        gelezen=frozenset(sha for sha in batch.boekingen if sha not in batch.known or not batch.known[sha].leesbaar),
        redenen={sha: _limited(found) for sha, found in batch.redenen.items()},
        archiefdelen=new_parts,
        tabelrijen=tabelrijen,
        vervallen=vervallen,
        versie=productie.versie_van(list(everything.values()), doubles),
    )


def _judge(batch: _Batch, everything: dict[str, Boeking], koppeling: Koppeling, db: Database) -> None:
    """Status of every message beside the others; returns are added up again only where this load touches them."""
    touched = {b.factuur for b in batch.boekingen.values() if b.leesbaar and b.soort is not Soort.TABEL}
    pairs = tuple(p for p in koppeling.paren if p.aw320.factuur in touched)
    sommen = archive.sums(db, [(p.aw320.nummer, p.aw319.nummer, bool(p.aw320.heel_afgekeurd)) for p in pairs])
    for sha, (boeking, why) in resolve.beoordeel(replace(koppeling, paren=pairs), sommen).items():
        everything[sha] = boeking
        if sha in batch.boekingen or boeking != batch.known[sha]:
            batch.boekingen[sha] = boeking
            batch.redenen.setdefault(sha, []).extend((RedenSoort.KOPPELING, reden) for reden in why)


def _settle_doubles(
    batch: _Batch, everything: dict[str, Boeking], koppeling: Koppeling, db: Database
) -> list[tuple[int, int]]:
    """Lines known before do not count (R1.5): note them with their delivery. Gives (delivery number, line number)."""
    claims = sorted(koppeling.geldig, key=resolve.volgorde)
    columns = {
        "levering": pa.array([b.nummer for b in claims], pa.int64()),
        "betaald_agb": pa.array([b.betaald_agb for b in claims], pa.string()),
        "rang": pa.array(range(len(claims)), pa.int64()),
    }
    doubles = archive.doubles(db, pa.table(columns))
    by_number: dict[int, list[tuple[int, int]]] = {}
    for number, regel, cent in doubles:
        by_number.setdefault(number, []).append((regel, cent))
    text = "regel is al bekend: zelfde betaalde AGB en referentienummer (0431)"
    for sha, boeking in everything.items():
        lines = by_number.get(boeking.nummer, [])
        counted = replace(boeking, dubbel_regels=len(lines), dubbel_cent=sum(cent for _, cent in lines))
        if counted != boeking or sha in batch.boekingen:
            batch.boekingen[sha] = everything[sha] = counted
            found = [(RedenSoort.DUBBEL, Reden(regel, "0431 referentienummer", text)) for regel, _ in lines]
            batch.redenen.setdefault(sha, []).extend(found)
    return [(number, regel) for number, regel, _ in doubles]


def _settle_tables(
    batch: _Batch, connection: Connection, *, vervang: bool
) -> tuple[list[tuple[str, ReferenceTable, Mapping[int, Row]]], dict[str, list[int]]]:
    """Rows that are new, and ids of rows that give way. A table that clashes is refused whole, unless `vervang`."""
    tabelrijen: list[tuple[str, ReferenceTable, Mapping[int, Row]]] = []
    vervallen: dict[str, list[int]] = {}
    have = {name: store.table_rows(connection, name) for name in {table.name for _, table, _ in batch.tabellen}}
    for sha, table, rows in batch.tabellen:
        fresh = tables.new_rows(table, have[table.name], rows)
        displaced = tables.displaced(table, have[table.name], fresh)
        if displaced and not vervang:
            names = {b.sha256: b.naam for b in (*batch.known.values(), *batch.boekingen.values())}
            known = [
                (f"een eerder geladen rij (bestand {names[str(r['levering'])]}, regel {r['regel']})", None, r)
                for r in displaced
            ]
            why = tables.clashes(table, [*known, *((f"regel {n}", n, r) for n, r in fresh.items())])
            advice = "; laad het bestand met --vervang om de eerdere rij te laten vervallen"
            batch.redenen[sha] = [(RedenSoort.BESTAND, replace(r, tekst=r.tekst + advice)) for r in why]
            batch.boekingen[sha] = replace(batch.boekingen[sha], status=Status.GEWEIGERD, leesbaar=False)
            continue
        vervallen.setdefault(table.name, []).extend(int(str(r["id"])) for r in displaced if "id" in r)
        have[table.name] = [r for r in have[table.name] if r not in displaced]
        have[table.name] += [{**r, "levering": sha, "regel": n} for n, r in fresh.items()]
        tabelrijen.append((sha, table, fresh))
    return tabelrijen, vervallen


def _limited(found: list[tuple[str, Reden]]) -> list[tuple[str, Reden]]:
    """Not more reasons than anyone reads; a doubled line is always kept, for PRODUCTIE leaves it out by its reason."""
    doubled = [pair for pair in found if pair[0] == RedenSoort.DUBBEL]
    others = [pair for pair in found if pair[0] != RedenSoort.DUBBEL]
    if len(others) > MAX_REDENEN:
        rest = Reden(None, None, f"en nog {len(others) - MAX_REDENEN} redenen")
        others = [*others[:MAX_REDENEN], (others[-1][0], rest)]
    return others + doubled


def _report(batch: _Batch, wijziging: Wijziging) -> LaadVerslag:
    offered = {sha: b for sha, b in batch.boekingen.items() if sha in wijziging.gelezen}
    redenen = {sha: tuple(reden for _, reden in found) for sha, found in wijziging.redenen.items() if found}
    refused = {sha: b for sha, b in offered.items() if b.status in {Status.GEWEIGERD, Status.UITVAL}}
    tellingen = [b.telling for b in offered.values()]
    return LaadVerslag(
        bestanden=batch.bestanden,
        verwerkt=len(offered) - len(refused),
        al_bekend=batch.al_bekend,
        geweigerd=tuple(Afkeuring(b.naam, redenen[sha]) for sha, b in refused.items()),
        uitval=tuple(
            Afkeuring(b.naam, redenen[s]) for s, b in batch.boekingen.items() if s in redenen and s not in refused
        ),
        telling=Telling(**{name: sum(getattr(t, name) for t in tellingen) for name in Telling.__dataclass_fields__}),
    )


def report_json(verslag: LaadVerslag) -> dict[str, Any]:
    """What `ruimte load --json` prints. Lines are 04 records of AW319; what is read is accepted or uitval, where uitval
    here includes the lines of files refused whole (`regels_geweigerd` says how many those are)."""
    telling = verslag.telling
    return {
        "bestanden": verslag.bestanden,
        "verwerkt": verslag.verwerkt,
        "al_bekend": verslag.al_bekend,
        "geweigerd": [_afkeuring(a) for a in verslag.geweigerd],
        "uitval": [_afkeuring(a) for a in verslag.uitval],
        "regels": telling.regels,
        "regels_geaccepteerd": telling.regels_geaccepteerd,
        "regels_uitval": telling.regels_uitval + telling.regels_geweigerd,
        "regels_geweigerd": telling.regels_geweigerd,
        "gelezen_cent": telling.gelezen_cent,
        "geaccepteerd_cent": telling.geaccepteerd_cent,
        "uitval_cent": telling.uitval_cent + telling.geweigerd_cent,
        "geweigerd_cent": telling.geweigerd_cent,
    }


def _afkeuring(afkeuring: Afkeuring) -> dict[str, Any]:
    redenen = [{"regel": r.regel, "veld": r.veld, "reden": r.tekst} for r in afkeuring.redenen]
    return {"bestand": afkeuring.bestand, "redenen": redenen}

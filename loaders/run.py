"""The steps of loading, in the order in which they happen."""

import gc
import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection as Database
from filelock import FileLock

from config.settings import Settings
from loaders.archief import archive, schijf
from loaders.archief.gaaf import eis_gaaf
from loaders.archief.vindplaatsen import Vindplaatsen
from loaders.berichten.files import Bestand, find, kind, open_file
from loaders.berichten.messages import Geweigerd
from loaders.berichten.pseudonym import Pseudonyms
from loaders.berichten.reading import Files, Inhoud, Lezer, Partij, in_order, is_large, partijen, readers
from loaders.grootboek import store
from loaders.grootboek.boekingen import Boeking, RedenSoort, Wijziging, nummer
from loaders.grootboek.deliveries import Reden, Soort, Status, Telling
from loaders.sleutel import geldende_sleutel
from loaders.tabellen import extract, tables
from loaders.vereffenen import corrections
from loaders.vereffenen.settle import Batch, bring_along, gather, settle

log = logging.getLogger("ruimte")
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Afkeuring:
    """A delivery with reasons, by the name under which it was found."""

    bestand: str
    redenen: tuple[Reden, ...]


@dataclass(frozen=True)
class LaadVerslag:
    """What one load did. `geweigerd`: refused whole; `uitval`: deliveries of which lines do not count; `achterstand`:
    why PRODUCTIE does not hold it yet; `overgeslagen`: how many files were no deliveries but left behind by a program;
    `opmerkingen`: what was left out of a file, by its name."""

    bestanden: int
    verwerkt: int
    al_bekend: int
    geweigerd: tuple[Afkeuring, ...]
    uitval: tuple[Afkeuring, ...]
    telling: Telling
    achterstand: str | None = None
    overgeslagen: int = 0
    opmerkingen: tuple[tuple[str, str], ...] = ()


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
    schijf.eigen_map(settings.data)
    with FileLock(settings.data / "laden.slot"), _no_search_for_cycles():
        engine = store.open_ledger(settings)
        pseudonym = Pseudonyms(geldende_sleutel(settings, engine))
        with engine.connect() as connection:
            batch = gather(settings, connection)
        eis_gaaf(settings, batch.delen)
        with archive.connect(settings.data / "werk") as db:
            skipped: set[Path] = set()
            found = find(paths, skipped)
            batch.overgeslagen = len(skipped)
            _read(batch, found, Lezer(ontvangen, batch.leesbaar, pseudonym), db, progress)
            with engine.begin() as connection:
                wijziging = settle(batch, connection, db, vervang=vervang)
                store.apply(connection, wijziging)
        verslag = _report(batch, wijziging)
        log.info(
            "geladen: bestanden=%d verwerkt=%d geweigerd=%d",
            verslag.bestanden,
            verslag.verwerkt,
            len(verslag.geweigerd),
        )
        return replace(verslag, achterstand=bring_along(settings, wijziging))


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """A load keeps a record per file, none of which point in a circle: looking for circles among them, over and over,
    is a fifth of the work when files are small."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _read(batch: Batch, files: Sequence[Path], lezer: Lezer, db: Database, progress: Progress | None) -> None:
    """Read every file into the batch, messages into the archive, in the order of `files`; and mark the parts of the
    archive as soon as they are written."""
    plaatsen = Vindplaatsen(batch.settings, corrections.hoe())

    def mark(delen: Sequence[str], rows: Sequence[pa.Table]) -> None:
        nummers = {n for table in rows for n in pc.unique(table["levering"]).to_pylist()}
        with db.cursor() as own:
            plaatsen.complete(own, delen, lambda: {n: batch.betalers.get(n) for n in nummers})

    done = 0
    with readers() as pool:
        writers = {soort: archive.Writer(batch.settings.archief, soort, pool, mark) for soort in archive.SCHEMAS}
        for large, some in groupby(partijen(files), is_large):
            how = partial(_read_large, batch, lezer, pool) if large else partial(in_order, pool, lezer.files)
            for paths, partij in how(some):
                _take(batch, partij, writers)
                for (path, _), file in zip(paths, partij.bestanden, strict=True):
                    if file.sha256 is None:
                        for bestand in open_file(path, lezer.standaard):
                            _take_other(batch, bestand, lezer, writers)
                done += len(paths)
                if progress:
                    progress(done, len(files))
        batch.nieuwe_delen += [part for writer in writers.values() for part in writer.close()]
    pa.default_memory_pool().release_unused()  # what comes next needs it


def _read_large(
    batch: Batch, lezer: Lezer, pool: ThreadPoolExecutor, batches: Iterable[Files]
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


def _take(batch: Batch, partij: Partij, writers: Mapping[str, archive.Writer]) -> None:
    """Book the messages of a batch; of content met before in this load the rows fall away."""
    again = set()
    for read in partij.bestanden:
        if read.sha256 is None:
            continue
        batch.bestanden += 1
        if _known(batch, read.sha256, read.ontvangen):
            if read.feiten is not None:
                again.add(nummer(read.sha256))
        elif read.feiten is not None:
            _book(batch, read.sha256, read.naam, read.ontvangen, **read.feiten)
            batch.redenen[read.sha256] = read.redenen
    for soort, parts in partij.rijen.items():
        for part in parts:
            twice = pc.is_in(part["levering"], pa.array(again, pa.int64()))
            writers[soort].add(part.filter(pc.invert(twice)) if again else part)


def _known(batch: Batch, sha256: str, ontvangen: date | None) -> bool:
    """Whether this content need not be read: it was before, and is known from the first of its days on."""
    earlier = batch.boekingen.get(sha256)
    if earlier is None and sha256 not in batch.bekend:
        return False
    batch.al_bekend += 1
    known = earlier.ontvangen if earlier else batch.vervroegd.get(sha256, batch.bekend[sha256])
    if ontvangen and (known is None or ontvangen < known):  # a table may have had no day
        if earlier:
            batch.boekingen[sha256] = replace(earlier, ontvangen=ontvangen)
        else:
            batch.vervroegd[sha256] = ontvangen
    return True


def _book(batch: Batch, sha256: str, naam: str, ontvangen: date | None, *, leesbaar: bool, **feiten: Any) -> None:
    if leesbaar:
        batch.leesbaar.add(sha256)
    boeking = batch.boekingen[sha256] = Boeking(
        sha256=sha256,
        naam=naam,
        status=Status.VERWERKT if leesbaar else Status.GEWEIGERD,
        leesbaar=leesbaar,
        geladen_op=datetime.now(UTC),
        volgnummer=batch.volgnummer + len(batch.boekingen) + 1,
        ontvangen=ontvangen,
        **feiten,
    )
    batch.betalers[boeking.nummer] = boeking.betaald_agb


def _take_other(batch: Batch, bestand: Bestand, lezer: Lezer, writers: Mapping[str, archive.Writer]) -> None:
    """What is no message lying open: a message out of a zip, a reference table, or nothing that can be read."""
    if bestand.bijbestand:
        batch.overgeslagen += 1
        return
    partij = lezer.contents([Inhoud(bestand.naam, bestand.ontvangen, bestand.inhoud, 0, len(bestand.inhoud))])
    if partij.bestanden[0].sha256 is not None:
        _take(batch, partij, writers)
        return
    batch.bestanden += 1
    sha256 = _delivery(batch, bestand)
    if _known(batch, sha256, bestand.ontvangen):
        return
    soort = Soort.ONBEKEND
    try:
        if bestand.reden:
            raise Geweigerd([Reden(None, None, bestand.reden)])
        soort = kind(bestand.inhoud)
        tabel = _take_table(batch, sha256, bestand)
    except Geweigerd as refused:
        _book(batch, sha256, bestand.naam, bestand.ontvangen, leesbaar=False, soort=soort)
        batch.redenen[sha256] = [(RedenSoort.BESTAND, reden) for reden in refused.redenen]
        return
    _book(batch, sha256, bestand.naam, bestand.ontvangen, leesbaar=True, soort=soort, tabel=tabel)


def _delivery(batch: Batch, bestand: Bestand) -> str:
    """Under what a table is known: the hash of its content; where that came in on another day before, of both. A table
    that says again what it said before another came between counts from its own day (R1.1)."""
    sha256 = hashlib.sha256(bestand.inhoud or bestand.plaats.encode()).hexdigest()
    earlier = batch.boekingen.get(sha256)
    known = batch.vervroegd.get(sha256, batch.bekend.get(sha256))
    if earlier is not None:
        known = earlier.ontvangen if earlier.leesbaar else None
    if known is None or bestand.ontvangen in {None, known}:
        return sha256
    return hashlib.sha256(f"{sha256} {bestand.ontvangen}".encode()).hexdigest()


def _take_table(batch: Batch, sha256: str, bestand: Bestand) -> str:
    """Read a reference table into the batch, or an extract into the archive; its name."""
    if extract.is_parquet(bestand.inhoud):
        rows: Iterable[pa.Table] = extract.read_parquet(bestand.inhoud)
    else:
        blad = tables.open_table(bestand.inhoud)
        batch.opmerkingen += [(bestand.naam, text) for text in blad.opmerkingen]
        if blad.table.name != extract.NAAM:
            batch.tabellen.append((sha256, blad.table, dict(tables.read_table(blad).rows)))
            return blad.table.name
        rows = extract.read_sheet(blad)
    parts: list[archive.Deel] = []
    for some in rows:
        parts += archive.write_parts(
            batch.settings.archief, extract.SOORT, [archive.with_levering(some, nummer(sha256))]
        )
    batch.extracten.append((sha256, parts))
    return extract.NAAM


def _report(batch: Batch, wijziging: Wijziging) -> LaadVerslag:
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
        overgeslagen=batch.overgeslagen,
        opmerkingen=tuple(batch.opmerkingen),
    )


def report_json(verslag: LaadVerslag) -> dict[str, Any]:
    """What `ruimte load --json` prints. Lines are 04 records of AW319; what is read is accepted or uitval, where uitval
    here includes the lines of files refused whole (`regels_geweigerd` says how many those are)."""
    telling = verslag.telling
    return {
        "bestanden": verslag.bestanden,
        "verwerkt": verslag.verwerkt,
        "al_bekend": verslag.al_bekend,
        "overgeslagen": verslag.overgeslagen,
        "opmerkingen": [{"bestand": naam, "tekst": text} for naam, text in verslag.opmerkingen],
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

"""The steps of loading, in the order in which they happen."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import structlog
from filelock import FileLock

from config.settings import Settings
from loaders import productie, store, tables
from loaders.aw319 import count_claims, read_aw319
from loaders.aw320 import read_aw320
from loaders.deliveries import Reden, Soort, Status, Telling
from loaders.files import Bestand, find, kind, open_file
from loaders.matrix import Ints
from loaders.messages import Geweigerd
from loaders.pseudonym import Pseudonyms
from loaders.settle import Batch, gather, settle
from loaders.sleutel import geldende_sleutel
from loaders.store import Boeking, RedenSoort, Wijziging

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
        pseudonym = Pseudonyms(geldende_sleutel(settings, engine))
        with engine.connect() as connection:
            batch = gather(settings, connection)
        files = find(list(paths))
        for done, path in enumerate(files, start=1):
            for bestand in open_file(path, ontvangen):
                _take(batch, bestand, pseudonym)
            if progress:
                progress(done, len(files))
        batch.regels.flush()
        batch.oordelen.flush()
        with engine.begin() as connection:
            wijziging = settle(batch, connection, vervang=vervang)
            store.apply(connection, wijziging)
        verslag = _report(batch, wijziging)
        log.info("geladen", bestanden=verslag.bestanden, verwerkt=verslag.verwerkt, geweigerd=len(verslag.geweigerd))
        if (sources := productie.bronnen(settings)) is not None:
            productie.build(settings, sources)
        return verslag


def _take(batch: Batch, bestand: Bestand, pseudonym: Callable[[Ints], Ints]) -> None:
    """Read one delivery into the batch, unless it is known."""
    batch.bestanden += 1
    sha256 = hashlib.sha256(bestand.inhoud or bestand.plaats.encode()).hexdigest()
    earlier = batch.boekingen.get(sha256) or batch.known.get(sha256)
    if earlier is not None and (earlier.leesbaar or sha256 in batch.boekingen):
        batch.al_bekend += 1
        if bestand.ontvangen and earlier.ontvangen and bestand.ontvangen < earlier.ontvangen:
            batch.boekingen[sha256] = replace(earlier, ontvangen=bestand.ontvangen)  # known from the first day on
        return
    boeking = Boeking(
        sha256=sha256,
        naam=bestand.naam,
        soort=Soort.ONBEKEND,
        status=Status.VERWERKT,
        leesbaar=True,
        geladen_op=datetime.now(UTC),
        ontvangen=bestand.ontvangen,
    )
    try:
        if bestand.reden:
            raise Geweigerd([Reden(None, None, bestand.reden)])
        boeking = replace(boeking, soort=kind(bestand.inhoud))
        boeking = _read(batch, boeking, bestand, pseudonym)
    except Geweigerd as refused:
        regels, cent = count_claims(bestand.inhoud) if boeking.soort is Soort.AW319 else (0, 0)
        boeking = replace(
            boeking, status=Status.GEWEIGERD, leesbaar=False, uzovi=None, agb=None, regels=regels, gelezen_cent=cent
        )
        batch.redenen[sha256] = [(RedenSoort.BESTAND, reden) for reden in refused.redenen]
    batch.boekingen[sha256] = boeking


def _read(batch: Batch, boeking: Boeking, bestand: Bestand, pseudonym: Callable[[Ints], Ints]) -> Boeking:
    if boeking.soort is Soort.TABEL:
        found = tables.read_table(bestand.inhoud)
        batch.tabellen.append((boeking.sha256, found.table, dict(found.rows)))
        return replace(boeking, tabel=found.table.name, regels=0)
    if bestand.ontvangen is None:
        text = "datum van ontvangst onbekend; zet het bestand in een map JJJJ-MM-DD of geef --ontvangen"
        raise Geweigerd([Reden(None, None, text)])
    if boeking.soort is Soort.AW319:
        claims = read_aw319(bestand.inhoud, bestand.ontvangen, pseudonym)
        batch.regels.add(boeking.nummer, claims.parts)
        batch.redenen[boeking.sha256] = [(RedenSoort.REGEL, reden) for reden in claims.redenen]
        return replace(
            boeking,
            **vars(claims.header),
            regels=claims.regels,
            gelezen_cent=claims.gelezen_cent,
            fout_regels=claims.fout_regels,
            fout_cent=claims.fout_cent,
        )
    answers = read_aw320(bestand.inhoud)
    batch.oordelen.add(boeking.nummer, answers.parts)
    return replace(
        boeking,
        **vars(answers.header),
        heel_afgekeurd=answers.heel_afgekeurd,
        dagtekening_retour=answers.dagtekening_retour,
        totaal_ingediend_cent=answers.totaal_ingediend_cent,
        totaal_toegekend_cent=answers.totaal_toegekend_cent,
    )


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

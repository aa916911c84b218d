"""What deliveries mean to each other, settled over everything that is known: the one change a load makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from duckdb import DuckDBPyConnection as Database
from sqlalchemy import Connection

from config.reference import ReferenceTable
from config.settings import Settings
from loaders import archive, corrections, extract, extractdelen, productie, resolve, store, tables
from loaders.boekingen import Afwijkingen, Boeking, RedenSoort, Wijziging
from loaders.deliveries import Intrekking, Reden, Row, Soort, Status
from loaders.engines import DuckDb
from loaders.resolve import Koppeling

MAX_REDENEN = 1000
"""Reasons kept per delivery; the rest is counted in a last one."""

DUBBEL = "regel is al bekend: zelfde betaalde AGB en referentienummer (0431)"
CREDIT = (
    "geen regel van deze betaalde AGB die meetelt heeft dit referentienummer (0431); "
    "de credit telt zodra die regel telt"
)


@dataclass
class Batch:
    """What has been gathered before anything of it counts. `leesbaar`: content that need not be read again."""

    settings: Settings
    known: dict[str, Boeking]
    delen: list[str]
    leesbaar: set[str]
    nieuwe_delen: list[archive.Deel] = field(default_factory=list)
    boekingen: dict[str, Boeking] = field(default_factory=dict)
    redenen: dict[str, list[tuple[str, Reden]]] = field(default_factory=dict)
    tabellen: list[tuple[str, ReferenceTable, dict[int, Row]]] = field(default_factory=list)
    extracten: list[tuple[str, list[archive.Deel]]] = field(default_factory=list)
    intrekkingen: list[Intrekking] = field(default_factory=list)
    al_bekend: int = 0
    bestanden: int = 0


def gather(settings: Settings, connection: Connection) -> Batch:
    """An empty batch beside what the ledger knows."""
    known = {b.sha256: b for b in store.boekingen(connection)}
    return Batch(
        settings=settings,
        known=known,
        delen=store.archiefdelen(connection),
        leesbaar={sha256 for sha256, boeking in known.items() if boeking.leesbaar},
    )


def settle(batch: Batch, connection: Connection, *, vervang: bool) -> Wijziging:
    """Everything that changes in the ledger by this batch."""
    tabelrijen, vervallen = _settle_tables(batch, connection, vervang=vervang)
    extract_parts = _settle_extracts(batch, vervang=vervang)
    everything = {**batch.known, **batch.boekingen}
    besluiten = [*store.intrekkingen(connection), *batch.intrekkingen]
    koppeling = resolve.koppel(everything.values(), besluiten)
    new_parts = batch.nieuwe_delen + extract_parts
    with archive.connect(batch.settings.data / "werk") as db:
        for soort in archive.SCHEMAS:
            archive.view(db, batch.settings.archief, sorted({*batch.delen, *(pad for pad, _, _ in new_parts)}), soort)
        _judge(batch, everything, koppeling, db)
        regels = corrections.regels(db, koppeling.geldingen, corrections.begin_van_de_berichten())
    _settle_lines(batch, everything, koppeling, regels)
    had = store.afwijkingen(connection)
    have = resolve.afwijkingen(koppeling.geldingen, [stand for stand, _ in (*regels.dubbel, *regels.credit)])
    changed: dict[str, Afwijkingen] = {
        sha: have.get(sha, {}) for sha in had.keys() | have.keys() if had.get(sha) != have.get(sha)
    }
    return Wijziging(
        boekingen=list(batch.boekingen.values()),
        gelezen=frozenset(sha for sha in batch.boekingen if sha not in batch.known or not batch.known[sha].leesbaar),
        redenen={sha: _limited(found) for sha, found in batch.redenen.items()},
        archiefdelen=new_parts,
        tabelrijen=tabelrijen,
        vervallen=vervallen,
        afwijkingen=changed,
        intrekkingen=batch.intrekkingen,
        versie=productie.versie_van(list(everything.values()), besluiten, have),
    )


def _judge(batch: Batch, everything: dict[str, Boeking], koppeling: Koppeling, db: Database) -> None:
    """Status of every message beside the others; returns are added up again only where this batch touches them."""
    touched = {b.factuur for b in batch.boekingen.values() if b.leesbaar and b.soort is not Soort.TABEL}
    touched |= {everything[besluit.levering].factuur for besluit in batch.intrekkingen}
    pairs = tuple(p for p in koppeling.paren if p.aw320.factuur in touched)
    sommen = archive.sums(
        db, [(p.aw320.nummer, p.aw319.nummer, bool(p.aw320.heel_afgekeurd), p.aw319.gelezen_cent) for p in pairs]
    )
    for sha, (boeking, why) in resolve.beoordeel(replace(koppeling, paren=pairs), sommen).items():
        everything[sha] = boeking
        if sha in batch.boekingen or boeking != batch.known[sha]:
            batch.boekingen[sha] = boeking
            batch.redenen.setdefault(sha, []).extend((RedenSoort.KOPPELING, reden) for reden in why)


def _settle_lines(
    batch: Batch, everything: dict[str, Boeking], koppeling: Koppeling, regels: corrections.Regels
) -> None:
    """Lines that do not count beside others (R1.3, R1.5): count and note them with the delivery they came in."""
    laatste = {g.claim.nummer: g.tijdvak for g in koppeling.geldingen}  # stretches come in order of time
    geldig = {b.nummer for b in koppeling.geldig}
    dubbel: dict[int, list[tuple[int, int]]] = {}
    credit: dict[int, list[tuple[int, int]]] = {}
    for found, by_number in ((regels.dubbel, dubbel), (regels.credit, credit)):
        for stand, cent in found:
            if stand.van is None and stand.levering in geldig and stand.tijdvak == laatste[stand.levering]:
                by_number.setdefault(stand.levering, []).append((stand.regel, cent))
    for sha, boeking in everything.items():
        doubled, credited = dubbel.get(boeking.nummer, []), credit.get(boeking.nummer, [])
        counted = replace(
            boeking,
            dubbel_regels=len(doubled),
            dubbel_cent=sum(cent for _, cent in doubled),
            credit_regels=len(credited),
            credit_cent=sum(cent for _, cent in credited),
        )
        if counted != boeking or sha in batch.boekingen:
            batch.boekingen[sha] = everything[sha] = counted
            notes = batch.redenen.setdefault(sha, [])
            notes += [(RedenSoort.DUBBEL, Reden(regel, "0431 referentienummer", DUBBEL)) for regel, _ in doubled]
            notes += [(RedenSoort.CREDIT, Reden(regel, "0432 referentienummer_vorig", CREDIT)) for regel, _ in credited]


def _settle_tables(
    batch: Batch, connection: Connection, *, vervang: bool
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


def _settle_extracts(batch: Batch, *, vervang: bool) -> list[archive.Deel]:
    """The archive parts of extracts that are taken. One with a key twice, or that contradicts what was loaded before
    (unless `vervang`), is refused whole."""
    taken: list[archive.Deel] = []
    namen = {b.nummer: b.naam for b in (*batch.known.values(), *batch.boekingen.values())}
    for sha, parts in batch.extracten:
        counted = [b for b in ({**batch.known, **batch.boekingen}).values() if b.sha256 != sha]
        with archive.connect(batch.settings.data / "werk") as db:
            paths = sorted({*batch.delen, *(pad for pad, _, _ in (*taken, *parts))})
            archive.view(db, batch.settings.archief, paths, extract.SOORT)
            extractdelen.tel(DuckDb(db, batch.settings.archief), counted)
            twice, other = extractdelen.redenen(db, batch.boekingen[sha], namen)
        if why := twice + ([] if vervang else other):
            batch.redenen[sha] = [(RedenSoort.BESTAND, reden) for reden in why]
            batch.boekingen[sha] = replace(batch.boekingen[sha], status=Status.GEWEIGERD, leesbaar=False)
        else:
            taken += parts
    return taken


def _limited(found: Sequence[tuple[str, Reden]]) -> list[tuple[str, Reden]]:
    """Not more reasons than anyone reads."""
    if len(found) <= MAX_REDENEN:
        return list(found)
    rest = Reden(None, None, f"en nog {len(found) - MAX_REDENEN} redenen")
    return [*found[:MAX_REDENEN], (found[-1][0], rest)]

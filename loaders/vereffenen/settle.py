"""What deliveries mean to each other: the one change a load makes. Only what it can change is looked at (`geraakt`);
where it is not known that all before it was settled, everything is."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from duckdb import DuckDBPyConnection as Database
from sqlalchemy import Connection

from config.reference import ReferenceTable
from config.settings import Settings
from loaders import productie
from loaders.archief import archive, schijf
from loaders.archief.engines import DuckDb
from loaders.archief.vindplaatsen import Vindplaatsen
from loaders.grootboek import creditboekingen, store
from loaders.grootboek.boekingen import Afwijkingen, Boeking, Boekregel, Creditboekingen, RedenSoort, Wijziging
from loaders.grootboek.deliveries import Intrekking, Reden, Row, Soort, Status
from loaders.productie.bijdrage import contributions
from loaders.productie.dagen import veranderd, vingerafdrukken
from loaders.tabellen import extract, tables
from loaders.tabellen.bekend import botsingen
from loaders.vereffenen import corrections, extracten, geraakt, resolve
from loaders.vereffenen.geraakt import Gecrediteerd, Gewogen
from loaders.vereffenen.resolve import Koppeling
from loaders.vereffenen.versie import feiten, som, versie

log = logging.getLogger("ruimte")

NIET_GEMAAKT = (
    "Wat is geladen of besloten telt, maar PRODUCTIE kon niet worden gemaakt. Zij wordt gemaakt bij de volgende vraag, "
    "of met: ruimte rebuild."
)

MAX_REDENEN = 1000
"""Reasons kept per delivery; the rest is counted in a last one."""

DUBBEL = "regel is al bekend: zelfde betaalde AGB en referentienummer (0431)"
CREDIT = (
    "geen regel van deze betaalde AGB die meetelt heeft dit referentienummer (0431); "
    "de credit telt zodra die regel telt"
)


@dataclass
class Batch:
    """What has been gathered before anything of it counts.

    `bekend`: readable content of the ledger with the day it came in; `leesbaar`: that, and what was read since: it
    need not be read again. `volgnummer`: that of the delivery loaded last. `known`: the deliveries of the ledger that
    were looked at. `betalers`: payee of what was read, by number in the archive. `vervroegd`: known content that came
    in earlier than was known. `overgeslagen`: files that are no deliveries; `opmerkingen`: what was left out of a file
    (its name, what).
    """

    settings: Settings
    versie: str | None
    delen: list[str]
    bekend: Mapping[str, date | None]
    leesbaar: set[str]
    volgnummer: int
    known: dict[str, Boeking] = field(default_factory=dict)
    nieuwe_delen: list[archive.Deel] = field(default_factory=list)
    boekingen: dict[str, Boeking] = field(default_factory=dict)
    betalers: dict[int, str | None] = field(default_factory=dict)
    vervroegd: dict[str, date] = field(default_factory=dict)
    redenen: dict[str, list[tuple[str, Reden]]] = field(default_factory=dict)
    tabellen: list[tuple[str, ReferenceTable, dict[int, Row]]] = field(default_factory=list)
    extracten: list[tuple[str, list[archive.Deel]]] = field(default_factory=list)
    intrekkingen: list[Intrekking] = field(default_factory=list)
    al_bekend: int = 0
    bestanden: int = 0
    overgeslagen: int = 0
    opmerkingen: list[tuple[str, str]] = field(default_factory=list)


def gather(settings: Settings, connection: Connection) -> Batch:
    """An empty batch beside what the ledger knows."""
    bekend = store.leesbare(connection)
    delen, (_, last) = store.archiefdelen(connection), store.geladen(connection)
    return Batch(settings, store.versie(connection), delen, bekend, set(bekend), last)


def settle(batch: Batch, connection: Connection, db: Database, *, vervang: bool, alles: bool = False) -> Wijziging:
    """Everything that changes in the ledger by this batch. `alles`: whatever was settled before, look at everything."""
    known = batch.known
    known |= {b.sha256: b for b in store.boekingen_met(connection, "sha256", [*batch.boekingen, *batch.vervroegd])}
    for sha, ontvangen in batch.vervroegd.items():
        batch.boekingen[sha] = replace(known[sha], ontvangen=ontvangen)
    gelezen = frozenset(sha for sha in batch.boekingen if sha not in batch.bekend)
    tabelrijen = _settle_tables(batch, connection, vervang=vervang)
    new_parts = batch.nieuwe_delen + _settle_extracts(batch, connection, vervang=vervang)
    eerder = store.intrekkingen(connection)
    plaatsen = Vindplaatsen(batch.settings, corrections.hoe())
    alles = alles or batch.versie is None or plaatsen.stand != batch.versie
    wereld = geraakt.Wereld(
        connection, db, batch.settings.archief, plaatsen, batch.delen, [pad for pad, _, _ in new_parts],
        known, batch.boekingen, [*eerder, *batch.intrekkingen],
    )  # fmt: skip
    if alles:
        wereld.know(store.boekingen(connection))
    else:
        wereld.know_invoices(batch.intrekkingen)
    koppeling = _judge(batch, wereld, alles=alles)
    gewogen = wereld.weigh_all(koppeling) if alles else wereld.weigh()
    _settle_lines(batch, wereld.everything, gewogen)
    had = store.afwijkingen(connection, None if alles else known)
    dubbel_of_credit = [stand for stand, _ in (*gewogen.regels.dubbel, *gewogen.regels.credit)]
    have: dict[str, Afwijkingen] = {sha: {} for sha in gewogen.heel} | resolve.afwijkingen(
        gewogen.koppeling.geldingen, [s for s in dubbel_of_credit if s.levering in gewogen.nummers]
    )
    gecrediteerd = wereld.boek_credits({**had, **have})
    had_geboekt = creditboekingen.creditboekingen(connection, None if alles else known)
    geboekt = _geboekt(had_geboekt, gecrediteerd, {b.nummer: sha for sha, b in wereld.everything.items()})
    voor = known.values(), eerder, had, had_geboekt
    na = wereld.everything.values(), wereld.besluiten, {**had, **have}, {**had_geboekt, **geboekt}
    return Wijziging(
        boekingen=list(batch.boekingen.values()),
        gelezen=gelezen,
        redenen={sha: _limited(found) for sha, found in batch.redenen.items()},
        archiefdelen=new_parts,
        tabelrijen=tabelrijen,
        afwijkingen={sha: regels for sha, regels in have.items() if had.get(sha, {}) != regels},
        creditboekingen={sha: lines for sha, lines in geboekt.items() if had_geboekt.get(sha, {}) != lines},
        vorige=batch.versie,
        versie=versie(feiten(*na) + (0 if alles else som(batch.versie) - feiten(*voor))),
        dagen=None if alles else veranderd(vingerafdrukken(contributions(*na)), vingerafdrukken(contributions(*voor))),
    )


def bring_along(settings: Settings, wijziging: Wijziging) -> str | None:
    """Make what is derived follow a change that the ledger now holds: up to where all was settled, and PRODUCTIE. In
    words why that failed, else None: the change counts all the same, and the next question makes what is missing."""
    try:
        Vindplaatsen(settings, corrections.hoe()).settled(wijziging.versie)
        productie.follow(settings, wijziging.vorige, wijziging.dagen)
    except Exception as why:  # its text could hold what a message says
        log.error("productie niet gemaakt: %s", type(why).__name__)
        return f"{NIET_GEMAAKT} {schijf.geweigerd(why) or f'Onverwachte fout ({type(why).__name__}).'}"
    return None


@dataclass(frozen=True)
class Herbepaling:
    """All that is known, settled from scratch: deliveries as they are kept and as they come out where that differs,
    those with lines that count at other times than is kept, how many marks of parts were wrong and went, and whether
    the facts of the ledger are those of its version."""

    anders: list[tuple[Boeking, Boeking]]
    andere_regels: list[Boeking]
    merken: int
    versie_klopt: bool


def anew(settings: Settings, connection: Connection) -> Herbepaling:
    """Settle all that is known from scratch, changing nothing in the ledger."""
    batch = gather(settings, connection)
    plaatsen = Vindplaatsen(settings, corrections.hoe())
    with archive.connect(settings.data / "werk") as db:
        wrong = plaatsen.verify(db, batch.delen, lambda: store.betalers(connection))
        wijziging = settle(batch, connection, db, vervang=False, alles=True)
    return Herbepaling(
        anders=[(batch.known[b.sha256], b) for b in wijziging.boekingen],
        andere_regels=[batch.known[sha] for sha in sorted({*wijziging.afwijkingen, *wijziging.creditboekingen})],
        merken=wrong,
        versie_klopt=plaatsen.stand != batch.versie or wijziging.versie == batch.versie,  # else it is of other rules
    )


def _judge(batch: Batch, wereld: geraakt.Wereld, *, alles: bool) -> Koppeling:
    """Status of every message beside the others, and how these hang together; returns are added up again only where
    this batch touches them."""
    everything = wereld.everything
    koppeling = resolve.koppel(everything.values(), wereld.besluiten)
    touched = {b.factuur for b in batch.boekingen.values() if b.leesbaar and b.soort is not Soort.TABEL}
    touched |= {everything[besluit.levering].factuur for besluit in batch.intrekkingen}
    pairs = tuple(p for p in koppeling.paren if alles or p.aw320.factuur in touched)
    for sha, (boeking, why) in resolve.beoordeel(replace(koppeling, paren=pairs), wereld.sums(pairs)).items():
        if sha in batch.boekingen or boeking != wereld.known[sha]:
            batch.boekingen[sha] = boeking
            batch.redenen.setdefault(sha, []).extend((RedenSoort.KOPPELING, reden) for reden in why)
    return koppeling


def _settle_lines(batch: Batch, everything: Mapping[str, Boeking], gewogen: Gewogen) -> None:
    """Lines that do not count beside others (R1.3, R1.5): count and note them with the delivery they came in."""
    koppeling, regels = gewogen.koppeling, gewogen.regels
    laatste = {g.claim.nummer: g.tijdvak for g in koppeling.geldingen}  # stretches come in order of time
    geldig = {b.nummer for b in koppeling.geldig}
    dubbel: dict[int, list[tuple[int, int]]] = {}
    credit: dict[int, list[tuple[int, int]]] = {}
    for found, by_number in ((regels.dubbel, dubbel), (regels.credit, credit)):
        for stand, cent in found:
            if stand.van is None and stand.levering in geldig and stand.tijdvak == laatste[stand.levering]:
                by_number.setdefault(stand.levering, []).append((stand.regel, cent))
    for sha in gewogen.heel:
        boeking = everything[sha]
        doubled, credited = dubbel.get(boeking.nummer, []), credit.get(boeking.nummer, [])
        counted = replace(
            boeking,
            dubbel_regels=len(doubled),
            dubbel_cent=sum(cent for _, cent in doubled),
            credit_regels=len(credited),
            credit_cent=sum(cent for _, cent in credited),
        )
        if counted != boeking or sha in batch.boekingen:
            batch.boekingen[sha] = counted
            notes = batch.redenen.setdefault(sha, [])
            notes += [(RedenSoort.DUBBEL, Reden(regel, "0431 referentienummer", DUBBEL)) for regel, _ in doubled]
            notes += [(RedenSoort.CREDIT, Reden(regel, "0432 referentienummer_vorig", CREDIT)) for regel, _ in credited]


def _geboekt(
    had: Mapping[str, Creditboekingen], gecrediteerd: Gecrediteerd, namen: Mapping[int, str]
) -> dict[str, Creditboekingen]:
    """What credits book by delivery, as it is by now: of the deliveries of which a credit was looked at."""
    found: dict[str, dict[int, tuple[Boekregel, ...]]] = {}
    for nummer, regel in gecrediteerd.bekeken:
        if nummer in namen:
            found.setdefault(namen[nummer], dict(had.get(namen[nummer], {}))).pop(regel, None)
    for (nummer, regel), rows in gecrediteerd.boekingen.items():
        found[namen[nummer]][regel] = rows
    return dict(found)


def _settle_tables(
    batch: Batch, connection: Connection, *, vervang: bool
) -> list[tuple[str, ReferenceTable, Mapping[int, Row]]]:
    """The rows of the tables that are taken, whole: what of them is known on a peildatum is told when it is asked
    (`tabellen.bekend`). A table that says something else than another delivery is refused whole, unless `vervang`.
    """
    tabelrijen: list[tuple[str, ReferenceTable, Mapping[int, Row]]] = []
    _mark_first(batch, connection)
    have, gekend = {}, {}
    for name in {table.name for _, table, _ in batch.tabellen}:
        have[name], gekend[name] = store.tabelstand(connection, name)
        gekend[name] |= {sha: batch.boekingen[sha].bekend for sha in batch.vervroegd if sha in gekend[name]}
    for sha, table, rows in sorted(batch.tabellen, key=lambda t: batch.boekingen[t[0]].bekend):
        mine = [{**row, "levering": sha, "regel": number} for number, row in rows.items()]
        known = gekend[table.name]
        other = botsingen(table, have[table.name], known, mine, batch.boekingen[sha].bekend)
        if other and not vervang:
            earlier = store.boekingen_met(connection, "sha256", {r["levering"] for r in other})
            names = {b.sha256: b.naam for b in (*earlier, *batch.boekingen.values())}
            loaded = [
                (f"een eerder geladen rij (bestand {names[str(r['levering'])]}, regel {r['regel']})", None, r)
                for r in other
            ]
            same = tables.displaced(table, mine, dict(enumerate(other)))
            why = tables.clashes(table, [*loaded, *((f"regel {r['regel']}", int(str(r["regel"])), r) for r in same)])
            advice = "; laad het bestand met --vervang om de eerdere rij te laten vervallen"
            batch.redenen[sha] = [(RedenSoort.BESTAND, replace(r, tekst=r.tekst + advice)) for r in why]
            batch.boekingen[sha] = replace(batch.boekingen[sha], status=Status.GEWEIGERD, leesbaar=False)
            continue
        have[table.name] += mine
        known[sha] = batch.boekingen[sha].bekend
        tabelrijen.append((sha, table, rows))
    return tabelrijen


def _mark_first(batch: Batch, connection: Connection) -> None:
    """R1.1: a table without a day of receipt that is of the first load of its kind is the position to start from."""
    seen: dict[str, bool] = {}
    for sha, boeking in list(batch.boekingen.items()):
        if boeking.tabel is None or boeking.ontvangen is not None or sha in batch.bekend:
            continue
        if boeking.tabel not in seen:
            seen[boeking.tabel] = any(b.leesbaar for b in store.tabelboekingen(connection, boeking.tabel))
        batch.boekingen[sha] = replace(boeking, beginstand=not seen[boeking.tabel])


def _settle_extracts(batch: Batch, connection: Connection, *, vervang: bool) -> list[archive.Deel]:
    """The archive parts of extracts that are taken. One with a key twice, or that contradicts what was loaded before
    (unless `vervang`), is refused whole."""
    taken: list[archive.Deel] = []
    if not batch.extracten:
        return taken
    known = {b.sha256: b for b in store.tabelboekingen(connection, extract.NAAM)}
    namen = {b.nummer: b.naam for b in (*known.values(), *batch.boekingen.values())}
    for sha, parts in batch.extracten:
        counted = [b for b in ({**known, **batch.boekingen}).values() if b.sha256 != sha]
        with archive.connect(batch.settings.data / "werk") as db:
            paths = sorted({*batch.delen, *(pad for pad, _, _ in (*taken, *parts))})
            archive.view(db, batch.settings.archief, paths, extract.SOORT)
            extracten.tel(DuckDb(db, batch.settings.archief), counted)
            twice, other = extracten.redenen(db, batch.boekingen[sha], namen)
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

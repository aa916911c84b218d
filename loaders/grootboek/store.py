"""The ledger: the only SQL of the loaders' own bookkeeping, on SQLite or PostgreSQL."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock
from sqlalchemy import Connection, Engine, event

from config.errors import RuimteFout
from config.settings import Settings
from loaders.grootboek import schema
from loaders.grootboek.alleenlezen import snapshot_url
from loaders.grootboek.boekingen import Afwijkingen, Boeking, RedenSoort, Wijziging
from loaders.grootboek.deliveries import OPEN_EINDE, Bekend, Intrekbesluit, Intrekking, Reden, Row, Soort, Status
from loaders.grootboek.periods import Periode

PER_VRAAG = 500
"""Values given to one question: what every database takes."""
MIGRATIES = Path(__file__).parent / "migrations"


def open_ledger(settings: Settings) -> Engine:
    """The ledger: made as `schema.py` has it when there is none, migrated when it is an older one."""
    if snapshot := snapshot_url(settings):
        made = sa.create_engine(snapshot, poolclass=sa.NullPool)
        if _revision(made) != schema.REVISIE:
            raise RuimteFout(
                "Het grootboek is van een andere versie van de Ruimtemonitor, en in de datamap (RUIMTE_DATA) kan niet "
                "worden geschreven om het bij te werken. Zet haar op een schijf waarop geschreven kan worden."
            )
        return made
    settings.data.mkdir(parents=True, exist_ok=True)
    made = engine(settings.ledger_url)
    if _revision(made) != schema.REVISIE:
        with FileLock(settings.data / "grootboek.slot"):  # whoever comes second finds it done
            revisie = _revision(made)
            if revisie is None:
                _make(made)
            elif revisie != schema.REVISIE:
                _migrate(made, settings.archief)
    return made


@lru_cache(maxsize=8)
def engine(url: str) -> Engine:
    """The engine of a ledger, one per process. It keeps no connection, so nothing stays open between questions and
    threads and forks share nothing."""
    made = sa.create_engine(url, poolclass=sa.NullPool)
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", _sqlite_pragmas)
        event.listen(made, "begin", _sqlite_begin)
    return made


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return revision(connection)


def revision(connection: Connection) -> str | None:
    """Of which revision the ledger is; None where there is none. Asked of the ledger itself every time: it may have
    been removed, put back or migrated since."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def _make(engine: Engine) -> None:
    with engine.begin() as connection:
        schema.metadata.create_all(connection, checkfirst=False)
        schema.revisie.create(connection)
        connection.execute(sa.insert(schema.revisie).values(version_num=schema.REVISIE))


def _migrate(engine: Engine, archief: Path) -> None:
    from alembic import command  # noqa: PLC0415 (slow to import, and seldom needed)
    from alembic.config import Config  # noqa: PLC0415

    with engine.begin() as connection:
        config = Config(attributes={"connection": connection, "archief": archief})
        config.set_main_option("script_location", str(MIGRATIES))
        command.upgrade(config, "head")


def _sqlite_pragmas(connection: sa.engine.interfaces.DBAPIConnection, _: object) -> None:
    connection.isolation_level = None  # the driver would leave CREATE TABLE outside the transaction: see _sqlite_begin
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=30000")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def boekingen(connection: Connection) -> list[Boeking]:
    """Every delivery the ledger knows."""
    return _boekingen(connection, sa.select(*BOEKING))


BOEKING = [schema.leveringen.c[f.name] for f in fields(Boeking)]


def _boekingen(connection: Connection, query: sa.Select[Any]) -> list[Boeking]:
    """The answer to a question for the columns of a Boeking."""
    return [
        Boeking(sha256, naam, Soort(soort), Status(status), leesbaar, in_utc(geladen_op), *rest)
        for sha256, naam, soort, status, leesbaar, geladen_op, *rest in connection.execute(query)
    ]


def boekingen_met(connection: Connection, kolom: str, waarden: Iterable[object]) -> list[Boeking]:
    """The deliveries with one of these values in a column that has an index: `sha256`, `nummer` or `betaald_agb`."""
    return _boekingen_met(connection, schema.leveringen.c[kolom], waarden)


def boekingen_van(connection: Connection, facturen: Iterable[tuple[str | None, str | None]]) -> list[Boeking]:
    """Every delivery of these invoices (payee and invoice number)."""
    c = schema.leveringen.c
    return _boekingen_met(connection, sa.tuple_(c.betaald_agb, c.factuurnummer), facturen)


def _boekingen_met(connection: Connection, what: Any, values: Iterable[object]) -> list[Boeking]:
    found: list[Boeking] = []
    for some in portions(values):
        found += _boekingen(connection, sa.select(*BOEKING).where(what.in_(some)))
    return found


def claims_naast(connection: Connection, nummers: Iterable[int]) -> list[Boeking]:
    """Every AW319 of the invoices of these deliveries."""
    c, other = schema.leveringen.c, schema.leveringen.alias()
    same = sa.and_(other.c.betaald_agb == c.betaald_agb, other.c.factuurnummer == c.factuurnummer)
    query = sa.select(*BOEKING).join(other, same).where(c.soort == Soort.AW319).distinct()
    found: list[Boeking] = []
    for some in portions(nummers):
        found += _boekingen(connection, query.where(other.c.nummer.in_(some)))
    return found


def portions(values: Iterable[object]) -> Iterator[Sequence[object]]:
    """Values in lists that a question may hold."""
    found = list(values)
    return (found[start : start + PER_VRAAG] for start in range(0, len(found), PER_VRAAG))


def boekingen_op(connection: Connection, dagen: Collection[date]) -> list[Boeking]:
    """The deliveries of every invoice of which a claim, or a line of one, begins or ceases to count, or a credit books
    otherwise, on one of these days; and of every delivery that was ever withdrawn, for that cuts time for its payee."""
    c, a, i = schema.leveringen.c, schema.afwijkende_regels.c, schema.intrekkingen.c
    b = schema.creditboekingen.c
    of = sa.select(c.betaald_agb, c.factuurnummer)  # DISTINCT would have SQLite walk over all of an index
    facturen = {tuple(row) for row in connection.execute(of.join(schema.intrekkingen, i.levering == c.sha256))}
    payees: set[str | None] = set()
    for some in portions(dagen):
        lines = of.join(schema.afwijkende_regels, a.levering == c.sha256).where(
            sa.or_(a.van.in_(some), a.tot.in_(some))
        )
        booked = of.join(schema.creditboekingen, b.levering == c.sha256).where(b.ontvangen.in_(some))
        for query in (of.where(c.soort == Soort.AW319, c.leesbaar, c.ontvangen.in_(some)), lines, booked):
            facturen |= {tuple(row) for row in connection.execute(query)}
        cut = sa.select(c.betaald_agb).join(schema.intrekkingen, i.levering == c.sha256).where(i.per.in_(some))
        payees |= set(connection.scalars(cut))
    found = [*boekingen_van(connection, facturen), *boekingen_met(connection, "betaald_agb", payees)]
    return list({b.sha256: b for b in found}.values())


def boekingen_genaamd(connection: Connection, naam: str, begin: str | None) -> list[Boeking]:
    """The deliveries with this file name, or whose SHA-256 begins so."""
    c = schema.leveringen.c
    named = c.naam == naam
    where = named if begin is None else sa.or_(named, c.sha256.startswith(begin, autoescape=True))
    return _boekingen(connection, sa.select(*BOEKING).where(where))


def tabelboekingen(connection: Connection, naam: str) -> list[Boeking]:
    """The deliveries of a reference table."""
    return _boekingen(connection, sa.select(*BOEKING).where(schema.leveringen.c.tabel == naam))


def leesbare(connection: Connection) -> dict[str, date | None]:
    """What need not be read again: the content (SHA-256) of every readable delivery, and the day it came in."""
    c = schema.leveringen.c
    query = sa.select(c.sha256, c.ontvangen).where(c.leesbaar)
    return {row[0]: row[1] for row in connection.execute(query)}


def betalers(connection: Connection) -> dict[int, str | None]:
    """The payee of every readable AW319, by its number in the archive."""
    c = schema.leveringen.c
    query = sa.select(c.nummer, c.betaald_agb).where(c.leesbaar, c.soort == Soort.AW319)
    return {row[0]: row[1] for row in connection.execute(query)}


@dataclass(frozen=True)
class Ontvangst:
    """Deliveries that count: how many, first and last day received, and whether some are made data."""

    aantal: int
    eerste: date | None
    laatste: date | None
    gemaakt: bool


def ontvangst(connection: Connection, peildatum: date = date.max) -> Ontvangst:
    """The messages that counted and had come in by the end of `peildatum`."""
    c, i = schema.leveringen.c, schema.intrekkingen.c
    withdrawn = sa.select(sa.func.max(i.per)).where(i.levering == c.sha256).scalar_subquery()
    counts = sa.or_(c.status == Status.VERWERKT, sa.and_(c.status == Status.INGETROKKEN, withdrawn > peildatum))
    row = connection.execute(
        sa.select(
            sa.func.count(),
            sa.func.min(c.ontvangen),
            sa.func.max(c.ontvangen),
            sa.func.max(sa.cast(c.gemaakt, sa.Integer)),
        ).where(counts, c.soort.in_([Soort.AW319, Soort.AW320]), c.ontvangen <= peildatum)
    ).one()
    return Ontvangst(row[0], row[1], row[2], bool(row[3]))


def geladen(connection: Connection) -> tuple[int, int]:
    """How many deliveries the ledger knows, whatever became of them, and the number of the one loaded last."""
    row = connection.execute(sa.select(sa.func.count(), sa.func.max(schema.leveringen.c.volgnummer))).one()
    return row[0], row[1] or 0


def redenen(connection: Connection, sha256: str) -> list[Reden]:
    """Why a delivery or lines of it do not count, in order of the file."""
    columns = schema.redenen.c
    query = sa.select(columns.regel, columns.veld, columns.tekst).where(columns.levering == sha256)
    return [Reden(*row) for row in connection.execute(query.order_by(columns.regel, columns.id))]


def afwijkingen(connection: Connection, leveringen: Iterable[str] | None = None) -> dict[str, Afwijkingen]:
    """Lines that do not simply count as long as their delivery does (R1.5), by delivery: of these or of all."""
    c = schema.afwijkende_regels.c
    query = sa.select(c.levering, c.regel, c.van, c.tot).order_by(c.id)
    found: dict[str, dict[int, tuple[Periode, ...]]] = {}
    for some in [None] if leveringen is None else portions(leveringen):
        for levering, regel, van, tot in connection.execute(
            query if some is None else query.where(c.levering.in_(some))
        ):
            mine = found.setdefault(levering, {})
            counts = () if van is None else (Periode(van, tot or OPEN_EINDE),)
            mine[regel] = mine.get(regel, ()) + counts
    return dict(found)


def intrekkingen(connection: Connection) -> list[Intrekking]:
    """Every decision to withdraw a delivery or to undo that, in order of taking down."""
    c = schema.intrekkingen.c
    query = sa.select(c.levering, c.besluit, c.per, c.reden, c.door, c.vastgelegd_op).order_by(c.id)
    return [
        Intrekking(levering, Intrekbesluit(besluit), per, reden, door, op.replace(tzinfo=op.tzinfo or UTC))
        for levering, besluit, per, reden, door, op in connection.execute(query)
    ]


def archiefdelen(connection: Connection, soort: str | None = None) -> list[str]:
    """Paths of the archive parts that count, of one kind or all."""
    query = sa.select(schema.archiefdelen.c.pad).order_by(schema.archiefdelen.c.pad)
    return list(connection.scalars(query if soort is None else query.where(schema.archiefdelen.c.soort == soort)))


def replace_parts(connection: Connection, anew: Mapping[str, str]) -> None:
    """Parts that were written anew count instead of the old ones (old path to new path)."""
    changed = [{"oud": old, "nieuw": new} for old, new in anew.items() if old != new]
    if changed:
        pad = schema.archiefdelen.c.pad
        update = sa.update(schema.archiefdelen).where(pad == sa.bindparam("oud")).values(pad=sa.bindparam("nieuw"))
        connection.execute(update, changed)


def vingerafdruk(connection: Connection) -> str | None:
    """Fingerprint of the key under which the archive's pseudonyms stand; None before there was one."""
    return connection.scalar(sa.select(schema.sleutel.c.vingerafdruk))


def put_vingerafdruk(connection: Connection, vingerafdruk: str) -> None:
    connection.execute(sa.delete(schema.sleutel))
    connection.execute(sa.insert(schema.sleutel).values(id=1, vingerafdruk=vingerafdruk))


def versie(connection: Connection) -> str | None:
    """Which data hold now; None while nothing was loaded."""
    return connection.scalar(sa.select(schema.stand.c.versie))


def table_rows(connection: Connection, name: str) -> list[Row]:
    """All rows of every delivery of a reference table, values by stored name, with `id`, `levering` and `regel`."""
    table = schema.referentie[name]
    return [dict(row) for row in connection.execute(sa.select(table).order_by(table.c.id)).mappings()]


def tabelstand(connection: Connection, name: str) -> tuple[list[Row], dict[str, Bekend]]:
    """All rows that deliveries of a reference table ever held, and since when each delivery is known (R1.1)."""
    return table_rows(connection, name), {b.sha256: b.bekend for b in tabelboekingen(connection, name)}


def besluiten(connection: Connection, jaar: int) -> list[dict[str, Any]]:
    """The rows of the register of decisions about a year, in the order in which they were taken."""
    table = schema.besluiten
    rows = connection.execute(sa.select(table).where(table.c.jaar == jaar).order_by(table.c.nummer)).mappings()
    return [{**row, "genomen_op": in_utc(row["genomen_op"])} for row in rows]


def laatste_besluit(connection: Connection) -> int:
    """Number of the last decision; 0 when there is none."""
    return connection.scalar(sa.select(sa.func.max(schema.besluiten.c.nummer))) or 0


def in_utc(moment: datetime) -> datetime:
    """A moment of the ledger; SQLite gives it back without the zone, which is UTC."""
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def apply(connection: Connection, wijziging: Wijziging) -> None:
    """Write what a load changed; the caller's transaction makes it all or nothing."""
    known = {b.sha256 for b in boekingen_met(connection, "sha256", [b.sha256 for b in wijziging.boekingen])}
    for boeking in wijziging.boekingen:
        if boeking.sha256 not in known:
            continue
        mine = schema.redenen.c.levering == boeking.sha256
        if boeking.sha256 in wijziging.gelezen:
            connection.execute(sa.delete(schema.redenen).where(mine))
        else:  # its own reasons stay; what other deliveries mean to it is written anew
            relative = schema.redenen.c.soort.in_([RedenSoort.DUBBEL, RedenSoort.CREDIT, RedenSoort.KOPPELING])
            connection.execute(sa.delete(schema.redenen).where(mine, relative))
    rows = [{**vars(b), "nummer": b.nummer} for b in wijziging.boekingen]
    _insert(connection, schema.leveringen, [row for row in rows if row["sha256"] not in known])
    for row in rows:
        if row["sha256"] in known:
            where = schema.leveringen.c.sha256 == row["sha256"]
            connection.execute(sa.update(schema.leveringen).where(where).values(row))
    reasons = [
        {"levering": sha, "soort": soort, "regel": r.regel, "veld": r.veld, "tekst": r.tekst}
        for sha, found in wijziging.redenen.items()
        for soort, r in found
    ]
    _insert(connection, schema.redenen, reasons)
    for sha in wijziging.afwijkingen:
        connection.execute(sa.delete(schema.afwijkende_regels).where(schema.afwijkende_regels.c.levering == sha))
    _insert(connection, schema.afwijkende_regels, _afwijkende_rijen(wijziging.afwijkingen))
    for sha in wijziging.creditboekingen:
        connection.execute(sa.delete(schema.creditboekingen).where(schema.creditboekingen.c.levering == sha))
    booked = [
        {"levering": sha, "regel": regel, **vars(row)}
        for sha, regels in wijziging.creditboekingen.items()
        for regel, found in sorted(regels.items())
        for row in found
    ]
    _insert(connection, schema.creditboekingen, booked)
    parts = set(archiefdelen(connection))
    new_parts = [{"pad": p, "soort": s, "rijen": n} for p, s, n in wijziging.archiefdelen if p not in parts]
    _insert(connection, schema.archiefdelen, new_parts)
    for sha, table_spec, table_rows_ in wijziging.tabelrijen:
        values = [{"levering": sha, "regel": number, **row} for number, row in table_rows_.items()]
        _insert(connection, schema.referentie[table_spec.name], values)
    connection.execute(sa.delete(schema.stand))
    connection.execute(sa.insert(schema.stand).values(id=1, versie=wijziging.versie))


def _afwijkende_rijen(afwijkingen: Mapping[str, Afwijkingen]) -> Iterator[dict[str, object]]:
    for sha, regels in afwijkingen.items():
        for regel, perioden in regels.items():
            if not perioden:
                yield {"levering": sha, "regel": regel, "van": None, "tot": None}
            for periode in perioden:
                tot = None if periode.tot == OPEN_EINDE else periode.tot
                yield {"levering": sha, "regel": regel, "van": periode.van, "tot": tot}


def _insert(connection: Connection, table: sa.Table, rows: Iterable[Mapping[str, object]]) -> None:
    found = list(rows)
    if found:
        connection.execute(sa.insert(table), found)

"""The ledger holds the same on SQLite and on PostgreSQL, and its migrations lead to its tables."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from config.settings import Settings
from config.words import BesluitSoort, Sector, Site, Uitkomst
from forecasting.wlz import vooruitblik as forecasting
from loaders import queries, run
from loaders.grootboek import schema, store
from loaders.grootboek.besluiten import besluiten, neem_besluit
from loaders.grootboek.waarden import Helling
from loaders.tabellen.vraag import reference_rows
from tests.made import CONTRACTEERRUIMTE_KOP, KOPPELTABEL, Inbox, Oordeel, answer, claim, maandregel
from tests.vragen import rijen, uit_grootboek, vraag

JAN = date(2026, 1, 1)


def fill(inbox: Inbox) -> None:
    regels = [maandregel("R1", JAN, 10_000), maandregel("R2", JAN, 4_000), maandregel("R2", JAN, 4_000)]
    inbox.put("2026-02-05", "claim", claim("F1", regels))
    inbox.put("2026-02-09", "return", answer("F1", regels, [Oordeel(1, 1_500, "0611"), Oordeel(2, 0, "8021")]))
    inbox.put("2026-02-10", "test", claim("F2", [maandregel("R7", JAN, 5)], soort_bericht="T"))
    inbox.table("koppeltabel.csv", KOPPELTABEL)
    inbox.table(
        "ruimte.csv", CONTRACTEERRUIMTE_KOP + "2026,5515,V&V,regulier,1300.00,definitief,2025-10-15,voorbeeld\n"
    )


def test_the_same_figures_on_every_database(ledger: Settings, inbox: Inbox):
    # approved 100 + 15 euro in January (31 days, etmaal); E = 115 + 115 / 31 x 334 = 115 + 1.239,03 = 1.354,03
    # korting = 54,03 / 1.354,03 = 3,99%
    fill(inbox)
    verslag = run.load(ledger, [inbox.path])
    assert (verslag.verwerkt, len(verslag.geweigerd), verslag.telling.regels_uitval) == (4, 1, 1)
    found = vraag(forecasting.outlook, ledger, 2026, date(2026, 2, 24), Site.ZILVEREN_KRUIS).sectoren[0]
    assert (found.goedgekeurd_cent, found.geextrapoleerd_cent) == (11_500, 135_403)
    assert float(found.zonder.korting_fractie or 0) == pytest.approx(0.0399, abs=5e-5)
    assert found.zonder.boven_drempel is True


def test_what_does_not_count_yet_is_said(ledger: Settings, inbox: Inbox):
    # R5.4: 10 dagen van 310 euro en 2 van 300: 3.700 euro, in de regio en het jaar van de vraag
    fill(inbox)
    head = "agb,uzovi,zorgmaand,dagen,tarief_eur\n"
    mine = "06000001,5515,2026-01,10,310.00\n06000001,5515,2026-02,2,300.00\n"
    other = "06000001,5515,2025-12,9,310.00\n06000001,5533,2026-01,9,310.00\n"
    inbox.put("2026-03-10", "onbezet.csv", (head + mine + other).encode())
    run.load(ledger, [inbox.path])
    found = vraag(forecasting.outlook, ledger, 2026, date(2026, 2, 24), Site.ZILVEREN_KRUIS).signalen
    assert [s.tekst.endswith(": € 3.700,00") for s in found if s.soort == "nog_niet_geteld"] == [True]


def test_the_ledger_gives_back_what_it_was_given(ledger: Settings, inbox: Inbox):
    fill(inbox)
    run.load(ledger, [inbox.path])
    found = {x.naam: x for x in uit_grootboek(queries.leveringen, ledger)}
    assert found["claim"].ontvangen == date(2026, 2, 5)
    assert found["claim"].geladen_op.tzinfo is not None
    assert found["claim"].geladen_op.astimezone(UTC) == found["claim"].geladen_op
    assert [r.regel for r in uit_grootboek(queries.redenen, ledger, found["test"].sha256)] == [1]
    row = rijen(ledger, "koppeltabel")[0]
    assert (row["tarief_cent"], row["geldig_van"], row["geldig_tot"]) == (29_800, date(2022, 1, 1), None)
    assert run.load(ledger, [inbox.path]).al_bekend == 4


def test_a_decision_comes_back_as_it_was_taken(ledger: Settings):
    taken = neem_besluit(
        ledger, BesluitSoort.TREND, Uitkomst.ACCEPTEREN, jaar=2026, vanaf=JAN, door="A. Voorbeeld", reden="gezien",
        genomen_op=datetime(2026, 6, 9, 23, 30, tzinfo=UTC), agb="06000001", uzovi="5515", sector=Sector.VV,
        waarde={"helling_cent": -125},
    )  # fmt: skip
    assert uit_grootboek(besluiten, ledger, 2026) == [taken]
    assert (taken.telt_vanaf, taken.waarde) == (date(2026, 6, 10), Helling(-125))


def migrated(ledger: Settings, to: str) -> sa.Engine:
    """A ledger that only migrations made, up to one of them."""
    ledger.data.mkdir(parents=True)
    engine = sa.create_engine(ledger.ledger_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(store.MIGRATIES))
        command.upgrade(config, to)
    return engine


@pytest.mark.parametrize("made", [lambda ledger: migrated(ledger, "head"), store.open_ledger], ids=["migrated", "new"])
def test_a_migrated_ledger_and_a_new_one_are_the_tables_in_code(ledger: Settings, made: Callable[..., sa.Engine]):
    with made(ledger).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert context.get_current_revision() == schema.REVISIE
        assert compare_metadata(context, schema.metadata) == []
        tables = schema.metadata.sorted_tables
        assert not any(connection.scalar(sa.select(sa.func.count()).select_from(table)) for table in tables)


def test_the_newest_migration_is_the_one_the_product_asks_for():
    assert ScriptDirectory(str(store.MIGRATIES)).get_current_head() == schema.REVISIE


def test_a_migration_that_is_cut_off_leaves_nothing_behind(ledger: Settings, monkeypatch: pytest.MonkeyPatch):
    engine = migrated(ledger, "0001")
    before = sa.inspect(engine).get_table_names()
    whole = command.upgrade

    def cut_off(config: Config, revision: str) -> None:
        whole(config, revision)
        raise RuntimeError("stroom weg")

    with monkeypatch.context() as patch:
        patch.setattr(command, "upgrade", cut_off)
        with pytest.raises(RuntimeError, match="stroom weg"):
            store.open_ledger(ledger)
    assert sa.inspect(engine).get_table_names() == before
    with store.open_ledger(ledger).connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == schema.REVISIE
        assert store.boekingen(connection) == []


def test_an_older_ledger_keeps_what_it_knew_of_doubled_lines_and_answers(ledger: Settings):
    # migration 0002: a doubled line was known by its reason, an answer by its status and invoice number
    engine = migrated(ledger, "0001")
    common = {
        "leesbaar": True,
        "geladen_op": datetime(2026, 2, 10, tzinfo=UTC),
        "gemaakt": False,
        "betaald_agb": "06000001",
    }
    old = sa.Table("leveringen", sa.MetaData(), autoload_with=engine)
    reasons = sa.Table("redenen", sa.MetaData(), autoload_with=engine)
    zero = dict.fromkeys(["regels", "gelezen_cent", "fout_regels", "fout_cent", "dubbel_regels", "dubbel_cent"], 0)
    with engine.begin() as connection:
        for nummer, naam, soort, status, factuur in (
            (1, "claim", "AW319", "verwerkt", "F1"),
            (2, "dubbel", "AW319", "geweigerd", "F1"),
            (3, "antwoord", "AW320", "verwerkt", "F1"),
            (4, "uitval", "AW320", "uitval", "F1"),
        ):
            row = {"sha256": f"{nummer:064x}", "nummer": nummer, "naam": naam, "soort": soort, "status": status}
            connection.execute(sa.insert(old).values(**common, **zero, **row, factuurnummer=factuur))
        doubled = {"levering": f"{1:064x}", "soort": "dubbel", "regel": 5, "tekst": "regel is al bekend"}
        connection.execute(sa.insert(reasons).values(**doubled))
    with store.open_ledger(ledger).connect() as connection:
        assert store.afwijkingen(connection) == {f"{1:064x}": {5: ()}}
        answered = {b.naam: b.beantwoordt for b in store.boekingen(connection)}
    assert answered == {"claim": None, "dubbel": None, "antwoord": f"{1:064x}", "uitval": None}


def test_an_older_ledger_keeps_its_tables_and_writes_back_what_a_delivery_repeated(ledger: Settings):
    # migration 0010 (R1.1): a delivery of stays is now the whole of its region; the first without a day is the start
    engine = migrated(ledger, "0007")
    tables = {
        name: sa.Table(name, sa.MetaData(), autoload_with=engine, resolve_fks=False)
        for name in ("leveringen", "ref_crisisregistratie", "ref_aanbieders")
    }
    zero = dict.fromkeys(["regels", "gelezen_cent", "fout_regels", "fout_cent", "dubbel_regels", "dubbel_cent"], 0)
    common = {"leesbaar": True, "gemaakt": False, "soort": "tabel", "status": "verwerkt"}
    with engine.begin() as connection:
        for nummer, tabel, ontvangen in (
            (1, "crisisregistratie", date(2026, 2, 5)),
            (2, "crisisregistratie", date(2026, 3, 5)),
            (3, "aanbieders", None),
            (4, "aanbieders", None),
        ):
            row = {
                "sha256": f"{nummer:064x}",
                "nummer": nummer,
                "naam": f"t{nummer}",
                "tabel": tabel,
                "volgnummer": nummer,
            }
            row |= {"ontvangen": ontvangen, "geladen_op": datetime(2026, 4, nummer, tzinfo=UTC)}
            connection.execute(sa.insert(tables["leveringen"]).values(**common, **zero, **row))
        for levering, uzovi, begin, eind in (
            (1, "5515", 10, 15),
            (1, "5515", 20, None),
            (1, "5521", 3, None),
            (2, "5515", 20, 25),  # the open stay, with its day of leaving
            (2, "5515", 28, None),
        ):
            stay = {"levering": f"{levering:064x}", "regel": 2, "agb": "06000002", "uzovi": uzovi, "zwaarte": "licht"}
            days = {"begindatum": date(2026, 1, begin), "einddatum": eind and date(2026, 1, eind)}
            connection.execute(sa.insert(tables["ref_crisisregistratie"]).values(**stay, **days))
        for levering in (3, 4):
            who = {"levering": f"{levering:064x}", "regel": 2, "agb": f"0600000{levering}", "naam": "Zorg"}
            connection.execute(sa.insert(tables["ref_aanbieders"]).values(**who))

    def stays(peildatum: date) -> list[tuple[str, int, int | None]]:
        rows = uit_grootboek(reference_rows, ledger, "crisisregistratie", peildatum)
        return sorted((r["uzovi"], r["begindatum"].day, r["einddatum"] and r["einddatum"].day) for r in rows)

    assert stays(date(2026, 3, 4)) == [("5515", 10, 15), ("5515", 20, None), ("5521", 3, None)]
    assert stays(date(2026, 3, 5)) == [("5515", 10, 15), ("5515", 20, 25), ("5515", 28, None), ("5521", 3, None)]
    register = [uit_grootboek(reference_rows, ledger, "aanbieders", day) for day in (JAN, date(2026, 4, 3), date.max)]
    assert [len(rows) for rows in register] == [1, 1, 2]

"""A clock that is set back or stands in another zone changes no figure (R1.1, R1.5)."""

from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
import time_machine
from alembic import command
from alembic.config import Config

from config.settings import Settings
from loaders import queries, run
from loaders.check import check
from loaders.grootboek import store
from loaders.grootboek.deliveries import Intrekbesluit, Intrekking
from loaders.grootboek.periods import ingetrokken
from loaders.intrekken import decide
from tests.loaders.figures import approved, pending
from tests.made import Inbox, Oordeel, answer, claim, maandregel
from tests.vragen import uit_grootboek

JAN, MAART = date(2026, 1, 1), date(2026, 3, 31)
NOEN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def load_both(settings: Settings, inbox: Inbox, *inhoud: bytes, vervang: bool = False) -> None:
    """Load contents of one day one after the other, each an hour before the one loaded before it."""
    for number, content in enumerate(inhoud):
        path = inbox.put("2026-02-05", f"levering{number}", content)
        with time_machine.travel(NOEN - timedelta(hours=number)):
            run.load(settings, [path], vervang=vervang)


def test_of_two_claims_of_a_day_the_one_loaded_first_counts(ledger: Settings, inbox: Inbox):
    one, two = (claim("F1", [maandregel(f"R{n}", JAN, n)]) for n in (100, 200))
    load_both(ledger, inbox, one, two)
    assert pending(ledger, MAART) == 100
    assert not [b for b in check(ledger) if b.fout]


def test_of_two_equal_lines_of_a_day_the_one_loaded_first_counts(settings: Settings, inbox: Inbox):
    load_both(settings, inbox, *(claim(f"F{n}", [maandregel("R1", JAN, n)]) for n in (100, 200)))
    assert pending(settings, MAART) == 100


def test_of_two_returns_of_a_day_the_one_loaded_last_holds(settings: Settings, inbox: Inbox):
    regels = [maandregel("R1", JAN, 900)]
    answers = [answer("F1", regels, [Oordeel(0, cent)]) for cent in (500, 700)]
    load_both(settings, inbox, claim("F1", regels), *answers)
    assert approved(settings, MAART) == 700


def test_of_two_extracts_the_one_loaded_last_takes_the_place_of_the_other(settings: Settings, inbox: Inbox):
    head = "agb,uzovi,sector,groep,prestatiecode,tijdseenheid,zorgmaand,ontvangen,beoordeeld,aantal,"
    rows = [f"06000001,5515,V&V,regulier,Z053,14,2026-01,2026-02-05,2026-02-09,31,900,{cent}\n" for cent in (500, 700)]
    load_both(
        settings,
        inbox,
        *(f"{head}ingediend_cent,toegekend_cent\n{row}".encode() for row in rows),
        vervang=True,
    )
    assert approved(settings, MAART) == 700


def test_of_two_decisions_on_a_day_the_one_taken_down_last_counts():
    first, last = (
        Intrekking("sha", besluit, date(2026, 2, 9), "toets", "T", NOEN - timedelta(hours=number))
        for number, besluit in enumerate(Intrekbesluit)
    )
    assert first.besluit is Intrekbesluit.INTREKKING
    assert ingetrokken([first, last], MAART) is None


def test_a_withdrawal_without_a_day_is_of_the_day_in_the_netherlands(settings: Settings, inbox: Inbox):
    # half an hour past midnight on 2 July is still 1 July in UTC, and the figures of 1 July were closed by then (R1.1)
    run.load(settings, [inbox.put("2026-02-05", "een", claim("F1", [maandregel("R1", JAN, 100)]))])
    with time_machine.travel(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)):
        decide(settings, Intrekbesluit.INTREKKING, "een", reden="toets", door="T")
    assert [b.per for b in uit_grootboek(queries.intrekkingen, settings)] == [date(2026, 7, 2)]
    assert (pending(settings, date(2026, 7, 1)), pending(settings, date(2026, 7, 2))) == (100, 0)


def test_an_older_ledger_keeps_its_order(ledger: Settings):
    # migration 0007: until then the moment of loading told the order
    ledger.data.mkdir(parents=True)
    engine = sa.create_engine(ledger.ledger_url, poolclass=sa.NullPool)
    zero = dict.fromkeys(["regels", "gelezen_cent", "fout_regels", "fout_cent", "dubbel_regels", "dubbel_cent"], 0)
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection, "archief": ledger.archief})
        config.set_main_option("script_location", str(store.MIGRATIES))
        command.upgrade(config, "0006")
        old = sa.Table("leveringen", sa.MetaData(), autoload_with=connection)
        for n, hours in enumerate((3, 1, 2)):
            row = {"sha256": f"{n:064x}", "nummer": n, "naam": f"n{n}", "soort": "AW319", "status": "verwerkt"}
            moment = NOEN + timedelta(hours=hours)
            connection.execute(sa.insert(old).values(**row, **zero, leesbaar=True, gemaakt=False, geladen_op=moment))
    with store.open_ledger(ledger).connect() as connection:
        assert {b.naam: b.volgnummer for b in store.boekingen(connection)} == {"n1": 1, "n2": 2, "n0": 3}
        assert store.geladen(connection) == (3, 3)

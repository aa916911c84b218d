"""A delivery withdrawn by staff: from that day on as if it were not there, before it as it was (R1.1, R1.5)."""

from datetime import date

import pytest

from config.errors import OngeldigeInvoer
from config.settings import Settings
from loaders import queries, run
from loaders.check import check
from loaders.grootboek.deliveries import Intrekbesluit, Levering, Status
from loaders.intrekken import BesluitVerslag, decide
from tests.loaders.figures import approved, pending
from tests.made import Inbox, Oordeel, answer, claim, maandregel, noen
from tests.vragen import uit_grootboek, vraag

JAN = date(2026, 1, 1)
REGELS = [maandregel("R1", JAN, 10_000), maandregel("R2", JAN, 4_000)]


def withdraw(
    settings: Settings, naam: str, dag: int, besluit: Intrekbesluit = Intrekbesluit.INTREKKING
) -> BesluitVerslag:
    per = date(2026, 2, dag)
    return decide(settings, besluit, naam, reden="verkeerd bestand", door="A. Voorbeeld", per=per, nu=noen(per))


def days(settings: Settings, *dagen: int) -> list[tuple[int, int]]:
    """Approved and pending on days of February 2026."""
    return [(approved(settings, date(2026, 2, d)), pending(settings, date(2026, 2, d))) for d in dagen]


def found(settings: Settings, naam: str) -> Levering:
    return next(x for x in uit_grootboek(queries.leveringen, settings) if x.naam == naam)


def sound(settings: Settings) -> bool:
    """R1.5 holds and archive and PRODUCTIE agree."""
    return not [b for b in check(settings) if b.fout]


def test_a_withdrawn_claim_counts_up_to_that_day(ledger: Settings, inbox: Inbox):
    inbox.put("2026-02-05", "claim", claim("F1", REGELS))
    inbox.put("2026-02-09", "return", answer("F1", REGELS, [Oordeel(1, 1_500)]))
    run.load(ledger, [inbox.path])
    before = days(ledger, 5, 9, 15)
    withdraw(ledger, "claim", 16)
    assert days(ledger, 5, 9, 15) == before == [(0, 14_000), (11_500, 0), (11_500, 0)]
    assert days(ledger, 16, 28) == [(0, 0), (0, 0)]
    gone = found(ledger, "claim")
    assert (gone.status, gone.telling.geweigerd_cent) == (Status.INGETROKKEN, 14_000)
    assert [r.tekst for r in uit_grootboek(queries.redenen, ledger, gone.sha256)] == [
        "ingetrokken per 16-02-2026 door A. Voorbeeld: verkeerd bestand"
    ]
    assert vraag(queries.ontvangst, ledger, date(2026, 2, 15)).aantal == 2  # what earlier figures rested on
    assert sound(ledger)


def test_a_withdrawal_is_undone_by_a_new_dated_row_only(settings: Settings, inbox: Inbox):
    run.load(settings, [inbox.put("2026-02-05", "claim", claim("F1", REGELS))])
    withdraw(settings, "claim", 10)
    withdraw(settings, "claim", 20, Intrekbesluit.HERSTEL)
    assert days(settings, 9, 10, 19, 20) == [(0, 14_000), (0, 0), (0, 0), (0, 14_000)]
    taken = uit_grootboek(queries.intrekkingen, settings)
    assert [(b.besluit, b.per.day, b.door) for b in taken] == [
        (Intrekbesluit.INTREKKING, 10, "A. Voorbeeld"),
        (Intrekbesluit.HERSTEL, 20, "A. Voorbeeld"),
    ]
    assert sound(settings)


def test_a_withdrawal_may_be_undone_on_its_own_day(settings: Settings, inbox: Inbox):
    # R1.5: van twee besluiten op een dag geldt het laatst vastgelegde
    run.load(settings, [inbox.put("2026-02-05", "claim", claim("F1", REGELS))])
    withdraw(settings, "claim", 10)
    withdraw(settings, "claim", 10, Intrekbesluit.HERSTEL)
    assert days(settings, 9, 10) == [(0, 14_000), (0, 14_000)]
    assert sound(settings)


def test_its_invoice_number_is_free_from_that_day_on(settings: Settings, inbox: Inbox):
    run.load(settings, [inbox.put("2026-02-05", "claim", claim("F1", REGELS))])
    withdraw(settings, "claim", 10)
    other = [maandregel("R7", JAN, 300)]
    inbox.put("2026-02-12", "nieuw", claim("F1", other))
    inbox.put("2026-02-13", "nieuw terug", answer("F1", other))
    assert run.load(settings, [inbox.path]).geweigerd == ()
    assert days(settings, 9, 10, 12, 13) == [(0, 14_000), (0, 0), (0, 300), (300, 0)]
    assert sound(settings)


def test_what_was_refused_or_doubled_because_of_it_counts_from_that_day(settings: Settings, inbox: Inbox):
    # "as if it were not there": the second file with its invoice number, and the line claimed again elsewhere
    inbox.put("2026-02-05", "claim", claim("F1", REGELS))
    inbox.put("2026-02-06", "verbeterd", claim("F1", [maandregel("R7", JAN, 300)]))
    inbox.put("2026-02-07", "weer", claim("F2", [maandregel("R2", JAN, 4_000), maandregel("R8", JAN, 50)]))
    run.load(settings, [inbox.path])
    assert days(settings, 28) == [(0, 14_050)]
    verslag = withdraw(settings, "claim", 10)
    assert days(settings, 9, 10) == [(0, 14_050), (0, 4_350)]
    assert {na.naam: (voor.status, na.status) for voor, na in verslag.veranderd} == {
        "verbeterd": (Status.GEWEIGERD, Status.VERWERKT),
        "weer": (Status.VERWERKT, Status.VERWERKT),
    }
    withdraw(settings, "claim", 20, Intrekbesluit.HERSTEL)
    assert days(settings, 19, 20) == [(0, 4_350), (0, 14_050)]
    assert found(settings, "verbeterd").status is Status.GEWEIGERD
    assert sound(settings)


def test_credits_of_its_lines_go_with_it(settings: Settings, inbox: Inbox):
    credit = [maandregel("C1", JAN, 4_000, dc="C", vorige="R2")]
    inbox.put("2026-02-05", "claim", claim("F1", REGELS))
    inbox.put("2026-02-06", "credit", claim("F2", credit))
    run.load(settings, [inbox.path])
    withdraw(settings, "claim", 10)
    assert days(settings, 6, 9, 10) == [(0, 10_000), (0, 10_000), (0, 0)]
    assert found(settings, "credit").telling.uitval_cent == -4_000
    assert sound(settings)


def test_a_withdrawn_return_gives_way_to_the_one_before_it_or_to_none(settings: Settings, inbox: Inbox):
    # R1.4: 120 granted on the 9th, 140 from the 12th; withdrawn the later one, then the first one too
    inbox.put("2026-02-05", "claim", claim("F1", REGELS))
    inbox.put("2026-02-09", "een", answer("F1", REGELS, [Oordeel(1, 2_000)], dagtekening_retour="20260209"))
    inbox.put("2026-02-12", "twee", answer("F1", REGELS, dagtekening_retour="20260212"))
    run.load(settings, [inbox.path])
    withdraw(settings, "twee", 15)
    assert days(settings, 9, 12, 14, 15, 28) == [(12_000, 0), (14_000, 0), (14_000, 0), (12_000, 0), (12_000, 0)]
    withdraw(settings, "een", 20)
    assert days(settings, 14, 19, 20) == [(14_000, 0), (12_000, 0), (0, 14_000)]
    withdraw(settings, "twee", 25, Intrekbesluit.HERSTEL)
    assert days(settings, 24, 25) == [(0, 14_000), (14_000, 0)]
    assert sound(settings)


def test_a_return_after_the_withdrawal_waits(settings: Settings, inbox: Inbox):
    run.load(settings, [inbox.put("2026-02-05", "claim", claim("F1", REGELS))])
    withdraw(settings, "claim", 10)
    run.load(settings, [inbox.put("2026-02-12", "return", answer("F1", REGELS))])
    assert found(settings, "return").status is Status.WACHT
    assert days(settings, 12) == [(0, 0)]


def test_loading_again_changes_nothing(settings: Settings, inbox: Inbox):
    path = inbox.put("2026-02-05", "claim", claim("F1", REGELS))
    run.load(settings, [path])
    withdraw(settings, "claim", 10)
    before = vraag(queries.stand, settings)
    assert run.load(settings, [path]).al_bekend == 1
    assert vraag(queries.stand, settings) == before


@pytest.mark.parametrize(
    ("naam", "dag", "besluit", "woord"),
    [
        ("bestaat niet", 10, Intrekbesluit.INTREKKING, "Geen levering"),
        ("dubbele naam", 10, Intrekbesluit.INTREKKING, "Meer leveringen"),
        ("claim", 4, Intrekbesluit.INTREKKING, "ontvangen op 05-02-2026"),
        ("claim", 10, Intrekbesluit.HERSTEL, "niet ingetrokken"),
        ("k.csv", 10, Intrekbesluit.INTREKKING, "--vervang"),
        ("test", 10, Intrekbesluit.INTREKKING, "al geweigerd"),
    ],
)
def test_a_decision_that_cannot_be_is_said(
    naam: str, dag: int, besluit: Intrekbesluit, woord: str, settings: Settings, inbox: Inbox
):
    inbox.put("2026-02-05", "claim", claim("F1", REGELS))
    inbox.put("2026-02-05", "test", claim("F2", REGELS, soort_bericht="T"))
    for day in ("2026-02-06", "2026-02-07"):
        inbox.put(day, "dubbele naam", claim(f"F{day}", [maandregel(day, JAN, 1)]))
    inbox.table("k.csv", "agb,naam,hoofdsector,concern,gestart_op\n")
    run.load(settings, [inbox.path])
    with pytest.raises(OngeldigeInvoer, match=woord):
        withdraw(settings, naam, dag, besluit)
    assert uit_grootboek(queries.intrekkingen, settings) == []


def test_a_decision_needs_a_reason_and_a_name_and_is_taken_once(settings: Settings, inbox: Inbox):
    run.load(settings, [inbox.put("2026-02-05", "claim", claim("F1", REGELS))])
    sha256 = found(settings, "claim").sha256
    with pytest.raises(OngeldigeInvoer, match="reden"):
        decide(settings, Intrekbesluit.INTREKKING, "claim", reden=" ", door="A. Voorbeeld")
    withdraw(settings, sha256[:8], 10)  # the first characters of its hash name it too
    with pytest.raises(OngeldigeInvoer, match="al ingetrokken"):
        withdraw(settings, "claim", 12)
    with pytest.raises(OngeldigeInvoer, match="al een besluit per 10-02-2026"):
        withdraw(settings, "claim", 8, Intrekbesluit.HERSTEL)


@pytest.mark.parametrize("besluit", Intrekbesluit)
def test_no_decision_counts_before_the_day_on_which_it_is_taken_down(
    settings: Settings, inbox: Inbox, besluit: Intrekbesluit
):
    # R1.1: op 16 februari zijn de cijfers van 15 februari gegeven
    run.load(settings, [inbox.put("2026-02-05", "claim", claim("F1", REGELS))])
    if besluit is Intrekbesluit.HERSTEL:
        withdraw(settings, "claim", 10)
    before = days(settings, 9, 15, 16, 28)
    who = {"reden": "dubbel", "door": "A. Voorbeeld", "nu": noen(date(2026, 2, 16))}
    with pytest.raises(OngeldigeInvoer, match=r"op zijn vroegst vanaf vandaag \(16-02-2026\)"):
        decide(settings, besluit, "claim", per=date(2026, 2, 15), **who)
    assert days(settings, 9, 15, 16, 28) == before
    decide(settings, besluit, "claim", per=date(2026, 2, 20), **who)  # a later day may be chosen
    assert days(settings, 9, 15, 16) == before[:3]
    assert days(settings, 20) != before[3:]


def test_a_reason_with_a_bsn_changes_nothing(settings: Settings, inbox: Inbox):
    # R1.6
    run.load(settings, [inbox.put("2026-02-05", "claim", claim("F1", REGELS))])
    for text in ("hoort bij 999999990", "hoort bij 9999.99.990"):
        with pytest.raises(OngeldigeInvoer, match="BSN"):
            decide(settings, Intrekbesluit.INTREKKING, "claim", reden=text, door="A. Voorbeeld")
        with pytest.raises(OngeldigeInvoer, match="BSN"):
            decide(settings, Intrekbesluit.INTREKKING, "claim", reden="dubbel", door=text)
    assert uit_grootboek(queries.intrekkingen, settings) == []
    assert days(settings, 28) == [(0, 14_000)]

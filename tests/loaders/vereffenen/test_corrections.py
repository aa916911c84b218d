"""Credits over any number of messages, and returns that revise each other, in any order of loading (R1.3-R1.5)."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from config.settings import Settings
from loaders import queries, run
from loaders.grootboek.deliveries import Status, Telling, Uitval
from loaders.vereffenen import corrections
from tests.loaders.figures import approved, pending
from tests.made import Inbox, Oordeel, Regel, answer, claim, maandregel
from tests.vragen import uit_grootboek

JAN = date(2026, 1, 1)
DEBET = [maandregel("R1", JAN, 10_000)]
CREDIT = [maandregel("C1", JAN, 10_000, dc="C", vorige="R1")]


def orders(settings: Settings, paths: Sequence[Path]) -> list[Settings]:
    """The product after loading these one by one: as they came in, backwards, and from the middle on."""
    middle = len(paths) // 2
    found = []
    for n, order in enumerate((paths, paths[::-1], [*paths[middle:], *paths[:middle]])):
        mine = Settings(data=settings.data / str(n))
        for path in order:
            run.load(mine, [path])
        found.append(mine)
    return found


def telling(settings: Settings, naam: str) -> Telling:
    return next(x.telling for x in uit_grootboek(queries.leveringen, settings) if x.naam == naam)


def days(settings: Settings, *dagen: int) -> list[tuple[int, int]]:
    """Approved and pending on days of February 2026."""
    return [(approved(settings, date(2026, 2, d)), pending(settings, date(2026, 2, d))) for d in dagen]


def test_a_credit_before_its_debit_counts_from_the_day_both_are_known(settings: Settings, inbox: Inbox):
    # credit in on the 5th and granted on the 6th, its debit in on the 9th and granted on the 12th: nothing until the
    # 9th; then 100 pending with the credit against it (R1.3: it waits for its line); from the 12th on 0
    paths = [
        inbox.put("2026-02-05", "credit", claim("F2", CREDIT)),
        inbox.put("2026-02-06", "credit terug", answer("F2", CREDIT)),
        inbox.put("2026-02-09", "debet", claim("F1", DEBET)),
        inbox.put("2026-02-12", "debet terug", answer("F1", DEBET)),
    ]
    for mine in orders(settings, paths):
        assert days(mine, 5, 8, 9, 11, 12) == [(0, 0)] * 5
        assert telling(mine, "credit").regels_uitval == 0


def test_a_credit_of_an_unknown_line_is_uitval_and_its_return_adds_up_with_it(settings: Settings, inbox: Inbox):
    # R1.5: read 40 - 100 = -60: 40 accepted, -100 uitval; the return grants -60 in all and counts
    regels = [maandregel("R2", JAN, 4_000), *CREDIT]
    inbox.put("2026-02-05", "claim", claim("F1", regels))
    inbox.put("2026-02-06", "return", answer("F1", regels, [Oordeel(1, 10_000)]))
    verslag = run.load(settings, [inbox.path])
    assert verslag.geweigerd == ()
    assert [(r.regel, r.veld) for r in verslag.uitval[0].redenen] == [(5, "0432 referentienummer_vorig")]
    assert verslag.telling == Telling(
        regels=2,
        regels_geaccepteerd=1,
        regels_uitval=1,
        gelezen_cent=-6_000,
        geaccepteerd_cent=4_000,
        uitval_cent=-10_000,
    )
    assert days(settings, 5, 6) == [(0, 4_000), (4_000, 0)]
    booked = uit_grootboek(queries.leveringen, settings)
    assert next(x.uitval for x in booked if x.naam == "claim") == Uitval(credit_zonder_regel=1)


def test_a_credit_in_uitval_counts_once_its_debit_comes_and_says_so_no_longer(settings: Settings, inbox: Inbox):
    run.load(settings, [inbox.put("2026-02-05", "credit", claim("F2", CREDIT))])
    assert telling(settings, "credit").uitval_cent == -10_000
    run.load(settings, [inbox.put("2026-02-09", "debet", claim("F1", DEBET))])
    found = next(x for x in uit_grootboek(queries.leveringen, settings) if x.naam == "credit")
    assert found.telling.geaccepteerd_cent == -10_000
    assert uit_grootboek(queries.redenen, settings, found.sha256) == []


def test_a_chain_of_corrections_over_messages_and_years(settings: Settings, inbox: Inbox):
    # claimed 100 in 2025, credited in 2026, claimed anew at 90, credited, claimed anew at 80: 80 is left
    jan25 = date(2025, 1, 1)
    chain = [
        ("2025-02-05", Regel("A", jan25, date(2025, 1, 31), 10_000)),
        ("2026-01-20", Regel("B", jan25, date(2025, 1, 31), 10_000, dc="C", vorige="A")),
        ("2026-01-20", Regel("C", jan25, date(2025, 1, 31), 9_000)),
        ("2026-02-20", Regel("D", jan25, date(2025, 1, 31), 9_000, dc="C", vorige="C")),
        ("2026-02-21", Regel("E", jan25, date(2025, 1, 31), 8_000)),
    ]
    for n, (dag, regel) in enumerate(chain):
        inbox.put(dag, f"c{n}", claim(f"F{n}", [regel]))
        inbox.put(dag, f"r{n}", answer(f"F{n}", [regel]))
    run.load(settings, [inbox.path])
    moments = [date(2025, 2, 5), date(2026, 1, 20), date(2026, 2, 20), date(2026, 2, 21)]
    assert [approved(settings, dag) for dag in moments] == [10_000, 9_000, 0, 8_000]


def test_a_credit_of_a_credit_counts_when_the_whole_chain_is_known(settings: Settings, inbox: Inbox):
    # the third names the second, which names the first: known from the day the last of them came in
    paths = [
        inbox.put("2026-02-12", "debet", claim("F1", DEBET)),
        inbox.put("2026-02-05", "credit", claim("F2", CREDIT)),
        inbox.put("2026-02-06", "weer", claim("F3", [maandregel("C2", JAN, 3_000, dc="C", vorige="C1")])),
    ]
    for mine in orders(settings, paths):
        assert days(mine, 6, 11, 12) == [(0, 0), (0, 0), (0, -3_000)]


NIET_GETELD = {
    "een regel in uitval": claim("F1", [Regel("R1", JAN, date(2025, 12, 1), 10_000)]),
    "een geweigerd bestand": claim("F1", DEBET, soort_bericht="T"),
    "een factuurnummer dat al bekend was": claim("F0", DEBET),
    "een andere betaalde partij": claim("F1", DEBET, instellingscode="06000002"),
    "de credit zelf": claim("F1", [maandregel("R1", JAN, 5, dc="C", vorige="R1")]),
}


@pytest.mark.parametrize("naam", NIET_GETELD)
def test_a_line_that_never_counted_cannot_be_credited(naam: str, settings: Settings, inbox: Inbox):
    inbox.put("2026-02-03", "eerder", claim("F0", [maandregel("R0", JAN, 1)]))
    inbox.put("2026-02-04", "debet", NIET_GETELD[naam])
    inbox.put("2026-02-05", "credit", claim("F2", CREDIT))
    run.load(settings, [inbox.path])
    assert telling(settings, "credit").uitval_cent == -10_000


def test_a_line_claimed_twice_counted_once_and_can_be_credited(settings: Settings, inbox: Inbox):
    inbox.put("2026-02-03", "eerst", claim("F0", DEBET))
    inbox.put("2026-02-04", "nog eens", claim("F1", DEBET))
    inbox.put("2026-02-05", "credit", claim("F2", CREDIT))
    run.load(settings, [inbox.path])
    assert days(settings, 3, 4, 5) == [(0, 10_000), (0, 10_000), (0, 0)]


def test_a_credit_must_name_the_line_it_credits(settings: Settings, inbox: Inbox):
    # AW319 v1.4: field 0432 is mandatory on a credit line
    inbox.put("2026-02-03", "debet", claim("F1", DEBET))
    inbox.put("2026-02-05", "credit", claim("F2", [maandregel("C1", JAN, 10_000, dc="C", vorige="")]))
    assert run.load(settings, [inbox.path]).telling.uitval_cent == -10_000


def test_credits_of_care_before_the_messages_begin_count_by_themselves(
    settings: Settings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
):
    # R1.3, lezing begin_van_de_berichten: a zorgkantoor that begins with the messages of 2026
    old = Regel("C0", date(2025, 12, 1), date(2025, 12, 31), 700, dc="C", vorige="X")
    inbox.put("2026-02-05", "credit", claim("F2", [old, *CREDIT]))
    monkeypatch.setattr(corrections, "begin_van_de_berichten", lambda: JAN)
    assert run.load(settings, [inbox.path]).telling.uitval_cent == -10_000
    assert pending(settings, date(2026, 2, 5)) == -700


def test_the_newest_return_by_its_own_date_holds_from_the_day_it_came_in(settings: Settings, inbox: Inbox):
    # R1.4: dated the 8th and in on the 10th: 40; dated the 15th, in on the 16th: 60; dated the 9th, in on the 20th: not
    paths = [
        inbox.put("2026-02-05", "claim", claim("F1", DEBET)),
        inbox.put("2026-02-10", "een", answer("F1", DEBET, [Oordeel(0, 4_000)], dagtekening_retour="20260208")),
        inbox.put("2026-02-16", "twee", answer("F1", DEBET, [Oordeel(0, 6_000)], dagtekening_retour="20260215")),
        inbox.put("2026-02-20", "drie", answer("F1", DEBET, [Oordeel(0, 9_000)], dagtekening_retour="20260209")),
    ]
    for mine in orders(settings, paths):
        assert [a for a, _ in days(mine, 9, 10, 15, 16, 20, 28)] == [0, 4_000, 4_000, 6_000, 6_000, 6_000]
        assert {x.status for x in uit_grootboek(queries.leveringen, mine)} == {Status.VERWERKT}


def test_on_one_date_the_return_received_last_holds(settings: Settings, inbox: Inbox):
    inbox.put("2026-02-05", "claim", claim("F1", DEBET))
    inbox.put("2026-02-10", "een", answer("F1", DEBET, [Oordeel(0, 4_000)]))
    inbox.put("2026-02-11", "twee", answer("F1", DEBET, [Oordeel(0, 6_000)]))
    run.load(settings, [inbox.path])
    assert [a for a, _ in days(settings, 10, 11)] == [4_000, 6_000]


def test_a_return_without_a_date_is_dated_on_the_day_it_came_in(settings: Settings, inbox: Inbox):
    inbox.put("2026-02-05", "claim", claim("F1", DEBET))
    inbox.put("2026-02-12", "zonder", answer("F1", DEBET, [Oordeel(0, 4_000)], dagtekening_retour="00000000"))
    inbox.put("2026-02-20", "ouder", answer("F1", DEBET, [Oordeel(0, 9_000)], dagtekening_retour="20260211"))
    inbox.put("2026-02-21", "nieuwer", answer("F1", DEBET, [Oordeel(0, 6_000)], dagtekening_retour="20260213"))
    run.load(settings, [inbox.path])
    assert [a for a, _ in days(settings, 12, 20, 21)] == [4_000, 4_000, 6_000]

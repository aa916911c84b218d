"""Loading from file to PRODUCTIE: R1.1-R1.5 and R2.1-R2.4 on whole messages, in any order."""

import itertools
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from config.policy import policy_values, value_on
from config.settings import Settings
from loaders import queries, run
from loaders.grootboek.deliveries import Status
from loaders.productie import bijdrage
from loaders.vereffenen import settle
from tests.loaders.figures import approved, pending, rows
from tests.made import (
    AANBIEDERS,
    KOPPELTABEL,
    Inbox,
    Oordeel,
    Regel,
    answer,
    claim,
    maandregel,
)

JAN, FEB = date(2026, 1, 1), date(2026, 2, 1)


REGELS = [maandregel("R1", JAN, 10_000), maandregel("R2", JAN, 4_000, prestatiecode="Z433")]


def test_a_claim_is_pending_until_its_return_came_in(settings: Settings, inbox: Inbox):
    # R1.1, R1.4: claimed 140 euro on 5 February; on the 12th 100 is granted, of 40 only 15
    inbox.put("2026-02-05", "claim.asc", claim("F1", REGELS))
    inbox.put("2026-02-12", "return.asc", answer("F1", REGELS, [Oordeel(1, 1_500, "0611")]))
    run.load(settings, [inbox.path])
    assert [approved(settings, date(2026, 2, d)) for d in (4, 5, 11, 12)] == [0, 0, 0, 11_500]
    assert [pending(settings, date(2026, 2, d)) for d in (4, 5, 11, 12)] == [0, 14_000, 14_000, 0]


def test_a_line_left_out_of_the_return_is_granted_as_claimed_unless_the_file_was_refused(
    settings: Settings, inbox: Inbox
):
    # R1.4
    inbox.put("2026-02-05", "a", claim("F1", REGELS))
    inbox.put("2026-02-05", "b", claim("F2", [maandregel("R9", JAN, 500)]))
    inbox.put("2026-02-06", "c", answer("F1", REGELS))
    inbox.put(
        "2026-02-06",
        "d",
        answer("F2", [maandregel("R9", JAN, 500)], sluit={"totaal_toegekend_bedrag": 0}, retourcode_1="0001"),
    )
    verslag = run.load(settings, [inbox.path])
    assert verslag.geweigerd == ()
    assert approved(settings, date(2026, 2, 6)) == 14_000


def test_a_return_that_does_not_add_up_is_uitval_whole(settings: Settings, inbox: Inbox):
    # R1.4: says 1 cent more than its lines
    inbox.put("2026-02-05", "claim", claim("F1", REGELS))
    inbox.put("2026-02-06", "return", answer("F1", REGELS, sluit={"totaal_toegekend_bedrag": 14_001}))
    verslag = run.load(settings, [inbox.path])
    assert [(a.bestand, a.redenen[0].veld) for a in verslag.geweigerd] == [("return", "99 totaal_toegekend_bedrag")]
    assert {x.naam: x.status for x in queries.leveringen(settings)} == {
        "claim": Status.VERWERKT,
        "return": Status.UITVAL,
    }
    assert (approved(settings, date(2026, 3, 1)), pending(settings, date(2026, 3, 1))) == (0, 14_000)


def test_a_return_with_lines_of_another_claim_is_uitval(settings: Settings, inbox: Inbox):
    other = [maandregel("X1", JAN, 10_000), REGELS[1]]
    inbox.put("2026-02-05", "claim", claim("F1", REGELS))
    inbox.put("2026-02-06", "return", answer("F1", other, [Oordeel(0, 10_000)]))
    assert "horen niet bij" in run.load(settings, [inbox.path]).geweigerd[0].redenen[0].tekst


def test_a_return_with_other_dates_is_uitval(settings: Settings, inbox: Inbox):
    # its grant would land in another month than its claim
    moved = [maandregel("R1", FEB, 10_000), REGELS[1]]
    inbox.put("2026-03-05", "claim", claim("F1", REGELS))
    inbox.put("2026-03-06", "return", answer("F1", moved, [Oordeel(0, 10_000)]))
    assert run.load(settings, [inbox.path]).geweigerd[0].redenen[0].veld == "04"


def test_a_return_before_its_claim_waits_and_counts_when_the_claim_comes(settings: Settings, inbox: Inbox):
    early = inbox.put("2026-02-06", "return", answer("F1", REGELS))
    run.load(settings, [early])
    assert [x.status for x in queries.leveringen(settings)] == [Status.WACHT]
    run.load(settings, [inbox.put("2026-02-09", "claim", claim("F1", REGELS))])
    assert {x.status for x in queries.leveringen(settings)} == {Status.VERWERKT}
    # known to be granted only once both were there
    assert [approved(settings, date(2026, 2, d)) for d in (6, 8, 9)] == [0, 0, 14_000]


def test_a_later_return_revises_from_its_own_day_on(settings: Settings, inbox: Inbox):
    # R1.1: on the 10th line 1 is refused, on the 20th it is granted after all; the 10th stays as it was
    inbox.put("2026-02-05", "claim", claim("F1", REGELS))
    inbox.put("2026-02-10", "first", answer("F1", REGELS, [Oordeel(0, 0, "0551")]))
    inbox.put("2026-02-20", "second", answer("F1", REGELS))
    run.load(settings, [inbox.path])
    assert [approved(settings, date(2026, 2, d)) for d in (10, 19, 20)] == [4_000, 4_000, 14_000]
    assert pending(settings, date(2026, 2, 20)) == 0


def test_what_is_loaded_later_does_not_change_an_earlier_peildatum(settings: Settings, inbox: Inbox):
    # R1.1: "the same peildatum always gives the same figure, whatever is loaded later"
    run.load(
        settings,
        [inbox.put("2026-02-05", "a", claim("F1", REGELS)), inbox.put("2026-02-06", "b", answer("F1", REGELS))],
    )
    before = [approved(settings, date(2026, 2, d)) for d in range(1, 29)]
    credit = [maandregel("R3", JAN, 10_000, dc="C", vorige="R1")]
    run.load(
        settings,
        [inbox.put("2026-03-05", "c", claim("F2", credit)), inbox.put("2026-03-06", "d", answer("F2", credit))],
    )
    assert [approved(settings, date(2026, 2, d)) for d in range(1, 29)] == before
    assert approved(settings, date(2026, 3, 6)) == 4_000  # R1.3: the credit undoes its debit


def test_loading_again_changes_nothing_and_says_so(settings: Settings, inbox: Inbox):
    inbox.put("2026-02-05", "claim", claim("F1", REGELS))
    inbox.table("koppeltabel.csv", KOPPELTABEL)
    first = run.load(settings, [inbox.path])
    before = queries.stand(settings)
    again = run.load(settings, [inbox.path, inbox.path / "2026-02-05"])
    assert (first.verwerkt, first.al_bekend, again.verwerkt, again.al_bekend) == (2, 0, 0, 2)
    assert again.telling.regels == 0
    assert queries.stand(settings) == before


def test_an_invoice_known_with_other_content_is_refused_whole(settings: Settings, inbox: Inbox):
    # R1.5; the one received first counts, whatever the order of loading
    first = inbox.put("2026-02-05", "first", claim("F1", REGELS))
    later = inbox.put("2026-02-06", "later", claim("F1", [maandregel("R7", JAN, 99)]))
    for name, order in (("a", [first, later]), ("b", [later, first])):
        mine = Settings(data=settings.data / name)
        for path in order:
            run.load(mine, [path])
        found = {x.naam: x for x in queries.leveringen(mine)}
        assert (found["first"].status, found["later"].status) == (Status.VERWERKT, Status.GEWEIGERD)
        assert found["later"].telling.regels_geweigerd == 1
        assert [r.veld for r in queries.redenen(mine, found["later"].sha256)] == ["0116 factuurnummer"]
        assert pending(mine, date(2026, 3, 1)) == 14_000


def test_a_line_known_under_the_same_reference_is_refused_and_counted(settings: Settings, inbox: Inbox):
    # R1.5: same payee and reference (0431); the first received counts, in any order of loading
    paths = [
        inbox.put("2026-02-05", "first", claim("F1", REGELS)),
        inbox.put("2026-02-07", "later", claim("F2", [maandregel("R1", JAN, 7), maandregel("R8", JAN, 30)])),
    ]
    for n, order in enumerate(itertools.permutations(paths)):
        mine = Settings(data=settings.data / str(n))
        verslagen = [run.load(mine, [path]) for path in order]
        assert sum(v.telling.regels for v in verslagen) == 4
        later = next(x for x in queries.leveringen(mine) if x.naam == "later")
        assert (later.telling.regels_geaccepteerd, later.telling.regels_uitval, later.telling.uitval_cent) == (1, 1, 7)
        assert [(r.regel, r.veld) for r in queries.redenen(mine, later.sha256)] == [(3, "0431 referentienummer")]
        assert pending(mine, date(2026, 3, 1)) == 14_030


def test_a_reference_twice_in_one_message_counts_once(settings: Settings, inbox: Inbox):
    inbox.put("2026-02-05", "claim", claim("F1", [maandregel("R1", JAN, 10), maandregel("R1", JAN, 10)]))
    verslag = run.load(settings, [inbox.path])
    assert (verslag.telling.regels_geaccepteerd, verslag.telling.regels_uitval) == (1, 1)
    assert [r.regel for r in verslag.uitval[0].redenen] == [5]


def test_another_payee_may_use_the_same_numbers(settings: Settings, inbox: Inbox):
    inbox.put("2026-02-05", "one", claim("F1", REGELS))
    inbox.put("2026-02-05", "two", claim("F1", REGELS, instellingscode="06000002"))
    assert run.load(settings, [inbox.path]).telling.regels_geaccepteerd == 4


def test_a_return_covers_lines_in_uitval_too(settings: Settings, inbox: Inbox):
    # line 1 has an impossible date: uitval with us, refused by the return; the return still adds up
    bad = [Regel("R1", date(2026, 1, 5), date(2026, 1, 2), 10_000), REGELS[1]]
    inbox.put("2026-02-05", "claim", claim("F1", bad))
    inbox.put("2026-02-06", "return", answer("F1", bad, [Oordeel(0, 0, "0553")]))
    verslag = run.load(settings, [inbox.path])
    assert verslag.geweigerd == ()
    assert (verslag.telling.uitval_cent, approved(settings, date(2026, 2, 6))) == (10_000, 4_000)


def test_the_sector_is_the_first_that_answers(settings: Settings, inbox: Inbox):
    # R2.2: koppeltabel, then ZZP code, then hoofdsector, then onbekend
    lines = [
        maandregel("R1", JAN, 1, prestatiecode="Z433", zzp_code="754"),  # koppeltabel: GZ, whatever the ZZP code
        maandregel("R2", JAN, 2, prestatiecode="H126", zzp_code="882", tijdseenheid="04"),  # ZZP code 882: GGZ
        maandregel("R3", JAN, 3, prestatiecode="Q999", zzp_code="000"),  # unknown code: hoofdsector V&V
        maandregel("R4", JAN, 4, prestatiecode="Q999", zzp_code="998"),  # 998 names no sector
    ]
    inbox.put("2026-02-05", "one", claim("F1", lines))
    inbox.put("2026-02-05", "two", claim("F2", lines[3:], instellingscode="06000009"))  # not in the register
    inbox.table("koppeltabel.csv", KOPPELTABEL)
    inbox.table("aanbieders.csv", AANBIEDERS)
    run.load(settings, [inbox.path])
    found = rows(settings, "aanbieder, prestatiecode, sector, groep, ingediend_cent")
    assert found == [
        ("06000001", "H126", "GGZ", "regulier", 2),
        ("06000001", "Q999", "V&V", "regulier", 7),
        ("06000001", "Z433", "GZ", "regulier", 1),
        ("06000009", "Q999", "onbekend", "regulier", 4),
    ]


def test_the_koppeltabel_of_the_care_date_holds(settings: Settings, inbox: Inbox):
    # R2.2: valid on the care date; R2.3: the group comes from the koppeltabel, R2.4: which the user loads
    inbox.put("2026-03-05", "c", claim("F1", [maandregel("R1", JAN, 1), maandregel("R2", FEB, 2)]))
    head = KOPPELTABEL.splitlines()[0]
    old = "Z053,,V&V,ZZP,,,14,regulier,nee,1.00,2022-01-01,2026-01-31"
    new = "Z053,,GZ,ZZP,,,14,meerzorg,nee,1.00,2026-02-01,"
    inbox.table("k.csv", f"{head}\n{old}\n{new}\n")
    run.load(settings, [inbox.path])
    assert rows(settings, "zorgmaand, sector, groep") == [(JAN, "V&V", "regulier"), (FEB, "GZ", "meerzorg")]


def test_friesland_is_one_region_under_its_new_code(settings: Settings, inbox: Inbox):
    # R2.1: 5533, before 2020 it was 5502
    inbox.put("2026-02-05", "a", claim("F1", REGELS[:1], uzovi="5502"))
    inbox.put("2026-02-05", "b", claim("F2", [maandregel("R5", JAN, 5)], uzovi="5533"))
    run.load(settings, [inbox.path])
    assert rows(settings, "uzovi") == [("5533",)]


def test_reference_tables_may_come_after_the_messages(settings: Settings, inbox: Inbox):
    run.load(settings, [inbox.put("2026-02-05", "a", claim("F1", REGELS))])
    assert {r[0] for r in rows(settings, "sector")} == {"V&V"}  # ZZP code 754
    run.load(settings, [inbox.table("k.csv", KOPPELTABEL)])
    assert {r[0] for r in rows(settings, "sector")} == {"V&V", "GZ"}


@pytest.mark.parametrize("folder", ["2026-02-29", "9999-12-31", "0026-02-05", "2026-2-5", "05-02-2026"])
def test_a_folder_that_is_no_day_of_receipt_says_nothing(folder: str, settings: Settings, inbox: Inbox):
    # what came in on the last of all days would count on no peildatum, and nobody would be told
    inbox.put(folder, "een", claim("F1", [maandregel("R1", date(2026, 1, 1), 100)]))
    (refused,) = run.load(settings, [inbox.path]).geweigerd
    assert "datum van ontvangst onbekend" in refused.redenen[0].tekst


def test_a_message_outside_a_date_folder_needs_a_date(settings: Settings, tmp_path: Path):
    loose = tmp_path / "claim.asc"
    loose.write_bytes(claim("F1", REGELS))
    refused = run.load(settings, [loose])
    assert "--ontvangen" in refused.geweigerd[0].redenen[0].tekst
    assert run.load(settings, [loose], ontvangen=date(2026, 2, 5)).verwerkt == 1  # a refused file may come again


def test_the_same_content_on_an_earlier_day_was_known_from_that_day(settings: Settings, inbox: Inbox):
    # R1.1 does not depend on the order of loading
    run.load(settings, [inbox.put("2026-02-09", "a", claim("F1", REGELS))])
    assert run.load(settings, [inbox.put("2026-02-05", "a", claim("F1", REGELS))]).al_bekend == 1
    assert pending(settings, date(2026, 2, 5)) == 14_000


def test_on_one_day_the_first_loaded_was_known_first(settings: Settings, inbox: Inbox):
    # R1.5: nothing that is loaded later on the same day changes what was known
    run.load(settings, [inbox.put("2026-02-05", "b", claim("F1", REGELS))])
    for n in range(6):
        other = inbox.put("2026-02-05", f"a{n}", claim("F1", [maandregel(f"X{n}", JAN, n + 1)]))
        assert [a.bestand for a in run.load(settings, [other]).geweigerd] == [f"a{n}"]
        again = inbox.put("2026-02-05", f"c{n}", claim(f"G{n}", [maandregel("R1", JAN, n + 1)]))
        assert run.load(settings, [again]).telling.regels_uitval == 1
    assert pending(settings, date(2026, 2, 5)) == 14_000


def test_a_whole_file_claimed_again_counts_once_however_large(settings: Settings, inbox: Inbox):
    # more doubled lines than reasons are shown elsewhere: each of them must still be left out
    many = [maandregel(f"M{n}", JAN, 100) for n in range(settle.MAX_REDENEN + 200)]
    inbox.put("2026-02-05", "one", claim("F1", many))
    inbox.put("2026-02-06", "two", claim("F2", many))
    verslag = run.load(settings, [inbox.path])
    assert verslag.telling.regels_uitval == len(many)
    assert pending(settings, date(2026, 3, 1)) == 100 * len(many)


def test_what_was_refused_is_known_of_too(settings: Settings, inbox: Inbox):
    run.load(settings, [inbox.put("2026-02-05", "test", claim("F1", REGELS, soort_bericht="T"))])
    stand = queries.stand(settings)
    assert (stand.leveringen, stand.laatste_ontvangst) == (1, None)
    run.load(settings, [inbox.put("2026-02-05", "ook", claim("F2", REGELS, soort_bericht="T"))])
    assert queries.stand(settings).versie != stand.versie  # so that pages see it
    assert [x.status for x in queries.leveringen(settings)] == [Status.GEWEIGERD] * 2


def test_a_return_may_leave_the_claimed_total_at_zero(settings: Settings, inbox: Inbox):
    inbox.put("2026-02-05", "claim", claim("F1", REGELS))
    inbox.put("2026-02-06", "return", answer("F1", REGELS, sluit={"totaal_ingediend_bedrag": 0}))
    assert run.load(settings, [inbox.path]).geweigerd == ()
    assert approved(settings, date(2026, 2, 6)) == 14_000


def test_a_return_of_another_claim_total_is_uitval(settings: Settings, inbox: Inbox):
    inbox.put("2026-02-05", "claim", claim("F1", REGELS))
    inbox.put("2026-02-06", "return", answer("F1", REGELS, sluit={"totaal_ingediend_bedrag": 5}))
    assert run.load(settings, [inbox.path]).geweigerd[0].redenen[0].veld == "99 totaal_ingediend_bedrag"


def test_a_source_of_approved_lines_only_needs_no_returns(
    settings: Settings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
):
    # R1.4, lezing: goedkeuring = bij_ontvangst
    monkeypatch.setattr(bijdrage, "goedkeuring", lambda dag: "bij_ontvangst")
    monkeypatch.setattr(bijdrage, "goedkeuringen", lambda: "bij_ontvangst")
    run.load(settings, [inbox.put("2026-02-05", "claim", claim("F1", REGELS))])
    assert (approved(settings, date(2026, 2, 5)), pending(settings, date(2026, 2, 5))) == (14_000, 0)
    monkeypatch.undo()  # another reading is another PRODUCTIE
    assert (approved(settings, date(2026, 2, 5)), pending(settings, date(2026, 2, 5))) == (0, 14_000)


def test_another_reading_of_approval_holds_for_claims_that_come_in_from_then_on(
    settings: Settings, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
):
    # R1.1, R1.4: known from the 7th on; what came in on the 5th still waits for its return
    (first,) = policy_values("lezing_goedkeuring")
    values = (first, replace(first, jaar=2026, bekend_vanaf=date(2026, 2, 7), waarde="bij_ontvangst"))
    monkeypatch.setattr(bijdrage, "policy", lambda naam, jaar, dag: value_on(values, naam, jaar, dag))
    monkeypatch.setattr(bijdrage, "policy_values", lambda naam: values)
    inbox.put("2026-02-05", "eerst", claim("F1", [maandregel("A", JAN, 300)]))
    inbox.put("2026-02-07", "later", claim("F2", [maandregel("B", JAN, 500)]))
    run.load(settings, [inbox.path])
    assert [(approved(settings, date(2026, 2, d)), pending(settings, date(2026, 2, d))) for d in (6, 7)] == [
        (0, 300),
        (500, 300),
    ]


def test_a_line_granted_in_part_counts_no_days_in_any_of_its_months(settings: Settings, inbox: Inbox):
    # R5.1: 6 dagen over de maandgrens, 100,00 ingediend: 50,00 en 50,00; 99,99 toegekend: 50,00 en 49,99
    over = [
        Regel("R1", date(2026, 1, 29), date(2026, 2, 3), 10_000, aantal=6, prestatiecode="CVV1"),
        Regel("R2", date(2026, 1, 29), date(2026, 2, 3), 10_000, aantal=6, prestatiecode="CVV1"),
    ]
    inbox.put("2026-02-05", "claim", claim("F1", over))
    inbox.put("2026-02-06", "return", answer("F1", over, [Oordeel(0, 9_999, "0611")]))
    run.load(settings, [inbox.path])
    assert rows(settings, "zorgmaand, sum(aantal), sum(aantal_toegekend), sum(toegekend_cent)") == [
        (JAN, 6, 3, 10_000),
        (FEB, 6, 3, 9_999),
    ]

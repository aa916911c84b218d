"""What deliveries mean to each other, by hand: which invoice counts when, and which answer holds (R1.4, R1.5)."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any

import pytest

from loaders.archief.archive import Som
from loaders.grootboek.boekingen import Boeking
from loaders.grootboek.deliveries import Intrekbesluit, Intrekking, Soort, Status
from loaders.grootboek.periods import Periode
from loaders.vereffenen.resolve import (
    Gelding,
    Regelstand,
    afwijkingen,
    beoordeel,
    geldende_antwoorden,
    koppel,
    toekenning_klopt_niet,
)


def dag(nummer: int) -> date:
    return date(2026, 3, nummer)


def boeking(naam: str, ontvangen: int, soort: Soort = Soort.AW319, geladen: int = 0, **more: Any) -> Boeking:
    """A readable message of the payee and invoice that all have, received on a day of March."""
    return Boeking(
        **{
            "sha256": hashlib.sha256(naam.encode()).hexdigest(), "naam": naam, "soort": soort,
            "status": Status.VERWERKT, "leesbaar": True, "geladen_op": datetime(2026, 4, 1, tzinfo=UTC),
            "volgnummer": geladen, "ontvangen": dag(ontvangen), "betaald_agb": "06000001", "factuurnummer": "F1",
            **more,
        }
    )  # fmt: skip


def antwoord(naam: str, ontvangen: int, gedateerd: int | None = None, **more: Any) -> Boeking:
    dated = None if gedateerd is None else f"{dag(gedateerd):%Y%m%d}"
    return boeking(naam, ontvangen, Soort.AW320, dagtekening_retour=dated, **more)


def intrekking(
    van: Boeking, per: int, besluit: Intrekbesluit = Intrekbesluit.INTREKKING, minuut: int = 0
) -> Intrekking:
    return Intrekking(
        van.sha256, besluit, dag(per), "fout", "A. Voorbeeld", datetime(2026, 4, 2, 9, minuut, tzinfo=UTC)
    )


def namen(boekingen: Sequence[Boeking]) -> list[str]:
    return [b.naam for b in boekingen]


@pytest.mark.parametrize("geladen", [(1, 2), (2, 1)])
def test_of_one_invoice_the_claim_received_first_counts_and_on_one_day_the_one_loaded_first(geladen: tuple[int, int]):
    # R1.5: "Van dubbele facturen telt de eerst ontvangene; op dezelfde dag de eerst geladene"
    both = [boeking(naam, 3, geladen=n) for naam, n in zip("ab", geladen, strict=True)]
    first, second = sorted(both, key=lambda b: b.volgnummer)
    later = boeking("later", 5, geladen=0)
    for order in permutations([first, second, later]):
        found = koppel(order)
        assert found.geldig == (first,)
        assert found.dubbel == ((second, first), (later, first))
        assert found.geldingen == (Gelding(first, 0, Periode(dag(3)), ()),)


def test_on_one_moment_the_content_decides_so_that_every_order_says_the_same():
    both = [boeking("a", 3), boeking("b", 3)]
    first = min(both, key=lambda b: b.sha256)
    assert koppel(both).geldig == koppel(both[::-1]).geldig == (first,)


def test_other_payees_and_invoices_are_other_claims_and_what_cannot_be_read_is_none():
    claims = [boeking("a", 3), boeking("b", 3, betaald_agb="06000002"), boeking("c", 3, factuurnummer="F2")]
    unread = boeking("d", 1, leesbaar=False)
    table = boeking("e", 1, soort=Soort.TABEL)
    assert sorted(namen(koppel([*claims, unread, table]).geldig)) == ["a", "b", "c"]


def test_from_the_day_of_its_withdrawal_the_next_claim_counts_and_not_before():
    # R1.5: "Haar factuurnummer is dan vrij": b kwam op de 5e en telt vanaf de 10e; van een andere AGB verandert niets
    a, b = boeking("a", 3), boeking("b", 5)
    other = boeking("ander", 3, betaald_agb="06000002")
    besluit = intrekking(a, 10)
    found = koppel([a, b, other], [besluit])
    assert found.geldingen == (
        Gelding(a, 0, Periode(dag(3), dag(10)), ()),
        Gelding(b, 1, Periode(dag(10)), ()),
        Gelding(other, 0, Periode(dag(3)), ()),
    )
    assert (found.geldig, found.dubbel, found.ingetrokken) == ((b, other), (), ((a, besluit),))


def test_a_claim_withdrawn_on_the_day_it_came_in_never_counted_and_restored_it_counts_from_then():
    a = boeking("a", 3)
    weg = intrekking(a, 3)
    assert koppel([a], [weg]).geldingen == ()
    terug = intrekking(a, 8, Intrekbesluit.HERSTEL, 1)
    found = koppel([a], [weg, terug])
    assert found.geldingen == (Gelding(a, 2, Periode(dag(8)), ()),)
    assert (found.geldig, found.ingetrokken) == ((a,), ())


def test_returns_judge_every_stretch_in_which_they_have_come_in():
    # a telt tot de 10e, daarna b; r1 kwam op de 9e en past bij beide, r2 kwam op de 10e en hoort eerst bij b
    a, b, r1, r2 = boeking("a", 3), boeking("b", 5), antwoord("r1", 9), antwoord("r2", 10)
    found = koppel([r2, r1, b, a], [intrekking(a, 10)])
    assert [(g.claim.naam, namen(g.antwoorden)) for g in found.geldingen] == [("a", ["r1"]), ("b", ["r1", "r2"])]
    assert [(p.aw320.naam, p.aw319.naam) for p in found.paren] == [("r1", "a"), ("r1", "b"), ("r2", "b")]
    assert found.wachtend == ()


def test_a_return_that_came_before_a_restoration_belongs_first_to_the_claim_that_counted_then():
    # a telt t/m de 5e en weer vanaf de 12e, ertussen b; r kwam op de 8e, toen b telde
    a, b, r = boeking("a", 3), boeking("b", 4), antwoord("r", 8)
    found = koppel([a, b, r], [intrekking(a, 6), intrekking(a, 12, Intrekbesluit.HERSTEL, 1)])
    assert [p.aw319.naam for p in found.paren] == ["b", "a"]


def test_a_return_without_a_claim_waits_and_one_that_was_withdrawn_judges_nothing():
    a, r = boeking("a", 3), antwoord("r", 4)
    assert namen(koppel([r]).wachtend) == ["r"]
    found = koppel([a, r], [intrekking(r, 4)])
    assert ([g.antwoorden for g in found.geldingen], namen(found.wachtend)) == ([(), ()], ["r"])
    # vanaf de 9e telt zij niet meer; tot dan wel
    later = koppel([a, r], [intrekking(r, 9)])
    assert [(g.periode, namen(g.antwoorden)) for g in later.geldingen] == [
        (Periode(dag(3), dag(9)), ["r"]),
        (Periode(dag(9)), []),
    ]
    # kwam zij pas toen de claim niet meer telde, dan valt er niets te beoordelen
    late = koppel([a, antwoord("r", 6)], [intrekking(a, 6)])
    assert ([g.antwoorden for g in late.geldingen], namen(late.wachtend)) == ([()], ["r"])


@pytest.mark.parametrize(
    ("antwoorden", "gelden"),
    [
        ([("a", 9, 8), ("b", 12, 11)], ["a", "b"]),  # a newer one takes over on the day it comes in
        ([("a", 9, 8), ("b", 12, 7)], ["a"]),  # dated before the one that holds: it never does
        ([("a", 9, 8), ("b", 12, 8)], ["a", "b"]),  # on one date the one received last
        ([("a", 9, 8), ("b", 12, 7), ("c", 13, 9)], ["a", "c"]),
        ([("a", 9, None), ("b", 12, 8), ("c", 13, 9)], ["a", "c"]),  # without a date: that of its receipt, the 9th
        ([("a", 9, 8), ("b", 9, 6)], ["b", "a"]),  # both known at the end of that day: the newest holds
    ],
)
def test_the_newest_return_by_its_own_date_holds_from_the_day_it_came_in(
    antwoorden: list[tuple[str, int, int | None]], gelden: list[str]
):
    # R1.4: "geldt de nieuwste naar haar eigen dagtekening (bij gelijke: de laatst ontvangene), vanaf de dag dat zij
    # binnenkwam; een ouder antwoord dat later binnenkomt, verandert niets"
    for order in permutations([antwoord(*a) for a in antwoorden]):
        assert namen(geldende_antwoorden(order)) == gelden


def test_a_date_that_cannot_be_read_is_none():
    spoiled = replace(antwoord("a", 9), dagtekening_retour="20261340")
    assert namen(geldende_antwoorden([spoiled, antwoord("b", 10, 8)])) == ["a"]


SOM = Som(ingediend_cent=1_000, toegekend_cent=900, vreemde_regels=0)
AW320 = replace(antwoord("r", 9), totaal_ingediend_cent=1_000, totaal_toegekend_cent=900)


@pytest.mark.parametrize(
    ("bericht", "archief", "velden"),
    [
        ({}, {}, []),
        ({"totaal_ingediend_cent": 0}, {}, []),  # a return may leave what was claimed at zero
        ({"totaal_ingediend_cent": 999}, {}, ["99 totaal_ingediend_bedrag"]),
        ({"totaal_toegekend_cent": 901}, {}, ["99 totaal_toegekend_bedrag"]),
        ({"totaal_toegekend_cent": 0}, {}, ["99 totaal_toegekend_bedrag"]),
        ({}, {"vreemde_regels": 1}, ["04"]),
        (
            {},
            {"vreemde_regels": 2, "ingediend_cent": 1, "toegekend_cent": 1},
            ["04", "99 totaal_ingediend_bedrag", "99 totaal_toegekend_bedrag"],
        ),
    ],
)
def test_a_return_counts_only_if_its_lines_add_up(bericht: dict[str, int], archief: dict[str, int], velden: list[str]):
    # R1.4: "An AW320 is accepted only if its granted lines add up to the granted total in its record 99"
    found = toekenning_klopt_niet(replace(AW320, **bericht), replace(SOM, **archief))
    assert [reden.veld for reden in found] == velden


def test_every_message_gets_the_status_it_has_beside_the_others():
    was: dict[str, Any] = {"status": Status.INGETROKKEN, "beantwoordt": "oud"}
    totals = {"totaal_ingediend_cent": 0, "totaal_toegekend_cent": 900}
    a, b = (boeking(naam, dag_, **was | {"beantwoordt": None}) for naam, dag_ in (("a", 3), ("b", 5)))
    waits = antwoord("wacht", 4, factuurnummer="F2", **was)
    gone = boeking("weg", 3, factuurnummer="F3")
    right, wrong = (antwoord(naam, 9, **was, **totals) for naam in ("goed", "fout"))
    koppeling = koppel([a, b, waits, gone, right, wrong], [intrekking(gone, 20)])
    sommen = {(right.nummer, a.nummer): SOM, (wrong.nummer, a.nummer): replace(SOM, toegekend_cent=1)}
    found = {
        b.naam: (b.status, b.beantwoordt, [r.veld for r in why]) for b, why in beoordeel(koppeling, sommen).values()
    }
    assert found == {
        "a": (Status.VERWERKT, None, []),
        "b": (Status.GEWEIGERD, None, ["0116 factuurnummer"]),
        "wacht": (Status.WACHT, None, []),
        "weg": (Status.INGETROKKEN, None, [None]),
        "goed": (Status.VERWERKT, a.sha256, []),
        "fout": (Status.UITVAL, None, ["99 totaal_toegekend_bedrag"]),
    }
    (reden,) = beoordeel(koppeling, sommen)[gone.sha256][1]
    assert reden.tekst == "ingetrokken per 20-03-2026 door A. Voorbeeld: fout"


def test_a_return_counts_beside_the_first_claim_with_which_it_adds_up():
    # a is ingetrokken per de 10e, daarna telt b. Het antwoord past niet bij a en wel bij b; past het bij geen van
    # beide, dan is de reden die van a: de claim die telde toen het binnenkwam
    a, b, r = boeking("a", 3), boeking("b", 5), replace(AW320, sha256=antwoord("r", 9).sha256)
    koppeling = koppel([a, b, r], [intrekking(a, 10)])
    other = replace(SOM, toegekend_cent=1)
    for bij_a, bij_b, answered in ((other, SOM, b.sha256), (SOM, SOM, a.sha256), (SOM, other, a.sha256)):
        sommen = {(r.nummer, a.nummer): bij_a, (r.nummer, b.nummer): bij_b}
        judged, why = beoordeel(koppeling, sommen)[r.sha256]
        assert (judged.status, judged.beantwoordt, why) == (Status.VERWERKT, answered, [])
    neither = {(r.nummer, a.nummer): replace(SOM, vreemde_regels=1), (r.nummer, b.nummer): other}
    judged, why = beoordeel(koppeling, neither)[r.sha256]
    assert (judged.status, judged.beantwoordt, [x.veld for x in why]) == (Status.UITVAL, None, ["04"])


def test_lines_count_from_their_own_day_in_each_stretch_of_their_delivery():
    # a telt van de 3e tot de 10e en weer vanaf de 20e. Regel 1 telt nooit; regel 2 pas vanaf de 5e, en na de 20e
    # gewoon; regel 3 is in het eerste tijdvak bekend op de 12e: daar te laat; regel 4 telt in het tweede niet
    a = boeking("a", 3)
    geldingen = [Gelding(a, 0, Periode(dag(3), dag(10)), ()), Gelding(a, 2, Periode(dag(20)), ())]
    standen = [
        Regelstand(a.nummer, 4, 2, None),
        Regelstand(a.nummer, 1, 0, None),
        Regelstand(a.nummer, 1, 2, None),
        Regelstand(a.nummer, 2, 0, dag(5)),
        Regelstand(a.nummer, 3, 0, dag(12)),
    ]
    assert afwijkingen(geldingen, standen) == {
        a.sha256: {
            1: (),
            2: (Periode(dag(5), dag(10)), Periode(dag(20))),
            3: (Periode(dag(20)),),
            4: (Periode(dag(3), dag(10)),),
        }
    }


def test_a_line_that_counts_through_two_stretches_has_one_period():
    a, b = boeking("a", 3), boeking("b", 3, betaald_agb="06000002")
    geldingen = [Gelding(a, 0, Periode(dag(3), dag(10)), ()), Gelding(a, 1, Periode(dag(10)), ())]
    geldingen.append(Gelding(b, 0, Periode(dag(3)), ()))
    found = afwijkingen(geldingen, [Regelstand(a.nummer, 7, 0, dag(4)), Regelstand(b.nummer, 7, 0, dag(6))])
    assert found == {a.sha256: {7: (Periode(dag(4)),)}, b.sha256: {7: (Periode(dag(6)),)}}


def test_an_invoice_number_that_comes_back_after_five_years_is_another_invoice():
    # R1.5: ontvangen 5 maart 2020, 2024 en 2025 (dubbel: binnen vijf jaar na de vorige), en 6 maart 2030 (nieuw)
    jaren = {"a": date(2020, 3, 5), "b": date(2024, 3, 5), "c": date(2025, 3, 5), "d": date(2030, 3, 6)}
    a, b, c, d = (replace(boeking(naam, 1), ontvangen=dag_) for naam, dag_ in jaren.items())
    for order in permutations([a, b, c, d]):
        found = koppel(order)
        assert namen(found.geldig) == ["a", "d"]
        assert [(x.naam, first.naam) for x, first in found.dubbel] == [("b", "a"), ("c", "a")]
        assert [(g.claim.naam, g.periode.van) for g in found.geldingen] == [("a", jaren["a"]), ("d", jaren["d"])]
    # precies vijf jaar later is het nummer nog bezet
    assert namen(koppel([c, replace(d, ontvangen=date(2030, 3, 5))]).geldig) == ["c"]
    # wat nu nog niet is ontvangen verandert niet wat eerder telde
    assert namen(koppel([a, b, c]).geldig) == ["a"]


def test_a_return_answers_the_invoice_that_last_used_its_number_when_it_came():
    early, late = (replace(boeking(n, 1), ontvangen=date(jaar, 3, 5)) for n, jaar in (("e", 2020), ("l", 2026)))
    returns = {"r20": date(2020, 3, 9), "r24": date(2024, 3, 9), "r26": date(2026, 3, 9)}
    answers = [replace(boeking(naam, 1, Soort.AW320), ontvangen=dag_) for naam, dag_ in returns.items()]
    candidates: dict[str, list[str]] = {}
    for paar in koppel([early, late, *answers]).paren:
        candidates.setdefault(paar.aw320.naam, []).append(paar.aw319.naam)
    assert candidates == {"r20": ["e", "l"], "r24": ["e", "l"], "r26": ["l", "e"]}

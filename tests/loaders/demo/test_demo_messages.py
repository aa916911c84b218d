"""The made messages keep the rules of AW319 v1.4 that the product refuses on (domain README, 1.5)."""

from collections import Counter
from datetime import timedelta

import pytest
from demo_reader import SEED, Demo, datum, met_teken

from config.words import Schaal
from loaders.demo.calendar import STAND
from loaders.demo.run import ware_jaarcenten


def test_every_header_says_that_the_data_are_made(demo: Demo) -> None:
    marks = {(b.kop["code_infosysteem"], b.kop["versie_infosysteem"]) for b in (*demo.aw319, *demo.aw320)}
    assert marks == {("999999", "GEMAAKT")}
    assert {b.kop["soort_bericht"] for b in demo.aw319} == {"P"}


def test_every_aw319_is_an_institution_of_wlz_version_1_4(demo: Demo) -> None:
    names = ("code_ei_bericht", "versie", "subversie", "betaling_aan", "valuta")
    assert {tuple(b.kop[name] for name in names) for b in demo.aw319} == {("187", "01", "04", "04", "EUR")}
    assert {b.kop["code_ei_bericht"] for b in demo.aw320} == {"188"}


def test_counts_and_total_in_99_are_those_of_the_lines(demo: Demo) -> None:
    for b in demo.aw319:
        lines = b.prestaties
        total = sum(met_teken(r["declaratiebedrag"], r["debet_credit_2"]) for r in lines)
        clients = len(b.details) - len(lines)
        assert met_teken(b.slot["totaal_declaratiebedrag"], b.slot["debet_credit"]) == total
        assert int(b.slot["aantal_prestatierecords"]) == len(lines) > 0
        assert int(b.slot["aantal_verzekerdenrecords"]) == clients
        assert int(b.slot["totaal_detailrecords"]) == len(b.details)


def test_detail_numbers_run_from_one_and_each_line_follows_its_client(demo: Demo) -> None:
    for b in demo.aw319:
        assert [int(r["identificatie_detailrecord"]) for r in b.details] == list(range(1, len(b.details) + 1))
        client = None
        for r in b.details:
            client = r if r["kenmerk_record"] == "02" else client
            assert client is not None
            assert (r["bsn"], r["uzovi"]) == (client["bsn"], client["uzovi"])
            assert r["uzovi"] == b.kop["uzovi"]


def test_a_client_has_one_02_with_lines_in_each_file(demo: Demo) -> None:
    for b in demo.aw319:
        clients = [r["bsn"] for r in b.details if r["kenmerk_record"] == "02"]
        assert len(set(clients)) == len(clients)
        assert set(clients) == {r["bsn"] for r in b.prestaties}


def test_amount_is_quantity_times_tariff_and_fits(demo: Demo) -> None:
    for r in (r for b in demo.aw319 for r in b.prestaties):
        assert int(r["tarief"]) * int(r["aantal"]) == int(r["berekend_bedrag"]) == int(r["declaratiebedrag"]) > 0
        assert r["debet_credit_1"] == r["debet_credit_2"]
        assert r["prestatiecodelijst"] == "055"


def test_no_line_ends_after_receipt_and_a_file_holds_one_calendar_year(demo: Demo) -> None:
    for b in demo.aw319:
        periods = [(datum(r["begindatum_prestatie"]), datum(r["einddatum_prestatie"])) for r in b.prestaties]
        assert all(begin <= eind <= b.datum for begin, eind in periods)
        assert len({day.year for period in periods for day in period}) == 1
        assert datum(b.kop["einddatum_periode"]) <= datum(b.kop["dagtekening"]) <= b.datum


def test_days_of_an_etmaal_line_fit_its_period(demo: Demo) -> None:
    for r in (r for b in demo.aw319 for r in b.prestaties if r["tijdseenheid"] == "14"):
        days = datum(r["einddatum_prestatie"]) - datum(r["begindatum_prestatie"]) + timedelta(days=1)
        assert 1 <= int(r["aantal"]) <= days.days


def test_references_and_invoice_numbers_are_never_used_twice(demo: Demo) -> None:
    assert not [k for k, n in Counter(b.naam for b in demo.aw319).items() if n > 1]
    used = Counter((b.naam[0], r["referentienummer"]) for b in demo.aw319 for r in b.prestaties)
    assert not [k for k, n in used.items() if n > 1]


def test_a_credit_undoes_an_earlier_debit_in_full_and_only_once(demo: Demo) -> None:
    refused = {b.naam for b in demo.aw320 if b.kop["retourcode_1"] == "0001"}
    debits: dict[tuple[str, str], tuple[str, ...]] = {}
    what = ("bsn", "prestatiecode", "begindatum_prestatie", "einddatum_prestatie", "aantal", "declaratiebedrag")
    undone = []
    for b in sorted(demo.aw319, key=lambda b: (b.datum, b.naam)):
        for r in b.prestaties:
            if r["debet_credit_2"] == "C":
                assert debits[b.naam[0], r["referentienummer_vorig"]] == tuple(r[name] for name in what)
                undone += [(b.naam[0], r["referentienummer_vorig"])] if b.naam not in refused else []
            else:
                assert r["referentienummer_vorig"] == ""
                if b.naam not in refused:
                    debits[b.naam[0], r["referentienummer"]] = tuple(r[name] for name in what)
    assert len(undone) > 10
    assert len(set(undone)) == len(undone)


def test_numbers_of_clients_pass_the_11_test_and_start_with_9(demo: Demo) -> None:
    numbers = {r["bsn"] for b in demo.aw319 for r in b.details}
    assert len(numbers) > 150
    for bsn in numbers:
        weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
        assert sum(int(digit) * weight for digit, weight in zip(bsn, weights, strict=True)) % 11 == 0
        assert bsn.startswith("9")
        assert bsn != "999999999"


def test_nothing_personal_varies_between_clients(demo: Demo) -> None:
    people = [r for b in demo.aw319 for r in b.details if r["kenmerk_record"] == "02"]
    assert {(r["naam_1"], r["geboortedatum"], r["postcode"], r["voorletters"]) for r in people} == {
        ("Voorbeeld", "19400101", "", "V")
    }


def test_granted_totals_add_up_when_a_left_out_line_counts_as_claimed(demo: Demo) -> None:
    # R1.4; the identity that decides whether an AW320 counts
    sent = {b.naam: b for b in demo.aw319}
    for b in demo.aw320:
        claim = sent[b.naam]
        shown = {r["identificatie_detailrecord"]: r for r in b.prestaties}
        granted = 0
        for r in claim.prestaties:
            answer = shown.pop(r["identificatie_detailrecord"], None)
            if answer:
                assert answer["referentienummer"] == r["referentienummer"]
                assert answer["retourcode_1"] in ("8001", "0611", "0551", "0553")
                granted += met_teken(answer["toegekend_bedrag"], answer["debet_credit_4"])
            elif b.kop["retourcode_1"] != "0001":
                granted += met_teken(r["declaratiebedrag"], r["debet_credit_2"])
        assert not shown
        assert met_teken(b.slot["totaal_toegekend_bedrag"], b.slot["debet_credit_2"]) == granted
        assert b.slot["totaal_ingediend_bedrag"] == claim.slot["totaal_declaratiebedrag"]
        assert int(b.slot["aantal_prestatierecords_retour"]) == len(b.prestaties)


def test_answers_come_after_3_to_15_days_and_not_after_the_stand_date(demo: Demo) -> None:
    received = {b.naam: b.datum for b in demo.aw319}
    assert {3 <= (b.datum - received[b.naam]).days <= 15 for b in demo.aw320} == {True}
    assert max(b.datum for b in (*demo.aw319, *demo.aw320)) <= STAND
    assert all(datum(b.kop["dagtekening_retour"]) == b.datum for b in demo.aw320)
    unanswered = [b for b in demo.aw319 if b.naam not in {a.naam for a in demo.aw320}]
    assert 0 < len(unanswered) < 0.02 * len(demo.aw319)


def test_verdicts_of_every_kind_occur(demo: Demo) -> None:
    codes = Counter(r["retourcode_1"] for b in demo.aw320 for r in b.prestaties)
    assert {"8001", "0611", "0551", "0553"} <= codes.keys()
    partial = [r for b in demo.aw320 for r in b.prestaties if r["retourcode_1"] == "0611"]
    assert all(0 < int(r["toegekend_bedrag"]) < int(r["declaratiebedrag"]) for r in partial)
    complete = [b for b in demo.aw320 if any(r["retourcode_1"] == "8001" for r in b.prestaties)]
    assert 0.05 < len(complete) / len(demo.aw320) < 0.15


def test_a_refused_file_comes_again_with_the_same_lines_under_new_references(demo: Demo) -> None:
    claims = {b.naam: b for b in demo.aw319}
    refused = [b for b in demo.aw320 if b.kop["retourcode_1"] == "0001"]
    assert refused
    names = ("bsn", "prestatiecode", "begindatum_prestatie", "aantal", "declaratiebedrag", "debet_credit_2")
    again = 0
    for answer in refused:
        assert not answer.prestaties
        assert int(answer.slot["totaal_toegekend_bedrag"]) == 0
        first = claims[answer.naam]
        content = sorted(tuple(r[name] for name in names) for r in first.prestaties)
        later = [
            b
            for b in demo.aw319
            if b.datum > answer.datum
            and (b.naam[0], b.kop["uzovi"]) == (first.naam[0], first.kop["uzovi"])
            and sorted(tuple(r[name] for name in names) for r in b.prestaties) == content
        ]
        again += len(later)
        assert later or answer.datum > STAND - timedelta(days=7)
    assert again


def test_what_was_granted_for_2025_is_nearly_the_truth_of_2025(demo: Demo) -> None:
    # nearly all of 2025 has come in by the stand date; the message side and the truth are computed apart
    answers = {b.naam: b for b in demo.aw320}
    granted: Counter[str] = Counter()
    for claim in demo.aw319:
        answer = answers.get(claim.naam)
        if answer and claim.prestaties[0]["einddatum_prestatie"][:4] == "2025":
            granted[claim.kop["uzovi"]] += met_teken(
                answer.slot["totaal_toegekend_bedrag"], answer.slot["debet_credit_2"]
            )
    truth: Counter[str] = Counter()
    for (jaar, uzovi, _, _), cent in ware_jaarcenten(Schaal.KLEIN, SEED).items():
        truth[uzovi] += cent if jaar == 2025 else 0
    assert granted.keys() == truth.keys()
    for uzovi, cent in truth.items():
        assert granted[uzovi] == pytest.approx(cent, rel=0.002)

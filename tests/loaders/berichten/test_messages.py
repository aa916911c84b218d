"""R1.5: what is refused whole, what is uitval, each with its line number and field; R1.3 and R1.6 at the reader."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest

from config.layouts import aw319
from loaders.berichten.aw319 import Claims, count_claims, read_aw319
from loaders.berichten.aw320 import read_aw320
from loaders.berichten.matrix import Ints
from loaders.berichten.messages import Geweigerd
from loaders.berichten.pseudonym import Pseudonyms
from loaders.grootboek.deliveries import Reden
from tests.made import BSN, Oordeel, Regel, answer, claim, claim_records, header, join, maandregel

JAN = date(2026, 1, 1)
ONTVANGEN = date(2026, 3, 1)
REGELS = [maandregel("R1", JAN, 10_000), maandregel("R2", JAN, 2_500, dc="C", vorige="R0")]


def read(content: bytes) -> Claims:
    return read_aw319(content, ONTVANGEN, lambda bsn: bsn)


def refusal(content: bytes) -> list[Reden]:
    with pytest.raises(Geweigerd) as why:
        read(content)
    return why.value.redenen


def test_a_good_message_is_read():
    claims = read(claim("F1", REGELS))
    assert (claims.regels, claims.gelezen_cent, claims.fout_regels) == (2, 7_500, 0)
    assert claims.header.agb == claims.header.betaald_agb == "06000001"


def test_a_credit_has_negative_amount_and_negative_quantity():
    # R1.3
    part = read(claim("F1", REGELS)).parts.to_pylist()[1]
    assert (part["ingediend_cent"], part["aantal"]) == (-2_500, -1)


def test_a_line_over_a_month_end_becomes_a_part_per_month():
    # R1.2: 29 januari t/m 3 februari, 6 dagen, 10.001 cent: 5.001 en 5.000; 6 dagen: 3 en 3
    regel = Regel("R1", date(2026, 1, 29), date(2026, 2, 3), 10_001, aantal=6)
    parts = read(claim("F1", [regel, maandregel("R2", JAN, 100)])).parts.to_pylist()
    found = [(p["referentie"], p["zorgmaand"], p["begin"], p["eind"], p["ingediend_cent"], p["aantal"]) for p in parts]
    assert found == [
        ("R1", JAN, date(2026, 1, 29), date(2026, 1, 31), 5_001, 3),
        ("R1", date(2026, 2, 1), date(2026, 2, 1), date(2026, 2, 3), 5_000, 3),
        ("R2", JAN, JAN, date(2026, 1, 28), 100, 1),
    ]


def test_the_header_period_does_not_place_a_line():
    # R1.2: the month comes from 0414/0415; the header of `claim` says January
    parts = read(claim("F1", [maandregel("R1", date(2025, 11, 1), 100)])).parts.to_pylist()
    assert parts[0]["zorgmaand"] == date(2025, 11, 1)


@pytest.mark.parametrize(
    ("kop", "veld"),
    [
        ({"code_ei_bericht": "428"}, "0102 code_ei_bericht"),
        ({"versie": "02"}, "0103 versie"),
        ({"subversie": "05"}, "0103 versie"),
        ({"soort_bericht": "T"}, "0105 soort_bericht"),
        ({"soort_bericht": "X"}, "0105 soort_bericht"),
        ({"uzovi": "1234"}, "0108 uzovi"),
        ({"betaling_aan": "09"}, "0113 betaling_aan"),
        ({"betaling_aan": "01"}, "0109 code_servicebureau"),
        ({"factuurnummer": ""}, "0116 factuurnummer"),
    ],
)
def test_a_wrong_header_refuses_the_message(kop: dict[str, str], veld: str):
    redenen = refusal(claim("F1", REGELS, **kop))
    assert [(r.regel, r.veld) for r in redenen] == [(1, veld)]


@pytest.mark.parametrize(
    "veld",
    [
        "aantal_verzekerdenrecords",
        "aantal_prestatierecords",
        "aantal_commentaarrecords",
        "totaal_detailrecords",
        "totaal_declaratiebedrag",
    ],
)
def test_a_wrong_count_or_total_in_record_99_refuses_the_message(veld: str):
    redenen = refusal(claim("F1", REGELS, sluit={veld: 77}))
    assert [(r.regel, r.veld and r.veld[5:]) for r in redenen] == [(6, veld)]


def test_the_sign_of_the_total_counts():
    assert [r.veld for r in refusal(claim("F1", REGELS, sluit={"debet_credit": "C"}))] == [
        "9907 totaal_declaratiebedrag"
    ]


def test_every_reason_is_named_with_its_line():
    # R1.5: "with every reason found and its line number"
    content = claim("F1", REGELS, sluit={"aantal_prestatierecords": 9}, soort_bericht="T", versie="09")
    assert [(r.regel, (r.veld or "")[:4]) for r in refusal(content)] == [(1, "0103"), (1, "0105"), (6, "9904")]


def edit(content: bytes, regel: int, name: str, value: str, record: str = "04") -> bytes:
    """Change one field of one line (1-based)."""
    lines = content.split(b"\r\n")
    field = aw319().field(record, name)
    line = lines[regel - 1]
    lines[regel - 1] = (
        line[: field.slice.start] + value.encode("latin-1").ljust(field.length) + line[field.slice.stop :]
    )
    return b"\r\n".join(lines)


@pytest.mark.parametrize(
    ("name", "value", "veld"),
    [
        ("debet_credit_2", "X", "0430 debet_credit_2"),
        ("debet_credit_1", " ", "0427 debet_credit_1"),
        ("declaratiebedrag", "0001 000", "0429 declaratiebedrag"),
        ("identificatie_detailrecord", "00000000000A", "0402 identificatie_detailrecord"),
        ("identificatie_detailrecord", "000000000004", "0402 identificatie_detailrecord"),
    ],
)
def test_an_amount_sign_or_number_that_cannot_be_read_refuses_the_message(name: str, value: str, veld: str):
    redenen = refusal(edit(claim("F1", REGELS), 3, name, value))
    assert veld in [r.veld for r in redenen]
    assert {r.regel for r in redenen if r.veld == veld} <= {3, 5}


@pytest.mark.parametrize(
    ("name", "value", "tekst"),
    [
        ("begindatum_prestatie", "20260231", "onmogelijke datum"),
        ("einddatum_prestatie", "20261301", "onmogelijke datum"),
        ("einddatum_prestatie", "20251231", "einddatum ligt voor de begindatum"),
        ("begindatum_prestatie", "20121231", "datum ligt voor 01-01-2013"),
        ("einddatum_prestatie", "20260302", "datum ligt na de ontvangst van het bestand"),
        ("aantal", "00A1", "geen getal"),
        ("bsn", "99999999X", "geen getal"),
        ("prestatiecodelijst", "065", "geen Wlz-prestatie; verwacht 055"),
        ("prestatiecode", "     ", "leeg"),
        ("referentienummer", " ", "leeg"),
    ],
)
def test_a_line_that_cannot_be_placed_is_uitval_and_the_rest_counts(name: str, value: str, tekst: str):
    claims = read(edit(claim("F1", REGELS), 3, name, value))
    assert [(r.regel, r.tekst) for r in claims.redenen] == [(3, tekst)]
    assert (claims.regels, claims.fout_regels, claims.gelezen_cent, claims.fout_cent) == (2, 1, 7_500, 10_000)
    assert [p["ingediend_cent"] for p in claims.parts.to_pylist() if p["zorgmaand"]] == [-2_500]


def test_no_reason_repeats_what_the_message_says():
    # R1.6 and the rule for errors: file, line, field and what to do, never content
    content = edit(claim("F1", REGELS), 3, "begindatum_prestatie", "2026XXXX")
    texts = [r.tekst for r in read(content).redenen] + [
        r.tekst for r in refusal(edit(content, 3, "debet_credit_2", "Q"))
    ]
    assert not [t for t in texts if "XXXX" in t or "Q" in t or str(BSN) in t]


def test_lines_of_another_length_are_named():
    lines = claim("F1", REGELS).split(b"\r\n")
    lines[2] = lines[2][:-1]
    assert [(r.regel, "309" in r.tekst) for r in refusal(b"\r\n".join(lines))] == [(3, True)]


def test_a_truncated_message_is_refused():
    lines = claim("F1", REGELS).split(b"\r\n")
    assert [r.veld for r in refusal(b"\r\n".join(lines[:4]) + b"\r\n")] == ["99"]
    assert [r.regel for r in refusal(b"\r\n".join(lines[:4])[:-40])] == [4]


def test_utf8_shifts_positions_and_is_named():
    content = join(aw319(), [("01", header(aw319(), "F1")), *claim_records(REGELS)]).decode("latin-1")
    redenen = refusal(content.replace("Voorbeeld ", "Voorbéeld ", 1).encode("utf-8"))
    assert [r.regel for r in redenen] == [2]
    assert "UTF-8" in redenen[0].tekst


def test_latin1_letters_are_read():
    content = claim("F1", REGELS).replace(b"Voorbeeld ", b"Voorb\xe9eld ")
    assert read(content).regels == 2


@pytest.mark.parametrize("line_end", [b"\r\n", b"\n"])
def test_both_line_ends_and_a_missing_last_one(line_end: bytes):
    content = claim("F1", REGELS).replace(b"\r\n", line_end)
    assert read(content).gelezen_cent == read(content.rstrip(b"\r\n")).gelezen_cent == 7_500


def test_mixed_line_ends_are_read():
    assert read(claim("F1", REGELS).replace(b"\r\n", b"\n", 2)).gelezen_cent == 7_500


def test_a_carriage_return_before_the_line_end_is_no_character_of_the_record():
    lines = claim("F1", REGELS).replace(b"\r\n", b"\n").removesuffix(b"\n")
    assert "309 tekens" in refusal(lines[:-1] + b"\r\n")[0].tekst


@pytest.mark.parametrize(
    "records", [["04", "99"], ["01", "99", "02"], ["01", "04", "99"], ["01", "01", "99"], ["01", "07", "99"]]
)
def test_records_out_of_order_are_refused(records: Sequence[str]):
    layout = aw319()
    blank: dict[str, dict[str, Any]] = {"01": header(layout, "F1"), "99": {"debet_credit": "D"}}
    content = b"".join(
        b"07".ljust(310) + b"\r\n" if kind == "07" else join(layout, [(kind, blank.get(kind, {}))]) for kind in records
    )
    assert refusal(content)


def test_a_message_without_lines_counts_nothing():
    claims = read(claim("F1", []))
    assert (claims.regels, claims.gelezen_cent, len(claims.parts)) == (0, 0, 0)


def test_the_provider_behind_a_service_bureau_is_the_institution():
    claims = read(claim("F1", REGELS, betaling_aan="01", code_servicebureau="98000001"))
    assert (claims.header.betaald_agb, claims.header.agb) == ("98000001", "06000001")


def test_a_return_is_read_with_its_totals():
    # R1.4: line 2 (credit of 25 euro) granted for 10; line 1 left out
    answers = read_aw320(answer("F1", REGELS, [Oordeel(1, 1_000, "0611")]))
    assert (answers.totaal_ingediend_cent, answers.totaal_toegekend_cent) == (7_500, 9_000)
    assert [(p["detailnummer"], p["toegekend_cent"]) for p in answers.parts.to_pylist()] == [(4, -1_000)]
    assert not answers.heel_afgekeurd


def test_a_granted_amount_is_split_as_its_line():
    # R1.2: 6 dagen over de maandgrens, toegekend 101 cent: 51 en 50
    regel = Regel("R1", date(2026, 1, 29), date(2026, 2, 3), 10_001, aantal=6)
    parts = read_aw320(answer("F1", [regel], [Oordeel(0, 101, "0611")])).parts.to_pylist()
    assert [(p["zorgmaand"], p["toegekend_cent"]) for p in parts] == [(JAN, 51), (date(2026, 2, 1), 50)]


def test_return_code_of_the_header_can_refuse_the_whole_file():
    assert read_aw320(answer("F1", REGELS, [Oordeel(0, 0), Oordeel(1, 0)], retourcode_1="0001")).heel_afgekeurd


def test_a_return_with_a_wrong_count_is_refused_but_zero_is_allowed():
    # AW320: the counts of its record 99 may be zero
    assert read_aw320(answer("F1", REGELS, [Oordeel(0, 5)], sluit={"aantal_prestatierecords_retour": 0}))
    with pytest.raises(Geweigerd):
        read_aw320(answer("F1", REGELS, [Oordeel(0, 5)], sluit={"aantal_prestatierecords_retour": 3}))


def test_pseudonyms_are_keyed_and_person_by_person():
    # R1.6: same person, same key: same pseudonym; another key: another; nobody: 0
    bsn: Ints = np.array([BSN, 999_999_999, BSN, 912345678])
    one, other = Pseudonyms(b"k" * 32)(bsn), Pseudonyms(b"q" * 32)(bsn)
    assert one[0] == one[2] != one[3]
    assert one[1] == 0
    assert one[0] != other[0]
    assert BSN not in one.tolist()


def test_what_a_refused_message_held_is_counted_as_far_as_it_can_be_read():
    # R1.5: nothing is lost; a cut message counts its whole records, an unreadable amount counts as a line only
    content = claim("F1", REGELS)
    assert count_claims(content) == (2, 7_500)
    assert count_claims(content[: 5 * 312 - 40]) == (2, 10_000)
    assert count_claims(edit(content, 3, "declaratiebedrag", "0001 000")) == (2, -2_500)
    assert count_claims(edit(content, 3, "identificatie_detailrecord", "00000000000\r")) == (2, 7_500)  # no line end
    assert count_claims(b"") == (0, 0)

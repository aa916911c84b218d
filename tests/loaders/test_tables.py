"""Cells and rows of reference tables: what is read, what is refused, and which rows are the same (R1.1, R2.4)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from config.reference import Column, reference_tables
from loaders.berichten.messages import Geweigerd
from loaders.grootboek.deliveries import Row, Value
from loaders.tabellen.cellen import Celfout, to_value
from loaders.tabellen.tables import (
    clashes,
    displaced,
    new_rows,
    open_table,
    read_table,
    recognise,
)

AFSPRAKEN, BETALINGEN = reference_tables()["crisisafspraken"], reference_tables()["betalingen"]


def kolom(tabel: str, naam: str) -> Column:
    return next(c for c in reference_tables()[tabel].columns if c.name == naam)


BEDRAG = kolom("betalingen", "bedrag_eur")
AANDEEL = kolom("behandelaandeel", "aandeel")
PLEKKEN = kolom("crisisafspraken", "plekken")
JAAR = kolom("crisisafspraken", "jaar")
MAAND = kolom("crisis_onbezet", "zorgmaand")
HOOFDSECTOR = kolom("aanbieders", "hoofdsector")
AGB = kolom("aanbieders", "agb")
NAAM, GESTART = kolom("aanbieders", "naam"), kolom("aanbieders", "gestart_op")
GELDIG_TOT, AANTAL = kolom("koppeltabel", "geldig_tot"), kolom("productie", "aantal")
RUIMTE = kolom("contracteerruimte", "bedrag_eur")


@pytest.mark.parametrize(
    ("kolom", "cel", "waarde"),
    [
        (BEDRAG, "298.05", 29_805),
        (BEDRAG, " -0.01 ", -1),
        (BEDRAG, "298", 29_800),
        (BEDRAG, 0.29, 29),
        (BEDRAG, 0.1 + 0.2, 30),  # a workbook reckons in binary numbers
        (BEDRAG, "9999999999999.99", 999_999_999_999_999),
        (PLEKKEN, "4", 4),
        (PLEKKEN, 4.0, 4),
        (PLEKKEN, "0", 0),
        (AANTAL, "-1", -1),
        (AANDEEL, "0.125", "0.125"),
        (AANDEEL, ".125", "0.125"),
        (GELDIG_TOT, "9999-12-31", date(9999, 12, 31)),
        (GESTART, "1985-03-01", date(1985, 3, 1)),
        (GESTART, "20250301", date(2025, 3, 1)),
        # 1 mei 0:00 in Nederland is 30 april 22:00 UTC
        (MAAND, datetime(2026, 4, 30, 22, tzinfo=UTC), date(2026, 5, 1)),
        (GESTART, datetime(2026, 12, 31, 23, tzinfo=UTC), date(2027, 1, 1)),
        (NAAM, "De\nLinde", "De Linde"),
        (JAAR, "2000", 2000),
        (JAAR, 2100, 2100),
        (AANDEEL, "0", "0"),
        (AANDEEL, "1", "1"),
        (AANDEEL, "0.35", "0.35"),
        (MAAND, "2026-02", date(2026, 2, 1)),
        (MAAND, "2026-02-28", date(2026, 2, 1)),
        (MAAND, datetime(2026, 2, 28), date(2026, 2, 1)),  # noqa: DTZ001 (as a workbook has it)
        (MAAND, date(2026, 2, 28), date(2026, 2, 1)),
        (HOOFDSECTOR, " GZ ", "GZ"),
        (HOOFDSECTOR, "  ", None),
        (HOOFDSECTOR, None, None),
        (AGB, 6000001, "06000001"),  # a workbook drops the leading zero
    ],
)
def test_a_cell_is_read(kolom: Column, cel: Any, waarde: Value):
    assert to_value(kolom, cel) == waarde


@pytest.mark.parametrize(
    ("kolom", "cel", "reden"),
    [
        (BEDRAG, "298.001", "meer dan twee decimalen"),
        (BEDRAG, 298.005, "meer dan twee decimalen"),  # no cent is rounded away in silence, in a workbook either
        (BEDRAG, "298,00", "geen getal"),
        (BEDRAG, "1.000.000", "geen getal"),
        (BEDRAG, "NaN", "geen getal"),
        (BEDRAG, "10000000000000.00", "onmogelijk groot"),
        (BEDRAG, "-10000000000000.00", "onmogelijk groot"),
        (BEDRAG, None, "verplicht"),
        (BEDRAG, " ", "verplicht"),
        (BEDRAG, "350.000", "drie cijfers achter de punt"),  # 350 euro, of driehonderdvijftigduizend?
        (BEDRAG, "1.234", "drie cijfers achter de punt"),
        (BEDRAG, "0.120", "drie cijfers achter de punt"),
        (PLEKKEN, "1.000", "drie cijfers achter de punt"),
        (AANDEEL, "1.000", "drie cijfers achter de punt"),
        *((BEDRAG, text, "geen getal") for text in ("1e5", "1_000", "١٢", "(5)", "5-", "€ 5", "−5", "5.", "-")),
        (BEDRAG, True, "geen getal"),
        (BEDRAG, date(2026, 1, 1), "geen getal"),
        (BEDRAG, "#N/B", "foutwaarde"),
        *((NAAM, text, "foutwaarde") for text in ("#N/A", "#VERW!", "#DEEL/0!", "#NAAM?", "####", "Err:502")),
        (NAAM, Celfout("formule zonder bewaarde uitkomst"), "formule zonder"),
        *((NAAM, f"De{teken}Linde", "onzichtbaar teken") for teken in "\x0b\x00\x1f\x7f\u200b\u202e"),
        *((NAAM, cel, "geen tekst") for cel in (1.5, True, date(2026, 10, 5))),
        (PLEKKEN, "-1", "minder zijn dan 0"),
        (RUIMTE, "-0.01", "minder zijn dan 0"),
        (GESTART, "2026-W01-1", "geen datum"),
        (GESTART, "2026-02-30", "geen datum"),
        (GESTART, "0226-01-01", "jaar tussen 1900 en 2100"),
        (GESTART, "9999-12-31", "jaar tussen 1900 en 2100"),
        (GELDIG_TOT, "1999-12-31", "jaar tussen 2000 en 2100"),
        (MAAND, "2026-W10", "geen maand"),
        (MAAND, "1026-05", "jaar tussen 2000 en 2100"),
        (MAAND, datetime(2026, 4, 30, 22), "tijdstip zonder tijdzone"),  # noqa: DTZ001 (that is what it is about)
        (PLEKKEN, "4.5", "geen geheel getal"),
        (JAAR, "1999", "tussen 2000 en 2100"),
        (JAAR, "2101", "tussen 2000 en 2100"),
        (AANDEEL, "1.01", "tussen 0 en 1"),
        (AANDEEL, "-0.01", "tussen 0 en 1"),
        (MAAND, "2026-13", "geen maand"),
        (MAAND, "02-2026", "geen maand"),
        (HOOFDSECTOR, "VV", "V&V, GZ, GGZ"),
        (AGB, "6000001", "AGB-code van 8 cijfers"),
    ],
)
def test_a_cell_that_cannot_be_is_refused_with_what_to_do(kolom: Column, cel: Any, reden: str):
    with pytest.raises(ValueError, match=reden):
        to_value(kolom, cel)


def afspraak(vanaf: int, tot: int, plekken: int = 2, agb: str = "06000001") -> Row:
    return {
        "jaar": 2026, "agb": agb, "uzovi": "5515", "sector": "V&V", "plekken": plekken,
        "vanaf": date(2026, vanaf, 1), "tot": date(2026, tot, 28), "zwaarte": None,
    }  # fmt: skip


def betaling(bedrag: int, levering: str = "a") -> Row:
    return {
        "agb": "06000001", "uzovi": "5515", "jaar": 2026, "datum": date(2026, 2, 1), "bedrag_cent": bedrag,
        "levering": levering,
    }  # fmt: skip


def test_periods_clash_when_they_share_a_day():
    def found(*rows: Row) -> list[tuple[int | None, str]]:
        return [
            (r.regel, r.tekst)
            for r in clashes(AFSPRAKEN, [(f"regel {n}", n, row) for n, row in enumerate(rows, start=2)])
        ]

    assert found(afspraak(1, 3), afspraak(4, 6)) == []
    assert found(afspraak(1, 3), afspraak(1, 3, agb="06000002")) == []
    assert found(afspraak(4, 6), afspraak(1, 4)) == [(2, "rij overlapt met regel 3")]
    # the last day of one is the first of the other
    last_day = {**afspraak(4, 6), "vanaf": date(2026, 3, 28)}
    assert found(afspraak(1, 3), last_day) == [(3, "rij overlapt met regel 2")]
    # a long row is held against all that begin before it ends, not only against the next
    assert found(afspraak(1, 12), afspraak(2, 3), afspraak(5, 6)) == [
        (3, "rij overlapt met regel 2"),
        (4, "rij overlapt met regel 2"),
    ]


def test_a_row_loaded_before_is_never_at_fault():
    known = ("een eerder geladen rij (bestand a.csv, regel 9)", None, afspraak(4, 6))
    for new in (afspraak(1, 4), afspraak(6, 9)):
        (reden,) = clashes(AFSPRAKEN, [known, ("regel 2", 2, new)])
        assert (reden.regel, reden.tekst) == (2, "rij overlapt met een eerder geladen rij (bestand a.csv, regel 9)")


def test_a_table_without_a_key_may_hold_equal_rows():
    assert clashes(BETALINGEN, [("regel 2", 2, betaling(5)), ("regel 3", 3, betaling(5))]) == []
    assert displaced(BETALINGEN, [betaling(5)], {2: betaling(5)}) == []


def test_the_nth_equal_row_is_known_when_n_rows_are():
    rows = {2: betaling(5), 3: betaling(5), 4: betaling(7), 5: betaling(5)}
    assert list(new_rows(BETALINGEN, [betaling(5, "b"), betaling(5, "c")], rows)) == [4, 5]
    assert list(new_rows(BETALINGEN, [], rows)) == [2, 3, 4, 5]


def test_a_new_row_displaces_those_with_which_it_shares_a_day():
    have = [afspraak(1, 3), afspraak(4, 6), afspraak(7, 9), afspraak(5, 5, agb="06000002")]
    assert displaced(AFSPRAKEN, have, {2: afspraak(3, 4, plekken=1)}) == have[:2]
    assert displaced(AFSPRAKEN, have, {2: afspraak(10, 12), 3: afspraak(9, 9)}) == have[2:3]
    touching = {**afspraak(10, 12), "vanaf": date(2026, 9, 28)}
    assert displaced(AFSPRAKEN, have, {2: touching}) == have[2:3]
    assert displaced(AFSPRAKEN, have, {2: {**touching, "vanaf": date(2026, 9, 29)}}) == []


def test_every_row_that_is_wrong_is_named_by_its_line():
    # de kolommen mogen anders staan, een lege regel telt mee in de nummers, en een fout verbergt geen andere
    text = (
        "naam,agb,hoofdsector,concern,gestart_op\n"
        "Een,06000001,V&V,,2015-01-01\n\n"
        "Twee,06000002,V&V\n"
        "Drie,6,VV,,2015-13-01\n"
        '"Vier, Vijf",06000004,,,\n'
    )
    with pytest.raises(Geweigerd) as refused:
        read_table(open_table(text.encode()))
    assert [(r.regel, r.veld) for r in refused.value.redenen] == [
        (4, None), (5, "agb"), (5, "hoofdsector"), (5, "gestart_op"),
    ]  # fmt: skip
    good = "\n".join(line for n, line in enumerate(text.splitlines()) if n not in {3, 4})
    found = read_table(open_table(good.encode()))
    assert {line: (row["agb"], row["naam"]) for line, row in found.rows.items()} == {
        2: ("06000001", "Een"),
        4: ("06000004", "Vier, Vijf"),
    }


def test_a_column_that_may_be_missing_is_read_where_it_stands():
    # R6, stap 2: zwaarte van GZ-plekken; bestanden zonder de kolom blijven gelden, en het sjabloon is wat het was
    head, row = ",".join(AFSPRAKEN.header), "2026,06000001,5515,GZ,2,2026-01-01,2026-06-30"
    assert AFSPRAKEN.header[-1] == "tot"
    assert [r["zwaarte"] for r in read_table(open_table(f"{head}\n{row}\n".encode())).rows.values()] == [None]
    text = f"{head},zwaarte\n{row},licht\n{row},Zwaar\n{row},\n"
    assert [r["zwaarte"] for r in read_table(open_table(text.encode())).rows.values()] == ["licht", "zwaar", None]
    with pytest.raises(Geweigerd) as refused:
        read_table(open_table(f"{head},zwaarte\n{row},anders\n".encode()))
    assert [(r.regel, r.veld, r.tekst) for r in refused.value.redenen] == [
        (2, "zwaarte", "onbekende waarde; verwacht licht, midden, zwaar")
    ]


def test_a_kind_of_commitment_is_of_a_closed_list_however_it_is_written():
    # R4.5: wat als regionale ontwikkeling is bedoeld, mag niet zwijgend buiten het vaste volume vallen
    soort = kolom("verplichtingen", "soort")
    for written in (
        "regionale ontwikkeling",
        " Regionale  Ontwikkeling ",
        "REGIONALE-ONTWIKKELING",
        "regionale_ontwikkeling",
    ):
        assert to_value(soort, written) == "regionale_ontwikkeling"
    with pytest.raises(ValueError, match="verwacht toezegging, regionale_ontwikkeling, complexe_casus"):
        to_value(soort, "regio-ontwikkeling")


def test_rows_that_clash_or_end_before_they_begin_are_refused():
    def redenen(*rows: str) -> list[tuple[int | None, str | None, str]]:
        head = ",".join(AFSPRAKEN.header)
        with pytest.raises(Geweigerd) as refused:
            read_table(open_table("\n".join((head, *rows)).encode()))
        return [(r.regel, r.veld, r.tekst) for r in refused.value.redenen]

    row = "2026,06000001,5515,V&V,2,2026-01-01,2026-06-30"
    assert redenen(row, row) == [(3, "agb, uzovi, sector, zwaarte", "rij overlapt met regel 2")]
    assert redenen(row.replace("2026-06-30", "2025-12-31")) == [(2, "tot", "ligt voor vanaf")]


def test_a_header_names_its_table_or_every_column_that_is_not_right():
    header = list(AFSPRAKEN.header)
    assert recognise(header[::-1]) is AFSPRAKEN
    with pytest.raises(Geweigerd) as refused:
        recognise([*header[1:], "plek", "sector"])
    assert [(r.regel, r.veld, r.tekst) for r in refused.value.redenen] == [
        (1, "jaar", "kolom ontbreekt in crisisafspraken"),
        (1, "plek", "onbekende kolom voor crisisafspraken"),
        (1, "sector", "kolom komt vaker voor"),
    ]
    with pytest.raises(Geweigerd) as unknown:
        recognise(["naam", "adres", "woonplaats"])
    assert "onbekend soort bestand" in unknown.value.redenen[0].tekst

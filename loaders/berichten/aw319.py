"""AW319: a claim message in, line parts per zorgmaand out. Personal data end here (R1.6)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from config.layouts import EERSTE_ZORGDAG, aw319
from config.regelingen import WLZ
from loaders.berichten.matrix import Ints, Mask, Records, lines_of, reasons
from loaders.berichten.messages import (
    Header,
    check_counts,
    check_header,
    per_month,
    records_by_type,
    refuse,
    signed_total,
    unique_numbers,
)
from loaders.grootboek.deliveries import Reden

PRESTATIECODELIJST_WLZ = int(WLZ.prestatiecodelijst)

TELLINGEN = {
    "aantal_verzekerdenrecords": ("02",),
    "aantal_debiteurrecords": ("03",),
    "aantal_prestatierecords": ("04",),
    "aantal_commentaarrecords": ("98",),
    "totaal_detailrecords": ("02", "04", "98"),
}

REGELS = pa.schema(
    {
        "regel": pa.int32(),
        "detailnummer": pa.int64(),
        "referentie": pa.string(),
        "vorige_referentie": pa.string(),
        "client": pa.int64(),
        "prestatiecode": pa.dictionary(pa.int32(), pa.string()),
        "zzp_code": pa.dictionary(pa.int32(), pa.string()),
        "functiecode": pa.dictionary(pa.int32(), pa.string()),
        "tijdseenheid": pa.dictionary(pa.int32(), pa.string()),
        "zorgmaand": pa.date32(),
        "begin": pa.date32(),
        "eind": pa.date32(),
        "aantal": pa.int32(),
        "tarief_cent": pa.int32(),
        "ingediend_cent": pa.int64(),
    }
)
"""Line parts: one row per line and zorgmaand. `regel` is the line number in the message, `client` a pseudonym (0 for a
person without BSN), `begin` and `eind` the days of the part; `aantal` and `ingediend_cent` are negative on a credit
line (R1.3). A line in uitval has one row without zorgmaand: it counts nowhere, but its AW320 must add up."""


@dataclass(frozen=True, kw_only=True)
class ClaimFacts:
    """What a readable AW319 counted, and the reasons of lines in uitval."""

    header: Header
    regels: int
    gelezen_cent: int
    fout_regels: int
    fout_cent: int
    redenen: list[Reden]


@dataclass(frozen=True, kw_only=True)
class Claims(ClaimFacts):
    """A readable AW319 with its line parts (REGELS)."""

    parts: pa.Table


def read_aw319(content: bytes, ontvangen: date, pseudonym: Callable[[Ints], Ints]) -> Claims:
    """Read one AW319 v1.4 as received on `ontvangen`; `pseudonym` turns BSNs into pseudonyms.

    A line whose amount is sound but which cannot be placed (impossible dates, blank reference or code) is uitval.

    Raises Geweigerd with every reason found when the message as a whole cannot be trusted (R1.5).
    """
    records = records_by_type(content, aw319())
    lines = records["04"]
    cents, geld_redenen = signed_cents(lines)
    detailnummers, nummer_redenen = unique_numbers(lines, aw319())
    header, redenen = check_message(
        voorloop=records["01"].bytes[0].tobytes(),
        sluit=records["99"],
        counts={record: len(found) for record, found in records.items()},
        first_line=int(lines.regels[0]) if len(lines) else 0,
        first_client=int(records["02"].regels[0]) if len(records["02"]) else 0,
        cent=None if geld_redenen else int(cents.sum()),
    )
    refuse(redenen + geld_redenen + nummer_redenen)
    placed = place(lines, detailnummers, cents, ontvangen, pseudonym)
    return Claims(header=header, regels=len(lines), gelezen_cent=int(cents.sum()), **vars(placed))


def check_message(
    *, voorloop: bytes, sluit: Records, counts: Mapping[str, int], first_line: int, first_client: int, cent: int | None
) -> tuple[Header, list[Reden]]:
    """The header, and every reason in it, in record 99 (`sluit`) and in the order of records to refuse the message.

    `counts`: records by type. `first_line`, `first_client`: the first 04 and 02 record (line number, 0 for none).
    `cent`: the sum of the lines; None where lines could not be read.
    """
    layout = aw319()
    header, redenen = check_header(voorloop, layout)
    redenen += check_counts(sluit, counts, layout, TELLINGEN, zero_allowed=False)
    if first_line and not 0 < first_client < first_line:
        redenen.append(Reden(first_line, "0401 kenmerk_record", "prestatierecord zonder verzekerdenrecord erboven"))
    totaal_cent, totaal_redenen = signed_total(sluit, layout, "totaal_declaratiebedrag", "debet_credit")
    redenen += totaal_redenen
    if cent is not None and not totaal_redenen and totaal_cent != cent:
        field = layout.field("99", "totaal_declaratiebedrag")
        text = "telt niet op tot de som van de regels; lever het bestand opnieuw aan"
        redenen.append(Reden(int(sluit.regels[0]), f"{field.rubriek} {field.name}", text))
    return header, redenen


@dataclass(frozen=True)
class Placed:
    """Lines by what became of them: parts with a month, and of those in uitval how many, cents and why."""

    parts: pa.Table
    fout_regels: int
    fout_cent: int
    redenen: list[Reden]


def place(
    lines: Records, detailnummers: Ints, cents: Ints, ontvangen: date, pseudonym: Callable[[Ints], Ints]
) -> Placed:
    """Place each 04 record whose number and amount could be read in its month, or in uitval with every reason."""
    fout, redenen = _line_faults(lines, ontvangen)
    parts = _parts(lines.where(~fout), detailnummers[~fout], cents[~fout], pseudonym)
    return Placed(
        parts=pa.concat_tables([parts, _without_month(lines.where(fout), detailnummers[fout], cents[fout])]),
        fout_regels=int(fout.sum()),
        fout_cent=int(cents[fout].sum()),
        redenen=sorted(redenen, key=lambda r: r.regel or 0),
    )


def count_claims(content: bytes) -> tuple[int, int]:
    """Lines and cents of a message that was refused, as far as they can be read (R1.5: nothing is lost)."""
    layout = aw319()
    found = [line for line in lines_of(content) if line.startswith(b"04")]
    whole = [line for line in found if len(line) == layout.record_length]
    matrix = np.frombuffer(b"".join(whole), np.uint8).reshape(-1, layout.record_length)
    lines = Records(matrix, np.arange(len(whole)))
    cents, redenen = signed_cents(lines)
    readable = np.ones(len(whole), bool)
    readable[[reden.regel for reden in redenen if reden.regel is not None]] = False
    return len(found), int(cents[readable].sum())


def signed_cents(lines: Records) -> tuple[Ints, list[Reden]]:
    """What is claimed per 04 record, negative on a credit line (R1.3), and a reason for each that cannot be read."""
    layout = aw319()
    redenen = []
    for name in ("berekend_bedrag", "declaratiebedrag"):
        field = layout.field("04", name)
        redenen += reasons(lines, ~lines.numbers(field)[1], field, "bedrag is geen getal")
    for name in ("debet_credit_1", "debet_credit_2"):
        field = layout.field("04", name)
        redenen += reasons(lines, ~lines.signs(field)[1], field, "onbekende D/C; verwacht D of C")
    cents = lines.numbers(layout.field("04", "declaratiebedrag"))[0]
    return cents * lines.signs(layout.field("04", "debet_credit_2"))[0], redenen


def _line_faults(lines: Records, ontvangen: date) -> tuple[Mask, list[Reden]]:
    layout = aw319()
    fout = np.zeros(len(lines), bool)
    redenen: list[Reden] = []

    def check(wrong: Mask, name: str, text: str) -> None:
        redenen.extend(reasons(lines, wrong, layout.field("04", name), text))
        fout[wrong] = True

    begin, begin_ok = lines.dates(layout.field("04", "begindatum_prestatie"))
    eind, eind_ok = lines.dates(layout.field("04", "einddatum_prestatie"))
    both = begin_ok & eind_ok
    check(~begin_ok, "begindatum_prestatie", "onmogelijke datum")
    check(~eind_ok, "einddatum_prestatie", "onmogelijke datum")
    check(both & (eind < begin), "einddatum_prestatie", "einddatum ligt voor de begindatum")
    te_vroeg = begin_ok & (begin < np.datetime64(EERSTE_ZORGDAG))
    check(te_vroeg, "begindatum_prestatie", f"datum ligt voor {EERSTE_ZORGDAG:%d-%m-%Y}")
    check(
        eind_ok & (eind > np.datetime64(ontvangen)), "einddatum_prestatie", "datum ligt na de ontvangst van het bestand"
    )
    for name in ("bsn", "aantal", "tarief", "functiecode", "zzp_code", "tijdseenheid"):
        check(~lines.numbers(layout.field("04", name))[1], name, "geen getal")
    lijst, lijst_ok = lines.numbers(layout.field("04", "prestatiecodelijst"))
    check(
        ~lijst_ok | (lijst != PRESTATIECODELIJST_WLZ),
        "prestatiecodelijst",
        f"geen Wlz-prestatie; verwacht {WLZ.prestatiecodelijst}",
    )
    for name in ("prestatiecode", "referentienummer"):
        check((lines.raw(layout.field("04", name)) == ord(" ")).all(axis=1), name, "leeg")
    return fout, redenen


def _parts(lines: Records, detailnummers: Ints, cents: Ints, pseudonym: Callable[[Ints], Ints]) -> pa.Table:
    layout = aw319()

    def number(name: str) -> Ints:
        return lines.numbers(layout.field("04", name))[0]

    def texts(name: str) -> pa.Array:
        return lines.texts(layout.field("04", name))

    begin = lines.dates(layout.field("04", "begindatum_prestatie"))[0]
    eind = lines.dates(layout.field("04", "einddatum_prestatie"))[0]
    aantal = number("aantal") * np.where(lines.signs(layout.field("04", "debet_credit_2"))[0] < 0, -1, 1)
    whole = pa.table(
        {
            "regel": lines.regels,
            "detailnummer": detailnummers,
            "referentie": texts("referentienummer"),
            "vorige_referentie": texts("referentienummer_vorig"),
            "client": pseudonym(number("bsn")),
            "prestatiecode": texts("prestatiecode"),
            "zzp_code": texts("zzp_code"),
            "functiecode": texts("functiecode"),
            "tijdseenheid": texts("tijdseenheid"),
            "tarief_cent": number("tarief"),
        }
    )
    return per_month(whole, begin, eind, REGELS, aantal=aantal, ingediend_cent=cents)


def _without_month(lines: Records, detailnummers: Ints, cents: Ints) -> pa.Table:
    """Lines in uitval: number, reference and amount, for the sum of their AW320; nothing else of them is known."""
    known = {
        "regel": pa.array(lines.regels),
        "detailnummer": pa.array(detailnummers),
        "referentie": lines.texts(aw319().field("04", "referentienummer")),
        "ingediend_cent": pa.array(cents),
    }
    columns = [known.get(column.name, pa.nulls(len(lines), column.type)).cast(column.type) for column in REGELS]
    return pa.table(columns, schema=REGELS)

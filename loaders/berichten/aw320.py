"""AW320: a return message in, verdicts per line and zorgmaand out (R1.4)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from config.codes import bestandsafwijzingen
from config.layouts import aw320
from loaders.berichten.matrix import Ints, Records, reasons
from loaders.berichten.messages import (
    Header,
    check_counts,
    check_header,
    per_month,
    records_by_type,
    refuse,
    signed_total,
    text_of,
    unique_numbers,
)
from loaders.grootboek.deliveries import Reden

TELLINGEN = {
    "aantal_verzekerdenrecords_retour": ("02",),
    "aantal_prestatierecords_retour": ("04",),
    "aantal_commentaarrecords_retour": ("98",),
}

OORDELEN = pa.schema(
    {
        "regel": pa.int32(),
        "detailnummer": pa.int64(),
        "referentie": pa.string(),
        "zorgmaand": pa.date32(),
        "toegekend_cent": pa.int64(),
    }
)
"""Verdict parts: one row per answered line and zorgmaand, the granted amount negative on a credit line. A line whose
dates are impossible has one row without zorgmaand."""


@dataclass(frozen=True, kw_only=True)
class AnswerFacts:
    """What a readable AW320 says. `heel_afgekeurd`: refused as a whole, so a line left out was not granted.

    `totaal_ingediend_cent` and `totaal_toegekend_cent` are what record 99 says; `dagtekening_retour` EEJJMMDD.
    """

    header: Header
    heel_afgekeurd: bool
    totaal_ingediend_cent: int
    totaal_toegekend_cent: int
    dagtekening_retour: str


@dataclass(frozen=True, kw_only=True)
class Answers(AnswerFacts):
    """A readable AW320 with its verdict parts (OORDELEN)."""

    parts: pa.Table


def read_aw320(content: bytes) -> Answers:
    """Read one AW320 v1.4. Whether its grants add up can only be told beside its AW319 (`resolve.py`).

    Raises Geweigerd with every reason found when the message as a whole cannot be trusted (R1.5).
    """
    records = records_by_type(content, aw320())
    lines = records["04"]
    cents, geld_redenen = signed_cents(lines)
    detailnummers, nummer_redenen = unique_numbers(lines, aw320())
    facts, redenen = check_message(
        voorloop=records["01"].bytes[0].tobytes(),
        sluit=records["99"],
        counts={record: len(found) for record, found in records.items()},
    )
    refuse(redenen + geld_redenen + nummer_redenen)
    return Answers(parts=place(lines, detailnummers, cents), **vars(facts))


def check_message(*, voorloop: bytes, sluit: Records, counts: Mapping[str, int]) -> tuple[AnswerFacts, list[Reden]]:
    """What the header and record 99 (`sluit`) say, and every reason in them to refuse the message. `counts`: records by
    type."""
    layout = aw320()
    header, redenen = check_header(voorloop, layout)
    redenen += check_counts(sluit, counts, layout, TELLINGEN, zero_allowed=True)
    submitted, submitted_redenen = signed_total(sluit, layout, "totaal_ingediend_bedrag", "debet_credit_1")
    granted, granted_redenen = signed_total(sluit, layout, "totaal_toegekend_bedrag", "debet_credit_2")
    facts = AnswerFacts(
        header=header,
        heel_afgekeurd=heel_afgekeurd(voorloop),
        totaal_ingediend_cent=submitted,
        totaal_toegekend_cent=granted,
        dagtekening_retour=text_of(voorloop, layout.field("01", "dagtekening_retour")),
    )
    return facts, redenen + submitted_redenen + granted_redenen


def signed_cents(lines: Records) -> tuple[Ints, list[Reden]]:
    """What is granted per 04 record, negative on a credit line (R1.3), and a reason for each that cannot be read."""
    amount, letter = aw320().field("04", "toegekend_bedrag"), aw320().field("04", "debet_credit_4")
    granted, granted_ok = lines.numbers(amount)
    sign, sign_ok = lines.signs(letter)
    redenen = reasons(lines, ~granted_ok, amount, "bedrag is geen getal")
    redenen += reasons(lines, ~sign_ok & (granted != 0), letter, "onbekende D/C; verwacht D of C")
    return granted * sign, redenen


def place(lines: Records, detailnummers: Ints, cents: Ints) -> pa.Table:
    """The verdict parts (OORDELEN) of 04 records whose number and grant could be read."""
    fields = aw320().records["04"]
    begin, begin_ok = lines.dates(fields["begindatum_prestatie"])
    eind, eind_ok = lines.dates(fields["einddatum_prestatie"])
    undated = ~begin_ok | ~eind_ok | (eind < begin)  # repeats a line in uitval: no month, but it must add up
    first = np.where(undated, np.datetime64("NaT"), begin)
    whole = pa.table(
        {"regel": lines.regels, "detailnummer": detailnummers, "referentie": lines.texts(fields["referentienummer"])}
    )
    return per_month(whole, first, np.where(undated, first, eind), OORDELEN, toegekend_cent=cents)


def heel_afgekeurd(voorloop: bytes) -> bool:
    """Whether the return codes of the header (record 01) refuse the file as a whole (R1.4)."""
    codes = {text_of(voorloop, aw320().field("01", f"retourcode_{n}")) for n in (1, 2, 3)}
    return bool(codes & bestandsafwijzingen())

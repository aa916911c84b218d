"""AW320: a return message in, verdicts per line and zorgmaand out (R1.4)."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from config.codes import bestandsafwijzingen
from config.layouts import aw320
from loaders.matrix import reasons
from loaders.messages import Geweigerd, Header, check_counts, check_header, records_by_type, signed_total, text_of
from loaders.split import split_over_months

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
    layout = aw320()
    records = records_by_type(content, layout)
    voorloop = records["01"].bytes[0].tobytes()
    header, redenen = check_header(voorloop, layout)
    redenen += check_counts(records, layout, TELLINGEN, zero_allowed=True)
    lines = records["04"]
    fields = {name: layout.field("04", name) for name in layout.records["04"]}

    numbers, number_ok = lines.numbers(fields["identificatie_detailrecord"])
    redenen += reasons(lines, ~number_ok, fields["identificatie_detailrecord"], "detailnummer is geen getal")
    granted, granted_ok = lines.numbers(fields["toegekend_bedrag"])
    redenen += reasons(lines, ~granted_ok, fields["toegekend_bedrag"], "bedrag is geen getal")
    sign, sign_ok = lines.signs(fields["debet_credit_4"])
    redenen += reasons(lines, ~sign_ok & (granted != 0), fields["debet_credit_4"], "onbekende D/C; verwacht D of C")
    begin, begin_ok = lines.dates(fields["begindatum_prestatie"])
    eind, eind_ok = lines.dates(fields["einddatum_prestatie"])
    undated = ~begin_ok | ~eind_ok | (eind < begin)  # repeats a line in uitval: no month, but it must add up
    doubled = np.ones(len(lines), bool)
    doubled[np.unique(numbers, return_index=True)[1]] = False
    redenen += reasons(lines, number_ok & doubled, fields["identificatie_detailrecord"], "detailnummer komt vaker voor")

    submitted, submitted_redenen = signed_total(records, layout, "totaal_ingediend_bedrag", "debet_credit_1")
    total, total_redenen = signed_total(records, layout, "totaal_toegekend_bedrag", "debet_credit_2")
    redenen += submitted_redenen + total_redenen
    if redenen:
        raise Geweigerd(sorted(redenen, key=lambda r: r.regel or 0))

    first = np.where(undated, np.datetime64("NaT"), begin)
    place, (van, _), (cents,) = split_over_months(first, np.where(undated, first, eind), granted * sign)
    whole = pa.table(
        {"regel": lines.regels, "detailnummer": numbers, "referentie": lines.texts(fields["referentienummer"])}
    )
    table = whole if place is None else whole.take(pa.array(place))
    table = table.append_column("zorgmaand", pa.array(van.astype("datetime64[M]").astype("datetime64[D]")))
    table = table.append_column("toegekend_cent", pa.array(cents))
    return Answers(
        header=header,
        parts=table.select(OORDELEN.names).cast(OORDELEN),
        heel_afgekeurd=heel_afgekeurd(voorloop),
        totaal_ingediend_cent=submitted,
        totaal_toegekend_cent=total,
        dagtekening_retour=text_of(voorloop, layout.field("01", "dagtekening_retour")),
    )


def heel_afgekeurd(voorloop: bytes) -> bool:
    """Whether the return codes of the header (record 01) refuse the file as a whole (R1.4)."""
    codes = {text_of(voorloop, aw320().field("01", f"retourcode_{n}")) for n in (1, 2, 3)}
    return bool(codes & bestandsafwijzingen())

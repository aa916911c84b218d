"""What AW319 and AW320 share: record types, header, and how a message is refused whole (R1.5)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from config.codes import zorgkantoren
from config.layouts import CODERING, SUBVERSIE, VERSIE, Field, Layout
from loaders.berichten.matrix import Ints, Records, reasons, to_records
from loaders.berichten.staart import zonder_staart
from loaders.grootboek.deliveries import Reden
from loaders.split import Days, eerste_van_de_maand, split_over_months

GEMAAKT = "GEMAAKT"
"""In field 0107 (software version): the message was made by `ruimte demo`."""

BETALING_AAN = {"01": "code_servicebureau", "02": "zorgverlenerscode", "03": "praktijkcode", "04": "instellingscode"}
"""COD833 (field 0113): whose AGB code is paid."""

KOPVELDEN = (
    "code_ei_bericht",
    "versie",
    "subversie",
    "soort_bericht",
    "versie_infosysteem",
    "uzovi",
    "betaling_aan",
    *BETALING_AAN.values(),
    "factuurnummer",
)
"""What is read of record 01."""

GEEN_AGB = "00000000"
ONLEESBAAR = -1


@dataclass(frozen=True)
class Header:
    """The header's facts. `agb` is the declaring provider, `betaald_agb` the payee, under which numbers are unique."""

    uzovi: str
    agb: str
    betaald_agb: str
    factuurnummer: str
    gemaakt: bool


class Geweigerd(Exception):
    """A delivery refused whole, with every reason found."""

    def __init__(self, redenen: list[Reden]) -> None:
        super().__init__(f"{len(redenen)} redenen")
        self.redenen = redenen


def refuse(redenen: list[Reden]) -> None:
    """Raise Geweigerd with these reasons, in order of their lines; nothing when there are none."""
    if redenen:
        raise Geweigerd(sorted(redenen, key=lambda r: r.regel or 0))


def records_by_type(content: bytes, layout: Layout) -> Mapping[str, Records]:
    """The records of a message by record type, every type of the layout present, in order of the file.

    Raises Geweigerd for lines of another length, unknown record types, records out of order, and anything but filling
    behind the last.
    """
    found = to_records(zonder_staart(content, layout.record_length), layout.record_length)
    if isinstance(found, list):
        raise Geweigerd(found)
    records, redenen = by_type(found, layout)
    redenen += check_ends(records["01"].regels, records["99"].regels, len(found))
    refuse(redenen)
    return records


def by_type(found: Records, layout: Layout) -> tuple[Mapping[str, Records], list[Reden]]:
    """Records by type, every type of the layout present, and a reason for each of an unknown type."""
    types = found.bytes[:, 0].astype(np.int64) * 256 + found.bytes[:, 1]
    known = {record: types == record.encode()[0] * 256 + record.encode()[1] for record in layout}
    redenen = [
        Reden(int(regel), "kenmerk_record", "onbekend recordtype; lever het bestand opnieuw aan")
        for regel in found.regels[~np.logical_or.reduce(list(known.values()))]
    ]
    return {record: found.where(mask) for record, mask in known.items()}, redenen


def check_ends(voorloop: Ints, sluit: Ints, last: int) -> list[Reden]:
    """Reasons where record 01 is not the first and only one, or record 99 not the `last` line and only one."""
    redenen = []
    for record, where, place, name in (("01", voorloop, 1, "voorlooprecord"), ("99", sluit, last, "sluitrecord")):
        if where.tolist() != [place]:
            what = (
                "ontbreekt; het bestand is afgebroken"
                if not len(where)
                else "staat niet op zijn plaats of meer dan eens"
            )
            redenen.append(Reden(int(where[-1]) if len(where) else None, record, f"{name} {what}"))
    return redenen


def text_of(record: bytes, field: Field) -> str:
    """One field of a record as text."""
    return record[field.slice].decode(CODERING).rstrip(" ")


def check_header(voorloop: bytes, layout: Layout) -> tuple[Header, list[Reden]]:
    """The header (record 01) and every reason in it for which the file is refused (R1.5, R2.1)."""

    text = voorloop.decode(CODERING)
    value = {name: text[layout.field("01", name).slice].rstrip(" ") for name in KOPVELDEN}

    def reden(name: str, why: str) -> Reden:
        return Reden(1, f"{layout.field('01', name).rubriek} {name}", why)

    redenen = []
    if value["code_ei_bericht"] != layout.code:
        redenen.append(reden("code_ei_bericht", f"verkeerde berichtcode; verwacht {layout.code} ({layout.name})"))
    if (value["versie"], value["subversie"]) != (VERSIE, SUBVERSIE):
        redenen.append(reden("versie", f"verkeerde versie; verwacht {VERSIE}.{SUBVERSIE}"))
    match value["soort_bericht"]:
        case "P":
            pass
        case "T":
            redenen.append(reden("soort_bericht", "testbericht; een testbericht telt nooit mee"))
        case _:
            redenen.append(reden("soort_bericht", "onbekende soort; verwacht P (productie)"))
    if value["uzovi"] not in zorgkantoren():
        redenen.append(reden("uzovi", "geen bekende zorgkantoorregio; zie config/tables/zorgkantoren.csv"))
    betaald = BETALING_AAN.get(value["betaling_aan"])
    if betaald is None:
        redenen.append(reden("betaling_aan", "onbekende code; verwacht 01, 02, 03 of 04"))
    elif not is_agb(value[betaald]):
        redenen.append(reden(betaald, "AGB-code van de betaalde partij ontbreekt of is geen getal van 8 cijfers"))
    agb = next(
        (value[name] for name in ("instellingscode", "praktijkcode", "zorgverlenerscode") if is_agb(value[name])), ""
    )
    if not agb:
        redenen.append(reden("instellingscode", "AGB-code van de aanbieder ontbreekt"))
    if not value["factuurnummer"]:
        redenen.append(reden("factuurnummer", "factuurnummer ontbreekt"))
    header = Header(
        uzovi=value["uzovi"],
        agb=agb,
        betaald_agb=value[betaald] if betaald else "",
        factuurnummer=value["factuurnummer"],
        gemaakt=value["versie_infosysteem"] == GEMAAKT,
    )
    return header, redenen


def is_agb(text: str) -> bool:
    """Eight digits, not all zero."""
    return len(text) == 8 and text.isascii() and text.isdigit() and text != GEEN_AGB


def check_counts(
    sluit: Records,
    real: Mapping[str, int],
    layout: Layout,
    counts: Mapping[str, tuple[str, ...]],
    *,
    zero_allowed: bool,
) -> list[Reden]:
    """Reasons where a count in record 99 is not the number of records of the types it counts (R1.5).

    `real`: records by type. `counts`: field of record 99 to the types it counts. In an AW320 a count may be zero.
    """
    redenen = []
    for name, counted in counts.items():
        field = layout.field("99", name)
        said, ok = sluit.numbers(field)
        there = sum(real.get(record, 0) for record in counted)
        if not ok[0]:
            redenen.append(Reden(int(sluit.regels[0]), f"{field.rubriek} {name}", "geen getal"))
        elif said[0] != there and not (zero_allowed and said[0] == 0):
            text = f"{said[0]} opgegeven, {there} geteld; lever het bestand volledig aan"
            redenen.append(Reden(int(sluit.regels[0]), f"{field.rubriek} {name}", text))
    return redenen


def signed_total(sluit: Records, layout: Layout, amount: str, sign: str) -> tuple[int, list[Reden]]:
    """A signed total of record 99 in cents, and the reasons why it cannot be read."""
    value, ok = sluit.numbers(layout.field("99", amount))
    plus_minus, sign_ok = sluit.signs(layout.field("99", sign))
    redenen = []
    for good, name, text in ((ok[0], amount, "geen getal"), (sign_ok[0] or value[0] == 0, sign, "verwacht D of C")):
        if not good:
            redenen.append(Reden(int(sluit.regels[0]), f"{layout.field('99', name).rubriek} {name}", text))
    return int(value[0] * plus_minus[0]), redenen


def detail_numbers(lines: Records, layout: Layout) -> tuple[Ints, list[Reden]]:
    """The detail number (0402) of each line, -1 and a reason for each that cannot be read."""
    field = layout.field("04", "identificatie_detailrecord")
    numbers, ok = lines.numbers(field)
    return np.where(ok, numbers, ONLEESBAAR), reasons(lines, ~ok, field, "detailnummer is geen getal")


def doubled(regels: Ints, detailnummers: Ints, layout: Layout) -> list[Reden]:
    """A reason for every line whose detail number an earlier line has."""
    again = np.ones(len(detailnummers), bool)
    again[np.unique(detailnummers, return_index=True)[1]] = False
    again &= detailnummers != ONLEESBAAR
    veld = f"{layout.field('04', 'identificatie_detailrecord').rubriek} identificatie_detailrecord"
    return [Reden(regel, veld, "detailnummer komt vaker voor in dit bestand") for regel in regels[again].tolist()]


def unique_numbers(lines: Records, layout: Layout) -> tuple[Ints, list[Reden]]:
    """The detail number (0402) of each line, and a reason for each that cannot be read or that an earlier line has."""
    numbers, redenen = detail_numbers(lines, layout)
    return numbers, redenen + doubled(lines.regels, numbers, layout)


def per_month(whole: pa.Table, begin: Days, eind: Days, schema: pa.Schema, **amounts: Ints) -> pa.Table:
    """Rows of `schema`: every line of `whole` once per month of its days (`zorgmaand`, `begin`, `eind`), with that
    month's part of its `amounts` (R1.2)."""
    line, (van, tot), parts = split_over_months(begin, eind, *amounts.values())
    table = whole if line is None else whole.take(pa.array(line))
    maand = eerste_van_de_maand(van)
    columns = {"zorgmaand": maand, "begin": van, "eind": tot, **dict(zip(amounts, parts, strict=True))}
    for name in columns.keys() & set(schema.names):
        table = table.append_column(name, pa.array(columns[name]))
    return table.select(schema.names).cast(schema)

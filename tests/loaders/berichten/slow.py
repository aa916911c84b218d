"""The slow, obvious reader: one line at a time, one field at a time, by the rulebook and the standard. It knows nothing
of matrices. The readers of the product are held to it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from config.codes import zorgkantoren
from config.layouts import CODERING, Layout, aw319, aw320
from loaders.berichten.aw319 import REGELS
from loaders.berichten.record import parse_line
from loaders.split import maanddelen, verdeel

Row = dict[str, object]


@dataclass(frozen=True)
class Claim:
    """A claim that is taken: lines, cents, archive rows, lines in uitval."""

    regels: int
    cent: int
    rows: list[Row]
    uitval: set[int]


def records(content: bytes, layout: Layout) -> list[dict[str, str]] | None:
    """Every line as its fields; None where a line is no record or records stand out of order."""
    lines = lines_of(content, layout.record_length)
    kinds = [line[:2].decode(CODERING) for line in lines]
    if any(len(line) != layout.record_length for line in lines) or not set(kinds) <= set(layout.records):
        return None
    if kinds[0] != "01" or kinds[-1] != "99" or kinds.count("01") != 1 or kinds.count("99") != 1:
        return None
    return [parse_line(layout, line) for line in lines]


def lines_of(content: bytes, length: int) -> list[bytes]:
    """The lines, without what only fills the file behind record 99."""
    lines = content.removesuffix(b"\n").split(b"\n")
    for place, line in enumerate(lines):
        last, rest = line[:length], b"".join([line[length:], *lines[place + 1 :]])
        odd = set(b"\r\x1a\0")
        if last.startswith(b"99") and len(last) == length and not set(last) & odd and set(rest) <= odd | {ord(" ")}:
            return [*(line.removesuffix(b"\r") for line in lines[:place]), last]
    return [line.removesuffix(b"\r") for line in lines]


def number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def day(text: str) -> date | None:
    try:
        found = date(int(text[:4]), int(text[4:6]), int(text[6:])) if number(text) is not None else None
    except ValueError:
        return None
    return found if found and found.year >= 1970 else None


def agb(text: str) -> bool:
    return number(text) is not None and text != "00000000"


def header_good(kop: dict[str, str], layout: Layout) -> bool:
    payee = {"01": "code_servicebureau", "02": "zorgverlenerscode", "03": "praktijkcode", "04": "instellingscode"}
    betaald = payee.get(kop["betaling_aan"])
    return (
        (kop["code_ei_bericht"], kop["versie"], kop["subversie"], kop["soort_bericht"])
        == (layout.code, "01", "04", "P")
        and kop["uzovi"] in zorgkantoren()
        and betaald is not None
        and agb(kop[betaald])
        and any(agb(kop[name]) for name in ("instellingscode", "praktijkcode", "zorgverlenerscode"))
        and kop["factuurnummer"] != ""
    )


def counts_good(sluit: dict[str, str], kinds: list[str], names: dict[str, str], *, zero: bool) -> bool:
    real = Counter(kinds)
    for name, counted in names.items():
        said = number(sluit[name])
        if said is None or not (said == sum(real[kind] for kind in counted.split()) or (zero and said == 0)):
            return False
    return True


def total(sluit: dict[str, str], amount: str, sign: str) -> int | None:
    value = number(sluit[amount])
    if value is None or (sluit[sign] not in {"D", "C"} and value != 0):
        return None
    return -value if sluit[sign] == "C" else value


def read_claim(content: bytes, ontvangen: date) -> Claim | None:
    """An AW319; None when it is refused whole (R1.5)."""
    found = records(content, aw319())
    if found is None:
        return None
    kop, *middle, sluit = found
    kinds = [r["kenmerk_record"] for r in middle]
    names = {
        "aantal_verzekerdenrecords": "02",
        "aantal_debiteurrecords": "03",
        "aantal_prestatierecords": "04",
        "aantal_commentaarrecords": "98",
        "totaal_detailrecords": "02 04 98",
    }
    orphan = "04" in kinds and "02" not in kinds[: kinds.index("04")]
    if orphan or not header_good(kop, aw319()) or not counts_good(sluit, kinds, names, zero=False):
        return None
    rows: list[Row] = []
    cent, uitval, seen = 0, set(), set()
    for regel, line in enumerate(middle, start=2):
        if line["kenmerk_record"] != "04":
            continue
        detail, bedrag = number(line["identificatie_detailrecord"]), number(line["declaratiebedrag"])
        signs = {line["debet_credit_1"], line["debet_credit_2"]} <= {"D", "C"}
        if detail is None or detail in seen or bedrag is None or number(line["berekend_bedrag"]) is None or not signs:
            return None
        seen.add(detail)
        sign = -1 if line["debet_credit_2"] == "C" else 1
        cent += sign * bedrag
        parts = claim_rows(regel, line, sign, ontvangen)
        uitval |= {regel} if parts[0]["zorgmaand"] is None else set()
        rows += parts
    if total(sluit, "totaal_declaratiebedrag", "debet_credit") != cent:
        return None
    return Claim(kinds.count("04"), cent, rows, uitval)


def claim_rows(regel: int, line: dict[str, str], sign: int, ontvangen: date) -> list[Row]:
    begin, eind = day(line["begindatum_prestatie"]), day(line["einddatum_prestatie"])
    bedrag = sign * int(line["declaratiebedrag"])
    numbers = [line[name] for name in ("bsn", "aantal", "tarief", "functiecode", "zzp_code", "tijdseenheid")]
    whole: Row = {"regel": regel, "detailnummer": int(line["identificatie_detailrecord"])}
    whole["referentie"] = line["referentienummer"]
    if (
        begin is None
        or eind is None
        or not date(2013, 1, 1) <= begin <= eind <= ontvangen
        or any(number(text) is None for text in numbers)
        or line["prestatiecodelijst"] != "055"
        or not line["prestatiecode"]
        or not line["referentienummer"]
    ):
        return [{**dict.fromkeys(REGELS.names), **whole, "ingediend_cent": bedrag}]
    delen = maanddelen(begin, eind)
    dagen = [(tot - van).days + 1 for van, tot in delen]
    whole |= {"vorige_referentie": line["referentienummer_vorig"], "client": int(line["bsn"])}
    whole |= {name: line[name] for name in ("prestatiecode", "zzp_code", "functiecode", "tijdseenheid")}
    return [
        {**whole, "zorgmaand": van.replace(day=1), "begin": van, "eind": tot, "aantal": aantal}
        | {"tarief_cent": int(line["tarief"]), "ingediend_cent": cent}
        for (van, tot), aantal, cent in zip(
            delen, verdeel(sign * int(line["aantal"]), dagen), verdeel(bedrag, dagen), strict=True
        )
    ]


def read_return(content: bytes) -> list[Row] | None:
    """The verdict rows of an AW320; None when it is refused whole."""
    found = records(content, aw320())
    if found is None:
        return None
    kop, *middle, sluit = found
    kinds = [r["kenmerk_record"] for r in middle]
    names = {
        "aantal_verzekerdenrecords_retour": "02",
        "aantal_prestatierecords_retour": "04",
        "aantal_commentaarrecords_retour": "98",
    }
    if not header_good(kop, aw320()) or not counts_good(sluit, kinds, names, zero=True):
        return None
    for amount, sign in (("totaal_ingediend_bedrag", "debet_credit_1"), ("totaal_toegekend_bedrag", "debet_credit_2")):
        if total(sluit, amount, sign) is None:
            return None
    rows: list[Row] = []
    seen = set()
    for regel, line in enumerate(middle, start=2):
        if line["kenmerk_record"] != "04":
            continue
        detail, granted = number(line["identificatie_detailrecord"]), number(line["toegekend_bedrag"])
        if detail is None or detail in seen or granted is None:
            return None
        if line["debet_credit_4"] not in {"D", "C"} and granted != 0:
            return None
        seen.add(detail)
        granted = -granted if line["debet_credit_4"] == "C" else granted
        begin, eind = day(line["begindatum_prestatie"]), day(line["einddatum_prestatie"])
        whole: Row = {"regel": regel, "detailnummer": detail, "referentie": line["referentienummer"]}
        if begin is None or eind is None or eind < begin:
            rows.append({**whole, "zorgmaand": None, "toegekend_cent": granted})
            continue
        delen = maanddelen(begin, eind)
        shares = verdeel(granted, [(tot - van).days + 1 for van, tot in delen])
        rows += [
            {**whole, "zorgmaand": van.replace(day=1), "toegekend_cent": cent}
            for (van, _), cent in zip(delen, shares, strict=True)
        ]
    return rows

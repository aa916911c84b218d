"""Made messages and tables for tests: written by the product's own layout, nothing real in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from config.layouts import Layout, aw319, aw320
from config.reference import reference_tables
from loaders.berichten.record import format_line

AGB = "06000001"
UZOVI = "5515"
BSN = 999999990
"""Passes the 11-test and lies in a range that is never handed out."""


def noen(dag: date) -> datetime:
    """Noon of a day: when what staff decide for that day is taken down."""
    return datetime.combine(dag, time(12), UTC)


@dataclass(frozen=True)
class Regel:
    """One 04 record. `cent` is the whole amount; `dc` D or C."""

    referentie: str
    begin: date
    eind: date
    cent: int
    aantal: int = 1
    prestatiecode: str = "Z053"
    tijdseenheid: str = "14"
    zzp_code: str = "754"
    dc: str = "D"
    vorige: str = ""
    bsn: int = BSN

    def fields(self) -> dict[str, str | int]:
        return {
            "bsn": self.bsn,
            "uzovi": UZOVI,
            "doorsturen_toegestaan": 1,
            "zzp_code": self.zzp_code,
            "begindatum_prestatie": f"{self.begin:%Y%m%d}",
            "einddatum_prestatie": f"{self.eind:%Y%m%d}",
            "prestatiecodelijst": "055",
            "prestatiecode": self.prestatiecode,
            "aantal": self.aantal,
            "tijdseenheid": self.tijdseenheid,
            "agb_uitvoerder": AGB,
            "tarief": self.cent // self.aantal if self.aantal else 0,
            "berekend_bedrag": self.cent,
            "debet_credit_1": self.dc,
            "declaratiebedrag": self.cent,
            "debet_credit_2": self.dc,
            "referentienummer": self.referentie,
            "referentienummer_vorig": self.vorige,
        }

    @property
    def signed_cent(self) -> int:
        return -self.cent if self.dc == "C" else self.cent


def maandregel(referentie: str, maand: date, cent: int, **more: Any) -> Regel:
    """A line for the first to the 28th of a month (no month end is crossed)."""
    return Regel(referentie, maand, maand.replace(day=28), cent, **more)


@dataclass(frozen=True)
class Oordeel:
    """How a return judges line number `place` (0-based) of a claim; a line not named is left out."""

    place: int
    toegekend_cent: int
    retourcode: str = "8001"


def header(layout: Layout, factuur: str, **more: str | int) -> dict[str, str | int]:
    return {
        "code_ei_bericht": layout.code,
        "versie": "01",
        "subversie": "04",
        "soort_bericht": "P",
        "uzovi": UZOVI,
        "instellingscode": AGB,
        "betaling_aan": "04",
        "begindatum_periode": "20260101",
        "einddatum_periode": "20260131",
        "factuurnummer": factuur,
        "dagtekening": "20260201",
        "valuta": "EUR",
        **more,
    }


def claim_records(regels: Sequence[Regel]) -> list[tuple[str, dict[str, str | int]]]:
    """02 and 04 records, one client per line, numbered 1..n."""
    found: list[tuple[str, dict[str, str | int]]] = []
    for regel in regels:
        client = {
            "bsn": regel.bsn,
            "uzovi": UZOVI,
            "geboortedatum": "19400101",
            "naam_1": "Voorbeeld",
            "voorletters": "M",
        }
        found.append(("02", {"identificatie_detailrecord": len(found) + 1, **client}))
        found.append(("04", {"identificatie_detailrecord": len(found) + 1, **regel.fields()}))
    return found


def claim(factuur: str, regels: Sequence[Regel], sluit: dict[str, Any] | None = None, **kop: str | int) -> bytes:
    """An AW319. `kop` changes fields of the header, `sluit` of record 99."""
    layout = aw319()
    body = claim_records(regels)
    total = sum(r.signed_cent for r in regels)
    last = {
        "aantal_verzekerdenrecords": len(regels),
        "aantal_prestatierecords": len(regels),
        "totaal_detailrecords": 2 * len(regels),
        "totaal_declaratiebedrag": abs(total),
        "debet_credit": "C" if total < 0 else "D",
        **(sluit or {}),
    }
    return join(layout, [("01", header(layout, factuur, **kop)), *body, ("99", last)])


def answer(
    factuur: str,
    regels: Sequence[Regel],
    oordelen: Sequence[Oordeel] = (),
    sluit: dict[str, Any] | None = None,
    **kop: str | int,
) -> bytes:
    """The AW320 to `claim(factuur, regels)`; lines without an Oordeel are left out, and so granted as claimed."""
    layout = aw320()
    judged = {o.place: o for o in oordelen}
    body: list[tuple[str, dict[str, str | int]]] = []
    granted = sum(r.signed_cent for i, r in enumerate(regels) if i not in judged)
    for place, oordeel in judged.items():
        regel = regels[place]
        granted += -oordeel.toegekend_cent if regel.dc == "C" else oordeel.toegekend_cent
        body.append(
            (
                "04",
                {
                    **regel.fields(),
                    "identificatie_detailrecord": 2 * place + 2,
                    "berekend_bedrag_zorgkantoor": oordeel.toegekend_cent,
                    "debet_credit_3": regel.dc,
                    "toegekend_bedrag": oordeel.toegekend_cent,
                    "debet_credit_4": regel.dc,
                    "retourcode_1": oordeel.retourcode,
                },
            )
        )
    submitted = sum(r.signed_cent for r in regels)
    last = {
        "aantal_prestatierecords_retour": len(body),
        "totaal_detailrecords_retour": len(body),
        "totaal_ingediend_bedrag": abs(submitted),
        "debet_credit_1": "C" if submitted < 0 else "D",
        "totaal_toegekend_bedrag": abs(granted),
        "debet_credit_2": "C" if granted < 0 else "D",
        **(sluit or {}),
    }
    kop = {"dagtekening_retour": "20260210", "retourcode_1": "0200", **kop}
    return join(layout, [("01", header(layout, factuur, **kop)), *body, ("99", last)])


def join(layout: Layout, records: Iterable[tuple[str, dict[str, Any]]]) -> bytes:
    return b"".join(format_line(layout, kind, values) + b"\r\n" for kind, values in records)


KOPPELTABEL_KOP = ",".join(reference_tables()["koppeltabel"].header)
KOPPELTABEL = f"""{KOPPELTABEL_KOP}
Z053,voorbeeld,V&V,ZZP,5VV,inclusief,14,regulier,nee,298.00,2022-01-01,
Z433,voorbeeld,GZ,ZZP,3VG,inclusief,14,regulier,nee,228.00,2022-01-01,
GW03,voorbeeld,GGZ,ZZP,3GGZ W,exclusief,14,regulier,nee,236.00,2022-01-01,
H126,voorbeeld zonder sector,,MPT,,,04,regulier,nee,57.00,2022-01-01,
CVV1,voorbeeld crisis,V&V,ZZP,,,14,crisis,nee,310.00,2022-01-01,
MZG1,voorbeeld meerzorg,GZ,ZZP,,,14,meerzorg,nee,91.00,2022-01-01,
"""
AANBIEDERS = """agb,naam,hoofdsector,concern,gestart_op
06000001,Voorbeeldzorg Een,V&V,,2015-01-01
06000002,Voorbeeldzorg Twee,GZ,,2015-01-01
"""
CONTRACTEERRUIMTE_KOP = "jaar,uzovi,sector,onderdeel,bedrag_eur,zekerheid,bekend_op,bron\n"


class Inbox:
    """A folder of deliveries for a test."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, ontvangen: str, naam: str, inhoud: bytes) -> Path:
        """Lay a message in the folder of the day it came in."""
        folder = self.path / ontvangen
        folder.mkdir(parents=True, exist_ok=True)
        (folder / naam).write_bytes(inhoud)
        return folder / naam

    def table(self, naam: str, text: str) -> Path:
        """Lay a reference table in the inbox."""
        self.path.mkdir(parents=True, exist_ok=True)
        (self.path / naam).write_text(text, encoding="utf-8")
        return self.path / naam

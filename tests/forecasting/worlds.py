"""Small worlds with all that happens in one year and over its end, and how they come in: messages and tables."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

from config.reference import reference_tables
from config.settings import Settings
from config.words import BesluitSoort, Sector, Uitkomst
from loaders.grootboek.besluiten import neem_besluit
from tests.forecasting import slow
from tests.forecasting.slow import (
    Antwoord,
    Besluit,
    Code,
    Correctie,
    Crisisafspraak,
    Declaratie,
    Onbezet,
    Ruimte,
    Verplichting,
    Wereld,
)
from tests.made import Inbox, Oordeel, Regel, answer, claim

AANBIEDERS = {"06000001": "V&V", "06000002": "GZ", "06000003": "", "06000004": "GGZ"}
"""Hoofdsector by AGB code; 06000009 is in no register."""
REGIOS = ["5515", "5521", "5533", "5502"]


def koppeltabel(jaar: int) -> list[Code]:
    """Codes of every group; one without sector, and one that changes in mid-month and ends in summer."""
    start = date(2015, 1, 1)
    return [
        Code("Z053", "V&V", "14", "regulier", start, None),
        Code("Z433", "GZ", "14", "regulier", start, None),
        Code("H126", "", "04", "regulier", start, None),
        Code("CVV1", "V&V", "14", "crisis", start, date(jaar, 5, 16), 31_000),
        Code("CVV1", "V&V", "14", "crisis", date(jaar, 5, 17), None, 32_050),
        Code("CVV9", "V&V", "14", "crisis_onbezet", start, None),
        Code("MZG1", "GZ", "14", "meerzorg", start, None),
        Code("WIS1", "V&V", "04", "regulier", start, date(jaar, 2, 14)),
        Code("WIS1", "GZ", "14", "regulier", date(jaar, 2, 15), date(jaar, 6, 30)),
    ]


@dataclass
class Maker:
    """Makes one world; Hypothesis chooses its seed and its size."""

    rng: random.Random
    jaar: int
    lines: int = 0

    def day(self, van: date, tot: date) -> date:
        return van + timedelta(days=self.rng.randint(0, (tot - van).days))

    def name(self, letter: str) -> str:
        self.lines += 1
        return f"{letter}{self.lines}"

    def line(self, begin: date, dagen: int, **more: Any) -> Regel:
        rng = self.rng
        values: dict[str, Any] = {
            "cent": rng.choice([0, 1, 7, 99_999, 31_000, 1_234_567]),
            "aantal": rng.choice([dagen, dagen, 1, 0]),
            "prestatiecode": rng.choice(["Z053", "Z433", "H126", "CVV1", "CVV9", "MZG1", "WIS1", "Q999"]),
            "tijdseenheid": rng.choice(["14", "14", "04", "00"]),
            "zzp_code": rng.choice(["754", "804", "884", "000"]),
            **more,
        }
        return Regel(self.name("R"), begin, begin + timedelta(days=dagen - 1), **values)

    def claim(self, agb: str, uzovi: str, regels: list[Regel], late: int) -> Declaratie:
        dag = max(r.eind for r in regels) + timedelta(days=self.rng.randint(0, late))
        return Declaratie(dag, agb, uzovi, self.name("F"), tuple(regels))

    def stream(self, count: int) -> list[Declaratie]:
        """A provider that claims one code month after month, as most do."""
        rng = self.rng
        agb, uzovi = rng.choice([*AANBIEDERS, "06000009"]), rng.choice(REGIOS)
        code = rng.choice(["Z053", "Z433", "H126", "CVV1", "CVV1", "MZG1", "WIS1", "Q999"])
        unit = "04" if code == "H126" else "14"
        first, cent = rng.randint(-3, 6), rng.randint(1, 99_999)
        found = []
        for n in range(first, first + count):
            month = date(self.jaar - 1, 12 + n, 1) if n < 1 else date(self.jaar, n, 1)
            dagen = len(slow.days_of(month))
            amount = dagen * (cent + rng.choice([0, 0, 0, rng.randint(0, cent)]))
            regel = self.line(month, dagen, cent=amount, aantal=dagen, prestatiecode=code, tijdseenheid=unit)
            found.append(self.claim(agb, uzovi, [regel], 25))
        return found

    def odd(self, earlier: Sequence[Declaratie]) -> Declaratie:
        """Lines of any length over any month end, and credits of what was claimed before, also over a year end."""
        rng = self.rng
        agb, uzovi = rng.choice([*AANBIEDERS, "06000009"]), rng.choice(REGIOS)
        regels = [
            self.line(
                self.day(date(self.jaar - 1, 10, 1), date(self.jaar, 12, 31)), rng.choice([1, 7, 28, 30, 31, 45, 70])
            )
            for _ in range(rng.randint(1, 3))
        ]
        for named in rng.sample(known := [r for d in earlier if d.agb == agb for r in d.regels], min(2, len(known))):
            if named.dc == "D" or rng.random() < 0.5:
                credit = replace(named, referentie=self.name("R"), dc="C", vorige=named.referentie)
                cent = rng.choice([named.cent, named.cent, named.cent // 3, 2 * named.cent])
                moved = timedelta(days=rng.choice([0, 0, 0, -31, 365]))
                begin, eind = named.begin + moved, named.eind + moved
                if eind <= date(self.jaar, 12, 31):
                    credit = replace(credit, begin=begin, eind=eind)
                regels += [replace(credit, cent=cent)]
                if rng.random() < 0.2:  # once more, in the same message
                    regels += [replace(credit, cent=cent, referentie=self.name("R"))]
            if rng.random() < 0.5:
                regels.append(replace(named, referentie=self.name("R"), dc="D", vorige="", cent=named.cent + 1))
        return self.claim(agb, uzovi, regels, 60)

    def answers(self, d: Declaratie) -> list[Antwoord]:
        rng, found = self.rng, []
        for after in rng.choice([[], [3], [9], [9], [9], [-2], [0, 30], [9, 20]]):
            kind = rng.choice(["goed"] * 7 + ["geweigerd", "fout"])
            judged = [(place, r) for place, r in enumerate(d.regels) if rng.random() < 0.4]
            verdicts = [
                Oordeel(place, rng.choice([0, r.cent, r.cent, r.cent // 2, max(0, r.cent - 1)])) for place, r in judged
            ]
            dag = d.dag + timedelta(days=after)
            oordelen = () if kind == "geweigerd" else tuple(verdicts)
            found.append(Antwoord(dag, d, oordelen, kind == "geweigerd", kind == "fout"))
        return found

    def rooms(self) -> list[Ruimte]:
        rng, found = self.rng, {}
        for uzovi, sector in product(REGIOS, slow.SECTOREN):
            if rng.random() < 0.2:
                continue
            for _ in range(rng.randint(1, 4)):
                part = rng.choice(["regulier", "regulier", "herverdeling", "meerzorg"])
                sure = rng.choice(["definitief", "definitief", "verwacht"])
                known = self.day(date(self.jaar - 1, 10, 1), date(self.jaar, 9, 30))
                row = Ruimte(
                    uzovi,
                    sector,
                    part,
                    rng.choice([rng.randint(0, 4_000_000), rng.randint(0, 40_000_000)]),
                    sure,
                    known,
                )
                found[slow.region(uzovi), sector, part, sure, known] = row
        return list(found.values())

    def commitments(self) -> list[Verplichting]:
        rng, found = self.rng, {}
        for _ in range(rng.randint(0, 3)):
            uzovi, sector = rng.choice(REGIOS), rng.choice(slow.SECTOREN)
            known = self.day(date(self.jaar - 1, 10, 1), date(self.jaar, 9, 30))
            agb = rng.choice(["", "06000001", "06000009"])
            found[agb, uzovi, sector] = Verplichting(agb, uzovi, sector, rng.randint(0, 300_000), known)
        return list(found.values())

    def beds(self, claims: Sequence[Declaratie]) -> list[Crisisafspraak]:
        """Places for those who claim crisis days, and for one who may not; some for a part of the year."""
        rng = self.rng
        claimed = {(d.agb, slow.region(d.uzovi)) for d in claims for r in d.regels if r.prestatiecode == "CVV1"}
        found = []
        for agb, uzovi in sorted(claimed | {("06000001", "5515")}):
            begin = date(self.jaar, rng.choice([1, 1, 1, 3]), rng.choice([1, 1, 9]))
            end = rng.choice(
                [date(self.jaar, 12, 31), date(self.jaar, 12, 31), date(self.jaar, rng.choice([5, 9]), 16)]
            )
            found.append(Crisisafspraak(agb, uzovi, rng.randint(0, 2), begin, end))
            if end.month < 12 and rng.random() < 0.5:
                found.append(
                    Crisisafspraak(agb, uzovi, rng.randint(0, 2), end + timedelta(days=1), date(self.jaar, 12, 31))
                )
        return found

    def unoccupied(self) -> list[Onbezet]:
        rng, found = self.rng, []
        for agb in rng.sample(["06000001", "06000003", "06000009"], rng.randint(0, 2)):
            for maand in rng.sample(range(1, 9), rng.randint(1, 4)):
                dag = self.day(date(self.jaar, 1, 1), date(self.jaar, 9, 30))
                uzovi = rng.choice(REGIOS)
                found.append(Onbezet(dag, agb, uzovi, date(self.jaar, maand, 1), rng.randint(0, 31), 24_001))
        return found

    def decisions(self, claims: Sequence[Declaratie]) -> list[Besluit]:
        """Meldingen and ramingen of who claims and of who does not, taken any day of the year."""
        rng, found = self.rng, {}
        agbs = [*(d.agb for d in claims), "06000002", "06000002"]
        for soort in rng.choices(["melding", "raming"], k=rng.randint(0, 3)):
            agb, uzovi, sector = rng.choice(agbs), rng.choice(REGIOS), rng.choice(slow.SECTOREN)
            dag = self.day(date(self.jaar, 1, 1), date(self.jaar, 10, 31))
            maand = date(self.jaar, rng.randint(1, 12), 1) if soort == "melding" else None
            cent = rng.randint(0, 900_000) if soort == "raming" else rng.randint(-1_000, 90_000)
            found[soort, agb, slow.region(uzovi), sector] = Besluit(dag, soort, agb, uzovi, sector, cent, maand)
        return list(found.values())

    def corrections(self) -> list[Correctie]:
        rng, found = self.rng, {}
        for _ in range(rng.randint(0, 2)):
            uzovi, sector = rng.choice(REGIOS), rng.choice(slow.SECTOREN)
            found[uzovi, sector] = Correctie("06000001", uzovi, sector, rng.randint(0, 20_000))
        return list(found.values())


def world(rng: random.Random, streams: int, odd: int) -> tuple[int, Wereld]:
    make = Maker(rng, rng.choice([2024, 2026, 2028]))
    claims = [d for _ in range(streams) for d in make.stream(rng.randint(1, 7))]
    for _ in range(odd):
        claims.append(make.odd(claims))
    return make.jaar, Wereld(
        codes=koppeltabel(make.jaar),
        hoofdsectoren=AANBIEDERS,
        declaraties=claims,
        antwoorden=[a for d in claims for a in make.answers(d)],
        ruimte=make.rooms(),
        verplichtingen=make.commitments(),
        afspraken=make.beds(claims),
        onbezet=make.unoccupied(),
        gestart=dict.fromkeys(AANBIEDERS, date(2015, 1, 1)) | {"06000002": date(make.jaar - 1, 6, 15)},
        besluiten=make.decisions(claims),
        correcties=make.corrections(),
    )


def deliver(wereld: Wereld, jaar: int, inbox: Inbox) -> None:
    """Write the world as messages and tables, as they would come in."""
    for d in wereld.declaraties:
        content = claim(d.factuur, d.regels, instellingscode=d.agb, uzovi=d.uzovi)
        inbox.put(f"{d.dag}", f"{d.factuur}.asc", content)
    for n, a in enumerate(wereld.antwoorden):
        sluit: dict[str, Any] = {}
        kop: dict[str, str | int] = {"dagtekening_retour": f"{a.dag:%Y%m%d}"}
        if a.geweigerd:
            sluit["totaal_toegekend_bedrag"] = 0
            kop["retourcode_1"] = "0001"
        elif a.fout:
            sluit["totaal_toegekend_bedrag"] = 99_999_999_999
        content = answer(
            a.declaratie.factuur, a.declaratie.regels, a.oordelen, sluit=sluit, instellingscode=a.declaratie.agb,
            uzovi=a.declaratie.uzovi, **kop,
        )  # fmt: skip
        inbox.put(f"{a.dag}", f"a{n}.asc", content)

    def table(naam: str, rows: list[tuple[object, ...]], folder: str = "tabellen", bestand: str = "") -> None:
        lines = [reference_tables()[naam].header, *(["" if v is None else str(v) for v in row] for row in rows)]
        if rows:
            inbox.put(folder, f"{naam}{bestand}.csv", "\n".join(",".join(line) for line in lines).encode())

    def tarief(code: Code) -> str:
        return "" if code.tarief_cent is None else euro(code.tarief_cent)

    def euro(cent: int) -> str:
        return f"{cent // 100}.{cent % 100:02}"

    table(
        "koppeltabel",
        [
            (c.prestatiecode, "", c.sector, "ZZP", "", "", c.tijdseenheid, c.groep, "nee", tarief(c), c.van, c.tot)
            for c in wereld.codes
        ],
    )
    table("aanbieders", [(agb, f"Zorg {agb}", s, "", wereld.gestart[agb]) for agb, s in wereld.hoofdsectoren.items()])
    table("maatwerkcorrecties", [(jaar, c.agb, c.uzovi, c.sector, euro(c.cent), "x") for c in wereld.correcties])
    table(
        "contracteerruimte",
        [(jaar, r.uzovi, r.sector, r.onderdeel, euro(r.cent), r.zekerheid, r.bekend_op, "x") for r in wereld.ruimte],
    )
    table(
        "verplichtingen",
        [(jaar, v.uzovi, v.sector, v.agb, "toezegging", euro(v.cent), v.bekend_op, "x") for v in wereld.verplichtingen],
    )
    table("crisisafspraken", [(jaar, a.agb, a.uzovi, "V&V", a.plekken, a.vanaf, a.tot) for a in wereld.afspraken])
    for n, o in enumerate(wereld.onbezet):  # each in the folder of the day on which it was known
        row = (o.agb, o.uzovi, f"{o.maand:%Y-%m}", o.dagen, euro(o.tarief_cent))
        table("crisis_onbezet", [row], f"{o.dag}", f"{n}")


def decide(wereld: Wereld, jaar: int, settings: Settings) -> None:
    """Take down the decisions of the world, at noon of their day."""
    for b in sorted(wereld.besluiten, key=lambda b: b.dag):
        waarde: dict[str, int | str] = {"bedrag_cent": b.cent}
        if b.maand is not None:
            waarde = {"maand": f"{b.maand:%Y-%m}", "bedrag_per_maand_cent": b.cent}
        neem_besluit(
            settings, BesluitSoort(b.soort), Uitkomst.ACCEPTEREN, jaar=jaar, vanaf=b.dag, door="A. Voorbeeld",
            reden="gezien", genomen_op=datetime(b.dag.year, b.dag.month, b.dag.day, 12, tzinfo=UTC), agb=b.agb,
            uzovi=b.uzovi, sector=Sector(b.sector), waarde=waarde,
        )  # fmt: skip

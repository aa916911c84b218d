"""R1.1, R2.2, R2.3: a line belongs where koppeltabel and register place it, as they were known on the peildatum.

The product, which moves lines by rows with the difference, beside a slow reckoning that looks at each peildatum by
itself.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from unittest.mock import patch

import pytest

from config.reference import reference_tables
from config.settings import Settings
from config.words import Machine
from loaders import productie, run
from loaders.check import check
from loaders.grootboek.deliveries import OPEN_EINDE, Bekend
from loaders.intrekken import decide
from loaders.productie import dagen, make
from loaders.productie.dagen import sneden
from loaders.productie.plaatsing import wissels
from loaders.tabellen.bekend import levensloop
from tests.loaders.figures import everything
from tests.loaders.test_oracle import (
    BEGIN,
    Antwoord,
    Declaratie,
    booked,
    decisions,
    message,
    withdrawn,
    world,
)
from tests.made import AGB, Inbox, claim, maandregel, noen
from tests.vragen import productie_nu

KOPPEL_KOP = (
    "prestatiecode,omschrijving,sector,leveringsvorm,zorgprofiel,behandeling,tijdseenheid,groep,laag_zorgprofiel,"
    "tarief_eur,geldig_van,geldig_tot\n"
)
REGISTER_KOP = "agb,naam,hoofdsector,concern,gestart_op\n"
SECTOREN = ("", "V&V", "GZ", "GGZ")
GROEPEN = ("regulier", "crisis", "meerzorg")


@dataclass(frozen=True)
class Tabel:
    """A delivery of the koppeltabel (`rijen`: code, sector, group, valid from) or of the register (`hoofdsector`)."""

    dag: date
    rijen: tuple[tuple[str, str, str, date], ...] = ()
    hoofdsector: str | None = None

    @property
    def tekst(self) -> str:
        if self.hoofdsector is not None:
            return f"{REGISTER_KOP}{AGB},Zorg,{self.hoofdsector},,\n"
        return KOPPEL_KOP + "".join(f"{c},,{s},,,,14,{g},nee,,{van},\n" for c, s, g, van in self.rijen)


def tabellen(rng: random.Random) -> list[Tabel]:
    """Deliveries of both tables, no two on one day; each row says all about its prestatiecode."""
    found = []
    for dag in rng.sample(range(200), 6):
        when = BEGIN + timedelta(days=dag)
        if rng.random() < 0.4:
            found.append(Tabel(when, hoofdsector=rng.choice(SECTOREN)))
        else:
            codes = rng.sample(["Z053", "CVV1"], rng.choice([1, 2]))
            rows = (
                (c, rng.choice(SECTOREN), rng.choice(GROEPEN), rng.choice([BEGIN, date(2026, 2, 1)])) for c in codes
            )
            found.append(Tabel(when, tuple(rows)))
    return found


def plaats(known: list[Tabel], code: str, begin: date) -> tuple[str, str]:
    """Sector and group of a line without a ZZP-code, by the tables that had come in."""
    sector, groep, hoofdsector = "", "regulier", ""
    for tabel in sorted(known, key=lambda t: t.dag):
        hoofdsector = hoofdsector if tabel.hoofdsector is None else tabel.hoofdsector
        for mine, s, g, van in tabel.rijen:
            if mine == code:
                sector, groep = (s, g) if begin >= van else ("", "regulier")
    return sector or hoofdsector or "onbekend", groep


Stand = dict[tuple[str, str, date], list[int]]


def reckon(claims: list[Declaratie], answers: list[Antwoord], known: list[Tabel]) -> Stand:
    """Approved and pending cents by sector, group and month, of what had come in."""
    total: Stand = defaultdict(lambda: [0, 0])
    for regel, judged, cents, _, first in booked(claims, answers):
        for maand, cent in cents.items():
            where = plaats(known, regel.prestatiecode, first[maand])  # by the days in that month
            total[*where, maand][0 if judged else 1] += -cent if regel.dc == "C" else cent
    return {key: cents for key, cents in total.items() if any(cents)}


def product(settings: Settings, peildatum: date) -> Stand:
    current = productie_nu(settings)
    assert current is not None
    frame = productie.stand_op(current[1], peildatum, date(2018, 1, 1), date(2027, 12, 31))
    summed = frame.groupby(["sector", "groep", "zorgmaand"])[["goedgekeurd_cent", "in_behandeling_cent"]].sum()
    figures = zip(summed.index, summed.to_numpy().tolist(), strict=True)
    return {(sector, groep, maand.date()): cents for (sector, groep, maand), cents in figures if any(cents)}


@pytest.mark.parametrize("seed", range(4))
def test_lines_stand_where_the_tables_of_the_peildatum_place_them(seed: int, settings: Settings, inbox: Inbox):
    rng = random.Random(seed)
    claims, answers = world(rng)
    claims = [replace(c, regels=tuple(replace(r, zzp_code="000") for r in c.regels)) for c in claims]
    by_invoice = {(c.dag, c.factuur): c for c in claims}
    answers = [replace(a, declaratie=by_invoice[a.declaratie.dag, a.declaratie.factuur]) for a in answers]
    named: dict[str, Declaratie | Antwoord | Tabel] = {f"c{n}": c for n, c in enumerate(claims)}
    named |= {f"a{n}": a for n, a in enumerate(answers)} | {f"t{n}": t for n, t in enumerate(tabellen(rng))}
    decided = decisions(rng, {n: x.dag for n, x in named.items() if not isinstance(x, Tabel)}) if seed % 2 else []
    contents = {}
    for name, x in named.items():
        if isinstance(x, Declaratie):
            contents[name] = claim(x.factuur, x.regels)
        else:
            contents[name] = message(x) if isinstance(x, Antwoord) else x.tekst.encode()
    paths = [inbox.put(f"{named[name].dag}", name, content) for name, content in contents.items()]
    rng.shuffle(paths)
    with patch.object(dagen, "REGELS_PER_SNEDE", rng.choice([1, 5, 1000])):
        for start in range(0, len(paths), 9):
            some = paths[start : start + 9]
            assert not [a for a in run.load(settings, some, vervang=True).geweigerd if a.bestand.startswith("t")]
            for d in [d for d in decided if d.naam in {path.name for path in some}]:
                decide(settings, d.besluit, d.naam, reden="toets", door="A. Toetser", per=d.per, nu=noen(d.per))
        for days in range(0, 220, 17):
            peildatum = BEGIN + timedelta(days=days)
            there = [x for n, x in named.items() if x.dag <= peildatum and not withdrawn(decided, n, peildatum)]
            want = reckon(
                [x for x in there if isinstance(x, Declaratie)],
                [x for x in there if isinstance(x, Antwoord)],
                [x for x in there if isinstance(x, Tabel)],
            )
            assert product(settings, peildatum) == want, peildatum
        assert not [b.tekst for b in check(settings) if b.fout]
        kept = everything(settings)
        productie.rebuild(settings, Machine.DUCKDB)
        assert everything(settings) == kept


def verhuizing(inbox: Inbox) -> None:
    """A line of Z053 of January, V&V by the table of 1 February, GZ by that of 1 April."""
    for dag, sector in (("2026-02-01", "V&V"), ("2026-04-01", "GZ")):
        inbox.put(dag, "koppeltabel", Tabel(BEGIN, (("Z053", sector, "regulier", BEGIN),)).tekst.encode())
    regels = [maandregel("R1", date(2026, 1, 1), 100), maandregel("R2", date(2026, 1, 1), 7, prestatiecode="Z999")]
    inbox.put("2026-02-05", "claim", claim("F1", regels))


def test_a_line_moves_from_the_day_a_table_says_so(settings: Settings, inbox: Inbox):
    # R1.1: 1,00 off the V&V and on the GZ from 1 April; Z999 is in no table and stays where it is
    verhuizing(inbox)
    run.load(settings, [inbox.path], vervang=True)
    moved = [
        (sector, dag, cent)
        for _, _, sector, _, code, _, _, dag, _, _, _, cent, _ in everything(settings)
        if code == "Z053"
    ]
    first, later = date(2026, 2, 5), date(2026, 4, 1)
    assert sorted(moved) == [("GZ", later, 100), ("V&V", first, 100), ("V&V", later, -100)]
    assert len(everything(settings)) == 4


def test_spark_moves_lines_too(settings: Settings, inbox: Inbox):
    pytest.importorskip("pyspark")
    verhuizing(inbox)
    run.load(settings, [inbox.path], vervang=True)
    kept = everything(settings)
    productie.rebuild(settings, Machine.SPARK)
    assert everything(settings) == kept


def test_only_days_after_a_message_are_made_anew_with_it(settings: Settings, inbox: Inbox):
    """A message that came in after the last change of a table touches its own day and no other."""
    verhuizing(inbox)
    run.load(settings, [inbox.path], vervang=True)
    with patch.object(make, "sneden", wraps=sneden) as spy:
        regel = maandregel("R3", date(2026, 3, 1), 5)
        run.load(settings, [inbox.put("2026-04-07", "later", claim("F2", [regel]))])
        assert spy.call_args.args[1] == {date(2026, 4, 7)}
        regel = maandregel("R4", date(2026, 2, 1), 5)
        run.load(settings, [inbox.put("2026-03-07", "earlier", claim("F3", [regel]))])
        assert spy.call_args.args[1] == {date(2026, 3, 7), date(2026, 4, 1)}
    assert product(settings, date(2026, 4, 30))["GZ", "regulier", date(2026, 2, 1)] == [0, 5]


def test_what_places_nothing_changes_no_day():
    # a tariff or a name that changes moves no line
    table = reference_tables()["koppeltabel"]
    row = dict.fromkeys([c.stored_as for c in table.columns])
    row |= {"prestatiecode": "Z053", "geldig_van": BEGIN}
    rows = [{**row, "tarief_cent": n, "levering": f"{n}", "regel": 2} for n in (1, 2)]
    known = levensloop(table, rows, {"1": Bekend(BEGIN, 1), "2": Bekend(BEGIN + timedelta(9), 2)})
    assert [k.tot for k in known] == [BEGIN + timedelta(9), OPEN_EINDE]
    assert [w.dag for w in wissels(known, [])] == [BEGIN]
    assert wissels([replace(known[0], van=date.min, tot=OPEN_EINDE)], []) == ()

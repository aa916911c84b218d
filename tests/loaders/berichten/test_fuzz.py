"""Whole loads of harmed deliveries: nothing crashes, nothing is lost or counted twice, nothing is told that a message
says. What is taken, and what it adds up to, is reckoned by the slow, obvious reader.

`fuzz/reader.py` does the same for single files, led by coverage, for as long as one likes.
"""

import re
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import duckdb
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how
from hypothesis import strategies as st

from config.settings import Settings
from loaders import queries, run
from loaders.check import check
from loaders.grootboek.deliveries import Soort, Status
from tests.loaders.berichten import slow
from tests.loaders.berichten.test_bulk import ONTVANGEN, harmed
from tests.made import KOPPELTABEL, Inbox, Oordeel, Regel, answer, claim, maandregel
from tests.vragen import productie_nu, uit_grootboek

BSN = 987_654_329
GEHEIM = re.compile(rf"{BSN}|Voorbeeld|19400101|\d{{9,}}")


def regels(name: str) -> list[Regel]:
    return [
        maandregel(f"{name}1", date(2026, 1, 1), 10_000, bsn=BSN),
        Regel(f"{name}2", date(2026, 1, 20), date(2026, 2, 10), 2_501, aantal=22, bsn=BSN),
        Regel(f"{name}3", date(2025, 12, 30), date(2026, 3, 2), 99_999_999, aantal=63, bsn=BSN),
    ]


CLAIMS = {name: claim(f"F{name}", regels(name)) for name in "abcd"}
RETURNS = {name: answer(f"F{name}", regels(name), [Oordeel(0, 9_000), Oordeel(2, 1)]) for name in "abcd"}


@st.composite
def deliveries(draw: st.DrawFn) -> dict[str, bytes]:
    """Claims and returns of four invoices, each harmed a little or not at all, and a table."""
    found = {"koppeltabel": KOPPELTABEL.encode()}
    for name in "abcd":
        found[f"claim {name}"] = draw(harmed(CLAIMS[name], "AW319"))
        found[f"return {name}"] = draw(harmed(RETURNS[name], "AW320"))
    return found


@given(deliveries(), st.booleans(), st.data())
@how(
    max_examples=8,  # a handful of loads each; no shrinking, for the same reason
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_a_load_of_harmed_deliveries(found: dict[str, bytes], zipped: bool, data: st.DataObject):
    with tempfile.TemporaryDirectory() as folder:
        settings, inbox = Settings(data=Path(folder) / "data"), Inbox(Path(folder) / "inbox")
        if zipped:
            with zipfile.ZipFile(inbox.put(str(ONTVANGEN), "alles.zip", b""), "w") as archive:
                for name, content in found.items():
                    archive.writestr(name, content)
        else:
            for name, content in found.items():
                inbox.put(str(ONTVANGEN), name, content)
        paths = [p for p in sorted(inbox.path.rglob("*")) if p.is_file()]
        for path in data.draw(st.permutations(paths)):
            first = run.load(settings, [path])
            told = [r.tekst for a in (*first.geweigerd, *first.uitval) for r in a.redenen]
            assert not GEHEIM.search(str(told))
            t = first.telling
            assert t.regels == t.regels_geaccepteerd + t.regels_geweigerd + t.regels_uitval
            assert t.gelezen_cent == t.geaccepteerd_cent + t.geweigerd_cent + t.uitval_cent
        assert_as_the_slow_reader(settings, found)
        assert not [b for b in check(settings) if b.fout]
        again = run.load(settings, [inbox.path])
        refused = {x.sha256 for x in uit_grootboek(queries.leveringen, settings) if x.status is Status.GEWEIGERD}
        assert again.al_bekend + len(refused) >= len(set(found.values()))


def assert_as_the_slow_reader(settings: Settings, found: dict[str, bytes]) -> None:
    """Every readable claim has the lines and cents that the slow reader sees, and PRODUCTIE holds what was accepted."""
    booked = {x.naam.removeprefix("alles.zip/"): x for x in uit_grootboek(queries.leveringen, settings)}
    for name, content in found.items():
        levering = booked.get(name)
        if levering is None:  # the same content as another
            assert list(found.values()).count(content) > 1
            continue
        if levering.soort is Soort.AW319 and (expected := slow.read_claim(content, ONTVANGEN)) is not None:
            assert (levering.telling.regels, levering.telling.gelezen_cent) == (expected.regels, expected.cent)
            if levering.status is Status.VERWERKT:
                assert levering.telling.regels_uitval >= len(expected.uitval)
        elif levering.soort is Soort.AW319:
            assert levering.status is Status.GEWEIGERD
    accepted = sum(x.telling.geaccepteerd_cent for x in booked.values() if x.soort is Soort.AW319)
    current = productie_nu(settings)
    assert current is not None
    with duckdb.connect() as db:
        row = db.execute("SELECT coalesce(sum(ingediend_cent), 0) FROM read_parquet(?)", [str(current[1])]).fetchone()
    assert row == (accepted,)

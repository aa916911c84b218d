"""R1.6: marked values in every personal field leave no trace in data folder, log, report or page."""

from datetime import date
from pathlib import Path

import pytest

from cli import app
from config.layouts import aw319, aw320
from config.settings import Settings
from loaders import aw319 as aw319_reader
from loaders import aw320 as aw320_reader
from loaders import queries, run
from tests.made import Inbox, Oordeel, answer, claim, claim_records, header, join, maandregel

MERK = "ZZQXJ"
BSN = 987_654_329  # made for this test; also looked for without the first digits
GEHEIM = {
    "verzekerdennummer",
    "patientnummer",
    "naam_1",
    "naam_2",
    "voorvoegsel_1",
    "voorvoegsel_2",
    "voorletters",
    "postcode",
    "postcode_buitenland",
    "huisnummer_toevoeging",
    "debiteurnummer",
    "clientnummer_indicatieorgaan",
}
REGELS = [maandregel("R1", date(2026, 1, 1), 10_000, bsn=BSN), maandregel("R2", date(2026, 1, 1), 4_000, bsn=BSN)]


def marked_claim(**kop: str) -> bytes:
    """A claim whose every personal text field, and a comment record, hold the mark."""
    layout = aw319()
    body = [
        (kind, {**values, **{n: MERK[: layout.field(kind, n).length] for n in GEHEIM if n in layout.records[kind]}})
        for kind, values in claim_records(REGELS)
    ]
    body.insert(2, ("98", {"identificatie_detailrecord": 2, "regelnummer": 1, "vrije_tekst": f"{MERK} {BSN}"}))
    last = {
        "aantal_verzekerdenrecords": 2,
        "aantal_prestatierecords": 2,
        "aantal_commentaarrecords": 1,
        "totaal_detailrecords": 5,
        "totaal_declaratiebedrag": 14_000,
        "debet_credit": "D",
    }
    return join(layout, [("01", header(layout, "F1", **kop)), *body, ("99", last)])


def traces(folder: Path, inbox: Path) -> list[str]:
    marks = [MERK.encode(), str(BSN).encode(), BSN.to_bytes(4, "little"), BSN.to_bytes(8, "little")]
    files = [p for p in folder.rglob("*") if p.is_file() and inbox not in p.parents]
    assert files
    return [p.name for p in files if any(mark in p.read_bytes() for mark in marks)]


def test_marked_values_are_nowhere_after_loading(
    settings: Settings, inbox: Inbox, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("RUIMTE_DATA", str(settings.data))
    monkeypatch.setenv("RUIMTE_LOGNIVEAU", "DEBUG")
    broken = marked_claim(factuurnummer="F3").replace(b"\r\n04", b"\r\n4", 1)
    wrong_sign = marked_claim(factuurnummer="F4").replace(b"D0000", b"X0000", 1)
    inbox.put("2026-02-05", "goed", marked_claim())
    inbox.put("2026-02-06", "antwoord", answer("F1", REGELS, [Oordeel(1, 0, "0551")]))
    inbox.put("2026-02-05", "kapot", broken)
    inbox.put("2026-02-05", "teken", wrong_sign)
    inbox.put("2026-02-05", "test", marked_claim(soort_bericht="T", factuurnummer="F5"))
    inbox.put("2026-02-05", "utf8", marked_claim(factuurnummer="F6").decode("latin-1").replace("M ", "é ", 1).encode())
    inbox.table("tabel.csv", f"agb,naam,hoofdsector,concern,gestart_op\n{BSN},{MERK},{MERK},,{MERK}\n")
    with pytest.raises(SystemExit) as stopped:
        app(["load", str(inbox.path), "--json"])
    assert stopped.value.code == 3
    said = capsys.readouterr()
    assert MERK not in said.out + said.err
    assert str(BSN) not in said.out + said.err
    assert traces(settings.data, inbox.path) == []
    found = [r for x in queries.leveringen(settings) for r in queries.redenen(settings, x.sha256)]
    assert len(found) > 4
    assert MERK not in str(found)
    assert str(BSN) not in str(found)


def test_the_key_is_readable_by_its_owner_only_and_decides_the_pseudonyms(settings: Settings, inbox: Inbox):
    inbox.put("2026-02-05", "goed", claim("F1", REGELS))
    run.load(settings, [inbox.path])
    assert settings.sleutel.stat().st_mode & 0o777 == 0o600
    assert len(settings.sleutel.read_bytes()) == 32
    again = run.load(settings, [inbox.path])
    assert again.al_bekend == 1


def test_returns_repeat_the_bsn_and_it_is_not_kept():
    assert "bsn" in aw320().records["04"]
    personal = {"bsn", "geboortedatum", "geslacht", *GEHEIM}
    assert not personal & {*aw319_reader.REGELS.names, *aw320_reader.OORDELEN.names}

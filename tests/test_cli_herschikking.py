"""The terminal contract of the herschikking and what follows from it: exit codes, JSON, files."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
import time_machine

import cli
from config.settings import Settings
from forecasting.wlz.herschikking import bevroren, run
from forecasting.wlz.herschikking.stappen import herschikking as berekend
from loaders import queries
from loaders.grootboek import herschikkingen
from loaders.grootboek.besluiten import besluiten
from loaders.run import load
from tests.forecasting.herschikking import made
from tests.golden.test_golden import GOLDEN
from tests.vragen import uit_grootboek

PEIL = ("--jaar", "2026", "--peildatum", "2026-03-24")
WIE = ("--door", "A. Analist", "--reden", "voorbeeld")


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def geladen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """`ruimte` in this process, on the golden month without its crisis agreements."""
    monkeypatch.setenv("RUIMTE_DATA", str(tmp_path / "data"))
    tables = [p for p in (GOLDEN / "referentie").iterdir() if p.name != "crisisafspraken.csv"]
    load(Settings(), [GOLDEN / "inbox", *tables])

    def call(*args: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["ruimte", *args])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return Done(int(ended.value.code or 0), *capsys.readouterr())

    return call


def test_every_step_as_json_and_as_a_workbook(geladen, tmp_path: Path):
    found = json.loads(geladen("herschikking", *PEIL, "--json").stdout)
    assert (found["laatste_maand"], found["niveau"], found["peildatum"]) == ("2026-02", "site", "2026-03-24")
    vv = next(a for a in found["afspraken"] if a["sector"] == "V&V")
    # zonder crisisafspraak: stap 4 is 44.680,00 en past in 154.000,00
    assert (vv["agb"], vv["verplichtingen_cent"], vv["productie_cent"], vv["korting_cent"]) == (
        "06000001", 100_000, 4_468_000, 0,
    )  # fmt: skip
    assert vv["afspraak_cent"] == 4_568_000
    # over februari is in de GZ wel gedeclareerd, en nog niets goedgekeurd (R4.8)
    assert {f["soort"] for f in found["fouten"]} == {
        "aanbieder_onbekend", "crisis_zonder_afspraak", "niets_goedgekeurd", "sector_onbekend",
    }  # fmt: skip
    path = tmp_path / "nza.xlsx"
    assert geladen("herschikking", *PEIL, "--xlsx", str(path)).returncode == 0
    assert "Afspraken" in openpyxl.load_workbook(path).sheetnames
    assert geladen("herschikking", *PEIL, "--json", "--xlsx", str(path)).returncode == 2


def test_open_errors_are_looked_at_and_not_frozen(geladen):
    assert geladen("herschikking", *PEIL).returncode == 0
    done = geladen("bevries", *PEIL, "--naam", "definitief", *WIE)
    assert done.returncode == 2
    assert "vul de koppeltabel of de hoofdsector van de aanbieder aan" in done.stderr
    assert geladen("brieven", "1").returncode == 1
    assert geladen("nacalculatie", "1", "--peildatum", "2026-03-24").returncode == 1


def test_fixed_volumes_and_scenarios(geladen, tmp_path: Path):
    volumes = json.loads(geladen("volumes", *PEIL, "--json").stdout)["sectoren"]
    assert [(s["site"], s["sector"], s["boven_drempel"]) for s in volumes] == [
        ("zilveren-kruis", "V&V", True),
        ("zilveren-kruis", "GZ", False),
        ("friesland", "GGZ", False),
    ]
    fixed = geladen("fixeer", *PEIL, "--site", "zilveren-kruis", "--sector", "V&V", *WIE)
    assert fixed.returncode == 0
    assert "besluit 1" in fixed.stdout
    assert geladen("fixeer", *PEIL, "--site", "friesland", "--sector", "GGZ", *WIE).returncode == 2
    file = tmp_path / "s.toml"
    file.write_text('naam = "groei"\n[[groei]]\nprocent = "1,5"\n', encoding="utf-8")
    assert "Scenario 1 bewaard" in geladen("scenario", str(file), "--jaar", "2026", *WIE).stdout
    beleid, groei = json.loads(geladen("scenarios", *PEIL, "--json").stdout)["scenarios"]
    assert (beleid["naam"], groei["naam"], groei["door"]) == ("Beleid", "groei", "A. Analist")
    assert groei["sectoren"][0]["geextrapoleerd_cent"] > beleid["sectoren"][0]["geextrapoleerd_cent"]
    file.write_text('naam = "x"\n[[groie]]\n', encoding="utf-8")
    wrong = geladen("scenario", str(file), "--jaar", "2026", *WIE)
    assert wrong.returncode == 2
    assert "Onbekende aanname: groie" in wrong.stderr


BSN = "hoort bij 9999.99.990"


@pytest.mark.parametrize("veld", ["--door", "--reden", "--naam"])
def test_no_command_of_staff_takes_a_bsn(geladen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, veld: str):
    # R1.6: elke opdracht die vastlegt wat een medewerker doet, in elk vrij veld
    rows = made.invoer(productie=[made.productie(made.EEN, 900)], ruimte=[made.ruimte(800)])
    monkeypatch.setattr(run, "bereken", lambda *asked: berekend(rows))
    text = {"--door": "A. Analist", "--reden": "voorbeeld", "--naam": "groei"} | {veld: BSN}
    who = ("--door", text["--door"], "--reden", text["--reden"])
    file = tmp_path / "s.toml"
    file.write_text(f'naam = "{text["--naam"]}"\n[[groei]]\nprocent = "1,5"\n', encoding="utf-8")
    named = next(v.naam for v in uit_grootboek(queries.leveringen, Settings()) if v.soort == "AW319")
    about = ("--jaar", "2026", "--agb", "06000001", "--uzovi", "5505", "--sector", "V&V")
    commands = [
        ("scenario", str(file), "--jaar", "2026", *who),
        ("bevries", *PEIL, "--naam", text["--naam"], *who),
    ]
    if veld != "--naam":
        commands += [
            ("intrekken", named, *who),
            ("intrekken", named, "--herstel", *who),
            ("fixeer", *PEIL, "--site", "zilveren-kruis", "--sector", "V&V", *who),
            *(("besluit", soort, "weigeren", *about, *values, *who) for soort, values in (
                ("trend", ()), ("melding", ("--waarde", "maand=2026-07")), ("raming", ()), ("crisis", ()),
                ("correctie", ()), ("vaste_volumes", ("--waarde", "site=friesland")),
            )),
            ("besluit", "behandeling", "weigeren", *about[:4], *about[6:], *who),
        ]  # fmt: skip
    for command in commands:
        done = geladen(*command)
        assert (done.returncode, f"BSN te staan in: {veld[2:]}" in done.stderr) == (2, True), (command, done.stderr)
        assert "9999" not in done.stdout + done.stderr
    assert uit_grootboek(queries.intrekkingen, Settings()) == []
    for asked in (besluiten, herschikkingen.bevroren, herschikkingen.scenarios):
        assert uit_grootboek(asked, Settings(), 2026) == []


def test_check_tells_of_a_frozen_one_that_this_version_computes_otherwise(geladen, monkeypatch: pytest.MonkeyPatch):
    rows = made.invoer(productie=[made.productie(made.EEN, 900)], ruimte=[made.ruimte(800)])
    monkeypatch.setattr(run, "bereken", lambda *asked: berekend(rows))
    assert geladen("bevries", *PEIL, "--naam", "definitief", *WIE).returncode == 0
    same = geladen("check")
    assert (same.returncode, "goed  Bevroren herschikkingen" in same.stdout) == (0, True)
    more = made.invoer(productie=[made.productie(made.EEN, 900)], ruimte=[made.ruimte(700)])
    monkeypatch.setattr(bevroren, "herschikking", lambda invoer: berekend(more))
    other = geladen("check")
    assert other.returncode == 0
    assert (
        "let op  Herschikking 1 (definitief): op dezelfde invoer geeft deze versie 1 andere afspraken" in other.stdout
    )
    assert "-€ 1,00 verschil" in other.stdout


def test_what_is_decided_at_night_is_of_that_day_in_the_netherlands(geladen):
    # R1.1: a quarter past midnight on 1 July in Amsterdam is still 30 June in UTC
    with time_machine.travel(datetime(2026, 6, 30, 22, 15, tzinfo=UTC), tick=False):
        done = geladen("besluit", "trend", "weigeren", "--jaar", "2026", "--agb", "06000001", "--uzovi", "5505",
                       "--sector", "V&V", *WIE)  # fmt: skip
        assert done.returncode == 0
        register = json.loads(geladen("besluiten", "--jaar", "2026", "--json").stdout)["besluiten"]
        assert [b["vanaf"] for b in register] == ["2026-07-01"]

"""The terminal contract: commands, exit codes, one JSON object on stdout."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from config.reference import reference_tables
from tests.golden.test_golden import GOLDEN
from tests.made import CONTRACTEERRUIMTE_KOP, Inbox, answer, claim, maandregel

PEIL = ("--jaar", "2026", "--peildatum", "2026-03-24")


@pytest.fixture
def ruimte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("RUIMTE_DATA", str(tmp_path / "data"))

    def call(*args: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "cli", *args]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    return call


def test_golden_month_through_the_terminal(ruimte):
    loaded = ruimte("load", str(GOLDEN / "inbox"), str(GOLDEN / "referentie"), "--json")
    assert loaded.returncode == 3  # done, and something was refused
    report = json.loads(loaded.stdout)
    assert (report["bestanden"], report["verwerkt"], report["al_bekend"]) == (29, 28, 0)
    assert report["bestanden"] == report["verwerkt"] + report["al_bekend"] + len(report["geweigerd"])
    assert report["regels"] == report["regels_geaccepteerd"] + report["regels_uitval"] == 18
    assert report["gelezen_cent"] == report["geaccepteerd_cent"] + report["uitval_cent"]
    assert report["geweigerd"][0]["redenen"][0]["regel"] == 1
    outlook = json.loads(ruimte("outlook", *PEIL, "--site", "zilveren-kruis", "--json").stdout)
    assert outlook["laatste_maand"] == "2026-02"
    vv = outlook["sectoren"][0]
    assert (vv["sector"], vv["geextrapoleerd_cent"], vv["boven_drempel"]) == ("V&V", 15_722_000, True)
    assert vv["korting"] == pytest.approx(3_220 / 157_220, abs=1e-9)
    assert vv["met_herverdeling"]["korting"] == pytest.approx(1_720 / 157_220, abs=1e-9)
    # R4.6: two months are too few to say anything, so the estimate is null, never made up, and says why
    assert [vv[k] for k in ("kans_boven_drempel", "p10_cent", "p50_cent", "p90_cent")] == [None] * 4
    assert "te weinig historie" in vv["verwacht"]["redenen"][0]
    crisis = json.loads(ruimte("crisis", *PEIL, "--json").stdout)
    assert (crisis[0]["bezette_dagen"], crisis[0]["voorstel_plekken"]) == (28, 1)
    fixed = json.loads(ruimte("outlook", *PEIL, "--site", "friesland", "--laatste-maand", "2026-01", "--json").stdout)
    assert fixed["laatste_maand"] == "2026-01"  # R3.1: the procedure may fix L
    assert fixed["sectoren"][2]["geextrapoleerd_cent"] == 23_600 * 365


def test_a_backtest_needs_one_source_and_takes_a_panel(ruimte, tmp_path: Path):
    assert ruimte("backtest").returncode == 2
    panel = tmp_path / "panel.csv"
    panel.write_text(
        "series_id,sector,region,provider,month,value\n"
        + "".join(f"s,V&V,r,p,{jaar}-{maand:02},{100 + maand}\n" for jaar in (2023, 2024) for maand in range(1, 13)),
        encoding="utf-8",
    )
    done = ruimte("backtest", "--csv", str(panel), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert report["jaren"] == [2023, 2024]
    assert {r["maanden_bekend"] for r in report["horizon"]} == {3, 5, 7, 9}
    panel.write_text("series_id,month\n", encoding="utf-8")
    wrong = ruimte("backtest", "--csv", str(panel))
    assert wrong.returncode == 2
    assert "Kolom ontbreekt" in wrong.stderr


def test_a_clean_load_ends_with_0(ruimte, inbox: Inbox):
    regels = [maandregel("R1", date(2026, 1, 1), 10)]
    inbox.put("2026-02-05", "a", claim("F1", regels))
    inbox.put("2026-02-06", "b", answer("F1", regels))
    inbox.table("r.csv", CONTRACTEERRUIMTE_KOP)
    done = ruimte("load", str(inbox.path))
    assert done.returncode == 0
    assert "3 verwerkt" in done.stdout
    assert done.stderr == ""  # no progress when piped


def test_a_delivery_is_withdrawn_by_someone_for_a_reason(ruimte, inbox: Inbox):
    inbox.put("2026-02-05", "a", claim("F1", [maandregel("R1", date(2026, 1, 1), 10)]))
    inbox.put("2026-02-06", "b", claim("F1", [maandregel("R2", date(2026, 1, 1), 20)]))
    ruimte("load", str(inbox.path))
    assert ruimte("intrekken", "a").returncode == 2  # no reason, no name
    assert ruimte("intrekken", "c", "--reden", "x", "--door", "y").returncode == 2
    who = ("--reden", "verkeerd bestand", "--door", "A. Voorbeeld")
    past = ruimte("intrekken", "a", *who, "--per", "2026-02-09")
    assert past.returncode == 2
    assert "op zijn vroegst vanaf vandaag" in past.stderr
    assert "Laat --per weg, of kies vandaag of een latere dag." in past.stderr
    done = ruimte("intrekken", "a", *who, "--per", "2090-02-09")
    assert done.returncode == 0
    assert "a: ingetrokken per 9 februari 2090" in done.stdout
    assert "b: geweigerd (0 van 1 regels geteld) wordt verwerkt (1 van 1 regels geteld)" in done.stdout
    back = ruimte(
        "intrekken", "a", "--herstel", "--reden", "toch goed", "--door", "A. Voorbeeld", "--per", "2090-02-10"
    )
    assert "a: hersteld per 10 februari 2090; nu verwerkt" in back.stdout
    assert ruimte("check").returncode == 0


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("load",), "paden ontbreekt."),
        (("load", "bestaat-niet"), "'bestaat-niet' bestaat niet (paden)."),
        (("outlook", *PEIL), "--site ontbreekt; kies uit zilveren-kruis, friesland."),
        (
            ("outlook", *PEIL, "--site", "elders"),
            "--site kan niet 'elders' zijn; kies uit 'zilveren-kruis', 'friesland'.",
        ),
        (("outlook", "--jaar", "2026", "--peildatum", "9999-12-31"), "'9999-12-31' ligt niet tussen 2000 en 2100"),
        (("outlook", "--jaar", "2026", "--peildatum", "24-03-2026"), "'24-03-2026' is geen dag; schrijf JJJJ-MM-DD"),
        (("outlook", *PEIL, "--laatste-maand", "mei"), "'mei' is geen maand; schrijf JJJJ-MM"),
        (("outlook", *PEIL, "--laatste-maand", "0001-01"), "'0001-01' is geen maand; schrijf JJJJ-MM"),
        (("outlook", "--jaar", "2026", "--peildatum", "2026-W10-1"), "'2026-W10-1' is geen dag; schrijf JJJJ-MM-DD"),
        (("outlook", "--jaar", "99999"), "--jaar kan niet meer zijn dan 2100."),
        (("forecast", "--jaar", "-1"), "--jaar kan niet minder zijn dan 2000."),
        (("serve", "--poort", "80000"), "--poort kan niet meer zijn dan 65535."),
        (("brieven", "99999999999999999999"), "nummer kan niet meer zijn dan 2147483647."),
        (("brieven", "1", "--map", "cli.py"), "'cli.py' is een bestand; geef een map (--map)."),
        (("demo", "--seed", "-1"), "--seed kan niet minder zijn dan 0."),
        (("herschikking", *PEIL, "--xlsx", "geen/map/x.xlsx"), "de map van 'geen/map/x.xlsx' bestaat niet"),
        (("herschikking", *PEIL, "--xlsx", "."), "'.' is een map; geef de naam van een bestand."),
        (("outlook", "--jaar", "dit"), "--jaar is geen geheel getal."),
        (("outlook", "--jaar"), "--jaar heeft een waarde nodig."),
        (("outlook", "--jaren", "2026"), "De optie --jaren bestaat niet; er is wel: --jaar, --json."),
        (("check", "--onzin"), "De optie --onzin bestaat niet."),
        (("backtest", "--csv", "bestaat-niet"), "Het bestand 'bestaat-niet' bestaat niet (--csv)."),
        (("backtest", "--csv", "."), "'.' is een map; geef een bestand (--csv)."),
        (("template", "onbekend"), "Kies uit: koppeltabel"),
        (("template", "productie", "te", "veel"), "Te veel woorden: te veel."),
        (("onzin",), "De opdracht 'onzin' bestaat niet."),
    ],
)
def test_wrong_use_ends_with_2_and_says_in_dutch_what_is_wrong(ruimte, args: tuple[str, ...], told: str):
    done = ruimte(*args)
    assert done.returncode == 2
    assert done.stdout == ""
    assert told in done.stderr


def test_help_names_every_command_in_the_order_of_the_month(ruimte):
    text = ruimte("--help").stdout
    places = [text.index(f"╭─ {group} ─") for group in ("Leveringen", "Dit jaar", "Afspraken", "Beheer")]
    assert places == sorted(places)


def test_nothing_loaded_ends_with_1_and_says_what_to_do(ruimte):
    done = ruimte("outlook", *PEIL, "--site", "friesland")
    assert done.returncode == 1
    assert "ruimte load" in done.stderr
    assert done.stdout == ""


def test_a_peildatum_before_the_first_closed_month_says_when(ruimte, inbox: Inbox):
    ruimte("load", str(inbox.table("r.csv", CONTRACTEERRUIMTE_KOP)))
    done = ruimte("outlook", "--jaar", "2026", "--peildatum", "2026-02-23", "--site", "friesland")
    assert done.returncode == 2
    assert "24-02-2026" in done.stderr


def test_templates_are_the_fixed_headers(ruimte):
    for name in ("koppeltabel", "productie"):
        assert ruimte("template", name).stdout.strip() == ",".join(reference_tables()[name].header)


def test_check_tells_how_things_stand(ruimte):
    assert ruimte("check").returncode == 0
    ruimte("load", str(GOLDEN / "inbox"))
    done = ruimte("check")
    assert done.returncode == 0
    assert (
        "€ 56.158,00 ingediend = € 43.472,00 toegekend + € 2.609,00 afgewezen + € 10.077,00 in behandeling"
        in done.stdout
    )


def test_what_is_written_can_be_read_by_its_owner_only(ruimte, tmp_path: Path):
    data = tmp_path / "data"
    data.mkdir(mode=0o755)  # as an older version, or a person, made it
    ruimte("load", str(GOLDEN / "inbox"))
    ruimte("outlook", *PEIL, "--site", "zilveren-kruis")
    open_to_others = [path for path in (data, *data.rglob("*")) if path.stat().st_mode & 0o077]
    assert (data / "ruimte.db").exists()
    assert open_to_others == []


@pytest.mark.parametrize("harm", ["weg", "andere"])
def test_check_misses_the_key_before_a_message_is_refused_for_it(ruimte, tmp_path: Path, harm: str):
    ruimte("load", str(GOLDEN / "inbox"))
    key = tmp_path / "data" / "geheim" / "sleutel"
    if harm == "weg":
        key.unlink()
    else:
        key.write_bytes(bytes(32))
    done = ruimte("check")
    assert done.returncode == 1
    assert "De sleutel van de pseudoniemen ontbreekt of hoort niet bij dit grootboek" in done.stdout


def test_decisions_through_the_terminal(ruimte):
    empty = ruimte("besluiten", "--jaar", "2026")
    assert (empty.returncode, empty.stdout) == (0, "Er zijn nog geen besluiten genomen.\n")
    what = ("besluit", "melding", "accepteren", "--jaar", "2026", "--vanaf", "2026-09-01", "--door", "A. Voorbeeld")
    who = ("--agb", "06000001", "--uzovi", "5515", "--sector", "V&V")
    values = ("--waarde", "maand=2026-11", "--waarde", "bedrag_per_maand_cent=-12500")
    refused = ruimte(*what, *who, *values, "--reden", " ")
    assert refused.returncode == 2  # wrong use: the reason is missing
    assert "reden" in refused.stderr
    taken = ruimte(*what, *who, *values, "--reden", "locatie sluit")
    assert taken.returncode == 0
    assert "Besluit 1: Melding van de aanbieder geaccepteerd, vanaf november 2026, -€ 125,00 per maand" in taken.stdout
    register = json.loads(ruimte("besluiten", "--jaar", "2026", "--json").stdout)
    assert [(b["nummer"], b["soort"], b["waarde"]) for b in register["besluiten"]] == [
        (1, "melding", {"maand": "2026-11", "bedrag_per_maand_cent": -12_500})
    ]
    assert "door A. Voorbeeld" in ruimte("besluiten", "--jaar", "2026").stdout


def test_proposals_through_the_terminal(ruimte):
    ruimte("load", str(GOLDEN / "inbox"), str(GOLDEN / "referentie"))
    site = ("--site", "zilveren-kruis")
    # R5.2: 2 plekken, 45,8% verwacht: 1 plek minder, 365 x 868.000 / 28 cent
    found = json.loads(ruimte("voorstellen", *PEIL, *site, "--json").stdout)
    assert [(v["soort"], v["effect_cent"], v["waarde"]) for v in found["voorstellen"]] == [
        ("crisis", -365 * 868_000 // 28, {"plekken": 1})
    ]
    assert "van 2 naar 1 plekken" in ruimte("voorstellen", *PEIL, *site).stdout


ONNODIG = (
    "adbc_driver_duckdb", "alembic", "forecasting.wlz.vooruitblik", "matplotlib", "openpyxl", "pandas", "plotly",
    "pyarrow.dataset", "pydantic_settings", "pyspark", "rich", "scipy", "streamlit", "structlog",
)  # fmt: skip
"""What a load of messages has no use for; each would cost its start from a hundredth to half a second."""


def test_a_load_imports_no_more_than_it_needs(tmp_path: Path):
    code = (
        "import atexit, sys; atexit.register(lambda: print('\\n'.join(n for n in sys.modules if sys.modules[n])));"
        "import cli; cli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "load", str(GOLDEN / "inbox"), str(GOLDEN / "referentie")],
        capture_output=True, text=True, check=False, timeout=120, cwd=Path(__file__).parents[1],
        env={**os.environ, "RUIMTE_DATA": str(tmp_path / "data")},
    )  # fmt: skip
    assert done.returncode == 3
    imported = set(done.stdout.splitlines())
    assert {"pyarrow", "duckdb", "sqlalchemy"} <= imported
    assert not imported & set(ONNODIG)


def test_pandas_is_back_after_a_command_without_it():
    code = """
import sys
from dashboard.terminal.opdrachten.gedeeld import without_pandas
with without_pandas():
    import pyarrow as pa
    held = pa.array([1])
assert "pandas" not in sys.modules
import pandas
assert held.to_pandas().tolist() == [1]
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120, cwd=Path(__file__).parents[1])

"""R4.4 and R1.1: sites are a table. A region that moves changes no figure of before, and a site more needs no code."""

import csv
import json
import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from config.codes import onze_regios, regiodag, regios, sites, sites_per_regio
from config.tables import TABLES, rows
from config.words import Site
from tests.made import Inbox, answer, claim, maandregel

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
VERHUISD = date(2026, 3, 20)
RUIMTE = """
import sys
from pathlib import Path
import config.tables
config.tables.TABLES = Path(sys.argv.pop(1))
import cli
cli.main()
"""
"""`ruimte`, by other tables than the product's own."""


def test_sites_and_their_regions_on_a_day():
    # R2.1: before 2020 Friesland was 5502; its figures stand under 5533 then too
    dag = date(2026, 6, 23)
    assert sites(dag) == tuple(Site)
    assert onze_regios(dag) == (*regios(Site.ZILVEREN_KRUIS, dag), "5533")
    assert regios(Site.FRIESLAND, date(2019, 12, 31)) == regios(Site.FRIESLAND, date(2020, 1, 1)) == ("5533",)
    assert not sites_per_regio(date(2014, 12, 31))  # zorgkantoren are those of the Wlz
    assert regiodag(2026, date(2027, 6, 1)) == date(2026, 12, 31)  # a move after the year changes nothing of it


def test_a_region_has_one_row_a_day_and_one_name():
    found: dict[str, list[tuple[date, date]]] = {}
    for row in rows("zorgkantoren"):
        tot = date.fromisoformat(row["geldig_tot"]) if row["geldig_tot"] else date.max
        found.setdefault(row["regio_uzovi"], []).append((date.fromisoformat(row["geldig_van"]), tot))
        assert row["site"] in {"", *Site}
    for perioden in found.values():
        for (_, tot), (van, _) in zip(sorted(perioden), sorted(perioden)[1:], strict=False):
            assert tot + timedelta(days=1) == van
    names = {(row["uzovi"], row["regio"], row["regio_uzovi"]) for row in rows("zorgkantoren")}
    assert len(names) == len({uzovi for uzovi, _, _ in names})


@pytest.fixture(scope="module")
def anders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables in which Rotterdam leaves Zilveren Kruis for a site of its own."""
    tables = tmp_path_factory.mktemp("tabellen")
    for file in TABLES.iterdir():
        (tables / file.name).write_bytes(file.read_bytes())
    regions = rows("zorgkantoren")
    (old,) = [row for row in regions if row["uzovi"] == "5521"]
    regions.append({**old, "site": "maasstad", "geldig_van": VERHUISD.isoformat()})
    old["geldig_tot"] = (VERHUISD - timedelta(days=1)).isoformat()
    write(tables / "zorgkantoren.csv", regions)
    write(tables / "sites.csv", [*rows("sites"), {"site": "maasstad", "naam": "Maasstad", "volgorde": "3"}])
    return tables


def write(path: Path, table: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, table[0])
        writer.writeheader()
        writer.writerows(table)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    inbox = Inbox(data / "inbox")
    regels = [maandregel("R1", date(2026, 1, 1), 500_000), maandregel("R2", date(2026, 2, 1), 700_000)]
    inbox.put("2026-03-05", "rotterdam", claim("F900", regels, uzovi="5521", instellingscode="06000900"))
    inbox.put("2026-03-06", "terug", answer("F900", regels, [], uzovi="5521", instellingscode="06000900"))
    ruimte(TABLES, data, "load", str(GOLDEN / "inbox"), str(GOLDEN / "referentie"), str(inbox.path))
    return data


def ruimte(tables: Path, data: Path, *args: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "RUIMTE_DATA": str(data)}
    command = [sys.executable, "-c", RUIMTE, str(tables), *args]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def outlook(tables: Path, data: Path, site: str, peildatum: str) -> dict[str, object]:
    asked = ("outlook", "--jaar", "2026", "--peildatum", peildatum, "--site", site, "--json")
    found: dict[str, object] = json.loads(ruimte(tables, data, *asked).stdout)
    return found


def production(found: dict[str, object]) -> dict[str, int]:
    """E by region and sector, of those that have any."""
    return {
        f"{r['uzovi']} {r['sector']}": r["geextrapoleerd_cent"]
        for r in found["regios"]  # type: ignore[attr-defined]
        if r["geextrapoleerd_cent"]
    }


def test_a_region_that_moves_changes_no_figure_of_before(anders: Path, data: Path):
    before = outlook(TABLES, data, "zilveren-kruis", "2026-03-19")
    assert any(place.startswith("5521") for place in production(before))
    assert outlook(anders, data, "zilveren-kruis", "2026-03-19") == before


def test_a_third_site_needs_a_row_and_no_line_of_code(anders: Path, data: Path):
    whole = production(outlook(TABLES, data, "zilveren-kruis", "2026-03-24"))
    left = production(outlook(anders, data, "zilveren-kruis", "2026-03-24"))
    own = production(outlook(anders, data, "maasstad", "2026-03-24"))
    assert own
    assert all(place.startswith("5521") for place in own)
    assert {**left, **own} == whole
    shown = ruimte(anders, data, "outlook", "--jaar", "2026", "--peildatum", "2026-03-24", "--site", "maasstad")
    assert shown.stdout.startswith("Vooruitblik 2026, Maasstad\n")
    agreed = ruimte(anders, data, "herschikking", "--jaar", "2026", "--peildatum", "2026-03-24", "--json")
    assert {r["site"] for r in json.loads(agreed.stdout)["sectoren"]} >= {"zilveren-kruis", "maasstad"}


def test_a_site_without_regions_on_the_day_says_so(anders: Path, data: Path):
    asked = ("outlook", "--jaar", "2026", "--peildatum", "2026-03-19")
    early = ruimte(anders, data, *asked, "--site", "maasstad")
    assert early.returncode == 2
    assert "Site Maasstad heeft op 19-03-2026 geen regio's" in early.stderr
    unknown = ruimte(TABLES, data, *asked, "--site", "maasstad")
    assert unknown.returncode == 2
    assert "zilveren-kruis" in unknown.stderr


def test_the_product_names_no_site():
    """A label, an order or a rule of one site would be a line of code for the next one."""
    for package in ("config", "loaders", "forecasting", "dashboard"):
        for path in (ROOT / package).rglob("*.py"):
            named = re.findall(r"\bSite\.[A-Z]\w+", path.read_text(encoding="utf-8"))
            assert not named, path

"""The house stands as `docs/huis.md` draws it (import-linter holds the layers; this, the rest)."""

import ast
import gc
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from config.regelingen import REGELINGEN
from config.settings import Settings
from forecasting.wlz.schatting import bewaard
from loaders import run

ROOT = Path(__file__).parents[1]
PACKAGES = ("config", "loaders", "forecasting", "dashboard")
MODULES = sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py") if "migrations" not in p.parts)
IMPURE = {
    *("alembic", "duckdb", "filelock", "logging", "os", "random", "shutil", "sqlalchemy", "streamlit", "structlog"),
    *("subprocess", "tempfile", "time", "config.settings"),
}
HUIS = (ROOT / "docs" / "huis.md").read_text(encoding="utf-8")
RANDEN = {
    f"{folder}{edge}"
    for folder, edges in re.findall(r"^\| `(\w[\w/]*/)` \|.*\|(.*)\|$", HUIS, re.MULTILINE)
    for edge in re.findall(r"`([\w/]+)`", edges)
}
"""Modules, and folders of them, that `docs/huis.md` names as an edge; every other one is pure."""
ZUIVER = [
    name
    for name in (p.relative_to(ROOT).as_posix() for p in MODULES)
    if name.removesuffix(".py") not in RANDEN and not any(name.startswith(r) for r in RANDEN if r.endswith("/"))
]


def imports(path: Path) -> set[str]:
    """What a module imports: names of modules, and of the packages in which they stand."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found | {name.split(".")[0] for name in found}


@pytest.mark.parametrize("name", sorted(RANDEN))
def test_every_edge_is_there(name: str):
    assert (ROOT / f"{name}.py").exists() or (ROOT / name).is_dir()


@pytest.mark.parametrize("name", ZUIVER)
def test_what_is_no_edge_is_pure(name: str):
    """No SQL, disk, environment, settings, clock or Streamlit where rules are computed."""
    assert not imports(ROOT / name) & IMPURE
    source = (ROOT / name).read_text(encoding="utf-8")
    assert "date.today" not in source
    assert "datetime.now" not in source


@pytest.mark.parametrize("package", PACKAGES)
def test_nothing_imports_an_entry(package: str):
    for path in (ROOT / package).rglob("*.py"):
        assert not imports(path) & {"cli", "streamlit_app", "tests"}, path


@pytest.mark.parametrize(
    "path", sorted((ROOT / "loaders/grootboek/migrations/versions").glob("0*.py")), ids=lambda p: p.stem
)
def test_a_migration_holds_all_it_needs(path: Path):
    """Code moves on; a migration of an older ledger must not (only where the data folder is, is asked of today)."""
    assert not imports(path) & {"loaders", "forecasting", "dashboard"}


def test_the_ledger_is_spoken_to_in_one_place():
    speakers = {p.relative_to(ROOT).as_posix() for p in MODULES if "sqlalchemy" in imports(p)}
    ledger = ("store", "schema", "herschikkingen")
    edges = ("check", "sleutel", "intrekken", "vereffenen/settle", "vereffenen/geraakt")
    assert speakers <= {f"loaders/{name}.py" for name in (*edges, *(f"grootboek/{name}" for name in ledger))}


ONZE = {p.relative_to(ROOT).as_posix() for package in PACKAGES for p in (ROOT / package).rglob("*.py")}


def modules(name: str) -> set[str]:
    """The files of ours that a module imports, those of `from package import module` too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
        paths = [n.replace(".", "/") for n in names]
        found |= {file for p in paths for file in (f"{p}.py", f"{p}/__init__.py") if file in ONZE}
    return found


def reached(names: Iterable[str]) -> set[str]:
    """These files and all of ours that they import, however far."""
    found: set[str] = set()
    left = set(names)
    while left:
        found |= left
        left = set().union(*map(modules, left)) - found
    return found


ENTRIES = ("cli.py", "streamlit_app.py", "dashboard/web/server.py", "dashboard/terminal/opdrachten/")
SWITCHES = r"\bgc\.(?!is|get)\w+\(|setswitchinterval\(|sys\.meta_path|setrlimit\(|os\.umask\(|setlocale\("


@pytest.mark.parametrize("name", sorted(name for name in ONZE if not name.startswith(ENTRIES)))
def test_only_an_entry_sets_what_holds_for_the_whole_process(name: str):
    """A page or a scheduler shares its process: what it calls must not switch anything for the others."""
    assert not re.findall(SWITCHES, (ROOT / name).read_text(encoding="utf-8"))


def test_a_load_sets_nothing_for_the_process(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    def refused(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(gc, "disable", refused)
    monkeypatch.setattr(sys, "setswitchinterval", refused)
    path = list(sys.meta_path)
    assert run.load(settings, [ROOT / "tests/golden/inbox"]).verwerkt
    assert sys.meta_path == path


SCHATTING = sorted(name for name in ONZE if name.startswith("forecasting/schatting/"))


@pytest.mark.parametrize("name", SCHATTING)
def test_the_estimate_knows_no_regeling(name: str):
    """Whatever is claimed per month can be estimated: no word of the Wlz, and nothing of ours but what was learned."""
    assert modules(name) <= {"config/forecast.py", "config/errors.py", *SCHATTING}
    words = r"\b(Sector|Site|Groep)\b|(?i:korting|contracteerruimte|\bwlz|zorgkantoor)"
    assert not re.findall(words, (ROOT / name).read_text(encoding="utf-8"))


def test_every_regeling_that_is_reckoned_has_a_folder_that_no_other_imports():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    apart = next(c for c in contracts if c["type"] == "independence")["modules"]
    assert set(apart) == {f"forecasting.{regeling.domein}" for regeling in REGELINGEN}


def test_what_is_kept_of_the_estimate_is_named_by_all_that_makes_it():
    """R4.6: code that makes the estimate is in its name, so it is made anew when that changes; and no more."""
    names = {p.relative_to(ROOT).as_posix() for p in bewaard.bestanden(bewaard.MAAKT_DE_SCHATTING)}
    code = {name for name in names if name.endswith(".py")}
    makes = {"forecasting/wlz/schatting/paneel.py", "forecasting/wlz/schatting/verwachting.py"}
    storing = {"forecasting/wlz/schatting/bewaard.py"}
    used = {n for n in reached(makes) if not n.endswith("__init__.py") or n.startswith("forecasting/schatting/")}
    assert used <= code
    assert code <= used | storing | set(SCHATTING) | {n for n in ONZE if n.startswith("loaders/tijd/")}
    assert {f"config/tables/forecast_{t}.csv" for t in ("errors", "own", "weights", "width")} <= names
    assert bewaard.bestanden(bewaard.MAAKT_DE_SCHATTING) <= bewaard.bestanden(bewaard.MAAKT_DE_CIJFERS)


def test_streamlit_stays_in_the_dashboard():
    assert all(p.parts[len(ROOT.parts)] == "dashboard" for p in MODULES if "streamlit" in imports(p))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_file_is_too_long_to_read(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_the_project_names_no_place_outside_itself():
    """It stands on its own: no path of a machine, no package index, in anything that is tracked."""
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    marks = ["/wo" + "rk/", "/ro" + "ot/", "--index" + "-url", "find" + "-links", "pypi" + ".org"]
    for name in tracked:
        content = (ROOT / name).read_bytes().decode("utf-8", "replace")
        assert not [m for m in marks if m in content], name

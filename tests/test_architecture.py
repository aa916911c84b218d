"""The house stands as `docs/huis.md` draws it (import-linter holds the layers; this, the rest)."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("config", "loaders", "forecasting", "dashboard")
MODULES = sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py") if "migrations" not in p.parts)
IMPURE = {
    *("alembic", "duckdb", "filelock", "logging", "os", "random", "shutil", "sqlalchemy", "streamlit", "structlog"),
    *("subprocess", "tempfile", "time", "config.settings", "loaders.grootboek.lezer", "loaders.inzage"),
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
    ledger = ("store", "schema", "lezer", "handelingen", "creditboekingen", "herschikkingen")
    edges = ("check", "sleutel", "intrekken", "vereffenen/settle", "vereffenen/geraakt")
    assert speakers <= {f"loaders/{name}.py" for name in (*edges, *(f"grootboek/{name}" for name in ledger))}


def test_only_the_reader_and_who_writes_open_the_ledger():
    """A question opens it once, at one moment; whoever else would open it would mix two."""
    openers = {
        p.relative_to(ROOT).as_posix()
        for p in MODULES
        if re.search(r"\b(open_ledger|store\.engine|create_engine)\(", p.read_text(encoding="utf-8"))
    }
    writers = {"loaders/run.py", "loaders/intrekken.py", "loaders/sleutel.py"}
    acts = {"loaders/grootboek/handelingen.py"}
    assert openers == {"loaders/grootboek/lezer.py", "loaders/grootboek/store.py"} | writers | acts


@pytest.mark.parametrize("package", ["forecasting", "dashboard/web"])
def test_what_is_asked_makes_no_productie(package: str):
    """Reading builds nothing: PRODUCTIE is made by a load, or where a question begins."""
    for path in (ROOT / package).rglob("*.py"):
        assert not re.search(r"productie\.(maak|build|rebuild|follow)\(", path.read_text(encoding="utf-8")), path


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


MEER_KEREN = {
    *("Aanpassing", "Afspraak", "Batch", "Bereik", "Blad", "Correctie", "Lezing", "Maand", "Regel"),
    *("Ruimte", "Stand", "Status", "Stuk", "Totaal", "Verschil", "afwijkingen", "bereken"),
    *("beschikbaar_cent", "besluiten", "bevries", "bewaar", "boekingen", "check_message"),
    *("creditsommen", "engine", "gather", "geextrapoleerd_per_plaats", "hoe", "intrekkingen"),
    *("lees", "ontvangst", "oordeelsgrond", "pad", "place", "reasons", "redenen", "registratie"),
    *("scenarios", "signalen", "signed_cents", "stand", "sums", "toets", "vaste_volumes", "verreken"),
    *("verschillen", "versie", "volumes"),
}
"""Public names below the dashboard that stand for more than one thing. One name, one thing: this list only shrinks."""


def test_a_public_name_is_defined_once():
    seen: dict[str, set[Path]] = {}
    for path in MODULES:
        if path.relative_to(ROOT).parts[0] == "dashboard" or "demo" in path.parts:
            continue  # the dashboard has a file per subject in every folder, by the same names
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                seen.setdefault(node.name, set()).add(path)
    assert {name for name, places in seen.items() if len(places) > 1} == MEER_KEREN

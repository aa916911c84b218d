"""The house stands as `docs/huis.md` draws it (import-linter holds the layers; this, the rest)."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("config", "loaders", "forecasting", "dashboard")
MODULES = sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py") if "migrations" not in p.parts)
IMPURE = {"sqlalchemy", "duckdb", "streamlit", "alembic", "os", "subprocess", "structlog", "logging", "time", "random"}
FORECASTING_EDGES = {
    *("bewaren", "gezegd_store", "jaarbeeld", "nacalculatie_run", "peil", "run", "scenarios_run", "store", "verzamelen")
}
"""Modules of `forecasting/` that fetch and keep; every other one is pure."""
PURE = [
    *(f"loaders/{name}.py" for name in ("kalender", "split", "workdays", "extrapolation", "periods", "boekingen")),
    *(f"loaders/{name}.py" for name in ("productie/bijdrage", "productie/dagen")),
    *(f"loaders/{name}.py" for name in ("vereffenen/resolve", "vereffenen/versie")),
    *(
        f"loaders/berichten/{name}.py"
        for name in ("aw319", "aw320", "bulk", "digits", "lines", "matrix", "messages", "pseudonym", "record")
    ),
    *(
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "forecasting").rglob("*.py")
        if path.stem not in FORECASTING_EDGES
    ),
    *(
        path.relative_to(ROOT).as_posix()
        for folder in ("texts", "figures", "tables")
        for path in (ROOT / "dashboard" / folder).glob("*.py")
    ),
    "dashboard/tellingen.py",
    "dashboard/sluiting.py",
    "dashboard/werklijst.py",
]


def imports(path: Path) -> set[str]:
    """Top-level names a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("name", PURE)
def test_rules_are_pure(name: str):
    """No SQL, disk, environment, clock or Streamlit where rules are computed."""
    assert not imports(ROOT / name) & IMPURE
    source = (ROOT / name).read_text(encoding="utf-8")
    assert "date.today" not in source
    assert "datetime.now" not in source


@pytest.mark.parametrize("package", PACKAGES)
def test_nothing_imports_an_entry(package: str):
    for path in (ROOT / package).rglob("*.py"):
        assert not imports(path) & {"cli", "streamlit_app", "tests"}, path


@pytest.mark.parametrize("path", sorted((ROOT / "loaders/migrations/versions").glob("0*.py")), ids=lambda p: p.stem)
def test_a_migration_holds_all_it_needs(path: Path):
    """Code moves on; a migration of an older ledger must not (only where the data folder is, is asked of today)."""
    assert not imports(path) & {"loaders", "forecasting", "dashboard"}


def test_the_ledger_is_spoken_to_in_one_place():
    speakers = {p.relative_to(ROOT).as_posix() for p in MODULES if "sqlalchemy" in imports(p)}
    lines = ("settle", "geraakt", "withdraw")
    edges = ("store", "schema", "check", "sleutel", "herschikkingen", *(f"vereffenen/{name}" for name in lines))
    assert speakers <= {f"loaders/{name}.py" for name in edges}


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

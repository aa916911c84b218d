"""The rulebook of the project and its code name the same rules, and every rule there has a test."""

import importlib.util
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from typer.main import get_command

from cli import app
from config.policy import VALUES
from config.reference import reference_tables
from config.settings import Settings

ROOT = Path(__file__).parents[1]
RULE = re.compile(r"\bR[1-7]\.\d\b")
REGELS = (ROOT / "docs" / "regels.md").read_text(encoding="utf-8")
BUILT, LATER = (set(RULE.findall(part)) for part in REGELS.split("## Nog niet gebouwd"))
HEADINGS = set(re.findall(r"^### (R[1-7]\.\d)\b", REGELS, re.MULTILINE))
SOURCES = [
    p
    for folder in ("config", "loaders", "forecasting", "dashboard")
    for p in (ROOT / folder).rglob("*")
    if p.suffix in {".py", ".toml", ".csv", ".sql"}
]
TESTS = "".join(
    p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("test_*.py") if p.name != Path(__file__).name
)


def test_every_rule_has_its_own_heading():
    assert HEADINGS
    assert BUILT <= HEADINGS | LATER


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_code_names_rules_that_exist(path: Path):
    assert set(RULE.findall(path.read_text(encoding="utf-8"))) <= HEADINGS | LATER


@pytest.mark.parametrize("rule", sorted(HEADINGS))
def test_every_rule_has_a_test_that_names_it(rule: str):
    assert re.search(rf"\b{rule}\b", TESTS)


@pytest.mark.parametrize("rule", sorted(HEADINGS))
def test_every_rule_is_in_the_code(rule: str):
    assert any(rule in path.read_text(encoding="utf-8") for path in SOURCES)


def test_the_documentation_names_what_there_is():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for setting in fields(Settings):
        assert f"RUIMTE_{setting.name.upper()}" in readme
    for command in get_command(app).commands:
        assert f"ruimte {command}" in readme
    own_data = (ROOT / "docs" / "gegevens.md").read_text(encoding="utf-8")
    for name in reference_tables():
        assert f"`{name}`" in own_data


def test_the_newest_changes_are_those_of_this_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest
    assert newest[1] == project["version"]


def test_every_policy_value_is_used():
    code = "".join(p.read_text(encoding="utf-8") for p in SOURCES if p.suffix == ".py")
    assert {p.stem for p in VALUES.glob("*.toml")} <= set(re.findall(r'"([a-z_]+)"', code))


def test_the_picture_of_the_house_is_of_this_house():
    """docs/huis.svg is drawn from the imports: draw it anew with `python tools/teken_huis.py`."""
    spec = importlib.util.spec_from_file_location("teken_huis", ROOT / "tools" / "teken_huis.py")
    assert spec
    assert spec.loader
    teken_huis = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(teken_huis)
    assert (ROOT / "docs" / "huis.svg").read_text(encoding="utf-8") == teken_huis.draw()

"""What tests share: an empty product in a folder of its own, and an inbox to fill."""

import os
from dataclasses import fields
from pathlib import Path

import hypothesis
import pytest

from config.settings import Settings
from tests.made import Inbox

# On a shared machine timings vary; in CI the same examples are tried each time, at the desk new ones.
hypothesis.settings.register_profile("ruimte", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("ruimte")


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person at the desk leaks into a test, and no log line onto the screen."""
    for setting in fields(Settings):
        monkeypatch.delenv(f"RUIMTE_{setting.name.upper()}", raising=False)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path / "inbox")

"""An empty ledger on each of the two databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import Settings
from tests import database


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with database.server() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings with an empty ledger on each of the two databases."""
    if request.param == "sqlite":
        return Settings(data=tmp_path / "data")
    url = request.getfixturevalue("postgres")
    database.emptied(url)
    return Settings(data=tmp_path / "data", database_url=url)

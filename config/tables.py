"""The tables that come with the product: CSV files in `tables/`."""

import csv
from pathlib import Path

TABLES = Path(__file__).parent / "tables"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of `tables/<name>.csv`, as text by column."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))

"""What was computed is kept whole, also when several visitors ask at once."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from forecasting.uitkomsten.bewaren import bewaar


def test_two_at_once_each_write_their_own(tmp_path: Path):
    both_have_written = Barrier(2, timeout=10)

    def keep(naam: str) -> None:
        def write(klad: Path) -> None:
            klad.write_text(naam, encoding="utf-8")
            both_have_written.wait()

        bewaar(tmp_path / "map" / f"{naam}.json", write, 10)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(keep, ("een", "twee")))
    assert {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "map").iterdir()} == {
        "een.json": "een",
        "twee.json": "twee",
    }


def test_the_newest_of_a_kind_stay(tmp_path: Path):
    (tmp_path / "ander.txt").write_text("blijft", encoding="utf-8")
    for age, naam in ((30, "a"), (20, "b"), (10, "c")):
        (tmp_path / f"{naam}.json").write_text(naam, encoding="utf-8")
        os.utime(tmp_path / f"{naam}.json", (1_000_000 - age, 1_000_000 - age))
    bewaar(tmp_path / "d.json", lambda klad: klad.write_text("d", encoding="utf-8"), 2)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ander.txt", "c.json", "d.json"]

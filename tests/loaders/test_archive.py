"""What is asked of the archive: returns beside their claims (R1.4)."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from loaders.archief import archive
from loaders.archief.archive import Som

JAN, FEB, MRT = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
REGELS = [
    # levering, detailnummer, referentie, zorgmaand, ingediend_cent
    (1, 2, "A", JAN, 100),
    (1, 2, "A", FEB, 50),
    (1, 4, "B", FEB, 30),
    (1, 6, "C", None, 7),  # cannot be placed in a month
    (2, 2, "A", JAN, 900),
]
OORDELEN = [
    # levering, detailnummer, referentie, zorgmaand, toegekend_cent
    (11, 2, "A", JAN, 60),
    (11, 2, "A", FEB, 20),
    (11, 6, "C", None, 0),
    (12, 2, "A", FEB, 10),  # the line lies in January and February
    (12, 2, "A", MRT, 10),
    (13, 2, "B", JAN, 5),  # another reference
    (13, 4, "B", None, 5),  # a verdict without months matches
    (21, 2, "A", JAN, 1),
]
PAREN = [(11, 1, False, 187), (12, 1, False, 187), (13, 1, False, 187), (14, 1, True, 187), (21, 2, False, 900)]
WANT = {
    (11, 1): Som(187, 60 + 20 + 0 + 30, 0),  # B was left out: granted as claimed
    (12, 1): Som(187, 20 + 30 + 7, 1),
    (13, 1): Som(187, 5 + 5 + 150 + 7, 1),
    (14, 1): Som(187, 0, 0),  # refused whole, without lines
    (21, 2): Som(900, 1, 0),
}
"""By hand: granted in the verdicts, and what was claimed in the lines without one."""


@pytest.mark.parametrize("per_keer", [1, 3, 1_000])
def test_a_return_grants_its_verdicts_and_what_it_leaves_out(
    per_keer: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(archive, "OORDELEN_PER_KEER", per_keer)
    with archive.connect(tmp_path) as db:
        for name, rows, cent in (("regels", REGELS, "ingediend_cent"), ("oordelen", OORDELEN, "toegekend_cent")):
            columns = ("levering", "detailnummer", "referentie", "zorgmaand", cent)
            db.from_arrow(pa.table(dict(zip(columns, map(pa.array, zip(*rows, strict=True)), strict=True)))).create(
                name
            )
        assert archive.sums(db, PAREN) == WANT
        assert archive.sums(db, []) == {}


def test_a_load_gives_memory_back_to_the_system():
    # pyarrow's own pool keeps what was freed, and a load of 10 million lines then peaks 100 MB higher
    command = "import cli, loaders.run, pyarrow; print(pyarrow.default_memory_pool().backend_name)"
    found = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert found.stdout == "system\n"

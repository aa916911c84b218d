"""Marks beside the archive: whatever does not simply count is found by them, however the parts are cut."""

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import Settings
from loaders.archief import archive, vindplaatsen
from loaders.archief.vindplaatsen import Vindplaatsen
from loaders.berichten.aw319 import REGELS
from loaders.berichten.lines import LEVERING

REFERENTIES = ["R1", "R2", "R3"]
BETALERS = {1: "06000001", 2: "06000001", 3: "06000002"}
regel = st.fixed_dictionaries(
    {
        "levering": st.sampled_from(list(BETALERS)),
        "regel": st.integers(2, 4),
        "referentie": st.sampled_from(REFERENTIES),
        "vorige_referentie": st.sampled_from(["", *REFERENTIES, "R9"]),
        "aantal": st.sampled_from([-1, 1]),
        "ingediend_cent": st.sampled_from([-5, 0, 5]),
        "maand": st.sampled_from([None, "2025-12-01", "2026-01-01"]),
    }
)


def parts(folder: Path, rows: list[list[dict[str, object]]]) -> list[str]:
    """Archive parts of these lines."""
    schema = REGELS.append(LEVERING)
    delen = []
    for some in rows:
        columns = {
            field.name: [row.get("maand" if field.name == "zorgmaand" else field.name) for row in some]
            for field in schema
        }
        table = pa.table({name: pa.array(values) for name, values in columns.items()}).cast(schema)
        delen += [pad for pad, _, _ in archive.write_parts(folder, "regels", [table])]
    return delen


@pytest.mark.parametrize("per_keer", [1, 1_000_000])
@given(rows=st.lists(st.lists(regel, min_size=1, max_size=4), min_size=1, max_size=3))
def test_credits_and_keys_on_more_than_one_line_are_opvallend(
    per_keer: int, rows: list[list[dict[str, object]]], tmp_path_factory: pytest.TempPathFactory
):
    settings = Settings(data=tmp_path_factory.mktemp("merken"))
    lines: dict[tuple[str, str], set[tuple[object, object]]] = {}
    credits: set[tuple[str, str]] = set()
    for row in (row for some in rows for row in some if row["maand"]):
        payee = BETALERS[int(str(row["levering"]))]
        key = payee, str(row["referentie"])
        lines.setdefault(key, set()).add((row["levering"], row["regel"]))
        if int(str(row["ingediend_cent"])) < 0 or row["aantal"] == -1:
            credits |= {key} | ({(payee, str(row["vorige_referentie"]))} if row["vorige_referentie"] else set())
    expected = credits | {key for key, found in lines.items() if len(found) > 1}
    with pytest.MonkeyPatch.context() as patch, duckdb.connect() as db:
        patch.setattr(vindplaatsen, "MERKEN_PER_KEER", per_keer)
        delen = parts(settings.archief, rows)
        plaatsen = Vindplaatsen(settings, "hoe")
        plaatsen.complete(db, delen, lambda: BETALERS)
        found = set(plaatsen.opvallend(delen).tolist())
        hashes = {key: db.execute("SELECT hash(?, ?)", key).fetchall()[0][0] for key in expected | set(lines)}
    assert {hashes[key] for key in expected} <= found
    # what is found beside that stands in two parts: a line cut at the end of a year, or a delivery
    assert found - {hashes[key] for key in expected} <= {*(hashes[key] for key in lines), *BETALERS}
    assert np.all(np.diff(plaatsen.opvallend(delen).astype(object)) > 0)

"""The ingest core alone: messages to a checked, pseudonymised archive and sums per provider, month and code.

`core.py INBOX FOLDER` prints the seconds it takes (imports left out) and the number of rows archived.
"""

import sys
import time
from pathlib import Path

import pyarrow as pa

from dashboard.terminal.opdrachten.gedeeld import alone_in_the_process
from loaders.archief import archive
from loaders.berichten.files import find
from loaders.berichten.pseudonym import Pseudonyms, new_key
from loaders.berichten.reading import Lezer, in_order, partijen, readers

SLEUTEL = ("levering", "zorgmaand", "prestatiecode", "tijdseenheid")


def ingest(inbox: Path, target: Path) -> tuple[int, pa.Table]:
    """Read every message under `inbox` into an archive in `target`; rows archived, and the sums."""
    lezer = Lezer(None, set(), Pseudonyms(new_key()))
    sums = []
    with alone_in_the_process(), readers() as pool:
        writers = {soort: archive.Writer(target, soort, pool) for soort in archive.SCHEMAS}

        def read(files: list[tuple[Path, int]]) -> tuple[dict[str, list[pa.Table]], list[pa.Table]]:
            rows = lezer.files(files).rijen
            return rows, [_sums(table) for table in rows["regels"]]

        for _, (rows, some) in in_order(pool, read, partijen(find([inbox]))):
            sums += some
            for soort, tables in rows.items():
                for table in tables:
                    writers[soort].add(table)
        parts = [part for writer in writers.values() for part in writer.close()]
    return sum(rows for _, _, rows in parts), pa.concat_tables(sums)


def _sums(table: pa.Table) -> pa.Table:
    """Sums per key; keys as plain text: Arrow leaves the place of an absent code unset, and must not look it up."""
    found = table.unify_dictionaries().group_by(SLEUTEL).aggregate([("aantal", "sum"), ("ingediend_cent", "sum")])
    plain = [f.with_type(f.type.value_type) if pa.types.is_dictionary(f.type) else f for f in found.schema]
    return found.cast(pa.schema(plain))


def main() -> None:
    begin = time.perf_counter()
    rows, _ = ingest(Path(sys.argv[1]), Path(sys.argv[2]))
    print(time.perf_counter() - begin, rows)


if __name__ == "__main__":
    main()

"""What the loader is measured against: only reading the bytes, and two other ways to do the same ingest.

Both take the lines of AW319 messages, turn dates and amounts into such, replace the BSN by a keyed hash, write Parquet
and sum per month and code. They do less than the product: no control totals, no reasons, no split over months.
"""

import importlib
import io
import sys
import time
from hashlib import blake2b
from pathlib import Path

from config.layouts import CODERING, aw319

KEY = b"k" * 32
VELDEN = (
    "identificatie_detailrecord",
    "bsn",
    "zzp_code",
    "begindatum_prestatie",
    "einddatum_prestatie",
    "prestatiecode",
    "aantal",
    "tijdseenheid",
    "tarief",
    "declaratiebedrag",
    "debet_credit_2",
    "referentienummer",
    "referentienummer_vorig",
)


def read_only(files: list[Path]) -> int:
    """One thread reads every file into one reused buffer; the number of bytes."""
    buffer = bytearray(64 * 1024**2)
    view, total = memoryview(buffer), 0
    for path in files:
        with path.open("rb", buffering=0) as file:
            while count := file.readinto(view):
                total += count
    return total


def pseudonym(bsn: str) -> int:
    return int.from_bytes(blake2b(bsn.encode(), digest_size=8, key=KEY).digest(), "big", signed=True)


def by_read_fwf(files: list[Path], target: Path) -> int:
    """`pandas.read_fwf` per file; the number of lines."""
    import pandas as pd  # noqa: PLC0415 (each reference is measured in a process of its own)

    fields = [aw319().field("04", name) for name in VELDEN]
    colspecs = [(0, 2), *((f.slice.start, f.slice.stop) for f in fields)]
    total, frames = 0, []
    for path in files:
        frame = pd.read_fwf(path, colspecs=colspecs, names=["kind", *VELDEN], dtype=str, encoding=CODERING)
        lines = frame[frame["kind"] == "04"].drop(columns="kind")
        for name in ("begindatum_prestatie", "einddatum_prestatie"):
            lines[name] = pd.to_datetime(lines[name], format="%Y%m%d")
        for name in ("aantal", "tarief", "declaratiebedrag"):
            lines[name] = lines[name].astype("int64")
        lines["declaratiebedrag"] *= lines["debet_credit_2"].map({"D": 1, "C": -1})
        lines["client"] = lines.pop("bsn").map(pseudonym)
        lines["agb"] = path.read_bytes()[54:62].decode()
        frames.append(lines)
        total += len(lines)
    whole = pd.concat(frames)
    whole.to_parquet(target / "read_fwf.parquet", compression="zstd")
    whole["maand"] = whole["begindatum_prestatie"].dt.to_period("M")
    whole.groupby(["agb", "maand", "prestatiecode"])[["aantal", "declaratiebedrag"]].sum()
    return total


def by_polars(files: list[Path], target: Path) -> int:
    """polars string slices, a hundred files at a time; the number of lines."""
    import polars as pl  # noqa: PLC0415 (as above)

    fields = [aw319().field("04", name) for name in VELDEN]
    total, sums = 0, []
    for start in range(0, len(files), 100):
        content = b"".join(path.read_bytes() for path in files[start : start + 100]).decode(CODERING)
        raw = pl.DataFrame({"r": content.split("\r\n")}).filter(pl.col("r").str.starts_with("04"))
        lines = raw.select(pl.col("r").str.slice(f.slice.start, f.length).alias(f.name) for f in fields).with_columns(
            pl.col("begindatum_prestatie", "einddatum_prestatie").str.to_date("%Y%m%d"),
            pl.col("aantal", "tarief", "declaratiebedrag").cast(pl.Int64),
            pl.col("debet_credit_2").replace_strict({"D": 1, "C": -1}).alias("teken"),
        )
        persons = lines["bsn"].unique().to_list()
        lines = lines.with_columns(
            pl.col("bsn").replace_strict(persons, [pseudonym(p) for p in persons]).alias("client"),
            (pl.col("declaratiebedrag") * pl.col("teken")).alias("cent"),
        ).drop("bsn")
        lines.write_parquet(target / f"polars{start}.parquet", compression="zstd", compression_level=1)
        sums.append(
            lines.group_by(pl.col("begindatum_prestatie").dt.truncate("1mo"), "prestatiecode").agg(
                pl.col("aantal", "cent").sum()
            )
        )
        total += len(lines)
    pl.concat(sums)
    return total


def main() -> None:
    """`references.py read_fwf|polars FOLDER` with file names on stdin: prints seconds and lines."""
    how, target = sys.argv[1], Path(sys.argv[2])
    importlib.import_module({"read_fwf": "pandas", "polars": "polars"}[how])  # not part of what is measured
    files = [Path(line) for line in io.TextIOWrapper(sys.stdin.buffer, "utf-8").read().splitlines()]
    run = {"read_fwf": by_read_fwf, "polars": by_polars}[how]
    begin = time.perf_counter()
    lines = run(files, target)
    print(time.perf_counter() - begin, lines)


if __name__ == "__main__":
    main()

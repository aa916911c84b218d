"""What the loader is measured against: only reading the bytes, and two other ways to do the same ingest.

Both take the lines of AW319 messages, turn dates and amounts into such, replace the BSN by a keyed hash, write Parquet
and sum per month and code. `read_fwf` does what the product does of that: numbers and dates checked, 11-test, control
totals of record 99, lines divided over months; a fault stops it, where the product gives every reason. `polars` does
less: no 11-test, no control totals, no division. Neither reads AW320 or keeps a ledger.
"""

import importlib
import io
import sys
import time
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from config.layouts import CODERING, aw319
from loaders.split import maanddelen, verdeel

if TYPE_CHECKING:
    import pandas as pd

KEY = b"k" * 32
VELDEN = (
    "identificatie_detailrecord",
    "bsn",
    "zzp_code",
    "begindatum_prestatie",
    "einddatum_prestatie",
    "functiecode",
    "prestatiecode",
    "aantal",
    "tijdseenheid",
    "tarief",
    "declaratiebedrag",
    "debet_credit_2",
    "referentienummer",
    "referentienummer_vorig",
)
ALLEEN_GETOETST = ("prestatiecodelijst", "debet_credit_1")
SLUITVELDEN = ("aantal_prestatierecords", "totaal_detailrecords", "totaal_declaratiebedrag", "debet_credit")


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


def elfproef(bsn: str) -> bool:
    """Whether these nine digits can be a BSN."""
    return sum(int(c) * w for c, w in zip(bsn, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)) % 11 == 0


def client(bsn: str) -> int:
    """The pseudonym of one line. Raises ValueError for what cannot be a BSN."""
    if int(bsn) and not elfproef(bsn):
        raise ValueError("elfproef")
    return pseudonym(bsn)


def dag(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:8]))


def by_read_fwf(files: list[Path], target: Path) -> int:
    """The whole ingest as one writes it in pandas: `read_fwf` per file, its columns parsed by a map per row, record 99
    checked, lines over a month end divided, one Parquet file, sums; the number of lines."""
    import pandas as pd  # noqa: PLC0415 (each reference is measured in a process of its own)

    fields = {name: aw319().field("04", name).slice for name in (*VELDEN, *ALLEEN_GETOETST)}
    closing = {name: aw319().field("99", name).slice for name in SLUITVELDEN}
    colspecs = [(0, 2), *((place.start, place.stop) for place in fields.values())]
    frames = []
    for path in files:
        frame = pd.read_fwf(path, colspecs=colspecs, names=["kind", *fields], dtype=str, encoding=CODERING)
        lines = frame[frame["kind"] == "04"].drop(columns="kind")
        for name in ("begindatum_prestatie", "einddatum_prestatie"):
            lines[name] = lines[name].map(dag)
        for name in ("identificatie_detailrecord", "aantal", "tarief", "declaratiebedrag"):
            lines[name] = lines[name].map(int)
        known = lines.pop("prestatiecodelijst").eq("055") & lines.pop("debet_credit_1").isin(["D", "C"])
        sign = lines.pop("debet_credit_2").map({"D": 1, "C": -1})
        lines["aantal"] *= sign
        lines["declaratiebedrag"] *= sign
        lines["client"] = lines.pop("bsn").map(client)
        lines["agb"] = path.read_bytes()[54:62].decode()
        said = path.read_bytes().splitlines()[-1].decode(CODERING)
        kinds, number = frame["kind"].value_counts(), {name: said[place] for name, place in closing.items()}
        total = int(number["totaal_declaratiebedrag"]) * (-1 if number["debet_credit"] == "C" else 1)
        if (
            frame["kind"].iloc[0] != "01"
            or not known.all()
            or kinds["99"] != 1
            or int(number["aantal_prestatierecords"]) != len(lines)
            or int(number["totaal_detailrecords"]) != len(frame) - 2
            or total != lines["declaratiebedrag"].sum()
            or lines["identificatie_detailrecord"].duplicated().any()
            or (lines["einddatum_prestatie"] < lines["begindatum_prestatie"]).any()
        ):
            raise ValueError(f"{path.name}: record 99 klopt niet")
        frames.append(lines)
    whole = pd.concat(frames, ignore_index=True)
    parts = _over_months(whole)
    parts.to_parquet(target / "read_fwf.parquet", compression="zstd")
    parts.groupby(["agb", "zorgmaand", "prestatiecode"])[["aantal", "declaratiebedrag"]].sum()
    return len(whole)


def _over_months(lines: "pd.DataFrame") -> "pd.DataFrame":
    """The lines with their zorgmaand, those over a month end divided by day (R1.2)."""
    import pandas as pd  # noqa: PLC0415 (as above)

    lines["zorgmaand"] = lines["begindatum_prestatie"].map(lambda day: day.replace(day=1))
    over = lines["zorgmaand"] != lines["einddatum_prestatie"].map(lambda day: day.replace(day=1))
    divided = []
    for row in lines[over].to_dict("records"):
        delen = maanddelen(row["begindatum_prestatie"], row["einddatum_prestatie"])
        days = [(eind - begin).days + 1 for begin, eind in delen]
        amounts = zip(delen, verdeel(row["aantal"], days), verdeel(row["declaratiebedrag"], days), strict=True)
        divided += [
            {**row, "begindatum_prestatie": begin, "einddatum_prestatie": eind, "zorgmaand": begin.replace(day=1),
             "aantal": aantal, "declaratiebedrag": cent}
            for (begin, eind), aantal, cent in amounts
        ]  # fmt: skip
    return pd.concat([lines[~over], pd.DataFrame(divided, columns=lines.columns)], ignore_index=True)


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

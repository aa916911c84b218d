"""What loading costs, in ratios of one run: `make bench`.

Made data at scale `normaal` (1 million lines). In turn, RUNS times: one thread only reads the bytes, the ingest core
alone (`core.py`), the whole `ruimte load` as a process, and the two references (`references.py`), these on a part of
the same files and scaled per byte. Then, less often: growth, many small files, a month on history, one large message.

    RUNS=5            how often each is measured; medians are printed
    SCHAAL=normaal    the data of the main comparison
    GROEI=5           growth is measured at 5 million lines (half of scale `groot`) or 10 (all of it); 0: not
    EEN_GB=1          also one message of 1 GB
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from benchmarks.references import read_only

ROOT = Path(__file__).parents[1]
RUNS = int(os.environ.get("RUNS", "5"))
SCHAAL = os.environ.get("SCHAAL", "normaal")
GROEI = int(os.environ.get("GROEI", "5"))
EEN_GB = os.environ.get("EEN_GB", "1") == "1"
GOEDE_AFLOOP = {0, 3}
DEEL_BYTES = {"read_fwf": 12_000_000, "polars": 60_000_000}
"""Of the references only so much is measured; they cost the same per byte whatever the size."""
DOET = {
    "read_fwf": "wat de kern met AW319 doet, met maps per rij",
    "polars": "dat zonder elfproef, record 99 en maanden",
}
VRAAG = ("outlook", "--jaar", "2026", "--peildatum", "2026-10-23", "--site", "zilveren-kruis", "--json")
MAAND = ("2026-10-01", "2026-11-01")


@dataclass(frozen=True)
class Meting:
    """Wall seconds, seconds of computing on all cores, and peak memory of one process."""

    seconds: float
    cpu: float
    peak_mib: float


def command(data: Path, *args: str) -> Meting:
    """One `ruimte` command as a whole process (it starts no others)."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", *args],
        cwd=ROOT,
        env={**os.environ, "RUIMTE_DATA": str(data)},
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in GOEDE_AFLOOP:
        sys.exit(f"ruimte {args[0]}: exit {process.returncode}")
    return Meting(time.perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def script(name: str, *args: str, given: str = "") -> list[float]:
    """The numbers that a script of this folder prints."""
    found = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *args],
        cwd=ROOT, input=given, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [float(word) for word in found.stdout.split()]


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def read_seconds(files: list[Path]) -> float:
    begin = time.perf_counter()
    read_only(files)
    return time.perf_counter() - begin


def in_files(inbox: Path) -> list[Path]:
    return sorted(path for path in inbox.rglob("*") if path.is_file())


def size(files: list[Path]) -> int:
    return sum(path.stat().st_size for path in files)


def part_of(files: list[Path], limit: int) -> list[Path]:
    """Claims of about `limit` bytes in all, spread over the whole."""
    claims = [path for path in files if path.name.startswith("AW319")]
    step = max(1, size(claims) // limit)
    return claims[::step]


def loaded(inbox: Path, data: Path) -> Meting:
    return command(fresh(data), "load", str(inbox))


def lines_of(data: Path) -> int:
    """Lines that the ledger accepted."""
    from config.settings import Settings  # noqa: PLC0415 (only once something was loaded)
    from loaders import queries  # noqa: PLC0415
    from loaders.grootboek.lezer import lees  # noqa: PLC0415

    with lees(Settings(data=data)) as blik:
        return sum(x.telling.regels_geaccepteerd for x in queries.leveringen(blik) if x.soort == "AW319")


def show(what: str, value: str, goal: str = "") -> None:
    print(f"{what:<58}{value:>16}   {goal}", flush=True)


def compare(inbox: Path, work: Path) -> tuple[float, float]:
    """The main comparison; seconds of only reading and of loading per byte."""
    files = in_files(inbox)
    total = size(files)
    parts = {name: part_of(files, limit) for name, limit in DEEL_BYTES.items()}
    reads, cores, loads, per_byte = [], [], [], {name: [] for name in parts}
    for run in range(RUNS):
        reads.append(read_seconds(files))
        cores.append(script("core", str(inbox), str(fresh(work / "core")))[0])
        loads.append(loaded(inbox, work / "data"))
        for name, some in parts.items():
            given = "\n".join(str(path) for path in some)
            per_byte[name].append(
                script("references", name, str(fresh(work / "reference")), given=given)[0] / size(some)
            )
        print(
            f"  {run + 1}: lezen {reads[-1]:.3f} s, kern {cores[-1]:.2f} s, laden {loads[-1].seconds:.2f} s", flush=True
        )
    read, core = statistics.median(reads), statistics.median(cores)
    load = statistics.median(meting.seconds for meting in loads)
    lines = lines_of(work / "data")
    archive = sum(p.stat().st_size for p in (work / "data" / "archief").rglob("*.parquet"))
    show("regels, bestanden, MB", f"{lines}, {len(files)}, {total / 1e6:.0f}")
    show("alleen lezen (1 thread)", f"{read:.3f} s")
    show("kern: berichten naar archief en sommen", f"{core:.2f} s")
    show("ruimte load", f"{load:.2f} s")
    show("rekentijd van ruimte load, beide kernen samen", f"{statistics.median(m.cpu for m in loads):.2f} s")
    show("kern / alleen lezen", f"{core / read:.1f} x", "doel hoogstens 15, streven 10")
    show("ruimte load / alleen lezen", f"{load / read:.1f} x", "doel hoogstens 25, streven 18")
    for name, values in per_byte.items():
        goal = f"{'doel minstens 60; ' if name == 'read_fwf' else ''}doet {DOET[name]}"
        show(f"{name} / kern (op {size(parts[name]) / 1e6:.0f} MB, per byte)",
             f"{statistics.median(values) * total / core:.0f} x", goal)  # fmt: skip
    show("piekgeheugen ruimte load", f"{max(m.peak_mib for m in loads):.0f} MiB", "doel onder 572 (600 MB)")
    show("archief", f"{archive / lines:.1f} bytes/regel", "doel hoogstens 16")
    show("nog eens laden (alles al bekend)", f"{command(work / 'data', 'load', str(inbox)).seconds:.2f} s")
    show("ruimte outlook", f"{command(work / 'data', *VRAAG).seconds:.2f} s")
    show("een leeg bestand laden (starten en stoppen)", f"{start_stop(work):.2f} s")
    return load / lines, max(m.peak_mib for m in loads)


def start_stop(work: Path) -> float:
    nothing = fresh(work / "niets") / "leeg"
    nothing.touch()
    return statistics.median(command(work / "niets" / "data", "load", str(nothing)).seconds for _ in range(3))


def growth(work: Path, per_line: float, peak: float) -> None:
    """Loading five or ten times as much."""
    command(work / "groot", "demo", "--schaal", "groot")
    inbox = work / "groot" / "inbox"
    if GROEI < 10:
        script("messages", "half", str(inbox), str(work / "half"))
        inbox = work / "half"
    metingen = [loaded(inbox, work / "data") for _ in range(min(RUNS, 2))]
    lines = lines_of(work / "data")
    load = min(m.seconds for m in metingen)
    show(f"ruimte load van {lines} regels", f"{load:.1f} s")
    show("kosten per regel tegen de hoofdmeting", f"{load / lines / per_line:.2f} x", "doel hoogstens 1,1")
    most = max(m.peak_mib for m in metingen)
    show("piekgeheugen", f"{most:.0f} MiB ({most / peak:.2f} x)", "doel onder 572 MiB, hoogstens 1,3 x")


def many_small(inbox: Path, work: Path, per_line: float) -> None:
    lines = int(script("messages", "small", str(inbox), str(work / "klein"), "25000", "12000")[0])
    load = min(loaded(work / "klein", work / "data").seconds for _ in range(2))
    count = len(in_files(work / "klein"))
    show(f"{count} bestanden van {size(in_files(work / 'klein')) // count // 1000} kB: {lines} regels", f"{load:.2f} s")
    show("kosten per regel tegen de hoofdmeting", f"{load / lines / per_line:.2f} x", "doel hoogstens 2")


def month_on_history(inbox: Path, work: Path) -> None:
    """The last month on an empty ledger, on all before it, and on thrice as much: the same six years long. History is
    loaded month by month, as it comes in; the three are measured in turn."""
    script("messages", "days", str(inbox), str(work / "voor"), "2000-01-01", MAAND[0])
    script("messages", "days", str(inbox), str(work / "maand"), *MAAND)
    stories = {"een leeg archief": [], "1 x": [work / "voor"], "3 x": [work / "voor", work / "eerder"]}
    for years in ("2", "4"):
        script("messages", "earlier", str(work / "voor"), str(work / "eerder"), years)
    for name, inboxes in stories.items():
        by_month(inboxes, fresh(work / f"historie {name}"))
    found: dict[str, list[Meting]] = {name: [] for name in stories}
    for _ in range(max(3, RUNS)):
        for name, metingen in found.items():
            shutil.rmtree(work / "data", ignore_errors=True)
            shutil.copytree(work / f"historie {name}", work / "data")
            metingen.append(command(work / "data", "load", str(work / "maand")))
    alone = found["een leeg archief"]
    for name, metingen in found.items():
        before = sum(size(in_files(path)) for path in stories[name]) / 1e6
        seconds, cpu = (min(getattr(m, what) for m in metingen) for what in ("seconds", "cpu"))
        show(
            f"een maand van {size(in_files(work / 'maand')) / 1e6:.0f} MB op {before:.0f} MB historie",
            f"{seconds:.2f} s ({seconds / min(m.seconds for m in alone):.2f} x)",
            f"rekentijd {cpu:.2f} s ({cpu / min(m.cpu for m in alone):.2f} x); doel: wat de maand kost",
        )


def by_month(inboxes: list[Path], data: Path) -> None:
    """Load inboxes month by month; of none of them, a ledger that knows an empty file."""
    days = sorted((day for inbox in inboxes for day in inbox.iterdir()), key=lambda day: day.name)
    for _, some in groupby(days, key=lambda day: day.name[:7]):
        command(data, "load", *map(str, some))
    if not days:
        (data / "leeg").touch()
        command(data, "load", str(data / "leeg"))


def one_large(inbox: Path, work: Path) -> None:
    lines = int(script("messages", "large", str(inbox), str(work / "een"), "1000000000")[0])
    meting = loaded(work / "een", work / "data")
    show(f"een bericht van {size(in_files(work / 'een')) / 1e6:.0f} MB, {lines} regels", f"{meting.seconds:.1f} s")
    show("piekgeheugen", f"{meting.peak_mib:.0f} MiB", "doel onder 572")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="ruimte-bench-") as folder:
        work = Path(folder)
        command(work / "made", "demo", "--schaal", SCHAAL)
        inbox = work / "made" / "inbox"
        per_line, peak = compare(inbox, work)
        many_small(inbox, work, per_line)
        month_on_history(inbox, work)
        if EEN_GB:
            one_large(inbox, work)
        if GROEI:
            growth(work, per_line, peak)


if __name__ == "__main__":
    main()

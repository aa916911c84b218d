"""What loading costs, in ratios of one run: `make bench`.

Made data at scale `normaal` (1 million lines) are loaded by `ruimte load` in a process of its own; beside it, in turn,
one thread only reads the same bytes into one reused buffer. Then `ruimte outlook` is asked. Medians of N runs.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = int(os.environ.get("RUNS", "3"))
SCHAAL = os.environ.get("SCHAAL", "normaal")
GOEDE_AFLOOP = {0, 3}
MAX_LADEN_S, MAX_LADEN_MIB, MAX_VOORUITBLIK_S = 60, 1536, 2


def ruimte(data: Path, *args: str) -> tuple[float, float]:
    """Wall seconds and peak memory (MiB) of one `ruimte` command as a whole process."""
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
    return time.perf_counter() - begin, usage.ru_maxrss / 1024


def read_only(inbox: Path) -> tuple[float, int]:
    """Seconds for one thread to read every file into one reused buffer, and the number of bytes."""
    buffer = bytearray(64 * 1024 * 1024)
    view, total, begin = memoryview(buffer), 0, time.perf_counter()
    for path in sorted(inbox.rglob("*")):
        if path.is_file():
            with path.open("rb", buffering=0) as file:
                while count := file.readinto(view):
                    total += count
    return time.perf_counter() - begin, total


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="ruimte-bench-") as folder:
        made = Path(folder) / "made"
        seconds, _ = ruimte(made, "demo", "--schaal", SCHAAL)
        inbox = made / "inbox"
        print(f"demo {SCHAAL}: {seconds:.1f} s")
        loads, peaks, reads, size = [], [], [], 0
        for run in range(RUNS):
            data = Path(folder) / f"data{run}"
            read, size = read_only(inbox)
            load, peak = ruimte(data, "load", str(inbox))
            reads.append(read)
            loads.append(load)
            peaks.append(peak)
            print(f"run {run + 1}: only reading {read:.2f} s, ruimte load {load:.1f} s, peak {peak:.0f} MiB")
        question = ("outlook", "--jaar", "2026", "--peildatum", "2026-10-23", "--site", "zilveren-kruis", "--json")
        answers = [ruimte(Path(folder) / "data0", *question)[0] for _ in range(RUNS + 1)][1:]
        again = ruimte(Path(folder) / "data0", "load", str(inbox))[0]
        archive = sum(p.stat().st_size for p in (Path(folder) / "data0" / "archief").rglob("*.parquet"))
        load, peak, answer = statistics.median(loads), max(peaks), statistics.median(answers)
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"\nmedians of {RUNS}, {size / 1e6:.0f} MB of messages (this program itself: {own:.0f} MiB)")
        print(
            f"ruimte load        {load:7.1f} s   (bar {MAX_LADEN_S} s), "
            f"{load / statistics.median(reads):.0f} x only reading"
        )
        print(f"peak memory        {peak:7.0f} MiB (bar {MAX_LADEN_MIB} MiB)")
        print(f"loading it again   {again:7.1f} s")
        print(f"ruimte outlook     {answer:7.2f} s   (bar {MAX_VOORUITBLIK_S} s)")
        print(f"archive            {archive / 1e6:7.1f} MB")
        if load > MAX_LADEN_S or peak > MAX_LADEN_MIB or answer > MAX_VOORUITBLIK_S:
            sys.exit("a bar was not met")


if __name__ == "__main__":
    main()

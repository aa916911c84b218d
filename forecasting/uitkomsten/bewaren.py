"""What was computed once and is asked again: files in the data folder that may be thrown away at any time."""

import os
import threading
from collections.abc import Callable
from pathlib import Path


def bewaar(bestand: Path, schrijf: Callable[[Path], object], blijven: int) -> None:
    """Let `schrijf` write the file, whole or not at all; of its kind the newest `blijven` in the folder stay.

    Pages of several visitors may be made at once: each writes under a name of its own first.
    """
    bestand.parent.mkdir(parents=True, exist_ok=True)
    klad = bestand.with_name(f".{os.getpid()}-{threading.get_ident()}.tmp")
    schrijf(klad)
    klad.rename(bestand)
    for oud in sorted(bestand.parent.glob(f"*{bestand.suffix}"), key=_gemaakt, reverse=True)[blijven:]:
        oud.unlink(missing_ok=True)


def _gemaakt(bestand: Path) -> float:
    try:
        return bestand.stat().st_mtime
    except FileNotFoundError:  # another one just cleared it away
        return 0.0

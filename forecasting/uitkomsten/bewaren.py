"""What was computed once and is asked again: files in the data folder that may be thrown away at any time."""

import errno
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

GEEN_PLAATS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}


def bewaar(bestand: Path, schrijf: Callable[[Path], object], blijven: int) -> None:
    """Let `schrijf` write the file, whole or not at all; of its kind the newest `blijven` in the folder stay.

    Pages of several visitors may be made at once: each writes under a name of its own first. On a disk that is full or
    read-only nothing is kept: what was asked is answered all the same.
    """
    klad = bestand.with_name(f".{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        bestand.parent.mkdir(parents=True, exist_ok=True)
        schrijf(klad)
        klad.rename(bestand)
    except OSError as why:
        if why.errno not in GEEN_PLAATS:
            raise
        with suppress(OSError):
            klad.unlink(missing_ok=True)
        return
    for oud in sorted(bestand.parent.glob(f"*{bestand.suffix}"), key=_gemaakt, reverse=True)[blijven:]:
        oud.unlink(missing_ok=True)


def _gemaakt(bestand: Path) -> float:
    try:
        return bestand.stat().st_mtime
    except FileNotFoundError:  # another one just cleared it away
        return 0.0

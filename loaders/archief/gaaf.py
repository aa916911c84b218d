"""Whether what is kept is still what was written: an archive part is named by its content, and PRODUCTIE by sums beside
it. A disk, a copy or a person can change a bit; a figure of it would look like any other."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from config.errors import RuimteFout
from config.settings import Settings
from loaders.archief import archive

GETOOND = 5
"""Damaged parts that are named one by one."""
Stand = tuple[int, int]
"""Size of a file and when it was last changed, as it was when its content was found sound."""

_gezien: dict[Path, dict[str, Stand]] = {}


def eis_gaaf(settings: Settings, delen: Sequence[str], *, gelezen: bool = False) -> None:
    """Raises RuimteFout that names the archive parts whose content is not what they are named by.

    A part of which size and time are as they were when it was found sound is not read again, unless it is about to be
    used (`gelezen`). Parts that are missing are told where they are asked for.
    """
    known = _noted(settings)
    there = {pad: stand for pad in delen if (stand := _stand(settings.archief / pad))}
    doubtful = [pad for pad, stand in there.items() if gelezen or known.get(pad) != stand]
    damaged = archive.damaged(settings.archief, doubtful)
    if damaged:
        named = ", ".join(damaged[:GETOOND])
        raise RuimteFout(
            f"{len(damaged)} archiefdelen zijn beschadigd ({named}). Zet de map archief terug uit de reservekopie; tot "
            "dan wordt geen cijfer gegeven. `ruimte check` noemt ze alle."
        )
    if any(known.get(pad) != there[pad] for pad in doubtful):
        _note(settings, {pad: stand for pad, stand in {**known, **there}.items() if pad in delen or pad in known})


def _stand(path: Path) -> Stand | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns


def _noted(settings: Settings) -> dict[str, Stand]:
    """What was found sound before, by this process or another."""
    path = _path(settings)
    if path not in _gezien:
        try:
            kept = json.loads(path.read_bytes())
            _gezien[path] = {pad: (size, time) for pad, (size, time) in kept.items()}
        except (OSError, ValueError, TypeError, AttributeError):  # derived: without it parts are read once more
            _gezien[path] = {}
    return _gezien[path]


def _note(settings: Settings, found: dict[str, Stand]) -> None:
    path = _path(settings)
    _gezien[path] = found = {pad: stand for pad, stand in found.items() if (settings.archief / pad).exists()}
    scratch = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch.write_text(json.dumps(found), encoding="utf-8")
        scratch.replace(path)
    except OSError:  # a question needs no place to write: the next one reads the parts again
        return


def _path(settings: Settings) -> Path:
    return settings.vindplaatsen / "gaaf.json"

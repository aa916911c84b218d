"""Files that programs leave beside what people put in a folder, told by their name: no deliveries. Pure.

They stand in every folder that a person made; refusing them each month would teach people to look away from refusals.
"""

import re
from pathlib import PurePath

NAAM = re.compile(
    r"~\$.*"  # Office: somebody has it open
    r"|~.*\.tmp|[0-9a-f]{8}\.tmp"  # Office: while it saves
    r"|thumbs\.db|ehthumbs(_vista)?\.db|desktop\.ini"  # Windows
    r"|\..+",  # macOS (.DS_Store, ._naam), LibreOffice (.~lock.naam#), and whatever is hidden
    re.IGNORECASE,
)
MAP = re.compile(r"__macosx|\.(?!\.?$).+", re.IGNORECASE)


def is_bijbestand(naam: str) -> bool:
    """Whether a file of this name is one that a program left behind.

    >>> [is_bijbestand(naam) for naam in ("~$ruimte.xlsx", "Thumbs.db", "AW319.tmp", "..")]
    [True, True, False, False]
    """
    return naam != ".." and NAAM.fullmatch(naam) is not None


def in_bijmap(pad: PurePath) -> bool:
    """Whether a file lies in a folder that a program or a person hid (`__MACOSX/`, `.git/`)."""
    return any(MAP.fullmatch(part) for part in pad.parts[:-1])

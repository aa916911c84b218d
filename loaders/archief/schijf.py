"""What a disk refuses, in words: what is wrong and what to do."""

import errno
import os
import sqlite3
from pathlib import Path

import duckdb

VOL = (
    "De schijf met de datamap (RUIMTE_DATA) is vol. Maak ruimte en geef de opdracht opnieuw; wat half was geschreven "
    "telt niet."
)
DICHT = (
    "In de datamap (RUIMTE_DATA) kan niet worden geschreven: de schijf is vol, alleen-lezen of niet bereikbaar, of er "
    "ontbreken rechten. Herstel dat en geef de opdracht opnieuw; wat half was geschreven telt niet."
)
VOLLE_SCHIJF = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
DICHTE_SCHIJF = {errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}
DICHT_GROOTBOEK = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}


def eigen_map(map_: Path) -> None:
    """The data folder, made when it is not there, and closed to other accounts of this machine when it is ours."""
    map_.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = map_.stat()
    if found.st_uid == os.getuid() and found.st_mode & 0o077:
        map_.chmod(0o700)


def geweigerd(why: BaseException) -> str | None:
    """What to tell a user when the disk is at fault; None when it is not."""
    cause = getattr(why, "orig", why)  # SQLAlchemy keeps the driver's own error there
    if isinstance(cause, sqlite3.Error):
        code = cause.sqlite_errorcode & 0xFF  # the rest says where in SQLite
        return VOL if code == sqlite3.SQLITE_FULL else DICHT if code in DICHT_GROOTBOEK else None
    if isinstance(cause, duckdb.Error):  # it has no number of its own
        texts = {number: os.strerror(number) in str(cause) for number in VOLLE_SCHIJF | DICHTE_SCHIJF}
        return VOL if any(texts[n] for n in VOLLE_SCHIJF) else DICHT if any(texts.values()) else None
    if isinstance(cause, OSError):
        return VOL if cause.errno in VOLLE_SCHIJF else DICHT if cause.errno in DICHTE_SCHIJF else None
    return None

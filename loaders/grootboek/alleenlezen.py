"""A ledger (SQLite) in a folder in which nothing can be written: a snapshot put back, a full or a closed disk."""

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from config.errors import RuimteFout
from config.settings import Settings

DICHT = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR}


def snapshot_url(settings: Settings) -> str | None:
    """Where to read the ledger without writing; None where it can be opened as always.

    SQLite keeps small files beside a database, also to read it; where it cannot, the database is read as it stands.
    That holds all there is only when no changes wait beside it: raises RuimteFout when they do.
    """
    path = settings.data / "ruimte.db"
    if settings.database_url or not path.exists() or not _is_closed(path):
        return None
    beside = path.with_name(f"{path.name}-wal")
    if beside.exists() and beside.stat().st_size:
        raise RuimteFout(
            "In de datamap (RUIMTE_DATA) kan niet worden geschreven, en naast het grootboek wachten wijzigingen "
            f"({beside.name}). Zet haar terug op een schijf waarop geschreven kan worden."
        )
    return f"sqlite:///file:{quote(str(path.resolve()))}?mode=ro&immutable=1&uri=true"


def _is_closed(path: Path) -> bool:
    """Whether SQLite cannot read the database in the way it always does."""
    if not os.access(path.parent, os.W_OK):
        return True
    try:
        connection = sqlite3.connect(path)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as why:
        return why.sqlite_errorcode & 0xFF in DICHT
    return False

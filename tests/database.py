"""A PostgreSQL server for the tests: one that is given, or a passing one from Debian's programs."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

GEGEVEN = "RUIMTE_TEST_POSTGRES_URL"
"""URL of a database the tests may empty, e.g. postgresql+psycopg://user@host/test."""


def programs() -> Path | None:
    """Folder of the newest PostgreSQL server on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    return found[-1].parent if found else None


def emptied(url: str) -> None:
    """Leave nothing in a PostgreSQL database; waits for who still writes in it."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))


@contextmanager
def server() -> Iterator[str]:
    """URL of an empty database on a server that goes when the tests end. It does not run as root: then as postgres."""
    if given := os.environ.get(GEGEVEN):
        yield given
        return
    bin_folder = programs()
    if bin_folder is None:
        raise FileNotFoundError(f"no PostgreSQL server: run 'make setup', or set {GEGEVEN}")
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="ruimte-pg-"))
    if user:
        shutil.chown(folder, user, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(program: str, *args: str) -> None:
        subprocess.run([str(bin_folder / program), *args], user=user, check=True, capture_output=True, cwd=folder)

    data = str(folder / "data")
    run("initdb", "-D", data, "-U", "ruimte", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off"
    run("pg_ctl", "-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start")
    try:
        yield f"postgresql+psycopg://ruimte@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)

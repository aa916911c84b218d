"""Reading the content of one file with a bound on memory, whatever the file is."""

import io
from typing import IO

MAX_BESTAND_BYTES = 2 * 1024**3
"""A larger file is refused: some seven million lines, more than one delivery ever holds."""
STUK_BYTES = 1024**2
"""Read at a time; no line of a message or table is this long."""
BINAIR = (b"PK\x03\x04", b"PAR1")
"""First bytes of files without lines: zip (XLSX) and Parquet."""


class Onleesbaar(Exception):
    """A file that cannot be read; its text is the reason, in Dutch, and never holds content."""


def read_all(file: IO[bytes]) -> bytes:
    """The whole content. Raises Onleesbaar for too large a file, and for a line longer than STUK_BYTES before more
    than that is read of it."""
    found = io.BytesIO()  # grows in place, and gives its bytes without a copy
    lines = True
    while chunk := file.read(STUK_BYTES):
        if not found.tell():
            lines = not chunk.startswith(BINAIR)
        if lines and len(chunk) == STUK_BYTES and b"\n" not in chunk:
            raise Onleesbaar("een regel is langer dan 1 MiB; regels eindigen op CRLF of LF")
        if found.tell() + len(chunk) > MAX_BESTAND_BYTES:
            raise Onleesbaar(f"bestand is groter dan {MAX_BESTAND_BYTES // 1024**3} GiB; lever het in delen aan")
        found.write(chunk)
    return found.getvalue()

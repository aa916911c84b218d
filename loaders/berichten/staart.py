"""What stands behind the last record of a message. Record 99 counts every record there is, so what old programs, mail
and tapes put behind it (an end-of-file sign, line ends, NUL bytes, blanks to fill a block) tells nothing. Pure."""

SLUITRECORD = b"99"
VULLING = b"\r\n\x1a\0 "
REGELEINDEN = (b"", b"\n", b"\r\n")
MAX_STAART_BYTES = 1024**2
"""A longer tail is not looked through: it is no block that was filled."""


def einde(content: bytes, record_length: int) -> int | None:
    """Where record 99 ends, without its line end, when nothing but filling stands behind it; else None.

    >>> einde(b"99x  " + bytes([26]), 5), einde(b"99x  98", 5), einde(b"99x", 5)
    (5, None, None)
    """
    start = max(0, len(content) - MAX_STAART_BYTES)
    tail = content[start:] if start else content
    last = len(tail.rstrip(VULLING))
    begin = tail.rfind(b"\n", 0, last) + 1
    record = tail[begin : begin + record_length]
    whole = len(record) == record_length and not any(sign in record for sign in (b"\r", b"\n", b"\0", b"\x1a"))
    if not record.startswith(SLUITRECORD) or not whole or last > begin + record_length:
        return None
    return start + begin + record_length


def zonder_staart(content: bytes, record_length: int) -> bytes:
    """The message up to and with its record 99, when nothing but filling stands behind it; else as it is."""
    end = einde(content, record_length)
    return content if end is None or content[end:] in REGELEINDEN else content[:end]

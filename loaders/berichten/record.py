"""One record of a message by its layout, a line at a time: to write messages, and as the slow, obvious reader
against which the fast one (`reader.py`) is tested."""

from collections.abc import Mapping

from config.layouts import CODERING, Field, Layout


def format_line(layout: Layout, record: str, values: Mapping[str, str | int]) -> bytes:
    """A record as bytes, without line end. Absent fields are blank: zeros for N, spaces for AN and S.

    Source: AW319 v1.4, technical form: N right-aligned and zero-filled, AN left-aligned and space-filled.

    Raises ValueError for an unknown field name and for a value that does not fit.

    >>> from config.layouts import aw319
    >>> format_line(aw319(), "98", {"identificatie_detailrecord": 7, "vrije_tekst": "x"})[:20]
    b'980000000000070000x '
    """
    fields = layout.records[record]
    if unknown := values.keys() - fields.keys():
        raise ValueError(f"{layout.name} record {record} has no field {sorted(unknown)}")
    return b"".join(
        _fill(field, values.get(name, record if field.start == 1 else "")) for name, field in fields.items()
    )


def _fill(field: Field, value: str | int) -> bytes:
    text = str(value).encode(CODERING)
    if len(text) > field.length:
        raise ValueError(f"{field.name}: longer than {field.length}")
    return text.rjust(field.length, b"0") if field.type == "N" else text.ljust(field.length)


def parse_line(layout: Layout, line: bytes) -> dict[str, str]:
    """Every field of one record (without line end) as text, trailing spaces removed from AN fields."""
    fields = layout.records[line[:2].decode(CODERING)]
    return {
        name: text if field.type == "N" else text.rstrip(" ")
        for name, field in fields.items()
        for text in [line[field.slice].decode(CODERING)]
    }


def edit(layout: Layout, line: bytes, name: str, value: str | int) -> bytes:
    """The record with one field changed. Raises KeyError for an unknown field, ValueError for a value too long."""
    field = layout.records[line[:2].decode(CODERING)][name]
    return line[: field.slice.start] + _fill(field, value) + line[field.slice.stop :]

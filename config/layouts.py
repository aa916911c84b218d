"""Record layouts: one table of fields per message, used to read, to write and to test.

Source: Vektis AW319 v1.4 issue 7 (`tables/aw319_layout.csv`, verified) and, inferred from sister messages,
AW320 v1.4 (`tables/aw320_layout.csv`). `start` is 1-based, as in the standard.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from types import MappingProxyType

from config.regelingen import WLZ
from config.tables import rows

CODERING = "iso-8859-1"
"""Character set of the messages: one byte a character, or positions would shift."""


@dataclass(frozen=True)
class Field:
    """One field of a record: name, 1-based start, length and type (N digits, AN text, S filler)."""

    name: str
    start: int
    length: int
    type: str
    rubriek: str

    @cached_property
    def slice(self) -> slice:
        """The 0-based place of this field in a record."""
        return slice(self.start - 1, self.start - 1 + self.length)


@dataclass(frozen=True)
class Layout:
    """The record types of one message, each a mapping of field name to field."""

    name: str
    code: str
    record_length: int
    records: Mapping[str, Mapping[str, Field]]

    def field(self, record: str, name: str) -> Field:
        return self.records[record][name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.records)


def _read(name: str, code: str, record_length: int) -> Layout:
    records: dict[str, dict[str, Field]] = {}
    for row in rows(f"{name.lower()}_layout"):
        field = Field(row["field"], int(row["start"]), int(row["length"]), row["type"], row["rubriek"])
        records.setdefault(row["record"], {})[field.name] = field
    return Layout(name, code, record_length, MappingProxyType({k: MappingProxyType(v) for k, v in records.items()}))


@cache
def aw319() -> Layout:
    """AW319 v1.4, the claim message (code 187, records of 310 characters)."""
    return _read("AW319", WLZ.berichtcodes[0], 310)


@cache
def aw320() -> Layout:
    """AW320 v1.4, the return message (code 188, records of 370 characters)."""
    return _read("AW320", WLZ.berichtcodes[1], 370)


EERSTE_ZORGDAG = date(2013, 1, 1)
"""Fields 0414 and 0415 lie after 2012-12-31 (AW319 v1.4)."""
VERSIE, SUBVERSIE = "01", "04"
"""The version of the standard that is read (0103, 0104)."""

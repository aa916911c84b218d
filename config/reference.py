"""The reference tables a user loads (R2.4): their columns as fixed in `tables/referentietabellen.csv`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from config.tables import rows


@dataclass(frozen=True)
class Column:
    """One column: `soort` tells how its text is read, `keuze` the allowed words (of a `woord` however it is written:
    `words.als_woord`), `minstens` the least a number may be (of a date its year; written as `geheel>=0`).

    `sleutel` is "ja" for a part of the row's identity, "van" or "tot" for the bounds of a period within which no
    second row with the same identity may lie, "geheel" for what a delivery holds all rows of (R1.1).
    """

    name: str
    soort: str
    verplicht: bool
    sleutel: str
    keuze: tuple[str, ...]
    omschrijving: str
    mag_ontbreken: bool = False
    """A file without this column is read too: its cells are empty."""
    minstens: int | None = None

    @property
    def stored_as(self) -> str:
        """Name in ledger and code: amounts are read in euros and kept in whole cents."""
        return self.name.removesuffix("_eur") + "_cent" if self.soort == "bedrag" else self.name


@dataclass(frozen=True)
class ReferenceTable:
    """A reference table: name and columns, in the order of the template."""

    name: str
    columns: tuple[Column, ...]

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if not column.mag_ontbreken)

    @property
    def names(self) -> tuple[str, ...]:
        """All columns: those of the template, and those that a file may do without."""
        return tuple(column.name for column in self.columns)

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(column.stored_as for column in self.columns if column.sleutel == "ja")

    @property
    def geheel(self) -> tuple[str, ...]:
        """What a delivery is the whole of: its rows replace all rows with the same values here. Empty: of nothing."""
        return tuple(column.stored_as for column in self.columns if column.sleutel == "geheel")

    @property
    def period(self) -> tuple[str, str] | None:
        bounds = {column.sleutel: column.stored_as for column in self.columns}
        return (bounds["van"], bounds["tot"]) if "van" in bounds else None


@cache
def reference_tables() -> Mapping[str, ReferenceTable]:
    """All reference tables by name."""
    columns: dict[str, list[Column]] = {}
    for row in rows("referentietabellen"):
        keuze = tuple(row["keuze"].split("|")) if row["keuze"] else ()
        soort, _, minstens = row["soort"].partition(">=")
        least = int(minstens) if minstens else None
        columns.setdefault(row["tabel"], []).append(
            Column(
                row["kolom"],
                soort,
                row["verplicht"] == "ja",
                row["sleutel"],
                keuze,
                row["omschrijving"],
                mag_ontbreken=row["verplicht"] == "mag",
                minstens=least,
            )
        )
    return MappingProxyType({name: ReferenceTable(name, tuple(found)) for name, found in columns.items()})

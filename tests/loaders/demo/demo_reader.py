"""A demo as read with the slow, obvious reader."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from config.layouts import Layout
from loaders.berichten.record import parse_line
from loaders.demo.run import DemoVerslag

SEED = 7
"""Of the demo that the tests share."""

Record = Mapping[str, str]
Naam = tuple[str, str]


@dataclass(frozen=True)
class Bericht:
    """A message as read: day received or sent, header, details in order, closing record."""

    datum: date
    kop: Record
    details: tuple[Record, ...]
    slot: Record

    @property
    def naam(self) -> Naam:
        """What makes a file known: payee and invoice number."""
        return self.kop["instellingscode"], self.kop["factuurnummer"]

    @property
    def prestaties(self) -> tuple[Record, ...]:
        return tuple(r for r in self.details if r["kenmerk_record"] == "04")


@dataclass(frozen=True)
class Demo:
    inbox: Path
    verslag: DemoVerslag
    aw319: tuple[Bericht, ...]
    aw320: tuple[Bericht, ...]


def read(inbox: Path, layout: Layout) -> Iterator[Bericht]:
    for path in sorted(inbox.glob(f"2*/{layout.name}_*.asc")):
        lines = path.read_bytes().split(b"\r\n")
        assert lines.pop() == b""
        assert {len(line) for line in lines} == {layout.record_length}
        first, *details, last = (parse_line(layout, line) for line in lines)
        yield Bericht(date.fromisoformat(path.parent.name), first, tuple(details), last)


def datum(text: str) -> date:
    """A date of the messages (EEJJMMDD)."""
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def met_teken(cent: str, teken: str) -> int:
    return -int(cent) if teken == "C" else int(cent)

"""Time in pieces: the days on which something counts, and how decisions to withdraw cut it (R1.1, R1.5). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from loaders.grootboek.deliveries import OPEN_EINDE, Intrekbesluit, Intrekking

BEGIN = date.min


@dataclass(frozen=True, order=True)
class Periode:
    """From `van` up to, not including, `tot`."""

    van: date
    tot: date = OPEN_EINDE

    def __contains__(self, dag: date) -> bool:
        return self.van <= dag < self.tot

    def vanaf(self, dag: date) -> "Periode | None":
        """What is left of it from `dag` on; None when nothing is."""
        return Periode(max(self.van, dag), self.tot) if dag < self.tot else None

    def doorsnede(self, andere: "Periode") -> "Periode | None":
        """The days both have; None when there are none."""
        van, tot = max(self.van, andere.van), min(self.tot, andere.tot)
        return Periode(van, tot) if van < tot else None


def tijdvakken(dagen: Iterable[date]) -> tuple[Periode, ...]:
    """All time, cut at these days.

    >>> [vak.van.isoformat() for vak in tijdvakken([date(2026, 3, 1)])]
    ['0001-01-01', '2026-03-01']
    """
    cuts = [BEGIN, *sorted({dag for dag in dagen if BEGIN < dag < OPEN_EINDE}), OPEN_EINDE]
    return tuple(Periode(van, tot) for van, tot in pairwise(cuts))


def aaneen(perioden: Iterable[Periode]) -> tuple[Periode, ...]:
    """Periods in order of time, joined where one begins on the day the one before it ends.

    >>> len(aaneen([Periode(date(2026, 1, 5), date(2026, 3, 1)), Periode(date(2026, 3, 1))]))
    1
    """
    joined: list[Periode] = []
    for periode in sorted(perioden):
        if joined and joined[-1].tot == periode.van:
            joined[-1] = Periode(joined[-1].van, periode.tot)
        else:
            joined.append(periode)
    return tuple(joined)


def ingetrokken(besluiten: Sequence[Intrekking], dag: date) -> Intrekking | None:
    """The decision by which a delivery is withdrawn at the end of `dag`; None while it is not.

    Of its decisions, in order of taking down, the last one counts: by its date, on one date by that order.
    """
    known = sorted((b for b in besluiten if b.per <= dag), key=lambda b: b.per)
    last = known[-1] if known else None
    return last if last is not None and last.besluit is Intrekbesluit.INTREKKING else None

"""PRODUCTIE by day received. A row of PRODUCTIE stands under one day, and a claim gives rows to few days: so the days
whose sources changed can be made anew by themselves, and all of it in slices that fit in memory. Pure."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from loaders.grootboek.deliveries import OPEN_EINDE

REGELS_PER_SNEDE = 1_000_000
"""Lines of claims that are taken together."""

Row = tuple[object, ...]


@dataclass(frozen=True)
class Bijdrage:
    """What one claim, or one row of an extract, gives to the query: rows by table, the days received under which it
    counts or stops counting (`eigen`), its number of lines, and the days after its first on which its lines may move to
    another place (`later`)."""

    tabellen: Mapping[str, Sequence[Row]]
    eigen: frozenset[date]
    regels: int
    later: frozenset[date] = frozenset()

    @property
    def dagen(self) -> frozenset[date]:
        """Every day under which it has rows."""
        return self.eigen | self.later if self.later else self.eigen


def dagen_van(perioden: Iterable[tuple[date | None, date | None]]) -> frozenset[date]:
    """The days on which something begins or stops to count."""
    return frozenset(dag for periode in perioden for dag in periode if dag is not None and dag < OPEN_EINDE)


def vingerafdrukken(bijdragen: Iterable[Bijdrage]) -> dict[str, str]:
    """For each day (ISO) a hash of all that counts or stops counting on it, whatever the order."""
    found: dict[str, list[bytes]] = {}
    for bijdrage in bijdragen:
        mine = hashlib.blake2b(repr(sorted(bijdrage.tabellen.items())).encode(), digest_size=16).digest()
        for dag in bijdrage.dagen:
            found.setdefault(dag.isoformat(), []).append(mine)
    return {dag: hashlib.blake2b(b"".join(sorted(all_)), digest_size=16).hexdigest() for dag, all_ in found.items()}


def veranderd(nu: Mapping[str, str], eerder: Mapping[str, str]) -> frozenset[date]:
    """The days that are not now what they were."""
    return frozenset(date.fromisoformat(dag) for dag in nu.keys() | eerder.keys() if nu.get(dag) != eerder.get(dag))


def sneden(bijdragen: Iterable[Bijdrage], dagen: Collection[date]) -> list[frozenset[date]]:
    """These days in slices of about REGELS_PER_SNEDE lines, in order of time."""
    weight = dict.fromkeys(sorted(dagen), 0)
    for bijdrage in bijdragen:
        for dag in bijdrage.dagen & weight.keys():
            weight[dag] += bijdrage.regels
    found: list[list[date]] = []
    room = 0
    for dag, regels in weight.items():
        if not found or regels > room:
            found.append([])
            room = REGELS_PER_SNEDE
        found[-1].append(dag)
        room -= regels
    return [frozenset(snede) for snede in found]

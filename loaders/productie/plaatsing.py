"""Where a line belongs by the koppeltabel and the register as they were known on a day (R2.2, R2.3, R1.1), and the days
on which that changes. A line keeps the place of its own day; on a later day on which a table says otherwise, PRODUCTIE
holds it once more: off the old place and on the new one. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from loaders.grootboek.deliveries import OPEN_EINDE
from loaders.grootboek.deliveries import Row as Tabelrij
from loaders.grootboek.periods import BEGIN
from loaders.productie.dagen import Bijdrage, Row
from loaders.tabellen.bekend import Gekend

KOPPELING = ("sector", "groep", "tijdseenheid", "geldig_van", "geldig_tot")
"""What of a row of the koppeltabel places a line, beside its prestatiecode."""


@dataclass(frozen=True)
class Wissel:
    """A day from which lines of these prestatiecodes, or of these providers, may belong elsewhere."""

    dag: date
    codes: frozenset[str]
    aanbieders: frozenset[str]


def wissels(koppeltabel: Sequence[Gekend], aanbieders: Sequence[Gekend]) -> tuple[Wissel, ...]:
    """The days on which places change, in order of time. What holds from the beginning changes nothing."""
    codes = _anders(koppeltabel, "prestatiecode", KOPPELING)
    agbs = _anders(aanbieders, "agb", ("hoofdsector",))
    dagen = sorted(codes.keys() | agbs.keys())
    return tuple(Wissel(dag, frozenset(codes.get(dag, ())), frozenset(agbs.get(dag, ()))) for dag in dagen)


def _anders(gekend: Iterable[Gekend], wie: str, wat: Sequence[str]) -> dict[date, set[str]]:
    """For each day the keys of which something else is known than the day before."""
    mine: dict[str, list[Gekend]] = {}
    for known in gekend:
        mine.setdefault(str(known.rij[wie]), []).append(known)
    found: dict[date, set[str]] = {}
    for key, rows in mine.items():
        for dag in {day for known in rows for day in (known.van, known.tot)} - {BEGIN, OPEN_EINDE}:
            before, now = (
                sorted(repr([known.rij[name] for name in wat]) for known in rows if day in known)
                for day in (dag - timedelta(days=1), dag)
            )
            if before != now:
                found.setdefault(dag, set()).add(key)
    return found


def momenten(gewisseld: Iterable[Wissel]) -> list[Row]:
    """When rows are placed: `dag` (None: their own), `teken`, and the day whose knowledge places them (None: own)."""
    rows: list[Row] = [(None, 1, None)]
    for wissel in gewisseld:
        rows += [(wissel.dag, -1, wissel.dag - timedelta(days=1)), (wissel.dag, 1, wissel.dag)]
    return rows


def verplaatst(gewisseld: Iterable[Wissel]) -> list[Row]:
    """The prestatiecodes and the providers that each day moves: `dag`, `prestatiecode`, `agb`."""
    rows: list[Row] = []
    for wissel in gewisseld:
        rows += [(wissel.dag, code, None) for code in sorted(wissel.codes)]
        rows += [(wissel.dag, None, agb) for agb in sorted(wissel.aanbieders)]
    return rows


def met_wissels(bijdragen: Sequence[Bijdrage], gewisseld: Sequence[Wissel]) -> list[Bijdrage]:
    """What claims give, also under the later days on which their lines may move."""
    if not gewisseld:
        return list(bijdragen)
    found = []
    for bijdrage in bijdragen:
        later = {w.dag for w in gewisseld if bijdrage.eigen and w.dag > min(bijdrage.eigen)}
        found.append(replace(bijdrage, later=frozenset(later)))
    return found


def alleen_verplaatst(bijdragen: Iterable[Bijdrage], dagen: frozenset[date], gewisseld: Sequence[Wissel]) -> list[Row]:
    """The claims (by number) that give to these days no more than what moves: nothing of them begins or stops on one,
    and their provider stays where it is. Of these only lines with a prestatiecode that moves are needed."""
    moved = {agb for wissel in gewisseld for agb in wissel.aanbieders}
    return [
        (row[0],)
        for bijdrage in bijdragen
        if not bijdrage.eigen & dagen
        for row in bijdrage.tabellen.get("claims", ())[:1]
        if row[2] not in moved
    ]


def gekend_van(rows: Iterable[Gekend], kolommen: Sequence[str]) -> list[Row]:
    """Rows of a table with these columns, `bekend_van` and `bekend_tot`; a period without end ends on the last day."""
    return [(*(_waarde(known.rij, name) for name in kolommen), known.van, known.tot) for known in rows]


def _waarde(rij: Tabelrij, name: str) -> object:
    return rij[name] if name != "geldig_tot" else rij[name] or OPEN_EINDE

"""What is known of a reference table, and when (R1.1): every delivery of it is kept whole, and a later one replaces
from its own day on. Pure, and the same in whatever order the deliveries were loaded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.codes import regio
from config.reference import ReferenceTable
from loaders.grootboek.deliveries import OPEN_EINDE, Bekend, Row, Value
from loaders.tabellen.tables import displaced, new_rows


@dataclass(frozen=True)
class Gekend:
    """A row of a table, known from the day `van` up to, not including, the day `tot` on which another replaced it."""

    rij: Row
    van: date
    tot: date = OPEN_EINDE

    def __contains__(self, peildatum: date) -> bool:
        return self.van <= peildatum and (peildatum < self.tot or self.tot == OPEN_EINDE)


def levensloop(table: ReferenceTable, rows: Iterable[Row], leveringen: Mapping[str, Bekend]) -> list[Gekend]:
    """Every row of a table with the days on which it was known, in order of becoming known.

    `rows`: those of all deliveries, each with `levering` and `regel`; `leveringen`: since when each delivery is known.
    A row that a delivery repeats is known from the earliest one that holds it.

    Bron: regel R1.1: "The same peildatum always gives the same figure, whatever is loaded later."
    """
    per_levering: dict[str, list[Row]] = {}
    for row in rows:
        per_levering.setdefault(str(row["levering"]), []).append(row)
    stand: list[Row] = []
    van: list[tuple[Row, date]] = []
    tot: dict[int, date] = {}
    for sha256 in sorted(per_levering, key=lambda sha: (leveringen[sha], sha)):
        dag = leveringen[sha256].dag
        gone, fresh = opvolging(table, stand, sorted(per_levering[sha256], key=lambda r: int(str(r["regel"]))))
        tot |= {id(row): dag for row in gone}
        van += [(row, dag) for row in fresh]
        stand = [row for row in stand if id(row) not in tot] + fresh
    found = [Gekend(row, since, tot.get(id(row), OPEN_EINDE)) for row, since in van]
    return [known for known in found if known.van < known.tot]


def opvolging(table: ReferenceTable, stand: Sequence[Row], rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """What a delivery with these rows changes in what was known: the rows that give way, and those that are new.

    A row gives way to one with the same identity and a shared day. Where a delivery is the whole of something (stays of
    a region, payments of a region and year: `ReferenceTable.geheel`) all rows of that give way: a row without identity
    cannot be put right one by one.
    """
    if table.geheel:
        whole = {_geheel(table, row) for row in rows}
        return [row for row in stand if _geheel(table, row) in whole], list(rows)
    fresh = new_rows(table, stand, dict(enumerate(rows)))
    return displaced(table, stand, fresh), list(fresh.values())


def _geheel(table: ReferenceTable, row: Row) -> tuple[Value, ...]:
    """Of what a row is part; a region under the code of its figures (R2.1)."""
    return tuple(regio(str(row[name])) if name == "uzovi" else row[name] for name in table.geheel)


def bekende_rijen(gekend: Iterable[Gekend], peildatum: date) -> list[Row]:
    """The rows known at the end of `peildatum`, each with the day since when: `bekend_vanaf`."""
    return [{**known.rij, "bekend_vanaf": known.van} for known in gekend if peildatum in known]


def botsingen(
    table: ReferenceTable, rows: Iterable[Row], leveringen: Mapping[str, Bekend], nieuw: Sequence[Row], wanneer: Bekend
) -> list[Row]:
    """Rows loaded before that say something else than `nieuw`, a delivery known since `wanneer`: those it would
    replace, and those of later days that would replace it."""
    have = list(rows)
    before = [row for row in have if leveringen[str(row["levering"])] < wanneer]
    later = [row for row in have if leveringen[str(row["levering"])] > wanneer]
    stand = [known.rij for known in levensloop(table, before, leveringen) if wanneer.dag in known]
    fresh = new_rows(table, stand, dict(enumerate(nieuw)))
    return displaced(table, [*stand, *new_rows(table, nieuw, dict(enumerate(later))).values()], fresh)

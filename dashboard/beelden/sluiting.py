"""R1.5 in rows: what was read beside what became of it, per delivery, provider, month and in total. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from dashboard.beelden.tellingen import sluit, totaal
from loaders.grootboek.deliveries import Levering, Soort, Telling
from loaders.reconcile import Aansluiting, Bedragen, Cel


class Per(StrEnum):
    """How the rows are grouped. A message is counted in the month it came in, its amounts in the month of care."""

    AANBIEDER = "aanbieder"
    ONTVANGSTMAAND = "ontvangstmaand"
    ZORGMAAND = "zorgmaand"
    LEVERING = "levering"


Sleutel = str | date | None
"""AGB, first day of a month, or sha256; None where it is not known (a message that could not be read)."""


@dataclass(frozen=True)
class Berichtrij:
    """Messages of one group: lines and cents read, by what became of them."""

    sleutel: Sleutel
    leveringen: int
    telling: Telling

    @property
    def klopt(self) -> bool:
        return sluit(self.telling)


@dataclass(frozen=True)
class Bedragrij:
    """Amounts of one group as PRODUCTIE has them, and whether every part of them is what the archive says."""

    sleutel: Sleutel
    bedragen: Bedragen
    klopt: bool


R = TypeVar("R", Berichtrij, Bedragrij)


def berichten(leveringen: Iterable[Levering], per: Per) -> tuple[Berichtrij, ...]:
    """AW319s grouped; none by month of care, for a line may lie in more than one."""
    keys: dict[Per, Callable[[Levering], Sleutel]] = {
        Per.AANBIEDER: lambda v: v.agb,
        Per.ONTVANGSTMAAND: lambda v: v.ontvangen.replace(day=1) if v.ontvangen else None,
        Per.LEVERING: lambda v: v.sha256,
    }
    if per not in keys:
        return ()
    groups: dict[Sleutel, list[Telling]] = {}
    for levering in leveringen:
        if levering.soort is Soort.AW319:
            groups.setdefault(keys[per](levering), []).append(levering.telling)
    found = [Berichtrij(key, len(group), totaal(group)) for key, group in groups.items()]
    return tuple(found) if per is Per.LEVERING else tuple(sorted(found, key=lambda row: str(row.sleutel or "")))


def bedragen(aansluiting: Aansluiting, per: Per) -> tuple[Bedragrij, ...]:
    """Amounts grouped; none by month of receipt, for a return comes in on another day than its claim."""
    if per is Per.LEVERING:
        return tuple(Bedragrij(x.levering.sha256, x.bedragen, x.klopt) for x in aansluiting.leveringen)
    keys: dict[Per, Callable[[Cel], Sleutel]] = {
        Per.AANBIEDER: lambda c: c.aanbieder,
        Per.ZORGMAAND: lambda c: c.zorgmaand,
    }
    if per not in keys:
        return ()
    groups: dict[Sleutel, list[Cel]] = {}
    for cel in aansluiting.cellen:
        groups.setdefault(keys[per](cel), []).append(cel)
    return tuple(_bedragrij(key, groups[key]) for key in sorted(groups, key=str))


def sleutels(rijen: Iterable[Berichtrij | Bedragrij]) -> list[Sleutel]:
    """What the rows are about, each once, in their order."""
    return list(dict.fromkeys(rij.sleutel for rij in rijen))


def van(rijen: Iterable[R], gekozen: Iterable[Sleutel]) -> list[R]:
    """The rows about these, in their order."""
    found = {rij.sleutel: rij for rij in rijen}
    return [found[sleutel] for sleutel in gekozen if sleutel in found]


def alle_berichten(leveringen: Iterable[Levering]) -> Berichtrij:
    """Every AW319 together."""
    mine = [v.telling for v in leveringen if v.soort is Soort.AW319]
    return Berichtrij(None, len(mine), totaal(mine))


def alle_bedragen(aansluiting: Aansluiting) -> Bedragrij:
    """Everything claimed together."""
    return _bedragrij(None, aansluiting.cellen)


def _bedragrij(sleutel: Sleutel, cellen: Sequence[Cel]) -> Bedragrij:
    return Bedragrij(sleutel, sum((c.productie for c in cellen), Bedragen()), all(c.klopt for c in cellen))


def alles_sluit(leveringen: Iterable[Levering], aansluiting: Aansluiting) -> bool:
    """Nothing was lost: every message closes, and archive, ledger and PRODUCTIE agree everywhere."""
    return (
        all(sluit(levering.telling) for levering in leveringen)
        and not aansluiting.verschillende_leveringen
        and not aansluiting.verschillende_cellen
    )

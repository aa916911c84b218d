"""Deliveries added up and filtered (R1.5). Pure: a page shows these, it never sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from loaders.grootboek.deliveries import Levering, Soort, Status, Telling


def totaal(tellingen: Iterable[Telling]) -> Telling:
    """Lines and cents of many deliveries together.

    >>> totaal([Telling(regels=2, gelezen_cent=5), Telling(regels=1, gelezen_cent=-2)]).gelezen_cent
    3
    """
    rij = tuple(tellingen)
    return Telling(**{f.name: sum(getattr(t, f.name) for t in rij) for f in fields(Telling)})


def sluit(telling: Telling) -> bool:
    """R1.5: lines and cents read = geaccepteerd + geweigerd + uitval.

    >>> sluit(Telling(regels=3, regels_geaccepteerd=2, regels_uitval=1))
    True
    """
    return (
        telling.regels == telling.regels_geaccepteerd + telling.regels_geweigerd + telling.regels_uitval
        and telling.gelezen_cent == telling.geaccepteerd_cent + telling.geweigerd_cent + telling.uitval_cent
    )


@dataclass(frozen=True)
class Groepstelling:
    """The deliveries of one kind together (`soort` None: all kinds)."""

    soort: Soort | None
    leveringen: int
    telling: Telling


def per_soort(leveringen: Sequence[Levering]) -> tuple[Groepstelling, ...]:
    """One row per kind that occurs, in the order of `Soort`, and last the total."""
    groepen: list[tuple[Soort | None, list[Levering]]] = [
        (soort, [levering for levering in leveringen if levering.soort == soort]) for soort in Soort
    ]
    gevuld = [(soort, groep) for soort, groep in groepen if groep]
    return tuple(
        Groepstelling(soort, len(groep), totaal(levering.telling for levering in groep))
        for soort, groep in [*gevuld, (None, list(leveringen))]
    )


def niet_geheel_geteld(leveringen: Iterable[Levering]) -> tuple[Levering, ...]:
    """Deliveries that wait, were refused or went to uitval, or of which lines did (R1.5)."""
    return tuple(
        levering for levering in leveringen if levering.status != Status.VERWERKT or levering.telling.regels_uitval
    )


def gefilterd(
    leveringen: Iterable[Levering], soort: Soort | None, status: Status | None, zoek: str
) -> tuple[Levering, ...]:
    """Deliveries of a kind and status whose name, table, provider, region or invoice number holds the text."""
    woord = zoek.strip().casefold()
    return tuple(
        levering
        for levering in leveringen
        if (soort is None or levering.soort == soort)
        and (status is None or levering.status == status)
        and (not woord or any(woord in tekst.casefold() for tekst in _zoekvelden(levering)))
    )


def _zoekvelden(levering: Levering) -> tuple[str, ...]:
    velden = (levering.naam, levering.tabel, levering.agb, levering.uzovi, levering.factuurnummer, levering.sha256)
    return tuple(veld for veld in velden if veld)


def bladen(rijen: int, per_blad: int) -> int:
    """How many sheets a table needs, at least one.

    >>> bladen(0, 50), bladen(50, 50), bladen(51, 50)
    (1, 1, 2)
    """
    return max(1, -(-rijen // per_blad))

"""A name for all that counts: the sum of a hash per fact, so that what changes can be taken out and put in. Pure."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple

from loaders.grootboek.boekingen import Afwijkingen, Boeking, Creditboekingen
from loaders.grootboek.deliveries import Intrekking, Status

BITS = 256


def versie(feiten: int) -> str:
    """The name of facts that add up to this."""
    return f"{feiten % 2**BITS:0{BITS // 4}x}"


def som(versie_: str | None) -> int:
    """What the facts of a version add up to; 0 where there was none."""
    return int(versie_ or "0", 16)


def feiten(
    boekingen: Iterable[Boeking],
    intrekkingen: Sequence[Intrekking],
    afwijkingen: Mapping[str, Afwijkingen],
    creditboekingen: Mapping[str, Creditboekingen],
) -> int:
    """What these facts add up to, whatever their order: deliveries that count or could, with their status and day
    received; decisions to withdraw them; lines that do not count with them; and what credits book that do not book
    what they say."""
    rang: dict[str, int] = {}
    counting = (b for b in boekingen if b.leesbaar or b.status is not Status.GEWEIGERD)
    total = sum(_hash("levering", b.sha256, b.status.value, str(b.ontvangen), b.beantwoordt) for b in counting)
    for i in intrekkingen:  # the order of decisions about one delivery counts
        rang[i.levering] = rang.get(i.levering, 0) + 1
        total += _hash("besluit", i.levering, rang[i.levering], i.besluit.value, str(i.per))
    total += sum(_hash("regels", sha, sorted(regels.items())) for sha, regels in afwijkingen.items() if regels)
    booked = ((sha, regel, rows) for sha, regels in creditboekingen.items() for regel, rows in regels.items())
    return total + sum(_hash("credit", sha, regel, *map(astuple, rows)) for sha, regel, rows in booked)


def _hash(*feit: object) -> int:
    return int.from_bytes(hashlib.sha256(repr(feit).encode()).digest(), "big")

"""What was decided about deliveries, as text on a terminal."""

from dashboard import texts
from loaders.deliveries import Intrekbesluit, Levering
from loaders.withdraw import BesluitVerslag


def besluit(verslag: BesluitVerslag) -> str:
    """What a decision changed: the delivery itself, and others that count differently because of it (R1.5)."""
    per = texts.datum(verslag.besluit.per)
    levering = verslag.levering
    if verslag.besluit.besluit is Intrekbesluit.INTREKKING:
        lines = [f"{levering.naam}: ingetrokken per {per}; telt vanaf die dag niet meer, op eerdere peildata wel."]
    else:
        lines = [f"{levering.naam}: hersteld per {per}; nu {_stand(levering)}."]
    lines += [f"Daardoor: {voor.naam}: {_stand(voor)} wordt {_stand(na)}." for voor, na in verslag.veranderd]
    return "\n".join(lines)


def _stand(levering: Levering) -> str:
    geteld = texts.aantal(levering.telling.regels_geaccepteerd)
    return (
        f"{texts.LEVERINGSTATUS[levering.status]} ({geteld} van {texts.aantal(levering.telling.regels)} regels geteld)"
    )

"""The register of decisions as text on a terminal; words are those of the pages."""

from collections.abc import Iterable

from dashboard import texts
from dashboard.texts import besluiten as woorden
from forecasting.wlz.besluiten.voorstellen import Voorstellen
from loaders.grootboek.besluiten import Besluit


def genomen(besluit: Besluit) -> str:
    """What was recorded, and from which peildatum it counts."""
    return f"{_kop(besluit)}\n{woorden.TELT_VANAF.format(dag=texts.datum(besluit.telt_vanaf))}"


def voorstellen(found: Voorstellen) -> str:
    """What there is to decide, with its effect on the year and what was last decided about it."""
    lines = [f"Voorstellen {found.jaar} op {texts.datum(found.herkomst.peildatum)}, naar effect op het jaar"]
    for v in found.voorstellen:
        where = " ".join(filter(None, [v.agb, v.uzovi, v.sector]))
        lines.append(f"{woorden.effect(v.effect_cent):>14}  {woorden.SOORT[v.soort]} ({where}): {woorden.waarom(v)}")
        if v.besluit is not None:
            lines.append(f"{'':>14}  {woorden.stand(v)}")
    return "\n".join(lines if found.voorstellen else [*lines, woorden.GEEN_VOORSTELLEN])


def register(found: Iterable[Besluit]) -> str:
    """Every decision with who, when and why."""
    lines = [line for besluit in found for line in (_kop(besluit), f"  {woorden.verantwoording(besluit)}")]
    return "\n".join(lines) or woorden.GEEN_BESLUITEN


def _kop(besluit: Besluit) -> str:
    where = " ".join(filter(None, [besluit.agb, besluit.uzovi, besluit.sector]))
    return f"Besluit {besluit.nummer}: {woorden.besluit(besluit)} ({where or besluit.jaar})"

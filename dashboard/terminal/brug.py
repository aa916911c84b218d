"""The bridge as text on a terminal (R7.5)."""

from dashboard.tables import waarom_anders as tabellen
from dashboard.texts import waarom_anders as woorden
from dashboard.vormen.tekst import table
from forecasting.wlz.brug import Bruggen


def brug(found: Bruggen) -> str:
    """Sentence, steps and providers of every sector."""
    lines = [woorden.kop(found)]
    for sector in found.sectoren:
        lines += ["", woorden.zin(sector)]
        if reden := woorden.zonder_korting(sector):
            lines.append(reden)
        if sector.stappen:
            lines += table(tabellen.stappen(sector, sector.sector.value))
            lines += table(tabellen.aanbieders(found, sector, woorden.VIJF.format(sector=sector.sector.value)))
    return "\n".join(lines)

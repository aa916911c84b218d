"""The nacalculatie as tables of preformatted text (R6)."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from dashboard import texts
from dashboard.tables import regio
from forecasting.wlz.herschikking import nacalculatie

TEKST = ("Aanbieder", "Regio", "Sector", "Concern")


def regels(rows: Sequence[nacalculatie.Regel], namen: Mapping[str, str]) -> pd.DataFrame:
    """A line per provider, region and sector, to the cent."""
    return pd.DataFrame(
        [
            {
                "Aanbieder": texts.aanbieder(r.agb, namen.get(r.agb)),
                "Regio": regio(r.uzovi),
                "Sector": r.sector.value,
                "Afspraak": texts.euro_exact(r.afspraak_cent),
                "Verrekend": _bedrag(r.verrekend_cent),
                "Gemaakt": texts.euro_exact(r.gerealiseerd_cent),
                "Past": texts.euro_exact(r.past_cent),
                "Onder": _bedrag(r.onder_cent),
                "Over, niet betaald": f"▲ {texts.euro_exact(r.over_cent)}" if r.over_cent else texts.NIETS,
                "Toezeggingen": _bedrag(r.overig_cent),
                "Vastgesteld": texts.euro_exact(r.vastgesteld_cent),
            }
            for r in rows
        ]
    )


def concerns(rows: Iterable[nacalculatie.Regel], namen: Mapping[str, str]) -> pd.DataFrame:
    """Concerns (or providers) with more than one line in a sector: who could settle, and how much."""
    return pd.DataFrame(
        [
            {
                "Concern": namen.get(c.naam, c.naam),
                "Sector": c.sector.value,
                "Afspraken": texts.euro_exact(c.afspraak_cent),
                "Gemaakt": texts.euro_exact(c.gerealiseerd_cent),
                "Onder": _bedrag(c.onder_cent),
                "Over": _bedrag(c.over_cent),
                "Nog te verrekenen": _bedrag(c.te_verrekenen_cent),
            }
            for c in nacalculatie.concerns(rows)
        ]
    )


def _bedrag(cent: int) -> str:
    return texts.euro_exact(cent) if cent else texts.NIETS

"""Crisis beds as tables beyond the occupancy: places for next year, and registered stays (R5.1, R5.3)."""

from collections.abc import Iterable
from fractions import Fraction

import pandas as pd

from dashboard import tables, texts
from dashboard.texts import crisisbedden as woorden
from forecasting.outlook import CrisisStand


def volgend_jaar(standen: Iterable[CrisisStand], drempel: Fraction) -> pd.DataFrame:
    """Places for next year against those of now, with what they rest on (R5.3)."""
    return pd.DataFrame([_volgend_jaar(s, drempel) for s in standen], columns=VOLGEND_JAAR)


NIET_AFBREKEN = "\N{NO-BREAK SPACE}"
VOLGEND_JAAR = [
    "Aanbieder",
    "Regio",
    "Plekken nu",
    "Bezetting laatste 12 maanden",
    "Interval",
    "Oordeel",
    "Voorstel volgend jaar",
]


def _volgend_jaar(s: CrisisStand, drempel: Fraction) -> dict[str, str]:
    found = s.volgend_jaar
    return {
        "Aanbieder": tables.aanbieder(s),
        "Regio": tables.regio(s.uzovi),
        "Plekken nu": texts.aantal(s.plekken),
        "Bezetting laatste 12 maanden": texts.ONBEKEND
        if found is None
        else texts.procent(found.bezetting_fractie, drempel),
        "Interval": texts.ONBEKEND if found is None else woorden.bandbreedte(found.bandbreedte),
        "Oordeel": woorden.TE_WEINIG if found is None else found.oordeel.replace(" ", NIET_AFBREKEN),
        "Voorstel volgend jaar": texts.ONBEKEND if found is None else texts.aantal(found.plekken),
    }


def verblijven(standen: Iterable[CrisisStand]) -> pd.DataFrame:
    """Registered days of stay by weight, and how many of them did not fit the agreed places (R5.1)."""
    return pd.DataFrame(
        [
            {
                "Aanbieder": tables.aanbieder(s),
                "Regio": tables.regio(s.uzovi),
                **{zwaarte.capitalize(): texts.aantal(days) for zwaarte, days in s.per_zwaarte},
                "Verblijfsdagen": texts.aantal(s.verblijfsdagen or 0),
                "Waarvan op een afgesproken plek": texts.aantal(s.bezette_dagen or 0),
            }
            for s in standen
            if s.verblijfsdagen is not None
        ]
    )

"""Crisis beds as tables: occupancy against the drempel, places for next year, registered stays (R5.1-R5.3)."""

from collections.abc import Iterable
from fractions import Fraction

import pandas as pd

from dashboard import tables, texts
from dashboard.texts import crisisbedden as woorden
from forecasting.wlz.distance import dagen_tot_drempel, is_haalbaar
from forecasting.wlz.outlook import CrisisStand


def aanbieder(stand: CrisisStand) -> str:
    return stand.naam or f"AGB {stand.agb}"


def bezetting(standen: Iterable[CrisisStand], drempel: Fraction) -> pd.DataFrame:
    """Computed occupancy against the drempel, one row per provider and region (R5.1, R5.2)."""
    rijen = list(standen)
    data = pd.DataFrame([_bezettingrij(s, drempel) for s in rijen], columns=KOLOMMEN)
    return data if any(s.besluit for s in rijen) else data.drop(columns="Besluit")


KOLOMMEN = [
    "Aanbieder",
    "Regio",
    "Plekken",
    "Bezette dagen",
    "Beschikbare dagen",
    "Bezetting tot nu",
    "Verwachte bezetting",
    "Bandbreedte",
    "Onder drempel?",
    "Nog nodig voor drempel",
    "Voorstel plekken",
    "Besluit",
]


def _bezettingrij(s: CrisisStand, drempel: Fraction) -> dict[str, str]:
    def aantal(waarde: int | None) -> str:
        return texts.ONBEKEND if waarde is None else texts.aantal(waarde)

    def procent(waarde: Fraction | None) -> str:
        return texts.ONBEKEND if waarde is None else texts.procent(waarde, drempel)

    return {
        "Aanbieder": aanbieder(s),
        "Regio": tables.regio(s.uzovi),
        "Plekken": texts.aantal(s.plekken),
        "Bezette dagen": aantal(s.bezette_dagen),
        "Beschikbare dagen": aantal(s.beschikbare_dagen),
        "Bezetting tot nu": procent(s.bezetting_fractie),
        "Verwachte bezetting": procent(s.verwachte_bezetting_fractie),
        "Bandbreedte": woorden.bandbreedte(s.bandbreedte),
        "Onder drempel?": {True: "▼ ja", False: "nee", None: texts.ONBEKEND}[s.onder_drempel],
        "Nog nodig voor drempel": nog_nodig(s, drempel),
        "Voorstel plekken": aantal(s.voorstel_plekken),
        "Besluit": woorden.besluit(s),
    }


def nog_nodig(s: CrisisStand, drempel: Fraction) -> str:
    """Days still needed to reach the drempel this year, or that it can no longer be reached (R5.2)."""
    nodig = dagen_tot_drempel(s, drempel)
    if nodig is None:
        return texts.ONBEKEND
    if nodig == 0:
        return "gehaald"
    return f"{texts.aantal(nodig)} dagen" if is_haalbaar(s, nodig) else "niet meer haalbaar"


def niet_berekend(standen: Iterable[CrisisStand]) -> pd.DataFrame:
    """Agreements whose occupancy is not computed."""
    return pd.DataFrame(
        [
            {
                "Aanbieder": aanbieder(s),
                "Regio": tables.regio(s.uzovi),
                "Sector": s.sector.value,
                "Plekken": texts.aantal(s.plekken),
            }
            for s in standen
        ],
        columns=["Aanbieder", "Regio", "Sector", "Plekken"],
    )


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
        "Aanbieder": aanbieder(s),
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
                "Aanbieder": aanbieder(s),
                "Regio": tables.regio(s.uzovi),
                **{zwaarte.capitalize(): texts.aantal(days) for zwaarte, days in s.per_zwaarte},
                "Verblijfsdagen": texts.aantal(s.verblijfsdagen or 0),
                "Waarvan op een afgesproken plek": texts.aantal(s.bezette_dagen or 0),
            }
            for s in standen
            if s.verblijfsdagen is not None
        ]
    )

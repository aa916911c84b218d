"""The tables of R4.6 on page Vooruitblik."""

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from config.words import Sector
from dashboard import tables, texts
from dashboard.texts import vooruitblik as woorden
from forecasting.wlz.outlook import Gezegd, Kans, SectorOutlook

KANS_KOLOMMEN = [
    "Sector",
    "Jaar, beleidsregel",
    "Jaar, schatting",
    "Jaar, 80%-interval",
    "Korting, beleidsregel",
    "Korting, schatting",
    "Korting, 80%-interval",
    "Kans boven drempel",
    "Kans met herverdeling",
    "Drempel bereikt in",
]


def naast_elkaar(sectoren: Sequence[SectorOutlook]) -> pd.DataFrame:
    """The official figure and the expected one, a row per sector (N1, N3)."""
    return pd.DataFrame([_rij(s) for s in sectoren], columns=KANS_KOLOMMEN)


def _rij(s: SectorOutlook) -> dict[str, str]:
    officieel = {
        "Sector": s.sector.value,
        "Jaar, beleidsregel": texts.euro(s.geextrapoleerd_cent),
        "Korting, beleidsregel": tables.korting(s, met_herverdeling=False),
    }
    verwacht = s.verwacht
    if verwacht is None or verwacht.totaal_cent is None:
        return {**dict.fromkeys(KANS_KOLOMMEN, texts.ONBEKEND), **officieel}
    totaal, zonder, met = verwacht.totaal_cent, verwacht.zonder, verwacht.met_herverdeling
    return {
        **officieel,
        "Jaar, schatting": texts.euro(int(totaal.p50)),
        "Jaar, 80%-interval": f"{texts.euro_mln(int(totaal.p10))} – {texts.euro_mln(int(totaal.p90))}",
        "Korting, schatting": (
            texts.procent(Fraction(zonder.korting.p50), s.drempel_fractie) if zonder else texts.ONBEKEND
        ),
        "Korting, 80%-interval": woorden.interval(zonder.korting) if zonder else texts.ONBEKEND,
        "Kans boven drempel": woorden.kans(zonder.boven_drempel) if zonder else texts.ONBEKEND,
        "Kans met herverdeling": woorden.kans(met.boven_drempel) if met else texts.ONBEKEND,
        "Drempel bereikt in": woorden.maand_boven(zonder, s),
    }


def nakomers(sectoren: Sequence[SectorOutlook]) -> pd.DataFrame:
    """Who has still to declare what, and what that does to the interval of the sector (N7)."""
    return pd.DataFrame(
        [
            {
                "Aanbieder": texts.aanbieder(n.agb, n.naam),
                "Regio": tables.regio(n.uzovi),
                "Sector": s.sector.value,
                "Maand": texts.maandnaam(n.maand),
                "Nog te declareren": texts.euro(n.ontbreekt_cent),
                "Interval smaller met": texts.euro(n.breedte_cent),
            }
            for s in sectoren
            for n in (s.verwacht.nakomers if s.verwacht else ())
        ],
        columns=["Aanbieder", "Regio", "Sector", "Maand", "Nog te declareren", "Interval smaller met"],
    )


Punt = tuple[Gezegd, Kans]
"""What was said of a sector on a day on which there was an estimate."""


def bewoog(punten: Sequence[Punt]) -> pd.DataFrame:
    """What was said of a sector on earlier days, beneath the chart of the same."""
    return pd.DataFrame(
        [
            {
                "Peildatum": texts.datum(g.peildatum),
                "Korting, beleidsregel": texts.procent(g.korting_fractie, g.drempel_fractie),
                "Korting, schatting": texts.procent(Fraction(kans.korting.p50), g.drempel_fractie),
                "80%-interval": woorden.interval(kans.korting),
                "Kans boven drempel": woorden.kans(kans.boven_drempel),
                "Signaal": woorden.signaal(g.signaal),
            }
            for g, kans in punten
        ],
        columns=[
            "Peildatum",
            "Korting, beleidsregel",
            "Korting, schatting",
            "80%-interval",
            "Kans boven drempel",
            "Signaal",
        ],
    )


def punten(verloop: Sequence[Gezegd], sector: Sector, uzovi: str | None) -> list[Punt]:
    """What was said of a sector, of a site or of one region, on every day on which there was an estimate."""
    return [(g, g.kans) for g in verloop if g.sector is sector and g.uzovi == uzovi and g.kans is not None]

"""The tables of R4.6 on page Vooruitblik."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pandas as pd

from config.words import Sector
from dashboard import tables, texts
from dashboard.texts import vooruitblik as woorden
from forecasting.outlook import Kans, Outlook, SectorOutlook

KANS_KOLOMMEN = [
    "Sector",
    "Jaar, beleidsregel",
    "Jaar, schatting",
    "80%-interval",
    "Korting, beleidsregel",
    "Korting, schatting",
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
        "80%-interval": f"{texts.euro_mln(int(totaal.p10))} – {texts.euro_mln(int(totaal.p90))}",
        "Korting, schatting": woorden.geschatte_korting(zonder, s.drempel_fractie) if zonder else texts.ONBEKEND,
        "Kans boven drempel": woorden.kans(zonder.boven_drempel) if zonder else texts.ONBEKEND,
        "Kans met herverdeling": woorden.kans(met.boven_drempel) if met else texts.ONBEKEND,
        "Drempel bereikt in": woorden.maand_boven(zonder, s),
    }


def nakomers(sectoren: Sequence[SectorOutlook]) -> pd.DataFrame:
    """Who has still to declare what, and what that does to the interval of the sector (N7)."""
    return pd.DataFrame(
        [
            {
                "Aanbieder": f"{n.naam} ({n.agb})" if n.naam else n.agb,
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


@dataclass(frozen=True)
class Punt:
    """What was said of one sector on one day."""

    peildatum: date
    sector: SectorOutlook
    kans: Kans


def bewoog(punten: Sequence[Punt]) -> pd.DataFrame:
    """What was said of a sector on earlier days, beneath the chart of the same."""
    return pd.DataFrame(
        [
            {
                "Peildatum": texts.datum(p.peildatum),
                "Korting, beleidsregel": tables.korting(p.sector, met_herverdeling=False),
                "Korting, schatting": texts.procent(Fraction(p.kans.korting.p50), p.sector.drempel_fractie),
                "80%-interval": woorden.interval(p.kans.korting).removeprefix("80%-interval "),
                "Kans boven drempel": woorden.kans(p.kans.boven_drempel),
                "Signaal": woorden.signaal(p.sector),
            }
            for p in punten
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


def punten(verloop: Sequence[Outlook], sector: Sector, uzovi: str | None) -> list[Punt]:
    """What was said of a sector, of a site or of one region, on every day on which something was."""
    gevonden = []
    for outlook in verloop:
        for s in outlook.sectoren if uzovi is None else outlook.regios:
            zonder = s.verwacht.zonder if s.verwacht else None
            if s.sector is sector and s.uzovi == uzovi and zonder is not None:
                gevonden.append(Punt(outlook.herkomst.peildatum, s, zonder))
    return gevonden

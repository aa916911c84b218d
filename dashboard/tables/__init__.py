"""Results as tables of preformatted Dutch text: what stands beneath a chart, to the same amounts (X-07)."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from config.codes import zorgkantoren
from config.words import Sector
from dashboard import texts
from dashboard.texts.vooruitblik import heel_procent
from forecasting.wlz.distance import Status, beschikbaar_cent, jaartotaal, status, telt_mee_cent
from forecasting.wlz.outlook import Outlook, SectorOutlook, Signaal


def regio(uzovi: str | None) -> str:
    """Name of a region; an unknown code is shown as it is."""
    if uzovi is None:
        return ""
    gevonden = zorgkantoren().get(uzovi)
    return gevonden.regio if gevonden else uzovi


def maanden(sector: SectorOutlook, laatste_maand: date) -> pd.DataFrame:
    """Twelve months and their total; the last column adds up to E (R3.2).

    A closed month without approved claims says "geen", which is not € 0 (X-10); a dash is nothing to tell.
    """
    rijen = [
        {
            "Maand": texts.maandnaam(m.maand),
            "Goedgekeurd": _bedrag(m.goedgekeurd_cent, texts.GEEN if m.maand <= laatste_maand else texts.NIETS),
            "In behandeling": _bedrag(m.in_behandeling_cent),
            "Geëxtrapoleerd": _bedrag(m.rest_cent),
            "Telt mee": texts.euro(telt_mee_cent(m, laatste_maand)),
        }
        for m in sector.maanden
    ]
    jaar = jaartotaal(sector.maanden, laatste_maand)
    rijen.append(
        {
            "Maand": "Heel jaar",
            "Goedgekeurd": _bedrag(jaar.goedgekeurd_cent, texts.GEEN),
            "In behandeling": _bedrag(jaar.in_behandeling_cent),
            "Geëxtrapoleerd": _bedrag(jaar.rest_cent),
            "Telt mee": texts.euro(jaar.telt_mee_cent),
        }
    )
    return pd.DataFrame(rijen).join(_volledigheid(sector))


def _volledigheid(sector: SectorOutlook) -> pd.DataFrame:
    """Beside every month, how much of it is declared, and what it will come to (R4.6); no columns without a past."""
    if sector.verwacht is None or sector.verwacht.totaal_cent is None:
        return pd.DataFrame()
    per_maand = {m.maand: m for m in sector.verwacht.maanden}
    gevonden = [per_maand.get(m.maand) for m in sector.maanden]
    return pd.DataFrame(
        {
            "Gedeclareerd": [heel_procent(m) if m else texts.NIETS for m in gevonden] + [texts.NIETS],
            "Schatting eindstand": [texts.euro(m.verwacht_cent) if m else texts.NIETS for m in gevonden]
            + [texts.euro(int(sector.verwacht.totaal_cent.p50))],
        }
    )


def _bedrag(cent: int, als_nul: str = texts.NIETS) -> str:
    return texts.euro(cent) if cent else als_nul


def regios(outlook: Outlook, sector: Sector) -> pd.DataFrame:
    """One row per region of a sector and one for the site."""
    delen = [s for s in outlook.regios if s.sector == sector]
    heel = [s for s in outlook.sectoren if s.sector == sector]
    return pd.DataFrame([_regiorij(s, outlook) for s in delen + heel], columns=REGIOKOLOMMEN)


REGIOKOLOMMEN = [
    "Regio",
    "Verwachte productie",
    "Contracteerruimte",
    "Verplichtingen",
    "Korting",
    "Met herverdeling",
    "Status",
]


def _regiorij(s: SectorOutlook, outlook: Outlook) -> dict[str, str]:
    naam = regio(s.uzovi) if s.uzovi else f"{texts.SITE[outlook.site]} totaal"
    stand = status(s, s.zonder)
    heeft_productie = stand is not Status.GEEN_PRODUCTIE
    return {
        "Regio": naam,
        "Verwachte productie": texts.euro(s.geextrapoleerd_cent) if heeft_productie else texts.GEEN,
        "Contracteerruimte": bedrag_of_onbekend(s.zonder.contracteerruimte_cent),
        "Verplichtingen": _bedrag(s.verplichtingen_cent),
        "Korting": korting(s, met_herverdeling=False) if heeft_productie else texts.NVT,
        "Met herverdeling": korting(s, met_herverdeling=True) if heeft_productie else texts.NVT,
        "Status": texts.STATUS[stand],
    }


def bedrag_of_onbekend(cent: int | None) -> str:
    """Whole euros, or the word for not known."""
    return texts.ONBEKEND if cent is None else texts.euro(cent)


def korting(s: SectorOutlook, *, met_herverdeling: bool) -> str:
    """The korting percentage as it is shown everywhere (X-04)."""
    toets = s.met_herverdeling if met_herverdeling else s.zonder
    if toets.korting_fractie is not None:
        return texts.procent(toets.korting_fractie, s.drempel_fractie)
    return texts.ONBEKEND if toets.contracteerruimte_cent is None else texts.GEEN_OORDEEL


def lezingen(s: SectorOutlook) -> list[tuple[str, str]]:
    """The korting on each reading of what is missing over L (R4.8), in the order of the policy's own first."""
    if s.lezingen is None:
        return []
    named = (
        ("naar de letter", s.lezingen.letterlijk),
        ("als alles wat in behandeling is wordt goedgekeurd", s.lezingen.als_beoordeeld),
        ("als wie over de laatste maand niets heeft, doorgaat als in zijn eigen laatste maand",
         s.lezingen.laatste_eigen_maand),
    )  # fmt: skip
    return [
        (name, texts.procent(lezing.zonder.korting_fractie, s.drempel_fractie))
        for name, lezing in named
        if lezing.zonder.korting_fractie is not None
    ]


def beschikbaar(s: SectorOutlook) -> int | None:
    """Contracteerruimte after commitments, in cents; None where the contracteerruimte is not known (R4.2)."""
    ruimte = s.zonder.contracteerruimte_cent
    return None if ruimte is None else beschikbaar_cent(ruimte, s.verplichtingen_cent)


def signalen(rij: Iterable[Signaal]) -> pd.DataFrame:
    """Signals, in words, with the amounts they are about (R3.3)."""
    return pd.DataFrame(
        [
            {
                "Soort": texts.soort_signaal(s.soort),
                "Aanbieder": texts.aanbieder(s.agb, s.naam),
                "Regio": regio(s.uzovi),
                "Sector": s.sector.value if s.sector else texts.NIETS,
                "Laatste maand": texts.NIETS if s.laatste_maand_cent is None else texts.euro(s.laatste_maand_cent),
                "Gemiddeld ervoor": texts.NIETS if s.gemiddelde_cent is None else texts.euro(s.gemiddelde_cent),
                "Wat is er": s.tekst,
            }
            for s in rij
        ],
        columns=SIGNAALKOLOMMEN,
    )


SIGNAALKOLOMMEN = ["Soort", "Aanbieder", "Regio", "Sector", "Laatste maand", "Gemiddeld ervoor", "Wat is er"]
SIGNAALTEKST = ("Aanbieder", "Regio", "Sector", "Wat is er")
"""The columns of `signalen` that hold words."""

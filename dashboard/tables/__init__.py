"""Results as tables of preformatted Dutch text: what stands beneath a chart, to the same amounts (X-07)."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

import pandas as pd

from config.codes import zorgkantoren
from config.words import Sector
from dashboard import texts
from dashboard.tellingen import Groepstelling, sluit
from dashboard.texts import crisisbedden as crisiswoorden
from dashboard.texts.vooruitblik import heel_procent
from forecasting.distance import (
    Status,
    beschikbaar_cent,
    dagen_tot_drempel,
    is_haalbaar,
    jaartotaal,
    status,
    telt_mee_cent,
)
from forecasting.outlook import CrisisStand, Outlook, SectorOutlook, Signaal
from loaders.deliveries import Levering, Reden, Soort, Telling


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
    return texts.ONBEKEND if toets.korting_fractie is None else texts.procent(toets.korting_fractie, s.drempel_fractie)


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
                "Aanbieder": f"{s.naam} ({s.agb})" if s.naam else s.agb or texts.NIETS,
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


def aanbieder(stand: CrisisStand) -> str:
    return stand.naam or f"AGB {stand.agb}"


def crisis(standen: Iterable[CrisisStand], drempel: Fraction) -> pd.DataFrame:
    """Computed occupancy against the drempel, one row per provider and region (R5.1, R5.2)."""
    rijen = list(standen)
    data = pd.DataFrame([_crisisrij(s, drempel) for s in rijen], columns=CRISISKOLOMMEN)
    return data if any(s.besluit for s in rijen) else data.drop(columns="Besluit")


CRISISKOLOMMEN = [
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


def _crisisrij(s: CrisisStand, drempel: Fraction) -> dict[str, str]:
    def aantal(waarde: int | None) -> str:
        return texts.ONBEKEND if waarde is None else texts.aantal(waarde)

    def procent(waarde: Fraction | None) -> str:
        return texts.ONBEKEND if waarde is None else texts.procent(waarde, drempel)

    return {
        "Aanbieder": aanbieder(s),
        "Regio": regio(s.uzovi),
        "Plekken": texts.aantal(s.plekken),
        "Bezette dagen": aantal(s.bezette_dagen),
        "Beschikbare dagen": aantal(s.beschikbare_dagen),
        "Bezetting tot nu": procent(s.bezetting_fractie),
        "Verwachte bezetting": procent(s.verwachte_bezetting_fractie),
        "Bandbreedte": crisiswoorden.bandbreedte(s.bandbreedte),
        "Onder drempel?": {True: "▼ ja", False: "nee", None: texts.ONBEKEND}[s.onder_drempel],
        "Nog nodig voor drempel": nog_nodig(s, drempel),
        "Voorstel plekken": aantal(s.voorstel_plekken),
        "Besluit": crisiswoorden.besluit(s),
    }


def nog_nodig(s: CrisisStand, drempel: Fraction) -> str:
    """Days still needed to reach the drempel this year, or that it can no longer be reached (R5.2)."""
    nodig = dagen_tot_drempel(s, drempel)
    if nodig is None:
        return texts.ONBEKEND
    if nodig == 0:
        return "gehaald"
    return f"{texts.aantal(nodig)} dagen" if is_haalbaar(s, nodig) else "niet meer haalbaar"


def crisis_niet_berekend(standen: Iterable[CrisisStand]) -> pd.DataFrame:
    """Agreements whose occupancy is not computed."""
    return pd.DataFrame(
        [
            {
                "Aanbieder": aanbieder(s),
                "Regio": regio(s.uzovi),
                "Sector": s.sector.value,
                "Plekken": texts.aantal(s.plekken),
            }
            for s in standen
        ],
        columns=["Aanbieder", "Regio", "Sector", "Plekken"],
    )


def controle(groepen: Sequence[Groepstelling]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """R1.5 per kind and in total: in lines, and in euros and cents; each row says whether it adds up."""
    regels, euros = [], []
    for groep in groepen:
        t = groep.telling
        naam = texts.LEVERINGSOORT[groep.soort] if groep.soort else "Totaal"
        klopt = "✓ klopt" if sluit(t) else "▲ klopt niet"
        regels.append(
            (naam, groep.leveringen, t.regels, t.regels_geaccepteerd, t.regels_geweigerd, t.regels_uitval, klopt)
        )
        euros.append((naam, t.gelezen_cent, t.geaccepteerd_cent, t.geweigerd_cent, t.uitval_cent, klopt))
    delen = ["Gelezen", "Geaccepteerd", "Geweigerd", "Uitval", "Gelezen = som"]
    return (
        pd.DataFrame(
            [(r[0], *map(texts.aantal, r[1:6]), r[6]) for r in regels], columns=["Soort", "Leveringen", *delen]
        ),
        pd.DataFrame([(r[0], *map(texts.euro_exact, r[1:5]), r[5]) for r in euros], columns=["Soort", *delen]),
    )


def leveringen(rij: Iterable[Levering]) -> pd.DataFrame:
    """Deliveries as the ledger knows them; nothing of the content of a message."""
    return pd.DataFrame(
        [
            {
                "Naam": v.naam,
                "Soort": f"Tabel {v.tabel}" if v.tabel else v.soort.value,
                "Ontvangen": texts.datum_kort(v.ontvangen),
                "Status": texts.LEVERINGSTATUS[v.status],
                **_tellingcellen(v.telling),
            }
            for v in rij
        ]
    )


def _tellingcellen(telling: Telling) -> dict[str, str]:
    """Lines and cents of one delivery; a delivery without lines of its own shows dashes, not zeros."""
    cellen = {
        "Regels gelezen": texts.aantal(telling.regels),
        "Geaccepteerd": texts.aantal(telling.regels_geaccepteerd),
        "Geweigerd": texts.aantal(telling.regels_geweigerd),
        "Uitval": texts.aantal(telling.regels_uitval),
        "Bedrag gelezen": texts.euro_exact(telling.gelezen_cent),
        "Bedrag geaccepteerd": texts.euro_exact(telling.geaccepteerd_cent),
    }
    return dict.fromkeys(cellen, texts.NIETS) if telling == Telling() else cellen


def laadverslag(v: Levering) -> dict[str, str]:
    """What became of one delivery: its lines by kind of reason, its totals, and how the terminal names it (S-02)."""
    feiten = {"Levering": v.naam, "Kenmerk": v.sha256[:KENMERK], "Status": texts.LEVERINGSTATUS[v.status]}
    if v.soort is not Soort.AW319:
        return feiten
    t, u = v.telling, v.uitval
    return {
        **feiten,
        "Tellingen en totalen van record 99": "✓ klopt" if v.leesbaar else "▲ niet te lezen of klopt niet",
        "Gelezen": _regels(t.regels, t.gelezen_cent),
        "Geaccepteerd": _regels(t.regels_geaccepteerd, t.geaccepteerd_cent),
        "Geweigerd of ingetrokken": _regels(t.regels_geweigerd, t.geweigerd_cent),
        "Uitval": _regels(t.regels_uitval, t.uitval_cent),
        "waarvan niet te plaatsen": texts.aantal(u.niet_te_plaatsen),
        "waarvan al bekend": texts.aantal(u.al_bekend),
        "waarvan credit zonder regel die meetelt": texts.aantal(u.credit_zonder_regel),
    }


KENMERK = 16
"""Characters of a delivery's sha256 that name it."""


def _regels(regels: int, cent: int) -> str:
    return f"{texts.aantal(regels)} {'regel' if regels == 1 else 'regels'}, {texts.euro_exact(cent)}"


def aandacht(rij: Iterable[tuple[Levering, Sequence[Reden]]]) -> pd.DataFrame:
    """Deliveries that do not count whole: how much is left out, and the first reason."""
    return pd.DataFrame(
        [
            {
                "Naam": levering.naam,
                "Ontvangen": texts.datum_kort(levering.ontvangen),
                "Status": texts.LEVERINGSTATUS[levering.status],
                "Regels niet geteld": texts.aantal(levering.telling.regels_geweigerd + levering.telling.regels_uitval),
                "Bedrag niet geteld": texts.euro(levering.telling.geweigerd_cent + levering.telling.uitval_cent),
                "Eerste reden": texts.reden(redenen[0]) if redenen else texts.NIETS,
            }
            for levering, redenen in rij
        ]
    )


def redenen(rij: Iterable[Reden]) -> pd.DataFrame:
    """Reasons by line number and field, as the reader wrote them (no content)."""
    return pd.DataFrame(
        [
            {
                "Regel": "heel bestand" if r.regel is None else texts.aantal(r.regel),
                "Veld": r.veld or "",
                "Reden": r.tekst,
            }
            for r in rij
        ],
        columns=["Regel", "Veld", "Reden"],
    )

"""What a member of staff should look at beside an outlook: each a signal in words, none left out in silence."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction

import pandas as pd

from config.bedrag import in_euro
from config.codes import ONZE_REGIOS, regio
from config.policy import PolicyValue
from config.words import BesluitSoort, Groep, Sector, Site
from forecasting.wlz import sectors
from forecasting.wlz.outlook import Aanpassing, Meerzorg, Oordeelsgrond, SectorOutlook, Signaal
from forecasting.wlz.plaats import Plaats
from loaders.extrapolation import MaandSignaal, maandsignalen
from loaders.grootboek.besluiten import Besluit
from loaders.grootboek.creditboekingen import CreditSom
from loaders.grootboek.waarden import Maandbedrag, onderdeel
from loaders.tijd.workdays import dag_in_nederland
from loaders.vereffenen.credit import ANDERE_MAANDEN, HOOGSTENS

MAANDEN_JAAR = 12


def per_maand(stand: pd.DataFrame, laatste_maand: date, afwijking: Fraction, namen: Mapping[str, str]) -> list[Signaal]:
    """R3.3 as signals, the largest difference first. `stand` as in `extrapolation.maandsignalen`; `namen` by AGB."""
    found = maandsignalen(sectors.regulier(stand), laatste_maand, afwijking)
    return [
        Signaal(
            *_over_de_maand(signal, afwijking),
            agb=signal.aanbieder,
            uzovi=signal.uzovi,
            sector=Sector(signal.sector),
            naam=namen.get(signal.aanbieder),
            laatste_maand_cent=signal.laatste_maand_cent,
            gemiddelde_cent=round(signal.gemiddelde_cent),
        )
        for signal in sorted(found, key=lambda s: -abs(s.laatste_maand_cent - s.gemiddelde_cent))
    ]


def _over_de_maand(signal: MaandSignaal, afwijking: Fraction) -> tuple[str, str]:
    """Kind and text of a signal of R3.3: silent, waiting for our own assessment, refused, or another amount."""
    if signal.geen_declaratie:
        return "geen_declaratie", "geen declaratie in de laatste maand: telt niet mee in de rest van het jaar"
    if signal.laatste_maand_cent:
        text = f"laatste maand wijkt meer dan {float(afwijking):.0%} af van het gemiddelde van de maanden ervoor"
        return "afwijkende_maand", text
    if signal.in_behandeling_cent:
        amount = in_euro(signal.in_behandeling_cent)
        text = f"de laatste maand is gedeclareerd en nog niet beoordeeld ({amount} in behandeling): telt nog niet mee"
        return "nog_te_beoordelen", text
    return "niets_goedgekeurd", "de laatste maand is gedeclareerd, maar er is niets van goedgekeurd: telt niet mee"


def regio_buiten_site(stand: pd.DataFrame, jaar: int) -> list[Signaal]:
    """R2.1, R4.4: production of the year in regions that belong to no site, in euros: no outlook holds it, so each one
    says it. `stand` as in `peil.stand`, of all regions."""
    first, last = pd.Timestamp(jaar, 1, 1), pd.Timestamp(jaar, 12, 31)
    mine = ~stand["uzovi"].isin(ONZE_REGIOS) & stand["zorgmaand"].between(first, last)
    cents = stand[mine].groupby(["uzovi", "sector"])[["goedgekeurd_cent", "in_behandeling_cent"]].sum()
    return [
        Signaal(
            "regio_buiten_site",
            f"regio {uzovi} hoort bij geen site en telt in geen vooruitblik: {in_euro(int(good))} goedgekeurd "
            f"en {in_euro(int(pending))} in behandeling in {jaar}; zet haar bij een site in "
            "config/tables/zorgkantoren.csv",
            uzovi=str(uzovi),
            sector=Sector(sector),
        )
        for (uzovi, sector), (good, pending) in zip(cents.index, cents.to_numpy().tolist(), strict=True)
        if good or pending
    ]


def niet_bevestigd(waarde: PolicyValue, jaar: int) -> list[Signaal]:
    """A policy value that outlives the policy that gives it: said, for the figures of a later year rest on it.

    Bron: Inkoopbeleid Wlz Zilveren Kruis: "2021 t/m 2023".
    """
    if not waarde.niet_bevestigd(jaar):
        return []
    percent = f"{float(waarde.fractie):.0%}"
    text = (
        f"de lijn van {percent} is een beleidswaarde van {waarde.jaar}-{waarde.tot_en_met}, niet bevestigd voor {jaar}"
    )
    return [Signaal("beleid_niet_bevestigd", text)]


def credits(sommen: Iterable[CreditSom], uzovis: Collection[str], namen: Mapping[str, str]) -> list[Signaal]:
    """R1.3: credits that do not book what they say: what they ask for that was not there to take back, and the months
    in which they count instead."""
    found = []
    for s in sommen:
        if (uzovi := regio(s.uzovi)) not in uzovis:
            continue
        what = "1 creditregel vraagt" if s.regels == 1 else f"{s.regels} creditregels vragen samen"
        if HOOGSTENS in s.reden:
            text = f"{what} {in_euro(s.niet_terug_cent)} meer terug dan er op de regel nog was toegekend"
            found.append(Signaal("credit_te_hoog", f"{text}: dat deel telt niet", s.agb, uzovi, None, namen.get(s.agb)))
        if ANDERE_MAANDEN in s.reden:
            what = "1 creditregel noemt" if s.regels == 1 else f"{s.regels} creditregels noemen"
            text = f"{what} andere maanden dan de regel waar de credit op staat: dat telt in de maanden van de regel"
            found.append(Signaal("credit_andere_maand", text, s.agb, uzovi, None, namen.get(s.agb)))
    return found


def zonder_behandelaandeel(
    claims: pd.DataFrame, inclusief: Collection[str], afgesproken: Collection[tuple[str, Sector]], jaar: int
) -> list[Signaal]:
    """R3.5: production inclusief behandeling of providers of which no share of last year is known: it is held against
    nothing, and one signal per sector says how much that is. `inclusief`: prestatiecodes; `afgesproken`: provider and
    sector with a share.

    Bron: Inkoopbeleid Wlz Zilveren Kruis 2021-2023: "Dit geldt zowel voor de V&V als de GZ."
    """
    year = claims["zorgmaand"].between(pd.Timestamp(jaar, 1, 1), pd.Timestamp(jaar, 12, 31))
    mine = claims[year & (claims["groep"] == Groep.REGULIER) & claims["prestatiecode"].isin(list(inclusief))]
    found = []
    for sector in (Sector.VV, Sector.GZ):
        cents = mine[mine["sector"] == sector.value].groupby("aanbieder")["goedgekeurd_cent"].sum()
        missing = {agb: int(cent) for agb, cent in cents.items() if cent > 0 and (str(agb), sector) not in afgesproken}
        if missing:
            who = "1 aanbieder levert" if len(missing) == 1 else f"{len(missing)} aanbieders leveren"
            text = (
                f"{who} inclusief behandeling ({in_euro(sum(missing.values()))} goedgekeurd) zonder aandeel van "
                f"{jaar - 1} in de tabel behandelaandeel: dat wordt nergens tegen gehouden"
            )
            found.append(Signaal("zonder_behandelaandeel", text, sector=sector))
    return found


def zonder_raming(
    plaatsen: Iterable[Plaats], gestart: Mapping[str, date], gedaan: Iterable[Aanpassing], namen: Mapping[str, str]
) -> list[Signaal]:
    """R3.6: a new provider (`gestart`: first day by AGB) whose E stands for want of an estimate is marked."""
    estimated = {(a.agb, a.uzovi, a.sector) for a in gedaan if a.soort is BesluitSoort.RAMING}
    return [
        Signaal(
            "nieuw", f"gestart op {gestart[agb]:%d-%m-%Y}: er is nog geen raming, dus telt de gewone extrapolatie",
            agb, uzovi, sector, namen.get(agb),
        )
        for agb, uzovi, sector in sorted(set(plaatsen) - estimated)
        if agb in gestart
    ]  # fmt: skip


def uitgewerkt(
    genomen: Iterable[Besluit],
    nieuw: Collection[str],
    laatste_maand: date,
    uzovis: Collection[str],
    namen: Mapping[str, str],
) -> list[Signaal]:
    """Accepted decisions that add nothing any more, each said: an estimate of a provider that is not (or no longer) new
    (R3.6), and a melding of which the month is in the approved production of L (R3.7). When L is December no decision
    changes E, so there is nothing to say."""
    found = []
    for b in genomen if laatste_maand.month < MAANDEN_JAAR else ():
        if not b.geaccepteerd or b.uzovi not in uzovis:
            continue
        if b.soort is BesluitSoort.RAMING and b.agb not in nieuw:
            text = f"de raming (besluit {b.nummer}) telt niet: de aanbieder is op de peildatum geen nieuwe aanbieder"
            found.append(Signaal("raming_niet_nieuw", text, b.agb, b.uzovi, b.sector, namen.get(str(b.agb))))
        elif isinstance(b.waarde, Maandbedrag) and b.waarde.maand <= laatste_maand:
            text = f"de melding vanaf {b.waarde.maand:%Y-%m} (besluit {b.nummer}) zit in de productie van de laatste "
            text += "maand en telt niet nog eens mee"
            found.append(Signaal("melding_in_productie", text, b.agb, b.uzovi, b.sector, namen.get(str(b.agb))))
    return found


def vaste_volumes(genomen: Iterable[Besluit], site: Site) -> list[Signaal]:
    """The sectors of the site that were turned into fixed volumes: whatever shows this outlook says so (R4.5)."""
    return [
        Signaal(
            "vaste_volumes",
            f"vaste volumes sinds {dag_in_nederland(b.genomen_op):%d-%m-%Y} (besluit {b.nummer}); "
            "productie daarboven wordt niet betaald",
            sector=b.sector,
        )
        for b in genomen
        if b.soort is BesluitSoort.VASTE_VOLUMES and b.geaccepteerd and onderdeel(b.waarde)[1] is site
    ]


GRONDEN = {
    Oordeelsgrond.TOEKOMST: "de peildatum ligt na vandaag: wat dan bekend is, weet nog niemand; kies een eerdere dag",
    Oordeelsgrond.GEEN_LEVERING: "over dit jaar is nog niets ontvangen",
    Oordeelsgrond.NIET_GEDECLAREERD: "over {maand} is nog niets ontvangen",
    Oordeelsgrond.NIETS_GOEDGEKEURD: "over {maand} is wel gedeclareerd, maar nog niets goedgekeurd",
    Oordeelsgrond.IN_BEHANDELING: "wat t/m {maand} is gedeclareerd en nog niet beoordeeld, beslist aan welke kant van "
    "de drempel de sector uitkomt",
    Oordeelsgrond.ONVOLLEDIG: "over {maand} is nog te weinig ontvangen om te oordelen",
}
"""Why there is no verdict (R4.8); `ruimte` says the rest."""
MAANDNAMEN = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip


def waarom_geen_oordeel(grond: Oordeelsgrond, laatste_maand: date) -> str:
    """Why a sector is not judged, in words.

    >>> waarom_geen_oordeel(Oordeelsgrond.NIET_GEDECLAREERD, date(2026, 6, 1))
    'over juni 2026 is nog niets ontvangen'
    """
    return GRONDEN[grond].format(maand=f"{MAANDNAMEN[laatste_maand.month - 1]} {laatste_maand.year}")


def oordeelsgrond(
    sectoren: Iterable[SectorOutlook], regios: Iterable[SectorOutlook], laatste_maand: date
) -> list[Signaal]:
    """Every sector, and every region with something to judge, without ground for a verdict (R4.8)."""
    return [
        Signaal("geen_oordeel", waarom_geen_oordeel(s.oordeelsgrond, laatste_maand), None, s.uzovi, s.sector)
        for s in (*sectoren, *regios)
        if s.oordeelsgrond in GRONDEN and (s.zonder.contracteerruimte_cent or s.goedgekeurd_cent)
    ]


def meerzorg(standen: Iterable[Meerzorg]) -> list[Signaal]:
    """Where meerzorg passes its earmark, or has none (R4.7)."""
    found = []
    for s in standen:
        if s.uitnutting_fractie is not None and s.uitnutting_fractie > 1:
            over = in_euro(s.geextrapoleerd_cent - (s.oormerk_cent or 0))
            text = f"de verwachte meerzorg is {over} meer dan haar oormerk"
            found.append(Signaal("meerzorg_boven_oormerk", text, None, s.uzovi, s.sector))
        elif s.uzovi and s.oormerk_cent is None and s.geextrapoleerd_cent:
            text = "er is meerzorg, maar geen oormerk bekend; vul onderdeel meerzorg in de tabel contracteerruimte aan"
            found.append(Signaal("meerzorg_zonder_oormerk", text, None, s.uzovi, s.sector))
    return found


def ruimte(regios: Iterable[SectorOutlook], jaar: int) -> list[Signaal]:
    """Regions whose contracteerruimte is not known, or is smaller than the commitments (R4.1, R4.2)."""
    found = []
    for place in regios:
        known = place.zonder.contracteerruimte_cent
        if known is None and (place.geextrapoleerd_cent or place.in_behandeling_cent or place.verplichtingen_cent):
            text = f"geen definitieve contracteerruimte {jaar} bekend; vul de tabel contracteerruimte aan"
            found.append(Signaal("contracteerruimte_ontbreekt", text, None, place.uzovi, place.sector))
        elif known is not None and place.verplichtingen_cent > known:
            text = "de verplichtingen zijn groter dan de contracteerruimte"
            found.append(Signaal("verplichtingen_boven_ruimte", text, None, place.uzovi, place.sector))
    return found

"""Results as typed tables, by subject: the same for page, terminal, workbook and file (X-07, N11)."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from config.words import Sector
from dashboard import texts
from dashboard.vormen.tabel import (
    EURO,
    MAANDNAAM,
    PROCENT,
    PROCENT_HEEL,
    STATUS,
    TEKST,
    Kolom,
    Tabel,
    Tegen,
    Waarde,
    maak,
)
from forecasting.wlz.distance import Jaartotaal, Status, beschikbaar_cent, jaartotaal, status, telt_mee_cent
from forecasting.wlz.outlook import MaandCompleet, MaandStand, Outlook, SectorOutlook, Signaal, Toets

AANBIEDER = Kolom[Any]("Aanbieder", TEKST, lambda rij: texts.aanbieder(rij.agb, rij.naam))
REGIO = Kolom[Any]("Regio", TEKST, lambda rij: texts.regio(rij.uzovi))
SECTOR = Kolom[Any]("Sector", TEKST, lambda rij: rij.sector.value if rij.sector else texts.NIETS)
"""Who and where; of every row with `agb` and `naam`, `uzovi`, or `sector`."""


class _Maand(NamedTuple):
    maand: date | str
    stand: MaandStand | Jaartotaal
    telt_mee_cent: int
    niets: str
    """What stands there when nothing is approved."""
    verwacht: MaandCompleet | None = None


def maanden(sector: SectorOutlook, laatste_maand: date) -> Tabel:
    """Twelve months and their total; "Telt mee" adds up to E (R3.2).

    A closed month without approved claims says "geen", which is not € 0 (X-10); a dash is nothing to tell. Beside it,
    where there is a past, how much of the month is declared and what it will come to (R4.6).
    """
    verwacht = sector.verwacht
    totaal = verwacht.totaal_cent if verwacht else None
    per_maand = {m.maand: m for m in verwacht.maanden} if verwacht else {}
    jaar = jaartotaal(sector.maanden, laatste_maand)
    kolommen: list[Kolom[_Maand]] = [
        Kolom("Maand", MAANDNAAM, lambda m: m.maand),
        Kolom("Goedgekeurd", EURO, lambda m: m.stand.goedgekeurd_cent or m.niets),
        Kolom("In behandeling", EURO, lambda m: m.stand.in_behandeling_cent, nul=texts.NIETS),
        Kolom("Geëxtrapoleerd", EURO, lambda m: m.stand.rest_cent, nul=texts.NIETS),
        Kolom("Telt mee", EURO, lambda m: m.telt_mee_cent),
    ]
    if totaal:
        eind = int(totaal.p50)

        def schatting(m: _Maand) -> Waarde:
            return eind if m.stand is jaar else m.verwacht.verwacht_cent if m.verwacht else texts.NIETS

        kolommen += [
            Kolom("Gedeclareerd", PROCENT_HEEL, lambda m: m.verwacht.compleet_fractie if m.verwacht else texts.NIETS),
            Kolom("Schatting eindstand", EURO, schatting),
        ]
    return maak(
        f"{sector.sector.value} per maand, {laatste_maand.year}, in hele euro's",
        kolommen,
        (
            _Maand(
                m.maand,
                m,
                telt_mee_cent(m, laatste_maand),
                texts.GEEN if m.maand <= laatste_maand else texts.NIETS,
                per_maand.get(m.maand),
            )
            for m in sector.maanden
        ),
        totaal=_Maand("Heel jaar", jaar, jaar.telt_mee_cent, texts.GEEN),
    )


def regios(outlook: Outlook, sector: Sector) -> Tabel:
    """One row per region of a sector and one for the site."""
    return maak(
        f"{sector.value} per regio van {texts.SITE[outlook.site]}",
        [
            Kolom("Regio", TEKST, lambda s: texts.regio(s.uzovi) or f"{texts.SITE[outlook.site]} totaal"),
            *REGIOKOLOMMEN,
        ],
        [s for s in outlook.regios if s.sector == sector],
        totaal=next((s for s in outlook.sectoren if s.sector == sector), None),
    )


def _met_productie(s: SectorOutlook, waarde: Waarde, anders: str) -> Waarde:
    return anders if status(s, s.zonder) is Status.GEEN_PRODUCTIE else waarde


KORTING: Kolom[SectorOutlook] = Kolom("Korting", PROCENT, lambda s: korting(s, s.zonder))
REGIOKOLOMMEN: tuple[Kolom[SectorOutlook], ...] = (
    Kolom("Verwachte productie", EURO, lambda s: _met_productie(s, s.geextrapoleerd_cent, texts.GEEN)),
    Kolom("Contracteerruimte", EURO, lambda s: s.zonder.contracteerruimte_cent),
    Kolom("Verplichtingen", EURO, lambda s: s.verplichtingen_cent, nul=texts.NIETS),
    Kolom("Korting", PROCENT, lambda s: _met_productie(s, korting(s, s.zonder), texts.NVT)),
    Kolom("Met herverdeling", PROCENT, lambda s: _met_productie(s, korting(s, s.met_herverdeling), texts.NVT)),
    Kolom("Status", STATUS, lambda s: status(s, s.zonder)),
)


def korting(s: SectorOutlook, toets: Toets) -> Tegen | str | None:
    """The korting percentage against the line of its sector (X-04), or the words for no verdict (R4.8)."""
    if toets.korting_fractie is not None:
        return Tegen(toets.korting_fractie, s.drempel_fractie)
    return None if toets.contracteerruimte_cent is None else texts.GEEN_OORDEEL


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


def signalen(rij: Iterable[Signaal], titel: str) -> Tabel:
    """Signals, in words, with the amounts they are about (R3.3)."""
    return maak(titel, SIGNAALKOLOMMEN, rij)


SIGNAALKOLOMMEN: tuple[Kolom[Signaal], ...] = (
    Kolom("Soort", TEKST, lambda s: texts.soort_signaal(s.soort)),
    AANBIEDER,
    REGIO,
    SECTOR,
    Kolom("Laatste maand", EURO, lambda s: s.laatste_maand_cent, texts.NIETS),
    Kolom("Gemiddeld ervoor", EURO, lambda s: s.gemiddelde_cent, texts.NIETS),
    Kolom("Wat is er", TEKST, lambda s: s.tekst),
)

"""Late and missing declarations as tables: a list of who is late, and providers by month."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from dashboard import texts
from dashboard.tables import REGIO, SECTOR
from dashboard.texts import volledigheid as woorden
from dashboard.vormen.tabel import EURO, MAANDNAAM, PROCENT_HEEL, TEKST, Gemerkt, Kolom, Soort, Tabel, Waarde, maak
from forecasting.wlz.volledigheid import Aanbiedermaanden, Achterstand, Maand, Maandsom, Maandstatus, Volledigheid

WIE: tuple[Kolom[Aanbiedermaanden], ...] = (
    Kolom("Aanbieder", TEKST, lambda a: texts.aanbieder(a.aanbieder, a.naam)),
    REGIO,
    SECTOR,
)


class Toon(StrEnum):
    """What the cells of providers by month hold."""

    AANDEEL = "aandeel"
    VERWACHT = "verwacht"
    ONTVANGEN = "ontvangen"
    GOEDGEKEURD = "goedgekeurd"


TOON = {
    Toon.AANDEEL: "Ontvangen als deel van verwacht",
    Toon.VERWACHT: "Verwacht bedrag",
    Toon.ONTVANGEN: "Ontvangen bedrag",
    Toon.GOEDGEKEURD: "Goedgekeurd bedrag",
}


def kop(rijen: Sequence[Achterstand]) -> str:
    """How much is late in all, in one sentence."""
    wie = len({r.aanbieder.aanbieder for r in rijen})
    missing = sum(r.maand.ontbreekt_cent for r in rijen)
    effect = sum(r.maand.effect_cent for r in rijen)
    return woorden.KOP.format(
        aanbieders=f"{texts.aantal(wie)} aanbieder{'' if wie == 1 else 's'}",
        maanden=f"{texts.aantal(len(rijen))} gesloten maand{'' if len(rijen) == 1 else 'en'}",
        ontbreekt=texts.euro(missing),
        effect=texts.euro(effect),
    )


def achterstanden(rijen: Sequence[Achterstand], titel: str) -> Tabel:
    """Who has not (fully) declared which closed month, what is expected of them and what it does to the year (N7)."""
    return maak(titel, ACHTERSTAND, rijen)


def _aanbieder(achterstand: Achterstand) -> Aanbiedermaanden:
    return achterstand.aanbieder


ACHTERSTAND: tuple[Kolom[Achterstand], ...] = (
    *(kolom.bij(_aanbieder) for kolom in WIE),
    Kolom("Maand", MAANDNAAM, lambda r: r.maand.maand),
    Kolom("Stand", TEKST, lambda r: woorden.STATUS[r.maand.status]),
    Kolom("Verwacht", EURO, lambda r: r.maand.verwacht_cent),
    Kolom("Ontvangen", EURO, lambda r: r.maand.ontvangen_cent),
    Kolom("Ontbreekt", EURO, lambda r: r.maand.ontbreekt_cent),
    Kolom("Effect op het jaar", EURO, lambda r: r.maand.effect_cent),
)


def matrix(
    rijen: Sequence[Aanbiedermaanden], sommen: Sequence[Maandsom], toon: Toon, volledigheid: Volledigheid, titel: str
) -> Tabel:
    """Providers by month, and all of them together: expected, received, approved, or the share received (S-05)."""
    soort, cel, som = CELLEN[toon]

    def maand(nummer: int, dag: date) -> Kolom[Aanbiedermaanden]:
        return Kolom(texts.maand_kort(dag), soort, lambda a: cel(a.maanden[nummer]))

    kolommen: list[Kolom[Aanbiedermaanden]] = [
        *WIE,
        *(maand(nummer, s.maand) for nummer, s in enumerate(sommen)),
        Kolom("Signaal", TEKST, lambda a: _signaal(a, volledigheid.afwijking_fractie)),
        Kolom("Effect op het jaar", EURO, lambda a: a.effect_cent),
    ]
    totaal = (woorden.TOTAAL, "", "", *map(som, sommen), "", sum(s.effect_cent for s in sommen))
    return replace(maak(titel, kolommen, rijen, noten=[woorden.TEKENS]), totaal=totaal)


def _aandeel(m: Maand) -> Waarde:
    if m.status is Maandstatus.GEEN_DECLARATIE:
        return woorden.GEEN
    if not m.verwacht_cent or m.verwacht_cent < 0:
        return woorden.ONBEKEND if m.ontvangen_cent else texts.NIETS
    share = Fraction(m.ontvangen_cent, m.verwacht_cent)
    if m.status is Maandstatus.OPEN:
        return Gemerkt(share, "(", ")") if m.ontvangen_cent else texts.NIETS
    return Gemerkt(share, f"{woorden.TEKEN[m.status]} ")


def _ontvangen(m: Maand) -> Waarde:
    if m.ontvangen_cent:
        return m.ontvangen_cent
    return woorden.GEEN if m.status is Maandstatus.GEEN_DECLARATIE else texts.NIETS


def _somaandeel(s: Maandsom) -> Waarde:
    if s.verwacht_cent <= 0 or not (s.ontvangen_cent or s.ontbreekt_cent):
        return texts.NIETS
    return Fraction(s.ontvangen_cent, s.verwacht_cent)


CELLEN: dict[Toon, tuple[Soort, Callable[[Maand], Waarde], Callable[[Maandsom], Waarde]]] = {
    Toon.AANDEEL: (PROCENT_HEEL, _aandeel, _somaandeel),
    Toon.VERWACHT: (EURO, lambda m: m.verwacht_cent, lambda s: s.verwacht_cent),
    Toon.ONTVANGEN: (EURO, _ontvangen, lambda s: s.ontvangen_cent),
    Toon.GOEDGEKEURD: (EURO, lambda m: m.goedgekeurd_cent or texts.NIETS, lambda s: s.goedgekeurd_cent),
}


def _signaal(a: Aanbiedermaanden, afwijking: Fraction) -> str:
    """R3.3 on the last closed month, in words."""
    if a.signaal is None:
        return ""
    if a.signaal.geen_declaratie:
        return woorden.SIGNAAL_GEEN
    if not a.signaal.laatste_maand_cent:
        return woorden.SIGNAAL_WACHT if a.signaal.in_behandeling_cent else woorden.SIGNAAL_AFGEWEZEN
    return woorden.SIGNAAL_AFWIJKEND.format(afwijking=texts.drempel(afwijking))

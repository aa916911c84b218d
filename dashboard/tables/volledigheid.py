"""Late and missing declarations as tables: a list of who is late, and providers by month."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from fractions import Fraction

import pandas as pd

from dashboard import tables, texts
from dashboard.texts import volledigheid as woorden
from forecasting.wlz.volledigheid import Aanbiedermaanden, Achterstand, Maand, Maandsom, Maandstatus, Volledigheid

WIE = ["Aanbieder", "Regio", "Sector"]


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


def achterstanden(rijen: Sequence[Achterstand]) -> pd.DataFrame:
    """Who has not (fully) declared which closed month, what is expected of them and what it does to the year (N7)."""
    return pd.DataFrame(
        [
            (
                *_wie(r.aanbieder),
                texts.maandnaam(r.maand.maand),
                woorden.STATUS[r.maand.status],
                *map(
                    texts.euro,
                    (r.maand.verwacht_cent or 0, r.maand.ontvangen_cent, r.maand.ontbreekt_cent, r.maand.effect_cent),
                ),
            )
            for r in rijen
        ],
        columns=[*WIE, "Maand", "Stand", "Verwacht", "Ontvangen", "Ontbreekt", "Effect op het jaar"],
    )


def matrix(
    rijen: Sequence[Aanbiedermaanden], sommen: Sequence[Maandsom], toon: Toon, volledigheid: Volledigheid
) -> pd.DataFrame:
    """Providers by month, and all of them together: expected, received, approved, or the share received (S-05)."""
    cel, som = CELLEN[toon]
    found = [
        (
            *_wie(a),
            *(cel(m) for m in a.maanden),
            _signaal(a, volledigheid.afwijking_fractie),
            texts.euro(a.effect_cent),
        )
        for a in rijen
    ]
    total = (woorden.TOTAAL, "", "", *(som(s) for s in sommen), "", texts.euro(sum(s.effect_cent for s in sommen)))
    months = [texts.maand_kort(s.maand) for s in sommen]
    return pd.DataFrame([*found, total], columns=[*WIE, *months, "Signaal", "Effect op het jaar"])


def _wie(a: Aanbiedermaanden) -> tuple[str, str, str]:
    return texts.aanbieder(a.aanbieder, a.naam), tables.regio(a.uzovi), a.sector.value


def _aandeel(m: Maand) -> str:
    if m.status is Maandstatus.GEEN_DECLARATIE:
        return woorden.GEEN
    if not m.verwacht_cent or m.verwacht_cent < 0:
        return woorden.ONBEKEND if m.ontvangen_cent else texts.NIETS
    share = texts.procent_heel(Fraction(m.ontvangen_cent, m.verwacht_cent))
    if m.status is Maandstatus.OPEN:
        return f"({share})" if m.ontvangen_cent else texts.NIETS
    return f"{woorden.TEKEN[m.status]} {share}"


def _ontvangen(m: Maand) -> str:
    if m.ontvangen_cent:
        return texts.euro(m.ontvangen_cent)
    return woorden.GEEN if m.status is Maandstatus.GEEN_DECLARATIE else texts.NIETS


def _somaandeel(s: Maandsom) -> str:
    if s.verwacht_cent <= 0 or not (s.ontvangen_cent or s.ontbreekt_cent):
        return texts.NIETS
    return texts.procent_heel(Fraction(s.ontvangen_cent, s.verwacht_cent))


CELLEN: dict[Toon, tuple[Callable[[Maand], str], Callable[[Maandsom], str]]] = {
    Toon.AANDEEL: (_aandeel, _somaandeel),
    Toon.VERWACHT: (
        lambda m: texts.ONBEKEND if m.verwacht_cent is None else texts.euro(m.verwacht_cent),
        lambda s: texts.euro(s.verwacht_cent),
    ),
    Toon.ONTVANGEN: (_ontvangen, lambda s: texts.euro(s.ontvangen_cent)),
    Toon.GOEDGEKEURD: (
        lambda m: texts.euro(m.goedgekeurd_cent) if m.goedgekeurd_cent else texts.NIETS,
        lambda s: texts.euro(s.goedgekeurd_cent),
    ),
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

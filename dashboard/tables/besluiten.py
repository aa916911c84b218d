"""Proposals, the register, and decisions within a figure, as tables of Dutch text."""

from collections.abc import Iterable, Sequence

import pandas as pd

from dashboard import tables, texts
from dashboard.texts import besluiten as woorden
from forecasting.wlz.besluiten.voorstellen import Voorstel
from forecasting.wlz.outlook import Aanpassing
from loaders.grootboek.besluiten import Besluit

VOORSTELKOLOMMEN = ["Aanbieder", "Effect op het jaar", "Waarover", "Waarom", "Regio", "Sector", "Besluit"]
VOORSTELTEKST = ("Regio", "Sector", "Waarover", "Waarom", "Besluit")


def voorstellen(rij: Iterable[Voorstel]) -> pd.DataFrame:
    """One row per proposal, in the order given."""
    return pd.DataFrame(
        [
            {
                "Aanbieder": texts.aanbieder(v.agb, v.naam),
                "Regio": plaats(v.uzovi),
                "Sector": v.sector.value,
                "Waarover": woorden.SOORT[v.soort],
                "Effect op het jaar": woorden.effect(v.effect_cent),
                "Waarom": woorden.waarom(v),
                "Besluit": woorden.stand(v),
            }
            for v in rij
        ],
        columns=VOORSTELKOLOMMEN,
    )


def keuzetekst(v: Voorstel) -> str:
    """A proposal in one line, to choose from."""
    return " · ".join(
        [texts.aanbieder(v.agb, v.naam), plaats(v.uzovi), woorden.SOORT[v.soort], woorden.effect(v.effect_cent)]
    )


def plaats(uzovi: str | None) -> str:
    return tables.regio(uzovi) if uzovi else "alle regio's"


REGISTERKOLOMMEN = ["Besluit", "Waarover", "Telt vanaf", "Genomen", "Door", "Reden"]
REGISTERTEKST = ("Waarover", "Telt vanaf", "Genomen", "Door", "Reden")


def register(rij: Iterable[Besluit]) -> pd.DataFrame:
    """Every decision, the last first: also those that a later one took the place of."""
    return pd.DataFrame(
        [
            {
                "Besluit": f"{b.nummer}: {woorden.besluit(b)}",
                "Waarover": " · ".join(filter(None, [b.agb, plaats(b.uzovi), b.sector])),
                "Telt vanaf": texts.datum_kort(b.telt_vanaf),
                "Genomen": texts.datum_kort(b.genomen_op),
                "Door": b.door,
                "Reden": b.reden,
            }
            for b in rij
        ],
        columns=REGISTERKOLOMMEN,
    )


AANPASSINGTEKST = ("Aanbieder", "Regio", "Sector", "Door", "Reden")


def aanpassingen(gedaan: Sequence[Aanpassing], genomen: Iterable[Besluit]) -> pd.DataFrame:
    """The decisions within a figure, each with what it adds to the rest of the year, and who took it and why."""
    by_number = {b.nummer: b for b in genomen}
    return pd.DataFrame(
        [
            {
                "Besluit": f"{a.besluit}: {woorden.besluit(b)}",
                "Aanbieder": a.agb,
                "Regio": tables.regio(a.uzovi),
                "Sector": a.sector.value,
                "Effect": texts.euro_exact(a.bedrag_cent),
                "Door": b.door,
                "Reden": b.reden,
            }
            for a in gedaan
            for b in [by_number[a.besluit]]
        ],
        columns=["Besluit", "Aanbieder", "Regio", "Sector", "Effect", "Door", "Reden"],
    )

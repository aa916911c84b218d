"""Proposals, the register, and decisions within a figure, as tables."""

from collections.abc import Iterable, Sequence

from dashboard import texts
from dashboard.tables import AANBIEDER, REGIO, SECTOR
from dashboard.texts import besluiten as woorden
from dashboard.vormen.tabel import DATUM, EURO_EXACT, EURO_TEKEN, TEKST, Kolom, Tabel, maak
from forecasting.wlz.besluiten.voorstellen import Voorstel
from forecasting.wlz.outlook import Aanpassing
from loaders.grootboek.besluiten import Besluit

VOORSTELKOLOMMEN: tuple[Kolom[Voorstel], ...] = (
    AANBIEDER,
    Kolom("Effect op het jaar", EURO_TEKEN, lambda v: v.effect_cent, woorden.NOG_TE_RAMEN),
    Kolom("Waarover", TEKST, lambda v: woorden.SOORT[v.soort]),
    Kolom("Waarom", TEKST, woorden.waarom),
    Kolom("Regio", TEKST, lambda v: plaats(v.uzovi)),
    SECTOR,
    Kolom("Besluit", TEKST, woorden.stand),
)


def voorstellen(rij: Iterable[Voorstel], titel: str) -> Tabel:
    """One row per proposal, in the order given."""
    return maak(titel, VOORSTELKOLOMMEN, rij)


def keuzetekst(v: Voorstel) -> str:
    """A proposal in one line, to choose from."""
    return " · ".join(
        [texts.aanbieder(v.agb, v.naam), plaats(v.uzovi), woorden.SOORT[v.soort], woorden.effect(v.effect_cent)]
    )


def plaats(uzovi: str | None) -> str:
    return texts.regio(uzovi) if uzovi else "alle regio's"


BESLUIT = Kolom[Besluit]("Besluit", TEKST, lambda b: f"{b.nummer}: {woorden.besluit(b)}")
WIE_EN_WAAROM = (
    Kolom[Besluit]("Door", TEKST, lambda b: b.door),
    Kolom[Besluit]("Reden", TEKST, lambda b: b.reden),
)
REGISTERKOLOMMEN: tuple[Kolom[Besluit], ...] = (
    BESLUIT,
    Kolom("Waarover", TEKST, lambda b: " · ".join(filter(None, [b.agb, plaats(b.uzovi), b.sector]))),
    Kolom("Telt vanaf", DATUM, lambda b: b.telt_vanaf),
    Kolom("Genomen", DATUM, lambda b: b.genomen_op),
    *WIE_EN_WAAROM,
)


def register(rij: Iterable[Besluit], jaar: int) -> Tabel:
    """Every decision, the last first: also those that a later one took the place of."""
    return maak(f"Besluiten over {jaar}, het laatste boven", REGISTERKOLOMMEN, rij)


def aanpassingen(gedaan: Sequence[Aanpassing], genomen: Iterable[Besluit]) -> Tabel:
    """The decisions within a figure, each with what it adds to the rest of the year, and who took it and why."""
    by_number = {b.nummer: b for b in genomen}

    def besluit(a: Aanpassing) -> Besluit:
        return by_number[a.besluit]

    return maak(
        f"{texts.aantal(len(gedaan))} besluiten in de verwachte productie",
        [
            BESLUIT.bij(besluit),
            Kolom("Aanbieder", TEKST, lambda a: a.agb),
            REGIO,
            SECTOR,
            Kolom("Effect", EURO_EXACT, lambda a: a.bedrag_cent),
            *(kolom.bij(besluit) for kolom in WIE_EN_WAAROM),
        ],
        gedaan,
    )

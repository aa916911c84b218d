"""Words of the register of decisions and of the page Besluiten."""

from config.words import BesluitSoort, Uitkomst
from dashboard import texts
from loaders.besluiten import Besluit

SOORT = {
    BesluitSoort.TREND: "Trend",
    BesluitSoort.MELDING: "Melding van de aanbieder",
    BesluitSoort.RAMING: "Raming voor een nieuwe aanbieder",
    BesluitSoort.BEHANDELING: "Afspraak over meer inclusief behandeling",
    BesluitSoort.CRISIS: "Aantal crisisplekken",
    BesluitSoort.CORRECTIE: "Correctie maatwerkafspraak",
    BesluitSoort.VASTE_VOLUMES: "Vaste volumes",
}
UITKOMST = {Uitkomst.ACCEPTEREN: "geaccepteerd", Uitkomst.WEIGEREN: "geweigerd"}
WAARDE = {
    "helling_cent": ("per dag, elke maand erbij", True),
    "bedrag_per_maand_cent": ("per maand", True),
    "bedrag_cent": ("", True),
    "plekken": ("plekken", False),
    "maand": ("vanaf", False),
    "aandeel": ("aandeel", False),
}
"""How a part of what was decided reads, and whether it is an amount."""
TELT_VANAF = "Het telt mee op peildata vanaf {dag}."
GEEN_BESLUITEN = "Er zijn nog geen besluiten genomen."


def besluit(genomen: Besluit) -> str:
    """What was decided, in words: "Trend geaccepteerd, € 12,50 per dag, elke maand erbij"."""
    kop = f"{SOORT[genomen.soort]} {UITKOMST[genomen.uitkomst]}"
    return ", ".join([kop, *(_deel(naam, waarde) for naam, waarde in genomen.waarde.items())])


def _deel(naam: str, waarde: int | str) -> str:
    woord, is_bedrag = WAARDE.get(naam, (naam, False))
    getal = texts.euro_exact(int(waarde)) if is_bedrag else str(waarde)
    return f"{woord} {getal}" if woord in ("vanaf", "aandeel") or naam not in WAARDE else f"{getal} {woord}".strip()


def verantwoording(genomen: Besluit) -> str:
    """Who, when, from when, and why."""
    return (
        f"door {genomen.door} op {texts.datum(genomen.genomen_op)}, telt vanaf {texts.datum(genomen.telt_vanaf)}: "
        f"{genomen.reden}"
    )

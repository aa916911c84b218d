"""Small herschikkingen for tests: made providers and regions, amounts in whole cents."""

from datetime import date
from typing import Any

from config.words import Groep, Sector
from forecasting.wlz.herschikking.invoer import (
    Aanbieder,
    Aanpassing,
    Correctie,
    Crisisplaatsen,
    Invoer,
    Productie,
    Ruimtedeel,
    Verplichting,
)

EEN, TWEE, DRIE = "06000001", "06000002", "06000003"
AMSTERDAM, ROTTERDAM, FRIESLAND = "5515", "5521", "5533"
VV = Sector.VV


def productie(
    agb: str,
    cent: int,
    uzovi: str = AMSTERDAM,
    sector: Sector = VV,
    groep: Groep = Groep.REGULIER,
    prestatiecode: str = "Z053",
) -> Productie:
    """Production of which all but one cent is extrapolated."""
    first = min(1, cent)
    return Productie(agb, uzovi, sector, groep, prestatiecode, "14", "ZZP", "voorbeeld", first, cent - first, 10)


def invoer(**rows: Any) -> Invoer:
    """An input with these rows, and every provider in the register."""
    made: dict[str, Any] = {
        "jaar": 2026,
        "peildatum": date(2026, 8, 14),
        "laatste_maand": date(2026, 6, 1),
        "besluiten_tot": date(2026, 8, 14),
        "niveau": "site",
        "productie_hash": "v1",
        "gemaakte_gegevens": True,
        "productie": (),
        "ruimte": (),
        "verplichtingen": (),
        "crisis": (),
        "correcties": (),
        "aanpassingen": (),
        "aanbieders": tuple(Aanbieder(agb, f"Voorbeeld {agb}", "") for agb in (EEN, TWEE, DRIE)),
        "signalen": (),
        "fouten": (),
        **rows,
    }
    return Invoer(**{name: tuple(v) if isinstance(v, list) else v for name, v in made.items()})


def ruimte(cent: int, uzovi: str = AMSTERDAM, sector: Sector = VV) -> Ruimtedeel:
    return Ruimtedeel(uzovi, sector, cent)


def verplichting(cent: int, agb: str = "", uzovi: str = AMSTERDAM, sector: Sector = VV) -> Verplichting:
    return Verplichting(uzovi, sector, agb, "toezegging", cent)


def crisis(agb: str, plekken: int, dagen: int, tarief_cent: int | None, uzovi: str = AMSTERDAM) -> Crisisplaatsen:
    return Crisisplaatsen(agb, uzovi, VV, plekken, plekken, plekken * dagen, tarief_cent, "afspraak")


def correctie(agb: str, cent: int, uzovi: str = AMSTERDAM) -> Correctie:
    return Correctie(agb, uzovi, VV, cent, "voorwaarde niet gehaald")


def aanpassing(agb: str, cent: int, soort: str = "melding", uzovi: str = AMSTERDAM) -> Aanpassing:
    return Aanpassing(agb, uzovi, VV, soort, cent, 7, "voorbeeld")


def gemaakt(agb: str, cent: int, uzovi: str = AMSTERDAM) -> Productie:
    """Production that was approved, nothing extrapolated."""
    return Productie(agb, uzovi, VV, Groep.REGULIER, "Z053", "14", "ZZP", "voorbeeld", cent, 0, 10)

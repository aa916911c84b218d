"""Proposals as `ruimte voorstellen --json` prints them."""

from dataclasses import fields
from datetime import date
from fractions import Fraction
from typing import Any

from forecasting.wlz.besluiten.voorstellen import Voorstel, Voorstellen
from loaders.grootboek.waarden import gezegd

Json = dict[str, Any]


def voorstellen_json(found: Voorstellen) -> Json:
    """One object; the largest effect first. Fractions become numbers, days ISO dates."""
    herkomst = found.herkomst
    return {
        "jaar": found.jaar,
        "peildatum": herkomst.peildatum.isoformat(),
        "laatste_maand": f"{herkomst.laatste_maand:%Y-%m}",
        "voorstellen": [_voorstel(voorstel) for voorstel in found.voorstellen],
    }


def _voorstel(voorstel: Voorstel) -> Json:
    return {
        "soort": voorstel.soort.value,
        "agb": voorstel.agb,
        "uzovi": voorstel.uzovi,
        "sector": voorstel.sector.value,
        "effect_cent": voorstel.effect_cent,
        "waarde": gezegd(voorstel.waarde),
        "besluit": voorstel.besluit and voorstel.besluit.nummer,
        "gegevens": {field.name: _plain(getattr(voorstel.gegevens, field.name)) for field in fields(voorstel.gegevens)},
    }


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value

"""What was said on earlier days, kept: a page that shows how the estimate moved reads a small file per day."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from config.settings import Settings
from config.words import Sector, Site
from forecasting import bewaren
from forecasting.expected import store
from forecasting.outlook import Bandbreedte, Gezegd, Kans, Outlook

BEWAARDE_DAGEN = 200
"""The newest files that stay."""


def uit(outlook: Outlook) -> tuple[Gezegd, ...]:
    """What an outlook says of every sector of its site and regions of which the contracteerruimte is known."""
    return tuple(
        Gezegd(
            outlook.herkomst.peildatum,
            s.sector,
            s.uzovi,
            s.drempel_fractie,
            s.zonder.korting_fractie,
            bool(s.zonder.boven_drempel),
            s.verwacht.zonder if s.verwacht else None,
        )
        for s in (*outlook.sectoren, *outlook.regios)
        if s.zonder.korting_fractie is not None
    )


def pad(settings: Settings, versie: str, jaar: int, peildatum: date, site: Site) -> Path:
    """Where it stands, by the state of the ledger (tables and decisions of staff count too) and the code."""
    wat = hashlib.sha256(f"{versie} {store.code()}".encode()).hexdigest()[:16]
    return settings.data / "gezegd" / f"{jaar}-{peildatum}-{site.value}-{wat}.json"


def bewaar(bestand: Path, dag: Iterable[Gezegd]) -> None:
    """Write one day, whole or not at all; the oldest ones go."""
    tekst = json.dumps([_als_json(g) for g in dag])
    bewaren.bewaar(bestand, lambda klad: klad.write_text(tekst, encoding="utf-8"), BEWAARDE_DAGEN)


def lees(bestand: Path) -> tuple[Gezegd, ...] | None:
    """One day as it was kept; None where it was not."""
    if not bestand.exists():
        return None
    return tuple(_uit_json(rij) for rij in json.loads(bestand.read_text(encoding="utf-8")))


def _als_json(g: Gezegd) -> dict[str, Any]:
    kans = g.kans and {
        "boven_drempel": g.kans.boven_drempel,
        "korting": [str(g.kans.korting.p10), str(g.kans.korting.p50), str(g.kans.korting.p90)],
        "maand": g.kans.maand and g.kans.maand.isoformat(),
    }
    return {
        "peildatum": g.peildatum.isoformat(),
        "sector": g.sector.value,
        "uzovi": g.uzovi,
        "drempel": str(g.drempel_fractie),
        "korting": str(g.korting_fractie),
        "boven_drempel": g.boven_drempel,
        "kans": kans,
    }


def _uit_json(rij: dict[str, Any]) -> Gezegd:
    kans = rij["kans"]
    return Gezegd(
        date.fromisoformat(rij["peildatum"]),
        Sector(rij["sector"]),
        rij["uzovi"],
        Fraction(rij["drempel"]),
        Fraction(rij["korting"]),
        rij["boven_drempel"],
        kans
        and Kans(
            kans["boven_drempel"],
            Bandbreedte(*map(Fraction, kans["korting"])),
            kans["maand"] and date.fromisoformat(kans["maand"]),
        ),
    )

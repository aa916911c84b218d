"""What was said on earlier days, kept: a page that shows how the estimate moved reads a small file per day."""

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter

from config.settings import Settings
from config.words import Site
from forecasting.uitkomsten import bewaren
from forecasting.wlz.outlook import Gezegd, Outlook
from forecasting.wlz.schatting import bewaard

BEWAARDE_DAGEN = 200
"""The newest files that stay."""
_DAG = TypeAdapter(tuple[Gezegd, ...])


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
    wat = hashlib.sha256(f"{versie} {bewaard.code_wlz()}".encode()).hexdigest()[:16]
    return settings.data / "gezegd" / f"{jaar}-{peildatum}-{site.value}-{wat}.json"


def bewaar(bestand: Path, dag: Iterable[Gezegd]) -> None:
    """Write one day, whole or not at all; the oldest ones go."""
    bewaren.bewaar(bestand, lambda klad: klad.write_bytes(_DAG.dump_json(tuple(dag))), BEWAARDE_DAGEN)


def lees(bestand: Path) -> tuple[Gezegd, ...] | None:
    """One day as it was kept; None where it was not."""
    return _DAG.validate_json(bestand.read_bytes()) if bestand.exists() else None

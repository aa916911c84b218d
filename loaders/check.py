"""`ruimte check`: what is wrong with configuration, ledger and data, and how to mend it."""

import stat
from dataclasses import dataclass
from pathlib import Path

import duckdb
from filelock import FileLock
from sqlalchemy.exc import SQLAlchemyError

from config.codes import zorgkantoren
from config.layouts import aw319, aw320
from config.policy import VALUES, policy_values
from config.reference import reference_tables
from config.settings import Settings
from loaders import archive, productie, schema
from loaders.productie import Bronnen


@dataclass(frozen=True)
class Bevinding:
    """One finding: an error with what to do about it, or a fact."""

    fout: bool
    tekst: str


def check(settings: Settings) -> list[Bevinding]:
    """Look at everything; orphans of a load that was cut off are swept away."""
    found = _configuration()
    try:
        sources = productie.bronnen(settings)
    except SQLAlchemyError:
        text = "Het grootboek is niet bereikbaar. Controleer RUIMTE_DATABASE_URL en of de database draait."
        return [*found, Bevinding(True, text)]
    found.append(Bevinding(False, f"Grootboek bereikbaar, versie {schema.REVISIE}."))
    found += _key(settings.sleutel)
    if sources is None:
        return [*found, Bevinding(False, "Er is nog niets geladen.")]
    with FileLock(settings.data / "laden.slot"):
        found += _sweep(settings, sources)
    missing = [pad for pad in sources.delen if not (settings.archief / pad).exists()]
    if missing:
        text = f"{len(missing)} archiefdelen ontbreken. Zet de map archief terug uit de reservekopie."
        return [*found, Bevinding(True, text)]
    return [*found, *_reconcile(settings, sources)]


def _configuration() -> list[Bevinding]:
    for path in sorted(VALUES.glob("*.toml")):
        policy_values(path.stem)
    counts = (
        f"{len(aw319().records)} en {len(aw320().records)} recordsoorten, {len(reference_tables())} referentietabellen"
    )
    return [Bevinding(False, f"Configuratie leesbaar: {counts}, {len(zorgkantoren())} zorgkantoorregio's.")]


def _key(path: Path) -> list[Bevinding]:
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        return [Bevinding(True, f"De sleutel is leesbaar voor anderen. Voer uit: chmod 600 {path}")]
    return []


def _sweep(settings: Settings, sources: Bronnen) -> list[Bevinding]:
    orphans = archive.sweep(settings.archief, sources.delen)
    for scratch in settings.productie.glob(".*.tmp"):
        scratch.unlink()
        orphans += 1
    return [Bevinding(False, f"{orphans} resten van een afgebroken lading opgeruimd.")] if orphans else []


def _reconcile(settings: Settings, sources: Bronnen) -> list[Bevinding]:
    """R1.5: what the ledger accepted is what PRODUCTIE claims, to the cent."""
    path = productie.build(settings, sources)
    accepted = sum(b.telling.geaccepteerd_cent for b in sources.boekingen)
    accepted += int(sources.extract["ingediend_cent"].sum()) if len(sources.extract) else 0
    with duckdb.connect() as db:
        row = db.execute("SELECT coalesce(sum(ingediend_cent), 0)::BIGINT FROM read_parquet(?)", [str(path)]).fetchone()
    claimed = int(row[0]) if row else 0
    if claimed != accepted:
        text = (
            f"PRODUCTIE ({claimed} cent) en grootboek ({accepted} cent) verschillen. "
            f"Verwijder {path.name}; bij de volgende vraag wordt het opnieuw gemaakt."
        )
        return [Bevinding(True, text)]
    return [Bevinding(False, f"Archief en PRODUCTIE sluiten op elkaar aan: {accepted} cent ingediend en geaccepteerd.")]

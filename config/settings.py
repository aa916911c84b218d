"""Settings from the environment, all starting with RUIMTE_."""

import os
from dataclasses import dataclass, field
from pathlib import Path


def _said(name: str) -> str | None:
    """What the environment says; an empty text says nothing."""
    return os.environ.get(f"RUIMTE_{name}") or None


def _path(name: str) -> Path | None:
    said = _said(name)
    return Path(said) if said else None


@dataclass(frozen=True)
class Settings:
    """Where the data live and how to reach the ledger.

    RUIMTE_DATA             folder for everything the product writes (default ./data)
    RUIMTE_DATABASE_URL     ledger; default SQLite in the data folder, or postgresql+psycopg://...
    RUIMTE_SLEUTEL_BESTAND  key of the pseudonyms (R1.6); keep it outside database, archive and backups of those
    RUIMTE_SPARK_MASTER     where `ruimte rebuild --engine spark` runs; default local[2], this machine
    RUIMTE_ARCHIEF_URL      where Spark finds the archive (s3a://bucket/archief); default the data folder
    RUIMTE_LOGNIVEAU        from which level on log lines go to stderr (DEBUG, INFO, ...); default WARNING
    """

    data: Path = field(default_factory=lambda: _path("DATA") or Path("data"))
    database_url: str | None = field(default_factory=lambda: _said("DATABASE_URL"), repr=False)  # may hold a password
    sleutel_bestand: Path | None = field(default_factory=lambda: _path("SLEUTEL_BESTAND"))
    spark_master: str = field(default_factory=lambda: _said("SPARK_MASTER") or "local[2]")
    archief_url: str | None = field(default_factory=lambda: _said("ARCHIEF_URL"))
    logniveau: str = field(default_factory=lambda: _said("LOGNIVEAU") or "WARNING")

    @property
    def ledger_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data.resolve() / 'ruimte.db'}"

    @property
    def sleutel(self) -> Path:
        return self.sleutel_bestand or self.data / "geheim" / "sleutel"

    @property
    def inbox(self) -> Path:
        return self.data / "inbox"

    @property
    def archief(self) -> Path:
        return self.data / "archief"

    @property
    def productie(self) -> Path:
        return self.data / "productie"

    @property
    def vindplaatsen(self) -> Path:
        return self.data / "vindplaatsen"

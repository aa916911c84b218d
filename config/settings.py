"""Settings from the environment, all starting with RUIMTE_."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where the data live and how to reach the ledger.

    RUIMTE_DATA             folder for everything the product writes (default ./data)
    RUIMTE_DATABASE_URL     ledger; default SQLite in the data folder, or postgresql+psycopg://...
    RUIMTE_SLEUTEL_BESTAND  key of the pseudonyms (R1.6); keep it outside database, archive and backups of those
    RUIMTE_SPARK_MASTER     where `ruimte rebuild --engine spark` runs; default local[2], this machine
    RUIMTE_ARCHIEF_URL      where Spark finds the archive (s3a://bucket/archief); default the data folder
    """

    model_config = SettingsConfigDict(env_prefix="RUIMTE_")

    data: Path = Path("data")
    database_url: str | None = None
    sleutel_bestand: Path | None = None
    spark_master: str = "local[2]"
    archief_url: str | None = None

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

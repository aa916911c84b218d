"""Spark as engine (optional extra `[spark]`): the same query over the same archive, on as many machines as it takes.

On this machine (master `local[n]`) it listens on 127.0.0.1 only and serves no page. On a cluster its own
configuration (spark-defaults.conf) holds; see `docs/scale.md`.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from config.errors import RuimteFout
from config.settings import Settings
from loaders.archief import archive

LOCAL = "local"
ONTBREEKT = (
    "Spark is niet geïnstalleerd. Installeer PySpark 4 (pip install 'ruimtemonitor[spark]') en Java 17, of gebruik "
    "--engine duckdb."
)
DDL = {pa.int32(): "INT", pa.int64(): "BIGINT", pa.string(): "STRING", pa.date32(): "DATE", pa.bool_(): "BOOLEAN"}


class Spark:
    """A Spark session as engine."""

    def __init__(self, spark: Any, archief: str) -> None:
        self._spark = spark
        self._archief = archief

    def table(self, name: str, rows: pa.Table) -> None:
        self._spark.createDataFrame(rows, schema=_ddl(rows.schema)).createOrReplaceTempView(name)

    def parts(self, soort: str, delen: Sequence[str]) -> None:
        schema = archive.SCHEMAS[soort].append(pa.field("levering", pa.int64()))
        paths = [f"{self._archief}/{pad}" for pad in delen if pad.startswith(f"{soort}/")]
        if paths:
            self._spark.read.schema(_ddl(schema)).parquet(*paths).createOrReplaceTempView(soort)
        else:
            self.table(soort, schema.empty_table())

    def view(self, name: str, query: str) -> None:
        self._spark.sql(query).createOrReplaceTempView(name)

    def write(self, query: str, target: Path) -> None:
        # PRODUCTIE is small beside the archive (some 36 rows per 1000 lines), so the driver can hold it
        pq.write_table(self._spark.sql(query).toArrow(), target, compression="zstd")


def _ddl(schema: pa.Schema) -> str:
    types = [(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type) for f in schema]
    return ", ".join(f"`{name}` {DDL[kind]}" for name, kind in types)


@contextmanager
def session(settings: Settings) -> Iterator[Spark]:
    """A session that ends here. Raises RuimteFout where PySpark or Java is missing."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 (an optional extra)
    except ImportError:
        raise RuimteFout(ONTBREEKT) from None
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise RuimteFout(ONTBREEKT)
    scratch = (settings.data / "werk" / "spark").resolve()
    scratch.mkdir(parents=True, exist_ok=True)
    config: dict[str, bool | float | int | str | None] = {
        "spark.sql.ansi.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.warehouse.dir": str(scratch / "warehouse"),
        "spark.local.dir": str(scratch),
        "spark.driver.extraJavaOptions": " ".join(
            [f"-Djava.io.tmpdir={scratch}", f"-XX:ErrorFile={scratch}/fout.log", "-XX:-UsePerfData"]
        ),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }
    if settings.spark_master.startswith(LOCAL):
        os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
        config |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        config |= {"spark.sql.shuffle.partitions": 8, "spark.driver.memory": "4g"}
    builder = SparkSession.builder.master(settings.spark_master).appName("ruimtemonitor")
    spark = builder.config(map=config).getOrCreate()
    try:
        yield Spark(spark, settings.archief_url or settings.archief.resolve().as_uri())
    finally:
        spark.stop()
        shutil.rmtree(scratch, ignore_errors=True)

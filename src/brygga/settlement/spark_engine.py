"""Settles on a cluster, or on this machine's cores, with Spark: the same SQL text, turned by sqlglot."""

import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brygga.files import in_spark
from brygga.settlement.duckdb_engine import MONTHS
from brygga.settlement.errors import SettlementError
from brygga.settlement.faults import unreadable
from brygga.settlement.runs import Run
from brygga.settlement.stays import StaysFile

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SPARK_TYPES = {
    "VARCHAR": "STRING",
    "UTINYINT": "SMALLINT",
    "USMALLINT": "INT",
    "UINTEGER": "BIGINT",
    "UBIGINT": "DECIMAL(20,0)",
    "TIMESTAMP": "TIMESTAMP_NTZ",
    "TIMESTAMP WITH TIME ZONE": "TIMESTAMP_LTZ",
    "TIMESTAMP_NS": "BIGINT",
    "TIMESTAMPTZ_NS": "BIGINT",
}
"""What Spark calls DuckDB's types, where it is something else."""
NANOSECONDS = {"TIMESTAMP_NS": "TIMESTAMP", "TIMESTAMPTZ_NS": "TIMESTAMP WITH TIME ZONE"}
QUIET = Path(__file__).with_name("log4j2.properties")


class SparkEngine:
    """Runs liability.sql on Spark. Times have no time zone in it, so no setting of a machine can shift them."""

    def __init__(self, file: StaysFile) -> None:
        if file.path is None:
            raise SettlementError("the engine spark reads a file of stays: write the table to one, or use duckdb")
        self.file = file
        self.spark = session()
        if file.is_csv:
            source = self._csv(file, in_spark(file.path))
        else:
            source, self.file = self._parquet(file, in_spark(file.path))
        source.createOrReplaceTempView("source")

    def _csv(self, file: StaysFile, path: str) -> Any:
        # Named as DuckDB names them, by their place: what the header calls the file's own columns is no matter.
        columns = ", ".join(f"`{name}` STRING" for name in file.names)
        reader = self.spark.read.option("recursiveFileLookup", True).schema(columns)
        return reader.csv(
            path,
            header=True,
            enforceSchema=True,
            quote='"',
            escape='"',
            multiLine=True,
            mode="FAILFAST",
            encoding="UTF-8",
        )

    def _parquet(self, file: StaysFile, path: str) -> tuple[Any, StaysFile]:
        """The columns that are read, and the file as it is then: Spark knows nanoseconds as whole numbers alone."""
        from pyspark.sql.functions import expr

        read = {column: file.types[column] for column in file.present if file.is_readable(column)}
        form = ", ".join(f"{column} {SPARK_TYPES.get(kind, kind)}" for column, kind in read.items())
        source = self.spark.read.option("recursiveFileLookup", True).schema(form).parquet(path)
        for column, kind in read.items():
            if kind in NANOSECONDS:
                # Down to the microsecond, as DuckDB does it.
                source = source.withColumn(column, expr(f"timestamp_micros({column} DIV 1000)"))
                read[column] = NANOSECONDS[kind]
                if read[column] == "TIMESTAMP":
                    source = source.withColumn(column, expr(f"CAST({column} AS TIMESTAMP_NTZ)"))
        return source, replace(file, types=read)

    def rows(self, run: Run, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query in DuckDB's dialect over the relations of a run, its $names bound."""
        from py4j.protocol import Py4JJavaError
        from pyspark.errors import PySparkException

        followed = self.file.followed(run.held, "FALSE").replace("{relation}", "source")
        try:
            self.spark.sql(to_spark(followed)).createOrReplaceTempView("stays")
            self.spark.createDataFrame(list(run.months), MONTHS).createOrReplaceTempView("months")
            if run.places:
                form = "day DATE, upto INT, past INT"
                self.spark.createDataFrame(list(run.places), form).createOrReplaceTempView("places")
            found = self.spark.sql(to_spark(query), args=dict(run.bound())).collect()
        except (PySparkException, Py4JJavaError) as error:
            # DuckDB has read and checked the file before: only in what it forgives can the two differ.
            raise unreadable(self.file, error) from error
        return [tuple(row) for row in found]


def to_spark(query: str) -> str:
    """A query of DuckDB's dialect in Spark's."""
    import sqlglot

    return sqlglot.transpile(query, read="duckdb", write="spark", comments=False)[0]


def session() -> "SparkSession":
    """A session with settings and views of its own, in the Spark that is running, else in one started here."""
    warnings.filterwarnings("ignore", category=FutureWarning, module=r"pyspark\.")  # about pandas, which is not used
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise SettlementError("the engine spark needs PySpark: install brygga[spark], or use duckdb") from error
    try:
        running = SparkSession.getActiveSession() or _builder(SparkSession).getOrCreate()
    except (PySparkException, RuntimeError, OSError) as error:
        raise SettlementError(f"Spark could not be started; it needs Java 17 or later: {error}") from error
    session = running.newSession()
    session.conf.set("spark.sql.session.timeZone", "UTC")
    session.conf.set("spark.sql.timestampType", "TIMESTAMP_NTZ")
    session.conf.set("spark.sql.ansi.enabled", "true")
    session.conf.set("spark.sql.legacy.parquet.nanosAsLong", "true")
    session.conf.set("spark.sql.caseSensitive", "true")
    return session


def _builder(session: Any) -> Any:
    log = f"-Dlog4j2.configurationFile={QUIET.as_uri()}"
    return (
        session.builder.master("local[*]")
        .appName("brygga-settle")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.driver.extraJavaOptions", log)
    )

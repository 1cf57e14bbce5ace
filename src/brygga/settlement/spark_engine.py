"""Settles on a cluster, or on this machine's cores, with Spark: the same SQL text, turned by sqlglot."""

# ruff: noqa: S608 (the SQL is this room's own; of what comes from outside only the path is in it, quoted)

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brygga.settlement.duckdb_engine import MonthRow
from brygga.settlement.errors import SettlementError
from brygga.settlement.stays import StaysFile

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

QUIET = Path(__file__).with_name("log4j2.properties")


class SparkEngine:
    """Runs liability.sql on Spark. Times have no time zone in it, so no setting of a machine can shift them."""

    def __init__(self, file: StaysFile, months: Sequence[MonthRow]) -> None:
        if file.path is None:
            raise SettlementError("the engine spark reads a file of stays: write the table to one, or use duckdb")
        self.spark = session()
        if file.is_csv:
            source = self.spark.read.csv(
                str(file.path), header=True, quote='"', escape='"', multiLine=True, mode="FAILFAST", encoding="UTF-8"
            )
        else:
            source = self.spark.read.parquet(str(file.path))
        source.createOrReplaceTempView("source")
        self.spark.sql(to_spark(f"SELECT {file.selection()} FROM source")).createOrReplaceTempView("stays")
        form = "month INT, first_day DATE, last_day DATE, kronor BIGINT"
        self.spark.createDataFrame(list(months), form).createOrReplaceTempView("months")

    def rows(self, query: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of a query in DuckDB's dialect, its $names bound to `parameters`."""
        return [tuple(row) for row in self.spark.sql(to_spark(query), args=dict(parameters)).collect()]


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

"""One SQL text, two engines: Spark gives the rows of DuckDB, and of the day-by-day count."""

from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as examples
from tests.properties.settlement import twin
from tests.properties.settlement.agreed import INDIVIDUAL, MEAN, REGISTRY, agreed
from tests.properties.settlement.test_twin import agreements, compare, many, settled
from tests.tries import tries

from brygga.calendars import Month
from brygga.settlement import settle

pytestmark = pytest.mark.spark
MONTHS = ("2022-12", "2024-03")
FEW = examples(
    max_examples=tries(2),
    deadline=None,
    phases=[Phase.generate],
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("rule", [MEAN, INDIVIDUAL], ids=["mean", "individual"])
@given(many(250))
@seed(20230306)
@FEW
def test_spark_charges_what_the_day_by_day_count_says(rule: dict[str, Any], found: list[twin.Stay]) -> None:
    compare(found, agreed(rule), MONTHS, "spark")


@given(many(150), agreements())
@seed(20230326)
@FEW
def test_spark_and_duckdb_hand_over_equal_settlements(found: list[twin.Stay], own: list[dict[str, Any]]) -> None:
    agreement = agreed(*own)
    assert settled(found, agreement, MONTHS, "spark") == settled(found, agreement, MONTHS, "duckdb")


@pytest.mark.parametrize("kind", ["TIMESTAMP", "TIMESTAMPTZ", "VARCHAR"])
@pytest.mark.parametrize("model", ["mean", "individual"])
def test_the_hour_of_a_ready_notice_in_parquet_is_the_same_on_both_engines(tmp_path, kind, model) -> None:
    path = tmp_path / "stays.parquet"
    times = ("2023-03-24T08:00:00", "", "2023-03-25T08:00:00", "2023-03-26T12:00:00", "", "2023-04-12T02:30:00")
    moments = [f"'{t}'" if t else "NULL" for t in times]
    if kind != "VARCHAR":
        moments = [f"CAST({m} AS {kind})" for m in moments]
    admitted, needs, notice, ready, called, out = moments
    with duckdb.connect() as db:
        db.execute("SET TimeZone = 'Europe/Stockholm'")
        db.execute(
            f"COPY (SELECT 'a' AS stay_id, '1480' AS municipality, 'somatic' AS care_type, {admitted} AS admitted_at, "
            f"{needs} AS need_assessed_at, {notice} AS admission_notice_at, {ready} AS ready_at, "
            f"FALSE AS sip_required, {called} AS sip_called_at, TRUE AS outpatient_available, {out} AS discharged_at) "
            f"TO '{path}' (FORMAT parquet)"
        )
    agreement, month = agreed(MEAN if model == "mean" else INDIVIDUAL), Month(2023, 4)
    here, there = (
        settle(agreement, REGISTRY, path, Month(2023, 3), month, engine=engine, detail=True)
        for engine in ("duckdb", "spark")
    )
    assert here == there
    assert sum(line.individual_days for line in here.lines) == 14

"""A made-up county as Parquet files, the same bytes for the same county."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from brygga.processes import PROCESSES
from brygga.rules import Vocabulary
from brygga.synthetic.cases import MadeCase
from brygga.synthetic.county import CountyBlock, MadeCounty
from brygga.synthetic.discharge.stays import is_discharge, state_of, stay_in
from brygga.synthetic.facts import FactColumns, schema
from brygga.synthetic.units import MadeUnit

ROWS = 50_000
"""Rows to a row group: what is held in memory at a time."""

_TEXT, _WALL = pa.string(), pa.timestamp("ms")
SCHEMAS = {
    "people": pa.schema(
        [(name, _TEXT) for name in ("identity_number", "identity_kind", "given_name", "family_name")]
        + [("born", pa.date32())]
        + [(name, _TEXT) for name in ("street", "postal_town", "municipality")]
    ),
    "units": pa.schema(
        [(name, _TEXT) for name in ("hsa_id", "role", "kind", "name", "municipality", "care_type", "hospital")]
    ),
    "messages": pa.schema(
        [("case_id", _TEXT), ("sequence", pa.int32()), ("sent_at", pa.timestamp("ms", tz="UTC"))]
        + [(name, _TEXT) for name in ("unit", "role", "kind", "content", "person", "municipality", "process")]
    ),
    "stays": pa.schema(
        [("stay_id", _TEXT), ("municipality", _TEXT), ("care_type", _TEXT)]
        + [(name, _WALL) for name in ("admitted_at", "need_assessed_at", "admission_notice_at", "ready_at")]
        + [("sip_required", pa.bool_()), ("sip_called_at", _WALL)]
        + [("outpatient_available", pa.bool_()), ("discharged_at", _WALL)]
    ),
}
_PERSON, _STAY = (attrgetter(*SCHEMAS[name].names) for name in ("people", "stays"))


class ParquetTable:
    """One Parquet file that grows a row group at a time, under another name until it is whole."""

    def __init__(self, folder: Path, name: str, schema: pa.Schema) -> None:
        self.whole, self.part = folder / f"{name}.parquet", folder / f"{name}.parquet.part"
        self._schema = schema
        self._writer = pq.ParquetWriter(self.part, self._schema, compression="zstd")
        self._rows: list[tuple[Any, ...]] = []
        self._batches: list[pa.RecordBatch] = []

    def add(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._rows.extend(rows)
        while len(self._rows) >= ROWS:
            self._write([self._batch(zip(*self._rows[:ROWS], strict=True))])
            del self._rows[:ROWS]

    def add_columns(self, columns: Iterable[Iterable[Any]]) -> None:
        """Adds the rows of a block, at most ROWS, given column by column: quicker where columns are many."""
        self._batches.append(self._batch(columns))
        if sum(batch.num_rows for batch in self._batches) >= ROWS:
            self._write(self._batches)
            self._batches = []

    def close(self) -> None:
        if self._rows:
            self._batches.append(self._batch(zip(*self._rows, strict=True)))
        if self._batches:
            self._write(self._batches)
        self._rows, self._batches = [], []
        self._writer.close()

    def _batch(self, columns: Iterable[Iterable[Any]]) -> pa.RecordBatch:
        arrays = [pa.array(list(column), field.type) for column, field in zip(columns, self._schema, strict=True)]
        return pa.RecordBatch.from_arrays(arrays, schema=self._schema)

    def _write(self, batches: list[pa.RecordBatch]) -> None:
        self._writer.write_table(pa.Table.from_batches(batches).combine_chunks())


class Tables:
    """All files of a county. They get their names when everything is written; after an error none is left."""

    def __init__(self, folder: Path, schemas: Mapping[str, pa.Schema]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._tables = {name: ParquetTable(folder, name, schema) for name, schema in schemas.items()}

    def __enter__(self) -> dict[str, ParquetTable]:
        return self._tables

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for table in self._tables.values():
            table.close()
        for table in self._tables.values():
            if kind is None:
                table.part.replace(table.whole)
            else:
                table.part.unlink()


def write(
    county: MadeCounty, folder: Path, vocabulary: Vocabulary, progress: Callable[[int, int], None] | None = None
) -> None:
    """Writes people, units, messages, stays and facts as `<name>.parquet` into `folder`, replacing what is there.

    `vocabulary` tells which facts there are. `progress` is called with people done and people in all. Nothing
    half-written is left after an error.
    """
    facts = FactColumns(county, vocabulary)
    with Tables(folder, {**SCHEMAS, "facts": schema(vocabulary)}) as tables:
        tables["units"].add(map(_unit_row, county.units))
        done = 0
        for block in county.blocks():
            _add_block(tables, block, county, facts)
            done += len(block.people)
            if progress:
                progress(done, county.size)


def _add_block(tables: dict[str, ParquetTable], block: CountyBlock, county: MadeCounty, facts: FactColumns) -> None:
    tables["people"].add(map(_PERSON, block.people))
    for case in block.cases:
        tables["messages"].add(_message_rows(case))
    states = [(case, _state(case, county.as_of)) for case in block.cases]
    stays = (stay_in(case, state) for case, state in states if is_discharge(case))
    tables["stays"].add(map(_STAY, filter(None, stays)))
    situations = [(case.person, PROCESSES[case.process].situation(state)) for case, state in states]
    tables["facts"].add_columns(facts.columns(block.people, situations))


def _state(case: MadeCase, now: datetime) -> Any:
    return state_of(case, now) if is_discharge(case) else PROCESSES[case.process].fold(case.messages, now)


def _unit_row(unit: MadeUnit) -> tuple[Any, ...]:
    return (unit.hsa_id, unit.role, unit.kind, unit.name, unit.municipality, unit.care_type, unit.hospital)


def _message_rows(case: MadeCase) -> Iterable[tuple[Any, ...]]:
    person, municipality = case.person.identity_number, case.municipality
    for m in case.messages:
        content = m.body.model_dump_json()
        row = (case.case_id, m.sequence, m.sent_at, m.unit, m.part, m.body.kind, content, person, municipality)
        yield (*row, case.process)

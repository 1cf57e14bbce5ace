"""The stays of the site's own cases, as rows of the file that the settlement reads."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from brygga.calendars import local
from brygga.discharge import CareType, Stay
from brygga.settlement import COLUMNS

PROJECTED = (
    "case_id",
    "case__municipality",
    "care_type",
    "admitted_at",
    "need_assessed_at",
    "notice_at",
    "ready_at",
    "sip_required",
    "sip_called_at",
    "outpatient_available",
    "discharged_at",
)
"""The columns of the overview that make a stay, in the order of brygga.settlement.COLUMNS."""

_WALL = pa.timestamp("s")
_BOOLEANS = {"sip_required", "outpatient_available"}
SCHEMA = pa.schema(
    [(name, _WALL if name.endswith("_at") else pa.bool_() if name in _BOOLEANS else pa.string()) for name in COLUMNS]
)


def stay_from(row: Sequence[Any]) -> Stay:
    """The stay of one row of PROJECTED; its number is the case's, its times are on the Swedish wall clock."""
    case, municipality, care_type, admitted, assessed, notice, ready, sip, called, available, discharged = row
    return Stay(
        stay_id=str(case),
        municipality=municipality,
        care_type=CareType(care_type),
        admitted_at=_wall_clock(admitted),
        need_assessed_at=assessed and _wall_clock(assessed),
        admission_notice_at=notice and _wall_clock(notice),
        ready_at=ready and _wall_clock(ready),
        sip_required=sip,
        sip_called_at=called and _wall_clock(called),
        outpatient_available=available,
        discharged_at=discharged and _wall_clock(discharged),
    )


def write(stays: Iterable[Stay], path: Path) -> None:
    """Writes the stays as Parquet, one row each in the order given."""
    columns = zip(*map(attrgetter(*COLUMNS), stays), strict=True)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
    pq.write_table(pa.Table.from_arrays(arrays, schema=SCHEMA), path)


def _wall_clock(moment: datetime) -> datetime:
    return local(moment).replace(tzinfo=None, microsecond=0)

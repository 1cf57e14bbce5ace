"""The stays of the site's own cases, as rows of the table that the settlement reads."""

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter

import pyarrow as pa

from brygga import discharge
from brygga.calendars import local
from brygga.settlement import COLUMNS
from brygga_site.charges.models import KeptStay

_WALL = pa.timestamp("s")
_BOOLEANS = {"sip_required", "outpatient_available"}
SCHEMA = pa.schema(
    [(name, _WALL if name.endswith("_at") else pa.bool_() if name in _BOOLEANS else pa.string()) for name in COLUMNS]
)


def stay_from(row: KeptStay) -> discharge.Stay:
    """A kept stay as it is counted: its number is the case's, its times are on the Swedish wall clock."""
    times = {name: (at := getattr(row, name)) and _wall_clock(at) for name in COLUMNS if name.endswith("_at")}
    return discharge.Stay(
        stay_id=str(row.case_id),
        municipality=row.municipality,
        care_type=discharge.CareType(row.care_type),
        sip_required=row.sip_required,
        outpatient_available=row.outpatient_available,
        **times,
    )


def table(stays: Iterable[discharge.Stay]) -> pa.Table:
    """The stays as a table, one row each in the order given."""
    columns = zip(*map(attrgetter(*COLUMNS), stays), strict=True)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def _wall_clock(moment: datetime) -> datetime:
    return local(moment).replace(tzinfo=None, microsecond=0)

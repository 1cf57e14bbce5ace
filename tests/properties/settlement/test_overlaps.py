"""Stays of one person that overlap, against a twin that holds every two beside each other."""

import csv
import re
import tempfile
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path

from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from tests.properties.settlement.agreed import MEAN, REGISTRY, agreed
from tests.tries import tries

from brygga.calendars import Month
from brygga.settlement import COLUMNS, InvalidStays, settle

FIRST = datetime(2023, 3, 1, 8)
HOURS = st.integers(0, 12)
STAYS = st.lists(st.tuples(st.sampled_from(["", "p", "q"]), HOURS, st.none() | HOURS), min_size=1, max_size=12)


def overlap(one: tuple[datetime, datetime | None], other: tuple[datetime, datetime | None]) -> bool:
    """Whether there is a moment, after one began and before it ended, that is such a moment of the other too."""
    begins, ends = max(one[0], other[0]), [end for _, end in (one, other) if end is not None]
    return all(begins < end for end in ends) or (
        # One that ended as it began lies within the other when that began before and ended after.
        any(a[0] == a[1] and b[0] < a[0] and (b[1] is None or a[0] < b[1]) for a, b in ((one, other), (other, one)))
    )


@given(STAYS)
@examples(max_examples=tries(150), deadline=None)
def test_stays_of_one_person_overlap_exactly_when_two_of_them_do(drawn) -> None:
    stays = [
        (p, FIRST + timedelta(hours=b), None if n is None else FIRST + timedelta(hours=b + n)) for p, b, n in drawn
    ]
    pairs = {
        (first, second)
        for (first, one), (second, other) in combinations(enumerate(stays, start=2), 2)
        if one[0] == other[0] != "" and overlap(one[1:], other[1:])
    }
    told = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stays.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.DictWriter(file, [*COLUMNS, "person"])
            rows.writeheader()
            for number, (person, admitted, discharged) in enumerate(stays):
                out = discharged.isoformat() if discharged else ""
                flags = {"sip_required": "false", "outpatient_available": "true"}
                given = {"stay_id": f"s{number}", "municipality": "1480", "care_type": "somatic", **flags}
                rows.writerow(given | {"person": person, "admitted_at": admitted.isoformat(), "discharged_at": out})
        march = Month(2023, 3)
        try:
            settle(agreed(MEAN), REGISTRY, path, march, march)
        except InvalidStays as refused:
            told = [(e.row, int(re.findall(r"on row (\d+)", e.message)[0])) for e in refused.errors]
    assert {tuple(sorted(pair)) for pair in told} <= pairs
    assert bool(told) == bool(pairs)
    # Whoever corrects the rows told has no overlap left: each pair has a stay that was told.
    assert all({first, second} & {row for row, _ in told} for first, second in pairs)

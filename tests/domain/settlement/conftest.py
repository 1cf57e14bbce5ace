"""A file of stays for a test, written from what differs from an ordinary one."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from brygga.agreements import Registry, load_all
from brygga.settlement import COLUMNS

ORDINARY = {
    "municipality": "1480",
    "care_type": "somatic",
    "admitted_at": "2023-03-01T08:00:00",
    "admission_notice_at": "2023-03-01T10:00:00",
    "ready_at": "2023-03-06T12:00:00",
    "sip_required": "false",
    "outpatient_available": "true",
    "discharged_at": "2023-03-10T09:00:00",
}
Stays = Callable[..., Path]


@pytest.fixture(scope="session")
def registry() -> Registry:
    return load_all()


@pytest.fixture
def stays(tmp_path: Path) -> Stays:
    """Writes stays to a CSV file: each is ordinary (one chargeable day in March 2023) but for what is given."""

    def write(*given: dict[str, str]) -> Path:
        path = tmp_path / "stays.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.DictWriter(file, COLUMNS)
            rows.writeheader()
            rows.writerows({"stay_id": f"s{n}", **ORDINARY, **stay} for n, stay in enumerate(given, start=1))
        return path

    return write


def lasting(days: int, out: str = "2023-03-28") -> dict[str, str]:
    """A stay discharged on `out` that many days after its ready notice, in March 2023."""
    ready = f"2023-03-{int(out[-2:]) - days:02d}T10:00:00"
    return {"ready_at": ready, "discharged_at": f"{out}T11:00:00"}

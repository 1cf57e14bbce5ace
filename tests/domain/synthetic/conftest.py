"""Small made-up counties, drawn once for all tests."""

from datetime import date, datetime

import pytest

from brygga.calendars import end_of_day
from brygga.calendars.deadlines import SWEDEN
from brygga.identities import Places
from brygga.synthetic import MadeCase, MadeCounty, synthesize
from brygga.synthetic.discharge.stays import is_discharge

NEW_YEARS_EVE = end_of_day(date(2023, 12, 31))
A_TUESDAY = datetime(2026, 7, 28, 14, tzinfo=SWEDEN)
TWELVE = tuple(one.code for one in Places.load().of_county("14"))[-12:]


@pytest.fixture(scope="session")
def county() -> MadeCounty:
    """60,000 people in Västra Götaland at the end of 2023."""
    return synthesize(Places.load(), "14", 60_000, 7, NEW_YEARS_EVE)


@pytest.fixture(scope="session")
def cases(county: MadeCounty) -> list[MadeCase]:
    """Every case, of whatever process."""
    return list(county.cases)


@pytest.fixture(scope="session")
def discharges(cases: list[MadeCase]) -> list[MadeCase]:
    return [case for case in cases if is_discharge(case)]


@pytest.fixture(scope="session")
def demo() -> MadeCounty:
    """What the site shows on a Tuesday in July: twelve municipalities, some 300 open cases and 3,000 closed."""
    return synthesize(
        Places.load(), "14", 2000, 7, A_TUESDAY, stays_per_year=3300, open_cases=300, municipalities=TWELVE
    )

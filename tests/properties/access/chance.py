"""Random persons, units and statements: sensible or not, in any order."""

from datetime import datetime, timedelta
from itertools import product

from hypothesis import strategies as st

from brygga.access import Data, DataKind, Reader, Told, parse
from brygga.access.messages import How, LiftGround, Speaker
from brygga.calendars.deadlines import SWEDEN
from brygga.process import Body, Purpose, Role, Sent

START = datetime(2026, 11, 23, 8, tzinfo=SWEDEN)
HOURS = [0, 0, 1, 6, 11.999, 12, 12.001, 24, 49]

UNITS = (
    ("ward", "17:care", Role.INPATIENT_CARE),
    ("neighbour", "17:care", Role.OUTPATIENT_CARE),
    ("centre", "19:care", Role.OUTPATIENT_CARE),
    ("nurse", "1780:care", Role.MUNICIPAL_HEALTH_CARE),
    ("officer", "1780:social-care", Role.SOCIAL_SERVICES),
    ("colleague", "1780:social-care", Role.SOCIAL_SERVICES),
    ("elsewhere", "1785:social-care", Role.SOCIAL_SERVICES),
    ("teeth", "556001-0001:care", Role.DENTAL_CARE),
)
"""Two regions, a municipality in both its branches, another's social care and a private dentist."""

PROVIDERS = sorted({provider for _, provider, _ in UNITS})
CASE_OF = {unit: (provider, role) for unit, provider, role in UNITS}


def reader(unit: str, related: bool, own: bool = False) -> Reader:
    provider, role = CASE_OF[unit]
    purpose = Purpose.SOCIAL_CARE if role is Role.SOCIAL_SERVICES else Purpose.CARE
    return Reader(unit, provider, role, purpose, related, own)


def data(unit: str, kind: DataKind, told: Told | None = None) -> Data:
    return Data(kind, unit, CASE_OF[unit][0], reader(unit, False).branch, told)


TOLD = (None, Told(), Told("2017-612.2.2"))
KINDS = (DataKind.HEALTH, DataKind.SOCIAL)
EVERYTHING = [data(unit, kind, told) for (unit, *_), kind, told in product(UNITS, KINDS, TOLD)]
"""What each unit may hold, of two kinds, told and untold."""

units = st.sampled_from(sorted(CASE_OF))
hours = st.sampled_from(HOURS).map(lambda one: timedelta(hours=one))
numbers = st.integers(1, 12)
speakers = st.sampled_from(list(Speaker))
days = st.integers(-2, 3).map(lambda one: (START + timedelta(days=one)).date())
providers = st.sampled_from(PROVIDERS)
subsets = st.lists(st.sampled_from(list(DataKind)), min_size=1, unique=True)


@st.composite
def consents(draw: st.DrawFn, provider: str | None = None) -> Body:
    first = draw(days)
    given = {
        "provider": provider or draw(providers),
        "unit": draw(st.sampled_from(["", "", *CASE_OF])),
        "about": draw(st.lists(providers, max_size=2)),
        "kinds": draw(subsets),
        "from_day": first,
        "to_day": draw(st.none() | days.filter(lambda last: last >= first)),
        "by": draw(speakers),
        "how": How.ORALLY,
    }
    return parse("consent", given)


@st.composite
def blocks(draw: st.DrawFn, provider: str | None = None) -> Body:
    unit = draw(st.sampled_from([name for name, (own, _) in CASE_OF.items() if provider in (None, own)]))
    level = draw(st.sampled_from(["unit", "provider"]))
    where = {"level": level, "provider": CASE_OF[unit][0], "unit": unit if level == "unit" else ""}
    return parse("block", {**where, "by": draw(speakers), "how": How.IN_WRITING})


@st.composite
def emergencies(draw: st.DrawFn, unit: str | None = None) -> Body:
    unit = unit or draw(units)
    where = {"unit": unit, "provider": CASE_OF[unit][0]}
    return parse("emergency", {**where, "danger": "unconscious", "why_no_consent": "cannot be woken"})


def lifts(of: int, ground: LiftGround) -> Body:
    return parse("block-lifted", {"of": of, "ground": ground, "reason": "as it is"})


def withdrawals(of: int, by: Speaker = Speaker.PERSON) -> Body:
    return parse("withdrawn", {"of": of, "by": by, "how": How.ORALLY})


def unable(provider: str, would_not_object: bool = True) -> Body:
    return parse("unable", {"provider": provider, "attitude": "let us share", "would_not_object": would_not_object})


statements = st.one_of(
    consents(),
    consents(),
    blocks(),
    emergencies(),
    st.builds(lifts, numbers, st.sampled_from(list(LiftGround))),
    st.builds(withdrawals, numbers, speakers),
    st.builds(unable, providers, st.booleans()),
    st.just(parse("immature-child", {"reason": "is three"})),
    st.builds(lambda of: parse("lift-requested", {"of": of, "reason": "in danger"}), numbers),
)


@st.composite
def said(draw: st.DrawFn) -> tuple[list[Sent], datetime]:
    """Statements that no guard has looked at, some hours apart, and a moment after them."""
    now, found = START, list[Sent]()
    for body in draw(st.lists(statements, max_size=10)):
        found.append(Sent(len(found) + 1, now, "ward", Role.INPATIENT_CARE, body))
        now += draw(hours)
    return found, now


readers = st.builds(reader, units, st.booleans(), st.sampled_from([False] * 9 + [True]))
held = st.builds(data, units, st.sampled_from(list(DataKind)), st.sampled_from([None, None, *TOLD]))

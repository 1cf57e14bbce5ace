"""Made-up plans (SIP) and patient contracts: who needs one, and what the units say of it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from brygga.calendars import local
from brygga.careplan import CAREPLAN
from brygga.process import Sent, UnitFacts
from brygga.synthetic.careplan.course import PlanScript
from brygga.synthetic.cases import MadeCase
from brygga.synthetic.chance import hours, pick, stream
from brygga.synthetic.frame import Frame
from brygga.synthetic.people import MadePerson
from brygga.synthetic.units import MadeUnit, MadeUnitKind

PLANS, CHILDREN, CONTRACTS = 0.03, 0.06, 0.08
"""The share of adults and of children whose plan began in the year, and of adults' plans that are contracts."""

_BOTH = (MadeUnitKind.HEALTH_CENTRE, MadeUnitKind.HOME_CARE, MadeUnitKind.CASE_OFFICERS)
_KINDS = (
    _BOTH,
    (MadeUnitKind.HEALTH_CENTRE, MadeUnitKind.CASE_OFFICERS),
    (MadeUnitKind.CASE_OFFICERS, MadeUnitKind.HEALTH_CENTRE, MadeUnitKind.HOME_CARE),
    (MadeUnitKind.HOME_CARE, MadeUnitKind.HEALTH_CENTRE, MadeUnitKind.CASE_OFFICERS),
)
_CONTRACT = (MadeUnitKind.HEALTH_CENTRE, MadeUnitKind.DENTAL)


def make(frame: Frame, people: Sequence[MadePerson], so_far: Sequence[MadeCase]) -> Iterator[MadeCase]:
    """The plans of a block of people, by number; out of a chance of their own."""
    rng, local_units = stream(frame.seed, "plans", people[0].number), _by_place(frame.units)
    today = local(frame.as_of).date()
    for person in people:
        is_child = _is_child(person.born, today)
        if rng.random() >= (CHILDREN if is_child else PLANS):
            continue
        is_contract = not is_child and rng.random() < CONTRACTS
        units = _units(rng, local_units, person, is_contract)
        begins = local(frame.as_of).replace(tzinfo=None) - hours(rng, 0, 365 * 24)
        script = PlanScript(rng, units, is_child, is_contract)
        script.play(begins)
        if messages := _in_parts(script.told(frame.as_of), units):
            case_id = f"{frame.code}-P{person.number:07d}"
            yield MadeCase(case_id, CAREPLAN.name, person, person.municipality, units, messages)


def _is_child(born: date, today: date) -> bool:
    """Whether somebody was a child all of the year when the plans begin."""
    return born + timedelta(days=18 * 366) > today


def _by_place(units: Sequence[MadeUnit]) -> dict[tuple[str, MadeUnitKind], list[MadeUnit]]:
    found: dict[tuple[str, MadeUnitKind], list[MadeUnit]] = defaultdict(list)
    for unit in units:
        found[unit.municipality, unit.kind].append(unit)
    return found


def _units(
    rng: Random, by_place: dict[tuple[str, MadeUnitKind], list[MadeUnit]], person: MadePerson, is_contract: bool
) -> tuple[MadeUnit, ...]:
    """Who takes part, whoever sees the need first; of each kind the person's own unit."""
    kinds = _CONTRACT if is_contract else pick(rng, _KINDS)
    places = [by_place[person.municipality, kind] for kind in kinds]
    return tuple(units[person.number % len(units)] for units in places)


def _in_parts(messages: Sequence[Sent], units: Sequence[MadeUnit]) -> tuple[Sent, ...]:
    """The messages with each sender in the part that it has when it writes; a script knows roles only."""
    known = {unit.hsa_id: UnitFacts(unit.hsa_id, unit.kind, unit.role, unit.municipality) for unit in units}
    told: list[Sent] = []
    for message in messages:
        part = CAREPLAN.part_of(CAREPLAN.fold(told, message.sent_at), known[message.unit])
        told.append(replace(message, part=str(part)))
    return tuple(told)

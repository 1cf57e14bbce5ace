"""Random plans: three units that say anything that anybody could, at any time, in an order that hypothesis chooses."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from tests.domain.careplan.cast import FACTS, WEST, confirmed, content

from brygga.careplan import CAREPLAN, CarePlan
from brygga.process import Sent

UNITS = tuple(FACTS)
START = datetime(2026, 3, 27, 8, tzinfo=UTC)
"""A Friday; the clocks change on Sunday."""


def written(rng: Random, kind: str, now: datetime, state: CarePlan) -> Any:
    """A message of a kind as it could be written at this moment, sensible or not."""
    told: dict[str, Any] = dict(content(kind, now))
    if "of" in told:
        named = [m.sequence for m in state.holding if m.body.kind in CAREPLAN.bodies[kind].refers_to]
        told["of"] = rng.choice(named) if named and rng.random() < 0.9 else rng.randint(1, len(state.messages) + 1)
    if kind == "plan-intervention":
        told["recipients"] = rng.choice([[], [rng.choice(UNITS)]])
        told["what"] = f"walking, {len(state.messages)}"
    if kind == "plan-call":
        told["recipients"] = [unit for unit in UNITS if rng.random() < 0.8] or [UNITS[1]]
        if rng.random() < 0.4:
            told["second_time"] = now + timedelta(days=8)
    if kind in {"plan-agreed", "plan-followed-up"}:
        told["follow_up" if kind == "plan-agreed" else "next_follow_up"] = (
            now + timedelta(days=rng.randint(0, 60))
        ).date()
    if kind == "plan-need":
        told |= {"is_child": rng.random() < 0.3, "lss": rng.random() < 0.3}
    if kind == "plan-consent":
        told |= {"what": rng.choice(["kin-take-part", "collaborate"]), "given": rng.random() < 0.5}
    if kind == "plan-closed":
        told["reason"] = rng.choice(["goals-met", "person-moved"])
    if kind == "plan-intervention-changed":
        told["what"] = f"walking, {len(state.messages)}"
    if kind == "plan-goal-changed":
        told["goal"] = f"to shop, {len(state.messages)}"
    return CAREPLAN.parse(kind, told)


SELDOM = {
    "plan-not-started": 0.02,
    "plan-offer-declined": 0.1,
    "plan-consent-withdrawn": 0.03,
    "plan-closed": 0.15,
    "free-message": 0.05,
    "acknowledgement": 0.2,
    "plan-call": 0.4,
    "plan-meeting-set": 0.3,
    "plan-guest-invited": 0.1,
    "plan-goal-dropped": 0.5,
    "plan-safety": 0.2,
    "plan-consent": 0.3,
    "person-prepared": 0.3,
    "plan-coordination-taken": 0.4,
    "plan-goal": 0.25,
    "plan-action-of-others": 0.2,
    "correction": 0.4,
    "plan-intervention": 0.5,
    "plan-intervention-changed": 0.15,
    "plan-intervention-ended": 0.3,
    "plan-goal-changed": 0.15,
}
"""How often something is said when it could be, where it is not each time; so that plans get somewhere."""


def plan_of(rng: Random, tries: int = 55) -> list[Sent]:
    """A random plan: of what is tried only what is allowed has been said."""
    # Two in three begin where the municipality has promised something: what is rare by chance is then tried often.
    now, sent = START, list[Sent]() if rng.random() < 0.33 else list(confirmed().sent)
    for _ in range(tries):
        state = CAREPLAN.under(CAREPLAN.fold(sent, now), WEST)
        parts = {unit: str(CAREPLAN.part_of(state, FACTS[unit])) for unit in UNITS}
        present = [unit for unit in UNITS if not sent or unit in state.taking_part]
        offered = [(unit, move.body.kind) for unit in present for move in CAREPLAN.may_say(state, parts[unit])]
        unit, kind = rng.choice(offered)
        body = written(rng, kind, now, state)
        message = Sent(len(sent) + 1, now, unit, parts[unit], body)
        if rng.random() < SELDOM.get(kind, 1) and CAREPLAN.says(state, message):
            sent.append(message)
        now += timedelta(seconds=rng.choice([1, 60, 3600, 86_400]))
    return sent

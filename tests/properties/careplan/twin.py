"""What counts in a plan once more, by hand: from the list of messages alone, backwards, without a state.

Shares no code with `brygga`. For each intervention it looks for the last message that touched it, and asks whether
it is the own unit's word.
"""

from typing import Any


def holding(messages: list[Any]) -> list[Any]:
    withdrawn = {m.body.of for m in messages if m.body.kind == "correction"}
    return [m for m in messages if m.sequence not in withdrawn and m.body.kind != "correction"]


def counting(messages: list[Any]) -> set[int]:
    """The numbers of the interventions that the unit which is to do them has promised as they stand."""
    live = holding(messages)
    return {m.sequence for m in live if m.body.kind == "plan-intervention" and _promised(m, live)}


def _promised(planned: Any, live: list[Any]) -> bool:
    unit = (*planned.body.recipients, planned.unit)[0]
    if any(m.body.kind == "plan-intervention-ended" and m.body.of == planned.sequence for m in live):
        return False
    for message in reversed(live):
        kind, of = message.body.kind, getattr(message.body, "of", None)
        if message is planned:
            return message.unit == unit
        if kind == "plan-goal-changed" and of == planned.body.of and message.unit != unit:
            return False
        if of != planned.sequence:
            continue
        if kind == "plan-intervention-refused":
            return False
        if kind in {"plan-intervention-confirmed", "plan-intervention-changed"}:
            return message.unit == unit
    raise AssertionError("a message is in its own list")


def goals(messages: list[Any]) -> dict[int, str]:
    """Each goal that is one still, as it was put last."""
    found: dict[int, str] = {}
    for message in holding(messages):
        kind = message.body.kind
        if kind == "plan-goal":
            found[message.sequence] = message.body.goal
        elif kind == "plan-goal-changed":
            found[message.body.of] = message.body.goal
        elif kind == "plan-goal-dropped":
            del found[message.body.of]
    return found


def coordinator(messages: list[Any]) -> str | None:
    """The last to take the overall responsibility, else whoever saw the need."""
    live = holding(messages)
    took = [m.unit for m in live if m.body.kind in {"plan-need", "plan-coordination-taken"}]
    return took[-1] if took else None


def consents(messages: list[Any]) -> tuple[bool, set[str]]:
    """Whether the person consents to the plan, and to what beside it."""
    to_plan, beside = False, set[str]()
    for message in holding(messages):
        body = message.body
        if body.kind == "plan-offer-accepted":
            to_plan = True
            given = {"collaborate": body.collaboration, "kin-take-part": body.next_of_kin}
            beside = {what for what, yes in given.items() if yes}
        elif body.kind == "plan-offer-declined":
            beside = {"collaborate"} if body.collaboration else set()
        elif body.kind == "plan-consent":
            beside = beside | {body.what} if body.given else beside - {body.what}
        elif body.kind == "plan-consent-withdrawn":
            to_plan = False
            beside -= {"collaborate"} if body.what == "collaboration" else set()
    return to_plan, beside

"""What counts in compulsory care once more, by hand: from the list of messages alone, without a state.

Shares no code with `brygga`.
"""

from typing import Any

MUNICIPAL = {"municipal-care-unit", "social-services-unit"}


def holding(messages: list[Any]) -> list[Any]:
    withdrawn = {m.body.of for m in messages if m.body.kind == "correction"}
    return [m for m in messages if m.sequence not in withdrawn and m.body.kind != "correction"]


def standing(live: list[Any]) -> list[Any]:
    """The interventions that nobody has taken out."""
    out = {m.body.of for m in live if m.body.kind == "compulsory-intervention-ended"}
    return [m for m in live if m.body.kind == "compulsory-intervention" and m.sequence not in out]


def promised(planned: Any, live: list[Any]) -> bool:
    """Whether the last to touch it is the unit that is to do it, and does not say no."""
    unit = (*planned.body.recipients, planned.unit)[0]
    touching = {f"compulsory-intervention-{word}" for word in ("changed", "confirmed", "refused")}
    touched = [planned] + [m for m in live if m.body.kind in touching and m.body.of == planned.sequence]
    return touched[-1].unit == unit and not touched[-1].body.kind.endswith("refused")


def complete(messages: list[Any]) -> bool:
    live = holding(messages)
    plan = standing(live)
    if not plan or not all(promised(one, live) for one in plan):
        return False
    changing = ("compulsory-intervention", "compulsory-measure-of-others")
    last = max(m.sequence for m in live if m.body.kind.startswith(changing))
    signers = {m.part for m in live if m.body.kind == "compulsory-plan-signed" and m.sequence > last}
    does = {(*one.body.recipients, one.unit)[0] for one in plan}
    municipal = {m.unit for m in live if m.part in MUNICIPAL}
    return "psychiatry" in signers and (not does & municipal or bool(signers & MUNICIPAL))


def preconditions(messages: list[Any]) -> bool:
    """Whether the person is ready, the court has let the care be open, and outpatient care is there."""
    ready = court = there = False
    for message in holding(messages):
        kind = message.body.kind
        if kind in {"compulsory-ready", "compulsory-ready-no-more"}:
            ready = kind == "compulsory-ready"
        elif kind == "compulsory-open-care-available":
            there = message.body.available
        elif kind == "court-allows-open":
            court = True
        elif kind == "court-allows-closed":
            ready = court = there = False
        elif kind == "compulsory-readmitted":
            ready = there = False
    return ready and court and there

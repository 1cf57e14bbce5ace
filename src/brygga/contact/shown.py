"""What a named contact shows of itself: on its card, at the head of its page, and where it stands among the others."""

from datetime import datetime, timedelta

from brygga.calendars import end_of_day
from brygga.contact.parts import ContactStage as Stage
from brygga.contact.state import OPEN, OVER, SEEKING, Contact
from brygga.process import UNDER_WAY, CaseFact, Since, fact

KEPT = timedelta(days=30)
"""How long one that was appointed, or has ended, stays in view; what it then asks for stands on Today."""


def card(state: Contact) -> tuple[CaseFact, ...]:
    """Which kind, and who it is or how long it has been waited for."""
    kind = fact("kind", state.need.contact_kind if state.need else None)
    if state.holder:
        return kind + fact("holder", state.holder.name) + fact("review", state.holder.review)
    return kind + (fact("waiting", Since(state.needed_at)) if state.needed_at and state.stage in SEEKING else ())


def head(state: Contact) -> tuple[CaseFact, ...]:
    """Everything that is known: first who it is, then how it came about."""
    need, holder = state.need, state.holder
    if need is None:
        return ()
    return (
        fact("kind", need.contact_kind)
        + (fact("holder", holder.name, holder.profession) + fact("telephone", holder.telephone) if holder else ())
        + (fact("since", holder.since) + fact("until", holder.until) + fact("review", holder.review) if holder else ())
        + (fact("why", *state.appointed.why) if holder and state.appointed else ())
        + fact("raised", need.raised_by)
        + fact("needed", state.needed_at if state.stage in OPEN else None)
        + fact("offered", state.offered_at)
        + fact("accepted", state.accepted_at)
        + (fact("settled", state.settled_at, state.end) if state.stage in OVER else ())
    )


def order(state: Contact) -> datetime:
    """Who has waited longest comes first; then whose need is to be looked at soonest."""
    if state.stage in SEEKING or state.stage is Stage.HANDED_OVER:
        return state.needed_at or UNDER_WAY
    if state.holder and state.holder.review:
        return end_of_day(state.holder.review)
    return state.settled_at or UNDER_WAY


def listed_until(state: Contact) -> datetime:
    """As long as somebody waits for it, and a while after it is settled: a unit's contacts are ever more."""
    waits = state.stage in SEEKING or state.stage is Stage.HANDED_OVER or state.settled_at is None
    return UNDER_WAY if waits or state.settled_at is None else state.settled_at + KEPT

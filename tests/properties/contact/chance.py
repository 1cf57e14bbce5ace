"""Random named contacts: four units that say anything that anybody could, at any time; now and then one closes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from brygga.contact import CONTACT, Contact
from brygga.contact.messages import Answerer, EndReason, Voice, WhyThisOne
from brygga.process import ContactKind, ContactProfession, Sent

UNITS = ("centre", "nurse", "officer", "ward")
START = datetime(2026, 3, 27, 8, tzinfo=UTC)
"""A Friday; the clocks change on Sunday."""

STEPS = [60, 3600, 24 * 3600, 3 * 86400, 9 * 86400]


def written(rng: Random, kind: str, now: datetime, messages: int) -> Any:
    """A message of a kind as it could be written at this moment, sensible or not."""
    day, later = ((now + timedelta(days=rng.randint(-2, 12))).date() for _ in range(2))
    one, number = [rng.choice(UNITS)], rng.randint(1, messages + 1)
    content: dict[str, dict[str, Any]] = {
        "contact-need": {
            "contact_kind": rng.choice(list(ContactKind)),
            "recipients": one if rng.random() < 0.6 else [],
            "raised_by": rng.choice(list(Voice)),
            "need": "somebody to call",
            "end_of_life": rng.random() < 0.3,
        },
        "contact-offered": {"to_whom": rng.choice(list(Answerer))},
        "contact-accepted": {"by_whom": rng.choice(list(Answerer))},
        "contact-declined": {"by_whom": rng.choice(list(Answerer))},
        "contact-appointed": {
            "name": f"Kim {messages}",
            "profession": rng.choice([ContactProfession.PHYSICIAN, *ContactProfession]),
            "telephone": "010",
            "since": min(day, later),
            "until": max(day, later) if rng.random() < 0.4 else None,
            "review": later if rng.random() < 0.6 else None,
            "why": [rng.choice(list(WhyThisOne))],
            "physician_is_another": rng.random() < 0.2,
            "recipients": rng.sample(UNITS, rng.randint(0, 2)),
        },
        "contact-told": {"recipients": one},
        "contact-reviewed": {"review": day},
        "contact-handed-over": {"recipients": one, "reason": "theirs"},
        "contact-vacant": {"reason": rng.choice(list(EndReason)), "last_day": day},
        "successor-asked": {"recipients": one},
        "contact-ended": {"reason": rng.choice(list(EndReason)), "last_day": day},
        "contact-not-appointed": {"reason": "none needed"},
        "acknowledgement": {"of": number},
        "free-message": {"text": "more comes"},
        "correction": {"of": number, "reason": "by mistake"},
    }
    return CONTACT.parse(kind, content[kind])


def state_of(sent: list[Sent], now: datetime, closed: dict[str, datetime]) -> Contact:
    return replace(CONTACT.fold(sent, now), closed=closed)


def offered(state: Contact) -> list[tuple[str, str]]:
    """Every unit that takes part and is open, with every kind that it is offered to send."""
    units = [unit for unit in UNITS if state.part(unit) and unit not in state.closed]
    return [(unit, move.body.kind) for unit in units for move in CONTACT.may_say(state, str(state.part(unit)))]


SELDOM = {"free-message": 0.1, "acknowledgement": 0.2, "contact-declined": 0.1, "contact-not-appointed": 0.05}
SELDOM |= {"contact-ended": 0.1, "contact-told": 0.3}
"""How often something is said when it could be, where it is not each time; so that cases get somewhere."""


def case_of(rng: Random) -> Iterator[tuple[list[Sent], datetime, dict[str, datetime]]]:
    """A random case after each of its messages, looked at once when it is sent and once somewhat later."""
    now, sent, closed = START, list[Sent](), dict[str, datetime]()
    for _ in range(50):
        state = state_of(sent, now, closed)
        if sayable := offered(state):
            unit, kind = rng.choice(sayable)
            body = written(rng, kind, now, len(sent))
            message = Sent(len(sent) + 1, now, unit, str(state.part(unit)), body)
            # The site sends nothing to a unit that has closed.
            to_closed = set(getattr(body, "recipients", ())) & set(closed)
            if rng.random() < SELDOM.get(kind, 1) and not to_closed and CONTACT.says(state, message):
                sent.append(message)
                yield list(sent), now, dict(closed)
                yield list(sent), now + timedelta(seconds=rng.choice(STEPS)), dict(closed)
        if sent and rng.random() < 0.02:
            closed.setdefault(rng.choice(UNITS), now)
        now += timedelta(seconds=rng.choice(STEPS))

"""Random deviations: five units that say anything that anybody could, at any time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from brygga.deviation import DEVIATION, Deviation
from brygga.deviation.messages import Category, Channel, Contacted, Dismissal, Effect, Harm, Nature, Seriousness
from brygga.process import Sent

UNITS = ("ward", "nurse", "centre", "officer", "office")
START = datetime(2026, 3, 27, 8, tzinfo=UTC)
"""A Friday; the clocks change on Sunday."""

SECONDS = [0, 1, 60, 3600, 6 * 3600, 24 * 3600, 24 * 3600 + 1, 3 * 86400, 9 * 86400]


def written(rng: Random, kind: str, now: datetime, messages: int) -> Any:
    """A message of a kind as it could be written at this moment, sensible or not."""
    moment = rng.choice([now, now, now - timedelta(seconds=rng.choice(SECONDS)), now + timedelta(hours=1)])
    day = (now + timedelta(days=rng.randint(-2, 12))).date()
    number = rng.randint(1, messages + 1)
    one = [rng.choice(UNITS)]
    content: dict[str, dict[str, Any]] = {
        "deviation-report": {
            "recipients": one,
            "nature": rng.choice(list(Nature)),
            "category": rng.choice(list(Category)),
            "happened_at": moment,
            "what_happened": "something",
            "harm": rng.choice(list(Harm)),
            "seriousness": rng.choice(list(Seriousness)),
        },
        "direct-contact": {
            "with_whom": rng.choice(list(Contacted)),
            "contacted_at": moment,
            "how": rng.choice(list(Channel)),
        },
        "deviation-received": {},
        "deviation-forwarded": {"recipients": one, "reason": "theirs"},
        "deviation-returned": {"reason": "not ours"},
        "deviation-drawn-in": {"recipients": rng.sample(UNITS, rng.randint(1, 2)), "reason": "concerned"},
        "deviation-account": {"account": "our part"},
        "deviation-analysed": {"course": "so it went", "cause": "no routine", "joint": rng.random() < 0.5},
        "measure-planned": {"what": "a routine", "who": "the head", "due": day},
        "no-measures": {"reason": "none needed"},
        "measure-done": {"of": number, "done_on": moment.date()},
        "measure-left": {"of": number, "reason": "not after all"},
        "deviation-answered": {"answer": "so it was"},
        "deviation-followed-up": {"effect": rng.choice(list(Effect)), "text": "so it is"},
        "deviation-closed": {"without_contact": rng.choice(["", "told elsewhere"])},
        "deviation-dismissed": {"reason": rng.choice(list(Dismissal)), "text": "no more of it"},
        "acknowledgement": {"of": number},
        "free-message": {"text": "more comes"},
        "correction": {"of": number, "reason": "by mistake"},
    }
    return DEVIATION.parse(kind, content[kind])


def draft(sent: list[Sent], now: datetime, unit: str, body: Any) -> Sent:
    """What the unit would send, in the part that it has."""
    return Sent(len(sent) + 1, now, unit, str(DEVIATION.fold(sent, now).part(unit)), body)


def offered(state: Deviation) -> list[tuple[str, str]]:
    """Every unit that takes part, with every kind that it is offered to send."""
    units = [unit for unit in UNITS if state.part(unit)]
    return [(unit, move.body.kind) for unit in units for move in DEVIATION.may_say(state, str(state.part(unit)))]


SELDOM = {"deviation-dismissed": 0.04, "free-message": 0.1, "acknowledgement": 0.3, "deviation-forwarded": 0.3}
SELDOM |= {"deviation-returned": 0.2, "deviation-closed": 0.5, "direct-contact": 0.3, "measure-planned": 0.4}
"""How often something is said when it could be, where it is not each time; so that cases get somewhere."""


def case_of(rng: Random) -> Iterator[tuple[list[Sent], datetime]]:
    """A random deviation after each of its messages, looked at once when it is sent and once somewhat later."""
    now, sent = START, list[Sent]()
    for _ in range(60):
        state = DEVIATION.fold(sent, now)
        unit, kind = rng.choice(offered(state))
        message = draft(sent, now, unit, written(rng, kind, now, len(sent)))
        if rng.random() < SELDOM.get(kind, 1) and DEVIATION.says(state, message):
            sent.append(message)
            yield list(sent), now
            yield list(sent), now + timedelta(seconds=rng.choice(SECONDS))
        now += timedelta(seconds=rng.choice([*SECONDS, 60, 60, 3600]))

"""Random cases of discharge: messages by anyone, at any time, about anything that the messages can hold."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from brygga.discharge import DISCHARGE, CareType, Destination, Need, NoSipReason, OutpatientStatus
from brygga.discharge.messages import CallOutcome, HomeServices, Means, ReturnReason
from brygga.process import NotAllowed, Role, Sent

TAKING_PART = (Role.INPATIENT_CARE, Role.OUTPATIENT_CARE, Role.MUNICIPAL_HEALTH_CARE, Role.SOCIAL_SERVICES)
STARTS = [
    datetime(2023, 3, 24, 8, tzinfo=UTC),
    datetime(2023, 3, 25, 1, 15, tzinfo=UTC),
    datetime(2023, 10, 27, 22, tzinfo=UTC),
    datetime(2023, 10, 28, 0, 30, tzinfo=UTC),
    datetime(2024, 2, 28, 11, 59, 59, tzinfo=UTC),
    datetime(2023, 6, 5, 6, tzinfo=UTC),
]
"""Before the clocks change in spring and autumn, before a leap day, and an ordinary Monday."""

SECONDS = [0, 1, 60, 3599, 3600, 6 * 3600, 23 * 3600, 24 * 3600, 24 * 3600 + 1, 25 * 3600, 3 * 86400, 4 * 86400]
gaps = st.sampled_from(SECONDS).map(lambda seconds: timedelta(seconds=seconds))
roles = st.sampled_from(TAKING_PART)
kinds = st.sampled_from(sorted(DISCHARGE.bodies))


def written(rng: Random, kind: str, now: datetime, messages: int) -> Any:
    """A message of a kind as it could be written at this moment, sensible or not."""
    moment = rng.choice([now, now, now - timedelta(seconds=rng.choice(SECONDS)), now + timedelta(hours=1)])
    day = (now + timedelta(days=rng.randint(-4, 6))).date()
    number = rng.randint(1, messages + 1)
    content: dict[str, dict[str, Any]] = {
        "admission": {
            "admitted_at": moment,
            "care_type": rng.choice(list(CareType)),
            "needs_expected": rng.random() < 0.7,
        },
        "need-assessed": {"assessed_at": moment},
        "admission-notice": {
            "expected_discharge": day,
            "needs": rng.sample(list(Need), rng.randint(1, 3)),
            "outside": rng.sample(list(Need), rng.choice([0, 0, 1, 2])),
        },
        "notice-supplement": {
            "needs": rng.sample(list(Need), rng.randint(0, 2)),
            "assessed_at": moment,
            "recipients": [f"the {rng.choice(TAKING_PART)}"],
            "outside": rng.sample(list(Need), rng.choice([0, 0, 1])),
        },
        "notice-forwarded": {"recipients": [f"the {rng.choice(TAKING_PART)}"]},
        "told-otherwise": {
            "of": number,
            "needs": rng.sample(list(Need), rng.randint(1, 3)),
            "means": rng.choice(list(Means)),
            "whom": "the duty nurse",
            "told_at": moment,
        },
        "changed-discharge-date": {"expected_discharge": day},
        "acknowledgement": {"of": number},
        "named-care-contact": {"name": "Kim Berg", "telephone": "010-123 45 67"},
        "ready-notice": {"assessed_at": moment},
        "ready-withdrawn": {"reason": "fever"},
        "sip-call": {"meeting_at": now + timedelta(seconds=rng.choice(SECONDS)), "place": "the ward"},
        "sip-held": {"held_at": moment, "consent": rng.random() < 0.5},
        "sip-not-needed": {"reason": rng.choice(list(NoSipReason))},
        "outpatient-interventions": {"status": rng.choice([*OutpatientStatus, OutpatientStatus.AVAILABLE])},
        "discharged": {"discharged_at": moment, "destination": rng.choice(list(Destination))},
        "information-transferred": {"content": "list of medicines"},
        "admission-reason": {"reason": "fall at home", "consent": True},
        "leave": {"from_at": moment, "until": moment + timedelta(seconds=rng.choice(SECONDS))},
        "can-receive": {"from_day": day},
        "planning-basis": {"personal_care": "morning and evening"},
        "home-services-paused": {"services": rng.choice(list(HomeServices))},
        "home-services-resumed": {"from_day": day},
        "question": {"recipients": [f"the {rng.choice(TAKING_PART)}"], "text": "when is the bed there?"},
        "answer": {"of": number, "text": "on Friday"},
        # To the ward that everybody here is told of, so that who takes part stays the same.
        "moved": {"moved_at": moment, "recipients": [f"the {Role.INPATIENT_CARE}"]},
        "taken-over": {"moved_at": moment},
        "wrong-recipient": {"recipients": [f"the {rng.choice(TAKING_PART[1:])}"], "another": rng.random() < 0.5},
        "told-back": {"of": number, "means": rng.choice(list(Means)), "whom": "the duty nurse", "told_at": moment},
        "care-request-prepared": {"recipients": [f"the {rng.choice(TAKING_PART[1:])}"], "wanted_from": day},
        "care-request": {
            "recipients": [f"the {rng.choice(TAKING_PART[1:])}"],
            "health_care": "medicines",
            "consent": True,
        },
        "care-request-returned": {"of": number, "reason": rng.choice(list(ReturnReason))},
        "medicine-list": {"handed_over_at": moment, "by": "nurse", "to": ["patient"]},
        "discharge-through": {"via": "primary-care"},
        "follow-up-call": {"called_at": moment, "outcome": rng.choice(list(CallOutcome))},
        "date-call": {"of": number, "whom": "the duty nurse", "called_at": moment},
        "leave-ended": {"ended_at": moment},
        "municipality-corrected": {"municipality": "1490", "was": "1480", "reason": "registered there"},
        "free-message": {"text": "is the bed in place?"},
        "correction": {"of": number, "reason": "by mistake"},
        "aborted": {"reason": "opened by mistake"},
    }
    return DISCHARGE.parse(kind, content[kind])


def bodies(kind: str, now: datetime, messages: int) -> st.SearchStrategy[Any]:
    """The messages of a kind that could be written at this moment."""
    return st.randoms(use_true_random=False).map(lambda rng: written(rng, kind, now, messages))


def draft(sent: list[Sent], now: datetime, role: Role, body: Any) -> Sent:
    return Sent(len(sent) + 1, now, f"the {role}", role, body)


def allowed(sent: list[Sent], message: Sent) -> bool:
    try:
        DISCHARGE.check_says(DISCHARGE.fold(sent, message.sent_at), message)
    except NotAllowed:
        return False
    return True


SELDOM = {
    # The twin knows nothing of it; tests/domain/discharge/test_move.py does.
    "municipality-corrected": 0,
    "moved": 0.1,
    "aborted": 0.02,
    "notice-forwarded": 0.1,
    "wrong-recipient": 0.1,
    "discharged": 0.3,
    "free-message": 0.2,
    "sip-not-needed": 0.15,
    "correction": 0.4,
}
SELDOM |= dict.fromkeys(
    "care-request-prepared care-request care-request-returned medicine-list date-call leave-ended".split(), 0.2
)
SELDOM |= dict.fromkeys(("admission-reason", "planning-basis", "question", "leave", "home-services-paused"), 0.2)
"""How often something is said when it could be, where it is not each time; so that cases get somewhere."""


def case_of(rng: Random) -> Iterator[tuple[list[Sent], datetime]]:
    """A random case after each of its messages, looked at once when it is sent and once somewhat later."""
    now, sent = rng.choice(STARTS), list[Sent]()
    for _ in range(40):
        state = DISCHARGE.fold(sent, now)
        role, kind = rng.choice(
            [(role, move.body.kind) for role in TAKING_PART for move in DISCHARGE.may_say(state, role)]
        )
        message = draft(sent, now, role, written(rng, kind, now, len(sent)))
        if rng.random() < SELDOM.get(kind, 1) and allowed(sent, message):
            sent.append(message)
            yield list(sent), now
            yield list(sent), now + timedelta(seconds=rng.choice(SECONDS))
        if kind == "aborted" and sent and sent[-1] is message:
            return
        now += timedelta(seconds=rng.choice([*SECONDS, 60, 60, 3600, 3600]))


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Sent], datetime]:
    """A random case somewhere along its way, and a moment at which to look at it."""
    looks = list(case_of(Random(draw(st.integers(0, 2**32)))))
    sent, now = draw(st.sampled_from(looks)) if looks else ([], STARTS[0])
    return sent, now

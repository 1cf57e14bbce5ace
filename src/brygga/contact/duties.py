"""The events that the duties of a named contact are counted from, and what is asked though no clause orders it."""

from datetime import datetime, timedelta

from brygga.agreements import Courtesy, Deadline
from brygga.calendars import end_of_day
from brygga.contact.parts import ContactPart as Part
from brygga.contact.parts import ContactStage as Stage
from brygga.contact.state import OPEN, OVER, Contact
from brygga.process import ContactKind, ContactProfession, Words

NEEDED = {
    ContactKind.CARE: "care-contact-needed",
    ContactKind.COORDINATING: "care-contact-needed",
    ContactKind.PHYSICIAN: "physician-contact-needed",
    ContactKind.HOME_HELP: "home-help-contact-needed",
}
"""Care contacts are appointed on a wish or a need; the other two are a right that is offered."""

EVENTS = frozenset(NEEDED.values()) | frozenset(
    "accepted review-due assignment-ended end-of-life-without-physician unit-closed settled".split()
)
"""Every event that a duty may be counted from."""

_A_SECOND, _AFTER = timedelta(seconds=1), timedelta(microseconds=1)


def events(state: Contact) -> dict[str, datetime]:
    """When each event that duties are counted from happened, or will; one of which nothing is known is absent."""
    if state.need is None:
        return {}
    kind = state.need.contact_kind
    # While it is handed over the next unit is to appoint, whatever day the former was appointed for.
    holder = state.holder if state.stage is Stage.APPOINTED else None
    review = holder.review if holder else None
    lacks = _lacks_physician(state)
    happened: dict[str, datetime | None] = {
        NEEDED[kind]: state.needed_at,
        # Of a care contact the need itself asks that somebody be appointed, whether it was offered or not.
        "accepted": state.accepted_at if NEEDED[kind] != NEEDED[ContactKind.CARE] else None,
        # From the morning of the day, so that it asks for nobody's attention before.
        "review-due": end_of_day(review, -1) + _A_SECOND if review else None,
        "assignment-ended": end_of_day(holder.until) + _A_SECOND if holder and holder.until else None,
        # From just after the appointment, which does not itself do what it leaves undone.
        "end-of-life-without-physician": state.appointed_at + _AFTER if state.appointed_at and lacks else None,
        "unit-closed": state.closed_at if state.stage in OPEN else None,
        "settled": state.settled_at if state.stage in OVER else None,
    }
    return {name: moment for name, moment in happened.items() if moment}


def _lacks_physician(state: Contact) -> bool:
    """Whether the person is at the end of life, and the contact is no physician and not one of several."""
    need, said = state.need, state.appointed
    if need is None or said is None or state.holder is None or not need.end_of_life:
        return False
    return said.profession is not ContactProfession.PHYSICIAN and not said.physician_is_another


def courtesies(words: Words) -> tuple[Courtesy, ...]:
    """The courtesies, called as the words have them.

    No text gives a time for looking at the need again, and none says who sees to a successor when a unit has closed:
    the day is each appointment's own, and whoever was told of the contact asks another unit.
    """

    def asked(id: str, by: tuple[Part, ...], arises: str, done_by: str, deadline: Deadline) -> Courtesy:
        phrase = words.courtesies[id]
        return Courtesy(
            id=id,
            process="contact",
            label=phrase.sv,
            label_en=phrase.en,
            owed_by=tuple(map(str, by)),
            one_for_all=True,
            arises=arises,
            done_by=tuple(done_by.split()),
            deadline=deadline,
        )

    on_the_day = Deadline(same_day=True, after="review-due")
    at_once = Deadline(promptly=True, after="unit-closed")
    return (
        asked(
            "review-contact",
            (Part.APPOINTER,),
            "review-due",
            "contact-reviewed contact-appointed contact-vacant contact-ended",
            on_the_day,
        ),
        asked("ask-for-successor", (Part.ASKER, Part.INFORMED), "unit-closed", "successor-asked", at_once),
    )

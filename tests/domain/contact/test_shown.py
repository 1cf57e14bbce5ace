"""What a named contact shows on its card and page, and what one process says is filled in in another."""

from datetime import date

from tests.domain.contact.cast import CENTRE, Case, appointed, at, needed

from brygga.contact import CONTACT
from brygga.discharge import DISCHARGE
from brygga.process import ContactKind, ContactProfession, NamedContact, Sent
from brygga.process.named_contacts import newest

LATER = "2026-06-30T12:00"


def names(facts) -> list[str]:
    return [one.name for one in facts]


def test_the_card_says_who_it_is_or_how_long_it_has_been_waited_for():
    assert names(CONTACT.card(needed().state(LATER))) == ["kind", "waiting"]
    assert names(CONTACT.card(appointed(review=date(2026, 9, 1)).state(LATER))) == ["kind", "holder", "review"]


def test_the_head_says_everything_that_is_known():
    assert CONTACT.facts(Case().state(LATER)) == ()
    ended = appointed().says("2026-05-04T09:00", CENTRE, "contact-ended").state(LATER)
    assert names(CONTACT.facts(ended)) == ["kind", "raised", "settled"]
    head = names(CONTACT.facts(appointed(until=date(2026, 9, 1)).state(LATER)))
    assert head == ["kind", "holder", "telephone", "since", "until", "why", "raised", "needed"]


def test_who_has_waited_longest_comes_first_then_whose_review_is_next():
    waiting, reviewed = needed().state(LATER), appointed(review=date(2026, 9, 1)).state(LATER)
    assert CONTACT.order(waiting) == at("2026-03-02T09:00") < CONTACT.order(reviewed)
    assert CONTACT.order(appointed().state(LATER)) == at("2026-03-05T09:00")


def test_the_kinds_have_the_codes_of_the_national_set():
    assert [(kind.value, kind.code) for kind in ContactKind] == [
        ("care-contact", 1),
        ("physician-contact", 2),
        ("home-help-contact", 3),
        ("coordinating-contact", 4),
    ]


def test_what_was_said_last_of_a_kind_at_a_unit_holds_whichever_case_said_it():
    def contact(kind: ContactKind, name: str, said: str, unit: str = CENTRE) -> NamedContact:
        return NamedContact(kind, name, "010", unit, date(2026, 3, 1), at(said))

    care, home = ContactKind.CARE, ContactKind.HOME_HELP
    of_discharge = contact(care, "Kim", "2026-03-01T09:00")
    later, elsewhere = contact(care, "Lo", "2026-03-05T09:00"), contact(care, "Alex", "2026-03-03T09:00", "the nurses")
    helps = contact(home, "Sam", "2026-03-02T09:00")
    assert [one.name for one in newest([later, helps, of_discharge, elsewhere])] == ["Lo", "Alex", "Sam"]


def test_whoever_was_named_at_a_discharge_is_not_written_again_and_the_other_way_round():
    said = {"name": "Kim Berg", "telephone": "010-123 45 67"}
    message = Sent(1, at("2026-03-01T09:00"), CENTRE, "outpatient-care", DISCHARGE.parse("named-care-contact", said))
    discharge = DISCHARGE.fold([message], at(LATER))
    (named,) = DISCHARGE.contacts(discharge)
    appoint, name = CONTACT.moves["contact-appointed"].body, DISCHARGE.moves["named-care-contact"].body
    filled = CONTACT.from_contact[appoint](needed().state(LATER), named)
    assert filled == said | {"since": date(2026, 3, 1)}
    assert CONTACT.from_contact[appoint](needed(contact_kind="physician-contact").state(LATER), named) == {}
    (held,) = CONTACT.contacts(appointed().state(LATER))
    assert (held.profession, held.kind) == (ContactProfession.NURSE, ContactKind.CARE)
    assert DISCHARGE.from_contact[name](discharge, held) == said
    (physician,) = CONTACT.contacts(
        appointed({"contact_kind": "physician-contact"}, profession="physician").state(LATER)
    )
    assert DISCHARGE.from_contact[name](discharge, physician) == {}

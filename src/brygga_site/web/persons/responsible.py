"""Who answers for what about a person now: the decision tables asked with what cases and register already say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.timezone import localdate

from brygga.agreements import Agreement
from brygga.rules.facts import Scalar
from brygga_site.agreements import registry, usable
from brygga_site.cases.known import KnownByCases
from brygga_site.people.models import Person
from brygga_site.web.rules.address import asked_from
from brygga_site.web.rules.answer import Answered
from brygga_site.web.rules.of_person import facts_of
from brygga_site.web.rules.reader import asked


@dataclass(frozen=True)
class CertainAnswer:
    """One question that what is known answers: its label, the answer in words, and where it is asked in full."""

    label: Any
    text: str
    address: str


@dataclass(frozen=True)
class Responsibility:
    """The questions that are answered, and where all are asked with what is known; empty where no agreement can be."""

    answers: tuple[CertainAnswer, ...]
    address: str


def responsible_for(person: Person, known: KnownByCases, now: datetime) -> Responsibility:
    """What the tables say of the person as the unit's open cases have it, by the agreement of the person's home."""
    said: dict[str, Scalar] = {}
    for one in reversed(known.cases):
        if one.state and one.case.runs.is_of_care and not one.case.runs.is_over(one.state):
            said |= one.case.runs.situation(one.state)
    agreement = usable(registry().applying_to(person.municipality, day=localdate(now)).id)
    if agreement is None:
        return Responsibility((), "")
    facts = facts_of(person, agreement, now) | said
    home = "" if person.is_protected else person.municipality
    address = asked_from(agreement, facts, home)
    return Responsibility(tuple(_answers(agreement, address, said.keys())), address)


def _answers(agreement: Agreement, address: str, said: Any) -> Iterator[CertainAnswer]:
    """The answers that are certain and turn on something that a case says; what is so of anybody is no news."""
    query = QueryDict(address.partition("?")[2])
    for name, question in registry().vocabulary.questions.items():
        if name not in agreement.tables:
            continue
        situation = asked(query)
        here = asked(QueryDict(situation.url(table=name).partition("?")[2]))
        if here.faults or here.table is None or not {fact.key for fact in here.table.facts} & set(said):
            continue
        answered = Answered(here, here.table)
        if answered.decision.is_certain and answered.decision.is_answered and not answered.gap:
            yield CertainAnswer(question.label, answered.said.text, here.url())

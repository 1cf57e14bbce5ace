"""One thing that carries clauses out: what it is, where on the site it works, and every clause it carries out."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from brygga.agreements import Agreement, CarrierKind
from brygga_site.agreements import registry
from brygga_site.web.agreements import names as name
from brygga_site.web.agreements.kinds import KINDS, MeetingPlace
from brygga_site.web.agreements.links import all_links
from brygga_site.web.agreements.reader import Shown
from brygga_site.web.agreements.things import ThingFact, facts
from brygga_site.words import carriers as words


@dataclass(frozen=True)
class Section:
    """What one agreement says of the thing, and its clauses that the thing carries out."""

    agreement: Agreement
    facts: list[ThingFact]
    clauses: list[Shown]
    place: str


@dataclass(frozen=True)
class Thing:
    """The carrier as its page shows it. `name_is_swedish` when the name is an agreement's own words."""

    kind: CarrierKind
    ref: str
    name: str
    sentence: str
    facts: list[ThingFact]
    met_at: tuple[MeetingPlace, ...]
    sections: list[Section]

    @property
    def total(self) -> int:
        return sum(len(section.clauses) for section in self.sections)

    @property
    def name_is_swedish(self) -> bool:
        return bool(KINDS[self.kind].section)


def thing(kind: str, ref: str, day: date) -> Thing:
    """What carries clauses out under this kind and reference. Raises Http404 when there is nothing such."""
    if kind not in set(CarrierKind) or kind == CarrierKind.STATEMENT:
        raise Http404("no such kind of carrier")
    sections = [section for one in registry().agreements.values() if (section := _section(kind, ref, one, day))]
    # What says what the thing is stands before what only uses it.
    sections.sort(key=lambda section: not section.facts)
    of_kind = KINDS[kind]
    if not sections and of_kind.named(ref) is None:
        raise Http404("no such carrier")
    home = sections[0].agreement if sections else registry().baseline
    own = _of_message(ref) if kind == CarrierKind.MESSAGE else []
    # A statement about a person's wishes is no message of a case, so the board leads nowhere near it.
    met_at = () if ref in words.STATEMENTS else of_kind.met_at
    return Thing(CarrierKind(kind), ref, name.carrier(kind, ref, home), of_kind.sentence_of(ref), own, met_at, sections)


def _section(kind: str, ref: str, agreement: Agreement, day: date) -> Section | None:
    carried = all_links().carried.get((kind, ref), ())
    clauses = [Shown(place.agreement, place.clause) for place in carried if place.agreement is agreement]
    said = facts(kind, ref, agreement, day)
    return Section(agreement, said, clauses, KINDS[kind].section) if clauses or said else None


def _of_message(ref: str) -> list[ThingFact]:
    """The duties that a message does."""
    duties = {duty.id: one for one in registry().agreements.values() for duty in one.own_duties if ref in duty.done_by}
    return [
        ThingFact(_("It does the duty"), name.carrier("duty", duty, one), reverse("carrier", args=["duty", duty]))
        for duty, one in duties.items()
    ]

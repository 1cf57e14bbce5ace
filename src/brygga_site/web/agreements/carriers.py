"""One thing that carries clauses out: what it is, where on the site it works, and every clause it carries out."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from brygga.agreements import Agreement, CarrierKind
from brygga.processes import PROCESSES
from brygga_site.agreements import registry
from brygga_site.web.agreements import names as name
from brygga_site.web.agreements.links import all_links
from brygga_site.web.agreements.reader import Shown
from brygga_site.web.agreements.things import Fact, facts
from brygga_site.words import carriers as words
from brygga_site.words.processes import about

SECTIONS = {"body": "bodies", "adoption": "decisions", "document": "documents", "area": "areas", "parameter": "figures"}
"""Where on an agreement's page its things stand."""


@dataclass(frozen=True)
class Section:
    """What one agreement says of the thing, and its clauses that the thing carries out."""

    agreement: Agreement
    facts: list[Fact]
    clauses: list[Shown]
    place: str


@dataclass(frozen=True)
class Thing:
    """The carrier as its page shows it. `name_is_swedish` when the name is an agreement's own words."""

    kind: CarrierKind
    ref: str
    name: str
    sentence: str
    facts: list[Fact]
    works_at: list[tuple[str, str]]
    sections: list[Section]

    @property
    def total(self) -> int:
        return sum(len(section.clauses) for section in self.sections)

    @property
    def name_is_swedish(self) -> bool:
        return self.kind.value in SECTIONS


def thing(kind: str, ref: str, day: date) -> Thing:
    """What carries clauses out under this kind and reference. Raises Http404 when there is nothing such."""
    if kind not in set(CarrierKind) or kind == CarrierKind.STATEMENT:
        raise Http404("no such kind of carrier")
    sections = [section for one in registry().agreements.values() if (section := _section(kind, ref, one, day))]
    # What says what the thing is stands before what only uses it.
    sections.sort(key=lambda section: not section.facts)
    known: dict[str, Container[str]] = {
        "message": {*PROCESSES.bodies, *words.STATEMENTS},
        "access": words.ACCESS,
        "settlement": words.SETTLEMENT,
        "term": words.TERMS,
        "pending": words.ROOMS,
    }
    if not sections and ref not in known.get(kind, ()):
        raise Http404("no such carrier")
    home = sections[0].agreement if sections else registry().baseline
    own = _of_message(ref) if kind == "message" else []
    # A statement about a person's wishes is no message of a case, so the board leads nowhere near it.
    met = [] if ref in words.STATEMENTS else _works_at(kind)
    return Thing(CarrierKind(kind), ref, name.carrier(kind, ref, home), _sentence(kind, ref), own, met, sections)


def _section(kind: str, ref: str, agreement: Agreement, day: date) -> Section | None:
    carried = all_links().carried.get((kind, ref), ())
    clauses = [Shown(place.agreement, place.clause) for place in carried if place.agreement is agreement]
    said = facts(kind, ref, agreement, day)
    return Section(agreement, said, clauses, SECTIONS.get(kind, "")) if clauses or said else None


def _sentence(kind: str, ref: str) -> str:
    match kind:
        case "message":
            return about(ref) or str(words.STATEMENTS.get(ref, ("", ""))[1])
        case "access":
            return str(words.ACCESS.get(ref, ("", ""))[1])
        case "settlement":
            return str(words.SETTLEMENT.get(ref, ("", ""))[1])
        case "term":
            return str(words.TERMS.get(ref, ("", ""))[1])
        case "duty":
            return _("Brygga tells the unit that owes this when it is due, and everyone in the case when it is late.")
        case "parameter":
            return _("Every rule and deadline that needs this figure takes it from here, by the day that is judged.")
        case "parties":
            return _("Who has made the agreement; it decides to which persons and municipalities it applies.")
        case "body":
            return _("A forum, board or office to which the agreement gives a task.")
        case "adoption":
            return _("A decision by which the agreement was proposed, recommended, adopted or changed.")
        case "area":
            return _("The municipalities that work together there.")
        case "document":
            return _("A text to which the clauses refer.")
        case "table":
            return _("A row of the table that answers this question. Who is responsible is asked and answered by it.")
        case "pending":
            return _(
                "This part of Brygga is not built yet. The clauses below wait for it; until then nothing does them."
            )
        case _:
            return ""


def _of_message(ref: str) -> list[Fact]:
    """The duties that a message does."""
    duties = {duty.id: one for one in registry().agreements.values() for duty in one.own_duties if ref in duty.done_by}
    return [
        Fact(_("It does the duty"), name.carrier("duty", duty, one), reverse("carrier", args=["duty", duty]))
        for duty, one in duties.items()
    ]


def _works_at(kind: str) -> list[tuple[str, str]]:
    """The pages on which one meets it."""
    match kind:
        case "message":
            return [(_("On a patient's page, from the board"), reverse("board"))]
        case "duty":
            return [(_("Among what is due today"), reverse("today")), (_("On the board"), reverse("board"))]
        case "settlement":
            return [(_("In the settlement, for those who work at an office"), _address("settlement"))]
        case "table":
            return [(_("Who is responsible?"), reverse("responsible"))]
        case "parties":
            return [(_("Which agreement each municipality is under"), f"{reverse('agreements')}#municipalities")]
        case "term":
            return [(_("How the agreements stand"), reverse("agreements"))]
        case _:
            return []


def _address(view: str) -> str:
    try:
        return reverse(view)
    except NoReverseMatch:
        return reverse("agreements")

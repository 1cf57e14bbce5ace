"""What an agreement says of itself: who works with it, how it was decided, its documents, figures and areas."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from brygga.agreements import Agreement
from brygga.agreements.parameters import Missing
from brygga.agreements.parties import Adoption, AgreementBody
from brygga.identities.places import Municipality, Region
from brygga_site.agreements import registry
from brygga_site.web.agreements import names as name
from brygga_site.web.agreements.links import Citation
from brygga_site.web.agreements.parties import names
from brygga_site.web.agreements.things import span
from brygga_site.words.agreements import BODY_LEVELS
from brygga_site.words.carriers import KINDS


@dataclass(frozen=True)
class FigureRow:
    """One value of a figure: when it holds, where it is published, whether it holds on the day asked about."""

    when: str
    value: str
    source: str
    holds: bool


@dataclass(frozen=True)
class Figure:
    """A dated figure with its values, the years that are missing, and the clauses that set it."""

    key: str
    label: str
    rows: list[FigureRow]
    missing: tuple[Missing, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class AgreementAbout:
    """Everything an agreement's own page shows beside its clauses."""

    regions: list[Region]
    municipalities: list[Municipality]
    bodies: list[tuple[str, list[AgreementBody]]]
    decisions: list[tuple[str, Adoption]]
    figures: list[Figure]
    areas: list[tuple[str, list[str]]]


def about(agreement: Agreement, day: date) -> AgreementAbout:
    head = agreement.head
    regions, municipalities = names(agreement, registry())
    order = list(BODY_LEVELS)
    by_level = groupby(sorted(head.body, key=lambda body: order.index(body.level)), key=lambda body: body.level)
    decided = sorted(head.adoption, key=lambda one: (one.on is None, one.on or date.max))
    return AgreementAbout(
        regions,
        municipalities,
        [(str(BODY_LEVELS[level]), list(bodies)) for level, bodies in by_level],
        [(name.adoption_name(one), one) for one in decided],
        _figures(agreement, day),
        [
            (area.name, [registry().places.municipality(code).short for code in area.municipalities])
            for area in head.area
        ],
    )


def _figures(agreement: Agreement, day: date) -> list[Figure]:
    found = []
    for one in agreement.parameters:
        rows = [
            FigureRow(
                span(value),
                name.figure(value.value, one.unit, agreement),
                ", ".join(filter(None, (value.source.title, value.source.reference))),
                value.holds(day),
            )
            for value in one.value
        ]
        found.append(Figure(one.key, one.label, rows, one.missing, one.clauses))
    return found


@dataclass(frozen=True)
class Cited:
    """Something that cites a clause, in words, with its address."""

    kind: str
    name: str
    agreement: Agreement
    url: str


def cited(citation: Citation) -> Cited:
    """What cites a clause, for the clause's own page."""
    agreement, kind, ref = citation.agreement, citation.kind, citation.ref
    home = reverse("agreement", args=[agreement.id])
    match kind:
        case "term":
            return Cited(_("How long it holds"), agreement.head.short, agreement, f"{home}#standing")
        case "area":
            return Cited(_("Collaboration area"), ref, agreement, f"{home}#areas")
        case "case":
            return Cited(_("Worked case"), ref, agreement, "")
    label = str(KINDS[kind])
    return Cited(label, name.carrier(kind, ref, agreement), agreement, reverse("carrier", args=[kind, ref]))

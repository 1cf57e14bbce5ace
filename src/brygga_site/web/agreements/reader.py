"""The reader: the clauses of one part of an agreement, filtered, each with what carries it out."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from brygga.agreements import Agreement, Clause
from brygga.agreements.parties import AgreementPart, Source
from brygga_site.web.agreements import names as name
from brygga_site.web.agreements.links import all_links
from brygga_site.words.agreements import LEVELS, STANDINGS

FIELDS = ("level", "binds", "standing")


@dataclass(frozen=True)
class Tag:
    """One thing that carries a clause out. A statement is no thing: its name is the reason, and it has no page."""

    kind: str
    ref: str
    name: str
    only_names: bool = False

    @property
    def url(self) -> str:
        return "" if self.kind == "statement" else reverse("carrier", args=[self.kind, self.ref])


@dataclass(frozen=True)
class Shown:
    """A clause as it is read: how it is carried out, whom it binds, what it rests on."""

    agreement: Agreement
    clause: Clause

    @property
    def standing(self) -> str:
        return name.standing(self.clause, self.agreement)

    @property
    def url(self) -> str:
        return clause_url(self.agreement, self.clause)

    @property
    def tags(self) -> list[Tag]:
        is_label = name.standings(self.agreement.id).is_label
        return [
            Tag(
                one.kind.value,
                one.ref,
                name.carrier(one.kind.value, one.ref, self.agreement),
                is_label(self.clause, one),
            )
            for one in self.clause.carried_by
        ]

    @property
    def binds(self) -> list[str]:
        return [name.bound(who, self.agreement) for who in self.clause.binds]

    @property
    def rests_on(self) -> list[tuple[str, str]]:
        """Each thing it rests on, with the address of the clause where Brygga holds it."""
        found = ((text, all_links().basis(text)) for text in self.clause.rests_on)
        return [(text, clause_url(at.agreement, at.clause) if at else "") for text, at in found]

    @property
    def days(self) -> str:
        """From when to when its wording holds, as far as the sources say."""
        return name.wording_days(self.agreement, self.clause)

    @property
    def source(self) -> Source:
        """The document that it is read from."""
        return next(source for source in self.agreement.head.source if source.id == self.clause.source)

    @property
    def not_stored(self) -> str:
        """What is said where the document's text is not kept here; nothing where it is."""
        return name.not_stored(self.source.read) if self.source.read else ""

    @property
    def part(self) -> AgreementPart:
        return next(part for part in self.agreement.head.part if part.id == self.clause.part)


def clause_url(agreement: Agreement, clause: Clause) -> str:
    return reverse("clause", args=[agreement.id, clause.id])


@dataclass(frozen=True)
class Reading:
    """What is read of an agreement: one part of it, and of that what fits the filters."""

    agreement: Agreement
    part: AgreementPart
    chosen: dict[str, str]

    @property
    def concerns(self) -> list[str]:
        """The bodies whose sphere the part says that it is about."""
        return [name.body_name(self.agreement, body) for body in self.part.concerns]

    @property
    def fitting(self) -> list[Clause]:
        return [clause for clause in self.agreement.clauses if self._fits(clause)]

    @property
    def in_part(self) -> int:
        return sum(clause.part == self.part.id for clause in self.agreement.clauses)

    @property
    def shown(self) -> list[Shown]:
        return [Shown(self.agreement, clause) for clause in self.fitting if clause.part == self.part.id]

    @property
    def sections(self) -> list[tuple[str, list[Shown]]]:
        """The clauses under their headings, in the order of the source."""
        return [(heading, list(rows)) for heading, rows in groupby(self.shown, key=lambda one: one.clause.heading)]

    @property
    def contents(self) -> list[tuple[AgreementPart, int, str]]:
        """Every part, how many of its clauses fit, and its address with the filters kept."""
        fitting = Counter(clause.part for clause in self.fitting)
        kept = {key: value for key, value in self.chosen.items() if value}
        address = reverse("agreement", args=[self.agreement.id])
        return [
            (part, fitting[part.id], f"{address}?{urlencode({'part': part.id, **kept})}#part")
            for part in self.agreement.head.part
        ]

    @property
    def filtered(self) -> bool:
        return any(self.chosen.values())

    def _fits(self, clause: Clause) -> bool:
        level, binds, standing = (self.chosen[field] for field in FIELDS)
        return (
            (not level or clause.level == level)
            and (not binds or binds in clause.binds)
            and (not standing or name.standing(clause, self.agreement) == standing)
        )


def reading(agreement: Agreement, query: QueryDict) -> Reading:
    """What an address asks to read; the first part when it names none. Raises Http404 for a part there is not."""
    wanted = query.get("part") or agreement.head.part[0].id
    part = next((part for part in agreement.head.part if part.id == wanted), None)
    chosen = {field: query.get(field, "") for field in FIELDS}
    known = {field: {value for value, _label in options} for field, options in choices(agreement).items()}
    if part is None or any(value and value not in known[field] for field, value in chosen.items()):
        raise Http404("no such part or filter")
    return Reading(agreement, part, chosen)


def choices(agreement: Agreement) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers in this agreement."""
    bound = Counter(who for clause in agreement.clauses for who in clause.binds)
    return {
        "level": [(value, str(label)) for value, label in LEVELS.items()],
        "binds": [(who, name.bound(who, agreement)) for who, _times in bound.most_common()],
        "standing": [(value, str(label)) for value, label in STANDINGS.items()],
    }

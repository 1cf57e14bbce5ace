"""What carries each clause out and what cites it, both ways, found once for all agreements."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from brygga.agreements import Agreement, Clause, Registry
from brygga.check import links
from brygga_site.agreements import registry

ABBREVIATED = {"PDL": "2008-355", "TvL": "1985-125", "LUS 2017:612": "2017-612"}
"""How the sources shorten the names of the acts that Brygga holds."""

Key = tuple[str, str]


@dataclass(frozen=True)
class Place:
    """A clause and the agreement it stands in."""

    agreement: Agreement
    clause: Clause


@dataclass(frozen=True)
class Citation:
    """Something in an agreement's data that cites a clause. `kind` is a carrier's kind, or `area` or `case`."""

    agreement: Agreement
    kind: str
    ref: str


@dataclass
class Links:
    """Clauses by (agreement, id); what each carrier carries out; what cites each clause; what rests on it."""

    places: dict[Key, Place] = field(default_factory=dict)
    carried: dict[Key, list[Place]] = field(default_factory=lambda: defaultdict(list))
    citing: dict[Key, list[Citation]] = field(default_factory=lambda: defaultdict(list))
    resting: dict[Key, list[Place]] = field(default_factory=lambda: defaultdict(list))

    def find(self, agreement: Agreement, clause_id: str) -> Place | None:
        """The clause as the agreement reads it: its own, else that of what it falls back to."""
        keys = ((one.id, clause_id) for one in agreement.lineage())
        return next((self.places[key] for key in keys if key in self.places), None)

    def basis(self, text: str) -> Place | None:
        """The clause of an act that a clause says it rests on (`2017:612 5:3`), where Brygga holds that act."""
        baseline = registry().baseline
        acts = {part.id.replace("-", ":", 1): part.id for part in baseline.head.part} | ABBREVIATED
        act = next((act for act in acts if text.startswith(f"{act} ")), None)
        if act is None:
            return None
        section = text.removeprefix(act).strip().replace(":", ".")
        return self.places.get((baseline.id, f"{acts[act]}.{section}"))


@cache
def all_links() -> Links:
    """The links of the agreements this site runs."""
    return _found(registry())


def _found(agreements: Registry) -> Links:
    found = Links()
    for agreement in agreements.agreements.values():
        for clause in agreement.clauses:
            found.places[agreement.id, clause.id] = Place(agreement, clause)
    for link in links(agreements):
        place = found.places[link.agreement, link.clause.id]
        found.carried[link.carrier.kind.value, link.carrier.ref].append(place)
    for agreement in agreements.agreements.values():
        for citation, clause_ids in _citations(agreement):
            for clause_id in clause_ids:
                if cited := found.find(agreement, clause_id):
                    found.citing[cited.agreement.id, cited.clause.id].append(citation)
    for place in found.places.values():
        for text in place.clause.rests_on:
            if basis := found.basis(text):
                found.resting[basis.agreement.id, basis.clause.id].append(place)
    return found


def _citations(agreement: Agreement) -> Iterator[tuple[Citation, tuple[str, ...]]]:
    head = agreement.head
    yield Citation(agreement, "term", ""), head.term.clauses
    for kind, rows in (("body", head.body), ("adoption", head.adoption), ("document", head.document)):
        for row in rows:
            yield Citation(agreement, kind, row.id), row.clauses
    for area in head.area:
        yield Citation(agreement, "area", area.name), area.clauses
    for parameter in agreement.parameters:
        yield Citation(agreement, "parameter", parameter.key), parameter.clauses
    for duty in agreement.own_duties:
        yield Citation(agreement, "duty", duty.id), duty.clauses
    for table, row in agreement.own_rulings():
        yield Citation(agreement, "table", f"{table.name}/{row.id}"), row.clauses
    for case in agreement.cases:
        yield Citation(agreement, "case", case.name), case.clauses

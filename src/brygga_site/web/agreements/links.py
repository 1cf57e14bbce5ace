"""What carries each clause out and what cites it, both ways, found once for all agreements."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from brygga.agreements import Agreement, Clause, Registry
from brygga.check import links
from brygga_site.agreements import registry

ABBREVIATED = {
    "FL": "2017-900",
    "HSL": "2017-30",
    "KL": "2017-725",
    "LPT": "1991-1128",
    "LRV": "1991-1129",
    "LSS": "1993-387",
    "LVM": "1988-870",
    "LVU": "1990-52",
    "OSL": "2009-400",
    "PDL": "2008-355",
    "PL": "2014-821",
    "PSL": "2010-659",
    "Patientlagen": "2014-821",
    "TvF": "1998-1338",
    "TvL": "1985-125",
}
"""How the sources shorten the names of acts. SoL stands for two acts, so that only its number says which."""

_NUMBER = re.compile(r"\(?(\d{4}):(\d+)\)?")
_SECTION = re.compile(r"(\d+) ?([a-z]?)(?::(\d+) ?([a-z]?))?(?: §| kap\.)?")

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
        """The clause of an act that a clause says it rests on (`2017:612 5:3`, `LPT 7 a`), where Brygga holds that act.

        A section of several clauses leads to the first of them.
        """
        baseline = registry().baseline
        act, rest = _named_act(text)
        found = _SECTION.fullmatch(rest)
        if act not in {part.id for part in baseline.head.part} or not found:
            return None
        chapter, letter, paragraph, its_letter = (group or "" for group in found.groups())
        section = f"{act}.{chapter}{letter}" + (f".{paragraph}{its_letter}" if paragraph else "")
        within = (one for one in baseline.clauses if one.id == section or one.id.startswith(f"{section}."))
        first = next((one for one in within if paragraph or rest.endswith("kap.") == (" kap. " in one.place)), None)
        return self.places[baseline.id, first.id] if first else None


def _named_act(text: str) -> tuple[str, str]:
    """The act that a citation names, by its number before its short name, and what follows."""
    if number := _NUMBER.search(text):
        return f"{number[1]}-{number[2]}", text[number.end() :].strip()
    name, _space, rest = text.partition(" ")
    return ABBREVIATED.get(name, ""), rest.strip()


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

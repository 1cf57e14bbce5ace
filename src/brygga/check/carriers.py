"""What in Brygga carries clauses out, seen from both ends."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from brygga import access
from brygga.agreements import Agreement, AgreementProblem, Carrier, CarrierKind, Clause, Registry
from brygga.processes import PROCESSES
from brygga.settlement import RULES


def in_code(kind: CarrierKind) -> Collection[str] | None:
    """The things of a kind that stand in code; None for kinds that stand in an agreement's own data."""
    known: dict[CarrierKind, Collection[str]] = {
        CarrierKind.MESSAGE: {*PROCESSES.bodies, *access.BODIES},
        CarrierKind.SETTLEMENT: RULES,
        CarrierKind.ACCESS: access.CARRIED,
    }
    return known.get(kind)


@dataclass(frozen=True)
class Link:
    """One clause of one agreement and one thing that carries it out."""

    agreement: str
    clause: Clause
    carrier: Carrier


def links(registry: Registry) -> Iterator[Link]:
    """Every pair of clause and carrier, statements and pending ones too."""
    for agreement in registry.agreements.values():
        for clause in agreement.clauses:
            for carrier in clause.carried_by:
                yield Link(agreement.id, clause, carrier)


def carried_out_by(registry: Registry, kind: CarrierKind, ref: str) -> tuple[Link, ...]:
    """The clauses of every agreement that one thing carries out."""
    return tuple(link for link in links(registry) if (link.carrier.kind, link.carrier.ref) == (kind, ref))


def problems(agreement: Agreement) -> Iterator[AgreementProblem]:
    """Carriers that Brygga has not got."""
    for clause in agreement.clauses:
        for carrier in clause.carried_by:
            known = in_code(carrier.kind)
            if known is not None and carrier.ref not in known:
                near = get_close_matches(carrier.ref, sorted(known), 1)
                hint = f"; did you mean '{near[0]}'?" if near else ""
                where = f"clause › '{clause.id}' › carried_by"
                message = f"there is no {carrier.kind} '{carrier.ref}'{hint}"
                yield AgreementProblem(f"{agreement.id}/{agreement.clause_file(clause.part)}", where, message)

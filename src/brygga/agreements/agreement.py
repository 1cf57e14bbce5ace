"""An agreement as a whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from pydantic import Field

from brygga.agreements.clauses import CarrierKind, Clause, ClauseId, Frozen, LeftOut
from brygga.agreements.duties import Duty
from brygga.agreements.liability import HeldRule, Liability, LiabilityScope, MissingLiability
from brygga.agreements.parameters import MissingParameter, Parameter, ParameterValue
from brygga.agreements.parties import Adoption, AgreementBody, AgreementPart, Area, Document, Parties, Source
from brygga.agreements.terms import Term
from brygga.rules.clock import moment_in, values_at
from brygga.rules.facts import Vocabulary
from brygga.rules.table import Ruling, Table


class AgreementKind(StrEnum):
    AGREEMENT = "agreement"
    FRAMEWORK = "framework"
    ROUTINE = "routine"
    STATUTE = "statute"


class AgreementScope(StrEnum):
    """What an agreement regulates."""

    RESPONSIBILITY = "responsibility"
    DISCHARGE = "discharge"
    PAYMENT_LIABILITY = "payment-liability"
    COLLABORATION = "collaboration"
    PRIMARY_CARE = "primary-care"
    PLANS = "plans"


class AgreementHead(Frozen):
    """What `agreement.toml` says."""

    id: str
    title: str
    title_en: str
    short: str
    kind: AgreementKind
    county: str | None = None
    falls_back_to: str | None = None
    covers: tuple[AgreementScope, ...] = ()
    note: str | None = None
    source: tuple[Source, ...] = Field(min_length=1)
    parties: Parties
    part: tuple[AgreementPart, ...] = Field(min_length=1)
    body: tuple[AgreementBody, ...] = ()
    adoption: tuple[Adoption, ...] = ()
    document: tuple[Document, ...] = ()
    area: tuple[Area, ...] = ()
    term: Term


class WorkedCase(Frozen):
    """A situation in words, what is given, and the answer the clauses lead to."""

    name: str
    kind: str
    clauses: tuple[ClauseId, ...] = Field(min_length=1)
    given: dict[str, Any]
    expect: dict[str, Any]


@dataclass(frozen=True)
class Agreement:
    """An agreement with its clauses, figures, duties and worked cases, and the one it falls back to."""

    head: AgreementHead
    clauses: tuple[Clause, ...]
    left_out: tuple[LeftOut, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    own_duties: tuple[Duty, ...] = ()
    cases: tuple[WorkedCase, ...] = ()
    own_tables: tuple[Table, ...] = ()
    """The agreement's own tables, each as often as there are stretches of days for which it reads differently."""
    fallback: "Agreement | None" = None
    clause_files: tuple[str, ...] = ()
    """The parts whose clauses have a file of their own, `clauses/<part>.toml`."""
    liability: Liability = field(default_factory=Liability)
    vocabulary: Vocabulary | None = None
    """The words of its tables: the shared ones and its own."""
    figures_in_tables: frozenset[tuple[str, str]] = frozenset()
    """The figures that conditions of its own tables name, each with its table."""

    @property
    def id(self) -> str:
        return self.head.id

    @property
    def term(self) -> Term:
        return self.head.term

    @cached_property
    def _by_id(self) -> dict[str, Clause]:
        return {clause.id: clause for clause in self.clauses}

    def clause_file(self, part: str) -> str:
        """The file in which the clauses of a part stand."""
        return f"clauses/{part}.toml" if part in self.clause_files else "clauses.toml"

    def lineage(self) -> "Iterator[Agreement]":
        """This agreement, then the one it falls back to, and so on."""
        yield self
        if self.fallback:
            yield from self.fallback.lineage()

    def has_clause(self, clause_id: str) -> bool:
        """Whether the clause stands in this agreement itself."""
        return clause_id in self._by_id

    def clause(self, clause_id: str) -> Clause:
        """The clause with this id, here or in what the agreement falls back to. Raises LookupError."""
        for agreement in self.lineage():
            if clause_id in agreement._by_id:
                return agreement._by_id[clause_id]
        raise LookupError(f"{self.id} has no clause '{clause_id}'")

    def cite(self, clause_id: str) -> str:
        """A clause, here or in what the agreement falls back to, as it is cited; of one that is not there, its id."""
        try:
            return self.clause(clause_id).cited
        except LookupError:
            return clause_id

    def parameter(self, key: str, on: date) -> ParameterValue:
        """The value of `key` on a day, the agreement's own before the one it falls back to. Raises MissingParameter."""
        look_in = None
        for agreement in self.lineage():
            for parameter in agreement.parameters:
                if parameter.key != key:
                    continue
                if value := parameter.on(on):
                    return ParameterValue(
                        key,
                        value.value,
                        parameter.unit,
                        agreement.id,
                        parameter.clauses,
                        value.source,
                        value.from_,
                        value.to,
                    )
                look_in = look_in or parameter.look_in(on)
        raise MissingParameter(key, on, self.id, look_in)

    def liability_on(self, day: date) -> tuple[HeldRule, ...]:
        """The rules of payment liability of a day, nearest first: each for the stays that no nearer one is about.

        Raises MissingLiability when there is none, or when the first that would answer is known to be missing.
        """
        found: list[HeldRule] = []
        scopes: tuple[LiabilityScope, ...] = ()
        look_in = None
        for agreement in self.lineage():
            own = agreement.liability.on(day)
            found += [HeldRule(agreement.id, rule, scopes) for rule in own]
            scopes += tuple(rule.applies for rule in own)
            look_in = agreement.liability.look_in(day)
            if look_in or any(scope.is_all for scope in scopes):
                break
        if not found:
            raise MissingLiability(self.id, day, look_in)
        return tuple(found)

    def figure_changes(self, key: str) -> frozenset[date]:
        """The days from which a figure's value is another, or none; here or in what the agreement falls back to."""
        values = [v for a in self.lineage() for p in a.parameters if p.key == key for v in p.value]
        ends = (value.to + timedelta(days=1) for value in values if value.to and value.to < date.max)
        return frozenset([*(value.from_ for value in values if value.from_), *ends])

    def understood(self, facts: Mapping[str, object]) -> dict[str, object]:
        """Facts as somebody writes them, by their keys: names, labels, and a day and a time by the agreement's hours.

        A moment that the agreement's hours leave between several values becomes a frozenset of them. Raises
        InvalidFacts, and MissingParameter where a figure of the hours has no value on that day.
        """
        if self.vocabulary is None:
            return dict(facts)
        found = self.vocabulary.understood(facts)
        clock = self.vocabulary.clock
        moment = moment_in(found.get(clock.key)) if clock else None
        if clock and moment:
            values = values_at(self.vocabulary, moment, lambda key, day: self.parameter(key, day).value)
            found[clock.key] = next(iter(values)) if len(values) == 1 else values
        return found

    def own_rulings(self) -> Iterator[tuple[Table, Ruling]]:
        """The rows and declared gaps of its own tables, each once, as it reads last."""
        found = {(table.name, one.id): (table, one) for table in self.own_tables for one in table.rulings}
        yield from found.values()

    def duties(self, process: str) -> tuple[Duty, ...]:
        """The duties of a process: the agreement's own, and those it falls back to that it does not replace by id."""
        found: dict[str, Duty] = {}
        for agreement in self.lineage():
            for duty in agreement.own_duties:
                if duty.process == process:
                    found.setdefault(duty.id, duty)
        return tuple(found.values())

    def table(self, name: str, on: date | None = None) -> Table:
        """The decision table of this name as it reads on a day; without a day as it reads last.

        Raises LookupError that lists the tables there are, or the days for which there is this one.
        """
        if name not in self.dated_tables:
            raise LookupError(f"{self.id} has no table '{name}'; there are {', '.join(self.tables) or 'none'}")
        if on is None:
            return self.tables[name]
        every = self.dated_tables[name]
        if found := next((table for table in every if table.holds(on)), None):
            return found
        days = ", ".join(f"{one.from_ or ''} to {one.to or ''}".strip() for one in every)
        raise LookupError(f"{self.id} has no table '{name}' for {on.isoformat()}; there is one for {days}")

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Every decision table by name, as it reads last."""
        return {name: every[-1] for name, every in self.dated_tables.items()}

    @cached_property
    def dated_tables(self) -> dict[str, tuple[Table, ...]]:
        """Every decision table by name, by stretch of days: the agreement's own, each over the one it falls back to.

        An agreement without one of its own hands the whole question over.
        """
        below = self.fallback.dated_tables if self.fallback else {}
        names = {*below, *(table.name for table in self.own_tables)}
        return {name: tuple(self._over(name, below.get(name, ()))) for name in sorted(names)}

    def tables_by_days(self) -> Iterator[dict[str, Table]]:
        """The tables that hold together, once for each stretch of days in which they are the same."""
        starts = {table.from_ or date.min for every in self.dated_tables.values() for table in every}
        for start in sorted(starts):
            every = ((name, tables) for name, tables in self.dated_tables.items())
            yield {name: table for name, tables in every for table in tables if table.holds(start)}

    def _over(self, name: str, below: tuple[Table, ...]) -> Iterator[Table]:
        """The stretches of one table, over those of the table that it falls back to."""
        own = sorted((one for one in self.own_tables if one.name == name), key=lambda one: one.from_ or date.min)
        for table in below if not own else ():
            words = self.vocabulary or table.vocabulary
            handing_over = Table(self.id, table.question, words, table.policy, (), (), True)
            yield handing_over.falling_to(table)
        for table in own:
            if table.needs_baseline and below:
                yield from (table.falling_to(one) for one in below if table.meets(one))
            else:
                yield table

    def clauses_carried_by(self, kind: str, ref: str) -> tuple[str, ...]:
        """The ids of the clauses that this thing carries out, the agreement's own before those it falls back to."""
        return self._clauses_by_carrier.get((CarrierKind(kind), ref), ())

    @cached_property
    def _clauses_by_carrier(self) -> dict[tuple[CarrierKind, str], tuple[str, ...]]:
        found: dict[tuple[CarrierKind, str], dict[str, None]] = {}
        for agreement in self.lineage():
            for clause in agreement.clauses:
                for carrier in clause.carried_by:
                    found.setdefault((carrier.kind, carrier.ref), {})[clause.id] = None
        return {carrier: tuple(ids) for carrier, ids in found.items()}

    def read_as_in_force(self) -> tuple[Clause, ...]:
        """Its own clauses on whether it is in force that say less than they are read as.

        Whatever is answered by the agreement's own words rests on such a reading too, whichever clause answers.
        """
        own = (self.clause(one) for one in self.clauses_carried_by("term", "in-force") if self.has_clause(one))
        return tuple(clause for clause in own if clause.reading)

    def is_party(self, municipality: str) -> bool:
        """Whether the municipality with this code is a party."""
        return self.head.parties.has_municipality(municipality)

    @property
    def regulates_responsibility(self) -> bool:
        return AgreementScope.RESPONSIBILITY in self.head.covers

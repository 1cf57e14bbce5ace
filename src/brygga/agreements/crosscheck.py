"""What must hold between the files of one agreement: ids are unique, and every reference leads somewhere."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from brygga.agreements.agreement import Agreement
from brygga.agreements.clauses import Carrier, CarrierKind, Clause
from brygga.agreements.problems import AgreementProblem
from brygga.identities import Places

TERM_SUBJECTS = frozenset({"period", "renewal", "notice", "amendment", "revision", "in-force"})


def problems(agreement: Agreement, places: Places, unread: Collection[str] = ()) -> list[AgreementProblem]:
    """Every broken reference and double id of one agreement.

    `unread` are the files of it and of what it falls back to that could not be read (`parameters.toml`, `tables`):
    what leads there is not looked for, since the file's own fault is what is wrong.
    """
    # A row that holds in several stretches of days is found in each.
    return list(dict.fromkeys(_Check(agreement, places, frozenset(unread)).all()))


@dataclass(frozen=True)
class _Check:
    agreement: Agreement
    places: Places
    unread: frozenset[str]

    def all(self) -> Iterator[AgreementProblem]:
        yield from self._doubles()
        yield from self._parties()
        yield from self._parts()
        yield from self._areas()
        yield from self._left_out()
        yield from self._renewed()
        for clause in self.agreement.clauses:
            yield from self._clause(clause)
        yield from self._citations()
        yield from self._deadlines()
        yield from self._tables()
        yield from self._liability()

    def _doubles(self) -> Iterator[AgreementProblem]:
        head = self.agreement.head
        groups: list[tuple[str, str, Iterable[str]]] = [
            ("clauses.toml", "clause", (c.id for c in self.agreement.clauses)),
            ("parameters.toml", "parameter", (p.key for p in self.agreement.parameters)),
            ("duties.toml", "duty", (d.id for d in self.agreement.own_duties)),
            ("agreement.toml", "source", (s.id for s in head.source)),
            ("agreement.toml", "part", (p.id for p in head.part)),
            ("agreement.toml", "body", (b.id for b in head.body)),
            ("agreement.toml", "adoption", (a.id for a in head.adoption)),
            ("agreement.toml", "document", (d.id for d in head.document)),
            ("agreement.toml", "area", (a.id for a in head.area)),
            ("cases/", "case", (c.name for c in self.agreement.cases)),
        ]
        for file, what, ids in groups:
            for name, times in Counter(ids).items():
                if times > 1:
                    yield self._problem(file, f"{what} › '{name}'", f"this id stands {times} times; an id is used once")

    def _parties(self) -> Iterator[AgreementProblem]:
        parties = self.agreement.head.parties
        for field, codes, known in (
            ("regions", parties.regions, self.places.regions),
            ("municipalities", parties.municipalities, self.places.municipalities),
        ):
            if codes == "all":
                continue
            for code in codes:
                if code not in known:
                    yield self._problem(
                        "agreement.toml", f"parties › {field}", f"no such code in the registry: '{code}'"
                    )

    def _parts(self) -> Iterator[AgreementProblem]:
        known = {body.id for body in self.agreement.head.body}
        for part in self.agreement.head.part:
            for body in part.concerns:
                if body not in known:
                    message = f"agreement.toml has no body '{body}'"
                    yield self._problem("agreement.toml", f"part › '{part.id}' › concerns", message)

    def _areas(self) -> Iterator[AgreementProblem]:
        for area in self.agreement.head.area:
            for code in area.municipalities:
                if code not in self.places.municipalities:
                    message = f"no such code in the registry: '{code}'"
                    yield self._problem("agreement.toml", f"area › '{area.id}' › municipalities", message)

    def _left_out(self) -> Iterator[AgreementProblem]:
        stored = {source.id: source.is_stored for source in self.agreement.head.source}
        for number, left_out in enumerate(self.agreement.left_out, start=1):
            if not stored.get(left_out.source):
                file = self.agreement.clause_file(left_out.source)
                message = f"agreement.toml has no source '{left_out.source}'"
                if left_out.source in stored:
                    message = f"the text of '{left_out.source}' is not stored, so that no lines of it can be left out"
                yield self._problem(file, f"left_out › {number} › source", message)

    def _renewed(self) -> Iterator[AgreementProblem]:
        known = {source.id for source in self.agreement.head.source}
        for source in self.agreement.head.source:
            if source.renews and source.renews not in known - {source.id}:
                message = f"there is no other source '{source.renews}'"
                yield self._problem("agreement.toml", f"source › '{source.id}' › renews", message)

    def _clause(self, clause: Clause) -> Iterator[AgreementProblem]:
        head = self.agreement.head
        file, where = self.agreement.clause_file(clause.part), f"clause › '{clause.id}'"
        if clause.part not in {part.id for part in head.part}:
            yield self._problem(file, f"{where} › part", f"agreement.toml has no part '{clause.part}'")
        source = next((source for source in head.source if source.id == clause.source), None)
        if source is None:
            yield self._problem(file, f"{where} › source", f"agreement.toml has no source '{clause.source}'")
        elif source.is_stored and clause.lines is None:
            message = f"the text of '{clause.source}' is stored: say on which of its lines the clause stands"
            yield self._problem(file, f"{where} › lines", message)
        elif clause.lines and not source.is_stored:
            message = f"the text of '{clause.source}' is not stored, so that it has no lines: leave them out"
            yield self._problem(file, f"{where} › lines", message)
        for bound in clause.binds:
            kind, _, body = bound.partition(":")
            if kind == "body" and body not in {b.id for b in head.body}:
                yield self._problem(file, f"{where} › binds", f"agreement.toml has no body '{body}'")
            if bound == "other-party" and not head.parties.others:
                yield self._problem(file, f"{where} › binds", "agreement.toml names no others among the parties")
        for carrier in clause.carried_by:
            yield from self._carrier(file, where, carrier)

    def _carrier(self, file: str, where: str, carrier: Carrier) -> Iterator[AgreementProblem]:
        known = self._known(carrier.kind)
        if known is not None and carrier.ref not in known:
            near = get_close_matches(carrier.ref, sorted(known), 1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            message = f"there is no {carrier.kind} '{carrier.ref}'{hint}"
            yield self._problem(file, f"{where} › carried_by", message)

    def _known(self, kind: CarrierKind) -> frozenset[str] | None:
        head = self.agreement.head
        lineage = tuple(self.agreement.lineage())
        match kind:
            case CarrierKind.TERM:
                return TERM_SUBJECTS
            case CarrierKind.PARTIES:
                return frozenset({"all"})
            case CarrierKind.BODY:
                return frozenset(body.id for body in head.body)
            case CarrierKind.ADOPTION:
                return frozenset(adoption.id for adoption in head.adoption)
            case CarrierKind.DOCUMENT:
                return frozenset(document.id for document in head.document)
            case CarrierKind.AREA:
                return frozenset(area.id for area in head.area)
            case CarrierKind.PARAMETER if "parameters.toml" in self.unread:
                return None
            case CarrierKind.DUTY if "duties.toml" in self.unread:
                return None
            case CarrierKind.TABLE if "tables" in self.unread:
                return None
            case CarrierKind.PARAMETER:
                return frozenset(p.key for a in lineage for p in a.parameters)
            case CarrierKind.DUTY:
                return frozenset(d.id for a in lineage for d in a.own_duties)
            case CarrierKind.TABLE:
                tables = self.agreement.own_tables
                rows = {f"{table.name}/{row.id}" for table in tables for row in table.rows}
                return frozenset(rows | {f"{table.name}/{gap.id}" for table in tables for gap in table.gaps})
            case CarrierKind.MEASURE:
                # An agreement holds none yet; what is to become one is pending.
                return frozenset()
            case _:
                return None

    def _citations(self) -> Iterator[AgreementProblem]:
        known = {clause.id for a in self.agreement.lineage() for clause in a.clauses}
        head = self.agreement.head
        cited: list[tuple[str, str, tuple[str, ...]]] = [("agreement.toml", "term", head.term.clauses)]
        cited += [("agreement.toml", f"body › '{b.id}'", b.clauses) for b in head.body]
        cited += [("agreement.toml", f"adoption › '{a.id}'", a.clauses) for a in head.adoption]
        cited += [("agreement.toml", f"document › '{d.id}'", d.clauses) for d in head.document]
        cited += [("agreement.toml", f"area › '{a.id}'", a.clauses) for a in head.area]
        cited += [("parameters.toml", f"parameter › '{p.key}'", p.clauses) for p in self.agreement.parameters]
        cited += [("duties.toml", f"duty › '{d.id}'", d.clauses) for d in self.agreement.own_duties]
        liability = self.agreement.liability
        cited += [("liability.toml", f"rule › '{rule.id}'", rule.clauses) for rule in liability.rule]
        cited += [("liability.toml", f"missing › {n}", gap.clauses) for n, gap in enumerate(liability.missing, start=1)]
        cited += [("cases/", f"case › '{c.name}'", c.clauses) for c in self.agreement.cases]
        for table in self.agreement.own_tables:
            file = f"tables/{table.name}.toml"
            cited += [(file, f"row › '{row.id}'", row.clauses) for row in table.rows]
            cited += [(file, f"declared_gap › '{gap.id}'", gap.clauses) for gap in table.gaps]
        for file, where, clauses in cited:
            for clause_id in clauses:
                if clause_id not in known:
                    near = get_close_matches(clause_id, sorted(known), 1)
                    hint = f"; did you mean '{near[0]}'?" if near else ""
                    yield self._problem(file, f"{where} › clauses", f"there is no clause '{clause_id}'{hint}")

    def _tables(self) -> Iterator[AgreementProblem]:
        for table in self.agreement.own_tables:
            file = f"tables/{table.name}.toml"
            fallback = self.agreement.fallback
            if (
                table.needs_baseline
                and "tables" not in self.unread
                and (fallback is None or table.name not in fallback.tables)
            ):
                reason = "there is no table of this name below this agreement"
                yield self._problem(file, "falls_to_baseline", reason)

    def _liability(self) -> Iterator[AgreementProblem]:
        below = {rule.id for a in list(self.agreement.lineage())[1:] for rule in a.liability.rule}
        for rule in self.agreement.liability.rule:
            if rule.id in below:
                message = "a rule of what this agreement falls back on has this id: choose another"
                yield self._problem("liability.toml", f"rule › '{rule.id}' › id", message)

    def _deadlines(self) -> Iterator[AgreementProblem]:
        keys = self._known(CarrierKind.PARAMETER)
        for duty in self.agreement.own_duties:
            key = duty.deadline.parameter
            if key and keys is not None and key not in keys:
                message = f"parameters.toml has no '{key}'"
                yield self._problem("duties.toml", f"duty › '{duty.id}' › deadline", message)

    def _problem(self, file: str, where: str, message: str) -> AgreementProblem:
        return AgreementProblem(f"{self.agreement.id}/{file}", where, message)

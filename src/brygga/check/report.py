"""The report of a check, one row an agreement."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brygga.agreements import Agreement, AgreementProblem, CarrierKind, Registry, default_folder
from brygga.agreements.load import read
from brygga.check import figures, tables, worked_cases
from brygga.check.gate import with_code
from brygga.check.reached import Reached, reached, rows_without_case, untried
from brygga.check.standings import ClauseStanding, Standings


@dataclass(frozen=True)
class AgreementReport:
    """What one agreement holds: clauses = carried + labels_only + pending + statements.

    `half` are the pending ones of which something is carried out; `pending_by` counts what waits for each capability,
    where a clause may wait for several; `rows_without_case` are rows of tables that no worked case reaches.
    """

    id: str
    title: str = ""
    clauses: int = 0
    carried: int = 0
    labels_only: int = 0
    pending: int = 0
    pending_by: Mapping[str, int] = field(default_factory=dict)
    half: int = 0
    statements: int = 0
    cases: int = 0
    tables: int = 0
    rows_without_case: tuple[str, ...] = ()
    errors: tuple[AgreementProblem, ...] = ()

    def to_json(self) -> dict[str, Any]:
        rows, errors = list(self.rows_without_case), _errors(self.errors)
        return {**vars(self), "pending_by": dict(self.pending_by), "rows_without_case": rows, "errors": errors}


@dataclass(frozen=True)
class CheckReport:
    """The whole check; `errors` are those of the files that all agreements share."""

    agreements: tuple[AgreementReport, ...]
    errors: tuple[AgreementProblem, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.errors and not any(agreement.errors for agreement in self.agreements)

    @property
    def uncarried(self) -> int:
        """How many clauses nothing carries out: what is pending, and what is only named."""
        return sum(agreement.pending + agreement.labels_only for agreement in self.agreements)

    def to_json(self) -> dict[str, Any]:
        """The document of `brygga check --json`."""
        reports = [agreement.to_json() for agreement in self.agreements]
        return {"ok": self.ok, "agreements": reports, "errors": _errors(self.errors)}


def check(only: str | None = None, folder: Path | None = None, draft: bool = False) -> CheckReport:
    """Checks every agreement of the folder, or `only` the one with that id and what is wrong below it.

    A `draft` is checked in the place of the agreement whose id it has. Raises LookupError when there is none.
    """
    if draft and only is None:
        raise ValueError("say which draft: brygga check ID --draft")
    registry, found = read(folder or default_folder(), only if draft else None)
    names = {*registry.agreements, *registry.broken}
    if only is not None and only not in names:
        raise LookupError(f"there is no agreement '{only}'; there are {', '.join(sorted(names))}")
    by = reached(registry)
    reports = [_report(name, registry, found, by) for name in sorted(names)]
    if only is not None:
        below = {one.id for one in registry.agreements[only].lineage()} if only in registry.agreements else names
        reports = [one for one in reports if one.id == only or (one.errors and one.id in below)]
    return CheckReport(tuple(reports), tuple(problem for problem in found if problem.agreement not in names))


def _report(name: str, registry: Registry, found: Sequence[AgreementProblem], by: Reached) -> AgreementReport:
    errors = [problem for problem in found if problem.agreement == name]
    agreement = registry.agreements.get(name)
    if agreement is None:
        return AgreementReport(name, errors=tuple(errors))
    errors += with_code(agreement)
    rests_on = {"", *(one.id for one in agreement.lineage())}
    # What rests on something faulty would only repeat its faults: first cause first.
    if not errors and not any(problem.agreement in rests_on for problem in found):
        errors += [*figures.unread(agreement), *tables.problems(agreement)]
        errors += worked_cases.problems(agreement, registry) if not errors else []
        errors += untried(agreement, by) if not errors else []
    return _counted(agreement, by, tuple(errors))


def _counted(agreement: Agreement, by: Reached, errors: tuple[AgreementProblem, ...]) -> AgreementReport:
    standings = Standings(agreement)
    stand = Counter(standings.of(clause) for clause in agreement.clauses)
    waits = (one.ref for clause in agreement.clauses for one in clause.carried_by if one.kind is CarrierKind.PENDING)
    return AgreementReport(
        agreement.id,
        agreement.head.title,
        len(agreement.clauses),
        carried=stand[ClauseStanding.CARRIED],
        labels_only=stand[ClauseStanding.LABEL],
        pending=stand[ClauseStanding.PENDING],
        pending_by=dict(sorted(Counter(waits).items())),
        half=sum(standings.is_half(clause) for clause in agreement.clauses),
        statements=stand[ClauseStanding.STATEMENT],
        cases=len(agreement.cases),
        tables=len({table.name for table in agreement.own_tables}),
        rows_without_case=rows_without_case(agreement, by),
        errors=errors,
    )


def _errors(problems: Sequence[AgreementProblem]) -> list[dict[str, str]]:
    return [{"file": one.file, "where": one.where, "message": one.message} for one in problems]

"""The report of a check, one row an agreement."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brygga.agreements import Agreement, AgreementProblem, Registry, default_folder
from brygga.agreements.load import read
from brygga.check import carriers, duties, worked_cases


@dataclass(frozen=True)
class AgreementReport:
    """What one agreement holds: clauses = carried + pending + statements."""

    id: str
    title: str
    clauses: int
    carried: int
    pending: int
    statements: int
    cases: int
    tables: int
    errors: tuple[AgreementProblem, ...]

    def to_json(self) -> dict[str, Any]:
        errors = [{"file": e.file, "where": e.where, "message": e.message} for e in self.errors]
        return {**vars(self), "errors": errors}


@dataclass(frozen=True)
class CheckReport:
    """The whole check."""

    agreements: tuple[AgreementReport, ...]

    @property
    def ok(self) -> bool:
        return not any(agreement.errors for agreement in self.agreements)

    @property
    def pending(self) -> int:
        return sum(agreement.pending for agreement in self.agreements)

    def to_json(self) -> dict[str, Any]:
        """The document of `brygga check --json`."""
        return {"ok": self.ok, "agreements": [agreement.to_json() for agreement in self.agreements]}


def check(only: str | None = None, folder: Path | None = None) -> CheckReport:
    """Checks every agreement of the folder, or `only` the one with that id. Raises LookupError when there is none."""
    registry, found = read(folder or default_folder())
    names = {problem.file.partition("/")[0] for problem in found} | set(registry.agreements)
    if only is not None and only not in names:
        raise LookupError(f"there is no agreement '{only}'; there are {', '.join(sorted(names))}")
    chosen = sorted(names) if only is None else [only]
    return CheckReport(tuple(_report(name, registry, found) for name in chosen))


def _report(name: str, registry: Registry, found: Iterable[AgreementProblem]) -> AgreementReport:
    errors = [problem for problem in found if problem.file.partition("/")[0] == name]
    agreement = registry.agreements.get(name)
    if agreement is None:
        return AgreementReport(name, "", 0, 0, 0, 0, 0, 0, tuple(errors))
    errors += [*carriers.problems(agreement), *duties.problems(agreement)]
    # A worked case of an agreement that does not load whole would only repeat its errors.
    errors += worked_cases.problems(agreement, registry) if not errors else []
    return _counted(agreement, tuple(errors))


def _counted(agreement: Agreement, errors: tuple[AgreementProblem, ...]) -> AgreementReport:
    clauses = agreement.clauses
    pending = sum(clause.is_pending for clause in clauses)
    statements = sum(clause.is_statement for clause in clauses)
    return AgreementReport(
        agreement.id,
        agreement.head.title,
        len(clauses),
        len(clauses) - pending - statements,
        pending,
        statements,
        len(agreement.cases),
        len({table.name for table in agreement.own_tables}),
        errors,
    )

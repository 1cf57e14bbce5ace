"""What is let in: agreements without a fault, in their own files and against what Brygga has."""

from collections.abc import Iterator
from pathlib import Path

from brygga.agreements import Agreement, AgreementProblem, Registry, load_all
from brygga.agreements.load import without
from brygga.check import carriers, duties, figures


def let_in(folder: Path | None = None) -> Registry:
    """Every agreement of `folder` that a site can run; the others stand in `Registry.broken`, each with its faults.

    Beside what `load_all` asks, everything that an agreement names of Brygga is there, and what reads its figures can
    count with them: no page fails over them. Raises InvalidAgreements as `load_all` does.
    """
    registry = load_all(folder)
    return without(registry, [problem for one in registry.agreements.values() for problem in with_code(one)])


def with_code(agreement: Agreement) -> Iterator[AgreementProblem]:
    """What an agreement names of Brygga that is not there, and figures that what reads them cannot count with."""
    yield from carriers.problems(agreement)
    yield from duties.problems(agreement)
    yield from figures.problems(agreement)

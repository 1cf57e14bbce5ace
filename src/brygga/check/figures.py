"""What reads a figure of an agreement, and whether every value of it can be read so."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from brygga import listing, retention, settlement
from brygga.agreements import Agreement, AgreementProblem
from brygga.agreements.figures import FigureForm, FigureUse, is_in, refusal
from brygga.agreements.parameters import Parameter
from brygga.processes import PROCESSES

CLOCK = FigureUse(("time of day",), FigureForm.CLOCK)
HOURS = FigureUse(("hours",), FigureForm.WHOLE)
DAYS = FigureUse(("calendar days", "days"), FigureForm.WHOLE)


@dataclass(frozen=True)
class FigureReader:
    """One thing that reads a figure: what it is (`the duty call-to-sip`), and as what it reads it.

    A table reads it as the fact that it is compared with; that it can be is checked with the row.
    """

    name: str
    use: FigureUse | None = None


def readers(agreement: Agreement) -> Mapping[str, tuple[FigureReader, ...]]:
    """By its key, what reads each figure in cases and months of this agreement."""
    found: defaultdict[str, list[FigureReader]] = defaultdict(list)
    for key, reader in _all(agreement):
        found[key].append(reader)
    return {key: tuple(them) for key, them in found.items()}


def problems(agreement: Agreement) -> Iterator[AgreementProblem]:
    """Figures in a unit or with a value that what reads them cannot count with, on whatever day it holds."""
    read = readers(agreement)
    for parameter in agreement.parameters:
        file, where = f"{agreement.id}/parameters.toml", f"parameter › '{parameter.key}'"
        for reader in read.get(parameter.key, ()):
            for key, message in _unfit(parameter, reader.use) if reader.use else ():
                yield AgreementProblem(file, f"{where} › {key}", f"{reader.name} {message}")


def unread(agreement: Agreement) -> Iterator[AgreementProblem]:
    """Figures that nothing reads and that do not say so, and those that something reads though they say that."""
    read = readers(agreement)
    for parameter in agreement.parameters:
        if bool(parameter.shown_only) == (parameter.key not in read):
            continue
        names = ", ".join(reader.name for reader in read.get(parameter.key, ()))
        message = f"it is read by {names}: strike it" if names else "nothing reads the figure: say why it is only shown"
        where = f"parameter › '{parameter.key}' › shown_only"
        yield AgreementProblem(f"{agreement.id}/parameters.toml", where, message)


def _unfit(parameter: Parameter, use: FigureUse) -> Iterator[tuple[str, str]]:
    if parameter.unit not in use.units:
        wanted = " or ".join(f"'{unit}'" for unit in use.units)
        yield "unit", f"counts in {wanted} (found '{parameter.unit}')"
        return
    for one in parameter.value:
        if not is_in(use.form, one.value):
            yield "value", f"cannot count with it: {refusal(use.form, one.value)}"


def _all(agreement: Agreement) -> Iterator[tuple[str, FigureReader]]:
    for key, use in settlement.FIGURES.items():
        yield key, FigureReader("the settlement", use)
    for key, use in retention.FIGURES.items():
        yield key, FigureReader("the rules of retention", use)
    for key, use in listing.FIGURES.items():
        yield key, FigureReader("the load per physician", use)
    for process in PROCESSES:
        for key, use in process.figures.items():
            yield key, FigureReader(f"the process {process.name}", use)
    for one in agreement.lineage():
        for key, table in sorted(one.figures_in_tables):
            yield key, FigureReader(f"the table {table}")
        for hours in one.vocabulary.hours if one.vocabulary else ():
            yield from ((end, FigureReader("the hours of the clock", CLOCK)) for end in hours.figures)
        for duty in one.own_duties:
            if duty.deadline.hours:
                yield duty.deadline.hours, FigureReader(f"the duty {duty.id}", HOURS)
            if duty.deadline.days:
                yield duty.deadline.days, FigureReader(f"the duty {duty.id}", DAYS)

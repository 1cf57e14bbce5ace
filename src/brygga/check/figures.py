"""What reads a figure of an agreement, and whether every value of it can be read so."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from brygga import settlement
from brygga.agreements import Agreement, AgreementProblem
from brygga.agreements.figures import UNITS, FigureForm, FigureUse, is_in, refusal

HOURS = FigureUse(("hours",), FigureForm.WHOLE)
DAYS = FigureUse(("calendar days", "days"), FigureForm.WHOLE)


@dataclass(frozen=True)
class FigureReader:
    """One thing that reads a figure: what it is (`duty call-to-sip`), and as what it reads it."""

    name: str
    use: FigureUse


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
            if parameter.unit not in reader.use.units:
                wanted = " or ".join(f"'{unit}'" for unit in reader.use.units)
                message = f"{reader.name} counts in {wanted} (found '{parameter.unit}')"
                yield AgreementProblem(file, f"{where} › unit", message)
                continue
            for value in parameter.value:
                if reader.use.form is not UNITS[parameter.unit] and not is_in(reader.use.form, value.value):
                    message = f"{reader.name} cannot count with it: {refusal(reader.use.form, value.value)}"
                    yield AgreementProblem(file, f"{where} › value", message)


def _all(agreement: Agreement) -> Iterator[tuple[str, FigureReader]]:
    for key, use in settlement.FIGURES.items():
        yield key, FigureReader("the settlement", use)
    for one in agreement.lineage():
        for duty in one.own_duties:
            if duty.deadline.hours:
                yield duty.deadline.hours, FigureReader(f"the duty {duty.id}", HOURS)
            if duty.deadline.days:
                yield duty.deadline.days, FigureReader(f"the duty {duty.id}", DAYS)

"""An agreement that cannot be used: what is wrong with it, and for whom it would be."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from brygga.agreements.agreement import Agreement, AgreementScope
from brygga.agreements.parties import Parties
from brygga.agreements.problems import AgreementProblem


@dataclass(frozen=True)
class BrokenAgreement:
    """An agreement whose data has faults, or that falls back to one that has.

    `parties` is None where not even they could be read, and `covers` where what it regulates could not. `faults` are
    its own; without any, it is what it falls back to that has them.
    """

    id: str
    short: str
    parties: Parties | None
    covers: tuple[AgreementScope, ...] | None
    faults: tuple[AgreementProblem, ...]

    def may_apply(self, municipality: str, scope: AgreementScope) -> bool:
        """Whether, for all that could be read of it, it is what regulates this for the municipality."""
        covered = self.covers is None or scope in self.covers
        return covered and (self.parties is None or self.parties.has_municipality(municipality))


class UnusableAgreement(LookupError):
    """The answer where only an agreement that cannot be used could give one."""

    def __init__(self, broken: BrokenAgreement) -> None:
        self.broken = broken
        faults = "".join(f"\n{fault}" for fault in broken.faults) or " (what it falls back to has faults)"
        super().__init__(f"the agreement '{broken.id}' cannot be used until its data is mended:{faults}")


def of_agreement(agreement: Agreement, faults: tuple[AgreementProblem, ...]) -> BrokenAgreement:
    """An agreement that could be read, and has faults or falls back to one that has."""
    head = agreement.head
    return BrokenAgreement(head.id, head.short, head.parties, head.covers, faults)


def of_folder(folder: Path, faults: tuple[AgreementProblem, ...]) -> BrokenAgreement:
    """A folder that is not even an agreement; its parties are read alone, however faulty the rest is."""
    return BrokenAgreement(folder.name, folder.name, _parties(folder / "agreement.toml"), None, faults)


def _parties(file: Path) -> Parties | None:
    try:
        text = file.read_text(encoding="utf-8-sig")
        _before, _header, after = text.partition("\n[parties]")
        return Parties.model_validate(tomllib.loads(after.partition("\n[")[0]))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError):
        return None

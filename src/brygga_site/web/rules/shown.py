"""The parts of the page that answers who is responsible: what was said, what is asked, what did not fit."""

from dataclasses import dataclass

from brygga.rules import Fact
from brygga_site.agreements import registry
from brygga_site.web.rules.rows import Cite, Said


@dataclass(frozen=True)
class GivenFact:
    """Something said of the situation: what, where it is changed, and where it is taken back."""

    fact: Fact
    text: str
    is_known: bool
    change_url: str
    without_url: str
    is_brought: bool
    """Whether a case's page brought it, so that nobody was asked."""


@dataclass(frozen=True)
class PresumedFact:
    """Something ordinary that was presumed: in words, whether another value would name another principal."""

    fact: Fact
    text: str
    decides: bool
    change_url: str


@dataclass(frozen=True)
class AskedFact:
    """The fact that is asked now: its choices (written, label, definition, chosen), what goes with the form."""

    fact: Fact
    choices: list[tuple[str, str, str | None, bool]]
    current: str
    kept: list[tuple[str, str]]
    unknown_url: str
    back_url: str


@dataclass(frozen=True)
class Passed:
    """A row passed over, and why."""

    row: str
    agreement: str
    url: str
    because: str
    cites: tuple[Cite, ...]

    @property
    def agreement_name(self) -> str:
        return registry().agreement(self.agreement).head.short


@dataclass(frozen=True)
class ChangedFact:
    """A change of one fact: in words, the answer it leads to, and the address of that situation."""

    text: str
    said: Said
    url: str

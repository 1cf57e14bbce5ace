"""Papers: what a case gives its person to take home. The process says what stands there, the site sets it."""

from dataclasses import dataclass

from brygga.process.facts import FactValue


@dataclass(frozen=True)
class PaperLine:
    """One line: what it is called, a name among the process's words for papers, and what it says.

    Without a name it is what somebody has said, as it stands; with a name and nothing said it is a sentence of its own.
    `detail`: it says more of the line above, and stands under it.
    """

    name: str = ""
    values: tuple[FactValue, ...] = ()
    detail: bool = False


@dataclass(frozen=True)
class PaperSection:
    """A heading, by its name among the words for papers, with what stands under it.

    A heading that is somebody's own text stands in `own` instead, one level below.
    """

    lines: tuple[PaperLine, ...]
    heading: str = ""
    own: str = ""


@dataclass(frozen=True)
class CasePaper:
    """A paper: its title by name, and its sections in order."""

    title: str
    sections: tuple[PaperSection, ...]


def line(name: str, *values: FactValue | None, detail: bool = False) -> tuple[PaperLine, ...]:
    """The line, or nothing when none of its values is known; joined with `+` into the lines of a section."""
    known = tuple(value for value in values if value is not None and value != "")
    return (PaperLine(name, known, detail),) if known else ()

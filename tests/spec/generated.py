"""The pages of docs/generated that are made out of the agreements and the code."""

from pathlib import Path

from tests.spec import asvs
from tests.spec.access import grounds
from tests.spec.render import worked_cases

from brygga import reference
from brygga.agreements import load_all
from brygga.process import diagram
from brygga.processes import PROCESSES

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "generated"


def pages() -> dict[str, str]:
    """Every page by its file name, seen from docs/generated."""
    registry = load_all()
    return {
        "access.md": grounds(registry),
        **{f"{process.name}.md": diagram.page(process, registry.agreements.values()) for process in PROCESSES},
        "reference.md": reference.page(reference.reference(registry)),
        "worked-cases.md": worked_cases(registry),
        "../security/asvs.md": asvs.page(),
    }

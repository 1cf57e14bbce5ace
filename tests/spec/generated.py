"""The pages of docs/generated that are made out of the agreements and the code."""

from pathlib import Path

from tests.spec import asvs
from tests.spec.access import grounds
from tests.spec.render import worked_cases

from brygga.agreements import load_all
from brygga.discharge import diagram

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "generated"


def pages() -> dict[str, str]:
    """Every page by its file name, seen from docs/generated."""
    registry = load_all()
    return {
        "access.md": grounds(registry),
        "discharge.md": diagram.page(registry.baseline),
        "worked-cases.md": worked_cases(registry),
        "../security/asvs.md": asvs.page(),
    }

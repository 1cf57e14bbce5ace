"""What Brygga is made of, with licences, as CycloneDX: `make sbom`.

Python packages are read where they are installed, page packages out of the lock. What running needs is `required`, what
tests and measurements need `excluded`. A package without a licence is an error, so that nobody ships one unseen.
"""

import json
import re
import sys
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from brygga import __version__

ROOT = Path(__file__).resolve().parent.parent
LICENCES = LicenseFactory()

READ_IN_THE_PACKAGE = {"pyrage": "MIT", "zen-engine": "MIT"}
"""Licences that stand in a package's own file alone."""


@dataclass(frozen=True)
class Part:
    """A package as it is locked. `needs` are names of others; `licences` are as its authors wrote them."""

    kind: str
    name: str
    version: str
    licences: tuple[str, ...]
    needs: tuple[str, ...]
    runs: bool
    integrity: str = ""


def python_parts() -> Iterator[Part]:
    """The locked packages that are installed here; those of other systems are not."""
    runs = _locked("run.txt")
    for name in sorted(_locked("dev.txt")):
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        needs = {canonicalize_name(one.name) for one in map(Requirement, found.requires or ()) if _applies(one)}
        yield Part("pypi", name, found.version, tuple(_licences(found)), tuple(sorted(needs)), name in runs)


def _locked(file: str) -> set[str]:
    return set(re.findall(r"(?m)^([\w.-]+)==", (ROOT / "requirements" / file).read_text()))


def _applies(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})


def _licences(found: Distribution) -> Iterator[str]:
    """An expression of SPDX where there is one, else what the authors chose from the index's list, else their words."""
    told = found.metadata
    if expression := told.get("License-Expression"):
        yield expression
        return
    listed = [one for one in told.get_all("Classifier") or () if one.startswith("License :: ")]
    if named := [one.rpartition(" :: ")[2] for one in listed if not one.endswith(":: OSI Approved")]:
        yield from named
    elif known := READ_IN_THE_PACKAGE.get(found.name):
        yield known
    elif words := (told.get("License") or "").strip():
        yield words.splitlines()[0][:100]


def page_parts() -> Iterator[Part]:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for path, one in sorted(packages.items()):
        if not path:
            continue
        name, licence = path.rpartition("node_modules/")[2], one.get("license", "")
        runs = not one.get("dev", False)
        needs = tuple(sorted(one.get("dependencies", ())))
        yield Part("npm", name, one["version"], (licence,) if licence else (), needs, runs, one["integrity"])


def bom(parts: list[Part]) -> Bom:
    """The document. Raises ValueError for packages whose licence nobody tells."""
    if unknown := [part.name for part in parts if not part.licences]:
        raise ValueError(f"no licence is told of {', '.join(unknown)}: look at them before they are shipped")
    components = {(part.kind, part.name, part.version): _component(part) for part in parts}
    # npm may keep two versions of one package; whoever needs it is then said to need the first.
    named = {
        (part.kind, part.name): one for part, one in zip(reversed(parts), reversed(components.values()), strict=True)
    }
    made = Bom(components=components.values())
    own = LICENCES.make_with_expression("EUPL-1.2")
    whole = Component(name="brygga", version=__version__, type=ComponentType.APPLICATION, licenses=[own])
    made.metadata.component = whole
    for part in parts:
        needs = [named[part.kind, one] for one in part.needs if (part.kind, one) in named]
        made.register_dependency(components[part.kind, part.name, part.version], needs)
    made.register_dependency(whole, [components[part.kind, part.name, part.version] for part in parts if part.runs])
    return made


def _component(part: Part) -> Component:
    group, _, name = part.name.rpartition("/")
    scope = ComponentScope.REQUIRED if part.runs else ComponentScope.EXCLUDED
    # An expression stands alone; several licences are each by itself.
    licences = [LICENCES.make_from_string(one) for one in part.licences[:1]]
    if len(part.licences) > 1:
        licences = [LICENCES.make_with_name(one) for one in part.licences]
    where = PackageURL(type=part.kind, namespace=group or None, name=name, version=part.version)
    component = Component(
        name=name, group=group or None, version=part.version, purl=where, scope=scope, licenses=licences,
        bom_ref=str(where),
    )  # fmt: skip
    if part.integrity.startswith("sha512-"):
        digest = b64decode(part.integrity.removeprefix("sha512-")).hex()
        component.hashes.add(HashType(alg=HashAlgorithm.SHA_512, content=digest))
    return component


def main(file: Path) -> None:
    parts = [*python_parts(), *page_parts()]
    text = JsonV1Dot6(bom(parts)).output_as_string(indent=1)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    runs = sum(part.runs for part in parts)
    print(f"{file}: {runs} packages that running needs, {len(parts) - runs} for tests and measurements")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / f"brygga-{__version__}.cdx.json")
    except ValueError as error:
        sys.exit(str(error))

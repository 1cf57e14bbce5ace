"""The repository's own shape: what its files may name, and that its lists are current."""

import json
import re
import subprocess
import tomllib
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# In two parts, so that this file does not name them either.
REGISTRY_HOSTS = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb.debian", "org"),
    ]
]


@pytest.fixture(scope="session")
def files() -> dict[str, str]:
    """The text of every file that git keeps or would keep, by path."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: nothing tells which files belong to the repository")
    paths = [path for path in listed.split("\0") if (ROOT / path).is_file()]
    return {path: (ROOT / path).read_text(encoding="utf-8", errors="ignore") for path in paths}


def lines_with(files: dict[str, str], pattern: str) -> list[str]:
    found = re.compile(pattern)
    return [
        f"{path}:{number}: {line.strip()[:80]}"
        for path, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if found.search(line)
    ]


def test_no_file_names_a_package_registry(files):
    assert lines_with(files, "|".join(map(re.escape, REGISTRY_HOSTS))) == []


def test_no_file_names_a_path_of_one_machine(files):
    assert lines_with(files, r"(?<![\w.])/" + r"(?:work|root|home/\w+)/") == []


@pytest.mark.parametrize("name", ["run.txt", "node.txt", "dev.txt"])
def test_every_locked_python_package_has_its_hash(name):
    text = (ROOT / "requirements" / name).read_text()
    blocks = re.split(r"\n(?=\S)", re.sub(r"(?m)^#.*\n", "", text).strip())
    assert blocks
    assert [block for block in blocks if not re.match(r"\S+==\S+.*\\\n\s+--hash=sha256:", block)] == []


def test_every_declared_python_package_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    declared = {
        "run.txt": project["dependencies"] + extras["setup"],
        "node.txt": extras["node"],
        "dev.txt": project["dependencies"] + [*chain(*extras.values())],
    }
    for name, requirements in declared.items():
        locked = set(re.findall(r"(?m)^([\w.-]+)==", (ROOT / "requirements" / name).read_text()))
        wanted = {re.match(r"[\w.-]+", requirement)[0].lower() for requirement in requirements}
        assert wanted - locked - {"brygga"} == set()


def test_what_is_for_tests_or_a_cluster_alone_is_not_installed_to_run():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    locked = set(re.findall(r"(?m)^([\w.-]+)==", (ROOT / "requirements" / "run.txt").read_text()))
    apart = {re.match(r"[\w.-]+", one)[0].lower() for name in ("dev", "spark", "node") for one in extras[name]}
    assert apart & locked == set()


def test_each_list_of_locked_packages_has_the_same_versions():
    def versions(name):
        return set(re.findall(r"(?m)^([\w.-]+==\S+)", (ROOT / "requirements" / name).read_text()))

    assert versions("run.txt") <= versions("dev.txt")
    assert versions("node.txt") <= versions("dev.txt")


def test_every_locked_page_package_has_its_hash_and_no_address():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    packages.pop("")
    assert packages
    assert [name for name, package in packages.items() if not package.get("integrity")] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_the_readme_tells_of_every_make_target():
    targets = set(re.findall(r"(?m)^([a-z-]+):.*## ", (ROOT / "Makefile").read_text())) - {"help"}
    told = set(re.findall(r"\bmake ([a-z-]+)\b", (ROOT / "README.md").read_text()))
    assert targets
    assert targets - told == set()


def test_every_decision_is_named_by_its_date():
    for path in (ROOT / "docs" / "decisions").glob("*"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\d-[a-z0-9-]+\.md", path.name), path
        date.fromisoformat(path.name[:10])

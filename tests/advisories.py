"""Known weaknesses out of a snapshot: the files in which OSV gives out its advisories, kept where no network is.

A snapshot is a folder with `PyPI.zip` and `npm.zip`, each OSV's `all.zip` of that ecosystem (https://osv.dev). Its date
is that of its newest advisory.
"""

import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

Key = Callable[[str], Any]


@dataclass(frozen=True)
class Judged:
    """The weaknesses of packages, each in one line, and the day of the newest advisory that was read."""

    weaknesses: tuple[str, ...]
    newest: date


def judge(snapshot: Path, ecosystem: str, packages: Mapping[str, str]) -> Judged:
    """What the snapshot knows of packages (name to version). Raises ValueError for one that cannot be read."""
    key, named = (_python, canonicalize_name) if ecosystem == "PyPI" else (_semantic, str)
    locked = {named(name): version for name, version in packages.items()}
    found, newest = [], ""
    for advisory in _advisories(snapshot / f"{ecosystem}.zip"):
        newest = max(newest, advisory.get("modified", ""))
        if advisory.get("withdrawn"):
            continue
        for affected in advisory.get("affected", ()):
            package = affected.get("package", {})
            name = named(package.get("name", ""))
            if package.get("ecosystem") == ecosystem and name in locked and _hits(affected, locked[name], key):
                mended = ", ".join(sorted(_fixed(affected))) or "none"
                found.append(f"{name} {locked[name]}: {advisory['id']}, mended in {mended}")
    if not newest:
        raise ValueError(f"{snapshot / ecosystem}.zip holds no advisory")
    return Judged(tuple(sorted(set(found))), datetime.fromisoformat(newest).date())


def _advisories(file: Path) -> Iterator[dict[str, Any]]:
    try:
        with zipfile.ZipFile(file) as packed:
            for name in packed.namelist():
                if name.endswith(".json"):
                    yield json.loads(packed.read(name))
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        raise ValueError(f"{file} cannot be read: {error}") from error


def _hits(affected: Mapping[str, Any], version: str, key: Key) -> bool:
    """Whether a version is among those named, or in a range: https://ossf.github.io/osv-schema/#evaluation."""
    if version in affected.get("versions", ()):
        return True
    ranges = (one for one in affected.get("ranges", ()) if one.get("type") in ("ECOSYSTEM", "SEMVER"))
    return any(_within(one.get("events", ()), version, key) for one in ranges)


def _within(events: list[dict[str, str]], version: str, key: Key) -> bool:
    try:
        mine = key(version)
        moments = sorted(
            (key("0" if at == "0" else at), what != "introduced", what) for one in events for what, at in one.items()
        )
    except InvalidVersion:
        # What cannot be compared is for somebody to look at.
        return True
    weak = False
    for at, _, what in moments:
        if what == "introduced" and at <= mine:
            weak = True
        elif (what == "fixed" and at <= mine) or (what == "last_affected" and at < mine):
            weak = False
    return weak


def _fixed(affected: Mapping[str, Any]) -> set[str]:
    return {event["fixed"] for one in affected.get("ranges", ()) for event in one.get("events", ()) if "fixed" in event}


def _python(version: str) -> Version:
    return Version(version)


def _semantic(version: str) -> tuple[tuple[int, ...], tuple[Any, ...]]:
    """The order of https://semver.org: what comes before a version comes before it, numbers before words."""
    read = re.fullmatch(r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+.*)?", version)
    if read is None:
        raise InvalidVersion(version)
    numbers, before = tuple(int(one or 0) for one in read.groups()[:3]), read[4]
    if before is None:
        return numbers, ((2,),)
    return numbers, tuple((0, int(one), "") if one.isdecimal() else (1, 0, one) for one in before.split("."))

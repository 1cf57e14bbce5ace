"""The places that a unit serves, as they are written and as they are kept: `1480 Hisingen, 1407`.

A place is a municipality, or a named part of one. A name holds no digits, so that a code is found wherever it stands.
"""

import re
from collections.abc import Iterator

from brygga.identities import Places
from brygga.texts import swedish
from brygga_site.organisations import fitness
from brygga_site.organisations.fitness import Unfit

LONGEST = 600
_CODE = re.compile(r"(\d{4})(?:\s+(.*))?")
_PART = re.compile(r"[^\W\d]([^\d,]*[^\W\d])?")


def kept(written: str) -> str:
    """The places as they are kept, each once and in order. Raises Unfit.

    `written`: municipalities by name or code, each perhaps with a part after it, separated by commas:
    “Göteborg Hisingen, Öckerö”.
    """
    found = {_place(part.strip()) for part in written.split(",") if part.strip()}
    text = ", ".join(f"{code} {name}".strip() for code, name in sorted(found))
    return fitness.name(text, LONGEST, "areas") if text else ""


def shown(places: str) -> str:
    """The places in words, as one may write them: “Göteborg Hisingen, Öckerö”."""
    municipalities = Places.load().municipalities
    named = (f"{municipalities[code].short} {name}".strip() for code, name in _each(places))
    return ", ".join(sorted(named, key=swedish))


def _each(places: str) -> Iterator[tuple[str, str]]:
    for place in filter(None, places.split(", ")):
        code, _, name = place.partition(" ")
        yield code, name


def _place(written: str) -> tuple[str, str]:
    """The code of a municipality, and the name of the part of it or nothing."""
    code, name = _municipality(written)
    if code is None:
        reason = "no municipality is called “{given}”; write its name or its four digits, such as 1480"
        raise Unfit("areas", reason, given=written)
    if name and not _PART.fullmatch(name):
        raise Unfit("areas", "“{given}” is no name of a part of a municipality: write it in letters", given=name)
    return code, name


def _municipality(written: str) -> tuple[str | None, str]:
    municipalities = Places.load().municipalities
    if match := _CODE.fullmatch(written):
        return (match[1] if match[1] in municipalities else None), match[2] or ""
    folded = f"{written.casefold()} "
    names = ((name, one.code) for one in municipalities.values() for name in (one.name, one.short))
    begins = [(len(name), code) for name, code in names if folded.startswith(f"{name.casefold()} ")]
    if not begins:
        return None, ""
    length, code = max(begins)
    return code, written[length:].strip()

"""The door for what an address or a button says beside a form: each value by what it may be, and nothing else.

Every function takes the fields, `request.GET` or `request.POST`, and a name. What no page of Brygga sends raises
BadRequest, which is answered by 400 and what to do, or counts for nothing where an old link may say it.
"""

from collections.abc import Collection

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from brygga import texts

LONGEST = 300
"""Characters of a value; searches are cut instead (`searched`)."""

MOST_DIGITS = 18
"""A number of a row fits into the database's largest."""

MOST_TICKED = 500


def word(given: QueryDict, name: str, longest: int = LONGEST) -> str:
    """A text without what cannot be seen, blanks around it taken off; empty when it is not there."""
    return _checked(given.get(name, ""), longest)


def several(given: QueryDict, name: str, longest: int = LONGEST) -> list[str]:
    """What is ticked under one name."""
    values = given.getlist(name)
    if len(values) > MOST_TICKED:
        raise BadRequest("no page has so much to tick")
    return [_checked(value, longest) for value in values]


def searched(given: QueryDict, name: str, longest: int = LONGEST) -> str:
    """What is sought, as it was written but for what cannot be seen; cut where it is too long to be a search."""
    return "".join(one for one in given.get(name, "")[:longest] if one == " " or one.isprintable()).strip()


def among(given: QueryDict, name: str, known: Collection[str]) -> str:
    """One of those that are known; empty for any other."""
    value = given.get(name, "")
    return value if value in known else ""


def number(given: QueryDict, name: str) -> int | None:
    """The number of a row, from 0 on; None for what is none."""
    value = given.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= MOST_DIGITS else None


def ticked(given: QueryDict, name: str) -> bool:
    """Whether it is there, whatever it says: a button that was pressed, a box that was ticked."""
    return name in given


def own_address(given: QueryDict, name: str) -> str:
    """An address of this site, from its root; empty for any other."""
    value = given.get(name, "")
    is_own = value.startswith("/") and url_has_allowed_host_and_scheme(value, None)
    return value if is_own and value.isprintable() else ""


def without(given: QueryDict, names: Collection[str]) -> str:
    """What an address says but for these names, as an address has it again."""
    rest = given.copy()
    for name in names:
        rest.pop(name, None)
    return rest.urlencode()


def all_but(given: QueryDict, name: str) -> dict[str, list[str]]:
    """A whole form as it was written, for its writer alone, and judged when it is sent (`accounts.keep_unsent`)."""
    return {field: values for field, values in given.lists() if field != name}


def _checked(value: str, longest: int) -> str:
    if len(value) > longest:
        raise BadRequest("no page has so long a value")
    try:
        return texts.kept(value).strip()
    except texts.UnusableText as unusable:
        raise BadRequest("no page has such a character") from unusable

"""What an entry of the trail cites: a clause of `sverige`, `2022-913.3.6.2`, or a paragraph written `2022:913 3:6`."""

import re

from brygga.agreements import Clause
from brygga_site.agreements import registry

_CLAUSE = re.compile(r"(\d{4})-(\d+)\.(\d+)\.(\d+\w?)(?:\..+)?")
_WRITTEN = re.compile(r"(\d{4}):(\d+) (\d+):(\d+\w?)")


def paragraph(cited: str) -> str:
    """The paragraph as it is written, `2022:913 3:6`; what is no clause stays as it is."""
    found = _CLAUSE.fullmatch(cited)
    return "{}:{} {}:{}".format(*found.groups()) if found else cited


def clause(cited: str) -> Clause | None:
    """The clause of the statutory baseline that is cited."""
    written = _WRITTEN.fullmatch(cited)
    wanted = "{}-{}.{}.{}".format(*written.groups()) if written else cited
    try:
        return registry().agreement("sverige").clause(wanted)
    except LookupError:
        return None

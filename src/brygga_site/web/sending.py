"""What every form sends beside what was written: its key, and how far the sender has read."""

import re
import uuid

from django.core.exceptions import BadRequest
from django.http import HttpRequest

_KEY = re.compile(r"[!-~]{1,80}")
_DIGITS = 9


def key_of(request: HttpRequest) -> str:
    """The form's key; a new one for a form that is shown the first time. Raises BadRequest for what no form has."""
    given = request.POST.get("key")
    if not given:
        return uuid.uuid4().hex
    if not _KEY.fullmatch(given):
        raise BadRequest("no form has such a key")
    return given


def number_of(request: HttpRequest, name: str) -> int:
    """A number that the form holds, such as `seen`; 0 where the form has been tampered with."""
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= _DIGITS else 0

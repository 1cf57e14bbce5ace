"""Whether what an administrator writes can be used: identifiers, places, days.

The form, the import and the API ask here.
"""

import re
import unicodedata
from datetime import date

from django.utils import timezone

from brygga import texts
from brygga.calendars import YEARS
from brygga.identities import (
    HsaId,
    IdentityNumber,
    InvalidHsaId,
    InvalidIdentityNumber,
    InvalidOrganisationNumber,
    OrganisationNumber,
    Places,
)
from brygga.process import NotAllowed

_USERNAME = re.compile(r"[\w.@+-]{1,150}")


class Unfit(NotAllowed):
    """A value that cannot be used: `field` is its name, `reason` why and what to do."""

    def __init__(self, field: str, reason: str, **values: object) -> None:
        self.field = field
        super().__init__(reason, **values)


def hsa_id(given: str) -> str:
    """An HSA-id as it is kept, in capitals. Raises Unfit."""
    try:
        return HsaId(given.strip().upper()).value
    except InvalidHsaId:
        reason = "“{given}” is no HSA-id: write SE, ten digits, a hyphen, then letters and digits"
        raise Unfit("hsa_id", reason, given=given) from None


def optional_hsa_id(given: str | None) -> str | None:
    return hsa_id(given) if given and given.strip() else None


def identity_number(given: str) -> str:
    """Twelve digits, or nothing. Raises Unfit."""
    if not given.strip():
        return ""
    try:
        return IdentityNumber.read(given, timezone.localdate()).digits
    except InvalidIdentityNumber:
        reason = "“{given}” is no personal identity number: write YYYYMMDD-NNNN and check every digit"
        raise Unfit("identity_number", reason, given=given) from None


def organisation_number(given: str) -> str:
    """Ten digits. Raises Unfit."""
    try:
        return OrganisationNumber(given).digits
    except InvalidOrganisationNumber:
        reason = "“{given}” is no organisation number: write NNNNNN-NNNN and check every digit"
        raise Unfit("number", reason, given=given) from None


def municipality(given: str) -> str:
    """The code of a municipality. Raises Unfit."""
    if given not in Places.load().municipalities:
        raise Unfit(
            "municipality", "no municipality has the code “{given}”: write four digits, such as 1480", given=given
        )
    return given


def name(given: str, longest: int, field: str = "name") -> str:
    """A name without blanks around it. Raises Unfit when it is empty, too long, or holds what no name does."""
    try:
        name = texts.kept(given).strip()
    except texts.UnusableText:
        name = "\n"
    if not name:
        raise Unfit(field, "this must be filled in")
    if len(name) > longest:
        raise Unfit(field, "this is longer than {longest} characters", longest=longest)
    if not name.isprintable():
        raise Unfit(field, "this holds characters that cannot be shown; write it anew")
    return name


def username(given: str) -> str:
    """Letters, digits and . @ + - _ alone. Raises Unfit."""
    name = unicodedata.normalize("NFC", given.strip())
    if not _USERNAME.fullmatch(name):
        raise Unfit("username", "a user name holds letters, digits and . @ + - _ alone, and no blanks")
    return name


def days(from_day: date, to_day: date | None, today: date) -> None:
    """An assignment ends after it begins, and not before today, in years that days are kept of. Raises Unfit."""
    for field, day in (("from_day", from_day), ("to_day", to_day)):
        if day and day.year not in YEARS:
            reason = "the year is to be from {first} to {last}; leave the last day empty where there is none"
            raise Unfit(field, reason, first=YEARS[0], last=YEARS[-1])
    if to_day and to_day < from_day:
        raise Unfit(
            "to_day", "the last day, {to_day}, is before the first, {from_day}", to_day=to_day, from_day=from_day
        )
    if to_day and to_day < today:
        raise Unfit("to_day", "the last day, {to_day}, has passed; end the assignment at once instead", to_day=to_day)

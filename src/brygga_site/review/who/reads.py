"""Fetches of who did what the log says. Whoever calls has passed the reviewer's guard.

Entries from before the number was kept name an assignment, and an assignment is one member of staff's for ever. A user
name says nothing by itself: it may have been another's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from brygga_site.organisations.models import Assignment, FormerUserName, Organisation, Staff
from brygga_site.trail.models import Entry

Number = int | None


@dataclass(frozen=True)
class StaffThen:
    """A member of staff by number and present name, both empty when nobody knows who it was; `then` is the user name
    of that day, `now` today's. Both are told where they are not the same."""

    number: Number
    then: str
    name: str = ""
    now: str = ""

    def __str__(self) -> str:
        if not self.name:
            return _("not known, with the user name %(then)s") % {"then": self.then} if self.then else ""
        if self.then in ("", self.now):
            return self.name
        return _("%(name)s (then %(then)s, now %(now)s)") % {"name": self.name, "then": self.then, "now": self.now}


def doers(entries: Iterable[Entry]) -> dict[int, StaffThen]:
    """Who made each entry, by the entry's number."""
    made = list(entries)
    numbers = _numbers(made)
    known = people((numbers[one.pk], one.staff) for one in made)
    return {one.pk: known[numbers[one.pk], one.staff] for one in made}


def people(rows: Iterable[tuple[Number, str]]) -> dict[tuple[Number, str], StaffThen]:
    """Members of staff by their number and the user name of some day."""
    wanted = set(rows)
    numbers = {number for number, _then in wanted if number is not None}
    rows_now = Staff.objects.filter(pk__in=numbers).values_list("pk", "name", "username")
    names = {pk: (name, now) for pk, name, now in rows_now}
    return {
        (number, then): StaffThen(number, then, *names[number]) if number in names else StaffThen(None, then)
        for number, then in wanted
    }


def number_of(entry: Entry) -> Number:
    """The number of whoever made an entry; None when nobody knows."""
    return _numbers([entry])[entry.pk]


def holders(organisation: Organisation) -> Mapping[str, int]:
    """Whose each assignment at the organisation's units is, as the trail writes assignments."""
    rows = Assignment.objects.filter(unit__organisation=organisation)
    return {str(pk): staff for pk, staff in rows.values_list("pk", "staff")}


def made_by(numbers: Iterable[int], path: str = "") -> Q:
    """The entries that these members of staff made; `path` leads to the entry from another table."""
    staff = list(numbers)
    theirs = [str(pk) for pk in Assignment.objects.filter(staff__in=staff).values_list("pk", flat=True)]
    before = Q(**{f"{path}staff_number__isnull": True, f"{path}assignment__in": theirs})
    return Q(**{f"{path}staff_number__in": staff}) | before


def named(sought: str) -> list[int]:
    """The numbers of those whose name holds what is sought, or who have or have had it as their user name."""
    now = Staff.objects.filter(Q(name__icontains=sought) | Q(username__iexact=sought)).values_list("pk", flat=True)
    before = FormerUserName.objects.filter(pk=sought.lower()).values_list("staff", flat=True)
    return [*now, *before]


def is_own(number: Number, then: str, staff: Staff) -> bool:
    """Whether a member of staff made an entry; where nobody knows who did, whether it bears a name they have had."""
    if number is not None:
        return number == staff.pk
    had = {staff.username.lower(), *staff.former_user_names.values_list("pk", flat=True)}
    return then.lower() in had


def _numbers(entries: list[Entry]) -> dict[int, Number]:
    before = {one.assignment for one in entries if one.staff_number is None and one.assignment.isdecimal()}
    held = {str(pk): staff for pk, staff in Assignment.objects.filter(pk__in=before).values_list("pk", "staff")}
    return {one.pk: held.get(one.assignment) if one.staff_number is None else one.staff_number for one in entries}

"""Fetches of a person's extract (GDPR article 15; 2008:355 8 ch.; 2025:400 17:6): what one organisation holds.

What others have written is theirs to give: the extract says that it is there, from whom and when, and to ask them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from brygga.access.basis import Basis
from brygga.process import NotAllowed
from brygga_site.cases.models import Case, Message, Receipt
from brygga_site.charges.models import KeptStay
from brygga_site.keeping.extract.held import Extract, Held, HeldCase, Pairs
from brygga_site.keeping.extract.said import municipality_named, of_message, of_statement
from brygga_site.keeping.models import Hold
from brygga_site.organisations.models import Assignment, Organisation
from brygga_site.people.models import Person, Statement
from brygga_site.people.relation import is_own_record
from brygga_site.review.log.reads import beginning, own_entries
from brygga_site.review.permission import check_may_review
from brygga_site.review.report.reads import AccessReport
from brygga_site.review.report.reads import report as access_report
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import Action, Outcome, Subject


class NotGivenOut(NotAllowed):
    """The extract is not given out; nothing was shown."""


OTHERS = "2022-913.4.6"
"""The clause by which what another is responsible for is that one's to give out."""


def extract(assignment: Assignment, number: str, checked: str, withheld: Mapping[str, str], now: datetime) -> Extract:
    """The extract about the person with an identity number.

    `checked` is how it was made sure who asks, `withheld` by the key of what is said the paragraph by which it is not
    given out. Raises Http404 for no reviewer, NotGivenOut when it is about whoever gives it out.
    """
    check_may_review(assignment)
    organisation = assignment.unit.organisation
    person = Person.objects.filter(identity_number=number).first()
    if person and is_own_record(assignment, person):
        raise NotGivenOut("nobody gives out what is held about themselves; a colleague does")
    today = timezone.localdate(now)
    # What was read before this is what the report is about; this reading comes after it.
    accesses = access_report(assignment, number, min(beginning(), today), today)
    with transaction.atomic():
        made = _made(assignment, organisation, person, number, accesses, withheld, now)
        about = [person.pk] if person else []
        what = f"extract, {len(withheld)} withheld, identity: {checked}"
        record(assignment, Deed(Action.READ, what, Basis.GIVES_OUT, about, purpose=assignment.purpose))
    return made


def _made(
    assignment: Assignment,
    organisation: Organisation,
    person: Person | None,
    number: str,
    accesses: AccessReport,
    withheld: Mapping[str, str],
    now: datetime,
) -> Extract:
    numbers = [person.pk, *person.replaces.values_list("pk", flat=True)] if person else []
    own = Case.objects.filter(person__in=numbers, participants__unit__organisation=organisation).distinct()
    cases = tuple(_case(organisation, one, withheld) for one in own.order_by("opened_at", "pk"))
    rows = Statement.objects.filter(person__in=numbers).order_by("person_id", "sequence")
    statements = tuple(
        _withheld(of_statement(row, organisation), withheld)
        for row in rows.select_related("unit__organisation", "assignment__staff")
    )
    holds = Hold.objects.filter(person__in=numbers, organisation=organisation).order_by("pk")
    stopped = tuple((_moment(one.made_at), _stop(one)) for one in holds.select_related("lift"))
    # That others know the person is theirs to tell: whoever holds nothing says no name.
    knows = bool(cases or stopped or any(one.is_own for one in statements)) or _has_read(organisation, numbers, now)
    identity = _identity(person) if person and knows else ()
    shown = Person(identity_number=number).shown_number
    name = str(person) if identity else ""
    statements = statements if identity else ()
    return Extract(shown, name, organisation, assignment.unit.name, now, identity, statements, cases, stopped, accesses)


def _stop(hold: Hold) -> str:
    """Why the destruction was stopped, and since when it no longer is."""
    lifted = getattr(hold, "lift", None)
    return f"{hold.reason} ({_('lifted')} {_moment(lifted.made_at)})" if lifted else hold.reason


def _has_read(organisation: Organisation, numbers: Iterable[int], now: datetime) -> bool:
    """Whether the organisation has read about the person for its work. A reviewer's look-up is no ground for itself."""
    about = Subject.objects.filter(person__in=list(numbers)).values("entry_id")
    own = own_entries(organisation, beginning(), timezone.localdate(now)).filter(pk__in=about)
    return own.filter(decision=Outcome.ALLOWED).exclude(purpose=Assignment.Purpose.LOG_REVIEW).exists()


def _identity(person: Person) -> Pairs:
    listing = getattr(person, "listing", None)
    found = [
        (_("Name"), str(person)),
        (_("Personal identity number"), person.shown_number),
        (_("Registered address"), person.registered_address),
        (_("Municipality of registration"), municipality_named(person.municipality) or person.municipality),
        (_("Protected identity"), str(person.get_protection_display())),
        (_("Listed with"), listing.unit.name if listing else ""),
        *((_("Guardian"), one.name) for one in person.guardians.all()),
        *((_("Earlier number"), one.shown_number) for one in person.replaces.all()),
    ]
    return tuple((label, value) for label, value in found if value)


def _case(organisation: Organisation, case: Case, withheld: Mapping[str, str]) -> HeldCase:
    rows = Message.objects.filter(case=case).order_by("sequence")
    read: dict[int, list[tuple[str, str]]] = {}
    seen = Receipt.objects.filter(message__case=case, unit__organisation=organisation, read_at__isnull=False)
    for receipt in seen.select_related("unit").order_by("read_at"):
        read.setdefault(receipt.message_id, []).append((receipt.unit.name, _moment(receipt.read_at)))
    messages = tuple(
        _withheld(replace(of_message(case, row, organisation), read=tuple(read.get(row.pk, ()))), withheld)
        for row in rows.select_related("unit__organisation", "assignment__staff")
    )
    units = case.participants.select_related("unit__organisation").order_by("pk")
    return HeldCase(
        str(case.pk),
        case.process,
        case.agreement,
        case.municipality,
        case.opened_at,
        tuple(f"{one.unit.name}, {one.unit.organisation}" for one in units),
        messages,
        _stay(KeptStay.objects.filter(case=case).first()),
    )


def _stay(stay: KeptStay | None) -> Pairs:
    """What the settlement counts from the case."""
    if stay is None:
        return ()
    found = [
        (_("Municipality that it is counted on"), municipality_named(stay.municipality) or stay.municipality),
        (_("Admitted"), _moment(stay.admitted_at)),
        (_("Ready to be discharged"), _moment(stay.ready_at)),
        (_("Discharged"), _moment(stay.discharged_at)),
    ]
    return tuple(pair for pair in found if pair[1])


def _withheld(one: Held, withheld: Mapping[str, str]) -> Held:
    """Without what it says, when somebody has decided so, or when it is another's to give."""
    paragraph = withheld.get(one.key, "") if one.is_own else OTHERS
    return replace(one, says=(), content={}, withheld=paragraph) if paragraph else one


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def keys_of(told: Iterable[Held]) -> list[str]:
    """What may be withheld by a decision: what is the organisation's own to give."""
    return [one.key for one in told if one.is_own]

"""Verbs of sessions: begin, use, end; of one-time codes: invite, redeem; of unsent forms; of how one's lists look."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from brygga.access.administration import check_keeps
from brygga.access.basis import Basis
from brygga_site.accounts import codes
from brygga_site.accounts.assignment import SESSION_KEY as ASSIGNMENT_KEY
from brygga_site.accounts.commission import Commission, NoSignInReason, SignInRefused, forget
from brygga_site.accounts.log import security
from brygga_site.accounts.models import Invitation, KnownSubject, RecoveryCode, Session, Unsent
from brygga_site.accounts.permission import check_may_invite
from brygga_site.accounts.places import place_of
from brygga_site.accounts.reads import KEPT, SESSION_KEY, UNSENT_KEY, invitation_of, longest
from brygga_site.organisations.actions.approval import ask
from brygga_site.organisations.actions.recorded import administered, done
from brygga_site.organisations.administering import administrator
from brygga_site.organisations.approval.kinds import Carried, ChangeAsked
from brygga_site.organisations.models import Assignment, Pending, Staff
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import Action
from brygga_site.trail.origin import origin

# A page seen again within the minute is not written down, so that reading writes little.
NOTED_EVERY = timedelta(minutes=1)


LONGEST_UNSENT = 50_000
"""Characters of a form that are kept; no form that is kept takes as many."""


ONE_TIME_CODE = "one-time-code"


class NotInvited(Exception):
    """There is no such one-time code: mistyped, used, older than 72 hours, or replaced by a later one."""


def begin(request: HttpRequest, staff: Staff, commission: Commission | None) -> Session:
    """A browser has signed in; what it had before is no more, nor is anybody's session past its time."""
    now = timezone.now()
    Session.objects.filter(pk=request.session.get(SESSION_KEY)).delete()
    Session.objects.filter(began_at__lte=now - longest()).delete()
    browser = request.META.get("HTTP_USER_AGENT", "")
    session = Session(
        staff=staff,
        began_at=now,
        seen_at=now,
        origin=origin.get(),
        browser=browser[:300],
        places=[place_of(origin.get(), browser)],
    )
    request.session.pop(ASSIGNMENT_KEY, None)
    forget(request.session)
    if commission:
        session.provider = commission.issuer
        session.provider_session = commission.session
        session.provider_subject = commission.subject
        request.session[ASSIGNMENT_KEY] = commission.assignment
        commission.keep(request.session)
    session.save(force_insert=True)
    request.session[SESSION_KEY] = str(session.pk)
    Unsent.objects.filter(kept_at__lte=now - KEPT).delete()
    newest = Unsent.objects.filter(staff=staff).order_by("-kept_at").first()
    if newest:
        request.session[UNSENT_KEY] = newest.path
    return session


def know_subject(staff: Staff, commission: Commission, now: datetime) -> None:
    """Keeps, at the first sign-in, what the provider calls a member of staff.

    Raises SignInRefused when it has called them something else before, or called somebody else this.
    """
    try:
        with transaction.atomic():
            named = Q(subject=commission.subject) | Q(staff=staff)
            known = list(KnownSubject.objects.filter(named, issuer=commission.issuer))
            if not known:
                KnownSubject.objects.create(issuer=commission.issuer, subject=commission.subject, staff=staff, at=now)
                security("subject-kept", staff)
    except IntegrityError:
        # Somebody signs in by the same at the same moment.
        known = list(KnownSubject.objects.filter(named, issuer=commission.issuer))
    if any((one.subject, one.staff_id) != (commission.subject, staff.pk) for one in known):
        raise SignInRefused(NoSignInReason.OTHER_SUBJECT, staff)


def forget_subject(staff: Staff) -> None:
    """The operator lets the provider say anew what it calls a member of staff; their sessions from there end."""
    with transaction.atomic():
        staff.known_subjects.all().delete()
        staff.sessions.exclude(provider="").delete()
        _record(f"subject at the identity provider forgotten: {staff.username}")


def use(session: Session, now: datetime) -> None:
    """The session has been used by a person (not by a page that asks again by itself)."""
    if now - session.seen_at >= NOTED_EVERY:
        Session.objects.filter(pk=session.pk).update(seen_at=now)


def keep_unsent(staff: Staff, chosen: int | None, path: str, fields: dict[str, list[str]], now: datetime) -> None:
    """Keeps what has been written in the form at an address, in place of what was kept of it before."""
    content = {name: values for name, values in fields.items() if name != "csrfmiddlewaretoken"}
    values = [value for values in content.values() for value in values]
    # A database keeps no NUL; nobody has written one.
    if sum(map(len, values)) > LONGEST_UNSENT or any("\0" in text for text in (*values, *content)):
        return
    kept = {"chosen": chosen, "content": content, "kept_at": now}
    Unsent.objects.update_or_create(staff=staff, path=path, defaults=kept)


def forget_unsent(staff: Staff, path: str) -> None:
    """It has been sent, or is not wanted."""
    Unsent.objects.filter(staff=staff, path=path).delete()


def show_lists(staff: Staff, in_rows: bool) -> None:
    """From now on Today and the boards are in rows, or in cards, wherever the staff member signs in."""
    Staff.objects.filter(pk=staff.pk).update(lists_in_rows=in_rows)


def end(staff: Staff, pk: str) -> bool:
    """Ends one of the staff member's own sessions. False when there is none."""
    ended, _ = Session.objects.filter(staff=staff, pk=pk).delete()
    if ended:
        security("session-ended", staff, session=str(pk))
    return bool(ended)


def end_others(staff: Staff, but: str | None) -> int:
    """Ends every session of the staff member except one; how many they were."""
    ended, _ = Session.objects.filter(staff=staff).exclude(pk=but).delete()
    if ended:
        security("sessions-ended", staff, count=ended)
    return ended


def end_all(assignment: Assignment, staff: Staff) -> int:
    """Signs somebody out everywhere at once; the account and what it has been given stay. Gives how many sessions.

    For an administrator of the organisation that keeps the account. Raises NotAdministered.
    """
    with administered(assignment, f"sessions ended: {staff.username}"):
        staff = Staff.objects.select_for_update().get(pk=staff.pk)
        check_keeps(administrator(assignment), staff.pk, staff.organisation_id)
        ended, _ = Session.objects.filter(staff=staff).delete()
        done(assignment, f"sessions ended: {staff.username}, {ended}")
    security("sessions-ended-by-administrator", staff, by=assignment.staff.username, count=ended)
    return ended


@transaction.atomic
def end_of_operator(staff: Staff | None) -> int:
    """Ends every session of a staff member, or everybody's where none is named. The operator's. Gives how many."""
    found = Session.objects.filter(staff=staff) if staff else Session.objects.all()
    ended, _ = found.delete()
    of = staff.username if staff else "everybody"
    _record(f"sessions ended: {of}, {ended}")
    security("sessions-ended-by-operator", staff, of=of, count=ended)
    return ended


def end_at_provider(issuer: str, session: str, subject: str) -> int:
    """Ends what the identity provider says has ended: a session of its own, or all of a person's."""
    found = Session.objects.filter(provider=issuer)
    if session:
        found = found.filter(provider_session=session)
    if subject:
        found = found.filter(provider_subject=subject)
    ended = list(found.select_related("staff"))
    found.filter(pk__in=[one.pk for one in ended]).delete()
    for one in ended:
        security("session-ended-by-provider", one.staff, session=str(one.pk))
    return len(ended)


@transaction.atomic
def remove_factors(staff: Staff) -> None:
    """Takes away every second factor of a staff member who has lost theirs, and ends their sessions. The operator's."""
    _remove_factors(staff)
    end_others(staff, None)
    _record(f"factors removed: {staff.username}")


def ask_invitation(
    assignment: Assignment, staff: Staff, now: datetime, factors: bool = False, factor: str = ""
) -> tuple[Pending, str]:
    """Asks for a one-time code by which the staff member sets a password; its first half, told this once.

    The second half is made when another administrator approves, and told to that one alone. An earlier one that waits
    no longer does. `factors` when they have lost those too. Raises NotAdministered.
    """
    half = codes.half()
    what = _invited(staff, factors)
    with administered(assignment, what):
        staff = Staff.objects.select_for_update().get(pk=staff.pk)
        check_may_invite(assignment, staff, now)
        content = {"staff": staff.pk, "factors": factors, "first": make_password(codes.plain(half))}
        return ask(assignment, ChangeAsked(ONE_TIME_CODE, content, what, subject=staff, instead=True), factor), half


def carry_out_invitation(waiting: Pending, asker: Assignment, now: datetime) -> Carried:
    """The code is good for 72 hours from now, and an earlier one is void; its second half is told this once."""
    staff = Staff.objects.select_for_update().get(pk=waiting.content["staff"])
    check_may_invite(asker, staff, now)
    half, factors = codes.half(), waiting.content["factors"]
    _keep_invitation(staff, waiting.content["first"], half, factors, now)
    security("invited", staff, by=asker.staff.username, factors=factors)
    return Carried((_invited(staff, factors),), shown=half)


@transaction.atomic
def invite(staff: Staff, now: datetime, factors: bool = False) -> str:
    """A whole one-time code, told once, good for 72 hours; an earlier one is void. The operator's."""
    first, second = codes.half(), codes.half()
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    _keep_invitation(staff, make_password(codes.plain(first)), second, factors, now)
    _record(_invited(staff, factors))
    security("invited", staff, by="(operator)", factors=factors)
    return f"{first}-{second}"


def _keep_invitation(staff: Staff, first: str, second: str, factors: bool, now: datetime) -> None:
    kept = {"first": first, "second": make_password(codes.plain(second)), "factors": factors, "made_at": now}
    Invitation.objects.update_or_create(staff=staff, defaults=kept)


def _invited(staff: Staff, factors: bool) -> str:
    return f"one-time code: {staff.username}" + (", factors are removed" if factors else "")


@transaction.atomic
def redeem(username: str, code: str, password: str, now: datetime) -> Staff:
    """Sets the password of whoever was given the code, which is then used up, and ends their sessions.

    Raises NotInvited, and ValidationError for a password that is not taken: the code is then still good.
    """
    invitation, typed = invitation_of(username, now), codes.plain(code)
    halves = typed[: codes.HALF], typed[codes.HALF :]
    if invitation is None:
        for half in halves:
            make_password(half)  # a name that is not invited costs the same as a wrong code
        raise NotInvited
    # Both are looked at, so that the time tells nothing about the one that is right.
    right = [check_password(*pair) for pair in zip(halves, (invitation.first, invitation.second), strict=True)]
    if not all(right):
        raise NotInvited
    staff = invitation.staff
    if codes.plain(password) == typed:
        # Two administrators have had it in hand.
        raise ValidationError(_("The one-time code cannot be the password. Choose one that nobody else knows."))
    validate_password(password, staff)
    staff.set_password(password)
    staff.save(update_fields=["password"])
    if invitation.factors:
        _remove_factors(staff)
    invitation.delete()
    security("password-set-by-code", staff)
    end_others(staff, None)
    return staff


def _remove_factors(staff: Staff) -> None:
    Authenticator.objects.filter(user=staff).delete()
    RecoveryCode.objects.filter(staff=staff).delete()
    security("factors-removed", staff)


def _record(what: str) -> None:
    record(None, Deed(Action.WRITE, what, Basis.OPERATOR, purpose=Assignment.Purpose.ASSIGNMENTS))

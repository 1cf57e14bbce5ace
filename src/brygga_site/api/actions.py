"""What can be done to keys: made, allowed and taken, ended at once, used."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from brygga.access import administration as rules
from brygga.access.basis import Basis
from brygga_site.api.models import Key
from brygga_site.organisations import fitness
from brygga_site.organisations.actions.approval import ask
from brygga_site.organisations.actions.assignments import has_ended
from brygga_site.organisations.actions.recorded import administered, done
from brygga_site.organisations.administering import administered_unit, administrator
from brygga_site.organisations.approval.kinds import Carried, ChangeAsked
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import Assignment, Pending
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import Action

KEY = "key"
LONGEST_DAYS = 365
USED_EVERY = timedelta(minutes=1)
PREFIX = "brygga_"
"""By which a key that has gone astray is known for what it is."""


def make_key(assignment: Assignment, name: str, scope: str, last_day: date, now: datetime) -> tuple[Key, str]:
    """A key for units and assignments, and its secret, which is told this once. Raises Unfit and NotAdministered."""
    if scope in Key.OF_CASES:
        raise ValueError("nobody makes themselves a key for cases: it is allowed by one and taken by another")
    with administered(assignment, f"key made: {name}"):
        rules.check_administers(administrator(assignment))
        secret = _secret()
        key = _new_key(assignment, assignment, name, scope, last_day, now)
        key.digest = digest(secret)
        key.save()
        done(assignment, f"key {key.pk} made: {key.name}, {scope}, to {last_day}")
    return key, secret


def allow_key(
    assignment: Assignment, given: Assignment, name: str, scope: str, last_day: date, now: datetime, factor: str = ""
) -> Pending:
    """Asks that whoever has the assignment `given` may take a key, by which a program acts under it.

    It is there to be taken when another administrator approves. Nobody allows one for themselves, and neither of the
    two ever sees it. Raises Unfit and NotAdministered.
    """
    if scope not in Key.OF_CASES:
        raise ValueError(f"a key that somebody else takes is for cases, not for {scope}")
    with administered(assignment, f"key allowed for assignment {given.pk}: {name}"):
        key = _allowable(assignment, given, name, scope, last_day, now)
        content = {"assignment": given.pk, "name": key.name, "scope": scope, "last_day": last_day.isoformat()}
        what = f"key {key.name}, {scope}, to {last_day}, for assignment {given.pk} of {given.staff.username}"
        return ask(assignment, ChangeAsked(KEY, content, what, subject=given.staff), factor)


def carry_out_key(waiting: Pending, asker: Assignment, now: datetime) -> Carried:
    """Lets the key be taken that was asked for."""
    wanted = waiting.content
    given = Assignment.objects.select_related("staff", "unit__organisation").get(pk=wanted["assignment"])
    last_day = date.fromisoformat(wanted["last_day"])
    key = _allowable(asker, given, wanted["name"], wanted["scope"], last_day, now)
    key.save()
    what = f"key {key.pk} allowed: {key.name}, {key.scope}, to {last_day}, for assignment {given.pk}"
    return Carried((f"{what} of {given.staff.username}, {given.unit.hsa_id}",), key.pk)


def _allowable(assignment: Assignment, given: Assignment, name: str, scope: str, last_day: date, now: datetime) -> Key:
    rules.check_may_allow_key(administrator(assignment), given.staff_id, administered_unit(given.unit), given.purpose)
    if has_ended(given, now):
        raise Unfit("last_day", "the assignment has already ended; give a new one")
    return _new_key(assignment, given, name, scope, last_day, now)


def take_key(assignment: Assignment, key: Key, now: datetime) -> str:
    """The secret of a key that is allowed for one's assignment, told this once. Raises Http404 for any other key."""
    secret = _secret()
    with transaction.atomic():
        waiting = Key.objects.filter(pk=key.pk, assignment=assignment, digest__isnull=True, revoked_at__isnull=True)
        if not waiting.filter(last_day__gte=timezone.localdate(now)).update(digest=digest(secret)):
            raise Http404("no key waits here")
        _record_own(assignment, f"key {key.pk} taken: {key.name}")
    return secret


def end_own_key(assignment: Assignment, key: Key, now: datetime) -> None:
    """Ends at once a key that acts under one's assignment, taken or not. Again it changes nothing."""
    with transaction.atomic():
        if Key.objects.filter(pk=key.pk, assignment=assignment, revoked_at__isnull=True).update(revoked_at=now):
            _record_own(assignment, f"key {key.pk} ended: {key.name}")


def revoke_key(assignment: Assignment, key: Key, now: datetime) -> None:
    """Ends a key at once, whoever of the organisation's administrators has made it. Raises NotAdministered."""
    with administered(assignment, f"key {key.pk} revoked"):
        rules.check_administers(administrator(assignment))
        if key.organisation_id != assignment.unit.organisation_id:
            raise rules.NotAdministered("the key is another organisation's")
        Key.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=now)
        done(assignment, f"key {key.pk} revoked: {key.name}")


def note_use(key: Key, now: datetime) -> None:
    """Remembers when a key was last used, to the minute."""
    if key.last_used_at is None or now - key.last_used_at >= USED_EVERY:
        Key.objects.filter(pk=key.pk).update(last_used_at=now)


def _new_key(assignment: Assignment, under: Assignment, name: str, scope: str, last_day: date, now: datetime) -> Key:
    """A key of the administrator's organisation, not yet stored. Raises Unfit."""
    today = timezone.localdate(now)
    if not today <= last_day <= today + timedelta(days=LONGEST_DAYS):
        raise Unfit("last_day", "a key holds from today on and at most {days} days", days=LONGEST_DAYS)
    return Key(
        assignment=under,
        organisation=assignment.unit.organisation,
        name=fitness.name(name, 60),
        scope=Key.Scope(scope),
        made_at=now,
        last_day=last_day,
    )


def _secret() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def _record_own(assignment: Assignment, what: str) -> None:
    """What somebody does with the key that acts under their own assignment."""
    record(assignment, Deed(Action.WRITE, what, Basis.OWN_KEY, purpose=assignment.purpose, paragraph=rules.PARAGRAPH))


def digest(secret: str) -> str:
    """What is kept of a key. It has 256 bits of chance, so nobody finds it by trying and no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()

"""What can be done to keys: made, revoked at once, used."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.utils import timezone

from brygga.access.administration import NotAdministered, check_administers
from brygga_site.api.models import Key
from brygga_site.organisations import fitness
from brygga_site.organisations.actions.recorded import administered, done
from brygga_site.organisations.administering import administrator
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import Assignment

LONGEST_DAYS = 365
USED_EVERY = timedelta(minutes=1)
PREFIX = "brygga_"
"""By which a key that has gone astray is known for what it is."""


def make_key(assignment: Assignment, name: str, scope: str, last_day: date, now: datetime) -> tuple[Key, str]:
    """A key and its secret, which is told this once. Raises Unfit and NotAdministered."""
    with administered(assignment, f"key made: {name}"):
        check_administers(administrator(assignment))
        name = fitness.name(name, 60)
        today = timezone.localdate(now)
        if not today <= last_day <= today + timedelta(days=LONGEST_DAYS):
            raise Unfit("last_day", "a key holds from today on and at most {days} days", days=LONGEST_DAYS)
        secret = PREFIX + secrets.token_urlsafe(32)
        key = Key.objects.create(
            assignment=assignment,
            organisation=assignment.unit.organisation,
            name=name,
            digest=digest(secret),
            scope=Key.Scope(scope),
            made_at=now,
            last_day=last_day,
        )
        done(assignment, f"key {key.pk} made: {name}, {scope}, to {last_day}")
    return key, secret


def revoke_key(assignment: Assignment, key: Key, now: datetime) -> None:
    """Ends a key at once, whoever of the organisation's administrators has made it. Raises NotAdministered."""
    with administered(assignment, f"key {key.pk} revoked"):
        check_administers(administrator(assignment))
        if key.organisation_id != assignment.unit.organisation_id:
            raise NotAdministered("the key is another organisation's")
        Key.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=now)
        done(assignment, f"key {key.pk} revoked: {key.name}")


def note_use(key: Key, now: datetime) -> None:
    """Remembers when a key was last used, to the minute."""
    if key.last_used_at is None or now - key.last_used_at >= USED_EVERY:
        Key.objects.filter(pk=key.pk).update(last_used_at=now)


def digest(secret: str) -> str:
    """What is kept of a key. It has 256 bits of chance, so nobody finds it by trying and no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()

"""Recovery codes: ten for an account, shown once, each good once; kept hashed as passwords are."""

import secrets

from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from brygga_site.accounts import codes
from brygga_site.accounts.log import security
from brygga_site.accounts.models import RecoveryCode
from brygga_site.accounts.second_factor import RECOVERY
from brygga_site.organisations.models import Staff

COUNT = 10

PARTS = 3
LENGTH = PARTS * codes.PART
"""Twelve letters. The first tells which of the ten it is; the other eleven, 54 bits, are the secret."""


@transaction.atomic
def make(staff: Staff) -> list[str]:
    """Ten new codes, told this once; those there were are no longer good."""
    Staff.objects.select_for_update().get(pk=staff.pk)
    RecoveryCode.objects.filter(staff=staff).delete()
    marks = secrets.SystemRandom().sample(codes.LETTERS, COUNT)
    made = [mark + "".join(secrets.choice(codes.LETTERS) for _ in range(LENGTH - 1)) for mark in marks]
    rows = (RecoveryCode(staff=staff, mark=code[0], code=make_password(code[1:])) for code in made)
    RecoveryCode.objects.bulk_create(rows)
    security("recovery-codes-made", staff)
    return ["-".join(code[at : at + codes.PART] for at in range(0, LENGTH, codes.PART)) for code in made]


@transaction.atomic
def use(staff: Staff, typed: str) -> bool:
    """Whether it is a code of the staff member's, which is then used up."""
    row = RecoveryCode.objects.select_for_update().filter(staff=staff, mark=typed[:1]).first()
    if row is None:
        make_password(typed)  # costs the same as a wrong code
        return False
    right = check_password(typed[1:], row.code)
    if right:
        row.delete()
        security("recovery-code-used", staff, left=left(staff))
    return right


def left(staff: Staff) -> int:
    """How many codes are still good."""
    return RecoveryCode.objects.filter(staff=staff).count()


class _TakesRecoveryCodes(AuthenticateForm):
    """The field of the authenticator app's code takes a recovery code too."""

    recovered = False

    def clean_code(self) -> str:
        typed = codes.plain(self.cleaned_data["code"])
        if len(typed) != LENGTH:
            return super().clean_code()
        right_one = check_rate_limit(self.user)
        if not use(self.user, typed):
            security("code-failed", self.user)
            raise get_adapter().validation_error("incorrect_code")
        right_one()
        self.recovered = True
        return typed

    def save(self) -> None:
        if self.recovered:
            again = {"reauthenticated": True} if isinstance(self, ReauthenticateForm) else {}
            record_authentication(context.request, self.user, "mfa", type=RECOVERY, **again)
        else:
            super().save()


class CodeForm(_TakesRecoveryCodes):
    """The code after the password."""


class CodeAgainForm(_TakesRecoveryCodes, ReauthenticateForm):
    """The code once more, before something changes."""

"""What an identity provider's claims come to: a staff member we know, and the one assignment they act under.

The claims are those of Inera's identity provider. Nobody is made from them: who is not known here is refused.
"""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from brygga_site.accounts.tokens import LEEWAY
from brygga_site.organisations.models import Assignment, Staff
from brygga_site.organisations.reads import assignments_of

_RIGHTS = "commission_rights"
_COMMISSION = "commission"
_ID_TOKEN = "commission_id_token"  # noqa: S105 (the name of a key)
_SHOWN_AT = "commission_shown_at"


class NoSignInReason(StrEnum):
    """Why a sign-in at the identity provider does not open Brygga."""

    NO_EMPLOYEE = "no-employee"
    UNKNOWN_EMPLOYEE = "unknown-employee"
    INACTIVE = "inactive"
    NO_COMMISSION = "no-commission"
    UNKNOWN_COMMISSION = "unknown-commission"
    OTHER_UNIT = "other-unit"
    TOO_WEAK = "too-weak"
    OTHER_SUBJECT = "other-subject"
    NOT_ANEW = "not-anew"


class SignInRefused(Exception):
    """The claims do not fit what is known here. `staff` is who they are about, when that is known."""

    def __init__(self, reason: NoSignInReason, staff: Staff | None = None, given: str = "") -> None:
        super().__init__(reason)
        self.reason, self.staff, self.given = reason, staff, given


@dataclass(frozen=True)
class Right:
    """One right of a commission, as HSA writes it: `activity;information type;scope`."""

    activity: str
    information: str
    scope: str


@dataclass(frozen=True)
class Commission:
    """What a sign-in at the provider is good for. `session` is the provider's `sid`, empty when it gives none.

    `shown_at` is when the person showed there who they are (`auth_time`, seconds since 1970), 0 where it does not say.
    """

    issuer: str
    subject: str
    session: str
    id_token: str
    assignment: int
    rights: tuple[str, ...] | None
    shown_at: int = 0

    def keep(self, session: MutableMapping[str, Any]) -> None:
        """Puts into the session what later requests ask for."""
        session[_COMMISSION] = self.assignment
        session[_RIGHTS] = None if self.rights is None else list(self.rights)
        session[_ID_TOKEN] = self.id_token
        session[_SHOWN_AT] = self.shown_at


def accept(claims: Mapping[str, Any], id_token: str) -> tuple[Staff, Commission]:
    """The staff member and the commission that the claims name. Raises SignInRefused when they do not fit."""
    staff = _staff(claims)
    if settings.BRYGGA_OIDC_ACR and claims.get("acr") not in settings.BRYGGA_OIDC_ACR:
        raise SignInRefused(NoSignInReason.TOO_WEAK, staff)
    assignment = _assignment(claims, staff)
    commission = Commission(
        issuer=claims["iss"],
        subject=claims["sub"],
        session=str(claims.get("sid", "")),
        id_token=id_token,
        assignment=assignment.pk,
        rights=_rights(claims.get("commissionRight")),
        shown_at=_shown_at(claims.get("auth_time")),
    )
    return staff, commission


def forget(session: MutableMapping[str, Any]) -> None:
    """A local account signs in where a commission may have been."""
    for key in (_COMMISSION, _RIGHTS, _ID_TOKEN, _SHOWN_AT):
        session.pop(key, None)


def commission_of(request: HttpRequest) -> int | None:
    """The assignment that a session from an identity provider is bound to; None for a local account's."""
    return request.session.get(_COMMISSION)


def rights_of(request: HttpRequest) -> list[Right]:
    """The rights that came with the commission; those that are not three parts are left out."""
    written = (one.split(";") for one in request.session.get(_RIGHTS) or [])
    return [Right(*(part.strip() for part in parts)) for parts in written if len(parts) == 3]


def id_token_of(request: HttpRequest) -> str:
    return request.session.get(_ID_TOKEN, "")


def shown_at_provider(request: HttpRequest) -> int:
    """When the person showed the provider who they are, in seconds since 1970; 0 where it has not said."""
    return request.session.get(_SHOWN_AT, 0)


def check_shown_anew(commission: Commission, staff: Staff, asked_at: float) -> None:
    """Whether the provider had the person show anew who they are, when it was asked to. Raises SignInRefused.

    A second may be lost where it counts whole ones, and its clock may be another; more than that is an earlier sign-in.
    """
    if commission.shown_at < asked_at - LEEWAY:
        raise SignInRefused(NoSignInReason.NOT_ANEW, staff)


def _shown_at(claim: Any) -> int:
    return claim if type(claim) is int else 0


def _staff(claims: Mapping[str, Any]) -> Staff:
    hsa_id = str(claims.get("employeeHsaId") or "")
    if not hsa_id:
        raise SignInRefused(NoSignInReason.NO_EMPLOYEE)
    staff = Staff.objects.filter(hsa_id__iexact=hsa_id).first()
    if staff is None:
        raise SignInRefused(NoSignInReason.UNKNOWN_EMPLOYEE, given=hsa_id)
    if not staff.is_active:
        raise SignInRefused(NoSignInReason.INACTIVE, staff)
    return staff


def _assignment(claims: Mapping[str, Any], staff: Staff) -> Assignment:
    hsa_id = str(claims.get("commissionHsaId") or "")
    if not hsa_id:
        raise SignInRefused(NoSignInReason.NO_COMMISSION, staff)
    assignment = assignments_of(staff).filter(hsa_id__iexact=hsa_id).first()
    if assignment is None:
        raise SignInRefused(NoSignInReason.UNKNOWN_COMMISSION, staff, given=hsa_id)
    unit = str(claims.get("healthCareUnitHsaId") or "")
    if unit and unit.upper() != assignment.unit.hsa_id.upper():
        raise SignInRefused(NoSignInReason.OTHER_UNIT, staff, given=unit)
    return assignment


def _rights(claim: Any) -> tuple[str, ...] | None:
    if claim is None:
        return None
    return (claim,) if isinstance(claim, str) else tuple(str(one) for one in claim)

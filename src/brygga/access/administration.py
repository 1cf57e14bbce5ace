"""Who administers which units and assignments, and which purposes a unit can have (2008:355, chapter 4 § 2).

The button on the page, the row of an import, the API and the write behind them ask here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from brygga.process import NotAllowed, Role

PARAGRAPH = "2008:355 4:2"

ADMINISTERS = "assignments"
OFFICE = "office"
PROVIDER = "provider"

ROLES: Mapping[str, Role] = {
    "ward": Role.INPATIENT_CARE,
    "health-centre": Role.OUTPATIENT_CARE,
    "home-care": Role.MUNICIPAL_HEALTH_CARE,
    "case-officers": Role.SOCIAL_SERVICES,
    "dental": Role.DENTAL_CARE,
}
"""The role in a person's care by the kind of unit; an office has none."""

PURPOSES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("ward", "health-centre", "home-care", "dental"), ("care",)),
    "case-officers": ("social-care",),
    OFFICE: ("administration", "log-review", ADMINISTERS),
}
"""What an assignment can be for, by the kind of unit."""

OF_PROGRAMS = ("care", "social-care", "administration")
"""What a unit's program can be let in for; who reviews the log and who gives assignments are persons."""

_REGION = ("ward", "health-centre", "dental", OFFICE)
_MUNICIPALITY = ("home-care", "case-officers", OFFICE)
# The exercise of public authority and the administration of assignments stay with the principal.
_NOT_CONTRACTED = ("case-officers", OFFICE)


class NotAdministered(NotAllowed):
    """What an administrator of units and assignments may not do, and why."""


@dataclass(frozen=True)
class AdministeredOrganisation:
    """An organisation: its number, its kind, and whether it is region and municipality in one (Gotland)."""

    number: int
    kind: str
    is_both: bool = False


@dataclass(frozen=True)
class Administrator:
    """Who acts: the staff member's number, the organisation, and the unit, its kind and the purpose one acts under."""

    staff: int
    organisation: AdministeredOrganisation
    unit: int
    kind: str
    purpose: str


@dataclass(frozen=True)
class AdministeredUnit:
    """A unit: its number, its kind, who runs it, the principal it works for under contract, and whether it is closed.

    The number is None for one that is about to be opened.
    """

    number: int | None
    kind: str
    runs: AdministeredOrganisation
    principal: int | None = None
    closed: bool = False


def kinds_of(principal: AdministeredOrganisation, runs: AdministeredOrganisation) -> tuple[str, ...]:
    """The kinds of unit that `runs` can have for `principal`, which is itself or the one it has a contract with."""
    own = tuple(dict.fromkeys(_REGION + _MUNICIPALITY)) if principal.is_both else _own(principal.kind)
    return own if runs == principal else tuple(kind for kind in own if kind not in _NOT_CONTRACTED)


def _own(kind: str) -> tuple[str, ...]:
    return {"region": _REGION, "municipality": _MUNICIPALITY}.get(kind, ())


def check_administers(who: Administrator) -> None:
    """Whether one administers anything at all. Raises NotAdministered."""
    if who.purpose != ADMINISTERS or who.kind != OFFICE:
        raise NotAdministered("units and assignments are kept by the organisation's own administrator")


def administers(who: Administrator) -> bool:
    return _holds(check_administers, who)


def check_administers_unit(who: Administrator, unit: AdministeredUnit) -> None:
    """Whether a unit is the administrator's: of the own organisation, or under contract with it."""
    check_administers(who)
    if who.organisation.number not in (unit.runs.number, unit.principal):
        raise NotAdministered("the unit is another organisation's")


def administers_unit(who: Administrator, unit: AdministeredUnit) -> bool:
    return _holds(check_administers_unit, who, unit)


def check_may_open(who: Administrator, unit: AdministeredUnit) -> None:
    """Whether the administrator may open this unit. Raises NotAdministered."""
    check_administers_unit(who, unit)
    kinds = kinds_of(who.organisation, unit.runs)
    if unit.kind not in kinds:
        reason = "such an organisation has no unit of kind {kind} for you; it can be: {kinds}"
        raise NotAdministered(reason, kind=unit.kind, kinds=", ".join(kinds))


def check_may_close(who: Administrator, unit: AdministeredUnit) -> None:
    """Whether the administrator may close this unit. Raises NotAdministered."""
    check_administers_unit(who, unit)
    if unit.number == who.unit:
        raise NotAdministered("you act at this unit; an administrator at another of your units closes it")


def may_close(who: Administrator, unit: AdministeredUnit) -> bool:
    return not unit.closed and _holds(check_may_close, who, unit)


def check_may_give(who: Administrator, staff: int | None, unit: AdministeredUnit, purpose: str) -> None:
    """Whether the administrator may give a staff member (None when new) an assignment of this purpose at a unit."""
    check_may_change(who, staff, unit)
    if unit.closed:
        raise NotAdministered("the unit is closed and gets no new assignments")
    if purpose not in (possible := PURPOSES[unit.kind]):
        reason = "a unit of kind {kind} has no assignment for {purpose}; it can be for: {purposes}"
        raise NotAdministered(reason, kind=unit.kind, purpose=purpose, purposes=", ".join(possible))


def check_may_change(who: Administrator, staff: int | None, unit: AdministeredUnit) -> None:
    """Whether the administrator may end or change an assignment of a staff member at a unit: never their own."""
    check_administers_unit(who, unit)
    if staff == who.staff:
        raise NotAdministered("nobody gives, changes or ends their own assignments; ask another administrator")


def may_change(who: Administrator, staff: int | None, unit: AdministeredUnit) -> bool:
    return _holds(check_may_change, who, staff, unit)


def check_may_allow_key(who: Administrator, staff: int, unit: AdministeredUnit, purpose: str) -> None:
    """Whether the administrator may let a program act under a staff member's assignment: never under their own."""
    check_may_change(who, staff, unit)
    if unit.closed:
        raise NotAdministered("the unit is closed; no program acts there")
    if purpose not in OF_PROGRAMS:
        reason = "no program acts under an assignment for {purpose}; it can be for: {purposes}"
        raise NotAdministered(reason, purpose=purpose, purposes=", ".join(OF_PROGRAMS))


def check_keeps(who: Administrator, staff: int, keeper: int | None) -> None:
    """Whether the administrator may change or end a staff member's account, which `keeper`, an organisation, keeps."""
    check_administers(who)
    if staff == who.staff:
        raise NotAdministered("nobody changes their own account here; ask another administrator")
    if keeper != who.organisation.number:
        raise NotAdministered("another organisation keeps this account; you give and end assignments at your units")


def keeps(who: Administrator, staff: int, keeper: int | None) -> bool:
    return _holds(check_keeps, who, staff, keeper)


def _holds(check: Callable[..., None], *arguments: object) -> bool:
    try:
        check(*arguments)
    except NotAdministered:
        return False
    return True

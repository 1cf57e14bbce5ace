"""Protected identity: who sees an address, and where none may stand. No list for others holds a name at all."""

from enum import StrEnum

from brygga.process import Role


class Protection(StrEnum):
    """What the population register says: nothing, confidentiality marking, or protected registration."""

    NONE = "none"
    CONFIDENTIALITY_MARKING = "confidentiality-marking"
    PROTECTED_REGISTRATION = "protected-registration"


class ShownIn(StrEnum):
    """Where something would be shown."""

    PAGE = "page"
    LIST = "list"
    EXPORT = "export"
    PRINT = "print"


_VISITS = {Role.MUNICIPAL_HEALTH_CARE, Role.SOCIAL_SERVICES}
_NOTIFIES = {Role.INPATIENT_CARE}


def address_ground(protection: Protection, role: Role | None, related: bool) -> str:
    """The clause by which a unit sees the registered address on the person's own page; empty when none lets it."""
    if protection is Protection.PROTECTED_REGISTRATION or role is None or not related:
        return ""
    if role in _NOTIFIES:
        return "2017-612.2.2.3"
    return "2008-355.4.1" if protection is Protection.NONE or role in _VISITS else ""


def shows_address(protection: Protection, role: Role | None, related: bool, place: ShownIn) -> bool:
    """Whether the address may stand there. A protected one never stands in a list, an export or a print."""
    if place is not ShownIn.PAGE and protection is not Protection.NONE:
        return False
    return bool(address_ground(protection, role, related))

"""Two people where two are promised: who may approve what an administrator has asked for (2008:355, chapter 4 § 2).

Whoever lets somebody read care data, and whoever changes what those rules rest on, never does it alone.
"""

from dataclasses import dataclass

from brygga.access.administration import NotAdministered


@dataclass(frozen=True)
class AccountHolder:
    """A member of staff as the person behind the account is known: `number` is the account's."""

    number: int
    name: str
    identity_number: str = ""
    hsa_id: str = ""


def check_two(asked: AccountHolder, approves: AccountHolder, subject: AccountHolder | None = None) -> None:
    """Whether whoever approves is another person than who asked and whom it is about. Raises NotAdministered.

    One human with two accounts is not two: two accounts count as two persons only when their identity numbers differ,
    or, where one of them has none, their HSA-ids.
    """
    if approves.number == asked.number:
        raise NotAdministered("you asked for this yourself; another administrator approves it")
    if subject and (approves.number == subject.number or is_one(approves, subject)):
        raise NotAdministered("this is about yourself; another administrator approves it")
    if is_one(asked, approves):
        raise NotAdministered("you and {name} are one person by the identity number; one is not two", name=asked.name)
    if not _are_told_apart(asked, approves):
        reason = "Brygga cannot tell that you and {name} are two people: an identity number or HSA-id is missing"
        raise NotAdministered(reason, name=asked.name)


def are_two(asked: AccountHolder, approves: AccountHolder, subject: AccountHolder | None = None) -> bool:
    """Whether `check_two` holds."""
    try:
        check_two(asked, approves, subject)
    except NotAdministered:
        return False
    return True


def is_one(one: AccountHolder, other: AccountHolder) -> bool:
    """Whether two accounts are one person by a number that both have."""
    same_number = bool(one.identity_number) and one.identity_number == other.identity_number
    return same_number or (bool(one.hsa_id) and one.hsa_id.upper() == other.hsa_id.upper())


def _are_told_apart(one: AccountHolder, other: AccountHolder) -> bool:
    return bool(one.identity_number and other.identity_number) or bool(one.hsa_id and other.hsa_id)

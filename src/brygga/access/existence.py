"""What a unit may know before it reads: that there are data, that there are blocked data, and who has blocked them."""

from brygga.access import grounds as by
from brygga.access.decision import Decision, check_purpose
from brygga.access.reading import Reader
from brygga.access.wishes import Wishes
from brygga.process import Branch


def knows_of_unblocked(reader: Reader) -> Decision:
    """That others have unblocked data, not who nor what (2022:913 2:4): every unit for care or social care."""
    return check_purpose(reader) or Decision(by.EXISTS, "2022-913.2.4.3")


def knows_of_blocked(reader: Reader) -> Decision:
    """That care providers have blocked data, not who (2022:913 2:5): care providers alone."""
    if refused := check_purpose(reader):
        return refused
    if reader.branch is Branch.SOCIAL_CARE:
        return Decision(by.BLOCKED_PROVIDER_SOCIAL, "2022-913.2.5.1")
    return Decision(by.EXISTS, "2022-913.2.5.1")


def knows_who_blocked(reader: Reader, wishes: Wishes) -> Decision:
    """Which care providers have blocked (2022:913 2:5, 3:5): a unit for care that has said what the danger is."""
    if refused := check_purpose(reader):
        return refused
    if reader.branch is Branch.SOCIAL_CARE:
        return Decision(by.BLOCKED_PROVIDER_SOCIAL, "2022-913.2.5.2")
    if wishes.is_open_in_emergency(reader.unit):
        return Decision(by.WHO_BLOCKED, by.WHO_BLOCKED.clause)
    return Decision(by.BLOCKED_PROVIDER, "2022-913.2.5.2")

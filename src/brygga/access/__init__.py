"""Who may read what about a person, and which paragraph says so."""

from brygga.access.carried import CARRIED
from brygga.access.cases import decide_message, may_open, may_seek, may_take_part
from brygga.access.decision import Decision, check_purpose, check_read, decide, may_read
from brygga.access.existence import knows_of_blocked, knows_of_unblocked, knows_who_blocked
from brygga.access.grounds import GROUNDS, AccessGround, DataKind, Way
from brygga.access.guards import check_says, may_say
from brygga.access.messages import BODIES, parse
from brygga.access.protection import Protection, ShownIn, address_ground, shows_address
from brygga.access.reading import RELEVANT, Data, Reader, Told
from brygga.access.wishes import EMERGENCY_LASTS, LIFT_LASTS, Wishes, fold

__all__ = [
    "BODIES",
    "CARRIED",
    "EMERGENCY_LASTS",
    "GROUNDS",
    "LIFT_LASTS",
    "RELEVANT",
    "AccessGround",
    "Data",
    "DataKind",
    "Decision",
    "Protection",
    "Reader",
    "ShownIn",
    "Told",
    "Way",
    "Wishes",
    "address_ground",
    "check_purpose",
    "check_read",
    "check_says",
    "decide",
    "decide_message",
    "fold",
    "knows_of_blocked",
    "knows_of_unblocked",
    "knows_who_blocked",
    "may_open",
    "may_read",
    "may_say",
    "may_seek",
    "may_take_part",
    "parse",
    "shows_address",
]

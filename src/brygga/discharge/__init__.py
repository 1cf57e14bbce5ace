"""Discharge from inpatient care (2017:612): from admission to home, as its messages say."""

from brygga.discharge.duties import duties, turn
from brygga.discharge.guards import check_says, may_say, says
from brygga.discharge.messages import BODIES, CareType, Destination, Need, OutpatientStatus, Reason, parse
from brygga.discharge.state import MOVES, PROCESS, Discharge, Stage, fold
from brygga.discharge.stay import Stay, stay_of
from brygga.discharge.telling import IN_OWN_WORDS, ordered_by

__all__ = [
    "BODIES",
    "IN_OWN_WORDS",
    "MOVES",
    "PROCESS",
    "CareType",
    "Destination",
    "Discharge",
    "Need",
    "OutpatientStatus",
    "Reason",
    "Stage",
    "Stay",
    "check_says",
    "duties",
    "fold",
    "may_say",
    "ordered_by",
    "parse",
    "says",
    "stay_of",
    "turn",
]

"""What every process has in common: messages, the fold over them, duties and allowed moves."""

from brygga.process.duty import Owed, Standing, owed
from brygga.process.message import Acknowledgement, Body, Correction, FreeMessage, Role, Sent, effective
from brygga.process.moves import Move, NotAllowed, check_may_say, sayable, staying

__all__ = [
    "Acknowledgement",
    "Body",
    "Correction",
    "FreeMessage",
    "Move",
    "NotAllowed",
    "Owed",
    "Role",
    "Sent",
    "Standing",
    "check_may_say",
    "effective",
    "owed",
    "sayable",
    "staying",
]

"""Discharge from inpatient care (2017:612): from admission to home, as its messages say."""

from brygga.discharge.messages import CareType, Destination, Need, NoSipReason, OutpatientStatus
from brygga.discharge.process import DISCHARGE
from brygga.discharge.state import Discharge, Stage
from brygga.discharge.stay import MunicipalityTold, Stay, municipality_told, stay_of

__all__ = [
    "DISCHARGE",
    "CareType",
    "Destination",
    "Discharge",
    "MunicipalityTold",
    "Need",
    "NoSipReason",
    "OutpatientStatus",
    "Stage",
    "Stay",
    "municipality_told",
    "stay_of",
]

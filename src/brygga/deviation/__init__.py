"""Deviations in collaboration: reported, analysed, answered, followed up and closed, between the parties only."""

from brygga.deviation.parts import DeviationPart, DeviationStage
from brygga.deviation.process import DEVIATION
from brygga.deviation.state import Deviation

__all__ = ["DEVIATION", "Deviation", "DeviationPart", "DeviationStage"]

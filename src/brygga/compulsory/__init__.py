"""Compulsory psychiatric care (LPT, LRV): from closed to open form, by a plan that both principals sign."""

from brygga.compulsory.parts import CompulsoryPart, CompulsoryStage
from brygga.compulsory.process import COMPULSORY
from brygga.compulsory.state import CompulsoryCare

__all__ = ["COMPULSORY", "CompulsoryCare", "CompulsoryPart", "CompulsoryStage"]

"""The coordinated individual plan (SIP), inside and outside a discharge, and the region's patient contract."""

from brygga.careplan.parts import PlanPart, PlanStage
from brygga.careplan.process import CAREPLAN
from brygga.careplan.state import CarePlan

__all__ = ["CAREPLAN", "CarePlan", "PlanPart", "PlanStage"]

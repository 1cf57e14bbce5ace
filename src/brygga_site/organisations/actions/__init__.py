"""What an administrator can do to units, staff and assignments: one verb per write, with its entry on the trail."""

from brygga_site.organisations.actions.approval import approve, decline, withdraw
from brygga_site.organisations.actions.assignments import end_assignment, give_assignment, revoke_assignment
from brygga_site.organisations.actions.importing import NotApplied, apply_file, keep_file
from brygga_site.organisations.actions.staff import (
    change_staff,
    deactivate_staff,
    reactivate_staff,
    register_staff,
)
from brygga_site.organisations.actions.stand_in import ask_stand_in, end_stand_in
from brygga_site.organisations.actions.units import (
    change_unit,
    close_unit,
    contract_provider,
    count_physicians,
    open_unit,
)

__all__ = [
    "NotApplied",
    "apply_file",
    "approve",
    "ask_stand_in",
    "change_staff",
    "change_unit",
    "close_unit",
    "contract_provider",
    "count_physicians",
    "deactivate_staff",
    "decline",
    "end_assignment",
    "end_stand_in",
    "give_assignment",
    "keep_file",
    "open_unit",
    "reactivate_staff",
    "register_staff",
    "revoke_assignment",
    "withdraw",
]

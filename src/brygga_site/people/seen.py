"""Which statements about a person a unit sees: its own provider's, and what it needs in order to act."""

from brygga.access import Reader, Wishes, knows_who_blocked
from brygga.process import Branch
from brygga_site.people.models import Statement

ABOUT_BLOCKS = {"block", "block-lifted", "lift-requested", "lift-denied"}

ABOUT_WHO = {"immature-child", "speaks-for", "details-corrected", "number-replaced"}
"""Who somebody is, and who speaks for them, is the same whoever helps them."""


def visible(reader: Reader, row: Statement, wishes: Wishes) -> bool:
    """Whether the unit sees this statement.

    Its own provider's, and what it has recorded itself; of others' only who among care providers has blocked, once the
    unit has said what the danger is (2022:913 2:5, 3:5), and what all need to know of who the person is.
    """
    if row.kind == "emergency":
        return row.unit.hsa_id == reader.unit
    if row.provider == reader.provider or row.unit.hsa_id == reader.unit or row.kind in ABOUT_WHO:
        return True
    of_care = row.provider.endswith(f":{Branch.CARE}")
    return row.kind in ABOUT_BLOCKS and of_care and knows_who_blocked(reader, wishes).allowed


def shows_unit(reader: Reader, row: Statement) -> bool:
    """Whether the unit that a block is about is named: to that unit alone, as others learn only that there is one."""
    return row.content.get("unit") in {"", None, reader.unit}

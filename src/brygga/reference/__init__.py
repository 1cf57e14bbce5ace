"""Everything that an agreement's files may say, drawn from the types and the code: `brygga reference`."""

from brygga.reference.page import page
from brygga.reference.whole import Reference, reference

__all__ = ["Reference", "page", "reference"]

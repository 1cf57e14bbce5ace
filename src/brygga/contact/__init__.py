"""Named contacts: the need seen, the offer, who is appointed, looked at again, handed on and ended; one case each."""

from brygga.contact.parts import ContactPart, ContactStage
from brygga.contact.process import CONTACT
from brygga.contact.state import Contact

__all__ = ["CONTACT", "Contact", "ContactPart", "ContactStage"]

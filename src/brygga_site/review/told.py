"""An entry of the trail, a flag and a step as sentences in the language of the page."""

from django.utils.translation import gettext as _

from brygga.access.flags import Kind
from brygga_site.review import words
from brygga_site.review.models import Flagged
from brygga_site.trail.models import Entry
from brygga_site.web.words import SAID


def what(entry: Entry) -> str:
    """What was done."""
    first = entry.what.partition(" ")[0]
    if entry.action == "write" and first in SAID:
        return _("Wrote: %(what)s") % {"what": SAID[first]}
    if entry.action == "read" and first in SAID:
        return _("Read: %(what)s") % {"what": SAID[first]}
    return str(words.WHAT.get((entry.action, first)) or words.ACTIONS.get(entry.action, entry.action))


def why(entry: Entry) -> str:
    """On what ground, and what the paragraph says."""
    ground = str(words.GROUNDS.get(entry.ground, entry.ground))
    return f"{ground} {paragraph(entry.paragraph)}".strip()


def paragraph(cited: str) -> str:
    """What a paragraph says with its number after it; an unknown one is its number alone, and none is nothing."""
    said = words.PARAGRAPHS.get(cited)
    return f"{said} ({cited})" if said else f"({cited})" if cited else ""


def reason(flag: Flagged) -> str:
    """Why an entry is flagged, with its figures."""
    rare = flag.kind == Kind.HOURS and flag.figures
    return str(words.RARE_NIGHT if rare else words.REASONS[Kind(flag.kind)]) % flag.figures

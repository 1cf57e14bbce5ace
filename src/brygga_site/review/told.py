"""An entry of the trail, a flag and a step as sentences in the language of the page."""

from django.utils.translation import gettext as _

from brygga.access import GROUNDS
from brygga.access.flags import FlagKind
from brygga_site.review import cited, words
from brygga_site.review.grounds import ACCESS
from brygga_site.review.models import Flagged
from brygga_site.trail.models import Entry
from brygga_site.words import processes


def what(entry: Entry) -> str:
    """What was done."""
    # After a comma stands by which key a program did it.
    first = entry.what.partition(" ")[0].rstrip(",")
    if entry.action == "write" and processes.is_message(first):
        return _("Wrote: %(what)s") % {"what": processes.said(first)}
    if entry.action == "read" and processes.is_message(first):
        return _("Read: %(what)s") % {"what": processes.said(first)}
    return str(words.WHAT.get((entry.action, first)) or words.ACTIONS.get(entry.action, entry.action))


def why(entry: Entry) -> str:
    """On what ground, and what the paragraph says."""
    return f"{ground(entry.ground)} {paragraph(entry.paragraph)}".strip()


def ground(name: str) -> str:
    """A ground of the site or, by its id, of `brygga.access`; one without words is the heading of its clause."""
    said = words.GROUNDS.get(name) or ACCESS.get(name)
    if said or name not in GROUNDS:
        return str(said or name)
    return f"{cited.clause(GROUNDS[name].clause).heading}."


def paragraph(citation: str) -> str:
    """What a paragraph says with its number after it: our own sentence, or the heading it stands under in the act."""
    number, clause = cited.paragraph(citation), cited.clause(citation)
    said = words.PARAGRAPHS.get(number) or (f"{clause.heading}." if clause else "")
    return f"{said} ({number})".strip() if number else ""


def reason(flag: Flagged) -> str:
    """Why an entry is flagged, with its figures."""
    rare = flag.kind == FlagKind.HOURS and flag.figures
    return str(words.RARE_NIGHT if rare else words.REASONS[FlagKind(flag.kind)]) % flag.figures

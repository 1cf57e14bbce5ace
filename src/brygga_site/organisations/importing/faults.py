"""The faults of a file in the language of the page."""

from django.utils.translation import get_language

from brygga.process import NotAllowed
from brygga_site.organisations.importing import columns
from brygga_site.organisations.importing.reading import FileFault
from brygga_site.words.refusals import in_words


def fault_in_words(fault: FileFault) -> tuple[str, str]:
    """The column of a fault as the file calls it, and what is wrong and to be done."""
    column = columns.heading(fault.column, get_language() or "sv") if fault.column in columns.FIELDS else ""
    return column, in_words(NotAllowed(fault.reason, **fault.values))

"""How the agreements' pages write what the data names."""

from datetime import date

from django.utils.safestring import mark_safe

from brygga_site.web.agreements import names
from brygga_site.words import agreements as words_agreements
from brygga_site.words import carriers as words_carriers

_BREAK = mark_safe("<wbr>")


def word(value: str, table: str) -> str:
    """The word for a value in one of the tables of words: `{{ clause.level|word:"LEVELS" }}`."""
    return str(getattr(words_agreements, table).get(value, value))


def carrier_kind(kind: str) -> str:
    return str(words_carriers.KINDS.get(kind, kind))


def unstored(read: date) -> str:
    """What is said of a source whose text is not kept here: `{{ source.read|unstored }}`."""
    return names.not_stored(read)

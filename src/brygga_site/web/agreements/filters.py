"""How the agreements' pages write what the data names."""

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from brygga_site.words import agreements as words_agreements
from brygga_site.words import carriers as words_carriers

_BREAK = mark_safe("<wbr>")


def word(value: str, table: str) -> str:
    """The word for a value in one of the tables of words: `{{ clause.level|word:"LEVELS" }}`."""
    return str(getattr(words_agreements, table).get(value, value))


def carrier_kind(kind: str) -> str:
    return str(words_carriers.KINDS.get(kind, kind))


def breakable(clause_id: str) -> SafeString:
    """A clause's id that may break after its dots, where a column is narrow."""
    *before, last = clause_id.split(".")
    return format_html_join("", "{}{}", [*((part + ".", _BREAK) for part in before), (last, "")])

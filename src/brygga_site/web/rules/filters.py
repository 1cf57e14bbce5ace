"""How the pages of the decision tables write what the vocabulary names."""

from django.utils.formats import localize
from django.utils.translation import gettext

from brygga.rules import Text
from brygga_site.agreements import registry
from brygga_site.words import rules as words_rules


def in_words(text: Text) -> str:
    """The vocabulary's words in the language of the page."""
    return words_rules.say(text)


def row_name(row: str, agreement: str, table: str) -> str:
    """A row or a declared gap of an agreement's table, by its number there; its id is for data."""
    rulings = registry().agreement(agreement).table(table).rulings
    number = next((n for n, one in enumerate(rulings, start=1) if one.id == row), None)
    return gettext("row %(n)s") % {"n": number} if number else gettext("a row of former days")


def many(number: int) -> str:
    """A whole number with its thousands apart: 17 204 873."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def percent(share: float) -> str:
    """A share as percent with one decimal; what rounds to 0 or 100 without being it is said to be less or more."""
    shown = round(100 * share, 1)
    if shown == 0 and share > 0:
        return f"< {localize(0.1)} %"
    if shown == 100 and share < 1:
        return f"> {localize(99.9)} %"
    return f"{localize(shown)} %"

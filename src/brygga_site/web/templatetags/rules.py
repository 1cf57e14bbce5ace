"""How the pages of the decision tables write what the vocabulary names."""

from django import template
from django.utils.formats import localize

from brygga.rules import Text
from brygga_site.words import rules as words_rules

register = template.Library()


@register.filter
def say(text: Text) -> str:
    """The vocabulary's words in the language of the page."""
    return words_rules.say(text)


@register.filter
def many(number: int) -> str:
    """A whole number with its thousands apart: 17 204 873."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


@register.filter
def percent(share: float) -> str:
    """A share as percent with one decimal; what rounds to 0 or 100 without being it is said to be less or more."""
    shown = round(100 * share, 1)
    if shown == 0 and share > 0:
        return f"< {localize(0.1)} %"
    if shown == 100 and share < 1:
        return f"> {localize(99.9)} %"
    return f"{localize(shown)} %"


@register.filter
def last_key(values: tuple) -> object:
    """The key of the last value of a fact."""
    return values[-1].key

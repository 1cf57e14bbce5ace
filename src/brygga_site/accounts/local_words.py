"""Passwords made of words that anybody here would try first: Brygga, one's own name, unit and organisation."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from brygga_site.organisations.models import Assignment

WORDS = (
    "brygga", "lösenord", "losenord", "password", "welcome", "välkommen", "qwerty", "siths", "inera",
    "region", "regionen", "kommun", "kommunen", "sjukhus", "sjukhuset", "avdelning", "vårdcentral", "hälsocentral",
    "hemtjänst", "hemsjukvård", "socialtjänst", "vinter", "vår", "sommar", "höst",
)  # fmt: skip
LEFT = 8
"""So many letters and digits must be left when the words are taken away."""
SHORTEST = 3


class LocalWordsValidator:
    """Refuses a password of which little is left without the local words."""

    def validate(self, password: str, user: Any = None) -> None:
        left = password.casefold()
        for word in sorted({*WORDS, *_own(user)}, key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < len(password) and sum(letter.isalnum() for letter in left) < LEFT:
            raise ValidationError(
                _("This password is made of words that somebody here would guess. Choose others."),
                code="password_local_words",
            )

    def get_help_text(self) -> str:
        return _("Not the name of Brygga, of yourself, or of where you work.")


def _own(user: Any) -> set[str]:
    """The words of one's own name, units and organisations."""
    if user is None:
        return set()
    works = Assignment.objects.filter(staff=user.pk) if user.pk else Assignment.objects.none()
    names = [name for row in works.values_list("unit__name", "unit__organisation__name") for name in row]
    words = re.findall(r"\w+", " ".join([user.username, user.name, *names]).casefold())
    return {word for word in words if len(word) >= SHORTEST}

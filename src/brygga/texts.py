"""Text from outside: one form for one text, nothing in it that cannot be seen, and the order of Swedish."""

import re
import unicodedata


class UnusableText(ValueError):
    """Text that is not taken in: `character` is the first that nobody would see, as `U+202E`."""

    def __init__(self, character: str) -> None:
        self.character = f"U+{ord(character):04X}"
        super().__init__(f"this holds a character that cannot be seen ({self.character}); write it anew without it")


_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Letters and marks, as Unicode has it, that show nothing."""


def kept(text: str) -> str:
    """The text as it is kept: in NFC, lines ended by a line feed.

    Raises UnusableText for control and direction characters, what has no width, halves of characters and what Unicode
    does not assign: with them a text reads otherwise than it is, or as nothing.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.isascii() and text.isprintable():
        return text
    for character in text:
        if character in "\n\t":
            continue
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") or character in _BLANK:
            raise UnusableText(character)
    return text


def sought(text: str) -> str:
    """A text as it is compared in a search: in NFC, in small letters, without what cannot be seen."""
    shown = "".join(one for one in text if one == " " or one.isprintable())
    return unicodedata.normalize("NFC", shown).casefold().strip()


_SWEDISH = str.maketrans(
    {"å": "{a", "ä": "{b", "æ": "{b", "ö": "{c", "ø": "{c", "ü": "y", "ß": "ss", "đ": "d", "ð": "d", "þ": "th"}
)
"""After z, in ASCII, stands the brace."""
_ACCENTS = re.compile("[\u0300-\u036f]")


def swedish(text: str) -> tuple[str, str]:
    """What texts are ordered by in Swedish: å, ä and ö come after z, and capitals and other accents decide last."""
    small = unicodedata.normalize("NFC", text).casefold()
    if not small.isascii():
        small = _ACCENTS.sub("", unicodedata.normalize("NFD", small.translate(_SWEDISH)))
    return small, text


def compare_swedish(one: str, other: str) -> int:
    """Less than, equal to or more than 0, as `one` comes before, with or after `other` in Swedish."""
    first, second = swedish(one), swedish(other)
    return (first > second) - (first < second)

"""The library's refusals in the language of the page."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from brygga.process import NotAllowed
from brygga_site.web import words, words_administration

_KNOWN = (
    _("there is no message '{kind}'; there are {known}"),
    _("{kind} is sent by {by}, not by {role}"),
    _("{kind} cannot be sent when the case is {stage}; only when {stages}"),
    _("that needs are likely has already been judged"),
    _("the admission notice has been sent; send a changed date instead"),
    _("the SIP has already been held"),
    _("it has already been said that no SIP is needed"),
    _("the expected discharge, {expected}, is before the admission"),
    _("the discharge is before the discharge-ready notice, sent {ready}"),
    _("there is no message {of} to acknowledge"),
    _("a unit does not acknowledge its own message"),
    _("message {of} has already been acknowledged"),
    _("there is no message {of} that still holds"),
    _("a message is withdrawn by the unit that sent it"),
    _("the admission begins the case and cannot be withdrawn; close the case instead"),
    _("the admission, {moment}, is in the future"),
    _("the judgement, {moment}, is in the future"),
    _("the judgement, {moment}, is before the admission, {admitted}"),
    _("the SIP, {moment}, is in the future"),
    _("the SIP, {moment}, is before the admission, {admitted}"),
    _("the discharge, {moment}, is in the future"),
    _("the discharge, {moment}, is before the admission, {admitted}"),
    _("a case is opened by a ward"),
    _("the notice goes to no unit of {missing}; choose one"),
)


def in_words(refusal: NotAllowed) -> str:
    """Why a message may not be sent, as a sentence."""
    values = {name: _in_words(str(value)) for name, value in refusal.values.items()}
    text = gettext(refusal.reason).format(**values)
    return f"{text[:1].upper()}{text[1:]}."


def _in_words(value: str) -> str:
    """A value made of the library's own names, each in words."""
    tables = (words.STAGES, words.ROLES, words.SAID, words_administration.KINDS, words_administration.PURPOSES)
    names = [next((str(table[name]) for table in tables if name in table), name) for name in value.split(", ")]
    return ", ".join(names)

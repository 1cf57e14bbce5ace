"""The library's refusals in the language of the page."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from brygga.process import NotAllowed
from brygga_site.words import administration as words_administration
from brygga_site.words import processes, units

_OF_STATEMENTS = (
    _("statements are recorded by staff in care or social care"),
    _("nobody records statements about themselves"),
    _("statements are recorded by a unit that takes part in the person's care"),
    _("a guardian cannot block a child's data"),
    _("data are blocked by the provider that holds them; ask there"),
    _("only a care provider's data are blocked against its own units"),
    _("these data are already blocked"),
    _("there is no block {of} that holds"),
    _("a block is lifted by the provider that set it; ask there"),
    _("social care lifts a block only when the person asks"),
    _("there is no statement {of} that holds"),
    _("there is no statement {of} that holds and can be withdrawn"),
    _("an assessment is withdrawn by the provider that made it"),
    _("an emergency is ended by the unit that opened it"),
    _("only a care provider may ask for a block to be lifted"),
    _("the block is the provider's own; lift it instead"),
    _("say first what the danger is; only then may one learn who has blocked"),
    _("there is no request {of}"),
    _("a request is judged by the provider that set the block"),
    _("the request is already answered"),
    _("if the person would have objected the data may not be used"),
    _("the person is no child"),
    _("only a care provider may read in an emergency without consent"),
    _("an emergency is opened by a unit for itself"),
    _("“{given}” says nothing: write the reason in words, as the log's reviewer reads it"),
    _("a provider records this for itself alone"),
    _("a guardian speaks for a child alone"),
    _("the last day is before the first"),
    _("a block against other units names the unit, a block against other providers none"),
    _("a court's appointment says in what; next of kin are appointed in nothing"),
    _("a child's guardians speak for the child"),
    _("this has been recorded already"),
    _("a number takes the place of a reserve number, a personal one also of a coordination number"),
    _("another number stands here than the one named; look again"),
    _("both numbers have such a case under way; end one of them first"),
    _("a block stands on the number before; state it on the person with the right number first"),
)
_OF_CASES = (
    _("the agreement has no figures for {day}, so that nothing can be counted from it: look at the year"),
    _("the person has such a case under way already; go on in that one"),
    _("no municipality has this code"),
    _("the person had such a case until {moment}; this one begins no earlier"),
)


def said(problem: str) -> str:
    """What the library found wrong with what was filled in, as a sentence."""
    sentence = problem.removeprefix("Value error, ")
    return _sentence(processes.sentence(sentence) or gettext(sentence))


def in_words(refusal: NotAllowed) -> str:
    """Why something may not be said, as a sentence."""
    values = {name: _in_words(str(value)) for name, value in refusal.values.items()}
    reason = processes.refusal(refusal) or gettext(refusal.reason)
    return _sentence(reason.format(**values))


def sent_before() -> str:
    """That a form was sent before with something else in it (`told.actions.OtherContent`)."""
    return gettext("The form was sent before with something else in it, which stands. Send again to say this as well.")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _in_words(value: str) -> str:
    """A value made of the library's own names, each in words."""
    tables = (processes.known_names(), units.ROLES, words_administration.KINDS, words_administration.PURPOSES)
    names = [next((str(table[name]) for table in tables if name in table), name) for name in value.split(", ")]
    return ", ".join(names)

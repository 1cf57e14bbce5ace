"""The words on the pages for what decision tables answer: each answer as a plain sentence."""

from collections.abc import Mapping

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from brygga.rules import Text, Vocabulary

SENTENCES = {
    "principal": _("%(what)s is responsible."),
    "performer": _("%(what)s carries it out."),
    "physician": _("%(what)s answers."),
    "payer": _("%(what)s pays."),
    "plan": _("A care plan (SIP): %(what)s."),
    "called_by": _("%(what)s calls to it."),
    "status": _("The measure is %(what)s."),
    "contact": _("A named contact: %(what)s."),
    "appointed_by": _("%(what)s appoints it."),
}
"""A sentence for each answer; `what` is the value in the vocabulary's words."""

WHOLE = {
    ("principal", "both"): _("The region and the municipality are responsible, each for its part."),
    ("principal", "to-be-agreed"): _("The principals are to agree on who is responsible."),
    ("performer", "municipal-health-care"): _("The municipality's health care carries it out."),
    ("performer", "to-be-agreed"): _("The principals are to agree on who carries it out."),
    ("performer", "not-said"): _("Which service carries it out is not said."),
    ("physician", "region-physician"): _("A physician of the region answers; which one is not said."),
    ("physician", "to-be-agreed"): _("The principals are to agree on which physician answers."),
    ("physician", "not-said"): _("Which physician answers is not said."),
    ("payer", "jointly"): _("The region and the municipality pay under a cooperation agreement."),
    ("payer", "each-own"): _("Each pays for its own part of the responsibility."),
    ("payer", "as-agreed"): _("Paid as the principals have agreed."),
    ("payer", "shared-equally"): _("The cost is shared equally."),
    ("payer", "one-third-region"): _("The region pays one third, the municipality two thirds."),
    ("payer", "to-be-agreed"): _("The principals are to agree on who pays."),
    ("payer", "not-said"): _("Who pays is not said."),
    ("payment_standing", "final"): _("The answer is final."),
    ("payment_standing", "interim"): _("It holds for the time being and may be adjusted afterwards."),
    ("plan", "must"): _("A care plan (SIP) must be offered."),
    ("plan", "may"): _("A care plan (SIP) may be offered."),
    ("plan", "not-required"): _("No care plan (SIP) is required."),
    ("plan", "division-instead"): _("A plan dividing responsibility is drawn up instead of a care plan (SIP)."),
    ("plan", "care-plan-for-court"): _("A coordinated care plan for outpatient compulsory care is drawn up."),
    ("plan", "not-said"): _("Whether a care plan (SIP) is to be offered is not said."),
    ("called_by", "nobody"): _("Nobody calls to a planning."),
    ("called_by", "not-said"): _("Who calls to it is not said."),
    ("status", "to-be-assessed"): _("The measure is health care until it has been assessed."),
    ("status", "not-said"): _("Whether the measure is self-care is not said."),
    ("contact", "must-appoint"): _("A named contact must be appointed."),
    ("contact", "must-offer"): _("A named contact must be offered."),
    ("contact", "on-request"): _("A named contact is to be appointed if the person asks for it."),
    ("contact", "may"): _("A named contact may be appointed."),
    ("contact", "not-required"): _("No named contact is required."),
    ("contact", "not-said"): _("Whether a named contact is to be appointed is not said."),
    ("appointed_by", "nobody"): _("Nobody appoints one."),
    ("appointed_by", "not-said"): _("Who appoints it is not said."),
}
"""Answers that are said in a sentence of their own."""

INTERIM = (("basis", "interim"), ("payment_standing", "interim"))


def say(text: Text) -> str:
    """The vocabulary's words in the language of the page."""
    return text.of(language())


def language() -> str:
    """`sv` or `en`."""
    return "sv" if (get_language() or "sv").startswith("sv") else "en"


def sentences(vocabulary: Vocabulary, then: Mapping[str, str]) -> tuple[str, ...]:
    """Answers as plain sentences, one for each; who is responsible and who acts are one when both are to be agreed."""
    if then.get("principal") == then.get("performer") == "to-be-agreed":
        both = _("The principals are to agree on who is responsible and who carries it out.")
        rest = {key: value for key, value in then.items() if key not in {"principal", "performer"}}
        return (str(both), *sentences(vocabulary, rest))
    return tuple(sentence(vocabulary, key, value) for key, value in then.items())


def sentence(vocabulary: Vocabulary, key: str, value: str) -> str:
    """One answer as a sentence: `The municipality is responsible.`"""
    if (key, value) in WHOLE:
        return str(WHOLE[key, value])
    answer = vocabulary.answers[key]
    what = say(answer.values[value].label)
    if key in SENTENCES and value != "not-said":
        return capfirst(str(SENTENCES[key]) % {"what": what})
    return capfirst(f"{say(answer.label)}: {what}.")


def is_interim(then: Mapping[str, str]) -> bool:
    """Whether an answer holds only until the matter is settled."""
    return any(then.get(key) == value for key, value in INTERIM)

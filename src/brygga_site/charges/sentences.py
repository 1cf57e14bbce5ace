"""A rule of payment liability in words, for pages, workbook and document alike."""

from collections.abc import Iterator

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brygga.agreements import LiabilityBasis, LiabilityRule
from brygga.settlement import Stretch


def rule_told(rule: LiabilityRule) -> list[str]:
    """What the rule says, and what it was chosen to count, one sentence each."""
    return [sentence % _values(rule) for sentence in (*_scope(rule), *_basis(rule), *_choices(rule))]


def dates_told(stage: Stretch) -> str:
    """From which day to which day."""
    days = {"first": date_format(stage.first, "Y-m-d"), "last": date_format(stage.last, "Y-m-d")}
    return _("%(first)s to %(last)s") % days


def published(stage: Stretch) -> str:
    """Where the amount is published, as the agreement's data says it."""
    return ", ".join(text for text in (stage.amount.title, stage.amount.reference) if text)


def _values(rule: LiabilityRule) -> dict[str, object]:
    return {
        "limit": number_format(rule.limit_days),
        "after": rule.leaves_after,
        "free": rule.free,
        "first": rule.free + (0 if rule.day_zero else 1),
        "hour": rule.late.at.strftime("%H:%M") if rule.late else "",
        "shifts": rule.late.shifts if rule.late else 0,
        "kinds": ", ".join(rule.applies.unit_kind),
    }


def _scope(rule: LiabilityRule) -> Iterator[str]:
    care = {("somatic",): _("It is about somatic care."), ("psychiatric",): _("It is about psychiatric care.")}
    if rule.applies.care_type in care:
        yield care[rule.applies.care_type]
    if rule.applies.unit_kind:
        yield _("It is about stays in: %(kinds)s.")
    if rule.applies.open_compulsory is not None:
        yield (
            _("It is about open compulsory care.")
            if rule.applies.open_compulsory
            else _("It is not about open compulsory care.")
        )


def _basis(rule: LiabilityRule) -> Iterator[str]:
    if rule.basis is LiabilityBasis.NONE:
        yield _("The municipality pays nothing for these stays.")
        return
    if rule.basis is LiabilityBasis.INDIVIDUAL:
        yield _(
            "Each stay is counted on its own: the municipality pays from %(first)s days after the discharge-ready "
            "notice until the day before discharge. A stay with days to pay for in several months is counted in each "
            "of them."
        )
    elif rule.basis is LiabilityBasis.MEAN:
        yield (
            _(
                "A municipality pays when the mean of the quarter's discharged patients is over %(limit)s days after "
                "discharge-ready."
            )
            if rule.over == "quarter"
            else _(
                "A municipality pays when the mean of the month's discharged patients is over %(limit)s days after "
                "discharge-ready."
            )
        )
    else:
        yield (
            _(
                "When the mean of the quarter's discharged patients is over %(limit)s days after discharge-ready, each "
                "stay's own days beyond the first %(free)s are paid for."
            )
            if rule.over == "quarter"
            else _(
                "When the mean of the month's discharged patients is over %(limit)s days after discharge-ready, each "
                "stay's own days beyond the first %(free)s are paid for."
            )
        )
    if rule.carries:
        yield _("A mean decides the time after it, until a better one comes.")
    if rule.leaves_after is not None:
        yield _(
            "A stay of more than %(after)s days leaves the mean, and its days beyond the first %(free)s are paid for."
        )
    if rule.late:
        shifts = ngettext(
            "A notice after %(hour)s counts as sent %(shifts)s day later.",
            "A notice after %(hour)s counts as sent %(shifts)s days later.",
            rule.late.shifts,
        )
        at_once = ngettext(
            "A notice at %(hour)s or after it counts as sent %(shifts)s day later.",
            "A notice at %(hour)s or after it counts as sent %(shifts)s days later.",
            rule.late.shifts,
        )
        yield shifts if rule.late.exactly == "in-time" else at_once


def _choices(rule: LiabilityRule) -> Iterator[str]:
    if rule.basis is LiabilityBasis.NONE:
        return
    if rule.counted_from == "assessment":
        yield _("Days are counted from the assessment that the patient is discharge-ready.")
    else:
        yield _("Days are counted from when the discharge-ready notice was sent.")
    if rule.days == "weekdays":
        yield _("Weekends, holidays and their eves are not counted.")
    if rule.by_mean:
        yield (
            _("The mean is made per person: someone discharged twice counts once.")
            if rule.counts == "persons"
            else _("The mean is made per stay: someone discharged twice counts twice.")
        )
        yield (
            _("All who were discharged are in it.")
            if rule.population == "all-discharged"
            else _("Those for whom the conditions are met are in it.")
        )

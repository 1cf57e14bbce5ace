"""How the settlement's pages write amounts, days and reasons."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.template.defaultfilters import date as format_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from brygga.agreements import LiabilityRule
from brygga.calendars import Month
from brygga_site.charges import sentences, words
from brygga_site.charges.entries import StayFault
from brygga_site.web.dates import written

SPACE = "\N{NO-BREAK SPACE}"


def kronor(amount: int | None) -> str:
    """Whole kronor, in groups of three."""
    if amount is None:
        return "–"
    return f"{amount:,}".replace(",", SPACE) + f"{SPACE}kr"


def days(value: int | Decimal | Fraction | None) -> str:
    """A number of days as it is written in the language of the page."""
    if value is None:
        return "–"
    if isinstance(value, Fraction):
        value = value.numerator if value.denominator == 1 else Decimal(value.numerator) / value.denominator
    return number_format(value)


def limit_days(value: Decimal | None) -> str:
    """The mean that costs nothing; without a number where the rules have several."""
    return _("the limit") if value is None else days(value)


def rule_told(rule: LiabilityRule) -> str:
    """What a rule of payment liability says."""
    return " ".join(sentences.rule_told(rule))


def month_name(month: Month) -> str:
    """The month and the year in words."""
    return format_date(month.first, "F Y")


def month_in_year(month: Month) -> str:
    """The month in words."""
    return format_date(month.first, "F")


def stay_reason(code: str) -> str:
    return str(words.REASONS.get(code, code))


def stay_fault(value: StayFault) -> str:
    return str(words.FAULTS.get(value.column, value.message))


def stay_group(group: str) -> str:
    return str(words.GROUPS[group])


def day_written(value: date | None) -> str:
    """A wall-clock time of a stay, with day, year and hour; a dash for what never happened."""
    return written(value, "Y-m-d H:i") or "–"


def yes_no(value: bool) -> str:
    return _("Yes") if value else _("No")

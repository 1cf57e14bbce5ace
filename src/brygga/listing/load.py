"""Load per physician: how many are listed, for how many the physicians are there, until when that is planned."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from brygga.agreements import Agreement, MissingParameter
from brygga.agreements.figures import FigureForm, FigureUse

SPECIALIST, IN_TRAINING = "listed-per-specialist-physician", "listed-per-physician-in-specialist-training"
PLANNED = "named-physician-plan-until-year"
_PERSONS = FigureUse(("persons",), FigureForm.WHOLE)
FIGURES = {SPECIALIST: _PERSONS, IN_TRAINING: _PERSONS, PLANNED: FigureUse(("year",), FigureForm.WHOLE)}
"""The figures that are read of an agreement, each as what."""


class MissingGuide(LookupError):
    """The agreement has no guide value for how many may be listed for each physician."""


@dataclass(frozen=True)
class ListedLoad:
    """How many persons are `listed`, and for how many the physicians are there by the guide values (`room`).

    `planned_until` is the year that the plan runs to; None where the agreement names none.
    """

    listed: int
    room: int
    planned_until: int | None

    @property
    def ratio(self) -> Fraction | None:
        """Listed for each that there is room for, above 1 where they are too many; None without any physician."""
        return Fraction(self.listed, self.room) if self.room else None

    @property
    def is_within(self) -> bool:
        """Whether no more are listed than the guide values have room for."""
        return self.listed <= self.room


def listed_load(agreement: Agreement, listed: int, specialists: int, in_training: int, on: date) -> ListedLoad:
    """The load of a health centre on a day, from the persons listed and the physicians there, by heads.

    Raises MissingGuide for an agreement that sets no guide values, ValueError for a number below zero.
    """
    if min(listed, specialists, in_training) < 0:
        raise ValueError("persons and physicians are counted from 0")
    try:
        of_each = [int(agreement.parameter(key, on).number) for key in (SPECIALIST, IN_TRAINING)]
    except MissingParameter as missing:
        raise MissingGuide(str(missing)) from None
    room = specialists * of_each[0] + in_training * of_each[1]
    return ListedLoad(listed, room, _planned(agreement, on))


def _planned(agreement: Agreement, on: date) -> int | None:
    try:
        return int(agreement.parameter(PLANNED, on).number)
    except MissingParameter:
        return None

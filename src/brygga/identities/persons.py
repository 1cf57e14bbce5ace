"""Personal identity numbers, coordination numbers, and the reserve numbers of those who have neither."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from personnummer.personnummer import Personnummer, PersonnummerException

from brygga.identities.check_digits import has_check_digit


class InvalidIdentityNumber(ValueError):
    """Text that is neither a personal identity number nor a coordination number."""


@dataclass(frozen=True, order=True)
class IdentityNumber:
    """A personnummer or samordningsnummer in its twelve-digit form.

    Raises InvalidIdentityNumber when the form, the date or the check digit is wrong.
    """

    digits: str

    def __post_init__(self) -> None:
        compact = self.digits.strip().replace("-", "").replace(" ", "")
        if len(compact) != 12 or not (compact.isascii() and compact.isdigit()):
            raise InvalidIdentityNumber(f"'{self.digits}' is no identity number: write twelve digits, YYYYMMDDNNNN")
        try:
            _check(compact)
        except (PersonnummerException, ValueError):
            raise InvalidIdentityNumber(
                f"'{self.digits}' is no identity number: its date or its check digit is wrong"
            ) from None
        object.__setattr__(self, "digits", compact)

    @classmethod
    def read(cls, text: str, today: date) -> "IdentityNumber":
        """The number in any usual form: ten or twelve digits, with a hyphen or blanks, and `+` from a hundred years.

        Raises InvalidIdentityNumber, also for who would be born after `today`.
        """
        compact = re.sub(r"[\s\u2010-\u2015\u2212-]", "", text)
        if found := re.fullmatch(r"([0-9]{2})([0-9]{4})(\+?)([0-9]{4})", compact):
            year, rest = int(found[1]), found[2] + found[4]
            latest = today.year - (today.year - year) % 100 - (100 if found[3] else 0)
            # The century is the last in which that day has come.
            number = cls(f"{latest:04d}{rest}")
            return number if number._born_first() <= today else cls(f"{latest - 100:04d}{rest}")
        number = cls(compact.replace("+", "", 1))
        if number._born_first() > today:
            raise InvalidIdentityNumber(f"'{text}' is no identity number: the day of birth has not come")
        return number

    @property
    def is_coordination_number(self) -> bool:
        """Whether it is a samordningsnummer (day of birth + 60; 60 alone where the day is not known)."""
        return int(self.digits[6:8]) >= 60

    @property
    def born(self) -> date:
        """The day of birth; where the number leaves the day or the month open, the last that it can be."""
        year, month, day = self._written()
        return date(year, month or 12, day or monthrange(year, month or 12)[1])

    def _born_first(self) -> date:
        year, month, day = self._written()
        return date(year, month or 1, day or 1)

    def _written(self) -> tuple[int, int, int]:
        """Year, month and day as written; 0 for a month or a day that is not known."""
        day = int(self.digits[6:8])
        return int(self.digits[:4]), int(self.digits[4:6]), day - 60 if day >= 60 else day

    def __str__(self) -> str:
        return f"{self.digits[:8]}-{self.digits[8:]}"


_RESERVE = re.compile(r"[0-9A-Z]+(-[0-9A-Z]+)*")


def person_number(text: str, today: date) -> str:
    """What a person is kept under: twelve digits, else a reserve number in capitals.

    A region's reserve number has a letter in it, or is twelve digits that begin with 99, which no year does. Blanks
    count for nothing, nor does the hyphen before the last four of twelve. Raises InvalidIdentityNumber.
    """
    compact = re.sub(r"\s", "", text).upper()
    compact = re.sub(r"^([0-9]{8})[-+]([0-9A-Z]{4})$", r"\1\2", compact)
    has_letters = any(letter.isalpha() for letter in compact) and len(re.findall("[0-9]", compact)) >= 4
    is_reserve = has_letters or re.fullmatch("99[0-9]{10}", compact)
    if is_reserve and compact.isascii() and _RESERVE.fullmatch(compact) and 6 <= len(compact) <= 40:
        return compact
    return IdentityNumber.read(text, today).digits


def stand_in_number(day: date, mark: str) -> str:
    """What somebody is kept under whose number nobody knows, until it is known: a reserve number of Brygga's own.

    `day` is when the person came, `mark` letters and digits that no other of that day has.
    """
    return person_number(f"{STAND_IN}-{day:%Y%m%d}-{mark}", day)


def is_stand_in(number: str) -> bool:
    """Whether the number stands for one that nobody knows yet."""
    return number.startswith(f"{STAND_IN}-")


STAND_IN = "OKAND"


def number_may_replace(number: str, was: str) -> bool:
    """Whether a number can turn out to be that of a person kept under `was`, both as `person_number` gives them.

    In place of a reserve number a personal identity number or a coordination number, or another reserve number where
    Brygga's own stood; in place of a coordination number a personal one. Two personal numbers are two persons.
    """
    new, old = _identity(number), _identity(was)
    if number == was or (old and not old.is_coordination_number):
        return False
    if new is None:
        return is_stand_in(was) and not is_stand_in(number)
    return old is None or not new.is_coordination_number


def _identity(number: str) -> IdentityNumber | None:
    try:
        return IdentityNumber(number)
    except InvalidIdentityNumber:
        return None


def age_on(number: str, day: date) -> int | None:
    """Whole years of age on a day by the number a person is kept under; None for a reserve number, which tells none.

    Where a coordination number leaves the day or the month open the person may be older.
    """
    if (identity := _identity(number)) is None:
        return None
    born = identity.born
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _check(digits: str) -> None:
    """Raises ValueError for a date or a check digit that is none."""
    month, day = digits[4:6], digits[6:8]
    if day != "60" and (month != "00" or day < "60"):
        Personnummer(digits)
    elif not (int(month) <= 12 and int(day) <= 91 and has_check_digit(digits[2:])):
        # Of who has a coordination number the day of birth may be unknown (60), or the month (00).
        raise ValueError(digits)

"""Personal identity numbers and coordination numbers."""

from dataclasses import dataclass
from datetime import date

from personnummer.personnummer import Personnummer, PersonnummerException


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
            Personnummer(compact)
        except (PersonnummerException, ValueError):
            raise InvalidIdentityNumber(
                f"'{self.digits}' is no identity number: its date or its check digit is wrong"
            ) from None
        object.__setattr__(self, "digits", compact)

    @property
    def is_coordination_number(self) -> bool:
        """Whether it is a samordningsnummer (day of birth + 60)."""
        return int(self.digits[6:8]) > 60

    @property
    def born(self) -> date:
        day = int(self.digits[6:8]) - (60 if self.is_coordination_number else 0)
        return date(int(self.digits[:4]), int(self.digits[4:6]), day)

    def __str__(self) -> str:
        return f"{self.digits[:8]}-{self.digits[8:]}"

"""Organisation numbers, the identifier of private providers."""

import re
from dataclasses import dataclass

from brygga.identities.check_digits import has_check_digit


class InvalidOrganisationNumber(ValueError):
    """Text that is no organisation number."""


@dataclass(frozen=True, order=True)
class OrganisationNumber:
    """An organisation number in its ten digits; a hyphen before the last four may be written.

    The third digit is at least 2, which no month of birth begins with, and the last is a check digit (Luhn).
    Raises InvalidOrganisationNumber.
    """

    digits: str

    def __post_init__(self) -> None:
        compact = re.sub(r"^(\d{6})-(\d{4})$", r"\1\2", self.digits.strip())
        if not re.fullmatch(r"[0-9]{2}[2-9][0-9]{7}", compact):
            raise InvalidOrganisationNumber(f"'{self.digits}' is no organisation number: write ten digits, NNNNNN-NNNN")
        if not has_check_digit(compact):
            raise InvalidOrganisationNumber(f"'{self.digits}' is no organisation number: its check digit is wrong")
        object.__setattr__(self, "digits", compact)

    def __str__(self) -> str:
        return f"{self.digits[:6]}-{self.digits[6:]}"

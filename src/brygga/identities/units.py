"""HSA-id, the identifier of care units and staff."""

import re
from dataclasses import dataclass

_FORM = re.compile(r"SE[0-9]{10}-[0-9A-Z]{1,20}")


class InvalidHsaId(ValueError):
    """Text that is no HSA-id."""


@dataclass(frozen=True, order=True)
class HsaId:
    """An HSA-id: `SE`, the ten digits of an organisation number, a hyphen and the organisation's own part."""

    value: str

    def __post_init__(self) -> None:
        if not _FORM.fullmatch(self.value):
            raise InvalidHsaId(f"'{self.value}' is no HSA-id: SE, ten digits, a hyphen, then capitals and digits")

    def __str__(self) -> str:
        return self.value

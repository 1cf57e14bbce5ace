"""What is sent again: the same gives what there is, something else is a conflict."""

from django.db.models import Model
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import HttpError


class Conflict(HttpError):
    """There is already one by this identifier, and it is another than was sent."""

    def __init__(self) -> None:
        super().__init__(409, _("There is already one by this identifier, with other values. Change that one instead."))


def agrees(there: Model, sent: Schema, *fields: str) -> bool:
    """Whether what is stored is what is sent, in these fields."""
    return all(getattr(there, field) == getattr(sent, field) for field in fields)

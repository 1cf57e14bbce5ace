"""Tables: persons."""

from django.db import models


class Person(models.Model):
    """A person whose care is shared. `identity_number` is twelve digits, or a reserve number where there is none."""

    identity_number = models.CharField(max_length=40, unique=True)
    given_name = models.CharField(max_length=200)
    family_name = models.CharField(max_length=200)
    registered_address = models.CharField(max_length=300, blank=True)
    municipality = models.CharField(max_length=4)

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def shown_number(self) -> str:
        """The identity number as it is written: YYYYMMDD-NNNN."""
        number = self.identity_number
        return f"{number[:8]}-{number[8:]}" if len(number) == 12 and number.isdigit() else number

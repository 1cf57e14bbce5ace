"""What is already settled of a person's facts by the birth date. What a case settles, its process says."""

from datetime import date

from brygga.rules.facts import Scalar
from brygga.synthetic.people import MadePerson


def of_person(person: MadePerson, on: date) -> dict[str, Scalar]:
    """Age in whole years, and whether this calendar year is that of the 20th birthday."""
    born = person.born
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return {"age": age, "turns_20_this_year": on.year - born.year == 20}

"""What a deed on the trail rests on where nothing about one message was decided, with the clause of `sverige`.

The decisions about messages rest on `grounds`, by their ids.
"""

from collections.abc import Mapping
from enum import StrEnum


class Basis(StrEnum):
    """Why something was done or refused."""

    TAKES_PART = "the unit takes part in the case"
    TAKES_NO_PART = "the unit takes no part in such a case"
    OPENS = "the unit begins such a case"
    BY_NUMBER = "somebody in care gave the whole number"
    NOT_SEEKING = "only health care finds persons by number"
    IN_CARE = "the unit has to do with the person's care"
    RECORDS_WISH = "a unit records what the person wishes"
    OFFICE_SETTLES = "an office settles for its own municipalities"
    NO_OFFICE = "only an office settles"
    OTHER_MUNICIPALITY = "the municipality is not the office's"
    REVIEWS = "a log reviewer reviews their own organisation's log"
    REPORTS = "the person asks who has read about them"
    NO_REVIEWER = "only a log reviewer reviews the log"
    OTHER_ORGANISATION = "the entry is not the organisation's own"
    OTHER_PURPOSE = "the assignment is for something else"
    ADMINISTERS = "an administrator of the organisation"
    ADMINISTERS_NOT = "not the organisation's administrator"
    OWN_KEY = "the key acts under the own assignment"
    OPERATOR = "done from the command line"
    LAPSED = "older than 10 years"
    COME_OF_AGE = "an office and another have approved its destruction"
    DECIDES_KEEPING = "an office decides how long its organisation keeps"
    GIVES_OUT = "the person asks for what is held about them"


CLAUSES: Mapping[str, str] = {
    Basis.TAKES_PART: "2008-355.4.1",
    Basis.TAKES_NO_PART: "2008-355.4.1",
    Basis.OPENS: "2008-355.2.4.2",
    Basis.BY_NUMBER: "2008-355.4.1",
    Basis.NOT_SEEKING: "2008-355.4.1",
    Basis.IN_CARE: "2008-355.4.1",
    Basis.RECORDS_WISH: "2022-913.2.3.2",
    Basis.OFFICE_SETTLES: "2017-612.5.1",
    Basis.NO_OFFICE: "2008-355.4.1",
    Basis.OTHER_MUNICIPALITY: "2008-355.4.1",
}
"""The clause that each rests on; operation rests on none."""

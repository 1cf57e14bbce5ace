"""A made-up county: people, units and discharges, told in the very messages that the site uses."""

from brygga.synthetic.cases import MadeCase
from brygga.synthetic.county import CountyBlock, MadeCounty, synthesize
from brygga.synthetic.files import write
from brygga.synthetic.people import IdentityKind, MadePerson
from brygga.synthetic.places import county_code
from brygga.synthetic.units import MadeUnit, MadeUnitKind

__all__ = [
    "CountyBlock",
    "IdentityKind",
    "MadeCase",
    "MadeCounty",
    "MadePerson",
    "MadeUnit",
    "MadeUnitKind",
    "county_code",
    "synthesize",
    "write",
]

"""A made-up county: people, units and discharges, told in the very messages that the site uses."""

from brygga.synthetic.cases import Case
from brygga.synthetic.county import Block, County, synthesize
from brygga.synthetic.files import write
from brygga.synthetic.people import IdentityKind, Person
from brygga.synthetic.places import county_code
from brygga.synthetic.units import Kind, Unit

__all__ = [
    "Block",
    "Case",
    "County",
    "IdentityKind",
    "Kind",
    "Person",
    "Unit",
    "county_code",
    "synthesize",
    "write",
]

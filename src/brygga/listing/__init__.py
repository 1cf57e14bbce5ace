"""How many are listed for each physician of a health centre, against the guide values of its agreement."""

from brygga.listing.load import FIGURES, ListedLoad, MissingGuide, listed_load

__all__ = ["FIGURES", "ListedLoad", "MissingGuide", "listed_load"]

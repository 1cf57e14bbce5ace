"""Brygga decides: agreements, processes, settlement. No Django, no database, no clock."""

__version__ = "0.1.0"

"""Brygga remembers and shows: the Django project around the library `brygga`."""

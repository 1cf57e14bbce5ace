"""Regions, municipalities, their units, staff and assignments."""

"""Persons and their identities."""

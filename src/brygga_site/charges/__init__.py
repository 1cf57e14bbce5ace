"""Settlements with their grounds."""

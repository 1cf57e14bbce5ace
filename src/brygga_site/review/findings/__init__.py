"""Findings: what is looked into, where it stands, and what was said about it."""

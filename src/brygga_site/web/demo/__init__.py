"""The demo: its cast, its county and its past."""

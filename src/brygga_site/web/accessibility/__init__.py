"""The accessibility statement (2018:1937 13 §)."""

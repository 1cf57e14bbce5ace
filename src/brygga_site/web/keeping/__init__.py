"""Keeping and destruction, for offices; and what a person is given of what is held about them, for log reviewers."""

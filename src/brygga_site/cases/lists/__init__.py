"""Many cases at once: boards and what is owed."""

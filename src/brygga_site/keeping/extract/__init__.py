"""The extract that a person may ask for: all that an organisation holds about them, and what it withholds and why."""

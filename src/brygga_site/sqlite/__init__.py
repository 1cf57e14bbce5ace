"""SQLite for a site with several writers: they queue on a file lock instead of failing."""

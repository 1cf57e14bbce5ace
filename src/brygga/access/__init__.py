"""Who may read or write what, which paragraph says so, and what in the log deserves a second look."""

"""Pages of the review's rounds, and of the log and the report about one person."""

"""The pages of the log review."""

"""The pages of a table, of two compared, and of who is responsible."""

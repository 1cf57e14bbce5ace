"""Units, staff and assignments out of a file: read, and planned with every fault told at once."""

"""Pages of units, staff, assignments, imports and keys."""

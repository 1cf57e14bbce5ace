"""An organisation's own part of the trail, entry by entry, with names in place of numbers."""

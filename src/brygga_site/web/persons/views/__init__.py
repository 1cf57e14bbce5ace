"""Pages about persons and about what they wish."""

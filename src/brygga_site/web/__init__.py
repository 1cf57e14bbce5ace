"""Pages and forms; no rules."""

"""Changes that take two administrators: what kinds there are, who may approve them, and which wait."""

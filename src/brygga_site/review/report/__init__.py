"""The person's own report: who, where, when and why somebody has read or written about them."""

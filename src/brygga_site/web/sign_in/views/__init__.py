"""Pages of signing in and out, of one's factors and one's sessions."""

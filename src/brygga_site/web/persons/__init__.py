"""The pages of persons: finding one, what they wish, and what can be done when one is refused."""

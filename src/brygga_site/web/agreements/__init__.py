"""The pages of agreements: what they say, when they hold, and what carries each clause out."""

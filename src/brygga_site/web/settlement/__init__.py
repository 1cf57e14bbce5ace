"""The pages of the settlement."""

"""The pages for units, staff and assignments."""

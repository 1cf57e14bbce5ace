"""Who did what the log says: by the number of the member of staff, which is never another's."""

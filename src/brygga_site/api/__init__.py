"""The programs' way in: versioned JSON over the same verbs and reads as the pages."""

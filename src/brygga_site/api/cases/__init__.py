"""Cases of every process over the API: begun, read and written by the same verbs and fetches as on the pages."""

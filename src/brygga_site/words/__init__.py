"""What the library names, in the language of the reader: for pages, API and papers."""

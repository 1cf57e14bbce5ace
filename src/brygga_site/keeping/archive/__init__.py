"""What is handed over to the archive authority: a package with everything said, and a manifest of its digests."""

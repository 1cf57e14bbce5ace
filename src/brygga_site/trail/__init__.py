"""Who read and wrote what about whom: append-only, sealed, verifiable."""

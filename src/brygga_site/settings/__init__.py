"""Settings: `demo` for make run, `test`, `production`; what they share is in `base`."""

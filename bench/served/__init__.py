"""The site under load as it is served for real: real processes, real databases, signed-in staff, HTTP over loopback.

`bench.web`, `bench.screens`, `bench.scale` and `bench.soak` are made of it.
"""

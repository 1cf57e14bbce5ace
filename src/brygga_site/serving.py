"""How waitress serves the site, in the demo as for real: `waitress.serve(application, **SERVING)`."""

SERVING = {
    "threads": 8,
    # The site's own page for what is too large comes first; what has no end is cut off here.
    "max_request_body_size": 2 * 4 * 1024 * 1024,
    "max_request_header_size": 64 * 1024,
    "channel_timeout": 60,
    # Nobody needs to know what serves.
    "ident": None,
    "expose_tracebacks": False,
}

"""Before any page: what is turned away, how much is answered, which headers go out, and what an outage says."""

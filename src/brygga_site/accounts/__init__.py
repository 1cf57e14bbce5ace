"""Who one is: local accounts, a second factor, sign-in at an identity provider, and the sessions that come of it."""

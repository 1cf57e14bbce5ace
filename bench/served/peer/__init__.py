"""A bare Django application over the same tables as the site's: the least that the same pages could cost.

It reads the same rows (case, participants, messages, overview, what is owed), stores the same (a message, the new
overview, a trail entry with whom it is about) in one transaction, and answers with a page of as many bytes, by Jinja2,
or with JSON. Sessions, sign-in and forms are Django's own. It has the same server, threads and database settings.

Left out is all that Brygga decides: no access decision, no block or consent, no fold of messages into a state, no
duties, no check of what may be said, no words in two languages, no limit of requests, no security headers beyond
Django's, no digest of the trail's entries. Wherever Brygga stands to it, the difference is what those cost.
"""

"""The site under WSGI (synchronous Django is faster so than under ASGI)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brygga_site.settings.production")
application = get_wsgi_application()

"""`python -m bench.served.county`: makes the demo county in the empty database of the settings."""

import django


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone
    from rich.console import Console

    from brygga_site.web.demo import county

    call_command("migrate", verbosity=0)
    county.make(timezone.now(), Console(quiet=True))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()

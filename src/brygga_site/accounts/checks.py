"""What has to be right in the settings before anybody signs in."""

from ipaddress import ip_network
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def breached_passwords_can_be_read(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    file = settings.BRYGGA_BREACHED_PASSWORDS
    if file is None or Path(file).is_file():
        return []
    return [
        Error(
            f"BRYGGA_BREACHED_PASSWORDS names {file}, where there is no file.",
            hint="Give the path of a file of SHA-1 hashes in order (see docs/sign-in.md), or leave the variable out.",
            id="brygga.sign_in.E001",
        )
    ]


@register()
def provider_is_told_in_full(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    names = ("BRYGGA_OIDC_SERVER", "BRYGGA_OIDC_CLIENT_ID", "BRYGGA_OIDC_CLIENT_SECRET")
    missing = [name for name in names if not getattr(settings, name)]
    if not missing or len(missing) == len(names):
        return []
    return [
        Error(
            f"An identity provider needs all of {', '.join(names)}; missing: {', '.join(missing)}.",
            hint="Set what is missing in the environment, or none of them.",
            id="brygga.sign_in.E002",
        )
    ]


@register()
def networks_can_be_read(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    names = ("BRYGGA_ADMINISTRATION_NETWORKS", "BRYGGA_INSIDE_NETWORKS")
    wrong = {name: [one for one in getattr(settings, name) if not _is_network(one)] for name in names}
    return [
        Error(
            f"{name} holds what is no network: {', '.join(found)}.",
            hint="Write networks parted by spaces, such as 10.20.0.0/16 2001:db8::/32, or leave the variable out.",
            id="brygga.sign_in.E003",
        )
        for name, found in wrong.items()
        if found
    ]


def _is_network(written: str) -> bool:
    try:
        ip_network(written)
    except ValueError:
        return False
    return True

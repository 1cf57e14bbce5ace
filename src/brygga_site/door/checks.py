"""What has to be right in the settings before anybody is let in."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from brygga_site.door.health import monitor_faults
from brygga_site.door.proxy import proxy_faults


@register(deploy=True)
def proxy_is_known(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    hint = "See docs/operations.md, the proxy."
    return [Error(fault, hint=hint, id="brygga.door.E001") for fault in proxy_faults()]


@register
def monitors_are_known(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    hint = "See docs/operations.md, what a monitor asks."
    return [Error(fault, hint=hint, id="brygga.door.E002") for fault in monitor_faults()]

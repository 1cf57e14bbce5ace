"""What no operation knows is refused, in what is sent and in what is asked: a misspelt name would change the answer."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.operation import Operation
from pydantic import ConfigDict

from brygga_site.api.problems import Unusable


class StrictSchema(Schema):
    """What is sent: a field that is not here is refused."""

    model_config = ConfigDict(extra="forbid")


def known_parameters(operation: Operation) -> frozenset[str]:
    """The names that the operation takes in the query of an address."""
    asked = (model for model in operation.models if model.__ninja_param_source__ == "query")
    return frozenset(name for model in asked for name in model.__ninja_flatten_map__)


def checks_parameters(run: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator of operations, bound to one: its function is called once the query holds nothing else than it knows.

    Only then is it known who asks, and that what is known is right.
    """
    operation: Operation = run.__self__
    known, function = known_parameters(operation), operation.view_func

    @wraps(function)
    def checked(request: HttpRequest, *args: Any, **values: Any) -> Any:
        if strange := sorted(set(request.GET) - known):
            names = ", ".join(sorted(known)) or "–"
            what = _("There is no such parameter here. There are: %(names)s.") % {"names": names}
            raise Unusable(*({"where": name[:80], "what": what} for name in strange))
        return function(request, *args, **values)

    operation.view_func = checked
    return run

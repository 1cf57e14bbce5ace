"""The description of the API (OpenAPI): what each process can be told, and every error with its form."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from brygga.processes import PROCESSES
from brygga_site.api.cases.content import content_schema

ERRORS = {
    "400": "What was sent cannot be read",
    "401": "No key, or one that does not hold",
    "403": "The key is for something else, or what was asked for is not open to it",
    "404": "There is no such thing, or it is not open to what the key is for",
    "409": "Something else stands there already, or it may not be so as things stand",
    "413": "What was sent is too large",
    "422": "A value cannot be used; `errors` says which and why",
    "429": "Too much in a short time; `Retry-After` says when to come back",
    "503": "The database does not answer just now; `Retry-After` says when to come back",
}
"""What any operation may answer."""

PROBLEM = "application/problem+json"


class DescribedAPI(NinjaAPI):
    """An API whose description is whole."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        described = super().get_openapi_schema(*args, **kwargs)
        for path in described["paths"].values():
            for operation in path.values():
                _describe_errors(operation["responses"])
        _describe_messages(described["components"]["schemas"])
        return described


def _describe_errors(responses: dict[Any, Any]) -> None:
    """Each error as a problem document, those that an operation names in their own form."""
    for status, description in ERRORS.items():
        named = responses.pop(int(status), {})
        form = next(iter(named.get("content", {}).values()), {"schema": {"$ref": "#/components/schemas/Problem"}})
        responses[int(status)] = {"description": description, "content": {PROBLEM: form}}


def _describe_messages(schemas: dict[str, Any]) -> None:
    """What each kind of message of each process holds, and that what is sent in a case is one of them."""
    said: dict[str, list[dict[str, Any]]] = {}
    for process in PROCESSES:
        for kind, body in process.bodies.items():
            name = f"{process.name}.{kind}"
            schemas[name] = content_schema(process, body)
            said.setdefault(kind, []).append({"$ref": f"#/components/schemas/{name}"})
    content = schemas["NewMessage"]["properties"]["content"]
    content |= {"anyOf": [form for forms in said.values() for form in forms]}
    schemas["NewMessage"]["properties"]["kind"]["enum"] = list(said)
    begun = schemas["NewCase"]["properties"]
    begun["process"]["enum"] = list(PROCESSES.names)
    # What is left out of a case about a message is filled in from that message, so nothing is asked for here.
    begun["content"] |= {
        "anyOf": [schemas[f"{process.name}.{process.opens.kind}"] | {"required": []} for process in PROCESSES]
    }

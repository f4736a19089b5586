"""The description of the API: what the framework cannot know by itself."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

PROBLEM = {
    "title": "Problem",
    "description": "A refusal; it has written nothing (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "What is wrong, in the person's language."},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "field": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "string"}},
        "fields": {
            "type": "object",
            "description": "409: base, mine and theirs by field.",
            "additionalProperties": {"type": "object"},
        },
        "version": {"type": "integer", "description": "409: the version to send next."},
    },
}
REFUSALS = {
    "400": "A rule says no",
    "401": "No valid token",
    "403": "Not allowed",
    "404": "Not there, or not visible",
    "409": "Somebody else changed the same field",
    "422": "A value is wrong",
    "429": "Too often",
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A UUID of the caller: the same one gives the first answer again.",
    "schema": {"type": "string", "format": "uuid"},
}
# Refusals that a request without a record or without a body cannot meet.
_ONLY_BY_PATH = {"404"}
_ONLY_WRITING = {"400", "409"}


class DescribedAPI(NinjaAPI):
    """Adds to each operation its refusals, the key that makes a write repeatable, a summary."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**kwargs)
        schema["components"]["schemas"]["Problem"] = PROBLEM
        for path, operations in schema["paths"].items():
            for method, operation in operations.items():
                _complete(operation, writes=method != "get", has_record="{" in path)
        return schema


def _complete(operation: dict[str, Any], *, writes: bool, has_record: bool) -> None:
    operation["summary"] = operation["description"].partition("\n\n")[0].split(". ")[0].rstrip(".")
    if writes:
        operation["parameters"] = [*operation.get("parameters", []), IDEMPOTENCY_KEY]
    for status, description in REFUSALS.items():
        is_met = (has_record or status not in _ONLY_BY_PATH) and (
            writes or status not in _ONLY_WRITING
        )
        if is_met:
            operation["responses"].setdefault(int(status), _problem(description))


def _problem(description: str) -> dict[str, Any]:
    reference = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": description,
        "content": {"application/problem+json": {"schema": reference}},
    }

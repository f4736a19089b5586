"""The API, fuzzed from its own description: bodies and parameters of wrong and hostile shapes.

A thousand requests and more, none of which may break it down or be answered with a page.
"""

import json
import os
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from ninja import Body, NinjaAPI, Router
from pytest_django import Settings

from tests.trust.matrix import Visitor
from tests.trust.planting import planted
from tests.trust.scene import Scene
from zhuixiao.accounts.bearer import BearerToken, needs
from zhuixiao.config.api import api

pytestmark = pytest.mark.django_db

TEXTS = ("", "x", "\ud800", "\0", "a\x1bb\r\n", "字" * 9_000, "%s{}{0}", "2026-02-30", "9999-12-31")
NUMBERS = (0, -1, 1, 2**31, 2**63, -(2**63) - 1, 10**400, 1.5, float("1e308"))
HOSTILE = st.one_of(
    st.sampled_from(TEXTS),
    st.sampled_from(NUMBERS),
    st.none(),
    st.booleans(),
    st.just([]),
    st.just({}),
    st.just([[["x"]]]),
    st.just({"id": 1, "owner": 1, "is_admin": True, "__class__": "x", "_connector": "OR"}),
    st.lists(st.sampled_from([1, 2**63, "x", None]), max_size=3),
)


def resolved(schema: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """The schema that a $ref names."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return dict(whole["components"]["schemas"][name]) if name else schema


def values(schema: dict[str, Any], whole: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values of the schema, with one in four hostile, at every depth."""
    schema = resolved(schema, whole)
    choices = schema.get("anyOf") or schema.get("allOf")
    if choices:
        good = st.one_of(*(values(one, whole) for one in choices))
    elif schema.get("enum"):
        good = st.sampled_from(schema["enum"])
    else:
        good = _of_type(schema, whole)
    return st.integers(0, 3).flatmap(lambda roll: HOSTILE if roll == 0 else good)


_PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "integer": st.sampled_from([1, 2, 3]),
    "number": st.sampled_from([1, 2.5]),
    "boolean": st.booleans(),
    "null": st.none(),
    "string": st.sampled_from(
        ["x", "day", "name,-stage", '{"all": []}', "customers.added", "2026-11-23", "2026-W01"]
    ),
    # A body without a declared form: what customers and contacts take, and what they do not.
    "object": st.dictionaries(
        st.sampled_from(
            [
                "name",
                "phone",
                "owner",
                "stage",
                "tags",
                "note",
                "website",
                "id",
                "version",
                "birthday_month",
                "decision_role",
                "region",
                "next_contact",
                "credit_code",
                "products",
                "kind",
                "cf_1",
                "cf_x",
            ]
        ),
        HOSTILE,
        max_size=4,
    ),
}


def _of_type(schema: dict[str, Any], whole: dict[str, Any]) -> st.SearchStrategy[Any]:
    kind = schema.get("type", "")
    if kind == "object" and "properties" in schema:
        parts = {key: values(one, whole) for key, one in schema["properties"].items()}
        needed = {key: parts.pop(key) for key in schema.get("required", []) if key in parts}
        return st.fixed_dictionaries(needed, optional=parts)
    if kind == "array":
        return st.lists(values(schema["items"], whole), max_size=3)
    return _PLAIN.get(kind, HOSTILE)


def body_schema(operation: dict[str, Any]) -> dict[str, Any] | None:
    """The schema of an operation's JSON body; None for one without, or that takes a file."""
    content = operation.get("requestBody", {}).get("content", {})
    schema: dict[str, Any] | None = content.get("application/json", {}).get("schema")
    return schema


def operations(described: dict[str, Any]) -> list[tuple[str, str]]:
    return [(method, path) for path, item in described["paths"].items() for method in item]


# Every operation is asked on both engines, on PostgreSQL less often.
EXAMPLES = "20" if connection.vendor == "sqlite" else "7"
fuzzing = hypothesis_settings(
    max_examples=int(os.environ.get("ZHUIXIAO_FUZZ", EXAMPLES)),
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
DESCRIBED = api.get_openapi_schema()


def wrong(answer: HttpResponse) -> str:
    """A breakdown, or an answer that is not the API's."""
    if answer.status_code >= 500:
        return str(answer.status_code)
    kind = answer.headers.get("Content-Type", "")
    is_json = "json" in kind or not answer.content
    is_file = answer.headers.get("Content-Disposition", "").startswith("attachment")
    return "" if is_json or is_file else f"answered with {kind}"


def request(
    described: dict[str, Any], method: str, path: str, data: st.DataObject
) -> tuple[str, str, str]:
    """Path, query and body of one fuzzed call."""
    operation = described["paths"][path][method]
    query: list[str] = []
    for one in operation.get("parameters", []):
        value = data.draw(values(one["schema"], described))
        if one["in"] == "path":
            text = str(value if isinstance(value, int | str) and str(value) else 1)[:200]
            path = path.replace("{" + one["name"] + "}", _quoted(text) or "1")
        else:
            many = value if isinstance(value, list) else [value]
            query += [f"{one['name']}={_quoted(str(part)[:2_000])}" for part in many]
    body = ""
    schema = body_schema(operation)
    if schema is not None:
        body = json.dumps(data.draw(values(schema, described)))
    return path, "&".join(query), body


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(("method", "path"), operations(DESCRIBED))
def test_no_request_breaks_the_api(scene: Scene, method: str, path: str) -> None:
    visitor = Visitor(scene, "boss")

    @fuzzing
    @given(data=st.data())
    def fuzz(data: st.DataObject) -> None:
        place, query, body = request(DESCRIBED, method, path, data)
        said = wrong(send(visitor, method, place, query, body))
        assert not said, f"{said}: {method} {place}?{query[:200]} {body[:300]}"

    fuzz()


def send(visitor: Visitor, method: str, place: str, query: str, body: str) -> HttpResponse:
    with transaction.atomic():
        answer = visitor.client.generic(
            method.upper(),
            place,
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {visitor.secret}"},
            QUERY_STRING=query,
        )
        transaction.set_rollback(True)
    return answer  # type: ignore[return-value]


@pytest.mark.parametrize(
    "body",
    ["", "{", "[" * 20_000, '"x"', "NaN", "[1]", '{"values": NaN}', "\ufeff{}", '{"a":1,"a":2}'],
)
def test_no_body_that_is_no_json_breaks_the_api(scene: Scene, body: str) -> None:
    visitor = Visitor(scene, "boss")
    for method, path in operations(DESCRIBED):
        if method != "get":
            answer = send(visitor, method, path.replace("{pk}", "1"), "", body)
            assert answer.status_code < 500, (method, path)


def test_a_planted_defect_is_found(scene: Scene, settings: Settings) -> None:
    """Control: an operation that trusts what it gets."""
    router, broken = Router(), NinjaAPI(urls_namespace="planted", auth=BearerToken())

    @router.post("/planted")
    @needs("", "")
    def trusting(request: Any, data: Body[dict[str, Any]]) -> dict[str, int]:
        return {"n": len(data["name"])}

    broken.add_router("", router)
    settings.ROOT_URLCONF = planted(broken.urls[0], place="api/v2/")
    visitor, described = Visitor(scene, "boss"), broken.get_openapi_schema(path_prefix="/api/v2/")
    found: list[str] = []

    @fuzzing
    @given(data=st.data())
    def fuzz(data: st.DataObject) -> None:
        place, query, body = request(described, "post", "/api/v2/planted", data)
        found.append(wrong(send(visitor, "post", place, query, body)))

    fuzz()
    assert "500" in found
    assert wrong(HttpResponse("<p>oops</p>", status=404)).startswith("answered with")

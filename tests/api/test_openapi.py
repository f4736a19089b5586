"""The description of the API is the one that was recorded; RECORD=1 records it anew."""

import json
import os
from pathlib import Path

import pytest
from django.utils import translation

from tests.api.conftest import ApiOf
from tests.world import World

RECORDED = Path(__file__).parent / "openapi.json"


@pytest.mark.django_db
def test_nobody_changes_the_api_unawares(world: World, api_of: ApiOf) -> None:
    with translation.override("en"):
        answer = api_of(world.boss)("GET", "/openapi.json")
    text = json.dumps(answer.json(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get("RECORD"):
        RECORDED.write_text(text, encoding="utf-8", newline="\n")
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    assert answer.json() == recorded, "record it with RECORD=1 if this change is meant"


@pytest.mark.django_db
def test_the_description_tells_token_refusals_and_repeating(world: World, api_of: ApiOf) -> None:
    told = api_of(world.boss)("GET", "/openapi.json").json()
    assert "bearer" in [way["scheme"] for way in told["components"]["securitySchemes"].values()]
    for path, operations in told["paths"].items():
        for method, operation in operations.items():
            where = f"{method} {path}"
            assert operation["security"], where
            assert "application/problem+json" in operation["responses"]["401"]["content"], where
            names = {row["name"] for row in operation["parameters"]}
            assert ("Idempotency-Key" in names) == (method != "get"), where
            done = next(row for code, row in operation["responses"].items() if code < "300")
            assert "content" in done or method == "delete" or path.endswith("/content"), where

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

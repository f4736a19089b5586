"""A client that speaks JSON with a person's token."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.world import actor
from zhuixiao.accounts.actions import api_tokens
from zhuixiao.accounts.models import Employee


class ApiClient:
    """Requests to /api/v1 with a token."""

    def __init__(self, secret: str) -> None:
        self._client = Client(headers={"Authorization": f"Bearer {secret}"})

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        return self._client.generic(
            method,
            f"/api/v1{path}",
            data="" if body is None else json.dumps(body),
            content_type="application/json",
            headers=headers,
        )

    def send(self, path: str, name: str, content: bytes, **fields: str) -> Any:
        """POST a form with the file `file` and these texts."""
        file = SimpleUploadedFile(name, content)
        return self._client.post(f"/api/v1{path}", {"file": file, **fields})


def walk(api: ApiClient, path: str) -> list[int]:
    """The ids of a list in pages, all of them in the order in which they come."""
    mark = "&" if "?" in path else "?"
    page = api("GET", path).json()
    found = [row["id"] for row in page["items"]]
    while page["next"]:
        page = api("GET", f"{path}{mark}cursor={page['next']}").json()
        found += [row["id"] for row in page["items"]]
    return found


ApiOf = Callable[..., ApiClient]


@pytest.fixture
def api_of(db: None) -> ApiOf:
    """A client with a fresh token of a person; `scopes` narrow it, all own rights without."""

    def make(employee: Employee, scopes: list[str] | None = None) -> ApiClient:
        by = actor(employee)
        granted = api_tokens.grantable(by) if scopes is None else scopes
        _token, secret = api_tokens.create(by=by, name="test", scopes=granted, expires_at=None)
        return ApiClient(secret)

    return make

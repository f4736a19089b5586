"""Uploading and downloading: who sees what, and how it is served."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import Settings

from tests.conftest import ClientOf
from tests.files.test_storing import picture
from tests.world import World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.files import access, actions
from zhuixiao.files.models import StoredFile


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture(autouse=True)
def notebooks() -> Iterator[None]:
    """A kind of record that only its owner sees: its id is the owner's."""
    access.register("notebook", lambda employee, record_id: employee.pk == record_id)
    yield
    access._resolvers.pop("notebook")


def stored(
    by: Employee, content: bytes = b"hello", name: str = "a.txt", **where: object
) -> StoredFile:
    return actions.store(by=actor(by), upload=SimpleUploadedFile(name, content), **where)  # type: ignore[arg-type]


def test_an_upload_answers_with_its_id(world: World, client_of: ClientOf) -> None:
    client = client_of(world.zheng)
    sent = SimpleUploadedFile("现场 照片.jpg", picture())
    response = client.post(reverse("files:upload"), {"file": sent})
    body = json.loads(response.content)
    assert response.status_code == 201
    assert (body["name"], body["id"]) == ("现场 照片.jpg", str(StoredFile.objects.get().pk))
    assert client.get(body["thumb"])["Content-Type"] == "image/webp"


def test_the_same_upload_twice_is_one_file(world: World, client_of: ClientOf) -> None:
    client, key = client_of(world.zheng), str(uuid.uuid4())
    answers = {
        client.post(
            reverse("files:upload"),
            {"file": SimpleUploadedFile("a.txt", b"hello"), "request_id": key},
        ).content
        for _time in range(2)
    }
    assert len(answers) == 1
    assert StoredFile.objects.count() == 1


def test_an_upload_without_a_file_is_a_400(world: World, client_of: ClientOf) -> None:
    response = client_of(world.zheng).post(
        reverse("files:upload"), headers={"Accept": "application/json"}
    )
    assert response.status_code == 400


def test_a_waiting_file_is_its_uploaders_alone(world: World, client_of: ClientOf) -> None:
    url = reverse("files:download", args=[stored(world.zheng).pk])
    assert client_of(world.zheng).get(url).status_code == 200
    assert client_of(world.boss).get(url).status_code == 404


def test_an_attached_file_is_seen_by_who_sees_its_record(world: World, client_of: ClientOf) -> None:
    row = stored(world.zheng, kind="notebook", record_id=world.chen.pk)
    url = reverse("files:download", args=[row.pk])
    assert client_of(world.chen).get(url).status_code == 200
    assert client_of(world.zheng).get(url).status_code == 404


def test_a_kind_that_nobody_registered_is_nobodys(world: World, client_of: ClientOf) -> None:
    row = stored(world.zheng, kind="mystery", record_id=1)
    url = reverse("files:download", args=[row.pk])
    assert client_of(world.boss).get(url).status_code == 404


def test_a_stranger_is_sent_to_the_log_in(world: World, client: "object") -> None:
    from django.test import Client

    url = reverse("files:download", args=[stored(world.zheng).pk])
    assert Client().get(url).status_code == 302


def test_who_left_downloads_nothing_from_that_moment(world: World, client_of: ClientOf) -> None:
    url = reverse("files:download", args=[stored(world.zheng).pk])
    client = client_of(world.zheng)
    assert client.get(url).status_code == 200
    Employee.objects.filter(pk=world.zheng.pk).update(is_active=False)
    assert client.get(url).status_code in {302, 401, 404}
    world.zheng.refresh_from_db()
    assert not access.may_see(world.zheng, StoredFile.objects.get())


@pytest.mark.parametrize(
    ("name", "content", "place", "kind"),
    [
        ("a.txt", b"<b>hello", "attachment", "text/plain; charset=utf-8"),
        ("a.pdf", b"%PDF-1.7", "inline", "application/pdf"),
    ],
)
def test_bytes_are_served_so_that_nothing_runs(
    world: World, client_of: ClientOf, name: str, content: bytes, place: str, kind: str
) -> None:
    url = reverse("files:download", args=[stored(world.zheng, content, name).pk])
    response = client_of(world.zheng).get(url)
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"].startswith(place)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]
    assert b"".join(response.streaming_content) == content  # type: ignore[attr-defined]


def test_a_file_that_is_no_picture_has_no_preview(world: World, client_of: ClientOf) -> None:
    url = reverse("files:thumb", args=[stored(world.zheng).pk])
    assert client_of(world.zheng).get(url).status_code == 404

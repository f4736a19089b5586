"""What machines send has threads of its own, which keep their connection to the database."""

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from django.conf import settings
from django.db import close_old_connections, connection
from django.urls import reverse

from zhuixiao.kit.serving.crews import Crews, Doors

pytestmark = pytest.mark.django_db(transaction=True)
DOOR, PAGE = "/door/gps", "/customers/"


@pytest.fixture
def crews() -> Iterator[Crews]:
    made = Crews(threads=1, doors=Doors(("/door/",), 1))
    yield made
    for path in (DOOR, PAGE):
        asked(made, path, lambda _environ: connection.close())
    made.dismiss()


def asked(crews: Crews, path: str, answer: Callable[[dict[str, Any]], Any]) -> Any:
    """What a request to this path is answered."""
    pool, call = crews.chosen(path, answer)
    return pool.submit(call, {}).result(10)


def is_kept(_environ: dict[str, Any]) -> bool:
    """Whether the thread's connection outlasts its request."""
    connection.ensure_connection()
    close_old_connections()
    return connection.connection is not None


def test_a_page_is_answered_while_a_phone_is_sending(crews: Crews) -> None:
    is_over = Event()
    pool, wait = crews.chosen(DOOR, lambda _environ: is_over.wait(10))
    sending = pool.submit(wait, {})
    assert asked(crews, PAGE, lambda _environ: "page") == "page"
    is_over.set()
    assert sending.result(10)


def test_a_door_keeps_its_connection(crews: Crews) -> None:
    assert asked(crews, DOOR, is_kept)
    assert asked(crews, PAGE, is_kept) == (connection.vendor == "postgresql")


def test_the_doors_are_where_phones_and_their_apps_send() -> None:
    asked_for = (reverse("field:phone-outbox"), reverse("field:gps", args=["secret"]))
    assert all(path.startswith(settings.DOOR_PATHS) for path in asked_for)


def test_a_connection_that_broke_is_made_anew(crews: Crews) -> None:
    asked(crews, DOOR, is_kept)
    asked(crews, DOOR, lambda _environ: connection.close())
    assert asked(crews, DOOR, is_kept)

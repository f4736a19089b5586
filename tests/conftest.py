"""Fixtures that every test may ask for."""

import gc
import os
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser

from tests import chromium
from tests import world as cast
from tests.installed import filled, installation
from zhuixiao.accounts.models import Employee

__all__ = ["browser", "client_of", "filled", "installation", "world"]
ClientOf = Callable[[Employee], Client]


@pytest.fixture(scope="session", autouse=True)
def long_lived(django_test_environment: None) -> None:
    """What is loaded by now stays: looking through it for garbage took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


@pytest.fixture
def world(db: None) -> cast.World:
    """The named cast, written to the test database."""
    return cast.build()


@pytest.fixture
def client_of() -> ClientOf:
    """Django's test client, logged in as an employee."""

    def log_in(employee: Employee) -> Client:
        client = Client()
        client.force_login(employee, backend="zhuixiao.accounts.backends.EmployeeBackend")
        return client

    return log_in


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread; Django would refuse queries beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with chromium.started() as started:
        yield started

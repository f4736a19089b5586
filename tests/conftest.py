"""Fixtures that every test may ask for."""

import gc
import os
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from tests import chromium, emptied, migrated
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
def morning() -> Iterator[None]:
    """It is ten o'clock of the company's today: at night no punch belongs to a shift."""
    ten = (
        timezone.now().astimezone(cast.SHANGHAI).replace(hour=10, minute=0, second=0, microsecond=0)
    )
    with time_machine.travel(ten):
        yield


@pytest.fixture(scope="session")
def migrated_copy(
    request: pytest.FixtureRequest,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> bool:
    """Whether the test database starts as a copy; `--create-db` runs all migrations anew."""
    is_anew = request.config.getvalue("create_db") or request.config.getvalue("nomigrations")
    with django_db_blocker.unblock():
        return not is_anew and migrated.take()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool, migrated_copy: bool) -> bool:
    """A file that is there already must not be thrown away before the first test."""
    return django_db_keepdb or (migrated_copy and connection.vendor == "sqlite")


@pytest.fixture(scope="session")
def django_db_setup(
    migrated_copy: bool,
    django_db_keepdb: bool,
    django_db_use_migrations: bool,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """The one of pytest-django; the next run may start from a copy of what it made."""
    if django_db_use_migrations and not (migrated_copy or django_db_keepdb):
        with django_db_blocker.unblock():
            migrated.keep()


@pytest.fixture(scope="session", autouse=True)
def emptied_between_tests(django_db_setup: None) -> Iterator[None]:
    with emptied.between_tests():
        yield


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

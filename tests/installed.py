"""Fixtures: a whole installation with its own database, filled once, copied for each test."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests import migrated
from tests.installation import Installation

FILL = """
import django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from zhuixiao.accounts.actions import company
from zhuixiao.accounts.audit import Actor
from zhuixiao.files import actions
boss = company.set_up(name="晨光温控", time_zone="Asia/Shanghai", boss_name="廖利",
    username="liaoli", password="Kaolin-Teacup-42", at=timezone.now())
by = Actor.of(boss, at=timezone.now())
for n in range(3):
    upload = SimpleUploadedFile(f"报价{n}.txt", f"报价 {n}".encode())
    actions.store(by=by, upload=upload)
"""
MAINTENANCE = "postgres"
# Workers that run side by side must not drop each other's databases.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
PREFIX = f"{settings.DATABASES['default']['TEST']['NAME']}_{WORKER}"
FILLED, COPY = f"{PREFIX}_filled", f"{PREFIX}_copy"
Database = psycopg.Connection[tuple[str]]


@pytest.fixture(scope="session")
def filled(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """Made once: an installation with a company and three files, on the suite's engine."""
    data = tmp_path_factory.mktemp("filled") / "data"
    with _server() as server:
        made = Installation(data, _create(server, FILLED, template=migrated.template()))
        if not server:
            data.mkdir()
            shutil.copyfile(migrated.file(), data / "zhuixiao.sqlite3")
        made.run("migrate", "--verbosity=0")
        made.script(FILL)
        yield made
        _drop(server, FILLED)


@pytest.fixture
def installation(filled: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A copy of the filled one, for one test."""
    with copied(filled, tmp_path) as made:
        yield made


@contextmanager
def copied(filled: Installation, folder: Path) -> Iterator[Installation]:
    """A copy of the filled one in a folder; there is one at a time."""
    with _server() as server:
        shutil.copytree(filled.data, folder / "data")
        yield Installation(folder / "data", _create(server, COPY, template=FILLED))
        _drop(server, COPY)


@contextmanager
def _server() -> Iterator[Database | None]:
    """PostgreSQL, if the suite runs on it."""
    given = settings.DATABASES["default"]
    if "sqlite" in given["ENGINE"]:
        yield None
        return
    where = {"host": given["HOST"], "user": given["USER"], "password": given["PASSWORD"]}
    with psycopg.connect(dbname=MAINTENANCE, autocommit=True, **where) as server:
        yield server


def _create(server: Database | None, name: str, template: str = "template0") -> str:
    """Make a database and return its DATABASE_URL; empty on SQLite."""
    if server is None:
        return ""
    _drop(server, name)
    server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    given = settings.DATABASES["default"]
    secret = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
    return f"postgresql://{given['USER']}{secret}@{given['HOST']}/{name}"


def _drop(server: Database | None, prefix: str) -> None:
    """The database of a test and everything that a restore left beside it."""
    if server is None:
        return
    rows = server.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]
    ).fetchall()
    for (name,) in rows:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

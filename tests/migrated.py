"""The migrated test database, kept from one run to the next.

Running all migrations takes a processor's quarter of a minute for each worker and engine. A copy is
taken as long as nothing has changed that shapes an empty database: migrations, what they import,
translations of what they seed, settings and packages. Django migrates the copy all the same.
"""

import ast
import hashlib
import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import Error, connection

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "migrated"
# Branches that are tested by turns do not drive out each other's.
KEPT = 5
_OTHERS = (
    *("zhuixiao/*/locale/**/*.po", "zhuixiao/config/settings/*.py", "requirements/*"),
    *("tests/settings.py", "tests/migrated.py", "tests/catalog/regions.csv"),
)


def take() -> bool:
    """Start the test database as a copy; whether there was one to take."""
    test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        if file().exists():
            shutil.copyfile(file(), test["NAME"])
        return file().exists()
    name = template()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            test["TEMPLATE"] = name
    return "TEMPLATE" in test


def keep() -> None:
    """Keep a copy of the test database as it is now, before the first test."""
    if connection.vendor == "sqlite":
        _keep_file(file())
    else:
        _keep_database(template())


def file() -> Path:
    """Where the copy lies, on SQLite."""
    return FOLDER / f"{_shape()}.sqlite3"


def template() -> str:
    """The name of the database that is the copy, on PostgreSQL."""
    return f"{_prefix()}{_shape()}"


def _keep_file(kept: Path) -> None:
    """Another worker may do the same: whoever comes last puts an equal file in its place."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    unfinished = FOLDER / f"{os.getpid()}.unfinished"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(unfinished)])
    unfinished.replace(kept)
    for old in sorted(FOLDER.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)


def _keep_database(name: str) -> None:
    """Another worker may be faster, which is no error."""
    made_from = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        try:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{made_from}"')
            cursor.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid DESC",
                [_prefix()],
            )
            for (old,) in cursor.fetchall()[KEPT:]:
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
        except Error:
            return


def _prefix() -> str:
    """Told from the databases of workers, which end in their number."""
    return f"{os.environ.get('ZHUIXIAO_TEST_DB', 'test_zhuixiao')}_migrated_"


@cache
def _shape() -> str:
    """A name for everything that an empty database is made of."""
    digest = hashlib.sha256(str(settings.INSTALLED_APPS).encode())
    others = {path for pattern in _OTHERS for path in ROOT.glob(pattern)}
    for path in sorted(_modules() | others):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _modules() -> set[Path]:
    """The migrations and, step by step, every module of ours that they import."""
    waiting = list(ROOT.glob("zhuixiao/*/migrations/*.py"))
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [one for name in _imported(path) for one in _files(name)]
    return found


def _imported(path: Path) -> Iterator[str]:
    """Dotted names that may be modules of ours."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*above, *filter(None, [node.module])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _files(name: str) -> list[Path]:
    """Where a dotted name of ours lies; nothing for others' and for what is no module."""
    place = ROOT.joinpath(*name.split("."))
    both = (place.with_suffix(".py"), place / "__init__.py")
    return [path for path in both if name.startswith("zhuixiao.") and path.is_file()]

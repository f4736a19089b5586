"""What must be green: checks of the source, then the tests on both databases."""

import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Sequence

from places import TESTED, environment, python, say

LOCAL_POSTGRESQL = "postgresql://postgres@127.0.0.1:5432/postgres"

# Name, seconds, and "ok", "FAILED" or why it was skipped.
Result = tuple[str, float, str]

# Django's own checks; the word `check` of the product looks at an installation instead.
SYSTEM_CHECKS = (
    "import django; django.setup();"
    "from django.core import checks;"
    "from django.core.management.base import BaseCommand;"
    "BaseCommand().check(databases=['default'], fail_level=checks.WARNING, display_num_errors=True)"
)
CHECKS = {
    "format": ("-m", "ruff", "format", "--check", "--quiet", "."),
    "lint": ("-m", "ruff", "check", "--quiet", "."),
    "types": ("-m", "mypy", "zhuixiao", "tests"),
    "layers": ("-c", "import importlinter.cli as cli; cli.lint_imports_command()"),
    "translations": ("-m", "zhuixiao", "messages", "--check"),
    "migrations": ("-m", "zhuixiao", "makemigrations", "--check", "--dry-run"),
    "settings": ("-c", SYSTEM_CHECKS),
}


def static() -> Iterator[Result]:
    """The checks that run no tests, each with its result."""
    for name, command in CHECKS.items():
        yield _timed(name, command, environment())


def tests(options: Sequence[str]) -> Iterator[Result]:
    """All tests on SQLite, and again, of sweeps a part, on PostgreSQL where one answers."""
    if not os.environ.get("CHROMIUM") and not any(map(shutil.which, TESTED)):
        yield "browser tests", 0, "SKIPPED: no Chromium found; install it or set CHROMIUM"
    command = ("-m", "pytest", "-n", "2", "--dist", "loadgroup", *options)
    clean = environment(DJANGO_SETTINGS_MODULE="tests.settings", DATABASE_URL="")
    yield _timed("tests on SQLite", command, clean)
    url = _postgresql()
    if url:
        yield _timed("tests on PostgreSQL", command, {**clean, "DATABASE_URL": url})
    else:
        yield "tests on PostgreSQL", 0, "SKIPPED: none answers; set DATABASE_URL"


def _postgresql() -> str:
    """The address of a PostgreSQL that answers, else nothing."""
    given = os.environ.get("DATABASE_URL", "")
    url = given if given.startswith("postgres") else LOCAL_POSTGRESQL
    program = (
        "import psycopg, sys\n"
        "try: psycopg.connect(sys.argv[1], connect_timeout=3).close()\n"
        "except psycopg.Error: sys.exit(1)"
    )
    return url if python("-c", program, url, check=False) == 0 else ""


def _timed(name: str, command: Sequence[str], env: dict[str, str]) -> Result:
    say(name)
    start = time.monotonic()
    code = python(*command, check=False, env=env)
    return name, time.monotonic() - start, "FAILED" if code else "ok"


def report(results: Iterable[Result]) -> int:
    """Run and print the list; 1 when anything failed."""
    rows = list(results)
    print()  # noqa: T201
    for name, seconds, word in rows:
        print(f"{name:<22}{seconds:>7.1f} s  {word}")  # noqa: T201
    sys.stdout.flush()
    return int(any(word == "FAILED" for _, _, word in rows))

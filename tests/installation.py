"""A whole installation of its own, driven through the command line."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
# Every row of every table, as text that does not depend on the engine's internals.
ALL_ROWS = """
import json, django
django.setup()
from django.apps import apps
rows = {model._meta.db_table: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)}
print(json.dumps(rows))
"""


@dataclass
class Installation:
    """`data` is its folder; `database` a DATABASE_URL, empty for SQLite in the folder."""

    data: Path
    database: str = ""

    def run(self, *args: str, code: int | None = 0) -> "subprocess.CompletedProcess[str]":
        """`zhuixiao <args>`; fails when the exit code is another one."""
        return self._python(["-m", "zhuixiao", *args], code)

    def script(self, text: str) -> str:
        """Run Python inside this installation and return what it prints."""
        return self._python(["-c", text], 0).stdout

    def rows(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = json.loads(self.script(ALL_ROWS))
        return found

    def files(self) -> dict[str, bytes]:
        """All stored files and the key, by name."""
        found = {
            str(path.relative_to(self.data)): path.read_bytes()
            for path in (self.data / "files").rglob("*")
            if path.is_file()
        }
        return {**found, "secret.key": (self.data / "secret.key").read_bytes()}

    def start(self, *args: str) -> "subprocess.Popen[str]":
        """Start a program of this installation and leave it running."""
        return subprocess.Popen(  # noqa: S603
            [sys.executable, *args],
            cwd=ROOT,
            env=self._env(),
            stdout=subprocess.PIPE,
            text=True,
        )

    def _python(self, args: list[str], code: int | None) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(  # noqa: S603
            [sys.executable, *args],
            cwd=ROOT,
            env=self._env(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert code is None or done.returncode == code, done.stdout + done.stderr
        return done

    def _env(self) -> dict[str, Any]:
        kept = {key: text for key, text in os.environ.items() if not key.startswith("ZHUIXIAO")}
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": "zhuixiao.config.settings",
            "ZHUIXIAO_DATA": str(self.data),
            "DATABASE_URL": self.database,
            "ZHUIXIAO_JOBS": "worker",
            "PYTHONPATH": str(ROOT),
        }

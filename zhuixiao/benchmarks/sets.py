"""Data sets: one database each, a file for SQLite, a database of the server for PostgreSQL."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.utils import timezone
from psycopg import sql

SQLITE, POSTGRESQL = "sqlite", "postgresql"
SERVER = "postgresql://postgres@127.0.0.1/postgres"
# Kept data sets of another version are made anew.
VERSION = 5


def folder() -> Path:
    """Where data sets are kept."""
    path = Path(settings.DATA_DIR) / "bench"
    path.mkdir(exist_ok=True)
    return path


def server_url() -> str:
    """The PostgreSQL server: that of DATABASE_URL, else the one of this machine."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith(("postgres:", "postgresql:")) else SERVER


def why_no_server() -> str:
    """Empty if the PostgreSQL server answers."""
    try:
        psycopg.connect(server_url(), connect_timeout=3).close()
    except psycopg.OperationalError as error:
        return str(error).splitlines()[0]
    return ""


@dataclass(frozen=True)
class DataSet:
    """A company with `size` customers in a database of its own; `purpose` keeps two apart."""

    database: str
    size: int
    purpose: str = ""

    @property
    def name(self) -> str:
        return f"zx_bench_{self.purpose}{self.size}"

    @property
    def environment(self) -> Mapping[str, str]:
        """What a process needs to work on it."""
        return {
            **os.environ,
            "ZHUIXIAO_DATA": str(folder()),
            "DATABASE_URL": self._url,
            # Jobs that requests leave behind are another process's, as in a team's installation.
            "ZHUIXIAO_JOBS": "worker",
        }

    @property
    def is_kept(self) -> bool:
        """Whether an earlier run left it whole."""
        mark = self._mark
        return mark.exists() and json.loads(mark.read_text())["version"] == VERSION

    def keep(self) -> None:
        """It is whole now."""
        made = {"version": VERSION, "made": timezone.now().isoformat()}
        self._mark.write_text(json.dumps(made))

    def make(self) -> None:
        """An empty database; one of the same name goes."""
        self.drop()
        if self.database == POSTGRESQL:
            self._on_server("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")

    def drop(self) -> None:
        self._mark.unlink(missing_ok=True)
        if self.database == POSTGRESQL:
            self._on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            return
        for tail in ("", "-wal", "-shm"):
            Path(f"{self._file}{tail}").unlink(missing_ok=True)

    @property
    def _mark(self) -> Path:
        return folder() / f"{self.database}-{self.name}.json"

    @property
    def _file(self) -> Path:
        return folder() / f"{self.name}.sqlite3"

    @property
    def _url(self) -> str:
        if self.database == POSTGRESQL:
            return urlsplit(server_url())._replace(path=f"/{self.name}").geturl()
        return f"sqlite://{self._file.as_posix()}"

    def _on_server(self, statement: str) -> None:
        with psycopg.connect(server_url(), autocommit=True) as server:
            server.execute(sql.SQL(statement).format(sql.Identifier(self.name)))

"""Which processes of the program use this data folder; known by locks that die with them."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

# Windows forbids others to read a locked byte: lock one that is never written.
_LOCKED_BYTE = 1 << 20


@dataclass(frozen=True)
class Process:
    """A running process: its role ("serve", "work"), number and what it says of itself."""

    role: str
    pid: int
    note: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.role, f"(pid {self.pid})", self.note) if part)


@contextmanager
def announce(role: str, note: str = "") -> Iterator[None]:
    """While the block runs, others see this process; also when it is killed, they no longer do."""
    path = _folder() / f"{role}-{os.getpid()}.lock"
    with path.open("w", encoding="utf-8") as file:
        _lock(file)
        json.dump({"role": role, "pid": os.getpid(), "note": note}, file)
        file.flush()
        try:
            yield
        finally:
            _unlock(file)
    path.unlink(missing_ok=True)


def others() -> list[Process]:
    """The other living processes on this data folder; marks of dead ones are cleaned away."""
    found = []
    for path in sorted(_folder().glob("*.lock")):
        if path.stem.endswith(f"-{os.getpid()}"):
            continue
        with suppress(OSError, ValueError, TypeError):
            if _is_held(path):
                found.append(Process(**json.loads(path.read_text(encoding="utf-8"))))
            else:
                path.unlink(missing_ok=True)
    return found


def address() -> str:
    """Where people reach the server that runs on this data folder; "" while none does."""
    return next((row.note for row in others() if row.role == "serve"), "")


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "running"
    folder.mkdir(exist_ok=True)
    return folder


def _is_held(path: Path) -> bool:
    with path.open("r+", encoding="utf-8") as file:
        try:
            _lock(file)
        except OSError:
            return True
        _unlock(file)
    return False


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> None:
        """Raises OSError when another process holds it."""
        place = file.tell()
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(place)

    def _unlock(file: IO[str]) -> None:
        file.flush()
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        """Raises OSError when another process holds it."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)

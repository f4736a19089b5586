"""The folder of stored files: random names, written through to the disk before the commit."""

import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

THUMB_SUFFIX = ".thumb"


def write(chunks: Iterable[bytes], *, thumb: bytes = b"") -> str:
    """Keep the bytes under a new random name and return it; they survive a power cut.

    The row that names the file is committed after this, so no row is ever without its file.
    """
    name = secrets.token_hex(16)
    folder = path_of(name).parent
    folder.mkdir(parents=True, exist_ok=True)
    _write_through(path_of(name), chunks)
    if thumb:
        _write_through(path_of(name + THUMB_SUFFIX), [thumb])
    _sync_folder(folder)
    _sync_folder(folder.parent)
    return name


def path_of(stored: str) -> Path:
    """Where a stored name lies; spread over 256 folders."""
    return Path(settings.FILES_DIR) / stored[:2] / stored


def remove(stored: str) -> None:
    for name in (stored, stored + THUMB_SUFFIX):
        path_of(name).unlink(missing_ok=True)


def every_stored() -> Iterator[tuple[str, float]]:
    """All names on the disk with their time of change (seconds since the epoch)."""
    for path in Path(settings.FILES_DIR).glob("??/*"):
        if not path.name.endswith(THUMB_SUFFIX):
            yield path.name, path.stat().st_mtime


def _write_through(path: Path, chunks: Iterable[bytes]) -> None:
    with path.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """On Linux a new name is safe only after its folder is; Windows knows no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

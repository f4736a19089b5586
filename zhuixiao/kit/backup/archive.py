"""The archive file: a zip whose comment is the hash of everything before it."""

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext_lazy as _

from ..errors import RuleError
from .manifest import NAME, Manifest, NewerFormat

_SEAL = 64
_CHUNK = 1 << 20
# Pictures and office files are compressed already.
_PACKED = {".jpg", ".png", ".webp", ".zip", ".docx", ".xlsx", ".pptx", ".mp3", ".m4a", ".dump"}


class Refused(RuleError):
    """The archive is not taken, or cannot be made; nothing was changed."""


def refused(error: OSError, path: Path) -> Refused:
    """What the system said about a file, as a refusal that names the file."""
    return Refused(f"{error.filename or path}: {error.strerror or error}")


class Writer:
    """Adds members to a new archive; `close` seals it and gives it its name."""

    def __init__(self, path: Path, folder: Path) -> None:
        """`folder` holds the unfinished archive, on the same disk as `path`."""
        self._path = path
        self._part = folder / path.name
        # Keys and customers are inside: nobody else on this machine may read it.
        self._part.touch(mode=0o600)
        self._zip = zipfile.ZipFile(self._part, "w", zipfile.ZIP_DEFLATED, compresslevel=3)
        self.members: dict[str, str] = {}

    def add(self, name: str, source: Path, *, is_packed: bool = False) -> None:
        info = zipfile.ZipInfo.from_file(source, name, strict_timestamps=False)
        is_packed = is_packed or source.suffix in _PACKED
        info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        with source.open("rb") as file, self._zip.open(info, "w", force_zip64=True) as member:
            self.members[name] = _copy(file, member)

    def close(self, manifest: Manifest) -> None:
        self._zip.writestr(NAME, manifest.to_json())
        self._zip.comment = b"0" * _SEAL
        self._zip.close()
        with self._part.open("r+b") as file:
            seal = _hash_before_seal(file)
            file.seek(-_SEAL, os.SEEK_END)
            file.write(seal)
            file.flush()
            os.fsync(file.fileno())
        self._part.replace(self._path)

    def abandon(self) -> None:
        self._zip.close()
        self._part.unlink(missing_ok=True)


def read_manifest(path: Path) -> Manifest:
    """The manifest of a whole, unchanged archive.

    Raises Refused for a missing, truncated, changed or foreign file, or one of a later format.
    """
    damaged = Refused(_("This file is damaged, incomplete, or no backup of this program."))
    try:
        with path.open("rb") as file:
            if file.seek(0, os.SEEK_END) <= _SEAL:
                raise damaged
            seal = _hash_before_seal(file)
            file.seek(-_SEAL, os.SEEK_END)
            if file.read() != seal:
                raise damaged
        with zipfile.ZipFile(path) as archive:
            manifest = Manifest.read(archive.read(NAME))
            if set(archive.namelist()) != {NAME, *manifest.members}:
                raise damaged
    except NewerFormat as error:
        raise Refused(_("A newer version made this backup. Install that version first.")) from error
    except OSError as error:
        raise refused(error, path) from error
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise damaged from error
    if not all(_is_plain(name) for name in manifest.members):
        raise damaged
    return manifest


def unpack(path: Path, manifest: Manifest, into: Path) -> Iterable[int]:
    """Write all members below `into`, checking each against its hash; yields how many are done."""
    with zipfile.ZipFile(path) as archive:
        for done, (name, expected) in enumerate(manifest.members.items(), start=1):
            target = into / name
            target.parent.mkdir(parents=True, exist_ok=True)
            # Keys and customers again: for the owner's eyes only.
            target.touch(mode=0o600, exist_ok=False)
            with archive.open(name) as member, target.open("r+b") as file:
                found = _copy(member, file)
                file.flush()
                os.fsync(file.fileno())
            if found != expected:
                raise Refused(_("This file is damaged, incomplete, or no backup of this program."))
            yield done


def remove_folder(path: Path) -> None:
    """Away with a half-made folder; a file that the system still holds stays behind."""
    shutil.rmtree(path, ignore_errors=True)


def _copy(source: IO[bytes], target: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest()


def _hash_before_seal(file: IO[bytes]) -> bytes:
    left = file.seek(0, os.SEEK_END) - _SEAL
    file.seek(0)
    digest = hashlib.sha256()
    while left > 0:
        chunk = file.read(min(_CHUNK, left))
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest().encode()


def _is_plain(name: str) -> bool:
    """A name that stays below the folder it is unpacked into, on every system."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not any(
        part in {"..", "/"} or "\\" in part or ":" in part for part in parts
    )

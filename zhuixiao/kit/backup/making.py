"""Making an archive while the program runs on."""

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from .. import version
from . import engines
from .archive import Refused, Writer, refused, remove_folder
from .manifest import Manifest

Progress = Callable[[int, int], None]
KEY = "secret.key"
_WORKSHOP = ".zhuixiao-"
# What has not been touched for so long belongs to a backup that was killed.
_ABANDONED = timedelta(hours=12)


def make(path: Path, progress: Progress | None = None) -> Manifest:
    """Write database, files and key to a new archive at `path`.

    It holds everything that was acknowledged before it began: the database as of one moment, then
    the files, which are written before their rows are. `progress(done, total)` counts members.
    Raises Refused for an empty database, a place that cannot be written, a file that is there.
    """
    path = Path(path)
    if not applied():
        raise Refused(_("There is nothing to back up yet: the database is empty."))
    if path.exists():
        raise Refused(_("There is a file of this name already."))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path.parent)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=_WORKSHOP) as folder:
            return _write(path, Path(folder), progress or (lambda _done, _total: None))
    except OSError as error:
        raise refused(error, path) from error


def _write(path: Path, folder: Path, progress: Progress) -> Manifest:
    engine = engines.current()
    tables = engine.dump(folder / engine.member)
    sources = {engine.member: folder / engine.member, **_files()}
    writer = Writer(path, folder)
    try:
        for done, (name, source) in enumerate(sources.items(), start=1):
            if source.exists():
                writer.add(name, source)
            progress(done, len(sources))
        manifest = Manifest(
            program=version.current(),
            engine=connection.vendor,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            migrations=applied(),
            tables=tables,
            members=writer.members,
        )
        writer.close(manifest)
    except BaseException:
        writer.abandon()
        raise
    return manifest


def _sweep(folder: Path) -> None:
    """Away with what killed backups have left here."""
    oldest = datetime.now(UTC) - _ABANDONED
    for left in folder.glob(f"{_WORKSHOP}*"):
        if datetime.fromtimestamp(left.stat().st_mtime, UTC) < oldest:
            remove_folder(left)


def applied() -> dict[str, list[str]]:
    """The migrations that the database has, by app."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def _files() -> dict[str, Path]:
    """Everything beside the database that cannot be made again."""
    root = Path(settings.FILES_DIR)
    stored = sorted(path for path in root.rglob("*") if path.is_file())
    found = {f"files/{path.relative_to(root).as_posix()}": path for path in stored}
    key = Path(settings.DATA_DIR) / KEY
    return {**found, KEY: key} if key.exists() else found

"""Going back to an archive: check, build beside, swap, and only then bring up to date."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from .. import presence
from . import archive, engines
from .archive import Refused
from .making import KEY, Progress
from .manifest import Manifest

# What a restore replaces in the data folder; all else (backups, static files) stays.
REPLACED = ("files", KEY)


@dataclass(frozen=True)
class Restored:
    """What was restored, and where the data of before are kept."""

    manifest: Manifest
    kept: Path


def check(path: Path) -> Manifest:
    """Whether this program can restore the archive; raises Refused with the reason if not.

    Reads the whole file: a changed byte anywhere, a missing end, a foreign file, or an archive
    of a newer version is refused.
    """
    manifest = archive.read_manifest(Path(path))
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {})
    ours = {app for app, _name in known}
    newer = [
        f"{app}.{name}"
        for app, names in manifest.migrations.items()
        for name in names
        if app in ours and (app, name) not in known
    ]
    if newer:
        text = _("Version %(version)s made this backup, which is newer. Install it first.")
        raise Refused(text % {"version": manifest.program})
    return manifest


def rehearse(path: Path, progress: Progress | None = None) -> Manifest:
    """Do all of a restore but the swap: the archive comes to life beside the data, and goes again.

    Raises Refused for whatever would stop a restore here.
    """
    manifest = check(path)
    _refuse_foreign(manifest)
    with _staged(Path(path), manifest, progress):
        return manifest


def restore(path: Path, progress: Progress | None = None) -> Restored:
    """Replace database, files and key by those of the archive, then migrate.

    Until the swap nothing is touched; the swap is renames, undone when one fails; the data of
    before are kept. Everything stays inside the data folder, which may be a mounted volume.
    Raises Refused while the program runs on these data, or for whatever `check` refuses.
    """
    manifest = check(path)
    _refuse_foreign(manifest)
    _refuse_while_running()
    connections.close_all()
    with _staged(Path(path), manifest, progress) as (staging, engine, staged):
        kept = _swap(
            staging, engine, staged, Path(settings.DATA_DIR) / f"before-restore-{_stamp()}"
        )
    call_command("migrate", interactive=False, verbosity=0)
    return Restored(manifest, kept)


@contextmanager
def _staged(
    path: Path, manifest: Manifest, progress: Progress | None
) -> Iterator[tuple[Path, engines.Engine, str]]:
    """The archive unpacked beside the data, its database alive; what was not swapped goes again."""
    staging = Path(settings.DATA_DIR) / f"restoring-{_stamp()}"
    engine = engines.current()
    try:
        staging.mkdir()
        for done in archive.unpack(path, manifest, staging):
            if progress:
                progress(done, len(manifest.members))
        staged = engine.stage(staging / engine.member, manifest.tables)
        try:
            yield staging, engine, staged
        finally:
            engine.discard(staged)
    except OSError as error:
        raise archive.refused(error, path) from error
    finally:
        archive.remove_folder(staging)


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%d-%H%M%S")


def _refuse_foreign(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        text = _("This backup is of %(theirs)s, but this installation uses %(ours)s.")
        raise Refused(text % {"theirs": manifest.engine, "ours": connection.vendor})


def _refuse_while_running() -> None:
    running = presence.others()
    if running:
        text = _("Stop the program first: %(who)s")
        raise Refused(text % {"who": ", ".join(str(row) for row in running)})


def _swap(staging: Path, engine: engines.Engine, staged: str, kept: Path) -> Path:
    """Old things into `kept`, new things in their stead; what was done is undone on an error."""
    kept.mkdir()
    with ExitStack() as undo:
        undo.callback(kept.rmdir)
        for name in REPLACED:
            old, new = staging.parent / name, staging / name
            if old.exists():
                _move(old, kept / name, undo)
            if new.exists():
                _move(new, old, undo)
        engine.swap(staged, kept)
        undo.pop_all()
    return kept


def _move(source: Path, target: Path, undo: ExitStack) -> None:
    source.rename(target)
    undo.callback(target.rename, source)
